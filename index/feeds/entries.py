"""An entry of a feed, and its page where it was fetched → an article."""

import html
from dataclasses import replace
from pathlib import Path

from index.errors import ReadError
from index.feeds.fetching import Fetched
from index.feeds.parsing import Entry
from index.readers import html as html_reader
from index.readers.decoding import declared_charset, decode
from index.readers.draft import Draft
from index.readers.kinds import kind_of, refuse_binary
from index.records import Article


def from_feed(entry: Entry) -> Article:
    """Return the article that a feed itself carries.

    Raises:
        ReadError: There is no article text in it.
    """
    title = html.escape(entry.title or "")
    page = (
        f"<!doctype html><html><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{entry.markup or ''}</article></body></html>"
    )
    draft = replace(html_reader.read(page), title=entry.title)
    if entry.date:
        draft = replace(draft, date=entry.date, date_from="metadata")
    return _article(draft, entry)


def from_page(entry: Entry, fetched: Fetched) -> Article:
    """Return the article on an entry's page; what the page does not say of it, the feed says.

    Raises:
        ReadError: The page cannot be read, or there is no article text in it.
    """
    refuse_binary(fetched.data)
    text = decode(fetched.data, fetched.charset or declared_charset(fetched.data)).text
    if kind_of(text, ".html") != "html":
        raise ReadError("no HTML page; leave it out")
    return _article(html_reader.read(text), entry)


def _article(draft: Draft, entry: Entry) -> Article:
    if not draft.text.strip():
        raise ReadError("no article text in it")
    day, origin = draft.date, draft.date_from
    # A feed's date is stated; one in an address or a text is a guess.
    if entry.date and (day is None or origin not in ("stated", "metadata")):
        day, origin = entry.date, "metadata"
    complete = replace(
        draft,
        title=draft.title or entry.title,
        authors=draft.authors or entry.authors,
        date=day,
        date_from=origin,
        source=draft.source or entry.source,
        language=draft.language or entry.language,
        url=draft.url or entry.address,
    )
    return replace(complete.article(Path(entry.path)), path=entry.path)
