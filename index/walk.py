"""Paths and folders → the files to read."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.progress import Skip
from index.schema import DATABASE


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk came upon."""

    starts: tuple[Path, ...]
    """The paths given, made absolute."""
    files: tuple[Path, ...]
    """Absolute, each once, in the order of the paths given and sorted within a folder."""
    skipped: tuple[Skip, ...]
    """Folders that could not be entered or held nothing, and files with unusable names."""


def walk(paths: Sequence[Path]) -> Walk:
    """Return the files to read at or under `paths`.

    A file that is named is taken whatever its suffix. In folders, hidden files and folders are
    left out, libraries too, and a folder is entered once however many links lead to it.

    Raises:
        ReadError: A path does not exist, or there is nothing to read under any of them.
    """
    files: dict[Path, None] = {}
    skipped: list[Skip] = []
    starts = tuple(absolute(path) for path in paths)
    for path, start in zip(paths, starts, strict=True):
        _refuse_missing(start, path)
        if not start.is_dir():
            files[start] = None
            continue
        before = len(skipped)
        found = list(_articles_under(start, set(), skipped))
        if not found and len(skipped) == before:
            skipped.append(Skip(printable(start), _nothing()))
        files.update(dict.fromkeys(found))
    if not files:
        first = skipped[0] if skipped else Skip("no path", "nothing to read")
        raise ReadError(f"{first.path}: {first.reason}")
    return Walk(starts, tuple(files), tuple(skipped))


def absolute(path: Path) -> Path:
    """Return a path from the root, without ".."; links stay, as an article's path is the reader's own."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps ".."


def printable(path: Path) -> str:
    """Return a path as text that can be stored and printed, whatever bytes its name has."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _refuse_missing(start: Path, given: Path) -> None:
    try:
        start.stat()
    except FileNotFoundError as error:
        raise ReadError(f"{printable(given)}: no such file or folder; check the path") from error
    except OSError as error:
        raise ReadError(f"{printable(given)}: cannot be read ({error.strerror})") from error


def _articles_under(folder: Path, entered: set[tuple[int, int]], skipped: list[Skip]) -> Iterator[Path]:
    """Yield the files of a folder and those below it, sorted by name."""
    from index.readers.dispatch import is_wanted  # with all readers, which names of paths do without

    try:
        state = folder.stat()
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        skipped.append(Skip(printable(folder), f"the folder cannot be read ({error.strerror})"))
        return
    if (state.st_dev, state.st_ino) in entered or any(entry.name == DATABASE for entry in entries):
        return
    entered.add((state.st_dev, state.st_ino))
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except (
            OSError
        ) as error:  # a link in a circle, or into what may not be read; one to nowhere is neither
            skipped.append(Skip(printable(path), f"the link cannot be followed ({error.strerror})"))
            continue
        if is_folder:
            yield from _articles_under(path, entered, skipped)
        elif is_file and is_wanted(path):
            yield path


def _nothing() -> str:
    from index.readers.dispatch import SUFFIXES

    return f"no articles found (looked for {', '.join(sorted(SUFFIXES))})"
