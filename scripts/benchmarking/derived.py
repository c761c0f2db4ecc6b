"""The two indexes that are derived from a library: how long they take to make, and how much disk."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarking.filling import PASSAGES, Batch, Source
from benchmarking.spread import Spread, repeated, timed
from index import vectors, words
from index.library import Library
from index.schema import DATABASE
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer

PATIENCE = 60.0
"""Seconds after which the indexes are not made once more only to know the spread."""
_KEPT = "library."
"""What the names of files begin with that are not derived."""
_FURTHER = 1_000_000
"""The number of the first batch that is brought in later."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What both indexes of a library take, each made of the database alone; seconds and bytes."""

    vectors: Spread
    words: Spread
    database_bytes: int
    """Without its log, which is some megabytes at most whatever the library's size."""
    vectors_bytes: int
    words_bytes: int


@dataclass(frozen=True, slots=True)
class _Making:
    """Both indexes made once; seconds and bytes."""

    vectors: float
    words: float
    vectors_bytes: int
    words_bytes: int


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """Seconds to catch up with one more article."""

    run_vectors: Spread
    """As an indexing run ends: the index is read from the disk, caught up, and written where that is due."""
    run_words: Spread
    open_vectors: Spread
    """As an open chat does it before its next question."""
    open_words: Spread


def measure_derived(directory: Path, *, times: int) -> Derived:
    """Return what making both indexes takes; they are left as the last time made them."""
    import faiss  # noqa: F401 - else the first time would count it
    import tantivy  # noqa: F401

    made = repeated(lambda: _made(directory), times=times, patience=PATIENCE)
    return Derived(
        vectors=Spread.of(one.vectors for one in made),
        words=Spread.of(one.words for one in made),
        database_bytes=(directory / DATABASE).stat().st_size,
        vectors_bytes=made[-1].vectors_bytes,
        words_bytes=made[-1].words_bytes,
    )


def measure_caught_up(directory: Path, source: Source, *, times: int) -> CaughtUp:
    """Return what one more article costs; the library is left with the articles it had."""
    came = [source.batch(number, PASSAGES) for number in range(_FURTHER, _FURTHER + 2 * times)]
    bringing = (vectors.bring_up_to_date, words.bring_up_to_date)
    run, opened = [], []
    for first, second in zip(came[::2], came[1::2], strict=True):
        opened.append(_refreshed(directory, first))
        _bring_in(directory, second)
        run.append([_caught_up(directory, each) for each in bringing])
    with Library.open(directory) as library, Writer.of(library) as writer:
        for batch in came:
            writer.forget(batch.file.path)
        writer.sweep()
    return CaughtUp(*(Spread.of(values) for values in (*zip(*run, strict=True), *zip(*opened, strict=True))))


def _made(directory: Path) -> _Making:
    _forget(directory)
    by_meaning = _caught_up(directory, vectors.bring_up_to_date)
    vectors_bytes = _size(directory)
    by_words = _caught_up(directory, words.bring_up_to_date)
    return _Making(by_meaning, by_words, vectors_bytes, _size(directory) - vectors_bytes)


def _refreshed(directory: Path, batch: Batch) -> list[float]:
    """Return the seconds in which open indexes of vectors and of words take in a batch."""
    with Library.open(directory) as library:
        indexes = (VectorIndex.open(library), WordIndex.open(library))
        _bring_in(directory, batch)
        return [timed(lambda index: index.refresh(), each) for each in indexes]


def _bring_in(directory: Path, batch: Batch) -> None:
    with Library.open(directory) as library, Writer.of(library) as writer:
        batch.store(writer)


def _caught_up(directory: Path, bring_up_to_date: Callable[[Library], object]) -> float:
    with Library.open(directory) as library:
        return timed(bring_up_to_date, library)


def _forget(directory: Path) -> None:
    """Delete all that is derived."""
    for path in directory.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith(_KEPT):
            path.unlink()


def _size(directory: Path) -> int:
    """Return the bytes of all that is derived."""
    files = (path for path in directory.rglob("*") if path.is_file() and not path.name.startswith(_KEPT))
    return sum(file.stat().st_size for file in files)
