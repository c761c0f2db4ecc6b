"""The day of publication where only the running text tells it."""

import re
from datetime import date

from index.readers import dates

_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,40}[^.!?]{0,40}?(?:\([^)]{2,20}\)\s*)?[-–—:]\s")
_BEFORE = re.compile(r"\b(?:published|posted|printed|appeared|today|yesterday)\b[^.!?]{0,60}$", re.IGNORECASE)
_LONGEST_DATELINE = 100


def find(text: str) -> date | None:
    """The day in a dateline ("LONDON, 4 March 2024 –") or beside "today" or "published", or `None`.

    Other dates in a body are what it tells of, not when it was printed, so they are left alone.
    """
    match = _DATELINE.match(text[:_LONGEST_DATELINE])
    opening = dates.find(match.group()) if match else ()
    if opening:
        return opening[0].date
    for found in dates.find(text):
        if _BEFORE.search(text[max(0, found.start - 100) : found.start]):
            return found.date
    return None
