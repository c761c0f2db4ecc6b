"""Bringing articles in while the chat goes on: one run at a time, in a thread, told as it goes."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from textual.message import Message

from index.errors import ArticleQAError
from index.progress import BuildEvent, Embedding, Finished, Read, Report, Skipped, Walked
from qa.asking import Cancelled

TOLD_SECONDS = 0.1
"""Between two tellings of how far it is; thousands of files may be read in a second."""

BringIn = Callable[[str, Cancelled], Iterator[BuildEvent]]
"""Brings in a path or an address until it is cancelled, and yields what happens; raises `ArticleQAError`."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    given: str
    """The path or address being brought in."""
    pending: int = 0
    """Files to be read."""
    read: int = 0
    skipped: int = 0
    embedded: int = 0
    to_embed: int = 0
    waiting: int = 0
    """What is brought in after it."""

    @property
    def is_read(self) -> bool:
        """Whether every file has been read."""
        return self.read + self.skipped >= self.pending > 0


class Progressed(Message):
    """A run is so far."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress


class BroughtIn(Message):
    """A run has ended with its report."""

    def __init__(self, given: str, report: Report) -> None:
        super().__init__()
        self.given = given
        self.report = report


class NotBroughtIn(Message):
    """A run could not be begun, or not be gone on with; `reason` is one line."""

    def __init__(self, given: str, reason: str) -> None:
        super().__init__()
        self.given = given
        self.reason = reason


class Idle(Message):
    """Nothing is being brought in any more."""


class Indexing:
    """What is to be brought in, in order; `work` does it in a thread of its own."""

    def __init__(self, bring_in: BringIn, post: Callable[[Message], object]) -> None:
        self._bring_in = bring_in
        self._post = post
        self._given: SimpleQueue[str] = SimpleQueue()
        self._stopped = threading.Event()
        self._turn = threading.Lock()
        self.is_running = False
        """Whether a thread is at work; it ends when there is nothing more to do."""

    def put(self, given: str) -> bool:
        """Have a path or an address brought in; return whether a thread is to be started for it."""
        with self._turn:
            self._given.put(given)
            starts, self.is_running = not self.is_running, True
            if starts:
                self._stopped.clear()
        return starts

    def stop(self) -> None:
        """End the run soon, and bring in nothing that waits; what was stored stays."""
        self._stopped.set()

    def work(self) -> None:
        """Bring in what was put, one after the other, until nothing is left."""
        while (given := self._next()) is not None:
            try:
                self._follow(given)
            except ArticleQAError as error:
                self._post(NotBroughtIn(given, str(error)))
        self._post(Idle())

    def _next(self) -> str | None:
        with self._turn:
            try:
                if not self._stopped.is_set():
                    return self._given.get_nowait()
                while True:
                    self._given.get_nowait()
            except Empty:
                self.is_running = False
                return None

    def _follow(self, given: str) -> None:
        progress, told = Progress(given, waiting=self._given.qsize()), 0.0
        self._post(Progressed(progress))
        for event in self._bring_in(given, self._stopped.is_set):
            if isinstance(event, Finished):
                self._post(BroughtIn(given, event.report))
                return
            before, progress = progress, replace(_after(progress, event), waiting=self._given.qsize())
            begins = bool(progress.pending) > bool(before.pending) or progress.is_read > before.is_read
            if begins or time.monotonic() - told >= TOLD_SECONDS:
                told = time.monotonic()
                self._post(Progressed(progress))


def _after(progress: Progress, event: BuildEvent) -> Progress:
    match event:
        case Walked(_, pending):
            return replace(progress, pending=pending)
        case Read():
            return replace(progress, read=progress.read + 1)
        case Skipped():
            return replace(progress, skipped=progress.skipped + 1)
        case Embedding(done, total):
            return replace(progress, embedded=done, to_embed=total)
    return progress


def line_of(progress: Progress) -> str:
    """Return how far a run is, in a line."""
    if progress.to_embed:
        said = f"embedding, {progress.embedded:,} of {progress.to_embed:,} passages"
    elif progress.is_read:
        said = f"{progress.read:,} files read, now to be embedded"
    elif progress.pending:
        said = f"reading, {progress.read + progress.skipped:,} of {progress.pending:,} files"
    else:
        said = "looking for what is new"
    more = [f"{progress.skipped:,} skipped"] if progress.skipped else []
    more += [f"{progress.waiting:,} more to come"] if progress.waiting else []
    return " · ".join([f"{progress.given}: {said}", *more])
