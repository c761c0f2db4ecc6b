"""Feeds that are watched, beside folders: what they bring comes in, and nobody waits for them."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from watched import QUICK, until, watching, write, writing
from website import Reply, Website, item, page, rss, website, whole

from index.errors import QuestionError
from index.fetching.limits import Limits
from index.library import Library
from index.watch.remembered import Remembered
from qa.commands.places_named import parted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article about a flood."""
    write(tmp_path / "papers" / "flood.txt", "flood")
    return tmp_path / "papers"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library is made."""
    return tmp_path / "library"


@pytest.fixture
def site() -> Iterator[Website]:
    """A web site of the test's own."""
    with website() as served:
        yield served


def test_a_feed_comes_in_beside_a_folder(folder: Path, library: Path, site: Website) -> None:
    """From the feed itself and from its pages; its state is kept, and the next watch asks only for news."""
    mill = item("The mill", site.put("/mill", page("The mill", "mill")))
    reply = rss(item("The fair", f"{site.address}/fair", rest=whole("fair")), mill)
    reply.headers["ETag"] = '"one"'
    feed = site.put("/feed", reply)
    with watching(library, folder, feed) as running:
        until(lambda: running.finds("fair") and running.finds("mill"))
        assert running.finds("flood")
        until(lambda: site.asked[-1].headers.get("if-none-match") == '"one"')
        more = rss(mill, item("The well", f"{site.address}/well", rest=whole("well")))
        site.put("/feed", more)
        until(lambda: running.finds("well"))
        assert running.finds("fair"), "what left the feed stays"
        until(lambda: stored(library, feed) is None)
        site.put("/feed", reply)
        until(lambda: stored(library, feed) == '"one"')
    asked = len(site.asked)
    with watching(library, folder, feed) as running:
        until(lambda: len(site.asked) > asked)
    assert {asked.path for asked in site.asked[asked:]} == {"/feed"}
    assert site.asked[asked].headers["if-none-match"] == '"one"'
    assert site.times("/mill") == 1
    assert running.reports() == []


def stored(library: Path, feed: str) -> str | None:
    """Return the entity tag the library has of a feed."""
    with Library.open(library) as opened, Remembered.of(opened) as view:
        return view.feed_states([feed])[feed].etag


def test_a_feed_that_fails_keeps_nobody_waiting(folder: Path, library: Path, site: Website) -> None:
    """It is told once while it fails, and again when it failed anew; the others go on all the while."""
    broken = site.put("/broken", Reply("<rss", "text/xml"))
    slow = site.put("/slow", Reply(gate=threading.Event()))
    good = site.put("/feed", rss(item("The fair", f"{site.address}/fair", rest=whole("fair"))))
    manner = replace(QUICK, limits=Limits(between_seconds=0, read_seconds=0.2))
    with watching(library, folder, broken, slow, good, manner=manner) as running:
        until(lambda: running.finds("fair") and site.times("/broken") > 2)
        write(folder / "bridge.txt", "bridge")
        until(lambda: running.finds("bridge"))
        assert sorted(running.skipped()) == [broken, slow]
        site.put("/broken", rss(item("The mill", f"{site.address}/mill", rest=whole("mill"))))
        until(lambda: running.finds("mill"))
        site.put("/broken", Reply("<rss", "text/xml"))
        until(lambda: len(running.skipped()) > 2)
    assert sorted(running.skipped()) == [broken, broken, slow]


def test_a_busy_library_loses_nothing_of_a_feed(library: Path, folder: Path, site: Website) -> None:
    """What was fetched while another process wrote is stored when it is done, and not fetched again."""
    gate = threading.Event()
    address = site.put("/mill", replace(page("The mill", "mill"), gate=gate))
    with watching(library, folder, site.put("/feed", rss(item("The mill", address)))) as running:
        until(lambda: site.times("/mill"))
        with writing(library):
            gate.set()
            until(running.said)
        until(lambda: running.finds("mill"))
    assert site.times("/mill") == 1


@pytest.mark.parametrize("words", [["http://"], ["https://u:secret@paper.example/feed"]])
def test_an_address_that_cannot_be_asked_is_wrong_usage(words: Sequence[str]) -> None:
    """One without a host, and one with a password, which is not printed."""
    with pytest.raises(QuestionError) as caught:
        parted(words)
    assert "secret" not in str(caught.value)


def test_words_are_paths_or_feeds() -> None:
    """Told apart by how they begin, each feed once."""
    watched = parted(
        ["papers", "http://a.example/f", "HTTPS://b.example/f", "http://a.example/f", "httpd.txt"]
    )
    assert watched.addresses == ("http://a.example/f", "HTTPS://b.example/f")
    assert watched.paths == (Path("papers"), Path("httpd.txt"))
