"""An embedder that embeds no text twice, in this run or a later one."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.errors import ReadError

WAIT_SECONDS = 60.0
"""For another run that is just storing vectors."""


class RememberingEmbedder:
    """An `Embedder` that looks a text up before it embeds it.

    Questions share sentences, and a library made anew after a change of how articles are cut shares
    most passages with the one before.

    Args:
        embedder: Asked for what is new.
        file: Where vectors are kept for later runs; `None` for this run only.
    """

    def __init__(self, embedder: Embedder, file: Path | None = None) -> None:
        self.name = embedder.name
        self.digest = embedder.digest
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self._embedder = embedder
        self._kept = KeptVectors(file) if file else None
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given."""
        keys = [self._key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new and self._kept:
            self._known |= self._kept.read(list(new))
            new = {key: text for key, text in new.items() if key not in self._known}
        if new:
            made = dict(zip(new, self._embedder.embed(list(new.values())), strict=True))
            self._known |= made
            if self._kept:
                self._kept.write(made)
        rows = [self._known[key] for key in keys]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)

    def _key(self, text: str) -> str:
        return blake2b(f"{self.digest}\0{text}".encode(), digest_size=16).hexdigest()


class KeptVectors:
    """Vectors in a file, by key; several runs may use it at a time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connection()) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB)")

    def read(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the float32 vectors that are there, shape (dimension,) each."""
        asked = "SELECT key, vector FROM vectors WHERE key IN (SELECT value FROM json_each(?))"
        with closing(self._connection()) as connection:
            rows = connection.execute(asked, (json.dumps(list(keys)),)).fetchall()
        return {key: np.frombuffer(vector, "<f4").astype(np.float32) for key, vector in rows}

    def write(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Keep float32 vectors."""
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]
        with closing(self._connection()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _connection(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._file, timeout=WAIT_SECONDS)
            # A file that is none of SQLite's is only noticed when it is read.
            connection.execute("PRAGMA schema_version").fetchone()
        except sqlite3.Error as error:
            raise ReadError(f"{self._file}: the kept vectors cannot be read ({error}); delete it") from error
        return connection
