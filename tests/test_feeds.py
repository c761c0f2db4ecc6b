"""Feeds and what is in them: from XML to articles, and what is asked for twice."""

import datetime as dt
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from website import ATOM, RSS, Reply, Website, item, page, rss, sentences, website, whole

from index.errors import ReadError
from index.feeds import entries, parsing
from index.feeds.parsing import Entry, Feed
from index.feeds.subscription import Subscription
from index.fetching.answers import Fetched, FetchError
from index.fetching.fetcher import Fetcher
from index.fetching.limits import Limits
from index.incoming import Arrival, Asked, FeedState, Incoming
from index.progress import Skipped

FEED = "http://paper.example/feed.xml"
DATED = "<pubDate>Tue, 05 Mar 2024 23:30:00 -0500</pubDate>"


@pytest.fixture
def site() -> Iterator[Website]:
    """A web site of the test's own."""
    with website() as served:
        yield served


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that does not wait between requests."""
    made = Fetcher("article-qa/1", limits=Limits(between_seconds=0))
    yield made
    made.close()


def parsed(reply: Reply) -> Feed:
    """Return what a feed says."""
    return parsing.parse(Fetched(FEED, reply.data, None, None, None))


def only(*items: str) -> Entry:
    """Return the one entry of an RSS feed."""
    (entry,) = parsed(rss(*items)).entries
    return entry


def atom(entry: str) -> Reply:
    """Return an Atom feed of one entry."""
    return Reply(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">'
        f"<title>Das Blatt</title><id>urn:x</id><updated>2024-03-06T01:00:00Z</updated>"
        f"<entry>{entry}</entry></feed>",
        ATOM,
    )


class Reader:
    """Reads one feed again and again, and remembers what a library would."""

    def __init__(self, address: str, fetcher: Fetcher) -> None:
        self._subscription = Subscription(address, fetcher)
        self.state: FeedState | None = None
        self.known: dict[str, bytes] = {}

    def look(self) -> list[Arrival]:
        """Return what the feed brings this time, without the last event."""
        *arrivals, last = self._subscription.news(self.state, self.known)
        assert isinstance(last, Asked)
        self.state = last.state
        self.known |= {each.path: each.digest for each in arrivals if isinstance(each, Incoming)}
        return arrivals


def titles(arrivals: list[Arrival]) -> list[str]:
    """Return the titles of the articles that arrived; nothing else may have."""
    assert all(isinstance(each, Incoming) for each in arrivals), arrivals
    return [one.title for each in arrivals if isinstance(each, Incoming) for one in each.articles]


def skipped(arrivals: list[Arrival]) -> Mapping[str, str]:
    """Return why what was skipped was, by path."""
    return {each.path: each.reason for each in arrivals if isinstance(each, Skipped)}


def test_an_rss_item_is_an_entry() -> None:
    """Its title, author, day and address are those it states; source and language the channel's."""
    entry = only(item("Flood", "/a/1", rest=f"{DATED}<dc:creator>Jane Doe</dc:creator>{whole('flood')}"))
    assert (entry.path, entry.address) == ("http://paper.example/a/1",) * 2
    assert (entry.title, entry.authors, entry.source) == ("Flood", ("Jane Doe",), "The Town Paper")
    assert (entry.date, entry.language) == (dt.date(2024, 3, 5), "en")
    assert entry.markup == f"<p>{sentences('flood')}</p>"


