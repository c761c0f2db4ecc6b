"""Carrying a library to another machine: its database as one file, and back.

The file is a plain SQLite database without the derived indexes, which are made again where it
arrives. It is not compressed: 200,000 passages are 400 MB written in 5 s; `gzip -1` makes 232 MB of
them in another 32 s, most of what is left being vectors, and whoever wants that can have it.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index import vectors, words
from index.database import connected, damaged, kind_of, open_reading, open_writing, translated
from index.errors import (
    LibraryDamagedError,
    LibraryError,
    LibraryMissingError,
    LibraryNewerError,
)
from index.inventory import Counts, LibraryInfo
from index.library import Library
from index.lock import writing_lock
from index.migration import open_current
from index.rescue.inspection import Inspection
from index.schema import APPLICATION, DATABASE, VERSION
from index.stamps import replacing
from index.walk import absolute, printable

ARRIVING = "arriving"
"""The folder in a library's directory in which one that arrives is looked at."""
HEADER = 100
"""Bytes; SQLite's file format says what they mean (www.sqlite.org/fileformat.html, 1.3)."""
LOOK_SECONDS = 0.2
"""Between two looks at whether somebody interrupts a long statement."""
PAGES = 1024
"""Copied between two looks at whether somebody interrupts; 8 MB."""


def export(library_directory: Path, file: Path) -> int:
    """Write the library, as last committed, to a file, and return its size in bytes.

    Others may read and write meanwhile. The file appears whole or not at all, in place of one that
    was there.

    Raises:
        LibraryError: The library cannot be opened or read, or the file not be written.
    """
    target = absolute(file)
    if printable(target) != str(target):
        raise LibraryError(f"{printable(target)}: its name is not valid UTF-8; choose another")
    if target.is_dir():
        raise LibraryError(f"{target}: is a folder; name a file in it")
    if target.resolve().is_relative_to(library_directory.resolve()):
        raise LibraryError(f"{target}: lies in the library's own directory; choose a place outside")
    with closing(open_current(library_directory)) as connection:
        try:
            with replacing(target) as beside:
                beside.unlink(missing_ok=True)  # a killed process of the same number left it
                _copy_out(connection, beside, library_directory)
        except sqlite3.DatabaseError as error:
            raise _unwritable(target, _UNWRITABLE.get(kind_of(error), str(error))) from error
        except OSError as error:
            raise _unwritable(target, error.strerror) from error
    return target.stat().st_size


_UNWRITABLE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "there is no such folder, or it is not ours to write",
    sqlite3.SQLITE_READONLY: "it is not ours to write",
    sqlite3.SQLITE_IOERR: "the disk fails",
}
"""What SQLite's codes mean for a new file."""


def _copy_out(connection: sqlite3.Connection, beside: Path, library_directory: Path) -> None:
    try:
        interruptibly(connection, "VACUUM INTO ?", str(beside))
    except sqlite3.DatabaseError as error:
        if kind_of(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):  # the library's, not the file's
            raise damaged(library_directory, str(error)) from error
        raise


def _unwritable(target: Path, why: str | None) -> LibraryError:
    return LibraryError(f"{target}: cannot be written ({why}); choose a place with room, or make some")


def take_in(file: Path, library_directory: Path) -> tuple[LibraryInfo, Counts]:
    """Make a library of an exported file, and return what it is and holds.

    It is looked at first: every article's words against its id, every vector against its checksum.
    Then it appears whole, or, broken off at any point, not at all. A library without articles that
    is there already is replaced. An earlier version's file is brought forward.

    Raises:
        LibraryNewerError: A later version of the program wrote it.
        LibraryDamagedError: It is not as it was written.
        LibraryBusyError: Another process is writing to the directory.
        LibraryError: The file cannot be read or is none that was exported, the directory cannot be
            written, or a library with articles is there.
    """
    _check_header(file)
    _refuse_articles(library_directory)
    try:
        library_directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{library_directory}: the library cannot be made there ({error.strerror}); "
            "choose another --library"
        ) from error
    with writing_lock(library_directory):
        _refuse_articles(library_directory)
        with _arriving(file, library_directory) as staged:
            if _is_there(library_directory):
                _copy_in(staged, library_directory)
            else:
                _move_in(staged, library_directory)
    with Library.open(library_directory) as library:
        return library.info, library.counts()


def make_indexes(library_directory: Path) -> None:
    """Make the derived indexes of a library that came in; else the first question would wait for them."""
    with Library.open(library_directory) as library:
        words.bring_up_to_date(library)
        vectors.bring_up_to_date(library)


