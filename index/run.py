"""One indexing run: what changed → read → cut → store, and what became of the rest."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from index.embedding import LoadedOnce
from index.errors import ReadError
from index.file_states import fetched_state, file_state, looks_unchanged, same_contents
from index.incoming import Incoming
from index.inventory import FileState
from index.passages import cut
from index.progress import BuildEvent, Noticed, Read, Report, Skip, Skipped, Walked
from index.readers.dispatch import read
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.readers.records.reading import RECORD_SUFFIXES
from index.records import Article, Passage
from index.shelving import Content, Outcome
from index.vanishing import is_gone, lies_under, vanished
from index.walk import Walk, printable
from index.writing import Writer

COMPARED = 200
"""Articles whose copies are looked for in one transaction, and between two looks at whether to stop."""


class Run:
    """Stores what is new or changed, each file in one transaction, and counts what it did."""

    def __init__(self, writer: Writer, loading: LoadedOnce, cancelled: Callable[[], bool]) -> None:
        self._writer = writer
        self._library = writer.library
        self._loading = loading
        self._cancelled = cancelled
        self._stored = writer.files()
        self._left_out = writer.left_out()
        self._names = USUAL_NAMES
        self._named: frozenset[Path] = frozenset()
        self._outcome = Outcome()
        self._skips: list[Skip] = []
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
        self._names = names
        yield from (self._skip(skip.path, skip.reason) for skip in found.skipped)
        self._named = frozenset(found.starts)
        files = self._wanted(found)
        pending = [path for path in files if not self._looks_done(path)]
        same = set(files) - set(pending)
        self._outcome += Outcome(unchanged=self._writer.articles_in(str(path) for path in same))
        yield Walked(len(files), len(pending))
        for path in pending:
            if self.asked_to_stop():
                break
            yield from self._take_file(path)
        walked = {str(path) for path in found.files}
        self._let_go_of_moved(vanished(self._stored.keys() - walked, found.starts))

    def take_incoming(self, incoming: Iterable[Incoming]) -> Iterator[BuildEvent]:
        """Store what is new or changed among the things fetched."""
        for each in incoming:
            if self.asked_to_stop():
                return
            if each.path in self._left_out.paths:
                continue
            state = fetched_state(each.path, each.digest)
            if same_contents(state, self._stored.get(each.path)):
                self._outcome += Outcome(unchanged=self._writer.articles_in([each.path]))
                continue
            self._store(state, each.articles)
            yield Read(each.path, len(each.articles))

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
        """Let go of the vectors that no passage has any more."""
        if self._outcome.changed or self._outcome.removed:
            self._writer.sweep()

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
        )

    def asked_to_stop(self) -> bool:
        """Return whether the run is to end, now or before."""
        self.stopped = self.stopped or self._cancelled()
        return self.stopped

    def _skip(self, path: str, reason: str) -> Skipped:
        self._skips.append(Skip(path, reason))
        return Skipped(path, reason)

    def _wanted(self, found: Walk) -> list[Path]:
        """Return the files found without those a person took out, unless they are named again."""
        left_out = [Path(path) for path in self._left_out.paths]
        again = {path for path in left_out if any(start.is_relative_to(path) for start in found.starts)}
        if again:
            self._writer.take_back(str(path) for path in again)
        still = [path for path in left_out if path not in again]
        return [file for file in found.files if not lies_under(str(file), still)] if still else [*found.files]

    def _looks_done(self, path: Path) -> bool:
        return looks_unchanged(path, self._stored.get(str(path))) and not self._is_read_again(path)

    def _is_read_again(self, path: Path) -> bool:
        """Return whether a file may give something else though it is as it was."""
        renamed = bool(self._names.given) and path.suffix.lower() in RECORD_SUFFIXES
        return renamed or self._brings_back(path)

    def _brings_back(self, path: Path) -> bool:
        """Return whether the articles taken out of a file come in again, since it is named itself."""
        return path in self._named and bool(self._left_out.articles)

    def _take_file(self, path: Path) -> Iterator[BuildEvent]:
        """Read a file and store what it holds, unless it holds what it held before."""
        try:
            file = file_state(path)
            if same_contents(file, self._stored.get(file.path)) and not self._is_read_again(path):
                self._writer.touch(file)
                self._outcome += Outcome(unchanged=self._writer.articles_in([file.path]))
                return
            reading = read(path, self._names)
        except ReadError as error:
            yield self._skip(printable(path), str(error))
            return
        if self._brings_back(path):
            self._writer.take_back(article.id for article in reading.articles)
            self._left_out = self._writer.left_out()
        self._store(file, reading.articles)
        yield Read(file.path, len(reading.articles))
        self._skips += [Skip(file.path, line) for line in reading.skipped]  # the notice tells of them
        if reading.notice:
            yield Noticed(file.path, reading.notice)

    def _store(self, file: FileState, articles: Iterable[Article]) -> None:
        wanted = [article for article in articles if article.id not in self._left_out.articles]
        outcome = self._writer.replace(file, tuple(self._content(article) for article in wanted))
        self._outcome += outcome
        if outcome.unchanged and file.path not in self._stored:
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
