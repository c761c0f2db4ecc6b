"""Passages on a topic → the sentences that tell an event of it, each with its days, none twice."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.sentences import sentences
from qa.accounts.days_in_words import precision
from qa.accounts.event_days import Days, stated_days
from qa.evidence.weighing import Candidate, Weighing
from qa.language.terms import terms
from qa.records import Hit

Dated = Literal["stated", "article"]
"""`stated`: the sentence says when; `article`: it does not, and the day is its article's."""

LEAST_OWN = 0.6
"""Share of the topic's weighted terms in a sentence, or in its article's title, from which it is about it."""
LONGEST_SPAN = 31
"""Days. What is longer and no whole month or year dates nothing: "in the past two years"."""
OPENING = 2
"""Sentences an article begins with, of which one tells its news."""
LEAST_TERMS = 4
"""A shorter one is a headline's rest, a caption or an exclamation."""
MOST_OF_ARTICLE = 3
"""Events told by one article."""
SAME = 0.6
"""Share of the terms of the shorter of two sentences of one day from which they tell the same."""

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence that tells an event, and when that was."""

    candidate: Candidate
    days: Days | None
    """`None` where neither the sentence nor its article has a date."""
    dated: Dated

    @property
    def terms(self) -> set[str]:
        """Its words as they are compared."""
        return set(terms(self.candidate.quote))


def tellings(weighing: Weighing, hits: Sequence[Hit]) -> list[Telling]:
    """Return the sentences of the hits that tell something of the topic, best first, none twice.

    What a sentence tells happened on the days it says, else on its article's own.
    """
    found = [one for one in weighing.candidates(hits) if _tells(one.quote)]
    by_title = {hit.article for hit in hits if weighing.share(set(terms(hit.title))) >= LEAST_OWN}
    found.sort(key=lambda candidate: -candidate.features.score())
    dated = (telling for one in found if (telling := _telling(one, one.hit.article in by_title)))
    return _different(_few_of_each(dated))


def _tells(sentence: str) -> bool:
    """Whether it is a sentence that reports, and not mostly somebody's words."""
    reported = _QUOTED.sub("", sentence)
    whole = _SENTENCE.search(sentence) is not None and " | " not in sentence
    return whole and len(reported) >= _MOSTLY * len(sentence) and len(terms(reported)) >= LEAST_TERMS


def _telling(candidate: Candidate, titled: bool) -> Telling | None:
    """Return a sentence with its days, if it is about the topic, or opens an article that is.

    In an article whose title names the topic, a sentence that says when is about it as well.
    """
    hit = candidate.hit
    about = candidate.features.covered >= LEAST_OWN
    stated = stated_days(candidate.quote, hit.date)
    if stated is not None and (stated.length <= LONGEST_SPAN or precision(stated) != "span"):
        return Telling(candidate, stated, "stated") if about or titled else None
    opens = titled and _opens(candidate)
    if not (opens or about) or (stated is not None and not opens):
        return None
    return Telling(candidate, Days(hit.date, hit.date) if hit.date else None, "article")


def _opens(candidate: Candidate) -> bool:
    """Whether a sentence is among the first of its article."""
    hit = candidate.hit
    before = hit.text[: candidate.start - hit.start]
    return hit.start == 0 and len(sentences(before)) < OPENING


def _few_of_each(found: Iterable[Telling]) -> list[Telling]:
    """Return at most `MOST_OF_ARTICLE` of each article, and of those on its own day only the first."""
    kept: list[Telling] = []
    for telling in found:
        same = [other for other in kept if other.candidate.hit.article == telling.candidate.hit.article]
        placed = telling.dated == "article" and any(other.dated == "article" for other in same)
        if len(same) < MOST_OF_ARTICLE and not placed:
            kept.append(telling)
    return kept


def _different(found: Iterable[Telling]) -> list[Telling]:
    kept: list[Telling] = []
    for telling in found:
        if not any(_same_event(telling, other) for other in kept):
            kept.append(telling)
    return kept


def _same_event(one: Telling, other: Telling) -> bool:
    """Whether two sentences tell the same, of days that meet: what only papers word differently."""
    if one.candidate.quote == other.candidate.quote:
        return True
    if one.days is None or other.days is None or one.days.apart(other.days) > 1:
        return False
    shared = len(one.terms & other.terms)
    return shared >= SAME * max(1, min(len(one.terms), len(other.terms)))
