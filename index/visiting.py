"""Addresses that a person named: pages, feeds and files behind them, asked for and read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from index.errors import ReadError
from index.feeds.parsing import DIGEST_BYTES
from index.feeds.subscription import Subscription
from index.fetching.answers import DisallowedError, Fetched, FetchError
from index.fetching.fetcher import Fetcher
from index.incoming import Arrival, Asked, FeedState, Incoming, Known, Unchanged
from index.progress import Skipped
from index.readers import dates
from index.readers.decoding import declared_charset, decode
from index.readers.dispatch import Reading, read_bytes
from index.readers.feed_file import is_feed
from index.readers.kinds import container_of
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.records import Article
from index.wanted import Wanted
from index.workers.bounds import USUAL
from index.workers.worker import Call, Worker

_SAVE = "save it from the browser and index the file"
_REMEDIES = {
    **dict.fromkeys((401, 402, 403, 451), f"open it in a browser, and if it shows there, {_SAVE}"),
    **dict.fromkeys((404, 410), "check the address"),
    **dict.fromkeys((429, 500, 502, 503, 504), "try again later"),
}
"""What to do about an answer that is none, by its status."""
_FEED_NAMES = frozenset({"feed", "feeds", "rss", "atom"})
_FEED_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf"})


@contextmanager
def visitor(wanted: Wanted, cancelled: Callable[[], bool]) -> Iterator["Visitor"]:
    """Lend what asks for addresses and reads what they give, until cancelled."""
    fetcher = Fetcher(wanted.agent, limits=wanted.limits)
    worker = Worker(USUAL, cancelled)
    try:
        yield Visitor(fetcher, worker.call, wanted.names)
    finally:
        worker.end()
        fetcher.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Reads what lies at addresses."""

    fetcher: Fetcher
    call: Call
    """Calls the readers, in a process that may be ended."""
    names: FieldNames = USUAL_NAMES

    def visit(self, address: str, known: Known) -> Iterator[Arrival]:
        """Yield what lies at an address, and in the end what its server said of it.

        The articles of a page or a file have the address as their path. A feed brings its entries,
        each under its own address. What cannot be had or read is a `Skipped`, and what the library
        has of it stays.

        Args:
            address: Http or https.
            known: What needs no reading again.
        """
        checked = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            fetched = self._fetched(address, known)
            if fetched is None:
                yield Unchanged(address)
            elif _is_feed_sent(fetched):
                feed = Subscription(address, self.fetcher, self.call)
                yield from feed.brought(fetched, known.digests, checked)
            else:
                yield from self._document(address, fetched, known)
                yield Asked(address, FeedState(fetched.etag, fetched.modified, checked))
        except ReadError as error:
            yield Skipped(address, _remedied(error))

    def _fetched(self, address: str, known: Known) -> Fetched | None:
        """Return what lies at an address; `None` where it is as the library knows it."""
        state = known.states.get(address)
        try:
            return self.fetcher.document(address, state)
        except DisallowedError:
            # Many sites keep their feeds from search engines, and mean programs to read them.
            fetched = self.fetcher.feed(address, state) if _is_named_as_feed(address) else None
            if fetched is None or not _is_feed_sent(fetched):
                raise
            return fetched

    def _document(self, address: str, fetched: Fetched, known: Known) -> Iterator[Arrival]:
        digest = blake2b(fetched.data, digest_size=DIGEST_BYTES).digest()
        if known.digests.get(address) == digest:
            yield Unchanged(address)
            return
        reading: Reading = self.call(read_sent, address, fetched, self.names)
        yield Incoming(address, digest, reading.articles)
        yield from (Skipped(address, line) for line in (*reading.skipped, *reading.passed))


def _is_feed_sent(fetched: Fetched) -> bool:
    """Return whether what a server sent is an RSS or Atom feed."""
    if container_of(fetched.data, "") is not None:
        return False
    return is_feed(decode(fetched.data, fetched.charset or declared_charset(fetched.data)).text)


def read_sent(address: str, fetched: Fetched, names: FieldNames) -> Reading:
    """Return the articles in what a server sent for an address.

    Raises:
        ReadError: There is none in it, or it is of no format that is read.
    """
    name = _name(fetched.address)
    reading = read_bytes(fetched.data, name, charset=fetched.charset, names=names)
    articles = tuple(_placed(article, address, fetched.address) for article in reading.articles)
    return replace(reading, articles=articles)


def _placed(article: Article, address: str, found: str) -> Article:
    """Return an article that lies at an address, with what that address says of it."""
    day = article.date or dates.from_address(found)
    origin = article.date_from if article.date else ("address" if day else None)
    return replace(
        article, path=address, url=urljoin(found, article.url or found), date=day, date_from=origin
    )


def _name(address: str) -> str:
    """Return what a file saved from an address would be called; a site's first page after the site."""
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path)).name
    return name or f"{parts.hostname}.html"


def _is_named_as_feed(address: str) -> bool:
    path = PurePosixPath(urlsplit(address).path.lower())
    return path.suffix in _FEED_SUFFIXES or not _FEED_NAMES.isdisjoint(path.parts)


def _remedied(error: ReadError) -> str:
    """Return why an address gave nothing, with what to do about it."""
    if isinstance(error, DisallowedError):
        return f"{error}; {_SAVE}"
    remedy = _REMEDIES.get(error.status) if isinstance(error, FetchError) else None
    return f"{error}; {remedy}" if remedy else str(error)
