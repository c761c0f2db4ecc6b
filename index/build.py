"""The pipeline from files to a library: what changed → read → cut → embed → store."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from index import vectors, words
from index.embedder import Embedder
from index.errors import LibraryMissingError, ReadError
from index.inventory import FileState
from index.library import Library
from index.passages import PassageSettings, cut, embedded_text
from index.progress import (
    BuildEvent,
    Embedding,
    Finished,
    Noticed,
    Read,
    Report,
    Skip,
    Skipped,
    Walked,
)
from index.readers.dispatch import read
from index.records import Article, Passage
from index.walk import Walk, printable, walk
from index.writing import Content, Outcome, Writer, text_digest

READERS = 1
"""Raised when a reader gets something else out of the same file: then all files are read again."""
POOL = 256
"""Passages gathered from several files before they are embedded and stored."""
BATCH = 64
"""Passages embedded between two looks at whether to stop; about a second's work."""
SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within the same tick of its
file system's clock (2 s on FAT); its time proves nothing and its digest is compared next time."""

Cancelled = Callable[[], bool]

__all__ = [
    "BuildEvent",
    "Embedding",
    "Finished",
    "Noticed",
    "Read",
    "Report",
    "Skip",
    "Skipped",
    "Walked",
    "build",
]


def build(
    paths: Sequence[Path],
    library_directory: Path,
    embedder: Callable[[], Embedder],
    *,
    settings: PassageSettings = PassageSettings(),  # noqa: B008 - frozen
    cancelled: Cancelled = lambda: False,
) -> Iterator[BuildEvent]:
    """Bring what lies under `paths` into a library, and yield what happens.

    Each file is stored in one transaction, with its articles, their passages and vectors in place
    of what it held before; stopped at any moment, the next run does what was left. A file that
    cannot be read is skipped, and what the library has of it stays.

    `embedder` is called once, when a library is made or the first passage is to be cut, so never
    where nothing changed. Its identity is compared with the library's then, before anything was
    written; a caller who knows the identity beforehand refuses a wrong one at once, changes or
    none, with `index.library.check_embedder`.

    Args:
        paths: Files and folders.
        library_directory: Where the library is, or is made.
        embedder: Loads the embedder.
        settings: How articles are cut; those the library was made with.
        cancelled: Says whether to stop; asked between files and between batches of passages.

    Raises:
        ReadError: A path does not exist, or there is nothing to read; nothing is made then.
        LibraryMismatchError: The library was made with another embedder or other settings.
        LibraryBusyError: Another process is writing to it.
        LibraryError: It cannot be opened or written.
        ModelError: The embedder cannot be loaded or run.
    """
    started = time.perf_counter()
    found = walk(paths)
    loading = _Loading(embedder)
    with _opened(library_directory, loading, settings) as library:
        with Writer.of(library) as writer:
            run = _Run(writer, loading, cancelled)
            yield from run.do(found)
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    yield Finished(run.report(time.perf_counter() - started))


def _opened(directory: Path, loading: "_Loading", settings: PassageSettings) -> Library:
    try:
        library = Library.open(directory)
    except LibraryMissingError:
        return Library.open_or_create(directory, embedder=loading(), settings=settings)
    try:
        library.require_settings(settings)
    except BaseException:
        library.close()
        raise
    return library


class _Loading:
    """The embedder, loaded when it is first asked for."""

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load
        self._loaded: Embedder | None = None

    def __call__(self) -> Embedder:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


@dataclass(frozen=True, slots=True)
class _Planned:
    """A file that was read and waits to be stored."""

    file: FileState
    contents: tuple[Content, ...]


