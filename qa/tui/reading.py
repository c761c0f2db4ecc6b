"""Which article to read, and why: what the reader screen is opened with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import Listing
from index.library import Library
from index.records import Article
from qa.records import Citation, Hit
from qa.tui.page import Mark, Page, marks_in, page_of, page_of_passage
from qa.tui.plain import one_line
from qa.tui.wording import counted, day, origin

LEFT = "The article has left the library; this is the passage as it was."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article to be read, as far as it is known before it is opened."""

    library: Path
    article: str
    """Its id."""
    title: str
    origin: str
    """Where and when it appeared, in a line."""
    path: str
    marks: tuple[Mark, ...] = ()
    """What is marked in it, as places in the article's text."""
    first: Mark | None = None
    """The mark that is shown first; `None` shows the beginning."""
    hit: Hit | None = None
    """The passage it is opened for, shown where the article has left the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An article as it was found in the library."""

    page: Page
    about: str
    """Byline, source, date and length in a line."""
    path: str
    url: str | None
    elsewhere: tuple[str, ...]
    """Other files it lies in."""
    notice: str = ""
    """What the reader should know before reading; "" for nothing."""


def reading_of(
    library: Path, hit: Hit, citations: Sequence[Citation], *, cited: Citation | None = None
) -> Reading:
    """Return the reading of a hit's article, with all that an answer cites of it.

    Args:
        library: The library's directory.
        hit: The passage it is opened at.
        citations: All of the answer.
        cited: The citation it is opened at; `None` for a passage that is not cited.
    """
    marks = tuple(marks_in(hit, citations, cited=cited))
    start, end = (cited.start, cited.end) if cited else (hit.start, hit.end)
    first = next(mark for mark in marks if (mark.start, mark.end) == (start, end))
    return Reading(
        library=library,
        article=hit.article,
        title=hit.title,
        origin=origin(hit),
        path=hit.path,
        marks=marks,
        first=first,
        hit=hit,
    )


def reading_of_listing(library: Path, listing: Listing) -> Reading:
    """Return the reading of an article as the library lists it, from its beginning."""
    source = one_line(listing.source or "")
    return Reading(
        library=library,
        article=listing.article,
        title=listing.title,
        origin=" · ".join(filter(None, (source, day(listing.date)))),
        path=listing.path,
    )


def opened(reading: Reading) -> Opened | None:
    """Return the article as the library has it now; `None` where it is gone and nothing of it is known.

    Raises:
        LibraryError: The library cannot be read.
    """
    with Library.open(reading.library) as library:
        article = library.article(reading.article)
        places = library.locations(reading.article) if article else ()
    if article is None:
        return _remembered(reading)
    elsewhere = dict.fromkeys(place.path for place in places if place.path != article.path)
    return Opened(
        page=page_of(article, reading.marks),
        about=about(article),
        path=article.path,
        url=article.url,
        elsewhere=tuple(elsewhere),
    )


def _remembered(reading: Reading) -> Opened | None:
    if reading.hit is None:
        return None
    return Opened(
        page=page_of_passage(reading.hit, reading.marks),
        about=reading.origin,
        path=reading.path,
        url=None,
        elsewhere=(),
        notice=LEFT,
    )


def about(article: Article) -> str:
    """Return "Jane Smith · Millbrook Herald · 4 Mar 2024 · 1,204 words", from what is known."""
    said = (", ".join(article.authors), article.source, article.section, day(article.date))
    words = counted(article.text.count(" ") + 1, "word") if article.text else ""
    return " · ".join(one_line(part) for part in (*said, words) if part)
