"""How many articles appeared when: months or years, without a gap between the first and the last."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["month", "year"]
MOST = 12 * 300
"""Bars at most, counted from the newest: one wrong date must not make thousands of empty ones."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A month, a year, or, without a year, the articles whose day is not known."""

    year: int | None
    month: int | None
    count: int

    @property
    def label(self) -> str:
        """What it is called: Mar 2024, 2024, or no date."""
        if self.year is None:
            return "no date"
        return f"{self.year}" if self.month is None else f"{dt.date(self.year, self.month, 1):%b} {self.year}"

    def holds(self, day: dt.date | None) -> bool:
        """Return whether an article of that day is one of these."""
        if day is None or self.year is None:
            return day is None and self.year is None
        return day.year == self.year and self.month in (None, day.month)

    def emptied(self) -> "Bucket":
        """Return the same time without articles."""
        return Bucket(self.year, self.month, 0)

    def place(self) -> tuple[bool, int, int]:
        """Return what buckets are sorted by: time, and the undated at the end."""
        return self.year is None, self.year or 0, self.month or 0

    def same_time(self, other: "Bucket | None") -> bool:
        """Return whether another is of the same time, whatever its count."""
        return other is not None and (self.year, self.month) == (other.year, other.month)


def buckets(days: Iterable[dt.date | None], unit: Unit) -> list[Bucket]:
    """Return the buckets from the first to the last day known, then that of the undated, if there are any."""
    counts = Counter(None if day is None else _index(day, unit) for day in days)
    undated = counts.pop(None, 0)
    known = [index for index in counts if index is not None]
    found = []
    if known:
        last = max(known)
        found = [
            _bucket(index, counts[index], unit) for index in range(max(min(known), last - MOST + 1), last + 1)
        ]
    return [*found, Bucket(None, None, undated)] if undated else found


def _index(day: dt.date, unit: Unit) -> int:
    return day.year if unit == "year" else day.year * 12 + day.month - 1


def _bucket(index: int, count: int, unit: Unit) -> Bucket:
    return Bucket(index, None, count) if unit == "year" else Bucket(index // 12, index % 12 + 1, count)
