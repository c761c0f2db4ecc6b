"""Making an empty library."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from index.database import checked_version, connected, next_generation, transaction, translated
from index.errors import LibraryError
from index.inventory import Identified, Identity
from index.lock import writing_lock
from index.migration import lay_out
from index.passages import PassageSettings
from index.schema import APPLICATION, PAGE_SIZE


def make(directory: Path, embedder: Identified, settings: PassageSettings) -> None:
    """Make an empty library in `directory`, which need not exist; where one is, nothing happens.

    Raises:
        LibraryBusyError: Another process is just making it.
        LibraryError: The directory cannot be made or written, or holds a file that is not ours.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{directory}: the library cannot be made there ({error.strerror}); choose another --library"
        ) from error
    meta = {
        "uuid": secrets.token_hex(16),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "embedder": asdict(Identity(embedder.name, embedder.digest, embedder.dimension)),
        "settings": asdict(settings),
    }
    with writing_lock(directory):
        create(directory, meta)


def create(directory: Path, meta: Mapping[str, object]) -> None:
    """Make the database with its first rows, whole or not at all.

    The caller holds the library's lock. Where a library is already, nothing happens.

    Args:
        directory: The library's directory, which exists.
        meta: What is written beside the articles; each value as JSON.

    Raises:
        LibraryError: The file cannot be made, or one lies there that is not ours.
    """
    with translated(directory):
        connection = connected(directory, "mode=rwc")
        try:
            if checked_version(connection, directory) == 0:
                _fill(connection, meta)
        finally:
            connection.close()


def _fill(connection: sqlite3.Connection, meta: Mapping[str, object]) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        lay_out(connection, since=0)
        rows = [(key, json.dumps(value)) for key, value in meta.items()]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        next_generation(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
