"""One indexing run: what changed → read → cut → store, and what became of the rest."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding import LoadedOnce
from index.errors import NoArticleError, ReadError
from index.file_states import fetched_state, file_state
from index.holdings import Holdings
from index.incoming import Arrival, Asked, Incoming, Unchanged
from index.inventory import FileState
from index.passages import cut
from index.progress import (
    BuildEvent,
    Fetching,
    Noticed,
    PassedOver,
    Read,
    Report,
    Skip,
    Skipped,
    Slow,
    Walked,
)
from index.readers.dispatch import Reading
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.records import Article, Passage
from index.shelving import Content, Outcome
from index.troubles import carried_on
from index.vanishing import is_gone, vanished
from index.walk import Walk, printable
from index.workers.ahead import Begun, ahead, begun
from index.workers.crew import Crew
from index.writing import Writer

if TYPE_CHECKING:
    from index.visiting import Visitor

COMPARED = 200
"""Articles whose copies are looked for in one transaction, and between two looks at whether to stop."""
LOOK_SECONDS = 0.1
"""How often to look whether to stop while a file is being read."""
SLOW_SECONDS = 5.0
"""How often to say so while the run waits for one file."""


class Run:
    """Stores what is new or changed, each file in one transaction, and counts what it did."""

    def __init__(
        self,
        writer: Writer,
        loading: LoadedOnce,
        cancelled: Callable[[], bool],
        *,
        came_in: Callable[[int], None],
    ) -> None:
        """Prepare a run; `came_in` is told how many new passages were stored, after each file."""
        self._writer = writer
        self._library = writer.library
        self._loading = loading
        self._cancelled = cancelled
        self._came_in = came_in
        self._holdings = Holdings(writer)
        self._outcome = Outcome()
        self._skips: list[Skip] = []
        self._passed: list[Skip] = []
        self._maybe_moved: set[str] = set()
        self._vanished = 0
        self.stopped = False

    @property
    def stored_something(self) -> bool:
        """Whether articles came, went, or are described otherwise."""
        done = self._outcome
        return bool(done.added or done.changed or done.removed)

    def take_files(self, found: Walk, names: FieldNames = USUAL_NAMES) -> Iterator[BuildEvent]:
        """Store what is new or changed among the files found, and JSON where its fields are named."""
        yield from (self._skip(skip.path, skip.reason) for skip in found.skipped)
        self._holdings.name_files(found, names)
        files = self._holdings.wanted(found)
        pending = [path for path in files if not self._holdings.looks_read(path)]
        same = set(files) - set(pending)
        self._outcome += Outcome(unchanged=self._writer.articles_in(str(path) for path in same))
        yield Walked(len(files), len(pending))
        yield from self._take_pending(pending)
        walked = {str(path) for path in found.files}
        self._let_go_of_moved(vanished(self._holdings.paths() - walked, found.starts))

    def take_incoming(self, incoming: Iterable[Incoming]) -> Iterator[BuildEvent]:
        """Store what is new or changed among the things fetched."""
        for each in incoming:
            if self.asked_to_stop():
                return
            yield from self._take_arrival(each)

    def take_addresses(self, addresses: Sequence[str], visitor: "Visitor") -> Iterator[BuildEvent]:
        """Store what is new or changed at addresses that a person named, and so wants in again."""
        self._holdings.name_addresses(addresses)
        known = self._holdings.known(addresses)
        for address in addresses:
            if self.asked_to_stop():
                return
            yield Fetching(address)
            for arrival in visitor.visit(address, known):
                yield from self._take_arrival(arrival)
                if self.asked_to_stop():
                    return

    def settle_stories(self) -> Iterator[BuildEvent]:
        """Compare the articles that wait for it, which are many only where an earlier version read them."""
        waiting = self._writer.uncompared()
        if waiting > COMPARED:
            note = f"its {waiting:,} articles are compared, once, to find copies of one story"
            yield Noticed(str(self._library.directory), note)
        while self._writer.settle_stories(COMPARED):
            if self.asked_to_stop():
                return

    def finish(self) -> None:
        """Let go of the vectors that no passage has any more, and keep what could not be read."""
        if self._outcome.changed or self._outcome.removed:
            self._writer.sweep()
        before = self._writer.troubles()
        now = carried_on(before, self._skips, is_settled=self._has_been_at, now=datetime.now(UTC))
        if now != before:
            self._writer.store_troubles(now)

    def report(self, seconds: float) -> Report:
        """Return what the run did."""
        done = self._outcome
        return Report(
            added=done.added,
            changed=done.changed,
            unchanged=done.unchanged,
            removed=done.removed,
            skipped=tuple(self._skips),
            seconds=seconds,
            stopped=self.stopped,
            vanished=self._vanished,
            passed=tuple(self._passed),
        )

    def asked_to_stop(self) -> bool:
        """Return whether the run is to end, now or before."""
        self.stopped = self.stopped or self._cancelled()
        return self.stopped

    def _has_been_at(self, path: str) -> bool:
        """Return whether this run would have told of a path or address if it could not be read."""
        return not self.stopped and self._holdings.was_to_be_read(path)

    def _skip(self, path: str, reason: str) -> Skipped:
        self._skips.append(Skip(path, reason))
        return Skipped(path, reason)

    def _take_arrival(self, arrival: Arrival) -> Iterator[BuildEvent]:
        """Store what came of asking for something, or note that nothing did."""
        match arrival:
            case Incoming():
                yield from self._take_fetched(arrival)
            case Unchanged(path):
                self._outcome += Outcome(unchanged=self._writer.articles_in([path]))
            case Skipped(path, reason):
                yield self._skip(path, reason)
            case Asked(address, state):
                self._writer.store_feed(address, state)

    def _take_fetched(self, each: Incoming) -> Iterator[BuildEvent]:
        """Store what was fetched, unless it is what it was before or a person took it out."""
        if self._holdings.keeps_out(each.path):
            return
        state = fetched_state(each.path, each.digest)
        again = self._holdings.bring_back(each.path, each.articles)
        if not again and self._holdings.holds(state):
            self._outcome += Outcome(unchanged=self._writer.articles_in([each.path]))
            return
        self._store(state, each.articles)
        yield Read(each.path, len(each.articles))

    def _take_pending(self, pending: Sequence[Path]) -> Iterator[BuildEvent]:
        """Read files, in other processes where that is better, and store them in their order."""
        with Crew(len(pending)) as crew:
            for file in ahead(pending, lambda path: self._begun(path, crew)):
                if self.asked_to_stop():
                    return
                yield from self._take_file(file)

    def _begun(self, path: Path, crew: Crew) -> Begun:
        """Begin reading a file, unless it holds what it held before."""
        try:
            file = file_state(path)
        except ReadError as error:
            return Begun(path, error=error)
        if self._holdings.is_read(path, file):
            return Begun(path, file)
        return begun(path, file, names=self._holdings.names, crew=crew)

    def _take_file(self, begun: Begun) -> Iterator[BuildEvent]:
        """Store what a file holds."""
        path, file = begun.path, begun.file
        try:
            reading = yield from self._awaited(begun)
        except ReadError as error:
            yield self._unread(path, file, error)
            return
        if file is None or reading is None:
            return
        self._holdings.bring_back(path, reading.articles)
        self._store(file, reading.articles)
        yield Read(file.path, len(reading.articles))
        self._skips += [Skip(file.path, line) for line in reading.skipped]  # the notice tells of them
        aside = self._skips if self._holdings.is_named(path) else self._passed
        aside += [Skip(file.path, line) for line in reading.passed]
        if reading.notice:
            yield Noticed(file.path, reading.notice)

    def _awaited(self, begun: Begun) -> Generator[BuildEvent, None, Reading | None]:
        """Return what a file holds; `None` where it holds what it held before, or the run is to end."""
        if begun.error:
            raise begun.error
        if begun.wait is None and begun.file:
            self._writer.touch(begun.file)
            self._outcome += Outcome(unchanged=self._writer.articles_in([begun.file.path]))
            return None
        started = said = time.monotonic()
        while begun.wait:
            try:
                return begun.wait(LOOK_SECONDS)
            except TimeoutError:
                if self.asked_to_stop():
                    break
                now = time.monotonic()
                if now - said > SLOW_SECONDS:
                    said = now
                    yield Slow(printable(begun.path), now - started)
        return None

    def _unread(self, path: Path, file: FileState | None, error: ReadError) -> Skipped | PassedOver:
        """Note why a file was not read; one that a folder only holds beside articles is passed over."""
        name, reason = printable(path), str(error)
        beside = isinstance(error, NoArticleError) and not self._holdings.is_named(path)
        if file is None or not beside or self._writer.articles_in([name]):
            return self._skip(name, reason)
        self._writer.replace(file, ())
        self._passed.append(Skip(name, reason))
        return PassedOver(name, reason)

    def _store(self, file: FileState, articles: Iterable[Article]) -> None:
        contents = tuple(self._content(article) for article in self._holdings.still_wanted(articles))
        outcome = self._writer.replace(file, contents)
        self._outcome += outcome
        self._came_in(sum(len(content.passages) for content in contents))
        if outcome.unchanged and not self._holdings.has_read(file.path):
            self._maybe_moved |= self._writer.files_sharing(file.path)

    def _content(self, article: Article) -> Content:
        """Cut an article that is new; one the library has, it has the passages of."""
        return Content(article, () if self._writer.has_article(article.id) else self._cut(article))

    def _cut(self, article: Article) -> tuple[Passage, ...]:
        embedder = self._loading.fitting(self._library)
        settings = self._library.info.settings.within(embedder.max_tokens)
        return tuple(cut(article, settings, embedder.count_tokens))

    def _let_go_of_moved(self, gone: list[str]) -> None:
        """Forget files that are gone and whose articles all lie in another file: they were moved.

        What is gone with articles of its own stays, and is counted, until somebody prunes.
        """
        away = {*gone, *(path for path in self._maybe_moved if is_gone(path))}
        moved = self._writer.moved_away(away) if away else []
        for path in moved:
            self._outcome += self._writer.forget(path)
        self._vanished = len(set(gone).difference(moved))
