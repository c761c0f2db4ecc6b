"""Writing to a library: every change whole or not at all, one writer at a time."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.database import next_generation, open_writing, transaction, translated
from index.errors import ModelError
from index.inventory import FileState
from index.library import Library
from index.lock import writing_lock
from index.passages import embedded_text
from index.records import Article, Passage
from index.rows import from_json, to_json

DIGEST_BYTES = 16
UNIT = 1e-3
"""How far from 1 the length of a vector may be; half precision keeps well within."""


@dataclass(frozen=True, slots=True)
class Content:
    """One article of a file, with its passages."""

    article: Article
    passages: tuple[Passage, ...]
    """Not looked at where the library has the article already."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file's articles came to, in articles."""

    added: int = 0
    """New to the library, and in nobody's place."""
    changed: int = 0
    """New ones in the place of ones that left with the same file, or with other fields than before."""
    unchanged: int = 0
    """In the library before; further copies of an article too."""
    removed: int = 0
    """Left, because the file no longer has them and no other file does."""

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )


def text_digest(title: str, text: str) -> bytes:
    """Return what a passage's vector is stored under: equal embedded texts share one."""
    return blake2b(embedded_text(title, text).encode(), digest_size=DIGEST_BYTES).digest()


class Writer:
    """The one that writes to a library; every method is one transaction.

    Raises:
        LibraryError: From any call: the disk is full, the database damaged. What was written
            before stays.
    """

    def __init__(self, library: Library, connection: sqlite3.Connection) -> None:
        self.library = library
        self._connection = connection

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
                # Bring what was written into the database itself. The last connection to close
                # does this of itself, but not one that only reads. PASSIVE waits for nobody.
                with translated(library.directory):
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
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

    def without_vector(self, digests: Iterable[bytes]) -> set[bytes]:
        """Return those digests of embedded texts that no vector is stored under."""
        wanted = "SELECT 1 FROM vectors WHERE digest = ?"
        return {digest for digest in set(digests) if not self._read(wanted, digest)}

    def waiting(self, limit: int) -> dict[bytes, str]:
        """Return embedded texts, by digest, of at most `limit` passages that have no vector."""
        rows = self._read(
            "SELECT p.id FROM passages p LEFT JOIN vectors v USING (digest) WHERE v.digest IS NULL LIMIT ?",
            limit,
        )
        ids = [number for (number,) in rows]
        passages, articles = self.library.passages(ids), self.library.articles_of(ids)
        parts = [(articles[number].title, passage.text) for number, passage in passages.items()]
        return {text_digest(*part): embedded_text(*part) for part in parts}

    def store_vectors(self, digests: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Store the vectors of embedded texts.

        Args:
            digests: One for each row, as `text_digest` gives them.
            vectors: float32, shape (n, dimension), rows of unit length.

        Raises:
            ModelError: The embedder gave something else.
        """
        self._check(digests, vectors)
        with self._transaction() as generation:
            self._connection.executemany(
                "INSERT OR IGNORE INTO vectors (digest, vector, generation) VALUES (?, ?, ?)",
                [(d, v.astype("<f4").tobytes(), generation) for d, v in zip(digests, vectors, strict=True)],
            )

    def _check(self, digests: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        embedder = self.library.info.embedder
        expected = (len(digests), embedder.dimension)
        if vectors.shape != expected:
            raise ModelError(f"{embedder.name}: gave vectors of shape {vectors.shape}, not {expected}")
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.all(np.abs(lengths - 1) <= UNIT):  # not-a-number fails too
            raise ModelError(f"{embedder.name}: gave vectors that are not of unit length")

    def touch(self, file: FileState) -> None:
        """Note that a file has another time or size, or was read anew, with the same contents."""
        with translated(self.library.directory), transaction(self._connection):
            self._store_file(file)

    def replace(self, file: FileState, contents: Sequence[Content]) -> Outcome:
        """Store what a file holds now, in place of what it held before.

        An article that lies in another file too stays; one that no file has any more leaves with
        its passages, and nothing finds it.

        Args:
            file: The file as it was when it was read.
            contents: Its articles in order.
        """
        with self._transaction() as generation:
            number = self._store_file(file)
            return self._replace(number, contents, generation)

    def forget(self, path: str) -> Outcome:
        """Take a file out of the library, with the articles that no other file has."""
        with self._transaction() as generation:
            found = self._connection.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
            if found is None:
                return Outcome()
            outcome = self._replace(found[0], (), generation)
            self._connection.execute("DELETE FROM files WHERE id = ?", found)
            return outcome

    def sweep(self) -> None:
        """Delete the vectors whose last passage has left.

        Apart from `replace`, since what leaves one file may come in with the next.
        """
        with translated(self.library.directory), transaction(self._connection):
            self._connection.execute(
                "DELETE FROM vectors WHERE digest IN (SELECT digest FROM removed WHERE generation > "
                "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'swept'), -1)) "
                "AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.digest = vectors.digest)"
            )
            self._connection.execute(
                "INSERT OR REPLACE INTO meta SELECT 'swept', max(generation) FROM generations"
            )

    def _read(self, sql: str, *parameters: object) -> list[Any]:
        with translated(self.library.directory):
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[int]:
        with translated(self.library.directory), transaction(self._connection):
            yield next_generation(self._connection)

    def _store_file(self, file: FileState) -> int:
        self._connection.execute(
            "INSERT INTO files (path, size, mtime_ns, digest, reader) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, "
            "digest = excluded.digest, reader = excluded.reader",
            (file.path, file.size, file.mtime_ns, file.digest, file.reader),
        )
        ((number,),) = self._connection.execute("SELECT id FROM files WHERE path = ?", (file.path,))
        return int(number)

    def _replace(self, file: int, contents: Sequence[Content], generation: int) -> Outcome:
        rows = self._connection.execute("SELECT article FROM locations WHERE file = ?", (file,))
        before = {number for (number,) in rows}
        self._connection.execute("DELETE FROM locations WHERE file = ?", (file,))
        new: set[int] = set()
        for position, content in enumerate(contents):
            number, fresh = self._store_article(content, generation)
            new |= {number} if fresh else set()
            row = (file, position, number, to_json(content.article))
            before.add(number)
            self._connection.execute("INSERT INTO locations VALUES (?, ?, ?, ?)", row)
        settled = {number: self._settle(number, generation) for number in before}
        gone = sum(fate == "gone" for fate in settled.values())
        restated = sum(fate == "restated" and number not in new for number, fate in settled.items())
        replaced = min(len(new), gone)
        return Outcome(
            added=len(new) - replaced,
            changed=replaced + restated,
            unchanged=max(0, len(contents) - len(new) - restated),
            removed=gone - replaced,
        )

    def _store_article(self, content: Content, generation: int) -> tuple[int, bool]:
        """Return the article's number, and whether it is new."""
        article = content.article
        found = self._connection.execute("SELECT number FROM articles WHERE id = ?", (article.id,)).fetchone()
        if found:
            return int(found[0]), False
        added = (article.added or datetime.now(UTC)).isoformat(timespec="seconds")
        day = article.date and article.date.isoformat()
        row = (article.id, article.title, article.path, to_json(article), day, added, article.story)
        cursor = self._connection.execute(
            "INSERT INTO articles (id, title, path, fields, date, added, story, characters, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, len(article.text), article.text),
        )
        number = int(cursor.lastrowid or 0)
        self._store_passages(
            (number, p.position, p.start, p.end, text_digest(article.title, p.text), generation)
            for p in content.passages
        )
        return number, True

    def _store_passages(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._connection.executemany(
            "INSERT INTO passages (article, position, start, end, digest, generation) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _settle(self, number: int, generation: int) -> str:
        """Bring an article in line with the files that hold it: it is "gone", "restated" or "kept"."""
        first = self._connection.execute(
            "SELECT f.path, l.fields FROM locations l JOIN files f ON f.id = l.file "
            "WHERE l.article = ? ORDER BY l.file, l.position LIMIT 1",
            (number,),
        ).fetchone()
        if first is None:
            self._take_out_passages(number, generation)
            self._connection.execute("DELETE FROM articles WHERE number = ?", (number,))
            return "gone"
        ((*stated, day),) = self._connection.execute(
            "SELECT path, fields, date FROM articles WHERE number = ?", (number,)
        )
        if tuple(stated) == first:
            return "kept"
        now = from_json(first[1]).date
        now_day = now and now.isoformat()
        self._connection.execute(
            "UPDATE articles SET path = ?, fields = ?, date = ? WHERE number = ?", (*first, now_day, number)
        )
        if now_day != day:  # the full-text index knows the day: to it these are other passages
            passages = self._take_out_passages(number, generation)
            self._store_passages((number, *passage, generation) for passage in passages)
        return "restated" if stated[1] != first[1] else "kept"

    def _take_out_passages(self, number: int, generation: int) -> list[tuple[Any, ...]]:
        """Delete an article's passages and return their position, start, end and digest."""
        rows = self._connection.execute(
            "SELECT position, start, end, digest FROM passages WHERE article = ? ORDER BY position", (number,)
        ).fetchall()
        self._connection.execute(
            "INSERT INTO removed SELECT id, ?, digest FROM passages WHERE article = ?", (generation, number)
        )
        self._connection.execute("DELETE FROM passages WHERE article = ?", (number,))
        return rows
