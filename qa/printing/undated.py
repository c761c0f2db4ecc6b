"""Hits without a date, where days were asked for → a line that says so."""

from collections.abc import Sequence

from index.period import Period
from qa.records import Explanation, Hit


def undated_line(hits: Sequence[Hit], explanation: Explanation | None) -> str | None:
    """Return "2 of these bear no date, so --since cannot place them"; `None` where all is well.

    It is where every hit is dated, or no days were asked for.
    """
    if explanation is None or explanation.scope.period.everything:
        return None
    count = sum(hit.date is None for hit in hits)
    if not count:
        return None
    these, them = ("1 of these bears", "it") if count == 1 else (f"{count} of these bear", "them")
    return f"{these} no date, so {_what(explanation)} cannot place {them}"


def _what(explanation: Explanation) -> str:
    """Return what asked for days: the question's own words, or the options."""
    if explanation.narrowed and explanation.when:
        return ", ".join(f"“{words}”" for words in explanation.when.words)
    return _options(explanation.scope.period)


def _options(period: Period) -> str:
    if period.since and period.until:
        return "the days asked for"
    return "--since" if period.since else "--until"
