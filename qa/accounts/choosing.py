"""Passages on a topic → the sentences that tell an event of it, each with its days, none twice."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.accounts.event_days import Days, stated_days
from qa.evidence.weighing import Candidate, Weighing
from qa.language.terms import terms
from qa.records import Hit

Dated = Literal["stated", "article"]
"""`stated`: the sentence says when; `article`: it does not, and the day is its article's."""

LEAST_WHOLE = 0.7
"""Share of the topic's weighted terms in a sentence, the one before and the title."""
LEAST_OWN = 0.3
"""Share in the sentence itself, where it is not its article's first that is read."""
LEAST_TERMS = 4
"""A shorter one is a headline's rest, a caption or an exclamation."""
MOST_OF_ARTICLE = 4
"""Events told by one article."""
SAME = 0.6
"""Share of the terms of the shorter of two sentences of one day from which they tell the same."""

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
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

    A sentence that says when it happened counts if it is about the topic; of those that do not,
    each article's best one tells what the article is about, on the article's own day.
    """
    found = sorted(weighing.candidates(hits), key=lambda candidate: -candidate.features.score())
    about = [candidate for candidate in found if _about(candidate) and _tells(candidate.quote)]
    return _different(_few_of_each(_dated(about)))


def _about(candidate: Candidate) -> bool:
    features = candidate.features
    whole = features.covered + features.carried + features.titled
    own = features.covered >= LEAST_OWN or features.covered + features.carried >= 2 * LEAST_OWN
    return whole >= LEAST_WHOLE and own


def _tells(sentence: str) -> bool:
    """Whether a sentence reports, and is not mostly somebody's words."""
    reported = _QUOTED.sub("", sentence)
    return len(reported) >= _MOSTLY * len(sentence) and len(terms(reported)) >= LEAST_TERMS


def _dated(candidates: Iterable[Candidate]) -> list[Telling]:
    """Return the candidates with their days; of each article's undated sentences only the first given."""
    found: list[Telling] = []
    led: set[str] = set()
    for candidate in candidates:
        hit = candidate.hit
        stated = stated_days(candidate.quote, hit.date)
        if stated is not None:
            found.append(Telling(candidate, stated, "stated"))
        elif hit.article not in led:
            led.add(hit.article)
            own = Days(hit.date, hit.date) if hit.date else None
            found.append(Telling(candidate, own, "article"))
    return found


def _few_of_each(found: Iterable[Telling]) -> list[Telling]:
    """Return them without what goes beyond `MOST_OF_ARTICLE` of one article."""
    kept: list[Telling] = []
    for telling in found:
        article = telling.candidate.hit.article
        if sum(other.candidate.hit.article == article for other in kept) < MOST_OF_ARTICLE:
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