class _Run:
    """One indexing run: a pool of files that were read, and what became of the others."""

    def __init__(self, writer: Writer, loading: _Loading, cancelled: Cancelled) -> None:
        self._writer = writer
        self._library = writer.library
        self._loading = loading
        self._cancelled = cancelled
        self._pool: list[_Planned] = []
        self._outcome = Outcome()
        self._skips: list[Skip] = []
        self._stopped = False
        self._done = self._total = 0

    def do(self, found: Walk) -> Iterator[BuildEvent]:
        """Store what is new or changed among the files found."""
        yield from (self._skip(skip.path, skip.reason) for skip in found.skipped)
        stored = self._writer.files()
        pending = [path for path in found.files if not _looks_unchanged(path, stored.get(str(path)))]
        same = set(found.files) - set(pending)
        self._outcome += Outcome(unchanged=self._writer.articles_in(str(path) for path in same))
        yield Walked(len(found.files), len(pending))
        yield from self._embed_waiting()
        for path in pending:
            if self._asked_to_stop():
                break
            yield from self._take_up(path, stored.get(str(path)))
            if sum(len(content.passages) for planned in self._pool for content in planned.contents) >= POOL:
                yield from self._store_pool()
        if not self._stopped:
            yield from self._store_pool()
        if self._outcome.changed or self._outcome.removed:
            self._writer.sweep()

    def report(self, seconds: float) -> Report:
        """Return what the run did."""
        done = self._outcome
        return Report(
            done.added,
            done.changed,
            done.unchanged,
            done.removed,
            tuple(self._skips),
            seconds,
            self._stopped,
        )

    def _asked_to_stop(self) -> bool:
        self._stopped = self._stopped or self._cancelled()
        return self._stopped

    def _skip(self, path: str, reason: str) -> Skipped:
        self._skips.append(Skip(path, reason))
        return Skipped(path, reason)

    def _embedder(self) -> Embedder:
        embedder = self._loading()
        self._library.require_embedder(embedder)
        return embedder

    def _take_up(self, path: Path, before: FileState | None) -> Iterator[BuildEvent]:
        """Read a file and put it in the pool, unless it holds what it held before."""
        try:
            file = _state(path)
            if before and (file.digest, file.reader) == (before.digest, before.reader):
                self._writer.touch(file)
                self._outcome += Outcome(unchanged=self._writer.articles_in([file.path]))
                return
            reading = read(path)
        except ReadError as error:
            yield self._skip(printable(path), str(error))
            return
        self._pool.append(_Planned(file, tuple(self._planned(article) for article in reading.articles)))
        yield Read(file.path, len(reading.articles))
        if reading.notice:
            yield Noticed(file.path, reading.notice)

    def _planned(self, article: Article) -> Content:
        """Cut an article that is new; one the library has, it has the passages of."""
        return Content(article, () if self._writer.has_article(article.id) else self._cut(article))

    def _cut(self, article: Article) -> tuple[Passage, ...]:
        embedder = self._embedder()
        settings = self._library.info.settings.within(embedder.max_tokens)
        return tuple(cut(article, settings, embedder.count_tokens))

    def _store_pool(self) -> Iterator[BuildEvent]:
        """Embed the pool's new texts together, then store file by file."""
        texts = {}
        for planned in self._pool:
            for content in planned.contents:
                title = content.article.title
                for passage in content.passages:
                    texts[text_digest(title, passage.text)] = embedded_text(title, passage.text)
        missing = self._writer.without_vector(texts)
        yield from self._embed({digest: texts[digest] for digest in texts if digest in missing})
        if self._stopped:
            return
        for planned in self._pool:
            contents = tuple(self._completed(content) for content in planned.contents)
            self._outcome += self._writer.replace(planned.file, contents)
        self._pool.clear()

    def _completed(self, content: Content) -> Content:
        """Cut an article that left the library, with a file stored before, since it was planned.

        Its vectors are still there: they are swept out only when the run ends.
        """
        if content.passages or self._writer.has_article(content.article.id):
            return content
        return Content(content.article, self._cut(content.article))

    def _embed_waiting(self) -> Iterator[BuildEvent]:
        """Embed what the library holds without vectors."""
        while not self._stopped and (waiting := self._writer.waiting(POOL)):
            yield from self._embed(waiting)

    def _embed(self, texts: dict[bytes, str]) -> Iterator[BuildEvent]:
        """Embed texts and store their vectors, batch by batch."""
        self._total += len(texts)
        # Texts of about one length, so that little of a batch is padding.
        ordered = sorted(texts, key=lambda digest: len(texts[digest]))
        for first in range(0, len(ordered), BATCH):
            if self._asked_to_stop():
                return
            digests = ordered[first : first + BATCH]
            vectors = self._embedder().embed([texts[digest] for digest in digests])
            self._writer.store_vectors(digests, vectors)
            self._done += len(digests)
            yield Embedding(self._done, self._total)


def _looks_unchanged(path: Path, before: FileState | None) -> bool:
    if before is None or before.reader != READERS:
        return False
    try:
        state = path.stat()
    except OSError:  # reading it says what is wrong
        return False
    return (state.st_size, state.st_mtime_ns) == (before.size, before.mtime_ns)


def _state(path: Path) -> FileState:
    """Return a file as it is now.

    Raises:
        ReadError: It cannot be read, or its name cannot be stored.
    """
    if printable(path) != str(path):
        raise ReadError("its name is not valid UTF-8; rename it")
    try:
        state = path.stat()
        with path.open("rb") as stream:
            digest = blake2b(digest_size=16)
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}") from error
    settled = time.time_ns() - state.st_mtime_ns >= SETTLED_NS
    mtime_ns = state.st_mtime_ns if settled else -1
    return FileState(str(path), state.st_size, mtime_ns, digest.digest(), READERS)
