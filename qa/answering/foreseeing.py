"""What a language model reads of its prompt while the evidence is still being looked for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import ModelError
from qa.answering.prompt import answering_begins, shortening_begins
from qa.answering.writing import CAPABLE_PARAMETERS
from qa.asking import Cancelled
from qa.models.llm import Foreseeing, LanguageModel, Message
from qa.verification.shortening import asks_one_fact


@contextmanager
def foreseeing(question: str, model: LanguageModel | None) -> Iterator[None]:
    """Have the model read, within, how the prompt about a question will begin, in a thread of its own.

    What it has read by the end is not read again. Nothing happens where it is not going to be
    asked, or cannot begin before all of a prompt is there.
    """
    begins = prompt_begins(question, model) if model is not None else None
    if begins is None or not isinstance(model, Foreseeing):
        yield
        return
    known = threading.Event()
    reading = threading.Thread(target=_read, args=(model, begins, known.is_set))
    reading.start()
    try:
        yield
    finally:
        known.set()


def prompt_begins(question: str, model: LanguageModel) -> list[Message] | None:
    """Return how the prompt begins whatever is found; `None` where a small model has nothing to shorten."""
    if model.parameters >= CAPABLE_PARAMETERS:
        return answering_begins()
    return shortening_begins(question) if asks_one_fact(question) else None


def _read(model: Foreseeing, begins: list[Message], cancelled: Cancelled) -> None:
    try:
        model.foresee(begins, cancelled)
    except ModelError:
        return  # whoever has it write meets the same, and says so
