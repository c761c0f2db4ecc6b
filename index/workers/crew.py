"""Several processes that read side by side."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from index.workers.bounds import MOST_WORKERS, USUAL, Bounds, cores

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from index.workers.worker import Worker

FILES_EACH = 8
"""Files that are worth another process: it takes as long to start as three web pages to read."""


class Crew:
    """Processes that are started as they are needed, and ended with the block.

    Args:
        files: How many there are to read at most.
        bounds: What one of them may cost.
        most: Processes at once; `None` for as many as there are cores.
    """

    def __init__(self, files: int, *, bounds: Bounds = USUAL, most: int | None = None) -> None:
        self._bounds = bounds
        most = most or min(cores(), MOST_WORKERS)
        self._most = max(1, min(most, files // FILES_EACH))
        self._threads: ThreadPoolExecutor | None = None
        self._stopped = threading.Event()
        self._own = threading.local()
        self._workers: list[Worker] = []

    def begin(self, function: Callable[..., Any], *arguments: object, size: int = 0) -> "Future[Any]":
        """Have a function called in one of the processes, and return what will come of it.

        For the arguments and errors see `Worker.call`. What is of `size` bytes may take the longer.
        """
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor  # a run over texts needs neither

            self._threads = ThreadPoolExecutor(self._most, "reading")
        return self._threads.submit(self._call, function, arguments, self._bounds.seconds_for(size))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes at once, whatever they do."""
        self._stopped.set()
        if self._threads:
            self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.end()

    def _call(self, function: Callable[..., Any], arguments: tuple[object, ...], seconds: float) -> Any:
        from index.workers.worker import Worker

        if not hasattr(self._own, "worker"):
            self._own.worker = Worker(self._bounds, self._stopped.is_set)
            self._workers.append(self._own.worker)
        return self._own.worker.call(function, *arguments, seconds=seconds)
