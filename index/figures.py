"""A library in figures: quick at any size, since no text, no vector and no whole table is read.

Measured on 200,000 passages of 25,000 articles: 0.2 s for `stories` where no index holds them, else
a few milliseconds each.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from index.library import Library
from index.schema import DATABASE
from index.snapshot import Snapshot
from index.vector_files import EARLIER
from index.vector_files import FOLDER as VECTORS
from index.word_files import FOLDER as WORDS


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a library takes on the disk, in bytes."""

    database: int
    """With its log."""
    vectors: int
    """The derived index of vectors."""
    words: int
    """The full-text index."""
    total: int
    """All of it, a rebuild under way too."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much a library holds, and where it stands."""

    articles: int
    undated: int
    """Articles without a date."""
    stories: int
    """Stories that more than one article tells, as copies of each other."""
    files: int
    passages: int
    pending: int
    """Passages that wait for their vectors; until then they are found by their words alone."""
    first: date | None
    """The earliest publication date known; `None` where no article has one."""
    last: date | None
    left_out_paths: int
    """Files, folders and addresses that a person took out."""
    left_out_articles: int
    written: datetime | None
    """When it was last written to, in UTC; `None` for a library that says no time."""
    sizes: Sizes


def figures(library: Library) -> Figures:
    """Return the figures of a library at this moment."""
    with _Counting.of(library) as view:
        articles, first, last = view.dated()
        left = view.left_out()
        return Figures(
            articles=articles,
            undated=view.number("SELECT count(*) FROM articles WHERE date IS NULL"),
            stories=view.number("SELECT count(DISTINCT story) FROM articles WHERE story IS NOT NULL"),
            files=view.number("SELECT count(*) FROM files"),
            passages=view.passage_count(),
            # CROSS: from what waits, which is little as a rule, to its passages.
            pending=view.number("SELECT count(*) FROM waiting CROSS JOIN passages USING (digest)"),
            first=first,
            last=last,
            left_out_paths=left.get("path", 0),
            left_out_articles=left.get("article", 0),
            written=view.written(),
            sizes=sizes(library.directory),
        )


class _Counting(Snapshot):
    """A snapshot that counts."""

    def number(self, sql: str) -> int:
        ((count,),) = self._rows(sql)
        return int(count)

    def dated(self) -> tuple[int, date | None, date | None]:
        """Return the number of articles, and the first and the last date."""
        ((articles, first, last),) = self._rows("SELECT count(*), min(date), max(date) FROM articles")
        return articles, *(date.fromisoformat(day) if day else None for day in (first, last))

    def left_out(self) -> dict[str, int]:
        """Return how many of each kind were taken out."""
        return dict(self._rows("SELECT kind, count(*) FROM left_out GROUP BY kind"))

    def written(self) -> datetime | None:
        rows = self._rows("SELECT at FROM generations ORDER BY generation DESC LIMIT 1")
        return datetime.fromisoformat(rows[0][0]) if rows else None


def sizes(directory: Path) -> Sizes:
    """Return what lies in a library's directory; a file that vanishes meanwhile counts nothing."""
    counted = dict.fromkeys(("database", "vectors", "words", "rest"), 0)
    for file in directory.rglob("*"):
        with suppress(FileNotFoundError):
            if file.is_file():
                counted[_kind(file.relative_to(directory))] += file.lstat().st_size
    total = sum(counted.values())
    return Sizes(counted["database"], counted["vectors"], counted["words"], total)


def _kind(file: Path) -> str:
    top = file.parts[0]
    if top == VECTORS or top in EARLIER:
        return "vectors"
    if top == WORDS:
        return "words"
    return "database" if top in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm") else "rest"
