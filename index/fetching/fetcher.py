"""Feeds and pages over HTTP, asked for politely.

One request a second to a host at most, with a name, with time limits and a limit to what is taken in;
nothing twice that has not changed; pages only where the site's robots.txt allows it; and nothing at
all as long as the site asks us to wait.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from index.fetching import robots
from index.fetching.answers import (
    DisallowedError,
    Fetched,
    FetchError,
    charset,
    said,
    seconds_to_wait,
    unreachable,
)
from index.fetching.limits import USUAL_LIMITS, Limits, is_web_address
from index.incoming import FeedState

FEED_BYTES = 20 * 1000**2
PAGE_BYTES = 10 * 1000**2
DOCUMENT_BYTES = 50 * 1000**2
"""The readers take no larger file from a disk either."""
BLOCK = 1 << 16
ROBOTS_SECONDS = 86_400.0
"""How long a robots.txt holds: RFC 9309 has it asked for anew after a day."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES = ("text/html", "application/xhtml+xml", "")
_FEEDS = ("xml", "rss", "atom", "text/plain", "text/html", "application/octet-stream")
"""Feeds are sent as all sorts of things; what is in them tells."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for."""

    kind: Literal["page", "feed", "document"]
    """A feed is there to be fetched by programs; anything else is, where robots.txt allows it."""
    most: int
    """Bytes."""
    headers: Mapping[str, str]

    @property
    def refuses(self) -> Callable[[str], bool]:
        """Says of a content type, in lower case, whether it is another than what is asked for."""
        if self.kind == "document":  # what is in it tells
            return lambda _stated: False
        if self.kind == "page":
            return lambda stated: stated not in _PAGES
        return lambda stated: bool(stated) and not any(part in stated for part in _FEEDS)


