"""Work that goes on in a thread of its own until what it gives is wanted."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Given = TypeVar("Given")


class Begun(Generic[Given]):
    """A piece of work, begun when this is made.

    Where nobody asks for what it gives, the process still ends only after it.
    """

    def __init__(self, work: Callable[[], Given]) -> None:
        self._work = work
        self._given: list[Given] = []
        self._trouble: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def given(self) -> Given:
        """Return what the work gives, once it has, or raise what it raised."""
        self._thread.join()
        if self._trouble is not None:
            raise self._trouble
        return self._given[0]

    def _run(self) -> None:
        try:
            self._given.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is asked for
            self._trouble = error
