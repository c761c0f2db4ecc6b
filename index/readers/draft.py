"""What a format's reader hands to the dispatcher: an article that does not know where it lies."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from index.records import Article, DateOrigin, Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as read from a text, before it is given its path.

    The fields mean what the same fields of `index.records.Article` mean.
    """

    text: str
    """The body; may be empty, which the dispatcher refuses."""
    title: str | None = None
    """`None` where the text has none; the file's name then serves."""
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    date: dt.date | None = None
    date_from: DateOrigin | None = None
    language: str | None = None
    url: str | None = None
    captions: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()

    def article(self, path: Path) -> Article:
        """The article that lies at `path`, named after the file where the text has no title."""
        return Article(
            title=self.title or title_from_name(path),
            text=self.text,
            path=str(path),
            standfirst=self.standfirst,
            authors=self.authors,
            source=self.source,
            section=self.section,
            date=self.date,
            date_from=self.date_from if self.date else None,
            language=self.language,
            url=self.url,
            captions=self.captions,
            headings=self.headings,
        )


def title_from_name(path: Path) -> str:
    """The file's stem as a title: hyphens and underscores become spaces."""
    words = path.stem.replace("_", " ").replace("-", " ").split()
    title = " ".join(words)
    return title[:1].upper() + title[1:] if title else path.name
