"""An entry of a feed, and its page where it was fetched → an article."""

from dataclasses import replace
from pathlib import Path

from index.errors import ReadError
from index.feeds.parsing import Entry
from index.fetching.answers import Fetched
from index.readers import body, dates
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
    return _article(draft(entry), entry)


def draft(entry: Entry) -> Draft:
    """Return the article that a feed itself carries, without where it lies; its text may be empty.

    Raises:
        ReadError: The HTML in it is too large or nests too deeply.
    """
    told = body.read(entry.markup or "", entry.title)
    day, origin = (entry.date, "metadata") if entry.date else (told.date, told.date_from)
    if day is None and entry.address:
        day, origin = dates.from_address(entry.address), "address"
    return replace(
        told,
        authors=entry.authors or told.authors,
        date=day,
        date_from=origin,
        source=entry.source or told.source,
        language=entry.language or told.language,
        url=entry.address or told.url,
    )


def from_page(entry: Entry, fetched: Fetched) -> Article:
    """Return the article on an entry's page; what the page does not say of it, the feed says.

    Raises:
        ReadError: The page cannot be read, or there is no article text in it.
    """
    refuse_binary(fetched.data)
    text = decode(fetched.data, fetched.charset or declared_charset(fetched.data)).text
    if kind_of(text, ".html") != "html":
        raise ReadError("no HTML page; leave it out")
    read = html_reader.read(text)
    day, origin = read.date, read.date_from
    # A feed's date is stated; one in an address or a text is a guess.
    if entry.date and (day is None or origin not in ("stated", "metadata")):
        day, origin = entry.date, "metadata"
    complete = replace(
        read,
        title=read.title or entry.title,
        authors=read.authors or entry.authors,
        date=day,
        date_from=origin,
        source=read.source or entry.source,
        language=read.language or entry.language,
        url=read.url or entry.address,
    )
    return _article(complete, entry)


def _article(read: Draft, entry: Entry) -> Article:
    if not read.text.strip():
        raise ReadError("no article text in it")
    return replace(read.article(Path(entry.path)), path=entry.path)
