"""The days a question names → a line that says which they are, and what came of them."""

import re

from index.period import Period
from qa.records import Explanation

_YEAR = re.compile(r"\d{4}")


def days_line(explanation: Explanation | None) -> str | None:
    """Return "“last week” is 2024-02-26 to 2024-03-03: only articles of those days".

    Or that no article is of them and so all were searched, which nobody could tell from the answer.
    `None` where no days are named, or they only rank and their year is written in the question.
    """
    when = explanation.when if explanation else None
    if explanation is None or when is None or when.period is None:
        return None
    said = f"{quoted(when.words)} is {days(when.period)}"
    then = "that day" if when.period.since == when.period.until else "those days"
    if explanation.narrowed:
        return f"{said}: only articles of {then}, and undated ones"
    if when.bearing == "restricts":
        return f"{said}: no article is of {then}, so all were searched"
    if all(_YEAR.search(words) for words in when.words):
        return None
    return f"{said}: articles of {then} come first"


def quoted(words: tuple[str, ...]) -> str:
    """Return "“last week”, “on Monday”"."""
    return ", ".join(f"“{one}”" for one in words)


def days(period: Period) -> str:
    """Return "2024-02-26 to 2024-03-03", one day alone, or from or up to one; not for all days."""
    if period.since == period.until:
        return str(period.since)
    if period.since is None:
        return f"up to {period.until}"
    return f"{period.since} to {period.until}" if period.until else f"{period.since} and later"
