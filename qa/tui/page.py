"""An article as the reader screen shows it: one text, and what stands where in it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.records import Article
from qa.records import Citation, Hit
from qa.tui.plain import inert, one_line

PIECE = 1 << 18
"""Characters made inert or searched at a time: some milliseconds in which no other thread gets its turn."""
MOST_FOUND = 10_000
"""Places of a search that are kept; nobody steps through more."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of an article that something rests on."""

    number: int | None
    """The mark they are cited by; `None` for a passage that was read and not cited."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an article, or its beginning."""

    title: str
    start: int
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of an article: its standfirst, if it has one, then its text."""

    text: str
    """Inert; all places below are offsets into it."""
    marks: tuple[Mark, ...]
    """In the order of their places."""
    headings: tuple[Heading, ...]


def page_of(article: Article, marks: Iterable[Mark] = ()) -> Page:
    """Return the page of an article with the marks, which are places in its text, where they now stand."""
    above = f"{article.standfirst}\n\n" if article.standfirst else ""
    shift, end = len(above), len(article.text)
    moved = (
        Mark(mark.number, shift + mark.start, shift + min(mark.end, end))
        for mark in marks
        if 0 <= mark.start < min(mark.end, end)
    )
    return Page(
        text="".join(_inert_pieces(above + article.text)),
        marks=tuple(sorted(moved, key=lambda mark: (mark.start, mark.end))),
        headings=tuple(_headings(article, shift)),
    )


def page_of_passage(hit: Hit, marks: Iterable[Mark]) -> Page:
    """Return a page of one passage alone, for an article that has left the library."""
    alone = Article(title=hit.title, text=hit.text, path=hit.path)
    return page_of(alone, [Mark(mark.number, mark.start - hit.start, mark.end - hit.start) for mark in marks])


def marks_in(hit: Hit, citations: Sequence[Citation], *, cited: Citation | None = None) -> list[Mark]:
    """Return what an answer cites of the article that a hit is from; the hit itself where it is not cited."""
    marks = [Mark(each.n, each.start, each.end) for each in citations if each.hit.article == hit.article]
    return marks if cited else [*marks, Mark(None, hit.start, hit.end)]


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, in whatever case and however the space between them is broken.

    `MOST_FOUND` places at most, in order; none for blanks.
    """
    return [place for piece in searched(text, wanted) for place in piece][:MOST_FOUND]


def searched(text: str, wanted: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the places piece by piece of the text, so that a search can be given up between them."""
    words = wanted.split()
    if not words:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    reach = 4 * len(wanted) + 16
    at = 0
    while at < len(text):
        stop = at + PIECE
        found = [match.span() for match in pattern.finditer(text, at, min(len(text), stop + reach))]
        found = [span for span in found if span[0] < stop]
        yield found
        at = max(stop, found[-1][1]) if found else stop


def after(starts: Sequence[int], offset: int) -> int:
    """Return which of some places, in order, is the first at or after an offset; around the end the first."""
    at = bisect_left(starts, offset)
    return at if at < len(starts) else 0


def _inert_pieces(text: str) -> Iterator[str]:
    for at in range(0, len(text), PIECE):
        yield inert(text[at : at + PIECE])


def _headings(article: Article, shift: int) -> Iterator[Heading]:
    """Yield the headings of an article that knows any."""
    for heading in getattr(article, "headings", ()):
        title = one_line(article.text[heading.start : heading.end])
        yield Heading(title, shift + heading.start, heading.level)