def test_an_atom_entry_is_an_entry() -> None:
    """With its own words for the same things."""
    content = f'<content type="html">&lt;p&gt;{sentences("flood")}&lt;/p&gt;</content>'
    reply = atom(
        f'<title type="html">Die &lt;b&gt;Flut&lt;/b&gt;</title><link href="http://blatt.example/1"/><id>urn:1</id>'
        f"<author><name>Eva Maier</name></author><published>2024-03-05T23:30:00-05:00</published>{content}"
    )
    feed = parsed(reply)
    (entry,) = feed.entries
    assert (feed.title, entry.title, entry.authors) == ("Das Blatt", "Die Flut", ("Eva Maier",))
    assert (entry.date, entry.path, entry.language) == (dt.date(2024, 3, 5), "http://blatt.example/1", "de")
    assert entries.from_feed(entry).text == sentences("flood")


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Tue, 05 Mar 2024 23:30:00 -0500", dt.date(2024, 3, 5)),
        ("Wed, 06 Mar 2024 00:30:00 +0900", dt.date(2024, 3, 6)),
        ("Mon, 4 Mar 24 22:00 EST", dt.date(2024, 3, 4)),
        ("2024-03-05T23:59:59-11:00", dt.date(2024, 3, 5)),
        ("5 Mar 2024", dt.date(2024, 3, 5)),
        ("yesterday", None),
        ("Tue, 99 Mar 2024 23:30:00 GMT", None),
    ],
)
def test_the_day_is_the_one_written(stated: str, day: dt.date | None) -> None:
    """Whatever the time zone, midnight is not crossed; what is no day is none."""
    assert only(item("Flood", "/a", rest=f"<pubDate>{stated}</pubDate>")).date == day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The &lt;em&gt;Flood&lt;/em&gt; of 2024", "The Flood of 2024"),
        ("<![CDATA[A <b>bold</b> &amp; brave plan]]>", "A bold & brave plan"),
        ("AT&amp;amp;T and B&amp;B", "AT&T and B&B"),
        ("2 &lt; 3", "2 < 3"),
        ("Mayor&#8217;s  \n vote", "Mayor’s vote"),
        ("", None),
    ],
)
def test_html_in_a_title_is_made_text(written: str, read: str | None) -> None:
    """Titles are words, however often somebody escaped them."""
    assert only(item(written, "/a")).title == read


def test_what_the_feed_carries_is_whole_or_a_teaser() -> None:
    """A long content is the article; a short or cut one is not, nor is a synopsis."""
    text = f"<p>{sentences('flood')}</p>"
    cut = "<p>Read more at <a href='/a'>The Paper</a></p>"
    origin = '<p>The post <a href="/a">Flood</a> appeared first on <a href="/">The Paper</a>.</p>'

    def markup(content: str = "", description: str = "") -> str | None:
        both = (
            f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else "",
            f"<description><![CDATA[{description}]]></description>" if description else "",
        )
        return only(item("Flood", "/a", rest="".join(both))).markup

    assert markup(text, "A teaser.") == text
    assert markup(text + origin) == text, "where it came from is no part of it"
    assert markup("<p>Too short to tell.</p>") is None
    assert markup(text + cut) is None
    assert markup(f"<p>{sentences('flood')} [&#8230;]</p>") is None
    assert markup("", text) is None, "an RSS description is a synopsis"
    assert markup("", text * 2) == text * 2, "unless it goes on and on"
    assert markup(text, text * 2) == text * 2


def test_an_article_from_a_feed_has_no_markup() -> None:
    """Its body is text, its fields are the entry's, and its path the address."""
    entry = only(item("Flood", "/a", rest=DATED + whole("flood")))
    article = entries.from_feed(entry)
    assert (article.title, article.text) == ("Flood", sentences("flood"))
    assert (article.path, article.url) == ("http://paper.example/a",) * 2
    assert (article.date, article.date_from, article.source) == (
        dt.date(2024, 3, 5),
        "metadata",
        "The Town Paper",
    )


def test_a_page_says_more_than_its_feed() -> None:
    """Of an article that was fetched the page's own fields count, and the feed's where it has none."""
    entry = only(item("The feed's title", "/a", rest=f"{DATED}<author>x@y.example (Joe Bloggs)</author>"))
    head = (
        '<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2024-03-01">'
    )
    full = entries.from_page(
        entry, Fetched(FEED, page("Flood in town", "flood", head=head).data, None, None, None)
    )
    assert (full.title, full.authors, full.date) == ("Flood in town", ("Jane Doe",), dt.date(2024, 3, 1))
    assert "flood was seen by 3 people" in full.text
    bare = entries.from_page(entry, Fetched(FEED, page("", "flood").data, None, None, None))
    assert (bare.title, bare.authors, bare.date) == ("The feed's title", ("Joe Bloggs",), dt.date(2024, 3, 5))
    assert (bare.source, bare.path) == ("The Town Paper", "http://paper.example/a")


