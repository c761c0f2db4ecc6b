"""The reading-comprehension data → what the reader is trained on: questions, windows, where answers stand."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.data import Question

from index.records import Article
from index.sentences import Span, sentences
from qa.language.facts import names
from qa.language.terms import terms

SHORTEST, LONGEST = 250, 800
"""Characters of a window: about 55 to 180 tokens, so that a place in it says nothing about the answer."""
ELSEWHERE = 0.35
"""How often an answerable question is also shown the likeliest window of its article without the answer."""
EXCHANGED = 0.3
"""How often its window is also shown with a name or number of the question exchanged for another one."""


Kind = Literal["answered", "adversarial", "elsewhere", "exchanged"]
"""Whether the window answers the question; else whether the data's question has no answer, the
window is of another place of its article, or a name or number of the question was exchanged."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a run of an article, and where the answer stands in it."""

    kind: Kind
    question: str
    title: str
    text: str
    answers: tuple[Span, ...]
    """Characters of `text`; any of them is right; empty where it does not answer."""


class Examples:
    """All that can be drawn from some articles and the questions about them."""

    def __init__(self, articles: Sequence[Article], questions: Sequence[Question]) -> None:
        self._read = {article.id: _Read.of(article) for article in articles}
        self._questions = [one for one in questions if one.article in self._read]

    def epoch(self, seed: int) -> list[Example]:
        """Return one epoch in random order; every seed cuts other windows."""
        chance = random.Random(seed)
        drawn = [example for one in self._questions for example in self._drawn(one, chance)]
        chance.shuffle(drawn)
        return drawn

    def _drawn(self, question: Question, chance: random.Random) -> Iterator[Example]:
        read = self._read[question.article]
        asked = set(terms(question.text))
        inside = read.inside(question.places[0].start, question.places[0].end)
        holding = [at for at in inside if read.holds(at, question.answers)] if question.answers else []
        best = max(holding or inside, key=lambda at: len(asked & read.terms[at]), default=None)
        if best is None or (question.answers and not holding):
            return
        window = read.window(best, chance)
        kind: Kind = "answered" if question.answers else "adversarial"
        yield read.example(kind, question.text, window, question.answers)
        if not question.answers:
            return
        if chance.random() < ELSEWHERE:
            others = [at for at in range(len(read.spans)) if not read.holds(at, question.answers)]
            tempting = max(others, key=lambda at: len(asked & read.terms[at]) + chance.random(), default=None)
            if tempting is not None:
                elsewhere = read.window(tempting, chance, without=question.answers)
                yield read.example("elsewhere", question.text, elsewhere)
        if chance.random() < EXCHANGED:
            changed = _exchanged(question.text, read, window, chance)
            if changed is not None:
                yield read.example("exchanged", changed, window)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article in sentences."""

    article: Article
    spans: tuple[Span, ...]
    terms: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, article: Article) -> "_Read":
        spans = tuple(sentences(article.text))
        return cls(article, spans, tuple(frozenset(terms(article.text[a:b])) for a, b in spans))

    def inside(self, start: int, end: int) -> list[int]:
        """Return which sentences lie mostly in a run of the article."""
        return [at for at, (a, b) in enumerate(self.spans) if start <= (a + b) / 2 < end]

    def holds(self, at: int, answers: Sequence[str]) -> bool:
        start, end = self.spans[at]
        return any(answer in self.article.text[start:end] for answer in answers)

    def window(self, at: int, chance: random.Random, without: Sequence[str] = ()) -> Span:
        """Return a run of whole sentences about the one at `at`, of random length and place."""
        room = chance.randint(SHORTEST, LONGEST)
        first = last = at
        while True:
            open_sides = [
                side
                for side, other in ((-1, first - 1), (1, last + 1))
                if 0 <= other < len(self.spans)
                and not (without and self.holds(other, without))
                and self._length(min(first, other), max(last, other)) <= room
            ]
            if not open_sides:
                return first, last
            if chance.choice(open_sides) < 0:
                first -= 1
            else:
                last += 1

    def _length(self, first: int, last: int) -> int:
        return self.spans[last][1] - self.spans[first][0]

    def example(self, kind: Kind, question: str, window: Span, answers: Sequence[str] = ()) -> Example:
        """Return a question with a window given by its first and last sentence."""
        start, end = self.spans[window[0]][0], self.spans[window[1]][1]
        text = self.article.text[start:end]
        found = {
            match.span()
            for answer in answers
            for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text)
        }
        return Example(kind, question, self.article.title, text, tuple(_told(question, text, sorted(found))))

    def facts(self, window: Span) -> list[str]:
        """Return the names and written numbers of a window."""
        text = self.article.text[self.spans[window[0]][0] : self.spans[window[1]][1]]
        return [*names(text), *re.findall(r"\b\d[\d,.]*\b", text)]


def _told(question: str, text: str, found: Sequence[Span]) -> list[Span]:
    """Return those of the places whose sentence shares the most terms with the question."""
    if len(found) < 2:
        return list(found)
    asked = set(terms(question))
    shared = {
        span: max(
            (len(asked & set(terms(text[a:b]))) for a, b in sentences(text) if a <= span[0] < b), default=0
        )
        for span in found
    }
    return [span for span in found if shared[span] == max(shared.values())]


def _exchanged(question: str, read: _Read, window: Span, chance: random.Random) -> str | None:
    """Return the question with one of its names or numbers exchanged for another; `None` if it has none."""
    own = [name for name in names(question) if name in question]
    figures = re.findall(r"\b\d[\d,.]*\d\b|\b\d\b", question)
    if not own and not figures:
        return None
    old = chance.choice([*own, *figures])
    others = [fact for fact in read.facts((0, len(read.spans) - 1)) if fact.lower() not in question.lower()]
    alike = [fact for fact in others if fact[0].isdigit() == old[0].isdigit() and len(fact) > 1]
    near = [fact for fact in read.facts(window) if fact in alike]
    if not alike:
        return None
    new = chance.choice(near if near and chance.random() < 0.5 else alike)
    return question.replace(old, new, 1)
