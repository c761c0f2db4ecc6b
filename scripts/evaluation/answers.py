"""Answers of several writers to the same questions → what they are worth, question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from evaluation.baseline import Values
from evaluation.data import Question
from evaluation.libraries import say
from evaluation.measures import contains, normalised, token_f1
from evaluation.posing import Family, Put
from evaluation.supporting import checked
from evaluation.writers import Writer, Written
from index.library import Library
from qa.records import Answer, Citation, Sentence
from qa.verification.verify import without_marks

MOST_SENTENCES = 3
"""A printed answer is to be no longer."""
PROGRESS = 100
"""Questions between two lines that say how far it is."""
ACCURACY = ("exact", "contained", "token F1", "first holds it")
"""Measures of answerable questions; an abstention is 0 in each."""

Scores = Mapping[str, float]
"""Measure → value for one question; counts of what was printed, so that shares are ratios of sums."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question put, and what its answer comes to."""

    put: Put
    scores: Scores
    faults: tuple[str, ...]
    """What must never be printed, in words: a quotation that is not verbatim."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one writer comes to over one family of questions."""

    family: Family
    writer: str
    judged: tuple[Judged, ...]

    @property
    def key(self) -> str:
        """What tells it from others in a baseline."""
        return f"{self.called}: {len(self.judged)} questions"

    @property
    def called(self) -> str:
        """A title."""
        return f"answers, {self.family}, {self.writer}"

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions put, in order."""
        return tuple(f"{one.put.kind} {one.put.question.id}" for one in self.judged)

    @property
    def decimals(self) -> int:
        """Of its figures."""
        return 3

    @property
    def ours(self) -> Mapping[str, Values]:
        """What a baseline keeps; measures differ in how many of the questions they are of."""
        values = {name: self.of(name, self.answered) for name in ACCURACY}
        for name in ("not supported", "unmarked", "wrong figures"):
            values[name] = self.of(name, self.judged)
        for kind, some in self.kinds().items():
            values[f"refused, {kind}"] = self.of("refused", some)
        return values

    @property
    def answered(self) -> tuple[Judged, ...]:
        """The answerable questions."""
        return tuple(one for one in self.judged if one.put.answered)

    @property
    def faults(self) -> list[str]:
        """What must never be printed, each with its writer."""
        return [f"{self.writer}: {fault}" for one in self.judged for fault in one.faults]

    def kinds(self) -> dict[str, list[Judged]]:
        """Return the questions by their kinds."""
        found: dict[str, list[Judged]] = {}
        for one in self.judged:
            found.setdefault(one.put.kind, []).append(one)
        return found

    def of(self, measure: str, some: Sequence[Judged]) -> Values:
        """Return a measure of some of the questions, shape (n,)."""
        return np.array([one.scores[measure] for one in some], np.float64)


def measure_answers(family: Family, puts: Sequence[Put], writer: Writer) -> Measured:
    """Return what a writer comes to over questions of one family."""
    judged = []
    for done, put in enumerate(puts):
        if done % PROGRESS == PROGRESS - 1:
            say(f"{family}, {writer.name}: {done + 1:,} of {len(puts):,} questions")
        begun = perf_counter()
        written = writer.write(put)
        judged.append(judge(put, written, perf_counter() - begun))
    return Measured(family, writer.name, tuple(judged))


def judge(put: Put, written: Written, seconds: float) -> Judged:
    """Return what an answer comes to.

    A sentence is held against the words it cites. One that cites nothing is held against all that
    its writer was shown: what it says may be right, only nobody can tell.
    """
    answer = written.answer
    scores = {"refused": float(answer.abstained), "seconds": seconds}
    scores |= _accuracy(put.question, answer)
    scores |= _printed(written)
    wrong = [one for one in answer.citations if not _verbatim(one, put.retriever.library)]
    scores["verbatim"] = float(len(answer.citations) - len(wrong))
    right = [one for one in answer.citations if _right(one, put.question)] if put.answered else []
    scores["judged citations"] = float(len(answer.citations) * put.answered)
    scores["right citations"] = float(len(right))
    faults = tuple(f"{put.question.text} | not verbatim: {one.quote}" for one in wrong)
    return Judged(put, scores, faults)


def _accuracy(question: Question, answer: Answer) -> dict[str, float]:
    said = [without_marks(sentence.text) for sentence in answer.sentences]
    whole = " ".join(said)
    exact = normalised(whole) in set(map(normalised, question.answers))
    values = (
        exact and bool(said),
        contains(whole, question.answers),
        token_f1(whole, question.answers),
        bool(said) and contains(said[0], question.answers),
    )
    return dict(zip(ACCURACY, map(float, values), strict=True))


def _printed(written: Written) -> dict[str, float]:
    """Return counts of what was printed."""
    sentences = written.answer.sentences
    bearing = [_borne_by(sentence, written) for sentence in sentences]
    findings = [
        checked(
            without_marks(sentence.text),
            [citation.quote for citation in held],
            written.answer.understood,
            map(_origin, held),
        )
        for sentence, (held, _) in zip(sentences, bearing, strict=True)
    ]
    proven = [one.supported and marked for one, (_, marked) in zip(findings, bearing, strict=True)]
    return {
        "sentences": float(len(sentences)),
        "not supported": float(sum(not finding.supported for finding in findings)),
        "proven": float(sum(proven)),
        "unmarked": float(sum(not marked for _, marked in bearing)),
        "citations": float(len(written.answer.citations)),
        "figures": float(sum(finding.figures for finding in findings)),
        "wrong figures": float(sum(finding.wrong_figures for finding in findings)),
        "too long": float(len(sentences) > MOST_SENTENCES),
    }


def _borne_by(sentence: Sentence, written: Written) -> tuple[list[Citation], bool]:
    """Return what a sentence is held against, and whether it cites that."""
    cited = [citation for citation in written.answer.citations if citation.n in sentence.marks]
    return cited or list(written.shown), bool(cited)


def _origin(citation: Citation) -> str:
    """Return what may be said of a cited article: its title, its paper and its day."""
    hit = citation.hit
    day = f"{hit.date:%d %B %Y} {hit.date.day}" if hit.date else ""
    return f"{hit.title} {hit.source or ''} {day}"


def _verbatim(citation: Citation, library: Library) -> bool:
    article = library.article(citation.hit.article)
    return article is not None and article.text[citation.start : citation.end] == citation.quote


def _right(citation: Citation, question: Question) -> bool:
    """Return whether the cited words hold an answer, or lie where it is known to stand."""
    return contains(citation.quote, question.answers) or any(
        place.article == citation.hit.article and place.holds(citation.start, citation.end)
        for place in question.places
    )
