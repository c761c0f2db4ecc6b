"""What the library holds: articles and the passages cut from them."""

import datetime as dt
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Literal

DateOrigin = Literal["stated", "metadata", "address", "text"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph of an article that names what follows it: `text[start:end]`, all of it."""

    start: int
    end: int
    level: int
    """1 to 6; one of a higher number stands under those of lower numbers before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as a reader of it would know it.

    `text` is the body alone: no title, byline, standfirst, caption, menu or notice. Those are
    fields, or nothing. All offsets elsewhere are Python `str` indices into `text`.
    """

    title: str
    text: str
    path: str
    """The absolute path of the file it came from, or its address."""
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    date: dt.date | None = None
    """The day of publication as the article gives it; never the day it was added."""
    date_from: DateOrigin | None = None
    """How the date was found; `None` where there is no date."""
    language: str | None = None
    """ISO 639-1 code."""
    url: str | None = None
    captions: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    """In the order of the text; none where its format does not tell them apart for certain."""
    added: dt.datetime | None = None
    """When it came into the library, in UTC; `None` until it is stored."""
    story: str | None = None
    """The id of the first of the articles that are copies of one story; `None` where it stands alone."""
    id: str = ""
    """Twelve hexadecimal digits of the BLAKE2b digest of title and text.

    The same words are the same article wherever they lie, and an edited text is another one, so
    an id that was cited never comes to mean other words.
    """

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", article_id(self.title, self.text))


def article_id(title: str, text: str) -> str:
    """Return the id of the article with that title and text."""
    return blake2b(f"{title}\0{text}".encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: `article.text[start:end] == text`."""

    article: str
    """The article's id."""
    position: int
    """0 for the first passage of the article, and so on."""
    start: int
    end: int
    text: str
    id: int = 0
    """The library's number for it, never reused; 0 until it is stored."""
    cuts: tuple[int, ...] = ()
    """Where in the article's text its second and further pieces begin, between `start` and `end`."""

    @property
    def pieces(self) -> tuple[str, ...]:
        """The words of its pieces in order, without the space between two of them."""
        if not self.cuts:
            return (self.text,)
        bounds = pairwise((self.start, *self.cuts, self.end))
        return tuple(self.text[first - self.start : after - self.start].rstrip() for first, after in bounds)
