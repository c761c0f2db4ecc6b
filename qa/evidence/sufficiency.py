"""The best sentences for a question → how sure it is that the articles answer it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass

from index.sentences import sentences
from qa.evidence.weighing import Candidate, Weighing, weighted
from qa.language.facts import MONTHS, days, names, numbers
from qa.language.opposites import negated, opposed
from qa.language.terms import terms
from qa.records import Hit

ENOUGH = -0.1
"""Log-odds from which the evidence is taken to answer: as high as the answers printed for the
reading-comprehension questions allow (`scripts/evaluate answers`)."""

WHOLE = 0.999
"""A share that is all, but for rounding."""

_PRESUMING = re.compile(
    r"\W*(?:why|how(?! (?:many|much|old|long|far|big|large|high|tall|often)\b))\b", re.IGNORECASE
)


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
    names_elsewhere: float
    """Share of its name words that neither the best sentence, its neighbours nor its title have."""
    facts_elsewhere: float
    """Share of its numbers and days that they do not have."""
    presumed_elsewhere: float
    """Share of its weighted terms that they do not have, where it asks why or how: all it says but
    that is then taken for granted; else 0."""
    denied: float
    """1 where the question says no ("did not", "without") and the best sentence does not."""
    opposed: float
    """1 where the best sentence has the opposite of a word of the question: "last" for "first"."""
    complete: float
    """1 where the best sentence has all the question's terms and the kind of thing asked for; else 0."""
    presuming: float
    """1 where it asks why or how, which takes the rest of what it says for granted; else 0."""
    marked: float
    """The reader's score of the likeliest answer in the best sentence, in nats; 0 where nothing was read."""

    def log_odds(self) -> float:
        """Return the log-odds that the articles answer the question."""
        return SUFFICIENCY_INTERCEPT + weighted(astuple(self), SUFFICIENCY_WEIGHTS)


SUFFICIENCY_WEIGHTS = (
    1.02, 0.72, 0.72, 2.59, 5.40, -0.74, -0.71, -0.38, -1.15, -2.65, -2.69, -1.84, 0.7, -0.9, 0.15,
)  # fmt: skip
SUFFICIENCY_INTERCEPT = -4.63
"""Logistic regression over the reading-comprehension questions, asked over all articles, over their own
article alone and over articles that do not answer them, and over the questions we wrote, of which one
half is held out; then the reader's weight beside all others, only over articles that it was not
trained on (`scripts/fit refusals`). Two are set, not fitted. `presuming`: of the questions we wrote with a
false premise six in ten ask why or how, of true ones one in twenty, and nobody asks so many false ones;
at 0 0.54 of 171 are refused, at -0.9 0.66, and no more of 239 answered ones. `complete`: 0.13 of the
encyclopedia questions answered and 0.01 of the others are so, but none of these is in doubt; short
questions over few articles are ("What share was intercepted?"), for their cosines are low."""


def sufficiency(weighing: Weighing, candidates: Sequence[Candidate], hits: Sequence[Hit]) -> Sufficiency:
    """Return what tells whether the sentences, best first, answer the question."""
    best = candidates[0]
    features, question = best.features, weighing.question
    near = f"{best.hit.title} \n{_surroundings(best)}"
    there = set(terms(near))
    facts = frozenset((*numbers(question), *days(question)))
    named = [term for name in names(question) for term in terms(name)]
    presuming = float(_PRESUMING.match(question) is not None)
    return Sufficiency(
        titled=weighing.share(set(terms(f"{best.hit.title} {best.quote}"))),
        carried=features.covered + features.carried,
        offered=features.offered,
        passage_similarity=features.passage_similarity,
        similarity=max(candidate.features.similarity for candidate in candidates),
        strange_names=_missing(named, terms(f"{best.hit.title} {best.hit.text}")),
        strange_facts=_missing(facts, frozenset[object]().union(*(_facts(hit.text, hit) for hit in hits))),
        names_elsewhere=_missing(named, there),
        facts_elsewhere=_missing(facts, _facts(near, best.hit)),
        presumed_elsewhere=presuming * (1 - weighing.share(there)),
        denied=float(negated(question) and not negated(best.quote)),
        opposed=float(opposed(question, best.quote)),
        complete=float(features.covered >= WHOLE and features.offered >= WHOLE),
        presuming=presuming,
        marked=features.marked,
    )


def _surroundings(candidate: Candidate) -> str:
    """Return the sentence with the one before and the one after it in its passage."""
    text, start = candidate.hit.text, candidate.start - candidate.hit.start
    spans = sentences(text)
    at = next(number for number, span in enumerate(spans) if span[0] == start)
    around = spans[max(0, at - 1) : at + 2]
    return text[around[0][0] : around[-1][1]]


def _facts(text: str, hit: Hit) -> frozenset[object]:
    """Return the numbers and days of a text and of its article's title, and the month it appeared in."""
    told = f"{hit.title} \n{text}"
    if hit.date:
        told += f" \n{MONTHS[hit.date.month - 1].title()} {hit.date.year}"
    return frozenset((*numbers(told), *days(told)))


def _missing(wanted: Collection[object], present: Collection[object]) -> float:
    """Return the share of what is wanted that is not present; 0 where nothing is wanted."""
    known = set(present)
    return sum(one not in known for one in wanted) / len(wanted) if wanted else 0.0
