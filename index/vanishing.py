"""Files the library knows that are no longer there."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index.errors import ReadError
from index.walk import printable

UNMOUNTED = 20
"""Files known under a folder that now holds nothing at all: so many are not deleted by hand, a disk
is missing. Fewer than that are soon indexed again."""


def vanished(known: Iterable[str], starts: Sequence[Path]) -> list[str]:
    """Return the known files at or under `starts` that are not there any more, sorted."""
    return [path for path in sorted(known) if lies_under(path, starts) and is_gone(path)]


def lies_under(path: str, folders: Iterable[Path]) -> bool:
    """Return whether a path is one of these or below one of them."""
    own = Path(path)
    return any(own == folder or own.is_relative_to(folder) for folder in folders)


def is_gone(path: str) -> bool:
    """Return whether no file is there; one that cannot be looked at is not gone, nor is an address."""
    if not path.startswith("/"):
        return False
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def refuse_unmounted(gone: Sequence[str], starts: Sequence[Path]) -> None:
    """Refuse to take a whole folder for deleted that looks as if its disk were not there.

    Raises:
        ReadError: Nothing lies in the folder, and many files are known under it.
    """
    for start in starts:
        under = [path for path in gone if lies_under(path, [start])]
        if len(under) >= UNMOUNTED and not any(_entries(start)):
            raise ReadError(
                f"{printable(start)}: nothing is there, and {len(under):,} files of it are in the library; "
                f"if they are meant to go: qa rm {printable(start)}"
            )


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:  # it is gone itself, or no folder: then nothing is there
        return
