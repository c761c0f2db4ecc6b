"""Addresses that a person names: what lies there comes in, politely, and what fails costs nothing else."""

import datetime as dt
import gzip
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from printed import HEADLINE, PROSE, TITLE, paragraphs, printed
from test_build import figures, write
from website import Reply, Website, item, page, rss, sentences, website, whole

from index.build import gather
from index.fetching.limits import Limits
from index.library import Library
from index.progress import Fetching, Finished, Report
from index.records import Article
from index.removal import remove
from index.wanted import Wanted

QUICK = Limits(between_seconds=0)
WALL = "<html><body><p>Please sign in to continue reading this article. Subscribe now.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Website]:
    """A web site of the test's own."""
    with website() as served:
        yield served


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library is made."""
    return tmp_path / "library"


def fetch(library: Path, *addresses: str, paths: tuple[Path, ...] = (), limits: Limits = QUICK) -> Report:
    """Index what lies at addresses, and return the report."""
    wanted = Wanted(paths, addresses, agent="article-qa/1.2", limits=limits)
    *_, last = gather(wanted, library, FakeEmbedder)
    assert isinstance(last, Finished)
    return last.report


def articles(library: Path) -> dict[str, Article]:
    """Return the articles of a library by their titles."""
    with Library.open(library) as opened:
        return {entry.article.title: opened.article(entry.article.id) for entry in opened.articles()}


def reason(report: Report) -> str:
    """Return why the one thing that was skipped was."""
    (skip,) = report.skipped
    assert "\n" not in skip.reason
    return skip.reason


def test_a_page_comes_in_by_its_address(library: Path, site: Website) -> None:
    """Its address is its path, what it calls its own address its url, and we say who asks."""
    head = "<link rel='canonical' href='https://paper.example/2024/03/04/flood'>"
    address = site.put("/flood?from=home", page("The flood", "flood", head=head))
    assert figures(fetch(library, address)) == (1, 0, 0, 0)
    article = articles(library)["The flood"]
    assert (article.path, article.url) == (address, "https://paper.example/2024/03/04/flood")
    assert {asked.headers["user-agent"] for asked in site.asked} == {"article-qa/1.2"}


def test_a_day_in_the_address_is_said_to_be_from_there(library: Path, site: Website) -> None:
    """Where the page names none itself."""
    fetch(library, site.put("/2024/03/04/flood.html", page("The flood", "flood")))
    article = articles(library)["The flood"]
    assert (article.date, article.date_from) == (dt.date(2024, 3, 4), "address")
    assert article.url == f"{site.address}/2024/03/04/flood.html"


def test_a_page_that_moved_keeps_the_address_it_was_asked_by(library: Path, site: Website) -> None:
    """So that it is known by it the next time; its url is where it was found."""
    site.put("/new", page("The flood", "flood"))
    old = site.put("/old", Reply(status=301, headers={"Location": "/new"}))
    fetch(library, old)
    article = articles(library)["The flood"]
    assert (article.path, article.url) == (old, f"{site.address}/new")
    assert figures(fetch(library, old)) == (0, 0, 1, 0)


def test_an_address_asked_for_again_is_unchanged(library: Path, site: Website) -> None:
    """By the entity tag the server gave, or else by what it sends; changed, it is read anew."""
    tagged = site.put("/a", replace(page("The flood", "flood"), headers={"ETag": '"one"'}))
    plain = site.put("/b", page("The fair", "fair"))
    assert figures(fetch(library, tagged, plain)) == (2, 0, 0, 0)
    assert figures(fetch(library, tagged, plain)) == (0, 0, 2, 0)
    assert [asked.headers.get("if-none-match") for asked in site.asked if asked.path == "/a"] == [
        None,
        '"one"',
    ]
    site.put("/a", replace(page("The flood", "rain"), headers={"ETag": '"two"'}))
    assert figures(fetch(library, tagged, plain)) == (0, 1, 1, 0)
    assert "rain" in articles(library)["The flood"].text


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("gone", status=404), "the server says 404 Not Found; check the address"),
        (Reply("gone", status=410), "the server says 410 Gone; check the address"),
        (Reply("no", status=403), "the server says 403 Forbidden; open it in a browser"),
        (Reply("no", status=503), "the server says 503 Service Unavailable; try again later"),
        (Reply(b"\x89PNG\r\n\x1a\n\0\0", "text/html"), "a PNG image, not text"),
        (Reply(""), "empty"),
        (Reply(WALL), "only a notice"),
        (Reply("x", headers={"Content-Length": "5000"}), "the connection broke"),
        (Reply(status=302, headers={"Location": "ftp://paper.example/a"}), "no http or https address"),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "packed in a way"),
        (Reply("a", headers={"Content-Length": str(10**9)}), "larger than 50 MB"),
    ],
    ids=["404", "410", "403", "503", "picture", "empty", "wall", "cut", "off", "packed", "huge"],
)
def test_what_fails_keeps_what_the_library_has(library: Path, site: Website, reply: Reply, said: str) -> None:
    """In one line with what to do about it, and the next address is read."""
    address = site.put("/a", page("The flood", "flood"))
    fetch(library, address)
    site.put("/a", reply)
    report = fetch(library, address, site.put("/b", page("The fair", "fair")))
    assert said in reason(report)
    assert set(articles(library)) == {"The flood", "The fair"}


def test_a_slow_server_is_given_up(library: Path, site: Website) -> None:
    """After so long without a byte."""
    gate = threading.Event()
    address = site.put("/a", replace(page("The flood", "flood"), gate=gate))
    report = fetch(library, address, limits=Limits(between_seconds=0, read_seconds=0.2))
    gate.set()
    assert reason(report) == "no answer in time; try again later"


def test_robots_are_heeded_for_pages(library: Path, site: Website) -> None:
    """With what a person can do instead; the page is not asked for."""
    site.put("/robots.txt", Reply("User-agent: *\nDisallow: /\n", "text/plain"))
    report = fetch(library, site.put("/a", page("The flood", "flood")))
    assert "robots.txt does not allow" in reason(report)
    assert "save it from the browser" in reason(report)
    assert site.times("/a") == 0


def test_a_feed_that_robots_keep_from_search_engines_is_read(library: Path, site: Website) -> None:
    """It is there for programs; what only has a feed's name is not read."""
    site.put("/robots.txt", Reply("User-agent: *\nDisallow: /feed\n", "text/plain"))
    feed = site.put("/feed/", rss(item("The fair", f"{site.address}/fair", rest=whole("fair"))))
    assert figures(fetch(library, feed)) == (1, 0, 0, 0)
    site.put("/feed/", page("The flood", "flood"))
    assert "robots.txt does not allow" in reason(fetch(library, feed))
    assert list(articles(library)) == ["The fair"]


