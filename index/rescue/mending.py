"""Making derived indexes anew that are not as they should be; nothing else is touched."""

from collections.abc import Callable

from index import vector_files, vectors, word_files, words
from index.library import Library
from index.rescue.soundness import FULL_TEXT, VECTOR_INDEX, check
from index.vectors import VectorIndex
from index.words import WordIndex


def mend_indexes(library: Library) -> list[str]:
    """Make the indexes anew that the checks find faulty; return the names of their checks.

    Raises:
        LibraryError: The database cannot be read.
    """
    found = check(library, VectorIndex.open(library), WordIndex.open(library))
    faulty = [each.name for each in found if not each.ok and each.name in _ANEW]
    for name in faulty:
        _ANEW[name](library)
    return faulty


def _vectors_anew(library: Library) -> None:
    vector_files.discard_others(library.directory, ())
    vectors.bring_up_to_date(library)


def _words_anew(library: Library) -> None:
    word_files.discard_others(library.directory, ())
    words.bring_up_to_date(library)


_ANEW: dict[str, Callable[[Library], None]] = {VECTOR_INDEX: _vectors_anew, FULL_TEXT: _words_anew}