def test_entries_without_an_address_are_told_apart() -> None:
    """A feed whose items link nowhere can still carry articles, each under a path of its own."""
    text = whole("flood")
    found = parsed(rss(*(f"<item><title>{name}</title>{text}</item>" for name in "ab"))).entries
    assert len({entry.path for entry in found}) == 2
    assert all(entry.path.startswith(f"{FEED}#") and entry.address is None for entry in found)
    assert only("<item><title>a</title><link>ftp://paper.example/a</link></item>").address is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b" ", "empty"),
        (b"Not Found", "no RSS or Atom feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "no RSS or Atom feed"),
        (
            b"<!DOCTYPE html><html><body>x</body></html>",
            "a web page, not a feed; give the address of its feed",
        ),
        (
            b"<html><head><link rel='alternate' type='application/rss+xml' href='/f.xml'></head></html>",
            "a web page, not a feed; its feed is http://paper.example/f.xml",
        ),
        (rss(item("Flood", "/a", rest=whole("flood"))).data[:-60], "a broken feed (line 1:"),
    ],
)
def test_what_is_no_feed_is_said(data: bytes, said: str) -> None:
    """In a line that says what it is instead, and what to do."""
    with pytest.raises(ReadError) as caught:
        parsing.parse(Fetched(FEED, data, None, None, None))
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_small_flaw_is_read_over() -> None:
    """A feed with an entity XML does not know and a bare ampersand still has its entries."""
    entry = only(item("Flood &nbsp; fair & square", "/a"))
    assert entry.title == "Flood fair & square"


@given(st.binary(max_size=300))
def test_no_bytes_are_worse_than_no_feed(data: bytes) -> None:
    """Whatever a server sends, it is a feed or it is said why not."""
    try:
        feed = parsing.parse(Fetched(FEED, data, None, None, None))
    except ReadError:
        return
    assert isinstance(feed, Feed)


def test_news_come_once(site: Website, fetcher: Fetcher) -> None:
    """What was fetched is not fetched again, what is new in the feed is, and what left it is not missed."""
    first = item("Flood", site.put("/a", page("Flood", "flood")))
    second = item("Fair", site.put("/b", page("Fair", "fair")))
    reader = Reader(site.put("/feed", rss(first)), fetcher)
    assert titles(reader.look()) == ["Flood"]
    assert reader.look() == []
    site.put("/feed", rss(second))
    assert titles(reader.look()) == ["Fair"]
    assert (site.times("/a"), site.times("/b")) == (1, 1)
    assert set(reader.known) == {f"{site.address}/a", f"{site.address}/b"}


def test_an_entry_that_was_updated_is_fetched_again(site: Website, fetcher: Fetcher) -> None:
    """A new title or date is news; another number of comments in the synopsis is not."""
    address = site.put("/a", page("Flood", "flood"))

    def feed(title: str, date: str, comments: int) -> None:
        rest = f"<pubDate>{date}</pubDate><description>{comments} comments</description>"
        site.put("/feed", rss(item(title, address, rest=rest)))

    feed("Flood", "Tue, 05 Mar 2024 23:30:00 GMT", 1)
    reader = Reader(f"{site.address}/feed", fetcher)
    assert len(reader.look()) == 1
    feed("Flood", "Tue, 05 Mar 2024 23:30:00 GMT", 12)
    assert reader.look() == []
    feed("Flood", "Wed, 06 Mar 2024 08:00:00 GMT", 12)
    assert len(reader.look()) == 1
    feed("Flood: six hurt", "Wed, 06 Mar 2024 08:00:00 GMT", 12)
    assert len(reader.look()) == 1


