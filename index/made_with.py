"""What is told of a library before it is opened: whether it can be, and with which embedder it was made."""

import json
from contextlib import closing
from pathlib import Path

from index.bundled import EMBEDDING_MODEL
from index.database import open_reading, translated
from index.errors import LibraryError


def is_readable(directory: Path) -> bool:
    """Return whether there is a library of this program's in a directory, with a state that was committed.

    Told in milliseconds, so that nothing is loaded for one that cannot be asked. Whoever opens it says why.
    """
    try:
        with closing(open_reading(directory)) as connection, translated(directory):
            return connection.execute("SELECT 1 FROM generations").fetchone() is not None
    except LibraryError:
        return False


def is_bundled(directory: Path) -> bool:
    """Return whether it was the bundled one; `False` too where that cannot be told.

    Nothing is brought forward or refused: whoever opens the library does that, and says why.
    """
    try:
        with closing(open_reading(directory)) as connection, translated(directory):
            row = connection.execute("SELECT value FROM meta WHERE key = 'embedder'").fetchone()
        return row is not None and json.loads(row[0])["name"] == EMBEDDING_MODEL.name
    except (LibraryError, ValueError, TypeError, KeyError):
        return False
