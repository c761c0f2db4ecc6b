"""A hit or an article that stands in several articles → the line that names the others."""

from collections.abc import Sequence

from index.records import Article
from qa.records import Elsewhere, Hit

NAMED = 2
"""Other articles that are named in a line; the rest are counted."""


def also_in(hit: Hit) -> str:
    """Return "Title · Source (2024-03-04), Another · Post (no date) and 3 more"; "" where it is in none.

    Titles are as they were read: what shows them must make them harmless.
    """
    return _line(hit.elsewhere, len(hit.also_in))


def versions(others: Sequence[Article]) -> str:
    """Return the same of the other articles that are copies of one's story."""
    return _line(others, len(others))


def _line(named: Sequence[Elsewhere | Article], count: int) -> str:
    shown = [_title(one) for one in named[:NAMED]]
    more = count - len(shown)
    if not shown:
        return f"{more} other article{'s' if more > 1 else ''}" if more else ""
    return f"{', '.join(shown)} and {more} more" if more else ", ".join(shown)


def _title(one: Elsewhere | Article) -> str:
    source = f" · {one.source}" if one.source else ""
    return f"{one.title}{source} ({one.date or 'no date'})"
