"""Which part of a passage to show, and where in it the cited words stand."""

from dataclasses import dataclass

from index.sentences import Span
from qa.records import Citation, Hit
from qa.tui.plain import inert

CONTEXT = 160
"""Characters kept on either side of the cited words: two or three lines of a narrow pane."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text to show; `text[start:end]` are the cited words, and `start == end` means none are."""

    text: str
    start: int
    end: int
    headings: tuple[Span, ...] = ()
    """Where in the text headings stand."""


def whole(hit: Hit, citation: Citation | None) -> Excerpt:
    """Return the passage with the place of the cited words in it, made safe to show."""
    headings = tuple(
        (one.start - hit.start, one.end - hit.start) for one in hit.sections if one.start >= hit.start
    )
    if citation is None:
        return Excerpt(inert(hit.text), 0, 0, headings)
    start, end = citation.start - citation.hit.start, citation.end - citation.hit.start
    return Excerpt(inert(hit.text), max(0, start), min(len(hit.text), end), headings)


def shortened(excerpt: Excerpt, *, before: int = CONTEXT, after: int | None = CONTEXT) -> Excerpt:
    """Return the cited words with whole words around them, and "…" where text is left out.

    Args:
        excerpt: The passage.
        before: Characters kept in front of the cited words, at the most.
        after: Likewise behind them; `None` keeps all.
    """
    text = excerpt.text
    first = max(0, excerpt.start - before)
    last = len(text) if after is None else min(len(text), excerpt.end + after)
    if first > 0:
        space = text.find(" ", first, excerpt.start)
        first = excerpt.start if space < 0 else space + 1
    if last < len(text):
        space = text.rfind(" ", excerpt.end, last)
        last = excerpt.end if space < 0 else space
    opening = "…" if first > 0 else ""
    closing = "…" if last < len(text) else ""
    shift = len(opening) - first
    headings = tuple(
        (max(start, first) + shift, min(end, last) + shift)
        for start, end in excerpt.headings
        if start < last and end > first
    )
    shown = opening + text[first:last] + closing
    return Excerpt(shown, excerpt.start + shift, excerpt.end + shift, headings)
