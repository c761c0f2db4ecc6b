"""Feeds saved to files: written by the standard library's XML writer, and broken on purpose."""

import datetime as dt
import time
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from website import item, rss, sentences

from index.errors import ReadError
from index.feeds import entries, parsing
from index.fetching.answers import Fetched
from index.readers.draft import Draft
from index.readers.feed_file import FEED_SUFFIXES, is_feed, read
from index.readers.gathered import Gathered

ATOM = "http://www.w3.org/2005/Atom"
RSS_1 = "http://purl.org/rss/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
FLOOD = sentences("flood", 8)
MARKET = sentences("market", 8)
BODY = f"<p>{FLOOD}</p><p>{MARKET}</p>"
TEASER = "only a teaser; qa index with the feed’s address reads its page"


def written(root: ET.Element) -> bytes:
    """A feed's file."""
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """An element in another."""
    child = ET.SubElement(parent, name, attributes)
    child.text = text
    return child


def rss_2(*stated: Mapping[str, str]) -> bytes:
    """An RSS 2.0 feed of items given as names and texts."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = add(root, "channel")
    for name, text in (
        ("title", "The Tansel Courier"),
        ("link", "https://courier.example/"),
        ("language", "en"),
    ):
        add(channel, name, text)
    for fields in stated:
        entry = add(channel, "item")
        for name, text in fields.items():
            add(entry, name, text)
    return written(root)


def story(number: int = 1, **fields: str) -> dict[str, str]:
    """An item with its whole text; `fields` are further ones."""
    return {
        "title": f"Story {number}",
        "link": f"https://courier.example/{number}",
        f"{{{CONTENT}}}encoded": BODY,
        **fields,
    }


def only(data: bytes) -> Draft:
    """The one article of a feed, of which nothing was skipped."""
    gathered = read(data)
    (draft,) = gathered.drafts
    assert gathered.skipped == ()
    return draft


def outcome(data: bytes) -> Gathered | str:
    """What is read of a feed, or else the line with which it is refused."""
    try:
        gathered = read(data)
    except ReadError as error:
        said = str(error)
    else:
        assert all(draft.text.strip() for draft in gathered.drafts)
        return gathered
    assert said.splitlines() == [said]
    return said


def as_rss_2() -> bytes:
    """The story as RSS 2.0."""
    fields = {"pubDate": "Tue, 05 Mar 2024 23:30:00 -0500", f"{{{DC}}}creator": "Jane Doe"}
    return rss_2(story(**fields))


def as_rss_1() -> bytes:
    """The story as RSS 1.0, which is RDF."""
    root = ET.Element(f"{{{RDF}}}RDF")
    channel = add(root, f"{{{RSS_1}}}channel")
    add(channel, f"{{{RSS_1}}}title", "The Tansel Courier")
    add(channel, f"{{{DC}}}language", "en")
    entry = add(root, f"{{{RSS_1}}}item")
    add(entry, f"{{{RSS_1}}}title", "Story 1")
    add(entry, f"{{{RSS_1}}}link", "https://courier.example/1")
    add(entry, f"{{{DC}}}date", "2024-03-05T23:30:00-05:00")
    add(entry, f"{{{DC}}}creator", "Jane Doe")
    add(entry, f"{{{CONTENT}}}encoded", BODY)
    return written(root)


def as_atom() -> bytes:
    """The story as Atom."""
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    add(root, f"{{{ATOM}}}title", "The Tansel Courier")
    entry = add(root, f"{{{ATOM}}}entry")
    add(entry, f"{{{ATOM}}}title", "Story 1")
    add(entry, f"{{{ATOM}}}link", href="https://courier.example/1")
    add(entry, f"{{{ATOM}}}published", "2024-03-05T23:30:00-05:00")
    add(entry, f"{{{ATOM}}}updated", "2024-03-09T08:00:00Z")
    add(add(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", "Jane Doe")
    add(entry, f"{{{ATOM}}}summary", "A wet night.")
    add(entry, f"{{{ATOM}}}content", BODY, type="html")
    return written(root)


@pytest.mark.parametrize("feed", [as_rss_2, as_rss_1, as_atom])
def test_an_entry_with_its_text_is_an_article(feed: Callable[[], bytes]) -> None:
    """In each of the three formats, with all that is stated of it; midnight is not crossed."""
    data = feed()
    assert is_feed(data.decode())
    draft = only(data)
    assert (draft.title, draft.text) == ("Story 1", f"{FLOOD}\n\n{MARKET}")
    assert (draft.date, draft.date_from) == (dt.date(2024, 3, 5), "metadata")
    assert (draft.authors, draft.source, draft.language) == (("Jane Doe",), "The Tansel Courier", "en")
    assert draft.url == "https://courier.example/1"


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("<b>Flood</b> &amp;amp; fire", "Flood & fire"),
        ("<b>Flood</b> & fire", "Flood & fire"),
        ("Mayor&#8217;s <i>vote</i>", "Mayor’s vote"),
        ("2 < 3", "2 < 3"),
    ],
)
def test_html_in_a_title_is_made_text(title: str, read_as: str) -> None:
    """However often it was escaped."""
    assert only(rss_2(story(title=title))).title == read_as


def test_teasers_are_skipped_and_counted() -> None:
    """An item that only points to its page is named, and costs no other."""
    gathered = read(
        rss_2(
            {"title": "Fair", "link": "https://courier.example/f", "description": "There was a fair."},
            story(2),
            story(3, **{f"{{{CONTENT}}}encoded": f"<p>{FLOOD} […]</p>"}),
            {"title": "Nothing"},
        )
    )
    assert [draft.title for draft in gathered.drafts] == ["Story 2"]
    assert gathered.passed == (f"entry 1 (Fair): {TEASER}", f"entry 3 (Story 3): {TEASER}")
    assert gathered.skipped == ("entry 4 (Nothing): neither a text nor an address",)


def test_a_short_text_is_an_article_where_no_page_can_be_read() -> None:
    """A brief of eighty words is taken as it is; as a description it is a synopsis."""
    brief = sentences("fair", 7)
    assert only(rss_2(story(**{f"{{{CONTENT}}}encoded": brief}))).text == brief
    with pytest.raises(ReadError, match="a feed of teasers"):
        read(rss_2({"title": "Fair", "link": "https://courier.example/f", "description": brief}))


def test_a_feed_in_a_file_and_from_its_address_gives_the_same_article() -> None:
    """So a library that has it from one does not get it a second time from the other."""
    data = rss("", item("Flood", "/a", rest=f"<content:encoded><![CDATA[{BODY}]]></content:encoded>")).data
    (entry,) = parsing.parse(Fetched("https://courier.example/feed", data, None, None, None)).entries
    (saved,) = read(data).drafts
    fetched = entries.from_feed(entry)
    assert (saved.title, saved.text) == (fetched.title, fetched.text)


def test_two_entries_with_one_address_are_two_articles() -> None:
    """Some feeds link every item to the front page."""
    both = (
        story(1),
        {**story(2), "link": "https://courier.example/1", f"{{{CONTENT}}}encoded": f"<p>{MARKET * 2}</p>"},
    )
    assert [draft.title for draft in read(rss_2(*both)).drafts] == ["Story 1", "Story 2"]


def test_the_address_may_tell_the_day() -> None:
    """Where the feed does not."""
    draft = only(rss_2({**story(), "link": "https://courier.example/2024/03/05/flood"}))
    assert (draft.date, draft.date_from) == (dt.date(2024, 3, 5), "address")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(100, 999), min_size=20, max_size=40))
def test_no_paragraph_is_lost(numbers: list[int]) -> None:
    """Short, linked and quoted ones are part of what the feed calls its content."""
    markup = "".join(f"<p>The <a href='/{n}'>clerk</a> counted {n} boats.</p>" for n in numbers)
    text = only(rss_2(story(**{f"{{{CONTENT}}}encoded": markup}))).text
    assert [word for word in text.split() if word.isdigit()] == [str(number) for number in numbers]


def test_a_wrong_charset_is_seen_through() -> None:
    """A feed that declares one encoding and is in another is read as what it is."""
    data = rss_2(story(title="Café Tansel")).replace(b"utf-8", b"iso-8859-1")
    assert only(data).title == "Café Tansel"
    assert only(rss_2(story(title="Café Tansel")).decode().encode("utf-16")).title == "Café Tansel"


@pytest.mark.parametrize(
    ("text", "feed"),
    [
        ('<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?><!-- a > b --><rss version="2.0"/>', True),
        ('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "rss.dtd">\n<rss version="0.91">', True),
        ('<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', True),
        ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', True),
        ('<rdf:RDF xmlns="http://xmlns.com/foaf/0.1/">', False),
        ("<!DOCTYPE html><html><body><rss></rss></body></html>", False),
        ("<feedback>Nice</feedback>", False),
        ("The <rss> element is a feed's first.", False),
        ("<!DOCTYPE rss [", False),
        ("<!--" * 1000, False),
        ("", False),
    ],
)
def test_a_feed_is_known_by_its_first_element(text: str, feed: bool) -> None:
    """Whatever stands before it."""
    assert is_feed(text) is feed


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (rss_2(story())[:-60], "a broken feed (line 2: "),
        (rss_2(), "a feed without entries"),
        (
            rss_2({"title": "Fair", "link": "https://a.example", "description": "A fair."}),
            "a feed of teasers (1) and",
        ),
        (
            rss_2({"title": "Fair"}),
            "a feed without an article: entry 1 (Fair): neither a text nor an address",
        ),
        (
            rss_2(story(**{f"{{{CONTENT}}}encoded": BODY + "<div>" * 100_000})),
            "its text nests its elements thousands",
        ),
        (b"<rss><channel><item>" + b"<a>" * 100_000, "a feed nested hundreds of elements deep"),
        (b"Not Found", "no RSS or Atom feed"),
    ],
    ids=["cut", "empty", "teasers", "nothing", "deep text", "deep", "none"],
)
def test_what_is_wrong_is_said_in_one_line(data: bytes, said: str) -> None:
    """What it is, and what to do."""
    refused = outcome(data)
    assert isinstance(refused, str)
    assert said in refused


def hostile(declared: str, title: str) -> bytes:
    """A feed with declarations of its own and a story whose title uses them."""
    channel = rss_2(story(title="TITLE")).decode().partition("<rss")[2].replace("TITLE", title)
    return f'<?xml version="1.0"?>\n<!DOCTYPE rss [\n{declared}\n]>\n<rss{channel}'.encode()


LAUGHS = '<!ENTITY a "ha">\n' + "\n".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    "data",
    [
        hostile('<!ENTITY x SYSTEM "file:///etc/hostname">', "Flood &x;"),
        hostile('<!ENTITY % d SYSTEM "http://127.0.0.1:9/x.dtd"> %d;', "Flood"),
        hostile(LAUGHS, "Flood &j;"),
        hostile(f'<!ENTITY x "{"y" * 100_000}">', "Flood " + "&x;" * 5000),
        hostile(f'<!ENTITY z "<b>">\n<!ENTITY x "{"y" * 100_000}">', "Flood " + "&x;" * 5000),
        rss_2(story(**{f"{{{CONTENT}}}encoded": BODY + "<!--" * 50_000})),
        rss_2(story(**{f"{{{CONTENT}}}encoded": BODY + "<" * 100_000})),
        rss_2(*(story(number) for number in range(300))),
    ],
    ids=["file", "network", "laughs", "quadratic", "hidden", "comments", "brackets", "many"],
)
def test_time_and_memory_are_bounded(data: bytes) -> None:
    """Entities that would be files, addresses or gigabytes are left out; the story is read."""
    began = time.process_time()
    tracemalloc.start()
    gathered = outcome(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(gathered, Gathered)
    assert (gathered.drafts[0].title or "").startswith(("Flood", "Story"))
    assert len(gathered.drafts[0].title or "") < 20_000
    assert gathered.drafts[0].text.startswith(FLOOD)
    assert time.process_time() - began < 30
    assert peak < 100_000_000


def test_a_declared_character_is_still_one() -> None:
    """Old feeds declare the letters that they use."""
    assert only(hostile('<!ENTITY eacute "&#233;">', "Flood at the caf&eacute;")).title == "Flood at the café"


@given(st.binary(max_size=300) | st.text(alphabet="<>/!-[]rsitem&; ", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds."""
    assert outcome(data)
    assert is_feed(data.decode("utf-8", "replace")) in (True, False)


def test_the_suffixes_are_those_of_feeds() -> None:
    """A folder walk may pick these up."""
    assert {".rss", ".atom", ".rdf"} == FEED_SUFFIXES
