"""The best sentences for a question → how sure it is that the articles answer it."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass

from qa.evidence.weighing import Candidate, Weighing, weighted
from qa.language.facts import days, names, numbers
from qa.language.terms import terms
from qa.records import Hit

ENOUGH = -0.7
"""Log-odds from which the evidence is taken to answer (`scripts/evaluate refusals`)."""


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """What tells a question the articles answer from one they do not."""

    titled: float
    """Share of the question's weighted terms in the best sentence and its title."""
    carried: float
    """Share of them in the best sentence and the one before."""
    offered: float
    """How well the best sentence has the kind of thing asked for."""
    passage_similarity: float
    """Cosine of question and the best sentence's passage."""
    similarity: float
    """The highest cosine of the question and any sentence read."""
    strange_names: float
    """Share of the question's name words that the best sentence's passage does not have."""
    strange_facts: float
    """Share of the question's numbers and days that no passage read has."""

    def log_odds(self) -> float:
        """Return the log-odds that the articles answer the question."""
        return SUFFICIENCY_INTERCEPT + weighted(astuple(self), SUFFICIENCY_WEIGHTS)


SUFFICIENCY_WEIGHTS = (1.88, 1.79, 0.27, 4.63, 7.98, -1.15, -0.99)
SUFFICIENCY_INTERCEPT = -7.91
"""Logistic regression over the reading-comprehension questions, asked over all articles, over
their own article alone and over articles that do not answer them (`scripts/fit refusals`)."""


def sufficiency(weighing: Weighing, candidates: Sequence[Candidate], hits: Sequence[Hit]) -> Sufficiency:
    """Return what tells whether the sentences, best first, answer the question."""
    best = candidates[0]
    features = best.features
    asked = [term for name in names(weighing.question) for term in terms(name)]
    return Sufficiency(
        titled=weighing.share(set(terms(f"{best.hit.title} {best.quote}"))),
        carried=features.covered + features.carried,
        offered=features.offered,
        passage_similarity=features.passage_similarity,
        similarity=max(candidate.features.similarity for candidate in candidates),
        strange_names=_missing(asked, terms(f"{best.hit.title} {best.hit.text}")),
        strange_facts=_strange_facts(weighing.question, hits),
    )


def _strange_facts(question: str, hits: Sequence[Hit]) -> float:
    text = " ".join(f"{hit.title} {hit.text}" for hit in hits)
    asked = (*numbers(question), *days(question))
    known = (*numbers(text), *days(text))
    return _missing(asked, known)


def _missing(wanted: Sequence[object], present: Collection[object]) -> float:
    """Return the share of what is wanted that is not present; 0 where nothing is wanted."""
    known = set(present)
    return sum(one not in known for one in wanted) / len(wanted) if wanted else 0.0
