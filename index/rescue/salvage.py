"""Reading what can still be read of a damaged database: rows, none of them taken on trust."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from index.creation import create
from index.schema import DATABASE

HEADER = 100
"""Bytes of SQLite's header, in the first page before the list of tables."""
TABLES = ("articles", "passages", "locations", "files", "vectors")
PROBES = 50_000
"""Queries that may fail in one table before the rest of it is given up: a damaged page costs as many
as it has rows, a damaged page above others as many as all below it."""


class Remains:
    """What is left of a database; values are as stored, text as bytes."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None
        )
        self._connection.text_factory = bytes
        # Read on where SQLite would stop at a size or a list of tables that is not as it should be.
        self._connection.execute("PRAGMA writable_schema = ON")

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def tables(self) -> set[str]:
        """Return which of our tables are there."""
        rows, _ = self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {text(name) for (name,) in rows} & set(TABLES)

    def columns(self, table: str) -> set[str]:
        """Return the names of a table's columns: earlier versions had fewer."""
        found = set()
        for row in self.rows(f"PRAGMA table_info({table})")[0]:
            with suppress(ValueError):
                found.add(text(row[1]))
        return found

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> tuple[list[Any], bool]:
        """Return the rows of a query up to the first damage, and whether there was none."""
        found: list[Any] = []
        try:
            for row in self._connection.execute(sql, parameters):
                found.append(row)  # noqa: PERF402 - those before the damage count
        except (sqlite3.DatabaseError, OverflowError, MemoryError):
            return found, False
        return found, True

    def both_ends(self, sql: str, order: str) -> tuple[list[Any], bool]:
        """Return the rows of a query up to the first damage, and from the last, each once."""
        first, sound = self.rows(f"{sql} ORDER BY {order}")
        if sound:
            return first, True
        last, _ = self.rows(f"{sql} ORDER BY {', '.join(f'{name} DESC' for name in order.split(', '))}")
        return list(dict.fromkeys([*first, *reversed(last)])), False

    def numbered(self, table: str, columns: str, key: str) -> tuple[list[Any], bool]:
        """Return the rows of a table with integer keys, around what is damaged, and whether nothing is.

        The key comes first in each row.
        """
        sql = f"SELECT {key}, {columns} FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY {key}"  # noqa: S608
        found, sound = self.rows(sql, (0, 1 << 62))
        if sound:
            return found, True
        low = found[-1][0] + 1 if found else 0
        return [*found, *self._between(sql, low, self._highest(table, key, low))], False

    def _highest(self, table: str, key: str, low: int) -> int:
        """Return the largest key of a table as far as the table or an index on it can say."""
        sources = [f"SELECT max({key}) FROM {table}"]  # noqa: S608 - the names are ours
        indexes, _ = self.rows(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)
        )
        for (name,) in indexes:
            with suppress(ValueError):
                sources.append(f'SELECT {key} FROM {table} INDEXED BY "{text(name)}"')  # noqa: S608
        sources.append(f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")  # noqa: S608
        seen = [row[0] for source in sources for row in self.rows(source)[0] if isinstance(row[0], int)]
        return max([low + PROBES // 10, *(number for number in seen if number < 1 << 40)])

    def _between(self, sql: str, low: int, high: int) -> Iterator[Any]:
        """Yield the rows with keys from `low` to `high`, halving around what cannot be read."""
        ranges, probes = [(low, high)], 0
        while ranges and probes < PROBES:
            first, last = ranges.pop()
            rows, sound = self.rows(sql, (first, last))
            yield from rows
            probes += not sound
            reached = rows[-1][0] if rows else first - 1
            if sound or reached >= last:
                continue
            # What lies right behind the last row read is damaged; how far, halving finds out.
            if reached + 1 < last:
                middle = (reached + 1 + last) // 2
                ranges += [(middle + 1, last), (reached + 1, middle)]


def text(stored: object) -> str:
    """Return a stored text.

    Raises:
        ValueError: It is none, or damaged.
    """
    if not isinstance(stored, bytes):
        raise ValueError("no text")
    return stored.decode()


def opened(copy: Path) -> Remains | None:
    """Return what is left of a database, whose copy this is and may be written; `None` for nothing.

    Where its first page cannot be used, it is given a new library's: header and list of tables are
    the same in all of them, and whatever does not lie where they say is told by its own checks.
    """
    for beginning in (0, HEADER, None):
        if beginning != 0:
            _transplant(copy, beginning)
        with suppress(sqlite3.DatabaseError):
            remains = Remains(copy)
            if remains.tables() >= {"articles"}:
                return remains
            remains.close()
    return None


def _transplant(copy: Path, length: int | None) -> None:
    """Put the beginning of a new library's database in the place of a copy's; `None` is its first page."""
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder), {})
        with closing(sqlite3.connect(Path(folder) / DATABASE)) as connection:
            (size,) = connection.execute("PRAGMA page_size").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = (Path(folder) / DATABASE).read_bytes()
    with copy.open("r+b") as stream:
        stream.write(whole[: length or size])
