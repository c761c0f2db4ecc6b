"""A watch that runs beside a test. Tests import it as `from watched import watching`."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from command import PATIENCE_S
from fakes import FakeEmbedder
from website import sentences

from index.embedder import Embedder
from index.errors import ArticleQAError, LibraryBusyError, LibraryMissingError
from index.fetching.limits import Limits
from index.library import Library
from index.progress import Report, Skipped
from index.watch.upkeep import Round, Said
from index.watch.watching import Manner, Ready, Watched, WatchEvent, watch
from index.words import WordIndex
from index.writing import Writer

QUICK = Manner(limits=Limits(between_seconds=0), feeds_every=0.3, busy_for=0.1, trouble_for=0.1)


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition, for as long as a busy machine may need."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.02)


@dataclass
class Running:
    """A watch in a thread of its own, and what it has told so far."""

    library: Path
    events: list[WatchEvent] = field(default_factory=list)
    error: ArticleQAError | None = None

    def said(self) -> list[str]:
        """Return the lines it told."""
        return [event.line for event in self.events if isinstance(event, Said)]

    def reports(self) -> list[Report]:
        """Return what its rounds did."""
        return [event.report for event in self.events if isinstance(event, Round)]

    def skipped(self) -> list[str]:
        """Return the paths it could not read."""
        return [event.path for event in self.events if isinstance(event, Skipped)]

    def finds(self, word: str) -> list[str]:
        """Return the titles of the articles a word is found in."""
        with suppress(LibraryMissingError), Library.open(self.library) as library:
            found = [number for number, _ in WordIndex.open(library).search(word, 50)]
            return sorted({article.title for article in library.articles_of(found).values()})
        return []


@contextmanager
def watching(
    library: Path,
    *sources: Path | str,
    manner: Manner = QUICK,
    embedder: Callable[[], Embedder] | None = None,
) -> Iterator[Running]:
    """Lend a running watch that has looked through everything once, or has failed."""
    stop = threading.Event()
    running = Running(library)
    made = FakeEmbedder()
    watched = Watched(
        tuple(each for each in sources if isinstance(each, Path)),
        tuple(each for each in sources if isinstance(each, str)),
    )

    def run() -> None:
        try:
            events = watch(watched, library, embedder or (lambda: made), manner=manner, cancelled=stop.is_set)
            running.events.extend(events)
        except ArticleQAError as error:
            running.error = error

    thread = threading.Thread(target=run)
    thread.start()
    try:
        until(lambda: Ready() in running.events or running.error or not thread.is_alive())
        yield running
    finally:
        stop.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def write(path: Path, topic: str) -> Path:
    """Write a plain article about a topic."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"About the {topic}\n\n{sentences(topic, 3)}\n", "utf-8")
    return path


@contextmanager
def writing(library: Path) -> Iterator[Writer]:
    """Lend the writer of a library as soon as nobody else has it."""
    with Library.open(library) as opened, ExitStack() as stack:
        got: list[Writer] = []

        def attempt() -> list[Writer]:
            with suppress(LibraryBusyError):
                got.append(stack.enter_context(Writer.of(opened)))
            return got

        until(attempt)
        yield got[0]
