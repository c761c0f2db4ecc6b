"""The days of an event → how people write them."""

from typing import Literal

from qa.accounts.event_days import Days
from qa.times.moments import months

Precision = Literal["day", "month", "year", "span"]


def precision(days: Days) -> Precision:
    """Return whether they are one day, a month, a year, or another span."""
    first = days.first
    if days.length == 1:
        return "day"
    if (first, days.last) == months(first.year, first.month):
        return "month"
    return "year" if (first, days.last) == months(first.year, 1, 12) else "span"


def days_in_words(days: Days) -> str:
    """Return "18 January 2024", "January 2024", "2023", "8–14 January 2024" or "28 May – 3 June 2024"."""
    first, last = days.first, days.last
    match precision(days):
        case "day":
            return f"{first.day} {first:%B} {first.year}"
        case "month":
            return f"{first:%B} {first.year}"
        case "year":
            return str(first.year)
        case "span":
            end = f"{last.day} {last:%B} {last.year}"
            if (first.year, first.month) == (last.year, last.month):
                return f"{first.day}–{end}"
            year = "" if first.year == last.year else f" {first.year}"
            return f"{first.day} {first:%B}{year} – {end}"
