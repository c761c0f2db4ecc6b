"""What a printer of answers needs to know: someone to ask, and what it answers from."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.scope import EVERYTHING, Scope
from qa.models.llm import LanguageModel
from qa.records import Answer, Event

Cancelled = Callable[[], bool]
"""Asked between pieces of work; once it says True the asking stops."""


def never() -> bool:
    """Say that nobody has cancelled."""
    return False


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a library holds, in a line."""

    directory: Path
    articles: int
    passages: int
    first: dt.date | None
    """The earliest publication date known; `None` where no article has one."""
    last: dt.date | None
    waiting: int = 0
    """Passages that an indexing run has not embedded yet; they are found by their words alone."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question is answered from, and by whom."""

    scope: Scope = EVERYTHING
    """The only articles looked at."""
    quote: bool = False
    """By quotation alone, without the language model."""


class Asking(Protocol):
    """Someone who answers questions; the command, the chat and the servers only print it."""

    @property
    def model(self) -> str | None:
        """The language model's name; `None` in quotation mode."""

    @property
    def holdings(self) -> Holdings:
        """What it answers from, as it stands now."""

    def under(self, terms: Terms) -> "Asking":
        """Return the same one, who answers under these terms.

        Raises:
            QuestionError: No article is of the scope, in a line that says what there is instead.
        """

    def written_by(self, writer: LanguageModel) -> "Asking":
        """Return the same one with another language model."""

    def ask(
        self, question: str, *, turns: Sequence[Answer] = (), cancelled: Cancelled = never
    ) -> Iterator[Event]:
        """Yield `Found`, then `Checked` for each sentence, then `Answered`.

        Args:
            question: What the reader typed.
            turns: The answers given before in this conversation, oldest first.
            cancelled: Says whether the reader has stopped the answer; then `Answered` comes at
                once, with `stopped` set and what was checked so far.

        Raises:
            ArticleQAError: Foreseen trouble, in one line.
        """

    def timeline(self, topic: str, *, cancelled: Cancelled = never) -> Iterator[Event]:
        """Yield the same events for what the articles tell of a topic, each sentence with its day.

        Raises:
            ArticleQAError: Foreseen trouble, in one line.
        """
