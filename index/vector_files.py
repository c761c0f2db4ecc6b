"""The files of the index of vectors: where they lie, which are in use, and whether they are whole.

In the folder `vectors/` an edition of the library, told apart by the first digits of its uuid, has
a stamp and the files the stamp names. A file never changes once it is named; what comes in its
place has another name, so whoever reads goes on with what it has.
"""

import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.lock import tried_lock
from index.stamps import Seal, Stamp, read_stamp, whole

FOLDER = "vectors"
VERSION = "float16 clusters 1"
"""Raised when the files are made otherwise: then the index is made anew."""
DIGITS = 12
"""Of the uuid, in front of every file of the edition; as many tell apart what one directory holds."""
LARGE, LARGE_IDS, RECENT, GONE = "large", "ids", "recent", "gone"
"""What the names of an edition's files end in."""
EARLIER = ("vectors.faiss", "vectors.json", "vectors.lock")
"""What versions before this one left in the library's directory."""


class UnreadableError(Exception):
    """A file does not hold what its name says; never leaves the modules of this index."""


class VectorFiles:
    """The files of one edition's index."""

    def __init__(self, directory: Path, uuid: str) -> None:
        self.folder = directory / FOLDER
        self._directory = directory
        self._edition = _edition(uuid)
        self.stamp = self.folder / f"{self._edition}.json"
        self._lock = self.folder / f"{self._edition}.lock"

    @contextmanager
    def locked(self, *, seconds: float) -> Iterator[bool]:
        """Say whether the files were got for writing within `seconds`, and hold them if so."""
        with suppress(OSError):  # then there is no lock to get either
            self.folder.mkdir(exist_ok=True)
        with tried_lock(self._lock, seconds=seconds) as held:
            yield held

    def fresh(self, kind: str) -> Path:
        """Return a path that no file has yet, for a file of one of the kinds above."""
        return self.folder / f"{self._edition}-{secrets.token_hex(4)}.{kind}"

    def state(self) -> tuple[int, int] | None:
        """Return what is another after the stamp was replaced; `None` where there is none."""
        try:
            state = self.stamp.stat()
        except OSError:
            return None
        return state.st_ino, state.st_mtime_ns

    def sweep(self, named: Iterable[Path]) -> None:
        """Delete the edition's files but those named, and what earlier versions left.

        For whoever holds the lock and has just written the stamp.
        """
        kept = {self.stamp.name, self._lock.name, *(file.name for file in named)}
        for file in _files(self.folder):
            if file.name.startswith(self._edition) and file.name not in kept:
                _delete(file)
        for name in EARLIER:
            _delete(self._directory / name)


def usable_stamp(library: Library) -> Stamp | None:
    """Return the stamp of an index that is this library's, was made as we make it, and is whole."""
    files = VectorFiles(library.directory, library.info.uuid)
    stamp = read_stamp(files.stamp)
    if stamp is None or (stamp.library, stamp.version) != (library.info.uuid, VERSION):
        return None
    if not library.remembers(stamp.moment) or not whole(files.folder, stamp.seals):
        return None
    for seal in stamp.seals:
        _put_back_time(files.folder / seal.name, seal)
    return stamp


def of_kind(stamp: Stamp, kind: str) -> Seal | None:
    """Return the seal of the stamp's file of a kind, `None` where it has none."""
    found = [seal for seal in stamp.seals if seal.name.endswith(f".{kind}")]
    return found[0] if found else None


def write_ids(file: Path, ids: NDArray[np.int64]) -> None:
    """Write ids to a file.

    Raises:
        OSError: That cannot be written.
    """
    with file.open("wb") as stream:
        np.save(stream, ids)


def read_ids(file: Path) -> NDArray[np.int64]:
    """Return the ids in a file, int64, shape (n,), mapped and not read.

    Raises:
        UnreadableError: They cannot be understood.
    """
    try:
        ids: NDArray[np.int64] = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UnreadableError(file) from error
    if ids.dtype != np.int64 or ids.ndim != 1:
        raise UnreadableError(file)
    return ids


def discard_others(directory: Path, keep: Collection[str]) -> None:
    """Delete the indexes of vectors of all editions but those with the uuids in `keep`.

    Whoever still searches one keeps what it has open. What cannot be deleted stays.
    """
    kept = tuple(_edition(uuid) for uuid in keep)
    for file in _files(directory / FOLDER):
        if not file.name.startswith(kept):
            _delete(file)


def _put_back_time(file: Path, seal: Seal) -> None:
    """Give a file that was copied, and was just read and found whole, the time it was sealed with.

    Else every process would read it from end to end again.
    """
    with suppress(OSError):
        state = file.stat()
        if state.st_mtime_ns != seal.mtime_ns:
            os.utime(file, ns=(state.st_atime_ns, seal.mtime_ns))


def _edition(uuid: str) -> str:
    return uuid.replace("-", "")[:DIGITS]


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _delete(file: Path) -> None:
    with suppress(OSError):  # gone already, or not ours to delete: it only takes room
        file.unlink()
