"""Runs of one text as sets of characters."""

from collections.abc import Sequence

from index.sentences import Span


def union(spans: Sequence[Span]) -> list[Span]:
    """Return the same characters as spans in order that neither overlap nor meet."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def length(spans: Sequence[Span]) -> int:
    """Return how many characters lie in any of the spans."""
    return sum(end - start for start, end in union(spans))


def common(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return the characters that lie both in some of one and some of the other."""
    met = (
        (max(start, begin), min(end, stop))
        for start, end in union(some)
        for begin, stop in union(others)
        if start < stop and begin < end
    )
    return union(list(met))


def touching(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return those of the spans that overlap one of the others or end where it begins."""
    return [
        (start, end) for start, end in spans if any(start <= stop and begin <= end for begin, stop in others)
    ]
