"""A follow-up and its dialogue → the evidence for what it asks, earlier evidence at hand."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.dialogue.references import parted
from qa.evidence.finding import PASSAGES_READ, Evidence, find_evidence
from qa.evidence.reader import Marked
from qa.evidence.weighing import PassageReader, Scales
from qa.language.facts import names
from qa.language.terms import terms
from qa.records import Answer, Hit

RANKED = 20
"""Passages ranked for a follow-up; search reads as many words for them as for the usual ten."""
TURNS_LOOKED_AT = 3
MOST_ADDED = 3
"""Passages read beside the usual ones; the news follow-ups answered rise from 0.650 to 0.683 of the
development half and from 0.650 to 0.675 of the other (`scripts/evaluate followups`)."""
CARRIED = 0.3
"""Weight of a term that was only carried into the question; at 1 the sentences that gave the answers
before, which have all of them, win again. With 0.3 and `ASKED` the follow-ups answered rise from
0.567 to 0.650 of the news (0.475 to 0.650 held out); over the samples they go from 0.613 to 0.581
(0.511 to 0.574)."""
ASKED = 0.5
"""Share of the question as it was typed, without what was carried into it, in what it means."""


def is_follow_up(asked: str, understood: str, turns: Sequence[Answer]) -> bool:
    """Return whether a question is a follow-up: it took something from before, or names what that named."""
    if understood != asked:
        return True
    named = {term for name in names(asked) for term in terms(name)}
    return any(not named.isdisjoint(terms(turn.understood)) for turn in turns[-TURNS_LOOKED_AT:])


def evidence_after(
    understood: str,
    turns: Sequence[Answer],
    found: Sequence[Hit],
    scales: Scales,
    *,
    reader: PassageReader | None = None,
) -> Evidence:
    """Return the sentences that answer a question after the turns it goes on from.

    In a follow-up what it asks weighs more than what was carried into it; whether the evidence is
    enough is judged by all of it, as for any other question.

    Args:
        understood: With what was carried into it in parentheses at the end.
        turns: Oldest first; none for a question that is no follow-up.
        found: Passages, best first.
        scales: Weighs terms and embeds sentences.
        reader: Marks answers in the best of them; `None` does without.
    """
    if not turns:
        return find_evidence(understood, found, scales, reader=reader)
    read = _read(found, turns)
    once = _Once(scales)
    reader = _ReadOnce(reader) if reader else None
    evidence = find_evidence(understood, read, once, reader=reader, most_read=len(read))
    if not parted(understood)[1]:
        return evidence
    emphasis = _Emphasis(once, understood)
    again = find_evidence(understood, read, emphasis, reader=reader, most_read=len(read))
    return replace(evidence, citations=again.citations)


def _read(found: Sequence[Hit], turns: Sequence[Answer]) -> tuple[Hit, ...]:
    """Return the passages to read: the best, and further ones of the articles cited in the last turns.

    Those were ranked for the question like all others, and are weighed like all others. A citation
    that could not be verified again counts for nothing.

    Args:
        found: Best first; `RANKED` of them, where there are so many.
        turns: Oldest first.
    """
    cited = {
        citation.hit.article
        for turn in turns[-TURNS_LOOKED_AT:]
        for citation in turn.citations
        if citation.verified
    }
    more = [hit for hit in found[PASSAGES_READ:] if hit.article in cited]
    return (*found[:PASSAGES_READ], *more[:MOST_ADDED])


class _Once:
    """Scales that embed each text once; `Scales`."""

    def __init__(self, scales: Scales) -> None:
        self.term_weights = scales.term_weights
        self._embed = scales.embed
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


class _ReadOnce:
    """A reader that reads each passage for a question once; `PassageReader`."""

    def __init__(self, reader: PassageReader) -> None:
        self._reader = reader
        self._marked: dict[tuple[str, tuple[tuple[str, str], ...]], list[Marked]] = {}

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Marked]:
        """Return each passage as it was marked."""
        key = (question, tuple(passages))
        if key not in self._marked:
            self._marked[key] = self._reader.read(question, passages)
        return self._marked[key]


class _Emphasis:
    """Scales for one follow-up that make little of what was carried into it; `Scales`."""

    def __init__(self, scales: Scales, understood: str) -> None:
        self._scales = scales
        self._understood = understood
        self._typed, carried = parted(understood)
        self._carried = set(terms(carried)) - set(terms(self._typed))

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return how much each term tells passages apart, in nats, times `CARRIED` for those carried."""
        known = self._scales.term_weights(terms)
        most = max(known.values(), default=1.0)
        weights = {term: known.get(term, most) for term in terms}
        return {
            term: weight * CARRIED if term in self._carried else weight for term, weight in weights.items()
        }

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension); the question's leans to what it asks."""
        vectors = self._scales.embed(texts)
        if self._understood not in texts:
            return vectors
        vectors = vectors.copy()
        place = list(texts).index(self._understood)
        (typed,) = self._scales.embed([self._typed])
        mixed = ASKED * typed + (1 - ASKED) * vectors[place]
        vectors[place] = mixed / np.linalg.norm(mixed)
        return vectors
