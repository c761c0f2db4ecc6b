"""How long an answer takes, and how fast its language model writes."""

import time
from collections.abc import Iterator, Sequence

from index.errors import ModelError
from qa.asking import Cancelled
from qa.models.llm import LanguageModel, Message
from qa.records import Usage


class Stopwatch:
    """Milliseconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def milliseconds(self) -> float:
        """Return how many, to a tenth."""
        return round((time.perf_counter() - self._started) * 1000, 1)


class Timed:
    """A language model that remembers when it gave its first piece of text, how fast, or why it failed."""

    def __init__(self, model: LanguageModel, watch: Stopwatch) -> None:
        self.name = model.name
        self.parameters = model.parameters
        self.context = model.context
        self.count_tokens = model.count_tokens
        self.first_token_ms: float | None = None
        self.trouble: str | None = None
        self._model = model
        self._watch = watch
        self._between = 0
        """Pieces that came after another one of the same text."""
        self._milliseconds = 0.0
        self._used = 0

    @property
    def usage(self) -> Usage | None:
        """What it has done so far; `None` where it wrote nothing."""
        if self.first_token_ms is None:
            return None
        speed = self._between / self._milliseconds * 1000 if self._milliseconds else None
        return Usage(per_second=speed, used=self._used, context=self.context)

    def write(self, messages: Sequence[Message], *, max_tokens: int, cancelled: Cancelled) -> Iterator[str]:
        """Yield the model's pieces of text."""
        pieces = 0
        try:
            for piece in self._model.write(messages, max_tokens=max_tokens, cancelled=cancelled):
                now = self._watch.milliseconds()
                if pieces == 0:
                    began, prompt = now, self._model.count_tokens(messages)
                    self.first_token_ms = now if self.first_token_ms is None else self.first_token_ms
                else:
                    self._between += 1
                    self._milliseconds += now - began
                    began = now
                pieces += 1
                self._used = max(self._used, min(prompt + pieces, self.context))
                yield piece
                began = self._watch.milliseconds()  # what is done with a piece is not the model's time
        except ModelError as error:
            self.trouble = str(error)
            raise


def used(usages: Sequence[Usage | None]) -> Usage | None:
    """Return the speed of the last that wrote, and the most of the window that any filled."""
    there = [usage for usage in usages if usage is not None]
    if not there:
        return None
    most = max(there, key=lambda usage: usage.used)
    return Usage(per_second=there[-1].per_second, used=most.used, context=most.context)
