"""What we wrote ourselves to be refused: false premises with true twins, the wider world, and chat."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.data import SAMPLES, Question
from evaluation.dialogues import Split


@dataclass(frozen=True, slots=True)
class Premise:
    """A question that takes something false for granted, beside one that does not."""

    question: Question
    """Without answers: the article bears out none."""
    twin: Question
    """About the same sentences of the article, and answered there."""
    article: str
    """The file name of the article among our samples."""
    premise: str
    """What is so instead."""
    kind: str
    """What is wrong in it: actor, number, event, negated, place, time or relation."""
    split: Split


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A line that no article is about."""

    question: Question
    kind: str
    """Its topic, or what sort of chat it is."""
    split: Split


def false_premises() -> tuple[Premise, ...]:
    """Return the false premises over our sample articles, each with its true twin."""
    return tuple(
        Premise(
            Question(row["question"], (), (), f"false-{number}"),
            Question(row["twin"], tuple(row["answers"]), (), f"twin-{number}"),
            row["article"],
            row["premise"],
            row["kind"],
            row["split"],
        )
        for number, row in enumerate(_rows("false_premises"))
    )


def wider_world() -> tuple[Elsewhere, ...]:
    """Return the questions about the world at large."""
    return _elsewhere("wider_world", "topic")


def chat() -> tuple[Elsewhere, ...]:
    """Return what people say to a program that is no question to look up."""
    return _elsewhere("chat", "kind")


def _elsewhere(name: str, kind: str) -> tuple[Elsewhere, ...]:
    return tuple(
        Elsewhere(Question(row["question"], (), (), f"{name}-{number}"), row[kind], row["split"])
        for number, row in enumerate(_rows(name))
    )


def _rows(name: str) -> Iterator[Mapping[str, Any]]:
    lines = (SAMPLES / f"{name}.jsonl").read_text("utf-8").split("\n")
    return (json.loads(line) for line in lines if line)
