"""Where in an article some words stand: under which headings, in which paragraph."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from index.records import Article, Heading

Leveled = TypeVar("Leveled", "Section", Heading)

_BELOW_ALL = 7
"""One more than the deepest level of a heading."""
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
    behind = _behind(article, start)
    above = [*_climbed(article.headings[:behind])][::-1]
    within = (heading for heading in article.headings[behind:] if heading.start < end)
    return tuple(_section(article.text, heading) for heading in (*above, *within))


def nearest(article: Article, offset: int, count: int) -> tuple[str, ...]:
    """Return the nearest `count` headings that what begins at `offset` stands under, the last the nearest.

    One that it begins with is among those counted, and left out: its words are there already.
    """
    over = list(islice(_climbed(article.headings[: _behind(article, offset)]), count))
    return tuple(_section(article.text, one).title for one in reversed(over) if one.start < offset)


def path_at(of: Iterable[Section], offset: int) -> tuple[str, ...]:
    """Return the headings, from the outermost, that the character at `offset` stands under or in.

    Args:
        of: Sections of its article in their order; those behind the offset count for nothing.
        offset: An index into the article's text.
    """
    above = [*_climbed([one for one in of if one.start <= offset])]
    return tuple(section.title for section in reversed(above))


def paragraph_at(text: str, offset: int) -> int:
    r"""Return the number, from 1, of the paragraph of an article's text that `offset` lies in.

    Everything between two blank lines counts as one, headings, lists and tables too: whoever has the
    text finds the paragraph by `text.split("\n\n")`, whether or not headings are known in it.
    """
    return text.count(BETWEEN, 0, offset) + 1


def _behind(article: Article, offset: int) -> int:
    """Return the number of the first heading that begins behind an offset."""
    return bisect_right(article.headings, offset, key=lambda heading: heading.start)


def _climbed(headings: Sequence[Leveled]) -> Iterator[Leveled]:
    """Yield those headings that still hold behind all of them, from the innermost."""
    level = _BELOW_ALL
    for heading in reversed(headings):
        if heading.level < level:
            yield heading
            level = heading.level


def _section(text: str, heading: Heading) -> Section:
    title = " ".join(text[heading.start : heading.end].split())
    return Section(heading.start, heading.end, heading.level, title)
