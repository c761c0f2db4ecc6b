"""Writing to a library: every change whole or not at all, one writer at a time."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.database import next_generation, open_writing, transaction, translated
from index.errors import ModelError
from index.incoming import FeedState
from index.inventory import FileState, Identified
from index.library import Library
from index.lock import writing_lock
from index.passages import embedded_texts
from index.shelving import Content, Outcome, Shelf
from index.troubles import Trouble, from_stored, to_stored

UNIT = 1e-3
"""How far from 1 the length of a vector may be; half precision keeps well within."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a person took out of the library, and no run brings in again unless it is named."""

    paths: frozenset[str]
    """Of files, of folders with all below them, and addresses."""
    articles: frozenset[str]
    """Ids."""


def require_vectors(vectors: NDArray[np.float32], count: int, embedder: Identified) -> None:
    """Refuse what are not `count` vectors of unit length, of the embedder's dimension.

    Raises:
        ModelError: The embedder gave something else.
    """
    expected = (count, embedder.dimension)
    if vectors.shape != expected:
        raise ModelError(f"{embedder.name}: gave vectors of shape {vectors.shape}, not {expected}")
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) <= UNIT):  # not-a-number fails too
        raise ModelError(f"{embedder.name}: gave vectors that are not of unit length")


class Writer:
    """The one that writes to a library; every method is one transaction.

    Raises:
        LibraryError: From any call: the disk is full, the database damaged. What was written
            before stays.
    """

    def __init__(self, library: Library, connection: sqlite3.Connection) -> None:
        self.library = library
        self._connection = connection
        self._shelf = Shelf(connection, library.info.settings.headings)

    @classmethod
    @contextmanager
    def of(cls, library: Library) -> Iterator[Self]:
        """Lend the library's writer and hold its lock.

        Raises:
            LibraryBusyError: Another process is writing; the message says which.
            LibraryError: The directory cannot be written.
        """
        with writing_lock(library.directory):
            connection = open_writing(library.directory)
            try:
                yield cls(library, connection)
                # Bring what was written into the database itself, and give back the log's room.
                # The last connection to close does this of itself, but not one that only reads.
                # Where somebody reads it is left to the next writer: nobody is waited for.
                with translated(library.directory):
                    connection.execute("PRAGMA busy_timeout = 0")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def files(self) -> dict[str, FileState]:
        """Return the files read so far by their paths."""
        rows = self._read("SELECT path, size, mtime_ns, digest, reader FROM files")
        return {row[0]: FileState(*row) for row in rows}

    def articles_in(self, paths: Iterable[str]) -> int:
        """Return how many articles the files hold, copies counted each time."""
        ((count,),) = self._read(
            "SELECT count(*) FROM locations JOIN files ON files.id = file "
            "WHERE path IN (SELECT value FROM json_each(?))",
            json.dumps(list(paths)),
        )
        return int(count)

    def has_article(self, identifier: str) -> bool:
        """Return whether the library has the article with that id."""
        return bool(self._read("SELECT 1 FROM articles WHERE id = ?", identifier))

    def files_sharing(self, path: str) -> set[str]:
        """Return the other files that have an article of this one."""
        rows = self._read(
            "SELECT DISTINCT g.path FROM files f JOIN locations l ON l.file = f.id "
            "JOIN locations m ON m.article = l.article AND m.file != f.id JOIN files g ON g.id = m.file "
            "WHERE f.path = ?",
            path,
        )
        return {other for (other,) in rows}

    def moved_away(self, gone: Iterable[str]) -> list[str]:
        """Return those of the files whose every article lies in a file that is not among them."""
        rows = self._read(
            "WITH gone AS MATERIALIZED ("
            "SELECT id FROM files WHERE path IN (SELECT value FROM json_each(?))) "
            "SELECT f.path FROM files f WHERE f.id IN gone AND NOT EXISTS ("
            "SELECT 1 FROM locations l WHERE l.file = f.id AND NOT EXISTS ("
            "SELECT 1 FROM locations m WHERE m.article = l.article AND m.file NOT IN gone)) ORDER BY f.id",
            json.dumps(list(gone)),
        )
        return [path for (path,) in rows]

    def waiting(self, limit: int) -> dict[bytes, tuple[str, ...]]:
        """Return, by digest, what is embedded for passages that have no vector yet: a text a piece.

        They come in the order in which they came in, `limit` of them at most.
        """
        rows = self._read(
            "SELECT w.digest, (SELECT min(p.id) FROM passages p WHERE p.digest = w.digest) AS passage "
            "FROM waiting w WHERE passage IS NOT NULL ORDER BY w.number LIMIT ?",
            limit,
        )
        placed = self.library.placed(number for _, number in rows)
        headings = self.library.info.settings.headings
        texts = {}
        for digest, number in rows:
            passage, article = placed[number]
            texts[digest] = embedded_texts(article, passage, headings=headings)
        return texts

    def waiting_count(self) -> int:
        """Return how many passages have no vector yet; those of equal texts count as one."""
        ((count,),) = self._read(
            "SELECT count(*) FROM waiting w WHERE EXISTS (SELECT 1 FROM passages p WHERE p.digest = w.digest)"
        )
        return int(count)

    def store_vectors(self, digests: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Store the vectors of passages, in half precision.

        Args:
            digests: One for each row, as `text_digest` gives them.
            vectors: float32, shape (n, dimension), rows of unit length.

        Raises:
            ModelError: They are something else.
        """
        require_vectors(vectors, len(digests), self.library.info.embedder)
        halves = [vector.tobytes() for vector in vectors.astype("<f2")]
        with self._transaction() as generation:
            self._connection.executemany(
                "INSERT OR IGNORE INTO vectors (digest, vector, crc, generation) VALUES (?, ?, ?, ?)",
                [(d, v, zlib.crc32(v), generation) for d, v in zip(digests, halves, strict=True)],
            )
            self._connection.executemany("DELETE FROM waiting WHERE digest = ?", [(d,) for d in digests])

    def touch(self, file: FileState) -> None:
        """Note that a file has another time or size, or was read anew, with the same contents."""
        with translated(self.library.directory), transaction(self._connection):
            self._shelf.store_file(file)

    def replace(self, file: FileState, contents: Sequence[Content]) -> Outcome:
        """Store what a file holds now, in place of what it held before.

        An article that lies in another file too stays; one that no file has any more leaves with
        its passages, and nothing finds it.

        Args:
            file: The file as it was when it was read.
            contents: Its articles in order.
        """
        with self._transaction() as generation:
            return self._shelf.replace(self._shelf.store_file(file), contents, generation)

    def forget(self, path: str) -> Outcome:
        """Take a file out of the library, with the articles that no other file has."""
        with self._transaction() as generation:
            return self._shelf.forget(path, generation)

    def keep(self, content: Content) -> None:
        """Store an article that lies in no file."""
        with self._transaction() as generation:
            self._shelf.store_article(content, generation)

    def take_out(self, identifiers: Iterable[str]) -> None:
        """Take articles out, wherever they lie."""
        with self._transaction() as generation:
            for identifier in identifiers:
                self._shelf.take_out(identifier, generation)

    def leave_out_path(self, path: str, files: Iterable[str]) -> Outcome:
        """Take out the files at or under a path, and remember to leave out what lies there."""
        outcome = Outcome()
        with self._transaction() as generation:
            self._remember_left_out("path", path)
            for file in files:
                outcome += self._shelf.forget(file, generation)
        return outcome

    def leave_out_article(self, identifier: str) -> bool:
        """Take out an article wherever it lies, and remember it; return whether it was there."""
        with self._transaction() as generation:
            self._remember_left_out("article", identifier)
            return self._shelf.take_out(identifier, generation)

    def left_out(self) -> LeftOut:
        """Return what was taken out by hand."""
        rows = self._read("SELECT kind, name FROM left_out")
        names = {kind: frozenset(name for each, name in rows if each == kind) for kind in ("path", "article")}
        return LeftOut(names["path"], names["article"])

    def take_back(self, names: Iterable[str]) -> None:
        """Forget that paths or articles were left out."""
        with translated(self.library.directory), transaction(self._connection):
            self._connection.executemany("DELETE FROM left_out WHERE name = ?", [(name,) for name in names])

    def feed_state(self, address: str) -> FeedState | None:
        """Return what a feed's server said last, `None` where it was not asked yet."""
        rows = self._read("SELECT etag, modified, checked FROM feeds WHERE address = ?", address)
        return FeedState(*rows[0]) if rows else None

    def store_feed(self, address: str, state: FeedState) -> None:
        """Remember what a feed's server said."""
        row = (address, state.etag, state.modified, state.checked)
        with translated(self.library.directory), transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?)", row)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return what runs before could not read."""
        rows = self._read("SELECT value FROM meta WHERE key = 'troubles'")
        return from_stored(rows[0][0]) if rows else ()

    def store_troubles(self, troubles: Iterable[Trouble]) -> None:
        """Keep what could not be read, in place of what was kept."""
        with translated(self.library.directory), transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('troubles', ?)", (to_stored(troubles),)
            )

    def sweep(self) -> None:
        """Delete the vectors whose last passage has left.

        Apart from `replace`, since what leaves one file may come in with the next.
        """
        with translated(self.library.directory), transaction(self._connection):
            left = (
                "digest IN (SELECT digest FROM removed WHERE generation > "
                "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'swept'), -1)) "
                "AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.digest = {}.digest)"
            )
            for table in ("vectors", "waiting"):
                self._connection.execute(f"DELETE FROM {table} WHERE {left.format(table)}")  # noqa: S608
            self._connection.execute(
                "INSERT OR REPLACE INTO meta SELECT 'swept', max(generation) FROM generations"
            )

    def uncompared(self) -> int:
        """Return how many articles wait for their copies to be looked for."""
        ((count,),) = self._read("SELECT count(*) FROM uncompared")
        return int(count)

    def settle_stories(self, limit: int) -> int:
        """Look for the copies of articles that wait for it, `limit` at most; return how many there were."""
        if not self._read("SELECT 1 FROM uncompared LIMIT 1"):
            return 0
        with self._transaction():
            return self._shelf.stories.settle(limit)

    def _remember_left_out(self, kind: str, name: str) -> None:
        self._connection.execute("INSERT OR IGNORE INTO left_out VALUES (?, ?)", (kind, name))

    def _read(self, sql: str, *parameters: object) -> list[Any]:
        with translated(self.library.directory):
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[int]:
        with translated(self.library.directory), transaction(self._connection):
            yield next_generation(self._connection)
