"""The day of publication where only the running text tells it."""

import re
from datetime import date, timedelta

from index.readers import dates

_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]{2,40}[^.!?]{0,40}?(?:\([^)]{2,20}\)\s*)?[-–—:]\s")
_BESIDE = re.compile(
    r"\b(?:(?:this|the)\s+(?:article|story|column|piece|report|post|letter|review|interview)\s+(?:was|is|has\s+been)?"
    r"\s*(?:first|originally)?\s*(?:published|posted|printed|appeared)|(?:^|(?<=\n))[(\[*_]*(?:first|originally)?\s*"
    r"(?:published|posted|printed|appeared)|today|(?P<before>yesterday))\b(?P<beside>[^.!?\n]{0,100})",
    re.IGNORECASE,
)
"""Words that tell the day of this text; a book "published on 4 March 1924" is what it tells of."""
_LONGEST_DATELINE = 100
_NEAR = 60
"""Characters between such a word and its date, within one sentence."""


def find(text: str) -> date | None:
    """The day in a dateline ("LONDON, 4 March 2024 –") or beside "today" or "published", or `None`.

    Other dates in a body are what it tells of, not when it was printed, so they are left alone.
    """
    match = _DATELINE.match(text[:_LONGEST_DATELINE])
    opening = dates.find(match.group()) if match else ()
    if opening:
        return opening[0].date
    for beside in _BESIDE.finditer(text):
        found = dates.find(beside["beside"])
        if found and found[0].start <= _NEAR:
            return found[0].date + timedelta(days=1 if beside["before"] else 0)
    return None
