"""Text and the day it was written → the days it names, as far as they are surely known."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from qa.language.facts import MONTHS, WEEKDAYS

_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:{'|'.join(month.title() for month in MONTHS)}|{_SHORT_MONTH})"
_WEEKDAY = rf"(?:{'|'.join(day.title() for day in WEEKDAYS)})"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_ON = r"(?:\b(?:[Oo]n|[Ii]n)\s+)?(?:the\s+(?=\d))?"
_AFTER = r"(?![\w%]|[.,:/–-]\d|-\w)"
_NAMED = rf"(?:(?P<weekday>{_WEEKDAY}),? )?"
_OF = rf"(?:,? (?P<year>{_YEAR}))?"
_LED = r"(?:in|since|of|until|till|by|from|to|before|after|during|early|late|mid|last|next|this|and)"

_READERS = (
    rf"{_ON}\b{_NAMED}(?P<day>{_DAY})(?: of)? (?P<month>{_MONTH}){_OF}{_AFTER}",
    rf"{_ON}\b{_NAMED}(?P<month>{_MONTH}) (?:the (?=\d+[snrt]))?(?P<day>{_DAY}){_OF}{_AFTER}",
    rf"{_ON}\b(?P<month>{_MONTH}),? (?:of )?(?P<year>{_YEAR}){_AFTER}",
    rf"(?P<year>{_YEAR})-(?P<number>\d\d)-(?P<day>\d\d)\b",
    rf"(?:\b(?:[Oo]n)\s+)?\b(?P<weekday>{_WEEKDAY}){_AFTER}(?! [A-Z])",
    rf"\b[Ii]n (?P<month>{_MONTH}){_AFTER}(?! [A-Z])",
    rf"(?<=\b)(?P<month>(?!May\b|March\b){_MONTH}){_AFTER}(?! [A-Z])",
    rf"\b(?P<led>{_LED}|[Ii]n|[Ss]ince) (?P<month>May|March){_AFTER}(?! [A-Z])",
    rf"\b[Ii]n (?P<year>{_YEAR}){_AFTER}",
    rf"\b(?P<led>{_LED}|Since|By|Until|Before|After|From) (?P<year>{_YEAR}){_AFTER}",
    r"\b(?P<told>[Yy]esterday|[Tt]oday|[Tt]omorrow|(?:[Ll]ast|[Tt]his|[Nn]ext) (?:year|month)(?! of\b))\b",
)
_LONGEST_AGO = 330
"""Days after which nobody leaves the year out."""
_FIELDS = ("year", "month", "day", "weekday")
_HABITS = re.compile(
    r"\b(?:every|each|any|last|next|this|following|previous|first|second|third|a|one)\s+$", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:was|were|did|had|said|told|came|went|rose|fell|lost|won|began|took|gave|made|held|found|left|met"
    r"|struck|shot|fought|became|brought|bought|sold|built|kept|led|broke|drove|flew|grew|knew|paid|ran|saw"
    r"|sent|spent|spoke|stood|stole|taught|wrote|[a-z]{2,}(?<!e)ed)\b"
)
_NOT_PAST = re.compile(
    r"\b(?:will|would|shall|should|can|could|may|might|must|is|are|has|have|does|do|due|next|plans?|planned"
    r"|expects?|expected|intends?|scheduled"
    r"|to(?! (?:an?|the|his|her|its|their|hospital|work|prison|[A-Z£$€\d])))\b|[’']ll\b"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year named in a text, any preposition "on" or "in" before it included.

    Fields that neither the words nor the day of writing surely give are `None`; `stated` are the
    fields that the words themselves give, and `told` the words where they count from another day.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    told: str = ""
    stated: frozenset[str] = frozenset()


def named_days(text: str, written: dt.date | None = None, *, narrated: bool = False) -> list[Day]:
    """Return the days a text names, in order, none overlapping another.

    Args:
        text: A sentence, for what is past in it decides which Friday it means.
        written: The day of its article; `None` where it is not known.
        narrated: The text around it tells of other years: a month without a year may be of one of them.
    """
    found: list[Day] = []
    for day in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not found or day.start >= found[-1].end:
            found.append(_dated(day, text, written, narrated=narrated) if written else day)
    return found


def same_day(stated: Day, said: Day, *, exactly: bool = False) -> bool:
    """Return whether the day said is the one stated: the same, or a part of what is known of it.

    "March" and "2024" are true to "3 March 2024", and "on Friday" to that day. Where `exactly`,
    nothing may be left out: what came before 3 March did not all come before March.
    """
    if said.told:
        return stated.told == said.told
    if not said.stated or (stated.told and not _known(stated)):
        return False
    agree = all(getattr(said, field) == getattr(stated, field) for field in said.stated)
    return agree and (not exactly or _finest(stated) == _finest(said))


def _known(day: Day) -> bool:
    return any(field is not None for field in (day.year, day.month, day.day, day.weekday))


def _finest(day: Day) -> str:
    """Return how small a stretch of time is named; a weekday is a day."""
    if day.day is not None or day.weekday is not None:
        return "day"
    return "month" if day.month is not None else "year"


@cache
def _readers() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(reader) for reader in _READERS)


def _all(text: str) -> Iterator[Day]:
    for reader in _readers():
        for match in reader.finditer(text):
            parts = match.groupdict()
            start = (
                match.end("led") + 1 if parts.get("led", "in") not in {"in", "In", None} else match.start()
            )
            if parts.get("told"):
                yield Day(start, match.end(), told=parts["told"].lower())
            elif day := _read(parts):
                yield replace(day, start=start, end=match.end())


def _read(parts: dict[str, str | None]) -> Day | None:
    """Return the fields that the words give; `None` where no calendar has them."""
    named, number = parts.get("month"), parts.get("number")
    month = next((n for n, name in enumerate(MONTHS, 1) if named and name[:3] == named[:3].lower()), None)
    month = month or (int(number) if number else None)
    year, number, weekday = parts.get("year"), parts.get("day"), parts.get("weekday")
    day = Day(
        0,
        0,
        year=int(year) if year else None,
        month=month,
        day=int(re.sub(r"\D", "", number)) if number else None,
        weekday=WEEKDAYS.index(weekday.lower()) if weekday else None,
    )
    stated = frozenset(field for field in _FIELDS if getattr(day, field) is not None)
    day = replace(day, stated=stated)
    if {"year", "month", "day"} <= stated:
        date = _date(day)
        if date is None or (day.weekday is not None and date.weekday() != day.weekday):
            return None
        return replace(day, weekday=date.weekday())
    return day


def _date(day: Day) -> dt.date | None:
    try:
        return dt.date(day.year or 2000, day.month or 1, day.day or 1)
    except ValueError:
        return None


def _dated(day: Day, text: str, written: dt.date, *, narrated: bool) -> Day:
    """Return the day with what the day of writing tells of it, where that is sure."""
    if day.told:
        return _counted(day, written)
    told_of = _PAST.search(text) and not _NOT_PAST.search(text) and not _HABITS.search(text[: day.start])
    if not told_of or day.year is not None:
        return day
    if day.month is None:
        return _latest_weekday(day, written)
    return day if narrated else _latest(day, written)


def _latest_weekday(day: Day, written: dt.date) -> Day:
    """Return the last day of that name; on such a day it may be today or a week ago, and stays open."""
    back = (written.weekday() - (day.weekday or 0)) % 7
    return _filled(day, written - dt.timedelta(back)) if back else day


def _latest(day: Day, written: dt.date) -> Day:
    """Return the last such day or month before the day of writing; this month last year stays open."""
    assert day.month is not None
    later = (day.month, day.day or 0) > (written.month, written.day)
    filled = replace(day, year=written.year - later)
    date = _date(filled)
    if date is None or (day.weekday is not None and day.weekday != date.weekday()):
        return day
    if day.day is None:
        return filled
    # "On 4 March" in the paper of 3 March is more likely to be tomorrow than a year ago.
    return _filled(day, date) if (written - date).days < _LONGEST_AGO else day


def _counted(day: Day, written: dt.date) -> Day:
    which, _, unit = day.told.partition(" ")
    away = {"yesterday": -1, "today": 0, "tomorrow": 1, "last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return replace(day, year=written.year + away)
    if unit == "month":
        months = written.year * 12 + written.month - 1 + away
        return replace(day, year=months // 12, month=months % 12 + 1)
    return _filled(day, written + dt.timedelta(away))


def _filled(day: Day, date: dt.date) -> Day:
    return replace(day, year=date.year, month=date.month, day=date.day, weekday=date.weekday())
