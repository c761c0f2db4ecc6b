"""A damaged library made anew from whatever of it can be read and proves to be what was stored.

The new database is made in `recovering/` inside the library's directory, and then takes the damaged
one's place, which is kept beside it. Killed at any moment before the exchange has begun, the next
call begins anew; after that, it finishes the exchange: a file in the folder tells.

A database is never put in the place of one that somebody has open: its log (`-wal`) lies beside it
under a name that both would use, and pages of the one would be read as pages of the other. SQLite
holds a lock on the file as long as it is open, so it can be told, and is refused.
"""

import fcntl
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index import vector_files, word_files
from index.database import missing, open_reading, schema_of
from index.embedder import Embedder
from index.errors import LibraryBusyError, LibraryDamagedError, LibraryError, LibraryMissingError
from index.inventory import Identity
from index.library import Library
from index.lock import writing_lock
from index.migration import open_current
from index.passages import PassageSettings
from index.rescue.inspection import Inspection
from index.rescue.proving import DAMAGED
from index.rescue.refilling import Refilled, refill
from index.rescue.salvage import opened
from index.rescue.soundness import database_checks
from index.schema import DATABASE, VERSION
from index.stamps import replacing

FOLDER = "recovering"
EXCHANGE = "exchange.json"
"""Says, in the folder, that the new database is whole, and under which name the damaged one is kept."""
LOCKED_FROM, LOCKED_BYTES = 0x40000002, 510
"""Where in a database's file SQLite holds its lock for reading (its own file format, section 1.3 of
"File Locking And Concurrency"); nothing is stored there."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was saved of a damaged library."""

    kept: Refilled | None
    """`None` where the exchange alone was left to be done: it was counted before."""
    damaged: Path
    """Where the damaged database lies now."""


def recover(
    directory: Path,
    embedder: Callable[[Identity | None], Embedder],
    *,
    settings: PassageSettings = PassageSettings(),  # noqa: B008 - frozen
) -> Recovered | None:
    """Save what can be saved of a damaged library; return `None` where nothing is wrong with it.

    Args:
        directory: The library's.
        embedder: Loads the embedder the library was made with, or, where that cannot be read any more
            and `None` is passed, the one it is to have; then no vector is kept. It is called only if
            that cannot be read, or some article's passages are lost and it is cut again.
        settings: How articles are cut where the library's own settings cannot be read.

    Raises:
        LibraryMissingError: There is no library.
        LibraryBusyError: Another process has it open.
        LibraryDamagedError: Nothing of it can be read.
        LibraryError: The directory cannot be written.
        ModelError: The embedder cannot be loaded.
    """
    if not directory.is_dir():
        raise missing(directory)
    # Before the lock is taken, which it takes itself; an exchange that was broken off may have left none.
    with suppress(LibraryMissingError, *DAMAGED):
        open_current(directory).close()
    with writing_lock(directory), _said(directory):
        folder = directory / FOLDER
        if (folder / EXCHANGE).exists():
            return Recovered(None, _exchange(directory))
        if _is_sound(directory):
            return None
        _begin_anew(directory, folder)
        kept = _refilled(folder, embedder, settings)
        if not kept or not kept.articles:
            shutil.rmtree(folder)
            raise LibraryDamagedError(
                f"{directory / DATABASE}: no article can be read in it; "
                "index the articles anew: qa index --library NEW_DIR PATH"
            )
        name = f"{DATABASE}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
        with replacing(folder / EXCHANGE) as beside:
            beside.write_text(json.dumps({"damaged": name}), "utf-8")
        return Recovered(kept, _exchange(directory))


def _refilled(
    folder: Path, embedder: Callable[[Identity | None], Embedder], settings: PassageSettings
) -> Refilled | None:
    """Make the new database beside the copy of the damaged one; `None` where nothing is left of that."""
    remains = opened(folder / "damaged.db")
    if remains is None:
        return None
    try:
        return refill(remains, folder, embedder, settings=settings)
    finally:
        remains.close()


@contextmanager
def _said(directory: Path) -> Iterator[None]:
    """Turn what the system refuses into one line; the damaged library is as it was."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:  # SQLite's own, where the disk is full
        raise LibraryError(
            f"{directory}: the library cannot be made anew ({error}); free some space, check its permissions "
            "and run the command again"
        ) from error


def _is_sound(directory: Path) -> bool:
    try:
        with closing(open_reading(directory)) as connection:
            if schema_of(connection) != VERSION:  # it could not be brought forward
                return False
        with Library.open(directory) as library, Inspection.of(library) as view:
            return all(each.ok for each in database_checks(view))
    except DAMAGED:  # what the library says of itself may be damaged too
        return False


def _begin_anew(directory: Path, folder: Path) -> None:
    """Copy the damaged database with its log: working on the copy, SQLite leaves the original alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    _refuse_open(directory)
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(directory / f"{DATABASE}{suffix}", folder / f"damaged.db{suffix}")


def _exchange(directory: Path) -> Path:
    """Put the new database in the place of the damaged one and return where that is kept.

    Every step may have been done before by a call that was killed.
    """
    folder = directory / FOLDER
    damaged = directory / str(json.loads((folder / EXCHANGE).read_text("utf-8"))["damaged"])
    if (folder / DATABASE).exists():
        _refuse_open(directory)
        with suppress(FileExistsError, FileNotFoundError):
            _link(directory / DATABASE, damaged)
        # The log goes before the database comes: it must never lie beside another one.
        log = directory / f"{DATABASE}-wal"
        with suppress(FileNotFoundError):
            log.rename(f"{damaged}-wal") if log.stat().st_size else log.unlink()
        (directory / f"{DATABASE}-shm").unlink(missing_ok=True)
        _flush(directory)
        (folder / DATABASE).replace(directory / DATABASE)
        _flush(directory)
    vector_files.discard_others(directory, ())
    word_files.discard_others(directory, ())
    (folder / EXCHANGE).unlink()
    shutil.rmtree(folder)
    return damaged


def _flush(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(file: Path, name: Path) -> None:
    """Give a file a second name, or, where the file system has no links, another one."""
    try:
        name.hardlink_to(file)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        file.rename(name)


def _refuse_open(directory: Path) -> None:
    """Refuse to go on while another process has the database open.

    Raises:
        LibraryBusyError: One has.
    """
    with suppress(FileNotFoundError), (directory / DATABASE).open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCKED_BYTES, LOCKED_FROM, os.SEEK_SET)
        except BlockingIOError as error:
            raise LibraryBusyError(
                f"{directory}: another process has the library open; end every chat and command that uses "
                "it, then run qa recover again"
            ) from error
