"""The words of all passages in one tantivy index, derived from the library.

It lies in a folder of `words/`, which the stamp of the library's uuid names. Stale, it is caught
up by what came and went since; missing, damaged or another library's, it is made anew beside the
old one. Where the directory cannot be written, it is kept in memory.
"""

import math
import os
import secrets
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.analysis import smoothed
from index.errors import LibraryError
from index.inventory import Moment
from index.library import Library
from index.lock import tried_lock
from index.passages import indexed_text
from index.snapshot import Snapshot
from index.stamps import Seal, Stamp, proven, read_stamp, sealed, write_stamp
from index.word_files import (
    FOLDER,
    VERSION,
    discard_unstamped,
    in_use,
    segment_files,
    stamp_file,
    usable_stamp,
)
from index.word_terms import UNDATED, analyse, analyser, only, query_of, schema

Result = TypeVar("Result")

LOCK = "words.lock"
HEAP = 50_000_000
"""Bytes tantivy gathers before it writes a segment; the least it takes is 15 MB."""
SPARE = 2
"""So many times as many of the best are asked for as should hold enough of the allowed ones."""
MORE = 4
"""So many times as many the next time."""
LOOKUP = 20
"""To look a passage up costs as much as to rank so many: 10 µs to 0.5 µs."""
WAIT_SECONDS = 60.0
"""How long to wait for another process that makes the index, where there is none to use yet."""


class _BrokenError(Exception):
    """tantivy cannot read or write its files; never leaves this module."""


