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

LEAST_OWN = 0.55
"""Share of the topic's weighted terms in a sentence, or in its article's title, from which it is about it."""
LEAST_TITLED = 0.3
LEAST_WHOLE = 0.85
"""Share in a title, and in the title and the passages found, from which an article is about it."""
LONGEST_SPAN = 31
"""Days. What is longer and no whole month or year dates nothing: "in the past two years"."""
STORY = 200
"""Days between an article and what it tells besides of its topic; what is further off is background."""
OPENING = 1
"""Sentences an article begins with that tell its news."""
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
    told = _told_of(weighing, hits)
    found.sort(key=lambda candidate: -candidate.features.score())
    dated = (telling for one in found if (telling := _telling(one, one.hit.article in told)))
    return _without_echoes(_few_of_each(_different(dated)))


def _told_of(weighing: Weighing, hits: Sequence[Hit]) -> frozenset[str]:
    """Return the articles whose title names the topic, or some of it and their passages the rest."""
    texts: dict[str, str] = {}
    for hit in hits:
        texts[hit.article] = f"{texts.get(hit.article, '')} {hit.text}"
    titled = {hit.article: weighing.share(set(terms(hit.title))) for hit in hits}
    return frozenset(
        hit.article
        for hit in hits
        if titled[hit.article] >= LEAST_OWN
        or (
            titled[hit.article] >= LEAST_TITLED
            and weighing.share(set(terms(f"{hit.title} {texts[hit.article]}"))) >= LEAST_WHOLE
        )
    )


def _opening_end(text: str) -> int:
    return [0, *(end for _, end in sentences(text)[:OPENING])][-1]


def _tells(sentence: str) -> bool:
    """Whether it is a sentence that reports, and not mostly somebody's words."""
    reported = _QUOTED.sub("", sentence)
    whole = _SENTENCE.search(sentence) is not None and " | " not in sentence
    return whole and len(reported) >= _MOSTLY * len(sentence) and len(terms(reported)) >= LEAST_TERMS


def _telling(candidate: Candidate, titled: bool) -> Telling | None:
    """Return a sentence with its days, if it is about the topic, or tells the news of an article that is.

    In an article about the topic, what happened about its day is part of the story as well.
    """
    hit = candidate.hit
    about = candidate.features.covered >= LEAST_OWN
    stated = stated_days(candidate.quote, hit.date)
    if stated is not None and (stated.length <= LONGEST_SPAN or precision(stated) != "span"):
        own = Days(hit.date, hit.date) if hit.date else stated
        return (
            Telling(candidate, stated, "stated") if about or (titled and stated.apart(own) <= STORY) else None
        )
    opens = _opens(candidate)
    news = (titled and (opens or about)) or (opens and about)
    if not news or (stated is not None and not opens):
        return None
    return Telling(candidate, Days(hit.date, hit.date) if hit.date else None, "article")


def _opens(candidate: Candidate) -> bool:
    """Whether a sentence is among the first of its article."""
    hit = candidate.hit
    return hit.start == 0 and candidate.start < _opening_end(hit.text)


def _few_of_each(found: Iterable[Telling]) -> list[Telling]:
    """Return at most `MOST_OF_ARTICLE` of each article, and of those on its own day only the first."""
    kept: list[Telling] = []
    for telling in found:
        same = [other for other in kept if other.candidate.hit.article == telling.candidate.hit.article]
        placed = telling.dated == "article" and any(other.dated == "article" for other in same)
        if len(same) < MOST_OF_ARTICLE and not placed:
            kept.append(telling)
    return kept


def _without_echoes(found: Sequence[Telling]) -> list[Telling]:
    """Return them without what an article tells on its own day besides its news, which says when."""
    dated = [telling for telling in found if telling.dated == "stated"]
    kept = []
    for telling in found:
        same = [one for one in dated if one.candidate.hit.article == telling.candidate.hit.article]
        echo = any(_opens(one.candidate) for one in same) or (same and not _opens(telling.candidate))
        if telling.dated == "stated" or not echo:
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
