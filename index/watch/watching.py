"""Files, folders and feeds kept indexed: whatever is new in them comes into the library by itself."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

from index.embedder import Embedder
from index.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryMismatchError,
    LibraryNewerError,
    ReadError,
)
from index.feeds.reading import Arrived, FeedEvent, FeedReader, Through
from index.fetching.limits import Limits
from index.walk import absolute, printable
from index.watch.changes import Changed, Deaf, DiskEvent, Gone, Listening, watchers
from index.watch.upkeep import Said, Upkeep, UpkeepEvent

LOOK_SECONDS = 0.5
"""How often to look whether to stop while nothing happens."""

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Watched:
    """What to keep indexed."""

    paths: tuple[Path, ...] = ()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How to go about it; times in seconds."""

    agent: str = "article-qa"
    """Told to servers."""
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    prune: bool = False
    """Take out of the library what is deleted."""
    feeds_every: float = 1800.0
    whole_every: float = 3600.0
    """Everything is looked through so often, should the system have kept a change to itself."""
    busy_for: float = 2.0
    """Until the next attempt where another process writes to the library."""
    trouble_for: float = 60.0
    """Until the next attempt where it could not be written."""


@dataclass(frozen=True, slots=True)
class Ready:
    """All was looked through once, and from now on what is new comes in."""


WatchEvent = UpkeepEvent | Ready
_Message = DiskEvent | FeedEvent | BaseException


def watch(
    watched: Watched,
    library_directory: Path,
    embedder: Callable[[], Embedder],
    *,
    manner: Manner = Manner(),
    cancelled: Cancelled = lambda: False,
) -> Iterator[WatchEvent]:
    """Keep files, folders and feeds indexed until cancelled, and yield what happens.

    What changes is read as soon as it is still for a moment, what is written on is read again.
    What could not be stored is kept and tried again.

    Args:
        watched: Paths, which exist, and addresses.
        library_directory: Where the library is, or is made.
        embedder: Loads the embedder; called when it is first needed, and once more if the library
            is rebuilt with another one.
        manner: How often to look, and what to bear.
        cancelled: Says whether to stop; asked twice a second, and as `build` asks.

    Raises:
        ReadError: A path does not exist.
        LibraryMismatchError: The library was made with another embedder or other settings.
        LibraryNewerError: A later version of the program made it.
        LibraryDamagedError: Its database cannot be read.
        ModelError: The embedder cannot be loaded or run.
    """
    roots = _outermost(watched.paths)
    inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
    reader = FeedReader(inbox.put, agent=manner.agent, limits=manner.limits)
    tasks = [watcher.run for watcher in watchers(roots, inbox.put)]
    with _threads([*tasks, *([reader.run] if watched.feeds else [])], inbox):
        upkeep = Upkeep(library_directory, roots, embedder=embedder, cancelled=cancelled)
        yield from _Watch(Watched(tuple(roots), watched.feeds), upkeep, reader, manner).go(inbox, cancelled)


def _outermost(paths: Sequence[Path]) -> frozenset[Path]:
    """Return the paths, made absolute, without those that lie in another of them."""
    roots = {absolute(path) for path in paths}
    for root in roots:
        if not root.exists():
            raise ReadError(f"{printable(root)}: no such file or folder; check the path")
    return frozenset(root for root in roots if roots.isdisjoint(root.parents))


