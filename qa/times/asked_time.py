"""What a question says about when, resolved against a stated day. English only.

A publication day is not the day of the event: an article of April tells about March. So a period is
one of publication days; it goes on for a few days after the days asked for, and never past today.

The grammar is our own. dateparser, parsedatetime and timefhuman were tried: they give instants where
spans are meant and miss "over the weekend", and the first two take "may" for a month; dateparser takes
27 ms a question, where this takes less than one, and timefhuman brings 31 MB.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.period import Period
from qa.language.terms import STOP_WORDS
from qa.times.moments import days_before
from qa.times.phrases import Phrase, time_phrases

Bearing = Literal["restricts", "prefers"]

_LONGEST = 31
"""The longest span, in days, that leaves other days out: a month. What is longer is told of later too."""
_FARTHEST = 62
"""How long ago, in days, such a span may begin: nobody counts days over more than two months."""
_EARLIEST = 1800
"""The year before which no article is dated."""
_GRACE = {2: 1, 15: 2, _LONGEST: 3}
"""Length of a span, in days, at the most → for how many days more it is told."""
_LONG_GRACE = 7


@dataclass(frozen=True, slots=True)
class AskedTime:
    """What a question says about when.

    - words: the phrases as they stand in the question, in order.
    - period: the publication days they mean, none after today; `None` where only `newest` is asked for.
    - bearing: whether articles of other days are left out, or only stand behind.
    - newest: newer is better where relevance is comparable ("latest", "now", "next week").
    - rest: the question without what no article says of those days ("last week", "latest"), where
      that still says something, else the question. "March 2023" and "on Monday" stay.
    """

    words: tuple[str, ...]
    period: Period | None
    bearing: Bearing
    newest: bool
    rest: str


def asked_time(question: str, today: date) -> AskedTime | None:
    """Return what a question says about when, as asked on a day; `None` where it says nothing.

    Short spans told from today restrict ("last week", "on Monday", "since March" in March); what is
    longer or written out prefers ("last year", "March 2023"), since other days' articles tell of it
    as well. Of several that restrict, the whole stretch counts, and those that prefer do not.

    Nothing is said by years before 1800 and centuries, by days still to come (though "tomorrow" and
    "next week" ask for the newest), and by dates in figures alone, of which only 2023-03-05 is no riddle.
    """
    phrases = [phrase for phrase in time_phrases(question, today) if _says(phrase)]
    if not phrases:
        return None
    restricting = [phrase for phrase in phrases if _restricts(phrase, today)]
    preferring = [phrase for phrase in phrases if phrase.since or phrase.until]
    return AskedTime(
        words=tuple(question[phrase.start : phrase.end] for phrase in phrases),
        period=_period(restricting or preferring, today),
        bearing="restricts" if restricting else "prefers",
        newest=any(phrase.newest for phrase in phrases),
        rest=_rest(question, [phrase.cut for phrase in phrases if phrase.cut]),
    )


def _says(phrase: Phrase) -> bool:
    """Whether a phrase asks for the newest or for days on which newspapers were printed."""
    earliest = phrase.since or phrase.until
    return phrase.newest or (earliest is not None and earliest.year >= _EARLIEST)


def _restricts(phrase: Phrase, today: date) -> bool:
    """Whether other days are left out: the span is short, near, and told from today."""
    told = phrase.kind in {"counted", "weekday"} or (phrase.kind == "yearless" and phrase.directed)
    if not told or phrase.since is None or phrase.until is None:
        return False
    return (phrase.until - phrase.since).days <= _LONGEST and phrase.since >= days_before(today, _FARTHEST)


def _period(phrases: list[Phrase], today: date) -> Period | None:
    """Return the stretch of publication days that phrases mean together; `None` without any.

    Spans are joined ("in 2019 and in 2021"); ends without a span are met ("after 2019 but before 2022").
    """
    spans = [(phrase.since, _told_until(phrase, today)) for phrase in phrases if not phrase.directed]
    sinces = [since for since, _ in spans if since]
    untils = [until for _, until in spans]
    if sinces and untils:
        return Period(min(sinces), max(untils))
    begins = [phrase.since for phrase in phrases if phrase.since]
    ends = [phrase.until for phrase in phrases if phrase.until]
    if not ends:
        return None
    since, until = max(begins, default=None), min(*ends, today)
    return Period(since, until) if since is None or since <= until else Period(min(begins), max(ends))


def _told_until(phrase: Phrase, today: date) -> date:
    """Return the last day on which a span is still news: what happened on Friday is printed on Saturday."""
    assert phrase.since
    assert phrase.until
    length = (phrase.until - phrase.since).days + 1
    near = phrase.kind in {"counted", "weekday"}
    grace = next((days for longest, days in _GRACE.items() if near and length <= longest), _LONG_GRACE)
    return min(today, days_before(phrase.until, -grace))


def _rest(question: str, cuts: list[tuple[int, int]]) -> str:
    """Return the question without these parts, set right again; the question where too little is left."""
    pieces, end = [], 0
    for start, stop in cuts:
        owner = question[stop : stop + 2] in {"'s", "’s"}
        pieces += [question[end:start], "the" if owner else " "]
        end = stop + 2 if owner else stop
    left = " ".join("".join((*pieces, question[end:])).split())
    for mark in ",.?!;:":
        left = left.replace(f" {mark}", mark)
    left = left.replace(",,", ",").lstrip(",.;: ")
    if not cuts or all(word.lower() in STOP_WORDS for word in re.findall(r"\w+", left)):
        return question
    return left[0].upper() + left[1:] if question[0].isupper() else left