def test_an_unchanged_feed_is_not_sent_twice(site: Website, fetcher: Fetcher) -> None:
    """Its state is what its server sent, and survives the 304 that comes of it."""
    reply = rss(item("Flood", f"{site.address}/a", rest=whole("flood")))
    reply.headers["ETag"] = '"one"'
    reader = Reader(site.put("/feed", reply), fetcher)
    assert titles(reader.look()) == ["Flood"]
    assert site.times("/a") == 0, "the feed carries the whole article"
    for _ in range(2):
        assert reader.look() == []
        assert reader.state is not None
        assert reader.state.etag == '"one"'
        assert dt.datetime.fromisoformat(reader.state.checked).utcoffset() == dt.timedelta()
    assert site.asked[-1].headers["if-none-match"] == '"one"'


def test_what_fails_for_now_is_tried_again(site: Website, fetcher: Fetcher) -> None:
    """A page whose server failed is fetched the next time, though its feed is as it was; it is told once."""
    address = site.put("/a", Reply(status=500))
    reply = rss(item("Flood", address))
    reply.headers["ETag"] = '"one"'
    reader = Reader(site.put("/feed", reply), fetcher)
    assert skipped(reader.look()) == {address: "the server says 500 Internal Server Error"}
    assert reader.look() == []
    site.put("/a", page("Flood", "flood"))
    assert titles(reader.look()) == ["Flood"]
    assert reader.look() == []
    assert site.asked[-1].headers["if-none-match"] == '"one"'


def test_what_fails_for_good_is_left(site: Website, fetcher: Fetcher) -> None:
    """A page that is gone, forbidden or no article is told once and not asked for again; the others come."""
    site.put("/robots.txt", Reply("User-agent: *\nDisallow: /c\n", "text/plain"))
    addresses = [
        f"{site.address}/gone",
        site.put("/b", Reply("%PDF-1.7", "application/pdf")),
        site.put("/c", page("Flood", "flood")),
        site.put("/d", Reply("<html><body></body></html>")),
    ]
    good = site.put("/e", page("Fair", "fair"))
    items = [item(f"Number {n}", address) for n, address in enumerate([*addresses, good])]
    reader = Reader(site.put("/feed", rss(*items, "<item><title>Nothing</title></item>")), fetcher)
    arrivals = reader.look()
    assert list(skipped(arrivals))[:4] == addresses
    assert [reason[:20] for reason in skipped(arrivals).values()] == [
        "the server says 404 ",
        "is application/pdf, ",
        "its site's robots.tx",
        "no article text in i",
        "Nothing: has neither",
    ]
    assert titles([each for each in arrivals if isinstance(each, Incoming)]) == ["Fair"]
    asked = len(site.asked)
    assert reader.look() == []
    assert len(site.asked) == asked + 1


def test_a_site_that_asks_to_wait_is_told_of_once(site: Website, fetcher: Fetcher) -> None:
    """Fifty pages of a site that wants to be left alone are one line, and are fetched another time."""
    items = [item(f"Number {n}", f"{site.address}/{n}") for n in range(50)]
    for n in range(50):
        site.put(f"/{n}", Reply(status=429, headers={"Retry-After": "600"}))
    reader = Reader(site.put("/feed", rss(*items)), fetcher)
    ((path, reason),) = skipped(reader.look()).items()
    assert path == f"{site.address}/feed"
    assert reason == "50 of its entries have to wait: the server says 429 Too Many Requests"
    assert sum(asked.path not in ("/feed", "/robots.txt") for asked in site.asked) == 1


def test_a_feed_that_cannot_be_had_is_an_error(site: Website, fetcher: Fetcher) -> None:
    """With how long to wait where its server says so; the next time it may be there."""
    reader = Reader(site.put("/feed", Reply(status=404)), fetcher)
    with pytest.raises(FetchError, match="404 Not Found"):
        reader.look()
    site.put("/feed", Reply("<html></html>", RSS))
    with pytest.raises(ReadError, match="a web page, not a feed"):
        reader.look()
    site.put("/feed", rss(item("Flood", f"{site.address}/a", rest=whole("flood"))))
    assert titles(reader.look()) == ["Flood"]
