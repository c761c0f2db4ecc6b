"""Feeds and pages over HTTP, asked for politely.

One request a second to a host at most, with a name, with time limits and a limit to what is taken in;
nothing twice that has not changed; pages only where the site's robots.txt allows it; and nothing at
all as long as the site asks us to wait.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
    TimeoutError,  # noqa: A004 - theirs
)

from index.errors import ReadError
from index.feeds import robots
from index.incoming import FeedState

FEED_BYTES = 20 * 1000**2
PAGE_BYTES = 10 * 1000**2
BLOCK = 1 << 16
LONGEST_WAIT = 86_400.0
"""Seconds; a Retry-After of more than a day is taken for a day."""
ROBOTS_SECONDS = 86_400.0
"""How long a robots.txt holds: RFC 9309 has it asked for anew after a day."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES = ("text/html", "application/xhtml+xml", "")
_FEEDS = ("xml", "rss", "atom", "text/plain", "text/html", "application/octet-stream")
"""Feeds are sent as all sorts of things; what is in them tells."""


class FetchError(ReadError):
    """Something could not be fetched; `str()` is the reason alone and reads on after "address: "."""

    def __init__(self, reason: str, *, again: bool, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.again = again
        """Whether it may go better next time with nothing changed on our side."""
        self.wait = wait
        """Seconds the site asks us to wait; 0 where it names none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, and how much to bear."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    """Without a byte."""
    whole_seconds: float = 60.0
    """For all of one answer."""
    redirects: int = 5
    between_seconds: float = 1.0
    """From one request to a host to the next."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent."""

    address: str
    """Where it was found, redirects followed."""
    data: bytes
    charset: str | None
    """As the header names it; `None` where it does not."""
    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for."""

    most: int
    """Bytes."""
    is_page: bool
    """Pages are fetched where robots.txt allows it; a feed is there to be fetched by programs."""
    headers: Mapping[str, str]


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
        limits: Limits = Limits(),
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
        conditions = {}
        if state and state.etag:
            conditions["If-None-Match"] = state.etag
        if state and state.modified:
            conditions["If-Modified-Since"] = state.modified
        return self._follow(address, _Wish(FEED_BYTES, is_page=False, headers=conditions))

    def page(self, address: str) -> Fetched:
        """Return a web page.

        Raises:
            FetchError: It cannot be had, or the site does not want programs to read it.
        """
        fetched = self._follow(address, _Wish(PAGE_BYTES, is_page=True, headers={}))
        if fetched is None:
            raise FetchError("the server sent 304 Not Modified to a first request", again=True)
        return fetched

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _follow(self, address: str, wish: _Wish) -> Fetched | None:
        permit = self._ask_permission if wish.is_page else _permit
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
            raise FetchError("its site's robots.txt does not allow programs to read it", again=False)
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
            raise self._refusal(response, address, f"its site's robots.txt: {_said(response.status)}")
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
            raise _unreachable(error) from error

    def _keep_off(self, address: str, seconds: float) -> None:
        """Leave a host alone for a while from now on."""
        host = urlsplit(address).hostname or ""
        self._next[host] = max(self._next.get(host, 0.0), self._now() + seconds)

    def _taken(self, response: urllib3.BaseHTTPResponse, address: str, wish: _Wish) -> Fetched | None:
        """Return the body of an answer, where it is what was asked for."""
        if response.status == HTTPStatus.NOT_MODIFIED:
            return None
        if response.status != HTTPStatus.OK:
            raise self._refusal(response, address, f"the server says {_said(response.status)}")
        kind, _, rest = response.headers.get("content-type", "").lower().partition(";")
        kind = kind.strip()
        wanted = kind in _PAGES if wish.is_page else not kind or any(part in kind for part in _FEEDS)
        if not wanted:
            raise FetchError(
                f"is {kind}, not a {'web page' if wish.is_page else 'feed'}; leave it out", again=False
            )
        return Fetched(
            address,
            self._body(response, wish.most),
            _charset(rest),
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
                    raise FetchError(f"larger than {most // 1000**2} MB; leave it out", again=False)
                if self._now() > ends:
                    raise FetchError(
                        f"not all there after {self._limits.whole_seconds:g} s; try again later", again=True
                    )
        except HTTPError as error:
            raise _unreachable(error) from error
        return b"".join(parts)[:most]

    def _refusal(self, response: urllib3.BaseHTTPResponse, address: str, reason: str) -> FetchError:
        """Return the error for an answer that is none, and note how long the site wants to be left alone."""
        wait = seconds_to_wait(response.headers.get("retry-after"))
        if wait:
            host = urlsplit(address).hostname or ""
            self._barred[host] = self._now() + wait
        again = response.status in {408, 425, 429} or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return FetchError(reason, again=again, wait=wait)


def _permit(_address: str) -> None:
    """Let everything be asked for."""


def is_web_address(written: str) -> bool:
    """Return whether something is an http or https address with a host."""
    try:
        parts = urlsplit(written)
    except ValueError:  # a bracket that is not closed
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def _unreachable(error: Exception) -> FetchError:
    """Return in our words why a server gave no answer."""
    if isinstance(error, LocationParseError | UnicodeError):
        return FetchError("no address that can be asked; check how it is written", again=False)
    reasons = (
        (NameResolutionError, "its host is not known; check the address and the connection"),
        (NewConnectionError, "its host cannot be reached; check the address and the connection"),
        (TimeoutError, "no answer in time; try again later"),
        (SSLError, f"no safe connection ({error})"),
        (DecodeError, "packed in a way that cannot be unpacked"),
    )
    said = next(
        (text for kind, text in reasons if isinstance(error, kind)), f"the connection broke ({error})"
    )
    return FetchError(said, again=True)


def _said(status: int) -> str:
    """Return a status as servers say it, as 404 Not Found."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _charset(parameters: str) -> str | None:
    """Return the charset among a content type's parameters."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(" \"'"):
            return value.strip(" \"'")
    return None


def seconds_to_wait(stated: str | None) -> float:
    """Return how long a Retry-After header asks us to wait, in seconds or until a date; 0 for no time."""
    if not stated:
        return 0.0
    if stated.strip().isdecimal():
        return min(float(stated), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(stated)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)
