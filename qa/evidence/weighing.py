"""A question and a passage → its sentences, with what speaks for each as an answer."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.sentences import Span, sentences
from qa.evidence.reader import Marked
from qa.language.terms import terms
from qa.language.wanted import Kind, asking_stems, kind_of, offers
from qa.records import Hit


class Scales(Protocol):
    """What weighing sentences needs of the retriever."""

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return how much each term tells the library's passages apart, in nats."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension)."""


class PassageReader(Protocol):
    """Marks where passages answer a question; `qa.evidence.reader.Reader` is one."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Marked]:
        """Return each passage, given by its title and text, as it was marked."""


PASSAGES_MARKED = 3
"""Best passages that the reader reads; with more of them it chooses no better on the development data,
and takes longer."""
SUREST = 12.0
"""Highest reader's score, either way, that is told from higher ones, in nats."""
UNREAD = -7.5
"""The reader's score of a sentence that it did not read: that of one which says nothing of the matter."""


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
    marked: float = 0.0
    """The reader's score of the likeliest answer in it, in nats; 0 for all where nothing was read."""

    def score(self) -> float:
        """Return the score for ranking sentences of one question."""
        return weighted(astuple(self), SENTENCE_WEIGHTS)


SENTENCE_WEIGHTS = (5.5, 7.9, 5.6, 6.0, 6.9, 4.0, 1.3, 4.6, 0.4)
"""In the order of `SentenceFeatures`; fitted listwise (softmax) on 1,600 questions of the
reading-comprehension data (`scripts/fit evidence`), but for three: that fit gives titles 8.3 and what is
offered 2.0. Its titles are bare topics and its questions long; with 6 and 4 the best sentence holds the
answer to more of the news questions and of our own over the samples, at no cost there. The reader's
weight is the middle of a flat best, 0.3 to 0.5, over articles that it was not trained on."""


def weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the sum of the values, each times its weight."""
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what speaks for it."""

    hit: Hit
    start: int
    end: int
    features: SentenceFeatures
    answer: Span | None = None
    """The article's characters that the reader takes for the answer; `None` where it did not read."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, or a part of one."""
        return any(section.start <= self.start < section.end for section in self.hit.sections)

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.hit.text[self.start - self.hit.start : self.end - self.hit.start]


@dataclass(frozen=True, slots=True)
class Weighing:
    """A question taken apart once, to hold many sentences against it."""

    question: str
    kind: Kind
    weights: dict[str, float]
    pairs: frozenset[tuple[str, str]]
    scales: Scales
    reader: PassageReader | None = None

    @classmethod
    def of(cls, question: str, scales: Scales, reader: PassageReader | None = None) -> "Weighing":
        """Return the question taken apart: its kind, and its terms with their weights."""
        asked = list(dict.fromkeys(terms(question)))
        told = [term for term in asked if term not in asking_stems()] or asked
        known = scales.term_weights(told)
        most = max(known.values(), default=1.0)
        weights = {term: known.get(term, most) for term in told}
        return cls(question, kind_of(question), weights, frozenset(pairwise(told)), scales, reader)

    def candidates(self, hits: Sequence[Hit]) -> list[Candidate]:
        """Return the sentences of the hits with their features, in the order of the hits."""
        spans = [(hit, span) for hit in hits for span in sentences(hit.text)]
        texts = [hit.text[start:end] for hit, (start, end) in spans]
        if not texts:
            return []
        vectors = self.scales.embed([self.question, *texts])
        similarities = (vectors[1:] @ vectors[0]).tolist()
        marked = self._marked(hits)
        found = []
        before: tuple[Hit | None, str] = (None, "")
        for (hit, (start, end)), text, similarity in zip(spans, texts, similarities, strict=True):
            context = before[1] if before[0] is hit else ""
            before = (hit, text)
            if not text.rstrip("”\"’')").endswith("?"):  # a question states nothing
                features = self._features(text, context, hit, similarity)
                candidate = Candidate(hit, hit.start + start, hit.start + end, features)
                found.append(self._read(candidate, marked.get(hit.passage)))
        return found

    def _marked(self, hits: Sequence[Hit]) -> dict[int, Marked]:
        """Return by passage what the reader made of the best passages."""
        if self.reader is None:
            return {}
        read = hits[:PASSAGES_MARKED]
        marked = self.reader.read(self.question, [(hit.title, hit.text) for hit in read])
        return {hit.passage: each for hit, each in zip(read, marked, strict=True)}

    def _read(self, candidate: Candidate, marked: Marked | None) -> Candidate:
        """Return the candidate with what the reader says of it."""
        if self.reader is None:
            return candidate
        begin = candidate.hit.start
        found = marked.best(candidate.start - begin, candidate.end - begin) if marked else None
        score = UNREAD if found is None else float(np.clip(found[0], -SUREST, SUREST))
        answer = (begin + found[1][0], begin + found[1][1]) if found else None
        return replace(candidate, features=replace(candidate.features, marked=score), answer=answer)

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
