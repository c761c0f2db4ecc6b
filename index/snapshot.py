"""The library at one moment: what the derived indexes are caught up from."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.database import damaged, translated
from index.library import CHUNK, Library
from index.records import Article


class Snapshot(Library):
    """A library that stays as it is, whatever is committed meanwhile; for one thread.

    In its methods a generation of -1 stands for the time before anything was stored.
    """

    @classmethod
    @contextmanager
    def of(cls, library: Library) -> Iterator[Self]:
        """Lend the library as it is now."""
        with cls.open(library.directory) as still:
            still._rows("BEGIN")
            # A transaction sees what was committed before its first read.
            still._rows("SELECT 1 FROM meta LIMIT 1")
            yield still

    def passage_count(self) -> int:
        """Return how many passages there are."""
        ((count,),) = self._rows("SELECT count(*) FROM passages")
        return int(count)

    def removed_since(self, generation: int) -> NDArray[np.int64]:
        """Return the ids of passages that left after `generation`."""
        rows = self._rows("SELECT passage FROM removed WHERE generation > ?", (generation,))
        return np.fromiter((number for (number,) in rows), dtype=np.int64, count=len(rows))

    def vectors_since(self, generation: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Yield ids, shape (n,), and vectors, shape (n, dimension), that came after `generation`.

        Those of all passages, where `generation` is -1.
        """
        sql = "SELECT p.id, v.vector FROM passages p JOIN vectors v USING (digest) WHERE p.generation > ?1"
        if generation >= 0:
            # CROSS: from the vectors to their passages. Left to itself, SQLite went through all
            # passages first: 4.6 s of a million, where this takes 0.02 s.
            sql += (
                " UNION ALL SELECT p.id, v.vector FROM vectors v CROSS JOIN passages p USING (digest) "
                "WHERE v.generation > ?1 AND p.generation <= ?1"
            )
        rows = self._streamed(sql, (generation,))
        return (self._matrix(chunk) for chunk in rows)

    def texts_since(self, generation: int) -> Iterator[tuple[int, Article, int, int]]:
        """Yield (passage id, article, start, end) of the passages that came after `generation`."""
        return (placed for placed, _ in self.digested(generation))

    def digested(self, generation: int = -1) -> Iterator[tuple[tuple[int, Article, int, int], bytes]]:
        """Yield what `texts_since` does, each with the digest of the text its vector was made from."""
        chunks = self._streamed(
            "SELECT article, id, start, end, digest FROM passages WHERE generation > ? "
            "ORDER BY article, position",
            (generation,),
        )
        for chunk in chunks:
            articles = self._numbered({row[0] for row in chunk})
            for number, identifier, start, end, digest in chunk:
                if number not in articles:
                    raise damaged(self.directory, f"the article of passage {identifier} is gone")
                yield (identifier, articles[number], start, end), digest

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the database, nothing where it is sound."""
        found = [str(line) for (line,) in self._rows("PRAGMA integrity_check(10)")]
        strays = self._rows("PRAGMA foreign_key_check")
        return [line for line in found if line != "ok"] + [
            f"{row[0]} names a lost {row[2]}" for row in strays
        ]

    def _streamed(self, sql: str, parameters: Sequence[object]) -> Iterator[list[Any]]:
        """Yield the rows in chunks."""
        with translated(self.directory):
            cursor = self._connection.execute(sql, parameters)
            while rows := cursor.fetchmany(CHUNK):
                yield rows
