"""One writer at a time, as a command meets it: it stops and says how to wait, or it waits."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.errors import LibraryBusyError
from index.lock import wait_for_writer
from qa.commands.notices import Notice

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Turn:
    """A command's turn at writing to a library."""

    directory: Path
    wait: bool
    """Whether to wait for another writer."""
    notice: Notice
    """Told once who is waited for."""

    def take(self, work: Callable[[], Result]) -> Result:
        """Return what a piece of work gives when it is its turn.

        Args:
            work: Begins by asking for the library's lock; where that is held, it did nothing yet
                and can be asked again.

        Raises:
            LibraryBusyError: Another process is writing, and it is not to be waited for.
        """
        if self.wait:
            return self._take_after_others(work)
        try:
            return work()
        except LibraryBusyError as error:
            raise LibraryBusyError(f"{error}, or add --wait to wait for it") from error

    def _take_after_others(self, work: Callable[[], Result]) -> Result:
        say = _Once(self.notice)
        while True:
            try:
                return work()
            except LibraryBusyError:
                wait_for_writer(self.directory, say)


class _Once:
    """Says the first thing it is told, and no other."""

    def __init__(self, say: Notice) -> None:
        self._say: Notice | None = say

    def __call__(self, line: str) -> None:
        if self._say:
            self._say(line)
        self._say = None
