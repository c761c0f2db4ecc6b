"""What the program asks its language model, and how much of each prompt it evaluates anew.

Command line: a library, and a JSON file with a model's file, how many tokens it writes at most, with
conversations, each a list of questions, with questions that stand alone, and how many of these must lead
to a prompt, after which no more are asked. Every question is answered in turn by one open program; every
prompt is then answered by a model that was loaded for it alone.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.answering.answer import Asker
from qa.asking import Cancelled, never
from qa.commands.opening import open_asker
from qa.commands.options import Choice
from qa.models.llm import Message
from qa.models.local_model import LocalModel, open_model
from qa.places import cache_directory
from qa.records import Answer, Answered


class Recorder:
    """A language model that remembers what it was asked."""

    def __init__(self, model: LocalModel) -> None:
        self.name = model.name
        self.parameters = model.parameters
        self.context = model.context
        self.count_tokens = model.count_tokens
        self.foresee = model.foresee  # what was evaluated before the evidence is known is not waited for
        self.calls: list[dict[str, Any]] = []
        self._model = model

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the model's pieces of text."""
        before = self._model.evaluations
        call: dict[str, Any] = {"messages": list(messages), "most": max_tokens}
        self.calls.append(call)
        for piece in self._model.write(messages, max_tokens=max_tokens, cancelled=cancelled):
            # All that was evaluated before the first piece is the prompt, but for its known beginning.
            call.setdefault("evaluated", self._model.evaluations - before)
            yield piece

    def has_written(self) -> bool:
        """Whether a piece of text has come of the question."""
        return any("evaluated" in call for call in self.calls)


def main(library: Path, file: Path) -> None:
    """Print the calls with what each took, and the tokens that end a turn."""
    wish = json.loads(file.read_text("utf-8"))
    file_of_model, most = Path(wish["model"]), wish["most"]
    asker = open_asker(Choice(library=str(library), model=file_of_model), lambda _: None)
    with closing(asker.retriever):
        model = asker.writer
        assert isinstance(model, LocalModel)
        recorder = Recorder(model)
        recording = replace(asker, writer=recorder)
        talks = [_talked(recording, recorder, questions) for questions in wish["conversations"]]
        singles: list[dict[str, Any]] = []
        for question in wish["questions"]:
            if len(singles) < wish["prompts"]:
                singles += _talked(recording, recorder, [question], cancelled=recorder.has_written)[:1]
        weights = model._weights
        ends = [token for token in range(weights.vocabulary_size) if weights.is_end(token)]
    chats = [_told(call, file_of_model, most) for calls in talks for call in calls]
    told = [_told(call, file_of_model, most) for call in singles]
    print(json.dumps({"chats": chats, "singles": told, "ends": ends}))


def _talked(
    asker: Asker, recorder: Recorder, questions: Sequence[str], *, cancelled: Cancelled = never
) -> list[dict[str, Any]]:
    """Return the calls of a conversation that the model answered with words, in order."""
    turns: list[Answer] = []
    calls: list[dict[str, Any]] = []
    for number, question in enumerate(questions, start=1):
        recorder.calls.clear()
        events = asker.ask(question, turns=turns, cancelled=cancelled)
        turns += [event.answer for event in events if isinstance(event, Answered)]
        calls += [{**call, "turn": number, "question": question} for call in recorder.calls]
    return [call for call in calls if "evaluated" in call]


def _told(call: dict[str, Any], file: Path, most: int) -> dict[str, Any]:
    """Return what a call came to, and what it takes a model that was loaded for it."""
    started = time.perf_counter()
    model = open_model(file, cache=cache_directory())
    assert isinstance(model, LocalModel)
    load_s = time.perf_counter() - started
    tokens = model._prompt(call["messages"])
    started = time.perf_counter()
    first_s = 0.0
    for _ in model.write(call["messages"], max_tokens=min(most, call["most"]), cancelled=never):
        first_s = first_s or time.perf_counter() - started
    return {
        "turn": call["turn"],
        "question": call["question"],
        "prompt": tokens,
        "evaluated": call["evaluated"],
        "load_s": load_s,
        "first_s": first_s,
        "whole_s": time.perf_counter() - started,
        "wrote": model.evaluations - len(tokens),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
