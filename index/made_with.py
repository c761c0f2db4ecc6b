"""Which embedder a library was made with, told before the library is opened."""

import json
from contextlib import closing
from pathlib import Path

from index.bundled import EMBEDDING_MODEL
from index.database import open_reading, translated
from index.errors import LibraryError


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
