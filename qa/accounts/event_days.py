"""A sentence of an article → the days of what it tells, as its words of time say."""

import re
from dataclasses import dataclass
from datetime import date

from qa.times.moments import days_before, months_before, written
from qa.times.phrases import Phrase, time_phrases
from qa.times.relative_days import relative

MOSTLY_PAST = 270
"""Days. A date without its year is the latest one unless that is longer ago: in April "12 May" lies ahead."""

_ASIDE = re.compile(
    r"\b(?:than|which|who|whose|whom|where|since|until|till|before|after|following|from|compared)\b[^,;]*$",
    re.IGNORECASE,
)
"""What only describes something of another time: "the record, which was set in 1978"."""
_AHEAD = re.compile(
    r"\b(?:(?:will|shall|(?:is|are) (?:due |set |expected )?to)\b[^.;,]*|(?:meeting|vote|date) (?:for|on) )$",
    re.IGNORECASE,
)
"""What stands before a day to come: "is to close at the end of"."""
_STANDING_BEFORE = 160
_NO_DAY = date(9000, 1, 1)
"""Stands in for an unknown day: every written year lies before it."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def apart(self, other: "Days") -> int:
        """Return the days between the two, 0 where they meet."""
        return max(0, (self.first - other.last).days, (other.first - self.last).days)


def stated_days(sentence: str, published: date | None) -> Days | None:
    """Return the days that a sentence says its event is of; `None` where it says none.

    Of several phrases the most exact one counts. Left out are those that begin or end a span ("since
    2011") and those that describe something else ("the record, which was set in 1978").

    Args:
        sentence: Of an article.
        published: The article's day, from which "on Monday" is counted; without it only what has
            its year counts.
    """
    return min(all_stated_days(sentence, published), key=lambda days: days.length, default=None)


def all_stated_days(sentence: str, published: date | None) -> list[Days]:
    """Return what each of those phrases means, in order."""
    reference = published or _NO_DAY
    phrases = (phrase for phrase in time_phrases(sentence, reference) if not _describes(sentence, phrase))
    known = (phrase for phrase in phrases if published or phrase.kind == "written")
    return [days for phrase in known if (days := _days(sentence, phrase, reference)) is not None]


def _describes(sentence: str, phrase: Phrase) -> bool:
    """Whether a phrase begins or ends a span, or tells when something else was."""
    before = sentence[max(0, phrase.start - _STANDING_BEFORE) : phrase.start]
    return phrase.directed or _ASIDE.search(before) is not None


def _days(sentence: str, phrase: Phrase, published: date) -> Days | None:
    if phrase.since is None or phrase.until is None:
        return _ahead(sentence[phrase.start : phrase.end], published)
    words, before = sentence[phrase.start : phrase.end], sentence[: phrase.start]
    ahead = _AHEAD.search(before[-_STANDING_BEFORE:]) is not None and phrase.until < published
    if phrase.kind == "weekday":
        day = days_before(phrase.until, -7) if ahead else phrase.until
        return Days(day, day)
    ahead = ahead or (published - phrase.until).days > MOSTLY_PAST
    if phrase.kind == "yearless" and ahead and not re.search(r"\b(?:last|this)\b", words):
        return Days(months_before(phrase.since, -12), months_before(phrase.until, -12))
    return Days(phrase.since, phrase.until)


def _ahead(words: str, published: date) -> Days | None:
    """Return the days to come that a phrase means, as the article's day leaves it; `None` for none."""
    if words.lower() == "tomorrow":
        return Days(days_before(published, -1), days_before(published, -1))
    moment = written(words, published)
    if moment is not None:
        ahead = moment.kind == "yearless" and moment.last < published
        months = -12 if ahead else 0
        return Days(months_before(moment.first, months), months_before(moment.last, months))
    week = next((one for one in relative(words, days_before(published, -7)) if one.kind == "weekday"), None)
    if week is not None and week.last > published:
        return Days(week.last, week.last)
    return None
