"""Hits → the sentences that answer, verbatim, and whether they are enough."""

import math
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.sentences import sentences
from qa.language.facts import days, names, numbers
from qa.language.terms import terms
from qa.language.wanted import Kind, asking_stems, kind_of, offers
from qa.records import Citation, Hit

PASSAGES_READ = 5
"""Best passages whose sentences are looked at; they hold the answer for 97 of 100 questions of the
reading-comprehension data (`scripts/evaluate evidence`)."""
MOST_SENTENCES = 3
MARGIN = 3.5
"""A further sentence is evidence too if it scores at most so much less than the best."""
ENOUGH = -0.7
"""Log-odds from which the evidence is taken to answer (`scripts/evaluate refusals`)."""


class Scales(Protocol):
    """What weighing sentences needs of the retriever."""

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return how much each term tells the library's passages apart, in nats."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension)."""


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What speaks for a sentence as an answer; shares are of the question's weighted terms."""

    similarity: float
    """Cosine of question and sentence."""
    covered: float
    """Share that stands in the sentence."""
    carried: float
    """Share that only the sentence before adds: what "he" or "the move" stands for."""
    titled: float
    """Share that only the article's title adds to both."""
    fused: float
    """The passage's fused score, in [0, 1]."""
    offered: float
    """How well it has the kind of thing asked for, in [0, 1]."""
    adjacent: float
    """Share of the question's neighbouring terms that are neighbours here."""
    passage_similarity: float
    """Cosine of question and passage."""

    def score(self) -> float:
        """Return the score for ranking sentences of one question."""
        return _weighted(astuple(self), SENTENCE_WEIGHTS)


SENTENCE_WEIGHTS = (5.5, 7.9, 5.6, 6.0, 6.9, 4.0, 1.3, 4.6)
"""In the order of `SentenceFeatures`; fitted listwise (softmax) on 1,600 questions of the
reading-comprehension data (`scripts/fit evidence`), but for two: that fit gives titles 8.3 and what is
offered 2.0. Its titles are bare topics and its questions long; with 6 and 4 the best sentence holds the
answer to more of the news questions and of our own over the samples, at no cost there."""


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
        return SUFFICIENCY_INTERCEPT + _weighted(astuple(self), SUFFICIENCY_WEIGHTS)


SUFFICIENCY_WEIGHTS = (1.88, 1.79, 0.27, 4.63, 7.98, -1.15, -0.99)
SUFFICIENCY_INTERCEPT = -7.91
"""Logistic regression over the reading-comprehension questions, asked over all articles, over
their own article alone and over articles that do not answer them (`scripts/fit refusals`)."""