def test_a_feed_brings_its_entries(library: Path, site: Website) -> None:
    """From the feed itself and from its pages, each under its own address; none is fetched twice."""
    mill = site.put("/mill", page("The mill", "mill"))
    feed = site.put(
        "/feed",
        rss(
            item("The fair", f"{site.address}/fair", rest=whole("fair")),
            item("The mill", mill),
            item("Gone", f"{site.address}/gone"),
        ),
    )
    report = fetch(library, feed)
    assert figures(report) == (2, 0, 0, 0)
    assert [(skip.path, skip.reason) for skip in report.skipped] == [
        (f"{site.address}/gone", "the server says 404 Not Found")
    ]
    assert articles(library)["The mill"].path == mill
    assert figures(fetch(library, feed)) == (0, 0, 0, 0)
    assert site.times("/mill") == 1


def test_documents_and_archives_are_read_by_what_they_are(library: Path, site: Website) -> None:
    """Whatever the server says they are; a broken part costs no other."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as packed:
        packed.writestr("fair.txt", f"The fair\n\n{sentences('fair')}")
        packed.writestr("bad.pdf", "%PDF-1.7")
    report = fetch(
        library,
        site.put(
            "/report", Reply(printed([*paragraphs([HEADLINE], TITLE), *paragraphs(PROSE)]), "text/html")
        ),
        site.put("/saved", Reply(told.getvalue(), "application/octet-stream")),
        site.put("/plain", Reply(f"The mill\n\n{sentences('mill')}", "application/pdf")),
    )
    assert report.added == 3
    assert reason(report).startswith("bad.pdf: a damaged PDF")


def test_packed_and_oddly_encoded_pages_are_read(library: Path, site: Website) -> None:
    """The header's charset counts where the page names none."""
    text = page("Der Müller", "Mühle").data.decode().encode("iso-8859-2")
    packed = Reply(gzip.compress(text), "text/html; charset=iso-8859-2", headers={"Content-Encoding": "gzip"})
    fetch(library, site.put("/a", packed))
    assert "Mühle" in articles(library)["Der Müller"].text


def test_what_was_taken_out_comes_back_where_it_is_named(library: Path, site: Website) -> None:
    """An address and an article alike, though its server says that it did not change."""
    address = site.put("/a", replace(page("The flood", "flood"), headers={"ETag": '"one"'}))
    for named in (lambda: address, lambda: articles(library)["The flood"].id):
        fetch(library, address)
        remove([named()], library)
        assert articles(library) == {}
        assert figures(fetch(library, address)) == (1, 0, 0, 0)


def test_files_and_addresses_come_in_together(library: Path, tmp_path: Path, site: Website) -> None:
    """In one run with one report; the addresses are told as they are asked for."""
    file = write(tmp_path / "in", "fair.txt", "fair")
    address = site.put("/a", page("The flood", "flood"))
    wanted = Wanted((file,), (address,), limits=QUICK)
    *events, last = gather(wanted, library, FakeEmbedder)
    assert isinstance(last, Finished)
    assert figures(last.report) == (2, 0, 0, 0)
    assert Fetching(address) in events
    assert figures(fetch(library, address, paths=(file,))) == (0, 0, 2, 0)


def test_a_run_that_is_cancelled_ends(library: Path, site: Website) -> None:
    """Also while a page is read."""
    asked = iter(range(10_000))
    address = site.put("/a", page("The flood", "flood"))
    events = list(
        gather(
            Wanted((), (address, address + "?2"), limits=QUICK),
            library,
            FakeEmbedder,
            cancelled=lambda: next(asked) > 0,
        )
    )
    assert isinstance(events[-1], Finished)
    assert events[-1].report.stopped
