"""The language model as the rest of the program knows it, and how one is opened."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from index.bundled import bundled_file
from qa.bundled import LANGUAGE_MODEL


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation a model is shown."""

    role: Literal["system", "user", "assistant"]
    content: str


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
        """Return the tokens of the whole prompt, with template and the opening of the answer."""

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the answer piece by piece; joined, the pieces are the text.

        It ends at the model's own end of turn, after `max_tokens`, or within one token once
        `cancelled` says True. The likeliest token is always taken (temperature 0).

        Raises:
            ModelError: The prompt and `max_tokens` exceed `context`; nothing was evaluated.
        """


def open_model(path: Path | None, *, cache: Path, context: int = 4096) -> LanguageModel:
    """Return the language model in a GGUF file, loaded and run in this process.

    Args:
        path: The file; `None` is the bundled model.
        cache: The directory of what can be made again; the digest of the bundled model is
            remembered there.
        context: Tokens wanted in the window; it has fewer where the model was trained with fewer.

    Raises:
        ModelError: The file is missing, damaged or cannot be run, or there is too little memory.
    """
    from qa.local_model import LocalModel

    if path is None:
        # The file calls itself after a training run: "Smollm2 135M 8k Lc100K Mix1 Ep2".
        file = bundled_file(LANGUAGE_MODEL, cache=cache)
        return LocalModel(file, context=context, name=LANGUAGE_MODEL.name)
    return LocalModel(path.expanduser(), context=context)
