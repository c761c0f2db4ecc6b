"""What files hold, as rows of the database: articles, their passages and the places they lie in."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from index.inventory import FileState
from index.passages import embedded_texts
from index.records import Article, Heading, Passage
from index.rows import from_cuts, from_json, to_cuts, to_json
from index.stories.clustering import Stories

DIGEST_BYTES = 16


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


def text_digest(texts: Sequence[str]) -> bytes:
    """Return what a passage's vector is stored under: those of equal embedded texts share one.

    Of one piece it is the digest of its text, of several that of their digests: the same words cut
    otherwise have another vector.

    Args:
        texts: What `index.passages.embedded_texts` gives.
    """
    digests = [_digest(text.encode()) for text in texts]
    return digests[0] if len(digests) == 1 else _digest(b"".join(digests))


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=DIGEST_BYTES).digest()


_Row = tuple[int, int, int, str, bytes]
"""A passage's position, start, end, cuts and digest."""


def _row(article: Article, passage: Passage, headings: int) -> _Row:
    digest = text_digest(embedded_texts(article, passage, headings=headings))
    return passage.position, passage.start, passage.end, from_cuts(passage.cuts), digest


class Shelf:
    """The rows of articles; every method runs in a transaction of the caller's.

    Args:
        connection: Of a library's database, for writing.
        headings: How many headings the library embeds with its passages.
    """

    def __init__(self, connection: sqlite3.Connection, headings: int) -> None:
        self._connection = connection
        self.stories = Stories(connection)
        self._headings = headings

    def store_file(self, file: FileState) -> int:
        """Store the state of a file and return the file's number."""
        self._connection.execute(
            "INSERT INTO files (path, size, mtime_ns, digest, reader) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, "
            "digest = excluded.digest, reader = excluded.reader",
            (file.path, file.size, file.mtime_ns, file.digest, file.reader),
        )
        ((number,),) = self._connection.execute("SELECT id FROM files WHERE path = ?", (file.path,))
        return int(number)

    def replace(self, file: int, contents: Sequence[Content], generation: int) -> Outcome:
        """Put articles in the place of what a file held before, and let go of what no file has any more."""
        rows = self._connection.execute("SELECT article FROM locations WHERE file = ?", (file,))
        before = {number for (number,) in rows}
        self._connection.execute("DELETE FROM locations WHERE file = ?", (file,))
        new: set[int] = set()
        for position, content in enumerate(contents):
            number, fresh = self.store_article(content, generation)
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

    def take_out(self, identifier: str, generation: int) -> bool:
        """Take an article out of every file that has it; return whether there was one."""
        found = self._connection.execute("SELECT number FROM articles WHERE id = ?", (identifier,)).fetchone()
        if found is None:
            return False
        self._connection.execute("DELETE FROM locations WHERE article = ?", found)
        self._settle(int(found[0]), generation)
        return True

    def forget(self, path: str, generation: int) -> Outcome:
        """Take out a file, with the articles that no other file has."""
        found = self._connection.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
        if found is None:
            return Outcome()
        outcome = self.replace(found[0], (), generation)
        self._connection.execute("DELETE FROM files WHERE id = ?", found)
        return outcome

    def store_article(self, content: Content, generation: int) -> tuple[int, bool]:
        """Return the article's number, and whether it is new."""
        article = content.article
        found = self._connection.execute("SELECT number FROM articles WHERE id = ?", (article.id,)).fetchone()
        if found:
            return int(found[0]), False
        added = (article.added or datetime.now(UTC)).isoformat(timespec="seconds")
        day = article.date and article.date.isoformat()
        row = (article.id, article.title, article.path, to_json(article), day, added)
        cursor = self._connection.execute(
            "INSERT INTO articles (id, title, path, fields, date, added, characters, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, len(article.text), article.text),
        )
        number = int(cursor.lastrowid or 0)
        rows = (_row(article, passage, self._headings) for passage in content.passages)
        self._store_passages(number, rows, generation)
        self.stories.take_in(number, article.text)
        return number, True

    def _store_passages(self, number: int, rows: Iterable[_Row], generation: int) -> None:
        """Store passages of an article; the texts among them that are new wait for their vectors."""
        self._connection.executemany(
            "INSERT INTO passages (article, position, start, end, cuts, digest, generation) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *row, generation) for row in rows),
        )
        self._connection.execute(
            "INSERT OR IGNORE INTO waiting (digest) SELECT digest FROM passages WHERE article = ? "
            "AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.digest = passages.digest) ORDER BY position",
            (number,),
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
            self.stories.take_out(number)
            self._connection.execute("DELETE FROM articles WHERE number = ?", (number,))
            return "gone"
        ((*stated, day),) = self._connection.execute(
            "SELECT path, fields, date FROM articles WHERE number = ?", (number,)
        )
        if tuple(stated) == first:
            return "kept"
        now = from_json(first[1])
        now_day = now.date and now.date.isoformat()
        self._connection.execute(
            "UPDATE articles SET path = ?, fields = ?, date = ? WHERE number = ?", (*first, now_day, number)
        )
        passages = self._passages(number)
        told = self._told(number, passages, now.headings) if self._headings else passages
        if now_day != day or told != passages:  # the full-text index knows the day: to it these are others
            self._take_out_passages(number, generation)
            self._store_passages(number, told, generation)
        return "restated" if stated[1] != first[1] else "kept"

    def _passages(self, number: int) -> list[_Row]:
        return self._connection.execute(
            "SELECT position, start, end, cuts, digest FROM passages WHERE article = ? ORDER BY position",
            (number,),
        ).fetchall()

    def _told(self, number: int, rows: Sequence[_Row], headings: tuple[Heading, ...]) -> list[_Row]:
        """Return an article's passages as they are embedded where its headings are these."""
        ((title, text),) = self._connection.execute(
            "SELECT title, text FROM articles WHERE number = ?", (number,)
        )
        article = Article(title=title, text=text, path="", headings=headings)
        passages = (
            Passage(article.id, position, start, end, text[start:end], cuts=to_cuts(cuts))
            for position, start, end, cuts, _ in rows
        )
        return [_row(article, passage, self._headings) for passage in passages]

    def _take_out_passages(self, number: int, generation: int) -> None:
        self._connection.execute(
            "INSERT INTO removed SELECT id, ?, digest FROM passages WHERE article = ?", (generation, number)
        )
        self._connection.execute("DELETE FROM passages WHERE article = ?", (number,))
