"""`conversations.db`: its tables, how it is opened, and SQLite's errors in our words.

It lies in the library's directory and is a file of its own, so that a chat never waits for whoever
writes to `library.db`, nor they for it: SQLite lets one process at a time write to a file, and an
indexing run holds the library for as long as it lasts.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.database import BUSY_SECONDS, kind_of, transaction
from index.errors import ArticleQAError

FILE = "conversations.db"
APPLICATION = 0x61727143
"""SQLite's application id ("arqC"): tells our conversations from other databases."""

_FIRST = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    began TEXT NOT NULL,
    last TEXT NOT NULL,
    turns INTEGER NOT NULL
);
CREATE INDEX conversations_by_last ON conversations (last, id);

-- What is searched and listed has columns; the rest of an answer is JSON, read whole or not at all.
CREATE TABLE turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    understood TEXT NOT NULL,
    answer TEXT NOT NULL,
    model TEXT,
    rest TEXT NOT NULL,
    PRIMARY KEY (conversation, position)
);
"""
# A turn has a number of its own, by which the index of its words knows it. The index has no copy of
# the words; `remove_diacritics` lets "cafe" find "café".
_SECOND = """
CREATE TABLE numbered (
    id INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    understood TEXT NOT NULL,
    answer TEXT NOT NULL,
    model TEXT,
    rest TEXT NOT NULL,
    UNIQUE (conversation, position)
);
INSERT INTO numbered SELECT NULL, turns.* FROM turns ORDER BY at, conversation, position;
DROP TABLE turns;
ALTER TABLE numbered RENAME TO turns;
CREATE VIRTUAL TABLE said USING fts5 (
    question, understood, answer,
    content = 'turns', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO said (said) VALUES ('rebuild');
CREATE TRIGGER turn_said AFTER INSERT ON turns BEGIN
    INSERT INTO said (rowid, question, understood, answer)
    VALUES (new.id, new.question, new.understood, new.answer); END;
CREATE TRIGGER turn_unsaid AFTER DELETE ON turns BEGIN
    INSERT INTO said (said, rowid, question, understood, answer)
    VALUES ('delete', old.id, old.question, old.understood, old.answer); END;
"""
_MIGRATIONS = (_FIRST, _SECOND)
VERSION = len(_MIGRATIONS)
"""The schema this program writes, kept in `PRAGMA user_version`."""


class ConversationsError(ArticleQAError):
    """Conversations cannot be kept or read; all else goes on without them."""


def open_file(directory: Path) -> sqlite3.Connection:
    """Return a connection to the conversations of a library, made where there are none yet.

    What is said in them is its reader's alone: a new file can be read and written by nobody else.

    Raises:
        ConversationsError: It cannot be made, read or written, is damaged, or of a later version.
    """
    file = directory / FILE
    _make_private(file)
    with translated(directory):
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions are begun and ended by name
            check_same_thread=False,  # opened by one thread and used by one, which may be another
        )
        try:
            # FULL: a power cut takes no turn that was kept. It costs a few milliseconds a turn.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            _log_ahead(connection)
            _bring_forward(connection, file)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def translated(directory: Path) -> Iterator[None]:
    """Turn SQLite's errors within into one line that says what to do."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # ours to mend, not the reader's
    except sqlite3.DatabaseError as error:
        raise _translation(directory / FILE, error) from error
    except UnicodeDecodeError as error:  # of a text whose bytes were changed
        raise damaged(directory, "a text in it is none") from error


def damaged(directory: Path, why: str) -> ConversationsError:
    """Return the error of a file that cannot be used as it is."""
    file = directory / FILE
    return ConversationsError(
        f"{file}: is damaged, or another program's ({why}); to begin anew: mv {file} {file}.damaged"
    )


def _make_private(file: Path) -> None:
    try:
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise _closed(file, error.strerror or str(error)) from error


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Let others read while one writes.

    SQLite waits for nobody here: of two chats that make the file in the same moment, one is told at
    once that it is busy.
    """
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if kind_of(error) != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(BUSY_SECONDS / 1_000)


def _bring_forward(connection: sqlite3.Connection, file: Path) -> None:
    """Make the tables, or bring those of an earlier version forward, in one transaction."""
    with transaction(connection, "DEFERRED"):  # one look at a file that another process may be making
        version = _version(connection, file)
    if version == VERSION:
        return
    with transaction(connection):
        # Another process may have done it since.
        for script in _MIGRATIONS[_version(connection, file) :]:
            for statement in script.split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection, file: Path) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == application == tables == 0:
        return 0
    if application != APPLICATION:
        raise damaged(file.parent, "it holds no conversations")
    if version > VERSION:
        raise ConversationsError(
            f"{file}: the conversations are of version {version} and this program reads up to {VERSION}; "
            "bring the program up to date: pip install --upgrade article-qa"
        )
    return int(version)


def _translation(file: Path, error: sqlite3.DatabaseError) -> ConversationsError:
    code = kind_of(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ConversationsError(f"{file}: is being written by another process; try again in a moment")
    if code == sqlite3.SQLITE_FULL:
        return ConversationsError(f"{file}: the disk is full; free some space")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _closed(file, str(error))
    if code == sqlite3.SQLITE_IOERR:
        return ConversationsError(f"{file}: cannot be read or written ({error}); check the disk")
    return damaged(file.parent, str(error))


def _closed(file: Path, why: str) -> ConversationsError:
    return ConversationsError(
        f"{file}: conversations cannot be kept here ({why}); check its permissions, or keep none: QA_KEEP=0"
    )