def _weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what speaks for it."""

    hit: Hit
    start: int
    end: int
    features: SentenceFeatures

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.hit.text[self.start - self.hit.start : self.end - self.hit.start]


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


def find_evidence(question: str, hits: Sequence[Hit], scales: Scales) -> Evidence:
    """Return the sentences of the best hits that answer the question.

    Args:
        question: One that stands alone.
        hits: Best first; only the first few are read.
        scales: Weighs terms and embeds sentences.
    """
    read = hits[:PASSAGES_READ]
    weighing = Weighing.of(question, scales)
    candidates = sorted(weighing.candidates(read), key=lambda candidate: -candidate.features.score())
    if not candidates:
        return Evidence((), -math.inf)
    return Evidence(_chosen(candidates), weighing.sufficiency(candidates, read).log_odds())


def _chosen(candidates: Sequence[Candidate]) -> tuple[Citation, ...]:
    """Return the best sentences within the margin as citations, none twice."""
    least = candidates[0].features.score() - MARGIN
    different = {" ".join(candidate.quote.split()): candidate for candidate in reversed(candidates)}
    kept = [c for c in candidates if c in different.values() and c.features.score() >= least]
    return tuple(
        Citation(n=n, hit=c.hit, start=c.start, end=c.end, quote=c.quote, score=c.features.score())
        for n, c in enumerate(kept[:MOST_SENTENCES], start=1)
    )


@dataclass(frozen=True, slots=True)
class Weighing:
    """A question taken apart once, to hold many sentences against it."""

    question: str
    kind: Kind
    weights: dict[str, float]
    pairs: frozenset[tuple[str, str]]
    scales: Scales

    @classmethod
    def of(cls, question: str, scales: Scales) -> "Weighing":
        """Return the question taken apart: its kind, and its terms with their weights."""
        asked = list(dict.fromkeys(terms(question)))
        told = [term for term in asked if term not in asking_stems()] or asked
        known = scales.term_weights(told)
        most = max(known.values(), default=1.0)
        weights = {term: known.get(term, most) for term in told}
        return cls(question, kind_of(question), weights, frozenset(pairwise(told)), scales)

    def candidates(self, hits: Sequence[Hit]) -> list[Candidate]:
        """Return the sentences of the hits with their features, in the order of the hits."""
        spans = [(hit, span) for hit in hits for span in sentences(hit.text)]
        texts = [hit.text[start:end] for hit, (start, end) in spans]
        if not texts:
            return []
        vectors = self.scales.embed([self.question, *texts])
        similarities = (vectors[1:] @ vectors[0]).tolist()
        found = []
        before: tuple[Hit | None, str] = (None, "")
        for (hit, (start, end)), text, similarity in zip(spans, texts, similarities, strict=True):
            context = before[1] if before[0] is hit else ""
            before = (hit, text)
            if not text.rstrip("”\"’')").endswith("?"):  # a question states nothing
                features = self._features(text, context, hit, similarity)
                found.append(Candidate(hit, hit.start + start, hit.start + end, features))
        return found

    def _features(self, text: str, context: str, hit: Hit, similarity: float) -> SentenceFeatures:
        ordered = terms(text)
        here = set(ordered)
        covered = self.share(here)
        carried = self.share(here | set(terms(context)))
        neighbours = self.pairs & set(pairwise(ordered))
        return SentenceFeatures(
            similarity=similarity,
            covered=covered,
            carried=carried - covered,
            titled=self.share(here | set(terms(context)) | set(terms(hit.title))) - carried,
            fused=hit.score,
            offered=offers(self.kind, text, self.question),
            adjacent=len(neighbours) / max(1, len(self.pairs)),
            passage_similarity=hit.similarity or 0.0,
        )

    def share(self, present: set[str]) -> float:
        """Return the weighted share of the question's terms that are present, in [0, 1]."""
        total = sum(self.weights.values())
        return sum(w for term, w in self.weights.items() if term in present) / total if total else 0.0

    def sufficiency(self, candidates: Sequence[Candidate], hits: Sequence[Hit]) -> Sufficiency:
        """Return what tells whether the sentences, best first, answer the question."""
        best = candidates[0]
        features = best.features
        asked = [term for name in names(self.question) for term in terms(name)]
        return Sufficiency(
            titled=self.share(set(terms(f"{best.hit.title} {best.quote}"))),
            carried=features.covered + features.carried,
            offered=features.offered,
            passage_similarity=features.passage_similarity,
            similarity=max(candidate.features.similarity for candidate in candidates),
            strange_names=_missing(asked, terms(f"{best.hit.title} {best.hit.text}")),
            strange_facts=self._strange_facts(hits),
        )

    def _strange_facts(self, hits: Sequence[Hit]) -> float:
        text = " ".join(f"{hit.title} {hit.text}" for hit in hits)
        asked = (*numbers(self.question), *days(self.question))
        known = (*numbers(text), *days(text))
        return _missing(asked, known)


def _missing(wanted: Sequence[object], present: Collection[object]) -> float:
    """Return the share of what is wanted that is not present; 0 where nothing is wanted."""
    known = set(present)
    return sum(one not in known for one in wanted) / len(wanted) if wanted else 0.0
