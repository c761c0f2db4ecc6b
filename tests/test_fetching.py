"""Fetching over HTTP: what is asked, what is borne, and what is refused."""

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from website import ATOM, RSS, Reply, Website, page, website

from index.errors import ReadError
from index.fetching import fetcher as fetching
from index.fetching.answers import LONGEST_WAIT, Fetched, FetchError
from index.fetching.fetcher import Fetcher
from index.fetching.limits import Limits, is_web_address
from index.incoming import FeedState

QUICK = Limits(between_seconds=0)
CHECKED = "2026-11-22T10:00:00+00:00"


@pytest.fixture
def site() -> Iterator[Website]:
    """A web site of the test's own."""
    with website() as served:
        yield served


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that does not wait between requests."""
    made = Fetcher("article-qa/1.2", limits=QUICK)
    yield made
    made.close()


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self.waits: list[float] = []

    def now(self) -> float:
        """Return the time."""
        return self.time

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(round(seconds, 3))
        self.time += seconds


def refusal(fetcher: Fetcher, address: str) -> FetchError:
    """Return why a page cannot be had."""
    with pytest.raises(FetchError) as caught:
        fetcher.page(address)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_page_is_fetched_by_name(site: Website, fetcher: Fetcher) -> None:
    """The program says who it is, to the page and to robots.txt, and gets the bytes as they are."""
    address = site.put("/a", page("Flood", "flood"))
    fetched = fetcher.page(address)
    assert fetched.data == site.replies["/a"].data
    assert (fetched.address, fetched.charset) == (address, "utf-8")
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/a"]
    assert {asked.headers["user-agent"] for asked in site.asked} == {"article-qa/1.2"}


def test_what_is_packed_is_unpacked(site: Website, fetcher: Fetcher) -> None:
    """A body sent with gzip comes out as it was before."""
    packed = Reply(gzip.compress(b"<p>flood</p>" * 9), headers={"Content-Encoding": "gzip"})
    assert fetcher.page(site.put("/a", packed)).data == b"<p>flood</p>" * 9


def test_a_feed_that_has_not_changed_is_nothing(site: Website, fetcher: Fetcher) -> None:
    """Asked with the entity tag and date it sent, the server says 304 and there is nothing to read."""
    modified = "Sun, 22 Nov 2026 10:00:00 GMT"
    address = site.put("/feed", Reply("<rss/>", RSS, headers={"ETag": '"one"', "Last-Modified": modified}))
    first = fetcher.feed(address, None)
    assert isinstance(first, Fetched)
    assert (first.etag, first.modified) == ('"one"', modified)
    assert fetcher.feed(address, FeedState(first.etag, first.modified, CHECKED)) is None
    assert site.asked[-1].headers["if-modified-since"] == modified
    assert site.times("/robots.txt") == 0, "a feed is there to be fetched by programs"


def test_redirects_are_followed(site: Website, fetcher: Fetcher) -> None:
    """A page that moved is found, and its new address is the one it is known to come from."""
    target = site.put("/new", page("Flood", "flood"))
    site.put("/between", Reply(status=307, headers={"Location": "new"}))
    old = site.put("/old", Reply(status=301, headers={"Location": "/between"}))
    assert fetcher.page(old).address == target


def test_a_redirect_loop_ends(site: Website, fetcher: Fetcher) -> None:
    """Two pages that lead to one another are given up after a few steps."""
    site.put("/a", Reply(status=302, headers={"Location": "/b"}))
    error = refusal(fetcher, site.put("/b", Reply(status=302, headers={"Location": "/a"})))
    assert "redirected more than 5 times" in str(error)
    assert site.times("/a") + site.times("/b") == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://paper.example/a", "javascript:1"])
def test_a_redirect_off_the_web_is_refused(site: Website, fetcher: Fetcher, target: str) -> None:
    """A server cannot send us anywhere but to http and https, and it is not asked again."""
    error = refusal(fetcher, site.put("/a", Reply(status=302, headers={"Location": target})))
    assert "no http or https address" in str(error)
    assert not error.again


def test_what_is_not_there_is_said_with_its_number(site: Website, fetcher: Fetcher) -> None:
    """A page that is gone will not come back by itself; a server that fails may."""
    gone = refusal(fetcher, f"{site.address}/gone")
    assert (str(gone), gone.again) == ("the server says 404 Not Found", False)
    failing = refusal(fetcher, site.put("/a", Reply(status=500)))
    assert (str(failing), failing.again, failing.wait) == (
        "the server says 500 Internal Server Error",
        True,
        0,
    )
    odd = refusal(fetcher, site.put("/b", Reply(status=799)))
    assert str(odd) == "the server says 799"


def test_retry_after_bars_the_whole_host(site: Website) -> None:
    """A site that asks to be left alone is not asked for anything until then, and then it is."""
    clock = Clock()
    fetcher = Fetcher("article-qa/1", limits=QUICK, pause=clock.pause, now=clock.now)
    first = refusal(fetcher, site.put("/a", Reply(status=503, headers={"Retry-After": "120"})))
    assert (first.again, first.wait) == (True, 120)
    other = site.put("/b", page("Flood", "flood"))
    asked = len(site.asked)
    second = refusal(fetcher, other)
    assert (str(second), second.wait) == ("its site asked to be left alone for another 120 s", 120)
    assert len(site.asked) == asked
    clock.time += 121
    assert fetcher.page(other).data
    fetcher.close()


def test_retry_after_may_be_a_date(site: Website, fetcher: Fetcher) -> None:
    """A date counts from now, an odd word not at all, and nobody is believed who asks for years."""
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    dated = refusal(fetcher, site.put("/a", Reply(status=429, headers={"Retry-After": until})))
    assert 3500 < dated.wait <= 3600
    for stated, wait in (("soon", 0), ("-5", 0), ("999999999", LONGEST_WAIT)):
        fresh = Fetcher("article-qa/1", limits=QUICK)
        assert refusal(fresh, site.put("/b", Reply(status=429, headers={"Retry-After": stated}))).wait == wait
        fresh.close()


def test_a_host_is_asked_once_a_second(site: Website) -> None:
    """Between two requests to one host a second passes, redirects and robots.txt included."""
    clock = Clock()
    fetcher = Fetcher("article-qa/1", pause=clock.pause, now=clock.now)
    site.put("/b", page("Flood", "flood"))
    fetcher.page(site.put("/a", Reply(status=302, headers={"Location": "/b"})))
    assert clock.waits == [1.0, 1.0]
    clock.time += 5
    fetcher.page(f"{site.address}/b")
    assert clock.waits == [1.0, 1.0], "who waited long enough does not wait again"
    fetcher.close()


def test_a_crawl_delay_is_kept(site: Website) -> None:
    """A site may ask for more time between pages, though not for all the time there is."""
    clock = Clock()
    fetcher = Fetcher("article-qa/1", pause=clock.pause, now=clock.now)
    site.put("/robots.txt", Reply("User-agent: *\nCrawl-delay: 7\n", "text/plain"))
    address = site.put("/a", page("Flood", "flood"))
    fetcher.page(address)
    fetcher.page(address)
    assert clock.waits == [7.0, 7.0]
    fetcher.close()


def test_robots_may_forbid_a_page(site: Website, fetcher: Fetcher) -> None:
    """A page that programs are asked not to read is not asked for, not even by way of another."""
    site.put("/robots.txt", Reply("User-agent: article-qa\nDisallow: /private\n", "text/plain"))
    private = site.put("/private/a", page("Flood", "flood"))
    around = site.put("/a", Reply(status=302, headers={"Location": "/private/a"}))
    for address in (private, around):
        error = refusal(fetcher, address)
        assert "robots.txt does not allow" in str(error)
        assert not error.again
    assert site.times("/private/a") == 0
    assert fetcher.page(site.put("/b", page("Flood", "flood"))).data
    assert site.times("/robots.txt") == 1, "it is read once a day"


def test_robots_for_others_is_not_for_us(site: Website, fetcher: Fetcher) -> None:
    """Rules for another program leave ours alone, and so does a file that is none."""
    site.put("/robots.txt", Reply("User-agent: otherbot\nDisallow: /\n\xff\0<html>", "text/html"))
    assert fetcher.page(site.put("/a", page("Flood", "flood"))).data


def test_a_site_whose_robots_fails_is_not_read(site: Website, fetcher: Fetcher) -> None:
    """Nobody knows then what is allowed; the next time it may be known."""
    site.put("/robots.txt", Reply(status=500))
    address = site.put("/a", page("Flood", "flood"))
    error = refusal(fetcher, address)
    assert "robots.txt" in str(error)
    assert error.again
    assert site.times("/a") == 0
    del site.replies["/robots.txt"]
    assert fetcher.page(address).data


def test_a_slow_server_is_given_up(site: Website) -> None:
    """A server that says nothing for too long has not answered."""
    gate = threading.Event()
    fetcher = Fetcher("article-qa/1", limits=Limits(read_seconds=0.2, between_seconds=0))
    site.put("/a", page("Flood", "flood")).strip()
    site.replies["/a"].gate = gate
    error = refusal(fetcher, f"{site.address}/a")
    gate.set()
    assert (str(error), error.again) == ("no answer in time; try again later", True)
    fetcher.close()


def test_a_body_that_takes_too_long_is_given_up(site: Website) -> None:
    """The whole of an answer has its time too, however steadily it drips."""
    clock = Clock()

    def now() -> float:
        clock.time += 20
        return clock.time

    fetcher = Fetcher("article-qa/1", limits=QUICK, now=now)
    error = refusal(fetcher, site.put("/a", Reply("<p>flood</p>" * 50_000)))
    assert "not all there after 60 s" in str(error)
    fetcher.close()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_body_too_large_is_refused(site: Website, fetcher: Fetcher, packed: bool) -> None:
    """What is larger than an article could be is not taken in, nor unpacked to its end."""
    body = b"<p>flood</p>" * (fetching.PAGE_BYTES // 12 + 1)
    reply = Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else Reply(body)
    error = refusal(fetcher, site.put("/a", reply))
    assert (str(error), error.again) == ("larger than 10 MB; leave it out", False)


def test_a_body_that_breaks_off_is_no_page(site: Website, fetcher: Fetcher) -> None:
    """Half an article is not read as if it were all of it."""
    error = refusal(fetcher, site.put("/a", Reply("<p>flood</p>", headers={"Content-Length": "5000"})))
    assert "the connection broke" in str(error)
    assert error.again


def test_what_is_neither_page_nor_feed_is_refused(site: Website, fetcher: Fetcher) -> None:
    """By the type the server states, before it is read."""
    picture = site.put("/a", Reply(b"\x89PNG", "image/png"))
    assert str(refusal(fetcher, picture)) == "is image/png, not a web page; leave it out"
    with pytest.raises(FetchError, match="is image/png, not a feed"):
        fetcher.feed(picture, None)
    for kind in (RSS, ATOM, "text/xml", "text/html", ""):
        assert fetcher.feed(site.put("/feed", Reply("<rss/>", kind)), None) is not None


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/a", "http://nowhere.invalid/a", "http://[::1/a", "http://a..b/", "http://x:y/"],
)
def test_what_cannot_be_reached_is_said_in_a_line(fetcher: Fetcher, address: str) -> None:
    """No server, no host, no address: each is a refusal with its reason."""
    error = refusal(fetcher, address)
    assert isinstance(error, ReadError)
    assert str(error)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_not(written: str) -> None:
    """Whatever stands in a feed can be asked about."""
    for text in (written, f"http://{written}", f"https://[{written}"):
        assert is_web_address(text) in (True, False)


def test_addresses_are_those_of_the_web() -> None:
    """Http and https with a host, in any case of letters."""
    assert all(is_web_address(each) for each in ("http://x", "HTTPS://x.org/a?b#c", "http://x:80"))
    assert not any(is_web_address(each) for each in ("ftp://x", "http:", "//x", "x.org", "file:///x", ""))
