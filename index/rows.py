"""Articles, and where passages are cut, as rows of the database."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from index.errors import LibraryDamagedError
from index.records import Article, DateOrigin, Heading

ARTICLE_COLUMNS = "a.id, a.title, a.path, a.fields, a.added, a.story"
"""What `to_article` reads, in its order."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a file says of an article beside its title and text."""

    standfirst: str | None
    authors: tuple[str, ...]
    source: str | None
    section: str | None
    date: date | None
    date_from: DateOrigin | None
    language: str | None
    url: str | None
    captions: tuple[str, ...]
    headings: tuple[Heading, ...]


def to_json(article: Article) -> str:
    """Return what a location's file says of the article, as stored.

    Where it has no headings none are named, as in libraries that knew of none: what says the same is equal.
    """
    fields: dict[str, Any] = {
        "standfirst": article.standfirst,
        "authors": article.authors,
        "source": article.source,
        "section": article.section,
        "date": article.date and article.date.isoformat(),
        "date_from": article.date_from,
        "language": article.language,
        "url": article.url,
        "captions": article.captions,
    }
    if article.headings:
        fields["headings"] = [astuple(heading) for heading in article.headings]
    return json.dumps(fields, ensure_ascii=False)


def from_json(stored: str) -> Fields:
    """Return what `to_json` stored.

    Raises:
        LibraryDamagedError: It is something else.
    """
    with _understood():
        fields = json.loads(stored)
        return Fields(
            standfirst=fields["standfirst"],
            authors=tuple(fields["authors"]),
            source=fields["source"],
            section=fields["section"],
            date=date.fromisoformat(fields["date"]) if fields["date"] else None,
            date_from=fields["date_from"],
            language=fields["language"],
            url=fields["url"],
            captions=tuple(fields["captions"]),
            headings=tuple(
                Heading(int(start), int(end), int(level)) for start, end, level in fields.get("headings", ())
            ),
        )


def to_article(columns: Sequence[Any], text: str) -> Article:
    """Return the article whose `ARTICLE_COLUMNS` these are.

    Raises:
        LibraryDamagedError: They are no article's.
    """
    identifier, title, path, fields, added, story = columns
    said = from_json(fields)
    with _understood():
        moment = datetime.fromisoformat(added)
    return Article(
        id=identifier,
        title=title,
        text=text,
        path=path,
        standfirst=said.standfirst,
        authors=said.authors,
        source=said.source,
        section=said.section,
        date=said.date,
        date_from=said.date_from,
        language=said.language,
        url=said.url,
        captions=said.captions,
        headings=said.headings,
        added=moment,
        story=story,
    )


def from_cuts(cuts: Sequence[int]) -> str:
    """Return where the pieces of a passage begin, as stored."""
    return " ".join(map(str, cuts))


def to_cuts(stored: str) -> tuple[int, ...]:
    """Return what `from_cuts` stored.

    Raises:
        LibraryDamagedError: It is something else.
    """
    with _understood():
        return tuple(map(int, stored.split()))


@contextmanager
def _understood() -> Iterator[None]:
    """Turn what a damaged value ends in into one error: SQLite does not notice a changed byte."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LibraryDamagedError(
            f"what the library says of an article cannot be read ({error}); save what can be read: qa recover"
        ) from error
