"""English words for days, months, seasons, years and counts, as pieces of patterns.

A blank in a pattern stands for one to four blanks of any kind. No piece repeats without a bound and
none begins with a repetition, so that finding them takes time in proportion to the text, whatever it
says. Pieces carry no groups; a phrase's parts are named where it is read.
"""

import re
from collections.abc import Iterable

from qa.facts import MONTHS, WEEKDAYS

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Season → its first month, as the north counts: winter runs into the next year."""

VERBS = frozenset({"may", "march"})
"""Months that are common words too: in lower case they count only in company."""

COUNTS = {
    "a": (1, 1), "an": (1, 1), "one": (1, 1), "two": (2, 2), "three": (3, 3), "four": (4, 4),
    "five": (5, 5), "six": (6, 6), "seven": (7, 7), "eight": (8, 8), "nine": (9, 9), "ten": (10, 10),
    "eleven": (11, 11), "twelve": (12, 12), "couple": (2, 3), "few": (2, 5), "several": (3, 8),
}  # fmt: skip
"""Count in words → the least and the most it means."""

UNITS = ("hour", "day", "week", "fortnight", "month", "quarter", "year", "decade")


def pattern(source: str) -> re.Pattern[str]:
    """Return a pattern ready for use, its blanks made to match any few blanks."""
    return re.compile(source.replace(" ", r"\s{1,4}"))


def nameless(source: str) -> str:
    """Return a pattern's source without the names of its groups, to be used inside another."""
    return re.sub(r"\(\?P<\w+>", "(?:", source)


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, whole."""
    return rf"\b(?:{'|'.join(words)})\b"


_SHORT = [*(month[:3] for month in MONTHS if month != "may"), "sept"]
_SURE = [
    *(month.title() for month in MONTHS),
    *(month for month in MONTHS if month not in VERBS),
    *(rf"{month.title()}\.?" for month in _SHORT),
]
SURE_MONTH = rf"\b(?:{'|'.join(_SURE)})(?!\w)"
"""A month whose spelling alone says that it is one: "May", "june", "Sept.", but not "may" or "jan"."""
MONTH = rf"(?:{SURE_MONTH}|{either([*sorted(VERBS), *_SHORT])})"
_DAYS_NAMED = (
    "[Bb]lack [Gg]ood [Cc]yber [Ss]uper [Bb]loody [Aa]sh [Ee]aster [Pp]alm [Ss]hrove [Ff]at [Hh]oly [Rr]uby"
    " [Ff]reaky [Bb]lue [Cc]asual [Bb]oxing the a every each any which what first second third fourth final"
).split()
DAY_NAME = either(f"[{day[0].upper()}{day[0]}]{day[1:]}" for day in WEEKDAYS)
WEEKDAY = (
    "(?=[MTWFSmtwfs])"  # the lookbehinds are many: this spares them at most places
    + "".join(rf"(?<!\b{word}\s)" for word in _DAYS_NAMED)
    + DAY_NAME
    + r"(?! (?:[Tt]imes|[Tt]elegraph|[Ee]xpress|[Mm]irror|[Mm]ail|[Pp]ost|[Nn]ight (?:[Ff]oot|[Ll]ive)))"
    + rf"(?! (?:in|of) {MONTH})(?! the \d)"
)
"""A weekday, but not Black Friday, the Sunday Times or the first Monday in May."""
SEASON = either(f"[{season[0].upper()}{season[0]}]{season[1:]}" for season in SEASONS)

COUNTED = (
    "people|persons?|men|women|children|soldiers?|troops?|workers?|jobs?|homes?|houses?|buildings?|cars?"
    "|cases?|deaths?|votes?|seats?|dollars?|euros?|pounds?|miles?|km|kilomet(?:er|re)s?|met(?:er|re)s?"
    "|feet|tons?|tonnes?|kg|hours?|minutes?|days?|weeks?|months?|years?|times|species|students?"
    "|patients?|passengers?|companies|countries|cities|schools?|pages?|words?|million|billion|percent"
)
"""What is counted: a number before one of these is no year and no day of a month."""
_NO_NUMBER = rf"(?![\w%]|[.,:]\d|: [A-Z]|(?: |-)(?:{COUNTED})\b)"
DAY = rf"(?<![\w$€£.,#:])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?{_NO_NUMBER}"
YEAR = rf"(?<![\w$€£.,#:])(?:1[89]|20)\d\d{_NO_NUMBER}"
"""From 1800 to 2099: no article is dated earlier, so that earlier years prefer nothing."""
YEAR_SLOT = rf"(?:{YEAR}|\b(?:last|this) year\b)"
PART = r"(?:\b(?:early|mid|late)(?: |-)|\b(?:beginning|start|middle|end) of (?:the )?)"
COUNT = rf"(?:(?<![\w.,])\d{{1,3}}|\b(?:a )?(?:couple(?: of)?|few)|\b(?:{'|'.join(COUNTS)}))"
UNIT = rf"(?:{'|'.join(UNITS)})s?\b"
WORD = r"[\w'’-]{1,30}"