class Fetcher:
    """Fetches, one thing at a time.

    Args:
        agent: The program's name and version, as article-qa/1.0.
        limits: What to bear.
        pause: Waits for so many seconds; whatever it raises ends the fetching.
        now: A clock in seconds that is never set back.
    """

    def __init__(
        self,
        agent: str,
        *,
        limits: Limits = USUAL_LIMITS,
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._agent = agent
        self._limits = limits
        self._pause = pause
        self._now = now
        timeout = urllib3.Timeout(connect=limits.connect_seconds, read=limits.read_seconds)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False)
        self._next: dict[str, float] = {}
        """When a host may be asked again."""
        self._barred: dict[str, float] = {}
        """Until when a host asked not to be asked."""
        self._rules: dict[str, tuple[float, robots.Rules]] = {}
        """By origin: until when they hold, and the rules."""

    def feed(self, address: str, state: FeedState | None) -> Fetched | None:
        """Return a feed, `None` where it is as it was in the state given.

        Raises:
            FetchError: It cannot be had.
        """
        return self._follow(address, _Wish("feed", FEED_BYTES, _conditions(state)))

    def document(self, address: str, state: FeedState | None = None) -> Fetched | None:
        """Return whatever lies at an address, `None` where it is as it was in the state given.

        Raises:
            DisallowedError: The site does not want programs to read it.
            FetchError: It cannot be had.
        """
        return self._follow(address, _Wish("document", DOCUMENT_BYTES, _conditions(state)))

    def page(self, address: str) -> Fetched:
        """Return a web page.

        Raises:
            FetchError: It cannot be had, or the site does not want programs to read it.
        """
        fetched = self._follow(address, _Wish("page", PAGE_BYTES, {}))
        if fetched is None:
            raise FetchError("the server sent 304 Not Modified to a first request", again=True)
        return fetched

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _follow(self, address: str, wish: _Wish) -> Fetched | None:
        permit = _permit if wish.kind == "feed" else self._ask_permission
        with self._answered(address, wish.headers, permit) as (found, response):
            return self._taken(response, found, wish)

    @contextmanager
    def _answered(
        self, address: str, headers: Mapping[str, str], permit: Callable[[str], None]
    ) -> Iterator[tuple[str, urllib3.BaseHTTPResponse]]:
        """Ask, go where the server points to, and lend the answer with the address it came from."""
        for _ in range(self._limits.redirects + 1):
            if not is_web_address(address):
                raise FetchError(f"leads to {address}, which is no http or https address", again=False)
            permit(address)
            response = self._get(address, headers)
            try:
                target = response.headers.get("location") if response.status in _REDIRECTS else None
                if not target:
                    yield address, response
                    return
                address = urljoin(address, target.strip())
            finally:
                response.close()
        raise FetchError(f"redirected more than {self._limits.redirects} times", again=True)

    def _ask_permission(self, address: str) -> None:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._rules.get(origin, (0.0, None))
        if rules is None or self._now() >= until:
            rules = self._fetched_rules(f"{origin}/robots.txt")
            self._rules[origin] = (self._now() + ROBOTS_SECONDS, rules)
        if not rules.allow(address):
            raise DisallowedError
        self._keep_off(address, rules.delay)

    def _fetched_rules(self, address: str) -> robots.Rules:
        """Return a site's rules: there are none where it has no such file.

        Raises:
            FetchError: The site cannot be reached or fails, and then nothing is allowed for now.
        """
        with self._answered(address, {}, _permit) as (found, response):
            return self._read_rules(response, found)

    def _read_rules(self, response: urllib3.BaseHTTPResponse, address: str) -> robots.Rules:
        agent = self._agent.partition("/")[0]
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status == 429:
            raise self._refusal(response, address, f"its site's robots.txt: {said(response.status)}")
        if response.status != HTTPStatus.OK:
            return robots.rules("", agent)
        text = self._body(response, robots.MOST_BYTES, cut=True).decode("utf-8-sig", "replace")
        return robots.rules(text, agent)

    def _get(self, address: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Return the answer to one request, its body still to be read."""
        host = urlsplit(address).hostname or ""
        barred = self._barred.get(host, 0.0) - self._now()
        if barred > 0:
            raise FetchError(
                f"its site asked to be left alone for another {barred:.0f} s", again=True, wait=barred
            )
        rest = self._next.get(host, 0.0) - self._now()
        if rest > 0:
            self._pause(rest)
        self._keep_off(address, self._limits.between_seconds)
        sent = {"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate", **headers}
        try:
            return self._pool.request("GET", address, headers=sent, redirect=False, preload_content=False)
        except (HTTPError, UnicodeError) as error:
            raise unreachable(error) from error

    def _keep_off(self, address: str, seconds: float) -> None:
        """Leave a host alone for a while from now on."""
        host = urlsplit(address).hostname or ""
        self._next[host] = max(self._next.get(host, 0.0), self._now() + seconds)

    def _taken(self, response: urllib3.BaseHTTPResponse, address: str, wish: _Wish) -> Fetched | None:
        """Return the body of an answer, where it is what was asked for."""
        if response.status == HTTPStatus.NOT_MODIFIED:
            return None
        if response.status != HTTPStatus.OK:
            raise self._refusal(response, address, f"the server says {said(response.status)}")
        stated, _, rest = response.headers.get("content-type", "").lower().partition(";")
        if wish.refuses(stated.strip()):
            name = "web page" if wish.kind == "page" else wish.kind
            raise FetchError(f"is {stated.strip()}, not a {name}; leave it out", again=False)
        length = response.headers.get("content-length", "")
        if length.isdecimal() and int(length) > wish.most:
            raise _too_large(wish.most)
        return Fetched(
            address,
            self._body(response, wish.most),
            charset(rest),
            response.headers.get("etag"),
            response.headers.get("last-modified"),
        )

    def _body(self, response: urllib3.BaseHTTPResponse, most: int, *, cut: bool = False) -> bytes:
        """Return what a server sends, `most` bytes of it where it may be cut.

        Raises:
            FetchError: It is larger, takes too long, or breaks off.
        """
        ends = self._now() + self._limits.whole_seconds
        parts: list[bytes] = []
        size = 0
        try:
            while block := response.read1(BLOCK, decode_content=True):
                parts.append(block)
                size += len(block)
                if size > most and cut:
                    break
                if size > most:
                    raise _too_large(most)
                if self._now() > ends:
                    raise FetchError(
                        f"not all there after {self._limits.whole_seconds:g} s; try again later", again=True
                    )
        except HTTPError as error:
            raise unreachable(error) from error
        return b"".join(parts)[:most]

    def _refusal(self, response: urllib3.BaseHTTPResponse, address: str, reason: str) -> FetchError:
        """Return the error for an answer that is none, and note how long the site wants to be left alone."""
        wait = seconds_to_wait(response.headers.get("retry-after"))
        if wait:
            host = urlsplit(address).hostname or ""
            self._barred[host] = self._now() + wait
        again = response.status in {408, 425, 429} or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return FetchError(reason, again=again, wait=wait, status=response.status)


def _permit(_address: str) -> None:
    """Let everything be asked for."""


def _conditions(state: FeedState | None) -> dict[str, str]:
    """Return the headers that ask for something only if it is another than it was."""
    conditions = {}
    if state and state.etag:
        conditions["If-None-Match"] = state.etag
    if state and state.modified:
        conditions["If-Modified-Since"] = state.modified
    return conditions


def _too_large(most: int) -> FetchError:
    return FetchError(f"larger than {most // 1000**2} MB; leave it out", again=False)
