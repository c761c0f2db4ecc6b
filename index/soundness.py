"""Whether a library is sound: what holds, what does not, and what mends it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.snapshot import Snapshot
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import UNIT, text_digest

SAMPLE = 200
"""Passages, spread evenly, whose vectors in the index are compared with the stored ones; that the
rest is as written is shown by the checksum of its file."""

_ANEW = "index the articles anew: qa index --library NEW_DIR PATH"
_AGAIN = "index again, which embeds what is left: qa index PATH"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold, and whether it does."""

    name: str
    ok: bool
    detail: str
    remedy: str | None
    """What to do; `None` where it holds."""


def check(library: Library, vectors: VectorIndex, words: WordIndex) -> list[Check]:
    """Return every check made, those that failed among them; reads the whole library.

    The indexes are taken as they are: what they have not caught up with counts as a fault.
    """
    with Snapshot.of(library) as view:
        return [
            _database(view),
            _offsets(view),
            _vectors(view),
            _meanings(view, vectors),
            _words(view, words),
        ]


def _database(view: Snapshot) -> Check:
    faults = view.faults()
    detail = "; ".join(faults[:3]) or "SQLite finds no fault in it"
    return _check("database", not faults, detail, _ANEW)


def _offsets(view: Snapshot) -> Check:
    """The words at a passage's offsets are those its vector was made from."""
    wrong = total = 0
    for (_, article, start, end), digest in view.digested():
        total += 1
        inside = 0 <= start < end <= len(article.text)
        wrong += not inside or text_digest(article.title, article.text[start:end]) != digest
    detail = f"{wrong} of {total} passages are not the words they were" if wrong else f"{total} passages"
    return _check("offsets", not wrong, detail, _ANEW)


def _vectors(view: Snapshot) -> Check:
    found = bad = 0
    for ids, matrix in view.vectors_since(-1):
        found += len(ids)
        # Written so that not-a-number counts as bad.
        bad += int(np.sum(~(np.abs(np.linalg.norm(matrix, axis=1) - 1) <= UNIT)))
    if bad:
        return _check("vectors", False, f"{bad} of {found} vectors are not of unit length", _ANEW)
    missing = view.passage_count() - found
    detail = f"{missing} passages have no vector" if missing else f"{found} vectors of unit length"
    return _check("vectors", not missing, detail, _AGAIN)


def _meanings(view: Snapshot, index: VectorIndex) -> Check:
    """The FAISS index holds the stored vectors' passages, each once, and its file is intact."""
    stored = _joined(ids for ids, _ in view.vectors_since(-1))
    remedy = f"delete {view.directory / 'vectors.faiss'}; it is made anew at the next question"
    if not np.array_equal(stored, np.sort(index.ids)):
        return _check("vector index", False, f"{len(index)} passages, the database has {len(stored)}", remedy)
    if not index.proven():
        return _check("vector index", False, "the file is not as it was written", remedy)
    sample = stored[:: max(1, len(stored) // SAMPLE)].tolist()
    for number, vector in view.vectors_of(sample).items():
        found = index.search(vector, 1, allowed=np.array([number]))
        if not found or abs(found[0][1] - 1) > UNIT:
            return _check("vector index", False, f"passage {number} has another vector", remedy)
    return _check("vector index", True, f"{len(index)} passages, as in the database", remedy)


def _words(view: Snapshot, index: WordIndex) -> Check:
    total = view.passage_count()
    remedy = f"delete {view.directory / 'words'}; it is made anew at the next question"
    if len(index) != total:
        return _check("full text", False, f"{len(index)} passages, the database has {total}", remedy)
    if not index.proven():
        return _check("full text", False, "the files are not as they were written", remedy)
    return _check("full text", True, f"{total} passages, as in the database", remedy)


def _check(name: str, ok: bool, detail: str, remedy: str) -> Check:
    return Check(name, ok, detail, None if ok else remedy)


def _joined(parts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))
