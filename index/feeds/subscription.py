"""One look at a feed: asked for what is new, and what is new in it fetched and read."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from index.errors import ReadError
from index.feeds import entries, parsing
from index.feeds.parsing import Entry
from index.fetching.answers import Fetched, FetchError
from index.fetching.fetcher import Fetcher
from index.incoming import Arrival, Asked, FeedState, Incoming
from index.progress import Skipped
from index.records import Article
from index.workers.worker import Call, call_here


class Subscription:
    """One feed, and what is known of what is in it.

    Args:
        address: Where it lies.
        fetcher: Fetches it and the pages of its entries.
        call: Calls what reads them.
    """

    def __init__(self, address: str, fetcher: Fetcher, call: Call = call_here) -> None:
        self.address = address
        self._fetcher = fetcher
        self._call = call
        self._settled: dict[str, bytes] = {}
        """The digests of entries that were brought in or given up, by path."""
        self._again: set[str] = set()
        """Entries that failed the last time and may go better the next."""

    def news(self, state: FeedState | None, known: Mapping[str, bytes]) -> Iterator[Arrival]:
        """Yield what the feed has that is not known, and in the end its state.

        An entry that cannot be had is a `Skipped`, once: what will not go better by itself is not
        tried again until its feed says something else of it.

        Args:
            state: What its server said the last time; `None` where it was not asked yet.
            known: The digests of the entries the library has, by path.

        Raises:
            FetchError: The feed cannot be had.
            ReadError: It cannot be read.
        """
        checked = datetime.now(UTC).isoformat(timespec="seconds")
        fetched = self._fetcher.feed(self.address, None if self._again else state)
        if fetched is None:
            unchanged = state or FeedState(None, None, checked)
            yield Asked(self.address, FeedState(unchanged.etag, unchanged.modified, checked))
            return
        yield from self.brought(fetched, known, checked)

    def brought(self, fetched: Fetched, known: Mapping[str, bytes], checked: str) -> Iterator[Arrival]:
        """Yield likewise what a feed brings that was fetched already, at the time `checked`.

        Raises:
            ReadError: It cannot be read.
        """
        yield from self._look_through(fetched, known)
        # Else the server would say that nothing is new, and what failed would not be tried again.
        etag, modified = (None, None) if self._again else (fetched.etag, fetched.modified)
        yield Asked(self.address, FeedState(etag, modified, checked))

    def _look_through(self, fetched: Fetched, known: Mapping[str, bytes]) -> Iterator[Arrival]:
        again, self._again = self._again, set()
        waiting: list[FetchError] = []
        for entry in self._call(parsing.parse, fetched).entries:
            if entry.digest in (known.get(entry.path), self._settled.get(entry.path)):
                continue
            try:
                arrived = Incoming(entry.path, entry.digest, (self._article(entry),))
            except FetchError as error:
                if error.wait:
                    waiting.append(error)
                elif entry.path not in again:
                    yield Skipped(entry.path, str(error))
                self._put_off(entry, error)
            except ReadError as error:
                yield Skipped(entry.path, str(error))
                self._settled[entry.path] = entry.digest
            else:
                yield arrived
                self._settled[entry.path] = entry.digest
        if waiting:
            yield Skipped(self.address, f"{len(waiting):,} of its entries have to wait: {waiting[0]}")

    def _put_off(self, entry: Entry, error: FetchError) -> None:
        if error.again:
            self._again.add(entry.path)
        else:
            self._settled[entry.path] = entry.digest

    def _article(self, entry: Entry) -> Article:
        article: Article = self._read(entry)
        return article

    def _read(self, entry: Entry) -> Any:
        if entry.markup is not None:
            return self._call(entries.from_feed, entry)
        if entry.address is None:
            raise ReadError(f"{entry.title or 'an entry'}: has neither a text nor an address in its feed")
        return self._call(entries.from_page, entry, self._fetcher.page(entry.address))
