"""Stamps: which state of the library a derived index holds, and whether its files are whole."""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from index.inventory import Moment

BLOCK = 1 << 20
TICK_NS = 2_000_000_000
"""The coarsest clock of a file system in use, FAT's."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A file as it was when it was finished."""

    name: str
    size: int
    mtime_ns: int
    crc: int
    """CRC-32 of its bytes: finds damage, not forgery."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a derived index was made from."""

    library: str
    """The library's uuid."""
    moment: Moment
    version: str
    """Of whatever shapes the index beside the library's contents."""
    count: int
    """Passages in it."""
    folder: str
    """Where its files lie, relative to the stamp."""
    seals: tuple[Seal, ...]


def read_stamp(file: Path) -> Stamp | None:
    """Return the stamp, `None` where there is none or it cannot be understood: then rebuild."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        return Stamp(
            library=stored["library"],
            moment=Moment(**stored["moment"]),
            version=stored["version"],
            count=stored["count"],
            folder=stored["folder"],
            seals=tuple(Seal(**seal) for seal in stored["seals"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(file: Path, stamp: Stamp) -> None:
    """Put the stamp in the place of the one before, whole or not at all."""
    with replacing(file) as beside:
        beside.write_text(json.dumps(asdict(stamp)), "utf-8")


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Lend a path to write to; what is there in the end takes the place of `file` at once.

    After a failure `file` is as it was.
    """
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        yield beside
        _flush(beside)
        beside.replace(file)
        _flush(file.parent)
    finally:
        beside.unlink(missing_ok=True)


def sealed(files: Iterable[Path], known: Iterable[Seal] = ()) -> tuple[Seal, ...]:
    """Return the seals of finished files; those `known` and not touched since are not read again.

    A file's time is set back a little: else a change within the same tick of the file system's
    clock would leave it the time it was sealed with.
    """
    by_name = {seal.name: seal for seal in known}
    seals = []
    for file in files:
        state = file.stat()
        seal = by_name.get(file.name)
        if seal is None or (seal.size, seal.mtime_ns) != (state.st_size, state.st_mtime_ns):
            os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns - TICK_NS))
            seal = Seal(file.name, state.st_size, file.stat().st_mtime_ns, _crc(file))
        seals.append(seal)
    return tuple(seals)


def whole(folder: Path, seals: Iterable[Seal]) -> bool:
    """Return whether the files are as they were sealed.

    A file with the time and size it was sealed with is trusted; one that was copied or restored
    is read and compared. Files that are missing count as broken.
    """
    return all(_is_whole(folder / seal.name, seal) for seal in seals)


def proven(folder: Path, seals: Iterable[Seal]) -> bool:
    """Return whether every byte of the files is as it was sealed; reads them all."""
    try:
        return all(_crc(folder / seal.name) == seal.crc for seal in seals)
    except OSError:
        return False


def _is_whole(file: Path, seal: Seal) -> bool:
    try:
        state = file.stat()
        if state.st_size != seal.size:
            return False
        return state.st_mtime_ns == seal.mtime_ns or _crc(file) == seal.crc
    except OSError:
        return False


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def _flush(path: Path) -> None:
    """Have the operating system write a file or folder to the disk."""
    if path.is_dir() and os.name == "nt":  # Windows has no handle for a folder's entries
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
