"""Hits → the sentences that answer, verbatim, and whether they are enough."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.evidence.sufficiency import ENOUGH, sufficiency
from qa.evidence.weighing import Candidate, PassageReader, Scales, Weighing
from qa.records import Citation, Hit

PASSAGES_READ = 5
"""Best passages whose sentences are looked at; they hold the answer for 97 of 100 questions of the
reading-comprehension data (`scripts/evaluate evidence`)."""
MOST_SENTENCES = 3
MARGIN = 5.0
"""A further sentence is evidence too if it scores at most so much less than the best. At 3.5 the
evidence holds the answer to .926 of 500 encyclopedia and .587 of 300 news questions, in 1.6 and 2.5
sentences; at 5 to .934 and .610, in 1.9 and 2.7; without a margin to .940 and .623, always in three."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences chosen, and how sure it is that they answer."""

    citations: tuple[Citation, ...]
    """Best first, numbered from 1, different sentences each; empty where there are no hits."""
    log_odds: float
    """That the articles answer the question; minus infinity where there are no hits."""

    @property
    def enough(self) -> bool:
        """Whether to answer rather than to say that the articles do not."""
        return self.log_odds >= ENOUGH


def find_evidence(
    question: str,
    hits: Sequence[Hit],
    scales: Scales,
    *,
    reader: PassageReader | None = None,
    most_read: int = PASSAGES_READ,
) -> Evidence:
    """Return the sentences of the best hits that answer the question.

    A heading is none of them where there are others: it names what the sentences below it say. That it
    is near to the question still speaks for their being enough.

    Args:
        question: One that stands alone.
        hits: Best first; only the first few are read.
        scales: Weighs terms and embeds sentences.
        reader: Marks answers in the best of them; `None` does without.
        most_read: How many.
    """
    read = hits[:most_read]
    weighing = Weighing.of(question, scales, reader)
    candidates = sorted(weighing.candidates(read), key=lambda candidate: -candidate.features.score())
    if not candidates:
        return Evidence((), -math.inf)
    said = [candidate for candidate in candidates if not candidate.is_heading]
    headings = [candidate for candidate in candidates if candidate.is_heading]
    odds = sufficiency(weighing, [*said, *headings], read).log_odds()
    return Evidence(_chosen(said or headings), odds)


def _chosen(candidates: Sequence[Candidate]) -> tuple[Citation, ...]:
    """Return the best sentences within the margin as citations, none twice."""
    least = candidates[0].features.score() - MARGIN
    different = {" ".join(candidate.quote.split()): candidate for candidate in reversed(candidates)}
    kept = [c for c in candidates if c in different.values() and c.features.score() >= least]
    return tuple(
        Citation(n=n, hit=c.hit, start=c.start, end=c.end, quote=c.quote, score=c.features.score())
        for n, c in enumerate(kept[:MOST_SENTENCES], start=1)
    )
