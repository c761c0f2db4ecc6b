"""Follow-up questions: as typed, as understood, and the same asked in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.dialogues import SPLITS, Dialogue, Kind, Turn
from evaluation.measures import Figure, contains
from evaluation.tables import Table
from qa.answering.answer import Asker
from qa.evidence.weighing import PassageReader
from qa.models.llm import LanguageModel
from qa.records import Answer, Answered, Hit
from qa.retrieval.retriever import Retriever
from qa.verification.verify import without_marks

READ = 5
"""Passages that count; as many as an answer is made from."""
TYPED, UNDERSTOOD, IN_FULL = "as typed", "as understood", "in full"
AFTER = "in full, after the rest"
"""The question in full where the turns before it are known: they must do it no harm."""
WAYS = (TYPED, UNDERSTOOD, IN_FULL, AFTER)

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up question, and how each way of asking it did."""

    dialogue: Dialogue
    turn: Turn
    understood: str
    scores: Mapping[str, Scores]
    """Way of asking → measure → 0 or 1."""


class Scribe:
    """Knows which passages hold what a turn asks for."""

    def __init__(self, retriever: Retriever) -> None:
        self._library = retriever.library
        self._ids = {
            Path(entry.article.path).name: entry.article.id for entry in retriever.library.articles()
        }

    def finds(self, turn: Turn, hits: Sequence[Hit]) -> bool:
        """Return whether a passage of the right article that holds an answer is among the hits.

        Any of its passages will do where none holds a whole answer.
        """
        right = [hit for hit in hits if Path(hit.path).name in turn.articles]
        return any(contains(hit.text, turn.answers) for hit in right) or (
            bool(right) and not self._stated(turn)
        )

    def _stated(self, turn: Turn) -> bool:
        passages = (self._library.passages_of(self._ids[name]) for name in turn.articles)
        return any(contains(one.text, turn.answers) for held in passages for one in held)


def follow(
    told: Sequence[Dialogue],
    kind: Kind,
    retriever: Retriever,
    *,
    writer: LanguageModel | None = None,
    reader: PassageReader | None = None,
) -> Iterator[FollowUp]:
    """Yield every follow-up of the dialogues of a kind, asked in a conversation as the chat has it.

    Args:
        told: All dialogues.
        kind: Whether those over the news or over the samples.
        retriever: Over their articles, and others.
        writer: Understands follow-ups where it is capable; answers are quoted with or without it.
        reader: Marks where passages answer; `None` does without.
    """
    scribe = Scribe(retriever)
    asker = Asker(retriever, writer, reader=reader)
    for dialogue in (one for one in told if one.kind == kind):
        turns = [_answer(asker, dialogue.turns[0].question)]
        for turn in dialogue.turns[1:]:
            answers = {
                TYPED: _answer(asker, turn.question),
                UNDERSTOOD: _answer(asker, turn.question, turns),
                IN_FULL: _answer(asker, turn.alone),
                AFTER: _answer(asker, turn.alone, turns),
            }
            scores = {way: _scores(scribe, turn, answer) for way, answer in answers.items()}
            yield FollowUp(dialogue, turn, answers[UNDERSTOOD].understood, scores)
            turns.append(answers[UNDERSTOOD])


def measure_followups(name: str, found: Sequence[FollowUp]) -> list[Table]:
    """Return a table for each half of the dialogues, and one for the turns that change the subject."""
    parts: dict[str, list[FollowUp]] = {
        split: [one for one in found if one.dialogue.split == split and not one.turn.shift]
        for split in SPLITS
    }
    parts["changes of subject"] = [one for one in found if one.turn.shift]
    return [
        Table(f"follow-ups, {name}, {part}: {len(some)} turns", _rows(some))
        for part, some in parts.items()
        if some
    ]


def _answer(asker: Asker, question: str, turns: Sequence[Answer] = ()) -> Answer:
    (answer,) = (event.answer for event in asker.ask(question, turns=turns) if isinstance(event, Answered))
    return answer


def _scores(scribe: Scribe, turn: Turn, answer: Answer) -> Scores:
    said = without_marks(answer.text)
    return {
        f"recall@{READ}": float(scribe.finds(turn, answer.hits[:READ])),
        "recall@1": float(scribe.finds(turn, answer.hits[:1])),
        "answered": float(contains(said, turn.answers)),
    }


def _rows(found: Sequence[FollowUp]) -> dict[str, dict[str, Figure | float]]:
    """Return the means of each way, and how far understanding is from both ends."""
    ways = {way: [one.scores[way] for one in found] for way in WAYS}
    rows: dict[str, dict[str, Figure | float]] = {
        way: {column: Figure.mean([score[column] for score in scores]) for column in scores[0]}
        for way, scores in ways.items()
    }
    for first, second in ((UNDERSTOOD, TYPED), (UNDERSTOOD, IN_FULL), (AFTER, IN_FULL)):
        pairs = list(zip(ways[first], ways[second], strict=True))
        rows[f"{first} - {second}"] = {
            column: Figure.mean([one[column] - other[column] for one, other in pairs])
            for column in ways[first][0]
        }
    return rows
