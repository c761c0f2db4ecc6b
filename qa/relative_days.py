"""Days told from today ("last week", "two months ago", "on Monday") → what they mean."""

import re
from collections.abc import Callable
from datetime import date
from math import ceil

from qa.facts import WEEKDAYS
from qa.moments import Kind, Moment, days_before, month_number, months, months_before
from qa.time_words import (
    COUNT,
    COUNTS,
    SEASON,
    SEASONS,
    SURE_MONTH,
    UNIT,
    VERBS,
    WEEKDAY,
    either,
    nameless,
    pattern,
)  # fmt: skip

_Span = tuple[date, date]

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def _units_before(today: date, count: int, unit: str) -> date:
    """Return the day so many units before; a day begun counts as one."""
    if unit in _MONTHS:
        return months_before(today, count * _MONTHS[unit])
    return days_before(today, ceil(count * _DAYS[unit]))


def _count(written: str) -> tuple[int, int]:
    """Return the least and the most that a count means."""
    if written.isdigit():
        return int(written), int(written)
    words = written.split()
    return COUNTS[next((word for word in words if word in {"couple", "few"}), words[0])]


def _day(today: date, count: int) -> _Span:
    day = days_before(today, count)
    return day, day


def _this_week(today: date) -> _Span:
    """Return the seven days up to today.

    On a Monday "this week" asks about the days just gone, and what is asked on a Friday may be of
    last Saturday: the calendar's week would leave out what is meant.
    """
    return days_before(today, 7), today


def _last_week(today: date) -> _Span:
    """Return the calendar's last week, where weeks begin on Sunday and where they begin on Monday."""
    monday = today.weekday()
    sunday = (monday + 1) % 7
    return days_before(today, max(monday, sunday) + 7), days_before(today, min(monday, sunday) + 1)


def _weekend(today: date) -> _Span:
    """Return the weekend that began last."""
    saturday = days_before(today, (today.weekday() - 5) % 7)
    return saturday, days_before(saturday, -1)


def _this_weekend(today: date) -> _Span:
    """Return the days since that weekend: it may be the coming one, of which these days tell."""
    return _weekend(today)[0], today


def _last_weekend(today: date) -> _Span:
    """Return that weekend, and on one the one before as well."""
    saturday, sunday = _weekend(today)
    return (saturday if sunday < today else days_before(saturday, 7)), sunday


def _this_month(today: date) -> _Span:
    return months(today.year, today.month)


def _this_quarter(today: date) -> _Span:
    return months(today.year, today.month - (today.month - 1) % 3, 3)


def _this_year(today: date) -> _Span:
    return months(today.year, 1, 12)


def _rolling(match: re.Match[str], today: date) -> _Span | None:
    """Return the last so many units up to today; a vague count goes as far as it may mean.

    "The last day" without a count is the end of something else.
    """
    unit = match["unit"].removesuffix("s")
    if not match["count"] and match["which"] == "last" and unit in {"hour", "day"}:
        return None
    count = _count(match["count"])[1] if match["count"] else 1
    return _units_before(today, count, unit), today


def _ago(match: re.Match[str], today: date) -> _Span:
    """Return the day so many units before, and half a unit on either side: "a year ago" is no one day."""
    least, most = _count(match["count"])
    unit = match["unit"].removesuffix("s")
    half = {"week": 3, "fortnight": 7, "month": 15, "quarter": 45, "year": 183, "decade": 1826}.get(unit, 0)
    nearest, farthest = (_units_before(today, count, unit) for count in (least, most))
    return days_before(farthest, half), days_before(nearest, -half)


def _weekday(match: re.Match[str], today: date) -> _Span:
    """Return the latest day of that name.

    Said on such a day, it is today and the one a week ago. "Last Monday" said on a Wednesday may be
    two days or nine days ago: it is both, and what lies between.
    """
    back = (today.weekday() - next(i for i, day in enumerate(WEEKDAYS) if day == match["day"].lower())) % 7
    if match["which"] == "last":
        latest = days_before(today, back or 7)
        return (days_before(latest, 7) if 0 < back <= today.weekday() else latest), latest
    return days_before(today, back or 7), days_before(today, back)


