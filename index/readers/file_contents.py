"""The bytes of a file, as long as it is of a size that can be read."""

from mmap import ACCESS_READ, mmap
from pathlib import Path

from index.errors import ReadError
from index.readers.mail import signs

_MOST_BYTES = 50 * 1024 * 1024
"""An article of fifty megabytes is a dump, a log or a database by another name."""
_LARGEST_MAILBOX = 2 * 1024**3
_BEGINNING = 4096


def contents(path: Path) -> bytes | mmap:
    """The bytes of a file; those of a mailbox that is large are mapped into memory.

    Raises:
        ReadError: It cannot be opened, is no file, or is too large.
    """
    try:
        if path.is_dir():
            raise ReadError("a folder, not a file; give its files one by one")
        if not path.exists():
            raise ReadError("no such file; check the path")
        if not path.is_file():
            raise ReadError("not a regular file; save its content to one first")
        size = path.stat().st_size
        if size > _MOST_BYTES:
            return _mailbox(path, size)
        return path.read_bytes()
    except PermissionError as error:
        raise ReadError("no permission to read it; change its permissions and try again") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from error


def is_mailbox_file(path: Path) -> bool:
    """Whether a file begins as mailboxes do.

    Raises:
        OSError: It cannot be opened.
    """
    with path.open("rb") as file:
        return signs.is_mailbox(file.read(_BEGINNING))


def _mailbox(path: Path, size: int) -> mmap:
    """A large mailbox: its messages are bounded one by one.

    Raises:
        ReadError: It is something else, or larger still.
    """
    if not is_mailbox_file(path):
        raise ReadError(f"too large ({size / 1024**2:.0f} MB, at most 50); split it into its articles")
    if size > _LARGEST_MAILBOX:
        raise ReadError(f"a mailbox too large ({size / 1024**3:.1f} GB, at most 2); split it")
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