class _Watch:
    """The loop: what comes in is noted, what is due is done, what fails is tried again."""

    def __init__(self, watched: Watched, upkeep: Upkeep, reader: FeedReader, manner: Manner) -> None:
        self._roots = frozenset(watched.paths)
        self._upkeep = upkeep
        self._reader = reader
        self._manner = manner
        self._due = dict.fromkeys(watched.feeds, 0.0)
        """When each feed is to be asked; infinity while it is being read."""
        self._whole_at = time.monotonic() + manner.whole_every
        self._not_before = 0.0
        self._unheard = set(self._roots)
        self._complaint = ""
        self._mismatched = False

    def go(self, inbox: queue.SimpleQueue[_Message], cancelled: Cancelled) -> Iterator[WatchEvent]:
        """Yield what happens until cancelled."""
        ready = False
        while not cancelled():
            yield from self._receive(inbox)
            # The first look waits until somebody listens everywhere: what comes meanwhile is not missed.
            if time.monotonic() < self._not_before or (self._unheard and not ready):
                continue
            try:
                self._ask_feeds()
                if self._upkeep.pending:
                    yield from self._upkeep.work()
            except LibraryError as error:
                yield from self._put_off(error)
                continue
            self._complaint, self._mismatched = "", False
            if not ready and not cancelled():
                ready = True
                yield Ready()

    def _receive(self, inbox: queue.SimpleQueue[_Message]) -> Iterator[Said]:
        """Note what has come in, having waited a moment for it."""
        try:
            message = inbox.get(timeout=LOOK_SECONDS)
            while True:
                yield from self._note(message)
                message = inbox.get_nowait()
        except queue.Empty:
            pass
        if time.monotonic() >= self._whole_at:
            self._whole_at = time.monotonic() + self._manner.whole_every
            self._look_at(self._roots)

    def _look_at(self, roots: frozenset[Path]) -> None:
        self._upkeep.pending.roots |= roots
        self._upkeep.pending.thinned |= roots if self._manner.prune else frozenset()

    def _note(self, message: _Message) -> Iterator[Said]:
        pending = self._upkeep.pending
        match message:
            case Listening(roots):
                self._unheard -= roots
                self._look_at(roots)
            case Changed(paths, thinned):
                pending.paths |= paths
                pending.thinned |= thinned if self._manner.prune else frozenset()
            case Gone(folder):
                self._unheard -= {root for root in self._roots if root.is_relative_to(folder)}
                yield Said(f"{printable(folder)}: gone; waiting for it to come back")
            case Deaf(reason):
                yield Said(
                    f"the system does not tell of changes ({reason}); looking every few seconds instead"
                )
            case Arrived(incoming, skipped):
                pending.incoming |= {each.path: each for each in incoming}
                pending.skipped += skipped
            case Through(address, state, wait):
                if state:
                    pending.states[address] = state
                    self._upkeep.mended(address)
                self._due[address] = time.monotonic() + max(self._manner.feeds_every, wait)
            case BaseException():
                raise message

    def _ask_feeds(self) -> None:
        due = [address for address, at in self._due.items() if time.monotonic() >= at]
        if due:
            states, known = self._upkeep.remembered(due)
            for address in due:
                self._reader.ask(address, states.get(address), known)
                self._due[address] = inf

    def _put_off(self, error: LibraryError) -> Iterator[Said]:
        """Say why nothing can be stored, once, and have it tried again; raise what will not mend itself."""
        if isinstance(error, LibraryNewerError | LibraryDamagedError) or self._mismatched:
            raise error
        wait = self._manner.busy_for if isinstance(error, LibraryBusyError) else self._manner.trouble_for
        if isinstance(error, LibraryMismatchError):
            self._mismatched = True
            self._upkeep.embedder.forget()
            wait = 0.0
        elif str(error) != self._complaint:
            self._complaint = str(error)
            yield Said(f"{error} (trying again)")
        self._not_before = time.monotonic() + wait


@contextmanager
def _threads(
    tasks: Sequence[Callable[[threading.Event], None]], inbox: queue.SimpleQueue[_Message]
) -> Iterator[None]:
    """Run tasks beside the block, and stop them when it is left; what they raise comes into the inbox."""
    stopped = threading.Event()

    def run(task: Callable[[threading.Event], None]) -> None:
        try:
            task(stopped)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever reads the inbox
            inbox.put(error)

    threads = [threading.Thread(target=run, args=(task,), daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join(LOOK_SECONDS)  # one that waits for a server ends by itself