def _named_months(match: re.Match[str], today: date) -> _Span | None:
    """Return the month or season of that name: the latest that is over for "last", the nearest for "this"."""
    name = match["name"].lower()
    first, length = (SEASONS[name], 3) if name in SEASONS else (month_number(name), 1)
    years = range(max(1, today.year - 2), min(today.year + 2, date.max.year))
    spans = [months(year, first, length) for year in years]
    if match["which"] == "last":
        return max((span for span in spans if span[1] < today), default=None)
    return min(spans, key=lambda span: max(span[0] - today, today - span[1]), default=None)


_EARLY = r"(?:earlier |early |late )?"
_START = r"the (?:start|beginning) of (?:the|this) "
_PLAIN: tuple[tuple[str, Callable[[date], _Span]], ...] = (
    (r"the day before yesterday", lambda today: _day(today, 2)),
    (r"(?:earlier )?(?:today|this (?:morning|afternoon|evening)|tonight)", lambda today: _day(today, 0)),
    (
        r"yesterday(?: (?:morning|afternoon|evening|night))?|last (?:night|evening)",
        lambda today: _day(today, 1),
    ),
    (r"the week before last", lambda today: _last_week(days_before(today, 7))),
    (rf"{_EARLY}this week|{_START}week", _this_week),
    (rf"{_EARLY}last week", _last_week),
    (r"this (?:past )?weekend", _this_weekend),
    (r"(?:over|at|on|during) the weekend|the past weekend|past weekend", _weekend),
    (r"last weekend", _last_weekend),
    (rf"{_EARLY}this month|{_START}month", _this_month),
    (rf"{_EARLY}last month", lambda today: _this_month(months_before(today, 1))),
    (r"this quarter", _this_quarter),
    (r"last quarter", lambda today: _this_quarter(months_before(today, 3))),
    (rf"{_EARLY}this year|{_START}year", _this_year),
    (rf"{_EARLY}last year", lambda today: _this_year(months_before(today, 12))),
)
_ABOUT = r"(?:(?:more than|over|about|around|almost|nearly|just|only) )?"
_AGO = rf"{_ABOUT}(?P<count>{COUNT}) (?P<unit>{UNIT}) ago(?: (?:today|this (?:week|month)))?"
_LAST = rf"(?:(?:the|these|this) )?(?P<which>last|past)(?: (?P<count>{COUNT}))? (?P<unit>{UNIT})"
_DAY = (
    rf"(?:(?P<which>last|this|past|this past) )?(?P<day>{WEEKDAY})(?: (?:morning|afternoon|evening|night))?"
)
_PARTED: tuple[tuple[Kind, str, Callable[[re.Match[str], date], _Span | None]], ...] = (
    ("counted", _AGO, _ago),
    ("counted", _LAST, _rolling),
    ("named", _DAY, _weekday),
    (
        "named",
        rf"(?P<which>last|this)(?: past)? (?P<name>{SEASON})(?! (?:in\b|[Gg]ames|[Oo]lymp|[Pp]aralymp))",
        _named_months,
    ),
    ("named", rf"(?<!the\s)(?P<which>last) (?P<name>{SURE_MONTH}|{either(sorted(VERBS))})", _named_months),
    ("named", rf"(?P<which>this)(?: past)? (?P<name>{SURE_MONTH})", _named_months),
)
_SOURCES = [*(source for source, _ in _PLAIN), *(nameless(source) for _, source, _ in _PARTED)]
RELATIVE = rf"\b(?:{'|'.join(_SOURCES)})\b(?!-| of\b)"
"""What means a time told from today, wherever it stands; "the last week of March" is none."""

_PLAIN_READERS = tuple((pattern(source), read) for source, read in _PLAIN)
_PARTED_READERS = tuple((kind, pattern(source), read) for kind, source, read in _PARTED)


def relative(phrase: str, today: date) -> Moment | None:
    """Return the days that such a phrase means; `None` where it means none."""
    for reader, told in _PLAIN_READERS:
        if reader.fullmatch(phrase):
            return Moment(*told(today), "counted")
    for kind, parted, read in _PARTED_READERS:
        if match := parted.fullmatch(phrase):
            span = read(match, today)
            return span and Moment(*span, kind)
    return None
