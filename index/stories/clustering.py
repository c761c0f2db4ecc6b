"""Articles → stories: those that are copies of each other, one by one as they come and go.

Two articles are compared where their sketches share a few shingles, and are joined where one is a copy of
the other; a story is what hangs together so. Nothing else is looked at, so that an article costs the
same in a library of any size. A shingle that many share, of a notice under all of a paper's articles,
does not make it cost more: only the first `DELEGATES` that have it are compared with all who have it,
and the others with them alone. Of a thousand true copies each is joined to those first ones.

What holds: up to `DELEGATES` articles to a shingle, which articles form a story depends on nothing but
the articles, neither on their order nor on what came and went. Beyond, it depends on which came first.
A story's id is that of its first article in the library, so it stays while others join; where the first
one leaves or two stories turn out to be one, it is that of the first one left, or of the older.
"""

import json
import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Sequence

from index.stories.likeness import are_copies
from index.stories.sketching import Shingles, shingles, sketch

DELEGATES = 32
"""Articles with one shingle that are compared with every other that has it."""
COMMON = 2
"""Shingles that two sketches share before their articles are compared; a brief of a third mostly has six."""
KEPT = 512
"""Articles whose shingles are kept at hand; of 600 words each, 2.5 MB."""


class Stories:
    """The stories of a library; every method runs in a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._at_hand: OrderedDict[int, Shingles] = OrderedDict()

    def take_in(self, number: int, text: str) -> None:
        """Sketch a stored article and join it to its copies.

        Args:
            number: The article's, whose row is there.
            text: Its words.
        """
        runs = shingles(text)
        if not len(runs):
            return
        self._keep(number, runs)
        values = sketch(runs)
        self._connection.executemany(
            "INSERT OR IGNORE INTO sketches (shingle, article) VALUES (?, ?)",
            [(value, number) for value in values],
        )
        self._compare(number, runs, values)

    def take_out(self, number: int) -> None:
        """Let go of an article that is about to leave: its story is what still hangs together without it."""
        self._at_hand.pop(number, None)
        values = self._numbers("SELECT shingle FROM sketches WHERE article = ?", number)
        copies = self._numbers("SELECT other FROM copies WHERE article = ?", number)
        for table in ("sketches", "copies", "uncompared"):
            self._connection.execute(f"DELETE FROM {table} WHERE article = ?", (number,))  # noqa: S608
        self._connection.executemany(
            "DELETE FROM copies WHERE article = ? AND other = ?", [(copy, number) for copy in copies]
        )
        self._move_up(number, values)
        if copies:
            self._part(number, copies)

    def settle(self, limit: int) -> int:
        """Compare articles that wait for it, `limit` at most, and return how many there were.

        These are the articles of libraries made before there were stories, and those that became one of
        a shingle's first because another left.
        """
        rows = self._connection.execute(
            "SELECT number, text FROM uncompared JOIN articles ON number = article ORDER BY number LIMIT ?",
            (limit,),
        ).fetchall()
        for number, text in rows:
            self.take_in(number, text)
        self._connection.executemany(
            "DELETE FROM uncompared WHERE article = ?", [(number,) for number, _ in rows]
        )
        return len(rows)

    def _compare(self, number: int, runs: Shingles, values: Iterable[int]) -> None:
        """Join an article to those of its candidates that are its copies."""
        known = set(self._numbers("SELECT other FROM copies WHERE article = ?", number))
        candidates = sorted(self._candidates(number, values) - known)
        copies = [
            other
            for other, theirs in zip(candidates, self._shingles_of(candidates), strict=True)
            if are_copies(runs, theirs)
        ]
        if not copies:
            return
        pairs = [pair for other in copies for pair in ((number, other), (other, number))]
        self._connection.executemany("INSERT OR IGNORE INTO copies (article, other) VALUES (?, ?)", pairs)
        self._join([number, *copies])

    def _candidates(self, number: int, values: Iterable[int]) -> set[int]:
        """Return the other articles that this one is to be compared with."""
        shared = Counter[int]()
        for value in values:
            first = self._numbers(
                "SELECT article FROM sketches WHERE shingle = ? ORDER BY article LIMIT ?", value, DELEGATES
            )
            if number in first and len(first) == DELEGATES:
                first = self._numbers("SELECT article FROM sketches WHERE shingle = ?", value)
            shared.update(first)
        return {other for other, common in shared.items() if common >= COMMON} - {number}

    def _shingles_of(self, numbers: Sequence[int]) -> Iterable[Shingles]:
        """Yield the shingles of articles in turn; the texts of those not at hand are read one by one."""
        for number in numbers:
            runs = self._at_hand.get(number)
            if runs is None:
                ((text,),) = self._connection.execute("SELECT text FROM articles WHERE number = ?", (number,))
                runs = shingles(text)
            self._keep(number, runs)
            yield runs

    def _keep(self, number: int, runs: Shingles) -> None:
        self._at_hand[number] = runs
        self._at_hand.move_to_end(number)
        if len(self._at_hand) > KEPT:
            self._at_hand.popitem(last=False)

    def _join(self, numbers: Sequence[int]) -> None:
        """Make one story of articles and of the stories they are in."""
        rows = self._connection.execute(
            "WITH some AS MATERIALIZED (SELECT value FROM json_each(?1)) "
            "SELECT number FROM articles WHERE number IN some UNION SELECT number FROM articles "
            "WHERE story IN (SELECT story FROM articles WHERE number IN some AND story IS NOT NULL)",
            (json.dumps(list(numbers)),),
        )
        self._name([number for (number,) in rows])

    def _name(self, members: Collection[int]) -> None:
        """Give articles the id of the first of them as their story; one alone has none."""
        story = None
        if len(members) > 1:
            ((story,),) = self._connection.execute(
                "SELECT id FROM articles WHERE number = ?", (min(members),)
            )
        self._connection.execute(
            "UPDATE articles SET story = ?1 "
            "WHERE number IN (SELECT value FROM json_each(?2)) AND story IS NOT ?1",
            (story, json.dumps(sorted(members))),
        )

    def _part(self, number: int, copies: Sequence[int]) -> None:
        """Name anew what is left of the story that an article leaves."""
        left = self._numbers(
            "SELECT number FROM articles WHERE story = (SELECT story FROM articles WHERE number = ?1) "
            "AND number != ?1",
            number,
        )
        # Where its copies are copies of each other, as they mostly are, nothing falls apart.
        together = len(parts(copies, self._pairs(copies))) == 1
        for part in [left] if together else parts(left, self._pairs(left)):
            self._name(part)

    def _pairs(self, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """Return which of the articles are copies of which."""
        return self._connection.execute(
            "WITH some AS MATERIALIZED (SELECT value FROM json_each(?)) "
            "SELECT article, other FROM copies WHERE article IN some AND other IN some",
            (json.dumps(list(numbers)),),
        ).fetchall()

    def _move_up(self, number: int, values: Iterable[int]) -> None:
        """Have the articles compared that are among a shingle's first in the place of one that leaves."""
        for value in values:
            self._connection.execute(
                "INSERT OR IGNORE INTO uncompared SELECT article FROM (SELECT article FROM sketches "
                "WHERE shingle = ? ORDER BY article LIMIT 1 OFFSET ?) WHERE article > ?",
                (value, DELEGATES - 1, number),
            )

    def _numbers(self, sql: str, *parameters: int) -> list[int]:
        return [number for (number,) in self._connection.execute(sql, parameters)]


def parts(numbers: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the groups of numbers that pairs hold together."""
    near: dict[int, list[int]] = {number: [] for number in numbers}
    for one, other in pairs:
        near[one].append(other)
    found, seen = [], set[int]()
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for number in part:  # grows as it goes
            new = [other for other in near[number] if other not in seen]
            seen.update(new)
            part += new
        found.append(part)
    return found
