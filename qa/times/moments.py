"""Written days ("March 2023", "5 March", "the 1990s") → what they mean, as seen from a stated today."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from qa.language.facts import MONTHS
from qa.times.words import (
    COUNTED,
    DAY,
    MADE,
    MONTH,
    PART,
    SEASON,
    SEASONS,
    WEEKDAY,
    YEAR,
    YEAR_SLOT,
    pattern,
)  # fmt: skip

Kind = Literal["counted", "weekday", "yearless", "written"]
"""What a phrase leans on.

- counted: today alone ("two weeks ago"); no article says it of those days.
- weekday: today and a name that articles use ("on Monday").
- yearless: a day, month or season whose year is left to today ("5 March", "last summer").
- written: nothing but the calendar ("March 2023").
"""
Weak = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Moment:
    """The days that the text from `start` to `end` names, `first` never after `last`.

    Either may lie after today. `weak` is what it consists of where that alone means no time yet: "in
    2019" does, "2019" may be a number, "may" a verb; `None` where it means a time wherever it stands.
    """

    start: int
    end: int
    first: date
    last: date
    kind: Kind
    weak: Weak | None = None


def days_before(today: date, count: int) -> date:
    """Return the day so many days before, after where negative; the calendar's ends are not passed."""
    return date.fromordinal(min(max(today.toordinal() - count, 1), date.max.toordinal()))


def months_before(today: date, count: int) -> date:
    """Return the same day so many months before, or that month's last day where it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    if year < 1:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def months(year: int, month: int, length: int = 1) -> tuple[date, date]:
    """Return the first and last day of so many months."""
    first = date(year, month, 1)
    return first, days_before(months_before(first, -length), 1)


_OF_YEAR = rf"(?:,? (?:of )?(?P<year>{YEAR_SLOT}))"
_SURE = (
    rf"(?:{WEEKDAY},? (?:the )?)?(?P<day>{DAY})(?: of)? (?P<month>{MONTH}){_OF_YEAR}?(?!,? \d{{3,4}}\b)",
    rf"(?:{WEEKDAY},? )?(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}){_OF_YEAR}?(?!,? \d{{3,4}}\b)",
    rf"(?P<year>{YEAR})[-/](?P<number>\d\d)[-/](?P<day>\d\d)\b",
    rf"(?P<part>{PART})?(?P<month>{MONTH}){_OF_YEAR}",
    rf"(?P<part>{PART})?(?P<season>{SEASON}){_OF_YEAR}",
    rf"(?P<part>{PART})?(?:the )?(?P<decade>\b(?:1[89]|20)\d0|['’][2-9]0)['’]?s\b",
)
_ALONE = (
    rf"(?P<part>{PART})?(?P<month>{MONTH})",
    rf"(?P<part>{PART})?(?P<year>{YEAR})",
)


@cache
def _readers() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Return what reads a month with a day or a year, and what reads a month or a year alone."""
    return tuple(map(pattern, _SURE)), tuple(map(pattern, _ALONE))


def dated(text: str, today: date) -> Iterator[Moment]:
    """Yield what has a month and a day, a season or month and a year, or is a decade; some overlap."""
    yield from (moment for reader in _readers()[0] for moment in _found(reader, text, today))


def alone(text: str, today: date) -> Iterator[Moment]:
    """Yield months and years that stand alone; they overlap what is found otherwise."""
    yield from (moment for reader in _readers()[1] for moment in _found(reader, text, today))


def written(phrase: str, today: date) -> Moment | None:
    """Return the moment that is the whole phrase; `None` where there is none."""
    found = (moment for moments in (dated, alone) for moment in moments(phrase, today))
    return next((moment for moment in found if moment.end - moment.start == len(phrase)), None)


def _found(reader: re.Pattern[str], text: str, today: date) -> Iterator[Moment]:
    for match in reader.finditer(text):
        parts = match.groupdict()
        span = None if _counts(match, parts) else _read(parts, today)
        if span:
            stated = parts.get("year") or parts.get("decade")
            yield Moment(*match.span(), *span, "written" if stated else "yearless", _weak(parts))


def _counts(match: re.Match[str], parts: dict[str, str | None]) -> bool:
    """Whether the number that a phrase ends in counts something: "in 2000 homes", "in March 12 people"."""
    after = match.string[match.end() : match.end() + 60]
    if not match[0][-1:].isalpha() and COUNTED.match(after):
        return True
    return set(parts) <= {"part", "year"} and MADE.match(after) is not None


def _weak(parts: dict[str, str | None]) -> Weak | None:
    """Return what a phrase consists of where it takes a word like "in" to make a time of it."""
    month = parts.get("month")
    if month is None:
        return "year" if set(parts) == {"part", "year"} and not parts["part"] else None
    if parts.get("year") or parts.get("part"):
        return None
    if not parts.get("day"):
        return "month"
    return None if surely_month(month) else "day"


def _read(parts: dict[str, str | None], today: date) -> tuple[date, date] | None:
    """Return the first and last day; `None` where no calendar has them."""
    decade, year = parts.get("decade"), parts.get("year")
    if decade:
        first = int(decade) if decade.isdigit() else 1900 + int(decade[1:])
        return _part(parts.get("part") or "", date(first, 1, 1), date(first + 9, 12, 31))
    if year:
        stated = int(year) if year.isdigit() else today.year - year.startswith("last")
        return _in_year(parts, max(1, stated))
    years = range(
        today.year, max(0, today.year - 12), -1
    )  # as far back as two leap years can lie apart, and on
    found = (_in_year(parts, year) for year in years)
    return next((span for span in found if span and span[0] <= today), None)


def _in_year(parts: dict[str, str | None], year: int) -> tuple[date, date] | None:
    """Return the day, month or season of a year, or the whole year, cut to its named part."""
    season, month, day = parts.get("season"), parts.get("month"), parts.get("day")
    if season:
        first = SEASONS[season.lower()]  # "winter 2022" may be either of two, and is both
        span = months(year - 1, 12, 15) if first == 12 and year > 1 else months(year, first, 3)
    elif month or parts.get("number"):
        number = month_number(month) if month else int(parts.get("number") or 0)
        if not 1 <= number <= 12:
            return None
        span = months(year, number)
    else:
        span = months(year, 1, 12)
    if not day:
        return _part(parts.get("part") or "", *span)
    number = int(re.sub(r"\D", "", day))
    return (span[0].replace(day=number),) * 2 if 1 <= number <= span[1].day else None


def surely_month(name: str) -> bool:
    """Whether the spelling alone says that it is a month: "May", "june", "Sept.", not "may" or "jan"."""
    return name[0].isupper() or (name in MONTHS and name not in {"may", "march"})


def month_number(name: str) -> int:
    """Return the number of a month written in full or short."""
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3] == name[:3].lower())


def _part(part: str, first: date, last: date) -> tuple[date, date]:
    """Return the first half for "early", the second for "late", the middle half for "mid"."""
    quarter = (last - first).days // 4
    word = re.split(r"[\s-]", part)[0]
    if word in {"early", "beginning", "start"}:
        return first, days_before(first, -2 * quarter)
    if word in {"late", "end"}:
        return days_before(last, 2 * quarter), last
    if word in {"mid", "middle"}:
        return days_before(first, -quarter), days_before(last, quarter)
    return first, last
