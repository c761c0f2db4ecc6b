"""What the thread that asks tells the screen; it touches the screen in no other way."""

from dataclasses import dataclass, field
from threading import Event as Flag

from textual.message import Message

from qa.asking import Holdings
from qa.dialogue.memory import TakenUp
from qa.records import Answer, Event


@dataclass(frozen=True, eq=False, slots=True)
class Request:
    """One question on its way to the thread that asks; two of the same words are two requests."""

    question: str
    turns: tuple[Answer, ...]
    """The answers before it in the conversation, oldest first; none for one that is asked as it stands."""
    conversation: str
    """The id its answer is kept under."""
    stopped: Flag = field(default_factory=Flag)
    """Set once the reader does not want the rest."""


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

    def __init__(self, taken_up: TakenUp | None, line: str) -> None:
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
