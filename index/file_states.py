"""Whether a file is as it was when it was read: by time and size first, by its digest when in doubt."""

import time
from hashlib import blake2b
from pathlib import Path

from index.errors import ReadError
from index.inventory import FileState
from index.walk import printable

READERS = 3
"""Raised when a reader gets something else out of the same file: then all files are read again."""
SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within the same tick of its
file system's clock (2 s on FAT); its time proves nothing and its digest is compared next time."""
BLOCK = 1 << 20


def looks_unchanged(path: Path, before: FileState | None) -> bool:
    """Return whether a file has the time and size it was read with, by readers like today's."""
    if before is None or before.reader != READERS:
        return False
    try:
        state = path.stat()
    except OSError:  # reading it says what is wrong
        return False
    return (state.st_size, state.st_mtime_ns) == (before.size, before.mtime_ns)


def same_contents(file: FileState, before: FileState | None) -> bool:
    """Return whether reading the file gives what it gave before."""
    return before is not None and (file.digest, file.reader) == (before.digest, before.reader)


def file_state(path: Path) -> FileState:
    """Return a file as it is now; reads it whole.

    Raises:
        ReadError: It cannot be read, or its name cannot be stored.
    """
    if printable(path) != str(path):
        raise ReadError("its name is not valid UTF-8; rename it")
    try:
        state = path.stat()
        with path.open("rb") as stream:
            digest = blake2b(digest_size=16)
            while block := stream.read(BLOCK):
                digest.update(block)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}") from error
    settled = time.time_ns() - state.st_mtime_ns >= SETTLED_NS
    mtime_ns = state.st_mtime_ns if settled else -1
    return FileState(str(path), state.st_size, mtime_ns, digest.digest(), READERS)


def fetched_state(address: str, digest: bytes) -> FileState:
    """Return the state of what was fetched from an address; its digest alone tells a change."""
    return FileState(address, 0, -1, digest, READERS)
