"""Conversations on disk: every turn is there as soon as it is answered."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

from index.database import transaction
from qa.dialogue.conversation_file import damaged, open_file, translated
from qa.dialogue.kept_answers import ArticleOf, kept, recalled
from qa.dialogue.searching import Matches, matches
from qa.dialogue.turns import new_conversation
from qa.records import Answer

LONGEST_TITLE = 200
"""Characters; a first question may be a whole text."""

_LISTED = "SELECT id, title, began, last, turns FROM conversations"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, without its turns."""

    id: str
    title: str
    """Its first question, in one line, unless it was given another."""
    began: datetime
    """In UTC; when its first turn was kept."""
    last: datetime
    """When its last turn was kept."""
    turns: int


@dataclass(frozen=True, slots=True)
class Match:
    """A conversation that was looked for."""

    conversation: Conversation
    excerpt: str
    """Words around those looked for, of the last turn that has them; "" where only the title does."""


class Conversations:
    """The conversations over one library, for reading and writing, by one thread at a time.

    Other processes may read and write them meanwhile; every call sees what was last kept.

    Raises:
        ConversationsError: From any call: the file is damaged, or cannot be read or written.
    """

    def __init__(self, directory: Path, connection: sqlite3.Connection) -> None:
        self._directory = directory
        self._connection = connection

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Return the conversations over the library in `directory`, none where there were none yet.

        Raises:
            ConversationsError: They cannot be kept there, are damaged, or of a later version.
        """
        return cls(directory, open_file(directory))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def begin() -> str:
        """Return the id of a new conversation; nothing is written before its first turn."""
        return new_conversation()

    def add(self, conversation: str, answer: Answer) -> None:
        """Keep a turn, whole or not at all; the first one makes its conversation.

        Args:
            conversation: From `begin`, or of one that is kept.
            answer: With its citations as they were shown.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        question = _whole_characters(answer.question)
        with self._writing():
            self._connection.execute(
                "INSERT OR IGNORE INTO conversations VALUES (?, ?, ?, ?, 0)",
                (conversation, _title(question), now, now),
            )
            self._connection.execute(
                "INSERT INTO turns SELECT NULL, id, turns, ?, ?, ?, ?, ?, ? FROM conversations WHERE id = ?",
                (
                    now,
                    question,
                    _whole_characters(answer.understood),
                    _whole_characters(answer.text),
                    answer.model,
                    kept(answer),
                    conversation,
                ),
            )
            self._connection.execute(
                "UPDATE conversations SET turns = turns + 1, last = max(last, ?) WHERE id = ?",
                (now, conversation),
            )

    def branch(self, source: str, conversation: str, *, turns: int) -> None:
        """Begin a conversation with the first turns of another, which stays as it is.

        Nothing is done where there is such a conversation already, or no turn to begin with.

        Args:
            source: The other one.
            conversation: From `begin`.
            turns: How many of its turns.
        """
        with self._writing():
            made = self._connection.execute(
                "INSERT OR IGNORE INTO conversations SELECT ?, c.title, min(t.at), max(t.at), count(*) "
                "FROM conversations c JOIN turns t ON t.conversation = c.id "
                "WHERE c.id = ? AND t.position < ? GROUP BY c.id",
                (conversation, source, turns),
            )
            if made.rowcount > 0:
                self._connection.execute(
                    "INSERT INTO turns SELECT NULL, ?, position, at, question, understood, answer, model, "
                    "rest FROM turns WHERE conversation = ? AND position < ? ORDER BY position",
                    (conversation, source, turns),
                )

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title, in one line; one of white space alone is not taken."""
        if line := _title(_whole_characters(title)):
            with self._writing():
                self._connection.execute(
                    "UPDATE conversations SET title = ? WHERE id = ?", (line, conversation)
                )

    def search(self, words: str, limit: int = 50) -> tuple[Match, ...]:
        """Return the conversations in which all the words stand in one turn, or in the title.

        The one spoken in last comes first. A word is found by its beginning, whatever its case and
        accents; without any word every conversation is meant.

        Args:
            words: As typed; nothing in them is read as an operator.
            limit: How many at most: those of the turns said last.
        """
        with translated(self._directory):
            found: Matches = matches(self._connection, words, limit)
        if found is None:
            return tuple(Match(one, "") for one in self.recent(limit))
        rows = self._rows(
            f"{_LISTED} WHERE id IN (SELECT value FROM json_each(?)) "  # noqa: S608 - ours
            "ORDER BY last DESC, id DESC LIMIT ?",
            (json.dumps(list(found)), limit),
        )
        return tuple(Match(one, found[one.id]) for one in map(self._conversation, rows))

    def latest(self) -> Conversation | None:
        """Return the conversation that was spoken in last; `None` where there is none."""
        return next(iter(self.recent(1)), None)

    def named(self, conversation: str) -> Conversation | None:
        """Return the conversation with an id; `None` where nothing of it is kept."""
        rows = self._rows(f"{_LISTED} WHERE id = ?", (conversation,))
        return next(map(self._conversation, rows), None)

    def recent(self, limit: int = 50, *, before: Conversation | None = None) -> tuple[Conversation, ...]:
        """Return conversations, the one spoken in last first.

        Args:
            limit: How many at most.
            before: The last one of the page before; `None` for the first page.
        """
        order = "ORDER BY last DESC, id DESC LIMIT ?"
        if before is None:
            rows = self._rows(f"{_LISTED} {order}", (limit,))
        else:
            after = (before.last.isoformat(timespec="milliseconds"), before.id)
            rows = self._rows(f"{_LISTED} WHERE (last, id) < (?, ?) {order}", (*after, limit))
        return tuple(self._conversation(row) for row in rows)

    def turns(self, conversation: str, article_of: ArticleOf, *, last: int = -1) -> tuple[Answer, ...]:
        """Return the turns of a conversation, oldest first; none where there is no such conversation.

        Each citation is compared with the article as it is now, and is `verified` or is not.

        Args:
            conversation: Its id.
            article_of: Where the words are looked up, as `Library.article`; each article once.
            last: Only so many, the last ones; all where it is negative.
        """
        rows = self._rows(
            "SELECT question, understood, model, rest FROM turns WHERE conversation = ? "
            "ORDER BY position DESC LIMIT ?",
            (conversation, last),
        )
        look_up = cache(article_of)
        return tuple(self._recalled(row, look_up) for row in reversed(rows))

    def delete(self, conversation: str) -> None:
        """Delete a conversation, if there is one; its words are wiped from the file."""
        with self._writing():
            self._connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        with translated(self._directory):
            # The index forgets what is deleted only where its parts are put together again.
            self._connection.execute("INSERT INTO said (said) VALUES ('optimize')")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with translated(self._directory), transaction(self._connection):
            yield

    def _rows(self, sql: str, parameters: Sequence[object]) -> list[Any]:
        with translated(self._directory):
            return self._connection.execute(sql, parameters).fetchall()

    def _conversation(self, row: Sequence[Any]) -> Conversation:
        identifier, title, began, last, turns = row
        try:
            return Conversation(
                identifier, title, datetime.fromisoformat(began), datetime.fromisoformat(last), turns
            )
        except (TypeError, ValueError) as error:
            raise damaged(self._directory, f"conversation {identifier} has no day") from error

    def _recalled(self, row: Sequence[Any], article_of: ArticleOf) -> Answer:
        question, understood, model, rest = row
        asked = Answer(
            question=question, understood=understood, sentences=(), citations=(), hits=(), model=model
        )
        try:
            return recalled(asked, rest, article_of)
        except (ValueError, LookupError, TypeError) as error:
            raise damaged(self._directory, "a turn in it is not whole") from error


def _title(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def _whole_characters(text: str) -> str:
    """Return text without halves of surrogate pairs, as a terminal may give: they cannot be stored."""
    return text.encode("utf-8", "replace").decode()
