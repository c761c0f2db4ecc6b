"""A library's rows as they are stored, for whoever judges whether they are sound."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from index.errors import LibraryDamagedError
from index.library import CHUNK
from index.migration import lay_out
from index.passages import embedded_texts
from index.records import Article, Passage, article_id
from index.rows import from_json, to_cuts
from index.shelving import text_digest
from index.snapshot import Snapshot
from index.stories.clustering import parts

_LAID_OUT = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage's row."""

    position: int
    start: int
    end: int
    cuts: str
    digest: bytes
    """Of the texts its vector was made from."""

    def of(self, article: str, text: str) -> Passage:
        """Return the passage that the row says there is in the text of an article.

        Raises:
            LibraryDamagedError: It cannot be read where the pieces begin.
        """
        words = text[self.start : self.end]
        return Passage(article, self.position, self.start, self.end, words, cuts=to_cuts(self.cuts))


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article's row with those of its passages, none of it taken on trust."""

    id: str
    title: str
    fields: str
    date: str | None
    added: str
    characters: int
    text: str
    passages: tuple[StoredPassage, ...]
    """In order of position."""

    def is_itself(self) -> bool:
        """Return whether the id is that of the title and the text, and the fields can be read."""
        try:
            day = from_json(self.fields).date
            datetime.fromisoformat(self.added)
        except (LibraryDamagedError, ValueError):
            return False
        mine = article_id(self.title, self.text)
        return (self.id, self.characters, self.date) == (mine, len(self.text), day and day.isoformat())

    def wrong_passages(self, headings: int) -> int:
        """Return how many passages are not the words they were, embedded with so many headings."""
        try:
            told = from_json(self.fields).headings
        except LibraryDamagedError:
            told = ()
        article = Article(title=self.title, text=self.text, path="", id=self.id, headings=told)
        return sum(not _holds(article, passage, headings) for passage in self.passages)

    def is_covered(self) -> bool:
        """Return whether the passages are numbered from 0 and leave out nothing but space.

        Each begins with the second piece of the one before, or behind it.

        Raises:
            LibraryDamagedError: It cannot be read where the pieces begin.
        """
        left, reached, second = "", 0, 0
        for passage in self.passages:
            if passage.start < reached and passage.start != second:
                return False
            left += self.text[reached : passage.start]
            reached = passage.end
            second, *_ = (*to_cuts(passage.cuts), reached)
        numbered = [passage.position for passage in self.passages] == list(range(len(self.passages)))
        return numbered and not (left + self.text[reached:]).strip()


def _holds(article: Article, passage: StoredPassage, headings: int) -> bool:
    """Whether a passage is the words that its vector was made from."""
    if not 0 <= passage.start < passage.end <= len(article.text):
        return False
    try:
        texts = embedded_texts(article, passage.of(article.id, article.text), headings=headings)
    except LibraryDamagedError:
        return False
    return text_digest(texts) == passage.digest


class Inspection(Snapshot):
    """A snapshot that shows rows as they are stored."""

    def stored_articles(self) -> Iterator[StoredArticle]:
        """Yield every article with its passages."""
        last = -1
        while rows := self._rows(
            "SELECT number, id, title, fields, date, added, characters, text FROM articles WHERE number > ? "
            "ORDER BY number LIMIT ?",
            (last, CHUNK // 16),
        ):
            passages: dict[int, list[StoredPassage]] = {}
            for article, *row in self._rows(
                "SELECT article, position, start, end, cuts, digest FROM passages "
                "WHERE article > ? AND article <= ? ORDER BY article, position",
                (last, rows[-1][0]),
            ):
                passages.setdefault(article, []).append(StoredPassage(*row))
            last = rows[-1][0]
            for number, *row in rows:
                identifier, title, fields, day, added, characters, text = row
                own = tuple(passages.get(number, ()))
                yield StoredArticle(identifier, title, fields, day, added, characters, text, own)

    def unlike_the_schema(self) -> list[str]:
        """Return which tables and indexes are not laid out as ours are."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as ours:
            lay_out(ours, since=0)
            wanted = {tuple(row) for row in ours.execute(_LAID_OUT)}
        found = {tuple(row) for row in self._rows(_LAID_OUT)}
        return [
            f"{name} is not laid out as it should be" for name in sorted({row[1] for row in wanted ^ found})
        ]

    def vectors_unlike_their_checksum(self) -> int:
        """Return how many vectors are not the bytes that were written."""
        chunks = self._streamed("SELECT vector, crc FROM vectors", ())
        return sum(zlib.crc32(vector) != crc for chunk in chunks for vector, crc in chunk)

    def unlike_their_first_place(self) -> int:
        """Return how many articles have a path or fields that the first file they lie in does not give."""
        ((count,),) = self._rows(
            "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM locations l "
            "JOIN files f ON f.id = l.file WHERE l.article = a.number AND f.path = a.path "
            "AND l.fields = a.fields AND l.file = (SELECT min(file) FROM locations WHERE article = a.number))"
        )
        return int(count)

    def wrongly_told(self) -> int:
        """Return how many articles are not in the story that their copies make."""
        numbered = dict(self._rows("SELECT number, id FROM articles"))
        pairs = self._rows("SELECT article, other FROM copies")
        ends = {number for pair in pairs for number in pair}
        astray = len(ends - numbered.keys()) + len(set(pairs) ^ {(other, one) for one, other in pairs})
        if astray:
            return astray
        stories = {number: numbered[min(part)] for part in parts(ends, pairs) for number in part}
        stated = dict(self._rows("SELECT number, story FROM articles WHERE story IS NOT NULL"))
        return sum(stories.get(number) != stated.get(number) for number in stories.keys() | stated.keys())

    def never_embedded(self) -> int:
        """Return how many passages have no vector and do not wait for one."""
        ((count,),) = self._rows(
            "SELECT count(*) FROM passages WHERE digest NOT IN (SELECT digest FROM vectors) "
            "AND digest NOT IN (SELECT digest FROM waiting)"
        )
        return int(count)