def _check_header(file: Path) -> None:
    """Raise a LibraryError unless the file begins as an exported one does."""
    try:
        with file.open("rb") as stream:
            head = stream.read(HEADER)
    except OSError as error:
        raise LibraryError(f"{printable(file)}: cannot be read ({error.strerror}); check the path") from error
    named = int.from_bytes(head[68:72]) == APPLICATION
    if len(head) < HEADER or not head.startswith(b"SQLite format 3\0") or not named:
        raise LibraryError(f"{printable(file)}: is no exported library; name a file that qa export wrote")
    if head[18] != 1:  # a database with a log beside it, which may hold what it lacks
        raise LibraryError(
            f"{printable(file)}: is the database of a library in use; write it to a file with: qa export FILE"
        )
    if (version := int.from_bytes(head[60:64])) > VERSION:
        raise LibraryNewerError(
            f"{printable(file)}: is of version {version} and this program reads up to {VERSION}; "
            "bring the program up to date: pip install --upgrade article-qa"
        )


def _refuse_articles(directory: Path) -> None:
    try:
        with Library.open(directory) as library:
            if library.is_empty:
                return
    except LibraryMissingError:
        return
    raise LibraryError(
        f"{directory}: a library with articles is there already; "
        "import into another directory: qa import --library NEW_DIR FILE"
    )


def _is_there(directory: Path) -> bool:
    try:
        Library.open(directory).close()
    except LibraryMissingError:
        return False
    return True


@contextmanager
def _arriving(file: Path, directory: Path) -> Iterator[Path]:
    """Lend a directory with the library that the file holds, of today's schema and found sound."""
    staged = directory / ARRIVING
    shutil.rmtree(staged, ignore_errors=True)  # from an import that was killed
    for left in directory.glob(f"{DATABASE}.*.part"):
        left.unlink(missing_ok=True)
    try:
        try:
            staged.mkdir()
            shutil.copyfile(file, staged / DATABASE)
        except OSError as error:
            raise LibraryError(
                f"{printable(file)}: cannot be copied to {staged} ({error.strerror})"
            ) from error
        _check(staged, file)
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _check(staged: Path, file: Path) -> None:
    """Bring the copy forward and read all of it.

    Raises:
        LibraryError: Something is wrong with the file, which the message names.
    """
    try:
        fault = _fault(staged)
    except LibraryDamagedError as error:
        raise _unsound(file, "it cannot be read") from error
    except LibraryNewerError as error:
        raise LibraryNewerError(str(error).replace(str(staged), printable(file))) from error
    if fault:
        raise _unsound(file, fault)


def _fault(staged: Path) -> str | None:
    """Return what is wrong with a library, `None` where it is sound, bringing it forward in between."""
    with translated(staged), closing(open_reading(staged)) as connection:
        ((found,), *_) = interruptibly(connection, "PRAGMA integrity_check(1)")
    if found != "ok":
        return str(found).replace("\n", " ")
    with Library.open(staged) as library, Inspection.of(library) as view:
        if not all(article.is_itself() for article in view.stored_articles()):
            return "an article is not the words it was"
        return "a vector is not as it was written" if view.vectors_unlike_their_checksum() else None


def _unsound(file: Path, why: str) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"{printable(file)}: is damaged ({why}), and nothing was taken in; export it again: qa export FILE"
    )


def _move_in(staged: Path, directory: Path) -> None:
    """Put the database where none is."""
    with translated(directory), closing(connected(staged, "mode=rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    try:
        for log in ("-wal", "-shm", "-journal"):  # of a library that was never made
            (directory / f"{DATABASE}{log}").unlink(missing_ok=True)
        with replacing(directory / DATABASE) as beside:
            (staged / DATABASE).replace(beside)
    except OSError as error:
        raise _unwritable(directory / DATABASE, error.strerror) from error


def _copy_in(staged: Path, directory: Path) -> None:
    """Put everything into the database that is there, in one transaction: others may have it open."""
    with (
        translated(directory),
        closing(open_reading(staged)) as source,
        closing(open_writing(directory)) as target,
    ):
        # Between two steps Python acts on signals.
        source.backup(target, pages=PAGES, progress=lambda *_: None)
        target.execute("PRAGMA wal_checkpoint(PASSIVE)")


def interruptibly(connection: sqlite3.Connection, sql: str, *parameters: object) -> list[Any]:
    """Return the rows of a statement that takes long, and give it up when a signal raises here.

    In this thread, SQLite would keep Python from acting on the signal until it is done.
    """
    with ThreadPoolExecutor(1) as pool:
        try:
            # Within: the signal may come while the thread is being started.
            work = pool.submit(lambda: connection.execute(sql, parameters).fetchall())
            # Not one long wait: where another thread takes the signal, this one is not woken by it.
            while not wait([work], timeout=LOOK_SECONDS).done:
                pass
            return work.result()
        except BaseException:
            connection.interrupt()
            raise