class WordIndex:
    """BM25 over the passages' words, the title before each; may be called from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._root = library.directory / FOLDER
        self._turn = threading.Lock()
        self._stamp: Stamp | None = None
        self._moment: Moment | None = None
        self._searcher: Any = None

    @classmethod
    def open(cls, library: Library) -> Self:
        """Return the index of a library, up to date with it."""
        index = cls(library)
        index.refresh()
        return index

    def __len__(self) -> int:
        """Return how many passages it holds."""
        return int(self._searcher.num_docs)

    def refresh(self) -> bool:
        """Catch up with what was committed; return whether anything was.

        While another process catches the index up, what it was before is searched.
        """
        with self._turn:
            before, now = self._moment, self._library.moment
            if now == before:
                return False
            if before and not _stale(self._library, before):
                self._moment = now
                return False
            self._renew(now)
            return self._moment != before

    def search(
        self, text: str, limit: int, *, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return the passages with the words of a question as (id, BM25 score), the best first.

        Any word may match; nothing in the text is read as an operator. Ties are in order of id.

        Args:
            text: The question.
            limit: How many at most; no fewer come where as many match.
            allowed: Ids of the only passages to look at, sorted; `None` for all.
        """
        query = query_of(text)
        if query is None or limit <= 0 or (allowed is not None and not len(allowed)):
            return []

        def found(searcher: Any) -> list[tuple[int, float]]:
            if allowed is None:
                return list(zip(*_best(searcher, query, limit), strict=True))
            return _best_among(searcher, query, limit, allowed=allowed)

        return sorted(self._asked(found), key=lambda hit: (-hit[1], hit[0]))

    def term_weights(self, text: str) -> dict[str, float]:
        """Return how much each term of a text tells passages apart, as BM25 weighs it.

        That is ln(1 + (N - df + 0.5) / (df + 0.5)), with N passages, df of them holding the term;
        terms are as `analyse` gives them, stop words among them.
        """
        terms = dict.fromkeys(analyse(text))

        def weights(searcher: Any) -> dict[str, float]:
            total = searcher.num_docs
            # Deleted passages are counted until their segment is merged.
            frequencies = {term: min(total, searcher.doc_freq("text", term)) for term in terms}
            return {term: math.log(1 + (total - df + 0.5) / (df + 0.5)) for term, df in frequencies.items()}

        return self._asked(weights)

    def _asked(self, ask: Callable[[Any], Result]) -> Result:
        """Return what the index says; where its files turn out to be damaged, it is made anew first."""
        searcher = self._searcher
        try:
            with _guarded():
                return ask(searcher)
        except _BrokenError:
            with self._turn:
                if self._searcher is searcher:  # nobody else has made it anew meanwhile
                    self._replace()
            return ask(self._searcher)

    def _replace(self) -> None:
        """Make the index anew in the place of one that was damaged after it had been opened."""
        lock = self._library.directory / LOCK
        with suppress(_BrokenError), Snapshot.of(self._library) as view, tried_lock(lock, seconds=0) as held:
            if held:
                self._make_anew(view)
                return
        self._make_in_memory()

    def proven(self) -> bool:
        """Return whether the files on disk are, byte for byte, what was written; reads them whole.

        True as well where there are none: then the index is in memory only.
        """
        stamp = read_stamp(stamp_file(self._library))
        if stamp is None:
            return True
        folder = self._root / stamp.folder
        return proven(folder, in_use(folder, stamp.seals))

    def _renew(self, now: Moment) -> None:
        """Have the index hold what the library holds, on disk where that can be written."""
        if self._reopen() and self._moment and not _stale(self._library, self._moment):
            self._moment = now
            return
        if os.access(self._library.directory, os.W_OK):
            seconds = WAIT_SECONDS if self._searcher is None else 0
            with tried_lock(self._library.directory / LOCK, seconds=seconds) as held:
                if held and self._bring_up():
                    return
            if not held and self._searcher is not None:
                return
        self._make_in_memory()

    def _reopen(self) -> bool:
        """Take up what is on disk; return False, and change nothing, where that is of no use."""
        stamp = usable_stamp(self._library)
        if stamp is None:
            return False
        try:
            index = _opened(self._lockable(self._root / stamp.folder))
            searcher = index.searcher()
        except _BrokenError:
            return False
        if searcher.num_docs != stamp.count:
            return False
        self._take(index, stamp.moment, stamp)
        return True

    def _lockable(self, folder: Path) -> Path:
        """Return the folder, or one of links to its files where it cannot be written.

        tantivy makes a lock file even to read. Making the index in memory instead took 3.9 s for
        22,000 passages.
        """
        if os.access(folder, os.W_OK):
            return folder
        with _guarded():
            links = Path(tempfile.mkdtemp(prefix="article-qa-"))
            weakref.finalize(self, shutil.rmtree, links, ignore_errors=True)
            for file in folder.iterdir():
                if not file.name.endswith(".lock"):
                    (links / file.name).symlink_to(file.absolute())
            return links

    def _bring_up(self) -> bool:
        """Catch up the index on disk, or make it anew; return whether either was possible."""
        self._reopen()  # whoever held the lock before may have done it
        with Snapshot.of(self._library) as view:
            if self._moment and not _stale(view, self._moment):
                self._moment = view.moment
                return True
            for write in (self._catch_up, self._make_anew):
                with suppress(_BrokenError):
                    write(view)
                    return True
        return False

    def _catch_up(self, view: Snapshot) -> None:
        stamp = usable_stamp(self._library)
        if stamp is None:
            raise _BrokenError
        index = _opened(self._root / stamp.folder)
        _write(index, view, since=stamp.moment.generation)
        self._finish(index, view, stamp.folder, stamp.seals)

    def _make_anew(self, view: Snapshot) -> None:
        """Make the index in a folder of its own, and then let go of the others."""
        import tantivy

        folder = self._root / secrets.token_hex(4)
        try:
            with _guarded():
                folder.mkdir(parents=True)
                index = tantivy.Index(schema(), str(folder))
            _write(index, view, since=-1)
            self._finish(index, view, folder.name, ())
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        discard_unstamped(self._root)

    def _make_in_memory(self) -> None:
        import tantivy

        with Snapshot.of(self._library) as view:
            try:
                index = tantivy.Index(schema())
                _write(index, view, since=-1)
            except _BrokenError as error:
                raise LibraryError(
                    f"{self._library.directory}: the full-text index cannot be made ({error.__cause__}); "
                    "free some memory and disk, then run the command again"
                ) from error
            self._take(index, view.moment, None)

    def _finish(self, index: Any, view: Snapshot, folder: str, known: tuple[Seal, ...]) -> None:
        """Stamp what was written and take it up."""
        with _guarded():
            seals = sealed(segment_files(self._root / folder), known)
            stamp = Stamp(view.info.uuid, view.moment, VERSION, index.searcher().num_docs, folder, seals)
            write_stamp(stamp_file(self._library), stamp)
        self._take(index, view.moment, stamp)

    def _take(self, index: Any, moment: Moment, stamp: Stamp | None) -> None:
        self._searcher = index.searcher()
        self._moment = moment
        self._stamp = stamp


