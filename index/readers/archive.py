"""A ZIP of articles, file by file: either its bytes or why there are none."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from index.errors import ReadError
from index.readers.unpacking import MOST_FILES, Unpacking, printable

_ZIP = ".zip"
_NOT_ARTICLES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
"""What macOS and Windows add to folders, in lower case."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive."""

    name: str
    """Its path in the archive, fit to be shown, such as "2024/flood.html" or "march.zip/flood.html"."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file in the archive whose bytes are not to be had."""

    name: str
    reason: str
    """One line, as of a `ReadError`; it reads on after "name: "."""


def members(data: bytes, suffixes: Set[str]) -> Iterator[Member | Unreadable]:
    """The files of an archive in its order, one at a time; one that cannot be unpacked loses no other.

    Folders, hidden files and files of other suffixes are left out. The files of a ZIP that lies in the
    archive are given too, but a ZIP in that one is `Unreadable`: people pack folders that hold packed
    folders, and deeper than that lie bombs. All that is unpacked, inner archives too, counts towards one
    limit.

    Args:
        data: The whole archive.
        suffixes: In lower case with their dots, such as ".txt"; ".zip" need not be among them.

    Raises:
        ReadError: The archive itself cannot be read; raised by the first step.
    """
    outer = Unpacking(data)
    files = len(outer.names)
    for name, path in _wanted(outer, suffixes):
        found = _read(outer, name, path)
        if isinstance(found, Unreadable) or not _is_zip(name):
            yield found
            continue
        inner = _opened(found, outer.left)
        files += len(inner.names) if isinstance(inner, Unpacking) else 0
        if isinstance(inner, Unreadable):
            yield inner
        elif files > MOST_FILES:
            yield Unreadable(
                path, f"more than {MOST_FILES:,} files with the archive around it; unpack that first"
            )
        else:
            yield from _inside(inner, path, suffixes)
            outer.left = inner.left


def _inside(inner: Unpacking, prefix: str, suffixes: Set[str]) -> Iterator[Member | Unreadable]:
    for name, path in _wanted(inner, suffixes):
        whole = f"{prefix}/{path}"
        if _is_zip(name):
            yield Unreadable(whole, "a ZIP in a ZIP in a ZIP; unpack the outer ones first")
        else:
            yield _read(inner, name, whole)


def _wanted(unpacking: Unpacking, suffixes: Set[str]) -> Iterator[tuple[str, str]]:
    """The name of each file that may hold an article, and its path fit to be shown."""
    for name in unpacking.names:
        parts = [part for part in name.split("/") if part not in ("", ".", "..")]
        if any(part.startswith(".") or part.lower() in _NOT_ARTICLES for part in parts):
            continue
        if _is_zip(name) or PurePosixPath(name).suffix.lower() in suffixes:
            yield name, printable("/".join(parts))


def _is_zip(name: str) -> bool:
    return name.lower().endswith(_ZIP)


def _read(unpacking: Unpacking, name: str, path: str) -> Member | Unreadable:
    try:
        return Member(path, unpacking.read(name))
    except ReadError as error:
        return Unreadable(path, str(error))


def _opened(member: Member, left: int) -> Unpacking | Unreadable:
    try:
        return Unpacking(member.data, left)
    except ReadError as error:
        return Unreadable(member.name, str(error))
