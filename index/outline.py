"""Where in an article some words stand: under which headings, in which paragraph."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from index.records import Article, Heading

Leveled = TypeVar("Leveled", "Section", Heading)

BETWEEN = "\n\n"
"""Between two paragraphs of an article's text."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its words, and with them the part of the article below it."""

    start: int
    end: int
    level: int
    title: str
    """The heading in one line."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an article something begins, for a reader who looks for it there."""

    headings: tuple[str, ...]
    """Those it stands under, from the outermost; none where none are known."""
    paragraph: int | None
    """As `paragraph_at` counts them; `None` where nobody did."""


def sections_of(article: Article, start: int, end: int) -> tuple[Section, ...]:
    """Return what `article.text[start:end]` stands under, from the outermost, then the headings in it."""
    first = bisect_right(article.headings, start, key=lambda heading: heading.start)
    above = _stack(article.headings[:first])
    within = (heading for heading in article.headings[first:] if heading.start < end)
    return tuple(_section(article.text, heading) for heading in (*above, *within))


def path_at(of: Iterable[Section], offset: int) -> tuple[str, ...]:
    """Return the headings, from the outermost, that the character at `offset` stands under or in.

    Args:
        of: Sections of its article in their order; those behind the offset count for nothing.
        offset: An index into the article's text.
    """
    return tuple(section.title for section in _stack([one for one in of if one.start <= offset]))


def paragraph_at(text: str, offset: int) -> int:
    r"""Return the number, from 1, of the paragraph of an article's text that `offset` lies in.

    Everything between two blank lines counts as one, headings, lists and tables too: whoever has the
    text finds the paragraph by `text.split("\n\n")`, whether or not headings are known in it.
    """
    return text.count(BETWEEN, 0, offset) + 1


def _stack(headings: Iterable[Leveled]) -> list[Leveled]:
    """Return those headings that still hold at the end of all of them, from the outermost."""
    open_: list[Leveled] = []
    for heading in headings:
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        open_.append(heading)
    return open_


def _section(text: str, heading: Heading) -> Section:
    title = " ".join(text[heading.start : heading.end].split())
    return Section(heading.start, heading.end, heading.level, title)
