"""Our own dialogues over real articles: follow-up questions beside the same questions in full."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evaluation.data import SAMPLES, DataSet, Place, Question

Kind = Literal["news", "samples"]
Split = Literal["development", "held out"]
SPLITS: tuple[Split, ...] = ("development", "held out")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a dialogue."""

    question: str
    """As a person types it after the turns before."""
    alone: str
    """The same asked in full."""
    answers: tuple[str, ...]
    """Any one will do."""
    articles: tuple[str, ...]
    """Names of the articles any of which answers it."""
    shift: bool
    """Whether it changes the subject and needs nothing from before."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions that follow from one another."""

    kind: Kind
    split: Split
    """Which half it belongs to; what is tuned is tuned on the first."""
    turns: tuple[Turn, ...]


def dialogues() -> tuple[Dialogue, ...]:
    """Return all dialogues, the even ones for development and the odd ones held out."""
    lines = (SAMPLES / "dialogues.jsonl").read_text("utf-8").split("\n")
    return tuple(_dialogue(number, json.loads(line)) for number, line in enumerate(lines) if line)


def _dialogue(number: int, row: Mapping[str, Any]) -> Dialogue:
    turns = (
        Turn(
            turn["question"],
            turn["alone"],
            tuple(turn["answers"]),
            tuple(turn.get("articles", row["articles"])),
            turn["shift"],
        )
        for turn in row["turns"]
    )
    return Dialogue(row["set"], SPLITS[number % 2], tuple(turns))


def asked_of(stories: DataSet, told: Sequence[Dialogue]) -> DataSet:
    """Return the articles with the dialogues' questions in full, so that `part_of` keeps what they ask of."""
    ids = {article.path: article.id for article in stories.articles}
    questions = (
        Question(turn.alone, turn.answers, tuple(Place(ids[name]) for name in turn.articles))
        for dialogue in told
        if dialogue.kind == "news"
        for turn in dialogue.turns
    )
    return DataSet(stories.articles, tuple(questions))
