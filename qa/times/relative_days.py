"""Days told from today ("last week", "two months ago", "on Monday") → what they mean."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from math import ceil

from qa.language.facts import WEEKDAYS
from qa.times.moments import Kind, Moment, days_before, month_number, months, months_before, surely_month
from qa.times.words import (
    AFTER_WEEKDAY,
    COUNT,
    COUNTS,
    DAYS_WITH_NAMES,
    MONTH,
    SEASON,
    SEASONS,
    UNIT,
    WEEKDAY,
    pattern,
)  # fmt: skip

_Span = tuple[date, date]

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}
_IN_COMPANY = {"last may", "last march"}
"""What is a month in lower case too, where "this may" is not."""
_WORD_BEFORE = re.compile(r"([\w’'-]{1,30})\s{1,2}$")
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


def _weekday(match: re.Match[str], today: date) -> _Span | None:
    """Return the latest day of that name; `None` for Black Friday and the Sunday Times.

    Said on such a day, it is today and the one a week ago. "Last Monday" said on a Wednesday may be
    two days or nine days ago: it is both, and what lies between.
    """
    if AFTER_WEEKDAY.match(match.string[match.end() : match.end() + 30]):
        return None
    before = _WORD_BEFORE.search(match.string[max(0, match.start() - 32) : match.start()])
    if before and not match["which"]:
        named_day = before[1][0].isupper() and match["day"][0].isupper()
        if named_day or before[1].lower() in DAYS_WITH_NAMES:
            return None
    back = (today.weekday() - next(i for i, day in enumerate(WEEKDAYS) if day == match["day"].lower())) % 7
    if match["which"] == "last":
        latest = days_before(today, back or 7)
        return (days_before(latest, 7) if 0 < back <= today.weekday() else latest), latest
    return days_before(today, back or 7), days_before(today, back)


def _named_months(match: re.Match[str], today: date) -> _Span | None:
    """Return the month or season of that name: the latest that is over for "last", the nearest for "this"."""
    which, name = match["which"], match["name"].lower()
    if name not in SEASONS and not surely_month(match["name"]) and f"{which} {name}" not in _IN_COMPANY:
        return None
    first, length = (SEASONS[name], 3) if name in SEASONS else (month_number(name), 1)
    years = range(max(1, today.year - 2), min(today.year + 2, date.max.year))
    spans = [months(year, first, length) for year in years]
    if which == "last":
        return max((span for span in spans if span[1] < today), default=None)
    return min(spans, key=lambda span: max(span[0] - today, today - span[1]), default=None)


_EARLY = r"(?:earlier |early |late )?"
_START = r"the (?:start|beginning) of (?:the|this) "
_HOURS = r"(?: (?:morning|afternoon|evening|night))?"
_ABOUT = r"(?:(?:more than|over|about|around|almost|nearly|just|only) )?"
_PARTED: tuple[tuple[Kind, str, Callable[[re.Match[str], date], _Span | None]], ...] = (
    ("counted", rf"{_ABOUT}(?P<count>{COUNT}) (?P<unit>{UNIT}) ago(?: (?:today|this (?:week|month)))?", _ago),
    (
        "counted",
        rf"(?:the|these|this) (?P<which>last|past)(?: (?P<count>{COUNT}))? (?P<unit>{UNIT})",
        _rolling,
    ),
    ("counted", rf"(?P<which>past)(?: (?P<count>{COUNT}))? (?P<unit>{UNIT})", _rolling),
    ("counted", rf"(?P<which>last) (?P<count>{COUNT}) (?P<unit>{UNIT})", _rolling),
    ("weekday", rf"(?:(?P<which>last|this|past|this past) )?(?P<day>{WEEKDAY}){_HOURS}", _weekday),
    (
        "yearless",
        rf"(?P<which>last|this)(?: past)? (?P<name>{SEASON})(?! (?:in\b|[GOP]|games|olym))",
        _named_months,
    ),
    ("yearless", rf"(?<!the\s)(?P<which>last|this)(?: past)? (?P<name>{MONTH})", _named_months),
)
_PLAIN: tuple[tuple[str, Callable[[date], _Span]], ...] = (
    (r"the day before yesterday", lambda today: _day(today, 2)),
    (r"(?:earlier )?(?:today|this (?:morning|afternoon|evening)|tonight)", lambda today: _day(today, 0)),
    (rf"yesterday{_HOURS}|last (?:night|evening)", lambda today: _day(today, 1)),
    (r"the week before last", lambda today: _last_week(days_before(today, 7))),
    (rf"{_EARLY}this week|{_START}week", _this_week),
    (rf"{_EARLY}last week", _last_week),
    (r"this (?:past )?weekend|since the weekend", _this_weekend),
    (r"(?:over|at|on|during) the weekend|(?:the )?past weekend", _weekend),
    (r"last weekend", _last_weekend),
    (rf"{_EARLY}this month|{_START}month", _this_month),
    (rf"{_EARLY}last month", lambda today: _this_month(months_before(today, 1))),
    (r"this quarter", _this_quarter),
    (r"last quarter", lambda today: _this_quarter(months_before(today, 3))),
    (rf"{_EARLY}this year|{_START}year", _this_year),
    (rf"{_EARLY}last year", lambda today: _this_year(months_before(today, 12))),
)


@cache
def _readers() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """Return what finds the phrases of the two tables; "the last week of March" is none of them."""
    sources = ([source for _, source, _ in _PARTED], [source for source, _ in _PLAIN])
    parted, plain = ([pattern(rf"\b(?:{source})\b(?!-| of\b)") for source in table] for table in sources)
    return parted, plain


def relative(text: str, today: date) -> Iterator[Moment]:
    """Yield the days told from today; of those that overlap, the first is right."""
    parted, plain = _readers()
    for reader, (kind, _, read) in zip(parted, _PARTED, strict=True):
        for match in reader.finditer(text):
            if span := read(match, today):
                yield Moment(*match.span(), *span, kind)
    for reader, (_, told) in zip(plain, _PLAIN, strict=True):
        for match in reader.finditer(text):
            yield Moment(*match.span(), *told(today), "counted")
