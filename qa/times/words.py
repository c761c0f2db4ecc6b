"""English words for months, weekdays, seasons, years and counts, as pieces of patterns.

A blank in a pattern stands for one to four blanks of any kind. No piece repeats without a bound, so
that finding them takes time in proportion to the text, whatever it says.
"""

import re
from collections.abc import Iterable

from qa.language.facts import MONTHS, WEEKDAYS

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Season → its first month, as the north counts: winter runs into the next year."""

COUNTS = {
    "a": (1, 1), "an": (1, 1), "one": (1, 1), "two": (2, 2), "three": (3, 3), "four": (4, 4),
    "five": (5, 5), "six": (6, 6), "seven": (7, 7), "eight": (8, 8), "nine": (9, 9), "ten": (10, 10),
    "eleven": (11, 11), "twelve": (12, 12), "couple": (2, 3), "few": (2, 5), "several": (3, 8),
}  # fmt: skip
"""Count in words → the least and the most it means."""


def pattern(source: str) -> re.Pattern[str]:
    """Return a pattern ready for use, its blanks made to match any few blanks."""
    return re.compile(source.replace(" ", r"\s{1,4}"))


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, whole, small or with a capital."""
    return rf"\b(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in words)})(?!\w)"


MONTH = either([*MONTHS, *(rf"{month[:3]}\.?" for month in MONTHS if month != "may"), r"sept\.?"])
WEEKDAY = either(WEEKDAYS)
SEASON = either(SEASONS)
DAY = r"(?<![\w$€£.,#:])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
YEAR = r"(?<![\w$€£.,#:])(?:1[89]|20)\d\d(?![\w%]|[.,:]\d|: [A-Z])"
"""From 1800 to 2099: no article is dated earlier, so that earlier years prefer nothing."""
YEAR_SLOT = rf"(?:{YEAR}|\b(?:last|this) year\b)"
PART = r"(?:\b(?:early|mid|late)(?: |-)|\b(?:beginning|start|middle|end) of (?:the )?)"
COUNT = rf"(?:(?<![\w.,])\d{{1,3}}|\b(?:a )?(?:couple(?: of)?|few)|\b(?:{'|'.join(COUNTS)}))"
UNIT = r"(?:hour|day|week|fortnight|month|quarter|year|decade)s?"

DAYS_WITH_NAMES = frozenset(
    "black good cyber super bloody ash easter palm shrove fat holy ruby freaky blue casual boxing the a"
    " every each any which what first second third fourth final".split()
)
"""What stands before a weekday that is no day of this week: Black Friday, every Sunday."""
AFTER_WEEKDAY = re.compile(
    r"\s(?:[Tt]imes|[Tt]elegraph|[Ee]xpress|[Mm]irror|[Mm]ail|[Pp]ost|[Nn]ight (?:[Ff]oot|[Ll]ive)|the \d"
    rf"|(?:in|of) {MONTH})"
)
"""What stands after one: the Sunday Times, the last Sunday in October."""
COUNTED = re.compile(
    r"[\s-](?:people|persons?|men|women|children|soldiers?|troops?|workers?|jobs?|homes?|houses?|buildings?"
    r"|cars?|cases?|deaths?|votes?|seats?|dollars?|euros?|pounds?|miles?|km|kilomet(?:er|re)s?|met(?:er|re)s?"
    r"|feet|tons?|tonnes?|kg|hours?|minutes?|days?|weeks?|months?|years?|times|species|students?|patients?"
    r"|passengers?|companies|countries|cities|schools?|pages?|words?|million|billion|percent)\b"
)
"""What is counted: a number before one of these is no year and no day of a month."""
MADE = re.compile(
    r"\s(?:[\w'’-]{1,20}\s){0,2}(?:film|movie|novel|book|album|song|hit|single|classic|series|musical|play"
    r"|painting|documentary|model|vintage)s?\b"
)
"""What was made in a year is written about in any year."""
_HAPPENING = (
    r"(?:elections?|olympics|games|cup|finals?|season|championships?|war|budget|summit|census|campaign|race"
    r"|referendum|pandemic)"
)
HAPPENING = re.compile(rf"\s(?:[\w'’-]{{1,20}}\s){{0,2}}{_HAPPENING}\b", re.IGNORECASE)
"""What happens in a year, and is told by it: "2020 election"."""
HAPPENED = re.compile(rf"\b(?:{_HAPPENING}|Q[1-4])\s$", re.IGNORECASE)
"""The same before the year: "world cup 2022"."""
