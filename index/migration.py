"""Bringing a library that an earlier version made forward to today's schema."""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.database import open_reading, open_writing, schema_of, transaction, translated
from index.errors import LibraryError
from index.lock import writing_lock
from index.schema import MIGRATIONS, VERSION


def open_current(directory: Path) -> sqlite3.Connection:
    """Return a connection that only reads, to a library brought forward first where it must be.

    Raises:
        LibraryBusyError: It must be brought forward, and another process is writing to it.
        LibraryError: As `index.database.open_reading`, or it cannot be brought forward.
    """
    connection = open_reading(directory)
    if schema_of(connection) == VERSION:
        return connection
    connection.close()
    migrate(directory)
    return open_reading(directory)


def migrate(directory: Path) -> None:
    """Bring the library forward in one transaction, whole or not at all.

    Raises:
        LibraryBusyError: Another process is writing to it.
        LibraryError: It cannot be written.
    """
    if not os.access(directory, os.W_OK):
        raise LibraryError(
            f"{directory}: an earlier version made the library, and it cannot be written here to bring it "
            "forward; copy it to where it can: cp -r"
        )
    with writing_lock(directory), translated(directory):
        connection = open_writing(directory)
        try:
            # Whoever held the lock before may have done it.
            if schema_of(connection) < VERSION:
                with transaction(connection):
                    lay_out(connection, since=schema_of(connection))
        finally:
            connection.close()


def lay_out(connection: sqlite3.Connection, *, since: int) -> None:
    """Run, in the transaction under way, the scripts that come after schema `since`; 0 for an empty file."""
    connection.create_function("halved", 1, _halved, deterministic=True)
    connection.create_function("crc32", 1, zlib.crc32, deterministic=True)
    for script in MIGRATIONS[since:]:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _halved(vector: bytes) -> bytes:
    """Return in float16 a vector stored as float32."""
    return np.frombuffer(vector, dtype="<f4").astype("<f2").tobytes()


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one: `executescript` would commit between them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
