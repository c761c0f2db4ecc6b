"""Whether a library is sound: what holds, what does not, and what mends it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamagedError
from index.library import Library
from index.rescue.inspection import Inspection
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import UNIT

SAMPLE = 200
"""Passages, spread evenly, whose vectors in the index are compared with the stored ones; that the
rest is as written is shown by the checksum of its file."""

UNFINISHED = "embedded"
"""The one check whose failing is no damage: the next run does what is left."""

VECTOR_INDEX = "vector index"
FULL_TEXT = "full text"
"""The checks of what is derived, and can be made anew."""

_Found = tuple[bool, str]
"""Whether something holds, and what was found."""


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
    with Inspection.of(library) as view:
        return list(_checks(view, vectors, words))


def database_checks(view: Inspection) -> Iterator[Check]:
    """Yield the checks of what cannot be made again from anything else."""
    salvage = f"save what can be read: qa recover --library {view.directory}"
    yield _check("database", lambda: _database(view), salvage)
    yield _check("articles", lambda: _articles(view), salvage)
    yield _check("offsets", lambda: _offsets(view), salvage)
    yield _check("places", lambda: _places(view), salvage)
    yield _check("stories", lambda: _stories(view), salvage)
    yield _check("vectors", lambda: _vectors(view), salvage)


def _checks(view: Inspection, vectors: VectorIndex, words: WordIndex) -> Iterator[Check]:
    yield from database_checks(view)
    again = f"index again, which embeds what is left: qa index --library {view.directory} PATH"
    anew = f"make it anew: qa doctor --mend --library {view.directory}"
    yield _check(UNFINISHED, lambda: _embedded(view), again)
    yield _check(VECTOR_INDEX, lambda: _meanings(view, vectors), anew)
    yield _check(FULL_TEXT, lambda: _words(view, words), anew)


def _check(name: str, look: Callable[[], _Found], remedy: str) -> Check:
    """Return what was found; damage that keeps it from being looked at is a fault too."""
    try:
        ok, detail = look()
    except (LibraryDamagedError, TypeError, ValueError, AttributeError) as error:
        # SQLite keeps a value's type beside it: damaged, a number may be given as a text.
        ok, detail = False, f"cannot be read ({str(error).partition('; ')[0]})"
    return Check(name, ok, detail, None if ok else remedy)


def _database(view: Inspection) -> _Found:
    faults = [*view.faults(), *view.unlike_the_schema()]
    return not faults, "; ".join(faults[:3]) or "SQLite finds no fault in it"


def _articles(view: Inspection) -> _Found:
    """Each article's id is that of its title and text."""
    found = [article.is_itself() for article in view.stored_articles()]
    wrong = found.count(False)
    return (
        not wrong,
        f"{wrong} of {len(found)} are not what was stored" if wrong else f"{len(found)} articles",
    )


def _offsets(view: Inspection) -> _Found:
    """The words at a passage's offsets are those its vector was made from, and none are left out."""
    wrong = total = 0
    for article in view.stored_articles():
        total += len(article.passages)
        wrong += article.wrong_passages(view.info.settings.headings)
        if not article.is_covered():
            return False, f"article {article.id} has words in none of its passages, or a passage twice"
    return (
        not wrong,
        f"{wrong} of {total} passages are not the words they were" if wrong else f"{total} passages",
    )


def _places(view: Inspection) -> _Found:
    wrong = view.unlike_their_first_place()
    return (
        not wrong,
        f"{wrong} articles are not as their file has them" if wrong else "every article has a file",
    )


def _stories(view: Inspection) -> _Found:
    """Each article's story is the one that its copies make."""
    wrong = view.wrongly_told()
    return not wrong, f"{wrong} articles are not with their copies" if wrong else "copies are together"


def _vectors(view: Inspection) -> _Found:
    """Each vector is the bytes that were written, and of unit length."""
    changed = view.vectors_unlike_their_checksum()
    if changed:
        return False, f"{changed} are not as they were written"
    forgotten = view.never_embedded()
    if forgotten:
        return False, f"{forgotten} passages have none, and no run would embed them"
    found = bad = 0
    for _, matrix in view.vectors_since(-1):
        found += len(matrix)
        # Written so that not-a-number counts as bad.
        bad += int(np.sum(~(np.abs(np.linalg.norm(matrix, axis=1) - 1) <= UNIT)))
    return not bad, f"{bad} of {found} are not of unit length" if bad else f"{found} of unit length"


def _embedded(view: Inspection) -> _Found:
    missing = view.passage_count() - sum(len(ids) for ids, _ in view.vectors_since(-1))
    return not missing, f"{missing} passages have no vector" if missing else "every passage has a vector"


def _meanings(view: Inspection, index: VectorIndex) -> _Found:
    """The FAISS index holds the stored vectors' passages, each once, and its file is intact."""
    stored = _joined(ids for ids, _ in view.vectors_since(-1))
    if not np.array_equal(stored, np.sort(index.ids)):
        return False, f"{len(index)} passages, the database has {len(stored)}"
    if not index.proven():
        return False, "the file is not as it was written"
    sample = stored[:: max(1, len(stored) // SAMPLE)].tolist()
    for number, vector in view.vectors_of(sample).items():
        found = index.search(vector, 1, allowed=np.array([number]))
        if not found or abs(found[0][1] - 1) > UNIT:
            return False, f"passage {number} has another vector"
    return True, f"{len(index)} passages, as in the database"


def _words(view: Inspection, index: WordIndex) -> _Found:
    total = view.passage_count()
    if len(index) != total:
        return False, f"{len(index)} passages, the database has {total}"
    if not index.proven():
        return False, "the files are not as they were written"
    return True, f"{total} passages, as in the database"


def _joined(parts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))
