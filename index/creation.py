"""Making an empty library."""

import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from index.database import create
from index.errors import LibraryError
from index.inventory import Identified, Identity
from index.lock import writing_lock
from index.passages import PassageSettings


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
