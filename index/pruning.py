"""Letting go of files that are no longer there."""

from collections.abc import Sequence
from pathlib import Path

from index import vectors, words
from index.errors import LibraryMissingError, ReadError
from index.library import Library
from index.shelving import Outcome
from index.vanishing import is_gone, refuse_unmounted, vanished
from index.walk import absolute, walk
from index.whereabouts import Whereabouts, known_under
from index.writing import Writer


def prune(paths: Sequence[Path], library_directory: Path) -> Outcome:
    """Take out the files known under `paths` that are gone, with the articles no other file has.

    Returns:
        What that came to; `removed` counts the articles that left.

    Raises:
        ReadError: A folder is empty of which the library knows many files: its disk is missing.
            Nothing is taken out then.
        LibraryBusyError: Another process is writing to the library.
        LibraryError: It cannot be opened or written.
    """
    starts = [absolute(path) for path in paths]
    outcome = Outcome()
    with Library.open(library_directory) as library:
        with Writer.of(library) as writer:
            gone = vanished(writer.files(), starts)
            refuse_unmounted(gone, starts)
            for path in gone:
                outcome += writer.forget(path)
            if gone:
                writer.sweep()
        if gone:
            vectors.bring_up_to_date(library)
            words.bring_up_to_date(library)
    return outcome


def left_to_read(paths: Sequence[Path], library_directory: Path) -> list[Path]:
    """Return the paths without those of which nothing is left but what the library knows.

    These are files and folders that are gone, and folders whose articles are: there is nothing to
    read in them, and yet it is no mistake to name them for pruning. A path the library does not
    know is among those returned, whether it is there or not.

    Raises:
        ReadError: As `prune`, before anything else is done.
        LibraryError: The library cannot be opened.
    """
    try:
        library = Library.open(library_directory)
    except LibraryMissingError:
        return list(paths)
    starts = [absolute(path) for path in paths]
    with library, Whereabouts.of(library) as view:
        known = [known_under([start], view) for start in starts]
    for start, files in zip(starts, known, strict=True):
        refuse_unmounted(vanished(files, [start]), [start])
    return [path for path, files in zip(paths, known, strict=True) if not _is_emptied(path, files)]


def _is_emptied(path: Path, known: Sequence[str]) -> bool:
    """Return whether files were known at or under a path, and nothing to read is left of them."""
    if not known or not all(is_gone(file) for file in known):
        return False
    try:
        walk([path])
    except ReadError:
        return True
    return False
