"""Opening `library.db`, and saying in our words what SQLite says in its own."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryMissingError,
    LibraryNewerError,
)
from index.schema import APPLICATION, DATABASE, VERSION

BUSY_SECONDS = 10.0
"""How long a statement waits for another process; our own commits take milliseconds."""
KEPT_KIB = 32 * 1024
"""Of pages that a reader has read, kept for the next question. With SQLite's 2 MB the 160 places and 40
vectors that a question asks of 100,000 passages took twice as long; pages come in as they are read, so that
a process that asks once holds no more."""


def open_reading(directory: Path) -> sqlite3.Connection:
    """Return a connection that only reads, and sees what other processes commit.

    In a directory that cannot be written, where SQLite cannot put its shared memory, the file is
    read as one that nobody changes.

    Raises:
        LibraryMissingError: There is no library in `directory`.
        LibraryNewerError: A later version of the program made it.
        LibraryDamagedError: The file is not a library's database, or is damaged.
    """
    with translated(directory):
        try:
            connection = connected(directory, "mode=ro")
        except sqlite3.OperationalError as error:
            if kind_of(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            if not _is_there(directory / DATABASE):
                raise missing(directory) from None
            connection = connected(directory, "mode=ro&immutable=1")
    try:
        version = checked_version(connection, directory)
        connection.execute(f"PRAGMA cache_size = {-KEPT_KIB}")
    except LibraryError:
        connection.close()
        raise
    if version == 0:
        connection.close()
        raise missing(directory)
    return connection


def open_writing(directory: Path) -> sqlite3.Connection:
    """Return a connection that writes; the caller holds the library's lock.

    Raises:
        LibraryError: As `open_reading` does, or the directory cannot be written.
    """
    with translated(directory):
        connection = connected(directory, "mode=rw")
        try:
            # NORMAL: a power cut may undo the last commits and damages nothing; what is derived
            # notices by the generation's token.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            checked_version(connection, directory)
        except BaseException:
            connection.close()
            raise
    return connection


def next_generation(connection: sqlite3.Connection) -> int:
    """Open a new generation in the running transaction and return its number, the first being 0."""
    (last,) = connection.execute("SELECT max(generation) FROM generations").fetchone()
    number = 0 if last is None else int(last) + 1
    row = (number, secrets.token_hex(8), datetime.now(UTC).isoformat(timespec="seconds"))
    connection.execute("INSERT INTO generations VALUES (?, ?, ?)", row)
    return number


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Commit what is written within, or undo all of it.

    `kind` is SQLite's: "IMMEDIATE" waits for others that write before anything is read, "DEFERRED"
    only reads, all of it as it was at one moment.
    """
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(directory: Path) -> Iterator[None]:
    """Turn SQLite's errors within into ours, in one line that says what to do."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # ours to mend, not the reader's
    except sqlite3.DatabaseError as error:
        raise _translation(directory, error) from error
    except UnicodeDecodeError as error:  # of SQLite's own message, which quotes damaged bytes
        raise damaged(directory, "a name in it is no text") from error


def _translation(directory: Path, error: sqlite3.DatabaseError) -> LibraryError:
    code = kind_of(error)
    file = directory / DATABASE
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(directory, str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusyError(f"{directory}: the library is being written; try again in a moment")
    if code == sqlite3.SQLITE_FULL:
        return LibraryError(f"{file}: the disk is full; free some space and run the command again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return LibraryError(f"{file}: cannot be opened or written ({error}); check its permissions")
    if code == sqlite3.SQLITE_IOERR:
        return LibraryError(f"{file}: the disk could not be read or written ({error}); check the disk")
    return damaged(directory, str(error))


def kind_of(error: sqlite3.DatabaseError) -> int:
    """Return SQLite's primary result code: the low byte; the rest only details it."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # not ours to look at: then opening it says why
        return True


def missing(directory: Path) -> LibraryMissingError:
    """Return the error of a directory without a library."""
    return LibraryMissingError(
        f"{directory}: there is no library here; make one with: qa index --library {directory} PATH"
    )


def damaged(directory: Path, why: str) -> LibraryDamagedError:
    """Return the error of a library whose database cannot be used as it is."""
    return LibraryDamagedError(
        f"{directory / DATABASE}: is not a library's database, or is damaged ({why}); "
        f"save what can be read: qa recover --library {directory}"
    )


def connected(directory: Path, mode: str) -> sqlite3.Connection:
    """Return a connection that has read once: SQLite finds out only then whether it can.

    Args:
        directory: The library's.
        mode: Parameters of SQLite's file address, as `mode=rw`.

    Raises:
        sqlite3.Error: It cannot be opened; the caller translates.
    """
    file = (directory / DATABASE).absolute()
    connection = sqlite3.connect(
        f"{file.as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,  # transactions are begun and ended by name
        check_same_thread=False,  # the library takes turns with a lock
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def schema_of(connection: sqlite3.Connection) -> int:
    """Return the version of a library's schema."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def checked_version(connection: sqlite3.Connection, directory: Path) -> int:
    """Return the schema's version, 0 for an empty database as a broken-off creation leaves it.

    Raises:
        LibraryNewerError: A later version of the program made it.
        LibraryDamagedError: It is another program's file.
    """
    version = schema_of(connection)
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == application == tables == 0:
        return 0
    if application != APPLICATION or version == 0:
        raise LibraryDamagedError(
            f"{directory / DATABASE}: is another program's file, not a library's; choose another --library"
        )
    if version > VERSION:
        raise LibraryNewerError(
            f"{directory}: the library is of version {version} and this program reads up to {VERSION}; "
            "bring the program up to date: pip install --upgrade article-qa"
        )
    return version
