"""The language model as the rest of the program knows it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

USUAL_CONTEXT = 4096
"""Tokens in the window of a model in a file; a longer one costs memory that quotations do not fill."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation a model is shown."""

    role: Literal["system", "user", "assistant"]
    content: str


@runtime_checkable
class Foreseeing(Protocol):
    """A model that can begin with a prompt before all of it is known."""

    def foresee(self, messages: Sequence[Message], cancelled: Callable[[], bool]) -> None:
        """Read how a prompt will begin, until anything is to be written or `cancelled` says True.

        Raises:
            ModelError: The model fails.
        """


class LanguageModel(Protocol):
    """A model that continues a conversation, the same way every time."""

    @property
    def name(self) -> str:
        """What the model calls itself."""

    @property
    def parameters(self) -> int:
        """How many weights it has: how much it can be asked to do."""

    @property
    def context(self) -> int:
        """Tokens in its window: the prompt and what is written must fit together."""

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the tokens of the whole prompt, with template and the opening of the answer; or more."""

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the answer piece by piece; joined, the pieces are the text.

        It ends at the model's own end of turn, after `max_tokens`, or within one token once
        `cancelled` says True. The likeliest token is always taken (temperature 0).

        Raises:
            ModelError: The prompt and `max_tokens` exceed `context`; nothing was evaluated. Or the
                model fails on the way; the pieces that came before are right.
        """