def _best(searcher: Any, query: Any, limit: int) -> tuple[list[int], list[float]]:
    """Return the ids of the passages that match best, and their scores; ValueError for a damaged index."""
    most = min(limit, searcher.num_docs)
    hits = searcher.search(query, most, count=False).hits if most else []
    ids = searcher.fast_field_values("passage", [address for _, address in hits])
    if None in ids:
        raise ValueError("a document without its passage")
    return ids, [score for score, _ in hits]


def _best_among(
    searcher: Any, query: Any, limit: int, *, allowed: NDArray[np.int64]
) -> list[tuple[int, float]]:
    """Return the best of some passages with their scores, as many as there are up to the limit.

    Where they are many, the best of all are asked for, and more of them until enough are allowed;
    where they are so few that looking each of them up takes less time, that is done.
    """
    most = SPARE * limit * max(1, searcher.num_docs // len(allowed))
    while len(allowed) * LOOKUP > most:
        ids, scores = _best(searcher, query, most)
        numbers = np.array(ids, dtype=np.int64)
        places = np.minimum(np.searchsorted(allowed, numbers), len(allowed) - 1)
        kept = np.flatnonzero(allowed[places] == numbers)[:limit].tolist()
        if len(kept) == limit or len(ids) < most:
            return [(ids[place], scores[place]) for place in kept]
        most *= MORE
    return list(zip(*_best(searcher, only(query, allowed), limit), strict=True))


def bring_up_to_date(library: Library) -> None:
    """Have the index on disk hold what the library holds; quick where it does."""
    stamp = usable_stamp(library)
    if stamp is None or _stale(library, stamp.moment):
        WordIndex.open(library)


def _stale(library: Library, moment: Moment) -> bool:
    """Return whether an index made at a moment lacks or has too many passages: vectors don't matter."""
    return not library.remembers(moment) or library.passages_moved_since(moment)


def _opened(folder: Path) -> Any:
    import tantivy

    with _guarded():
        index = tantivy.Index.open(str(folder))
        _prepare(index)
        return index


def _prepare(index: Any) -> None:
    index.register_tokenizer("article", analyser())
    index.config_reader("manual")  # the other choice is a thread that watches the disk
    index.reload()


def _write(index: Any, view: Snapshot, *, since: int) -> None:
    """Bring in what came and take out what went since a generation, -1 for an empty index.

    What comes in is taken out first: a run broken off before its stamp may have brought it.
    """
    import tantivy

    headings = view.info.settings.headings
    with _guarded():
        _prepare(index)
        writer = index.writer(HEAP, 1)
        if since >= 0:
            for passage in view.removed_since(since).tolist():
                writer.delete_documents_by_term("passage", passage)
        for passage, article, start, end in view.texts_since(since):
            if since >= 0:
                writer.delete_documents_by_term("passage", passage)
            document = tantivy.Document()
            document.add_integer("passage", passage)
            document.add_integer("day", article.date.toordinal() if article.date else UNDATED)
            document.add_text("text", smoothed(indexed_text(article, start, end, headings=headings)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        if index.searcher().num_docs != view.passage_count():
            raise _BrokenError


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn what tantivy raises over files it cannot use into one error."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise _BrokenError from error
    except BaseException as error:
        # Damage it did not look for ends in a Rust panic, whose class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise _BrokenError from error
