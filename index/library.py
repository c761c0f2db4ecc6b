"""The library: articles, passages and vectors in one SQLite file, the only source of truth."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.agreement import require_embedder, require_settings
from index.creation import make
from index.database import damaged, translated
from index.errors import LibraryError, LibraryMissingError, LibraryNewerError
from index.inventory import (
    ArticleEntry,
    Counts,
    Identified,
    Identity,
    LibraryInfo,
    Location,
    Moment,
)
from index.migration import open_current
from index.passages import PassageSettings
from index.records import Article, Passage, article_id
from index.rows import ARTICLE_COLUMNS, from_json, to_article, to_cuts
from index.schema import VERSION
from index.scope import Field, Scope
from index.selection import holds_dated, passages_within, stated_values

CHUNK = 2048
"""Rows read at a time where all are read in turn; 3 MB of vectors."""


class Library:
    """An open library, for reading; `index.writing.Writer` writes.

    Every call sees what was last committed, by whatever process. It may be called from several
    threads. Methods that take many ids take passage ids and leave out those that are gone.

    Raises:
        LibraryError: From any call: the database is damaged, or cannot be read.
    """

    def __init__(self, directory: Path, connection: sqlite3.Connection) -> None:
        self.directory = directory
        self._connection = connection
        self._turn = threading.RLock()
        self._chosen: tuple[Moment, Scope, NDArray[np.int64]] | None = None
        try:
            self.info = self._read_info()
        except LibraryError:
            connection.close()
            raise

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Return the library in `directory`, which may be read-only; an earlier version's is brought forward.

        Raises:
            LibraryMissingError: There is none.
            LibraryNewerError: A later version of the program made it.
            LibraryDamagedError: Its database cannot be read.
        """
        return cls(directory, open_current(directory))

    @classmethod
    def open_or_create(cls, directory: Path, *, embedder: Identified, settings: PassageSettings) -> Self:
        """Return the library in `directory`, made with this embedder and these settings.

        Raises:
            LibraryMismatchError: It was made with others; the message names both.
            LibraryBusyError: Another process is just making it.
            LibraryError: It cannot be opened or made.
        """
        try:
            library = cls.open(directory)
        except LibraryMissingError:
            make(directory, embedder, settings)
            library = cls.open(directory)
        try:
            library.require_embedder(embedder)
            library.require_settings(settings)
        except LibraryError:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Let go of the database."""
        with self._turn:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def require_embedder(self, embedder: Identified) -> None:
        """Refuse an embedder whose vectors are not comparable with the stored ones.

        Raises:
            LibraryMismatchError: Its digest or its dimension is another one.
        """
        require_embedder(self.info, embedder)

    def require_settings(self, settings: PassageSettings) -> None:
        """Refuse to cut articles otherwise than those in the library were cut.

        Raises:
            LibraryMismatchError: The settings differ.
        """
        require_settings(self.info, settings)

    @property
    def moment(self) -> Moment:
        """The state last committed; while it is the same, so is all the library holds."""
        rows = self._rows("SELECT generation, token FROM generations ORDER BY generation DESC LIMIT 1")
        if not rows:
            raise damaged(self.directory, "it has no generation")
        return Moment(*rows[0])

    @property
    def generation(self) -> int:
        """How often the library was written; larger is later."""
        return self.moment.generation

    def remembers(self, moment: Moment) -> bool:
        """Return whether the library once was in that state."""
        rows = self._rows("SELECT token FROM generations WHERE generation = ?", (moment.generation,))
        return rows == [(moment.token,)]

    @property
    def is_empty(self) -> bool:
        """Whether there is no article."""
        return not self._rows("SELECT 1 FROM articles LIMIT 1")

    def renew(self) -> bool:
        """Take note of a rebuild; return whether there was one, and `info` is another now.

        Indexes opened before belong to the library as it was: open them again.
        """
        if self._rows("SELECT value FROM meta WHERE key = 'uuid'") == [(json.dumps(self.info.uuid),)]:
            return False
        self.info = self._read_info()
        return True

    def passages_moved_since(self, moment: Moment) -> bool:
        """Return whether a passage came or went after a moment the library remembers."""
        ((moved,),) = self._rows(
            "SELECT EXISTS (SELECT 1 FROM passages WHERE generation > ?1) "
            "OR EXISTS (SELECT 1 FROM removed WHERE generation > ?1)",
            (moment.generation,),
        )
        return bool(moved)

    def counts(self) -> Counts:
        """Return how much there is; the whole library is counted."""
        ((articles, first, last),) = self._rows("SELECT count(*), min(date), max(date) FROM articles")
        ((passages,),) = self._rows("SELECT count(*) FROM passages")
        ((waiting,),) = self._rows("SELECT count(*) FROM waiting CROSS JOIN passages USING (digest)")
        ((files,),) = self._rows("SELECT count(*) FROM files")
        return Counts(articles, passages, waiting, files, _day(first), _day(last))

    def articles(self) -> Iterator[ArticleEntry]:
        """Yield every article without its text, in the order they came in."""
        last = 0
        while True:
            rows = self._rows(
                f"SELECT {ARTICLE_COLUMNS}, a.characters, a.number, "  # noqa: S608 - the columns are ours
                "(SELECT count(*) FROM passages p WHERE p.article = a.number) "
                "FROM articles a WHERE a.number > ? ORDER BY a.number LIMIT ?",
                (last, CHUNK),
            )
            if not rows:
                return
            last = rows[-1][-2]
            for *columns, characters, _, passages in rows:
                yield ArticleEntry(to_article(columns, ""), characters, passages)

    def article(self, identifier: str) -> Article | None:
        """Return the article with that whole id, its words verified; `None` where there is none."""
        rows = self._rows(f"SELECT {ARTICLE_COLUMNS}, a.text FROM articles a WHERE a.id = ?", (identifier,))  # noqa: S608
        return self._verified(rows[0][:-1], rows[0][-1]) if rows else None

    def find(self, prefix: str) -> tuple[str, ...]:
        """Return the ids that begin with `prefix`, sorted."""
        # "g" is the first letter after the hexadecimal digits.
        low = prefix.lower()
        rows = self._rows("SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id", (low, low + "g"))
        return tuple(identifier for (identifier,) in rows if identifier.startswith(low))

    def described(self, identifiers: Iterable[str]) -> dict[str, Article]:
        """Return by id what is known of articles, without their texts, in the order they came in."""
        rows = self._rows(
            f"SELECT {ARTICLE_COLUMNS} FROM articles a "  # noqa: S608 - the columns are ours
            "WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.number",
            (json.dumps(list(identifiers)),),
        )
        return {row[0]: to_article(row, "") for row in rows}

    def told_in(self, story: str) -> tuple[str, ...]:
        """Return the ids of the articles that are copies of a story, in the order they came in."""
        rows = self._rows("SELECT id FROM articles WHERE story = ? ORDER BY number", (story,))
        return tuple(identifier for (identifier,) in rows)

    def locations(self, identifier: str) -> tuple[Location, ...]:
        """Return where the article lies, the place its fields are taken from first."""
        rows = self._rows(
            "SELECT f.path, l.position, l.fields FROM locations l JOIN files f ON f.id = l.file "
            "JOIN articles a ON a.number = l.article WHERE a.id = ? ORDER BY l.file, l.position",
            (identifier,),
        )
        stated = ((path, position, from_json(fields)) for path, position, fields in rows)
        return tuple(Location(path, position, said.source, said.date) for path, position, said in stated)

    def passages_of(self, identifier: str) -> tuple[Passage, ...]:
        """Return the passages of an article in order; none where there is no such article."""
        rows = self._rows(
            "SELECT p.id FROM passages p JOIN articles a ON a.number = p.article "
            "WHERE a.id = ? ORDER BY p.position",
            (identifier,),
        )
        return tuple(self.passages([number for (number,) in rows]).values())

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Return passages by id, in ascending order of id."""
        return {number: passage for number, (passage, _) in self.placed(ids).items()}

    def articles_of(self, ids: Iterable[int]) -> dict[int, Article]:
        """Return for each passage id the article it is from, with its text."""
        return {number: article for number, (_, article) in self.placed(ids).items()}

    def placed(self, ids: Iterable[int]) -> dict[int, tuple[Passage, Article]]:
        """Return passages with the articles they are from, by id, in ascending order of id."""
        rows = self._rows(
            "SELECT article, id, position, start, end, cuts FROM passages "
            "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (_ids(ids),),
        )
        articles = self._numbered({row[0] for row in rows})
        found = {}
        for number, identifier, position, start, end, cuts in rows:
            if number not in articles:  # a writer came between the two readings
                continue
            article = articles[number]
            if not (isinstance(start, int) and isinstance(end, int)):
                raise damaged(self.directory, f"passage {identifier} does not say where it is")
            text = article.text[start:end]
            passage = Passage(article.id, position, start, end, text, identifier, to_cuts(cuts))
            found[identifier] = passage, article
        return found

    def spans(self, ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
        """Return by passage id the number of its article, where it starts and where it ends."""
        rows = self._rows(
            "SELECT id, article, start, end FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (_ids(ids),),
        )
        return {identifier: (article, start, end) for identifier, article, start, end in rows}

    def has_dated(self, scope: Scope) -> bool:
        """Return whether an article meant is known to be of one of the days."""
        with self._turn, translated(self.directory):
            return holds_dated(self._connection, scope)

    def _numbered(self, numbers: Iterable[int]) -> dict[int, Article]:
        rows = self._rows(
            f"SELECT a.number, {ARTICLE_COLUMNS}, a.text FROM articles a "  # noqa: S608 - the columns are ours
            "WHERE a.number IN (SELECT value FROM json_each(?))",
            (_ids(numbers),),
        )
        return {number: self._verified(columns, text) for number, *columns, text in rows}

    def _verified(self, columns: Sequence[Any], text: str) -> Article:
        """Return an article whose title and text are those its id was made from.

        SQLite does not notice a changed byte within a text; nobody may be shown such words.
        """
        article = to_article(columns, text)
        if article_id(article.title, text) != article.id:
            raise damaged(self.directory, f"article {article.id} is not the words it was")
        return article

    def within(self, scope: Scope) -> NDArray[np.int64] | None:
        """Return the sorted ids of the passages of the articles meant; `None` means all of them.

        The array cannot be written to: the last one is kept while nothing is committed, since the
        questions of a conversation share their scope.
        """
        if scope.everything:
            return None
        now, chosen = self.moment, self._chosen
        if chosen is None or chosen[:2] != (now, scope):
            with self._turn, translated(self.directory):
                ids = passages_within(self._connection, scope)
            ids.flags.writeable = False
            self._chosen = chosen = (now, scope, ids)
        return chosen[2]

    def values(self, field: Field) -> dict[str, int]:
        """Return what the articles have in a field, with their number, the most frequent first."""
        with self._turn, translated(self.directory):
            return stated_values(self._connection, field)

    def vectors_of(self, ids: Iterable[int]) -> dict[int, NDArray[np.float32]]:
        """Return by id the vectors of passages, float32 of unit length; those without are left out."""
        rows = self._rows(
            "SELECT p.id, v.vector FROM passages p JOIN vectors v USING (digest) "
            "WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
            (_ids(ids),),
        )
        numbers, matrix = self._matrix(rows)
        return dict(zip(numbers.tolist(), matrix, strict=True))

    def _matrix(self, rows: Sequence[Sequence[Any]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        dimension = self.info.embedder.dimension
        if any(len(vector) != 2 * dimension for _, vector in rows):
            raise damaged(self.directory, "a vector has another length")
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        joined = b"".join(vector for _, vector in rows)
        halves = np.frombuffer(joined, dtype="<f2").reshape(len(rows), dimension)
        return numbers, halves.astype(np.float32)

    def _rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        with self._turn, translated(self.directory):
            return self._connection.execute(sql, parameters).fetchall()

    def _read_info(self) -> LibraryInfo:
        try:
            meta = {key: json.loads(value) for key, value in self._rows("SELECT key, value FROM meta")}
            return LibraryInfo(
                directory=self.directory,
                uuid=meta["uuid"],
                created=datetime.fromisoformat(meta["created"]),
                embedder=Identity(**meta["embedder"]),
                settings=PassageSettings.stored(meta["settings"]),
                schema=VERSION,
            )
        except KeyError as error:
            raise damaged(self.directory, f"it does not say its {error}") from error
        except ValueError as error:
            raise damaged(self.directory, f"it does not say what made it ({error})") from error
        except TypeError as error:  # a setting this program does not know
            raise LibraryNewerError(
                f"{self.directory}: the library has settings of a later version than {VERSION} ({error}); "
                "bring the program up to date: pip install --upgrade article-qa"
            ) from error


def _ids(ids: Iterable[int]) -> str:
    return json.dumps([int(number) for number in ids])


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
