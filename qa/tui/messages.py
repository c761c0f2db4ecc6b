"""What the thread that asks tells the screen; it touches the screen in no other way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event as Flag
from typing import TYPE_CHECKING

from textual.message import Message

from qa.asking import Holdings, Terms
from qa.models.llm import LanguageModel
from qa.records import Answer, Event

if TYPE_CHECKING:
    from qa.dialogue.memory import TakenUp


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a conversation leaves another."""

    source: str
    """The other one's id."""
    turns: int
    """How many of its turns they have in common."""


@dataclass(frozen=True, eq=False, slots=True)
class Request:
    """One question on its way to the thread that asks; two of the same words are two requests."""

    question: str
    turns: tuple[Answer, ...]
    """The answers before it in the conversation, oldest first; none for one that is asked as it stands."""
    conversation: str
    """The id its answer is kept under."""
    terms: Terms = Terms()  # noqa: RUF009 - frozen
    branch: Branch | None = None
    """The conversation that this one begins with, where nothing of it is kept yet."""
    stopped: Flag = field(default_factory=Flag)
    """Set once the reader does not want the rest."""


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """Another language model on its way to the thread that asks."""

    name: str
    open: Callable[[], LanguageModel]
    """Loads it; raises `ArticleQAError`."""


@dataclass(frozen=True, eq=False, slots=True)
class Recount:
    """The wish to know what the library holds now, on its way to the thread that asks."""


class LibraryFills(Message):
    """Something is being brought into the library from this chat."""


class LibraryChanged(Message):
    """Something was brought into the library, or taken out of it, from this chat."""


class Counted(Message):
    """The library holds something else now."""

    def __init__(self, holdings: Holdings) -> None:
        super().__init__()
        self.holdings = holdings


class Changed(Message):
    """Another language model answers from now on."""

    def __init__(self, change: Change, model: str | None) -> None:
        super().__init__()
        self.change = change
        self.model = model


class Unchanged(Message):
    """A language model cannot be had; the one before answers still. `reason` is one line."""

    def __init__(self, change: Change, reason: str) -> None:
        super().__init__()
        self.change = change
        self.reason = reason


class Loading(Message):
    """The library and models are being opened."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step


class Opened(Message):
    """Questions can be answered."""

    def __init__(self, model: str | None, holdings: Holdings) -> None:
        super().__init__()
        self.model = model
        self.holdings = holdings


class Remembered(Message):
    """A conversation goes on: `None` for one of which nothing was kept yet."""

    def __init__(self, taken_up: "TakenUp | None", line: str) -> None:
        super().__init__()
        self.taken_up = taken_up
        self.line = line


class Unkept(Message):
    """Nothing more is kept of this conversation; `reason` is one line."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class Empty(Message):
    """There is no library yet, or no article in it."""


class Unopened(Message):
    """The library or a model cannot be used; `reason` is one line."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class Arrived(Message):
    """The next event of an answer."""

    def __init__(self, request: Request, event: Event) -> None:
        super().__init__()
        self.request = request
        self.event = event


class Failed(Message):
    """A question could not be answered; `reason` is one line."""

    def __init__(self, request: Request, reason: str) -> None:
        super().__init__()
        self.request = request
        self.reason = reason


class Ended(Message):
    """Nothing more comes for a request, however it went."""

    def __init__(self, request: Request, holdings: Holdings) -> None:
        super().__init__()
        self.request = request
        self.holdings = holdings
