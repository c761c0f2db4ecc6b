"""Written days ("March 2023", "5 March", "the 1990s") → what they mean, as seen from a stated today."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.facts import MONTHS
from qa.time_words import DAY, DAY_NAME, MONTH, PART, SEASON, SEASONS, SURE_MONTH, YEAR, YEAR_SLOT, pattern

Kind = Literal["counted", "named", "yearless", "written"]
"""What a phrase leans on.

- counted: today alone ("two weeks ago"); no article says it of those days.
- named: today and a name that articles use ("on Monday", "last summer").
- yearless: a written day or month whose year is left to today ("5 March").
- written: nothing but the calendar ("March 2023").
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """The days of a phrase, `first` never after `last`; either may lie after today."""

    first: date
    last: date
    kind: Kind


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


_NO_YEAR = r"(?!,? (?:of )?\d{3,4})"
_DAY_NAME = rf"(?:{DAY_NAME},? (?:the )?)?"
DATED = (
    rf"{_DAY_NAME}(?P<day>{DAY})(?: of)? (?P<month>{MONTH}),? (?:of )?(?P<year>{YEAR_SLOT})",
    rf"{_DAY_NAME}(?P<month>{MONTH}) (?P<day>{DAY}),? (?:of )?(?P<year>{YEAR_SLOT})",
    rf"(?P<year>{YEAR})[-/](?P<number>\d\d)[-/](?P<day>\d\d)\b",
    rf"(?P<part>{PART})?(?P<month>{MONTH}),? (?:of )?(?P<year>{YEAR_SLOT})",
    rf"(?P<part>{PART})?(?P<season>{SEASON}),? (?:of )?(?P<year>{YEAR_SLOT})",
    rf"(?P<part>{PART})?(?:the )?(?:{PART})?(?P<decade>\b(?:1[89]|20)\d0|['’][2-9]0)['’]?s\b",
)
"""What means a time wherever it stands."""
DAY_OF_SURE_MONTH = (
    rf"{_DAY_NAME}(?P<day>{DAY})(?: of)? (?P<month>{SURE_MONTH}){_NO_YEAR}",
    rf"{_DAY_NAME}(?P<month>{SURE_MONTH}) (?:the )?(?P<day>{DAY}){_NO_YEAR}",
)
"""What means a time wherever it stands, the year left out."""
DAY_OF_MONTH = tuple(source.replace(SURE_MONTH, MONTH) for source in DAY_OF_SURE_MONTH)
_MADE = (
    r"(?! (?:[\w'’-]{1,20} ){0,2}(?:film|movie|novel|book|album|song|hit|single|classic|series|musical|play"
    r"|painting|documentary|model|vintage)s?\b)"
)
YEAR_ALONE = rf"(?P<part>{PART})?(?:the year )?(?P<year>{YEAR}){_MADE}"
"""A year, but not the one of a film or a song: those are written about at any time."""
MONTH_ALONE = rf"(?P<part>{PART})?(?P<month>{MONTH})"
"""With `YEAR_ALONE` and `DAY_OF_MONTH`, what means a time only after a word like "in" or "since"."""


_READERS = tuple(pattern(source) for source in (*DATED, *DAY_OF_MONTH, YEAR_ALONE, MONTH_ALONE))


def written(phrase: str, today: date) -> Moment | None:
    """Return the days that a phrase of the patterns above names; `None` where no calendar has them."""
    for reader in _READERS:
        if match := reader.fullmatch(phrase):
            parts = match.groupdict()
            span = _read(parts, today)
            stated = parts.get("year") or parts.get("decade")
            return span and Moment(*span, "written" if stated else "yearless")
    return None


def _read(parts: dict[str, str | None], today: date) -> tuple[date, date] | None:
    """Return the first and last day of a decade, or of what lies in the year, stated or not."""
    decade, year = parts.get("decade"), parts.get("year")
    if decade:
        first = int(decade) if decade.isdigit() else 1900 + int(decade[1:])
        return date(first, 1, 1), date(first + 9, 12, 31)
    return _in_year(parts, _year(year, today)) if year else _latest(parts, today)


def _year(written: str, today: date) -> int:
    if written.isdigit():
        return int(written)
    return max(1, today.year - 1) if written.startswith("last") else today.year


def _latest(parts: dict[str, str | None], today: date) -> tuple[date, date] | None:
    """Return the latest such days that have begun, looking back over two leap years at the most."""
    for year in range(today.year, max(0, today.year - 12), -1):
        found = _in_year(parts, year)
        if found and found[0] <= today:
            return found
    return None


def _in_year(parts: dict[str, str | None], year: int) -> tuple[date, date] | None:
    """Return the day, month or season of a year, or the whole year, cut to its named part."""
    if parts.get("season"):
        span = _season(str(parts["season"]), year)
    elif parts.get("month") or parts.get("number"):
        month = month_number(parts["month"]) if parts.get("month") else int(str(parts["number"]))
        if not 1 <= month <= 12:
            return None
        span = months(year, month)
    else:
        span = months(year, 1, 12)
    if parts.get("day"):
        day = int(re.sub(r"\D", "", str(parts["day"])))
        return (span[0].replace(day=day),) * 2 if 1 <= day <= span[1].day else None
    return _part(parts.get("part"), *span)


def month_number(written: str | None) -> int:
    """Return the number of a month written in full or short."""
    return next(number for number, name in enumerate(MONTHS, 1) if name[:3] == str(written)[:3].lower())


def _season(written: str, year: int) -> tuple[date, date]:
    """Return a season of a year; "winter 2022" may be either of two, and is both."""
    month = SEASONS[written.lower()]
    return months(year - 1, 12, 15) if month == 12 and year > 1 else months(year, month, 3)


def _part(part: str | None, first: date, last: date) -> tuple[date, date]:
    """Return the first half for "early", the second for "late", the middle half for "mid"."""
    quarter = (last - first).days // 4
    word = re.split(r"[\s-]", part or "")[0]
    if word in {"early", "beginning", "start"}:
        return first, days_before(first, -2 * quarter)
    if word in {"late", "end"}:
        return days_before(last, 2 * quarter), last
    if word in {"mid", "middle"}:
        return days_before(first, -quarter), days_before(last, quarter)
    return first, last
