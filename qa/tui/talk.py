"""Which question is being answered, which ones wait, and the answers so far."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.dialogue.turns import TURNS_TAKEN_UP, new_conversation
from qa.records import Answer
from qa.tui.messages import Branch, Request

if TYPE_CHECKING:
    from qa.dialogue.memory import TakenUp
    from qa.tui.widgets.turn import Turn


class Talk:
    """One conversation: questions are answered one at a time, in the order they were sent."""

    def __init__(self) -> None:
        self._conversation = new_conversation()
        self._branch: Branch | None = None
        self._answers: list[Answer] = []
        self._waiting: deque[Turn] = deque()
        self._turn: Turn | None = None
        self._request: Request | None = None

    @property
    def conversation(self) -> str:
        """The id its answers are kept under."""
        return self._conversation

    @property
    def answers(self) -> Sequence[Answer]:
        """All so far, oldest first."""
        return self._answers

    @property
    def running(self) -> "Turn | None":
        """The turn being answered; `None` while none is."""
        return self._turn

    @property
    def stopping(self) -> bool:
        """Whether the turn being answered has been stopped and has not ended yet."""
        return self._request is not None and self._request.stopped.is_set()

    def add(self, turn: "Turn") -> None:
        """Let a question wait for its turn."""
        self._waiting.append(turn)

    def next(self) -> Request | None:
        """Return the request for the question that is next, with the answers before it.

        One that is to be asked as it stands gets none, so that nothing is put into it. `None` while
        another is being answered, or when none waits.
        """
        if self._turn is not None or not self._waiting:
            return None
        self._turn = self._waiting.popleft()
        said = self._answers[: self._turn.before]
        before = () if self._turn.alone else tuple(said[-TURNS_TAKEN_UP:])
        self._request = Request(
            self._turn.question, before, self._conversation, self._turn.terms, self._branch
        )
        return self._request

    def turn_of(self, request: Request) -> "Turn | None":
        """Return the turn a request belongs to; `None` if its conversation is over."""
        return self._turn if request is self._request else None

    def keep(self, answer: Answer) -> None:
        """Remember an answer for the questions that follow it."""
        if self._turn is not None:
            self._turn.place = len(self._answers)
        self._branch = None
        self._answers.append(answer)

    def take_up(self, taken_up: "TakenUp") -> None:
        """Go on with a conversation that was kept; what waits is asked in it."""
        self._conversation = taken_up.conversation.id
        self._branch = None
        self._answers = list(taken_up.turns)

    def branch(self, place: int) -> None:
        """Go on in another conversation, which has the answers before that place and no other."""
        self.stop()
        self.end()
        self._waiting.clear()
        source = self._branch.source if self._branch else self._conversation
        self._branch = Branch(source, place) if place else None
        self._conversation = new_conversation()
        del self._answers[place:]

    def stop(self) -> bool:
        """Stop the answer being made; `False` if there is none to stop."""
        if self._request is None or self.stopping:
            return False
        self._request.stopped.set()
        return True

    def withdraw(self) -> "Turn | None":
        """Return the question that was sent last and still waits, which now does not; else `None`."""
        return self._waiting.pop() if self._waiting else None

    def end(self) -> None:
        """Say that nothing more comes for the turn being answered."""
        self._turn = self._request = None

    def forget(self) -> None:
        """Stop everything and begin another conversation, in which nothing was said."""
        self.stop()
        self.end()
        self._waiting.clear()
        self._answers.clear()
        self._branch = None
        self._conversation = new_conversation()
