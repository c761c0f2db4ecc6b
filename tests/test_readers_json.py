"""JSON and JSON Lines, as programs that fetch and export articles write them."""

import datetime as dt
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QuestionError
from index.readers.draft import Draft
from index.readers.records.field_names import FIELDS, FieldNames, parse
from index.readers.records.reading import read

FLOOD = "The river rose in the night and by four it had come over the quay. Crews came at dawn."
MARKET = "The market moved to the upper square in the spring. The traders never went back to the quay."
RECORD = {"headline": "Flood in Tansel", "body": FLOOD}


def only(value: object, fields: str = "") -> Draft:
    """The one article of a JSON file that holds `value`."""
    (draft,) = read(json.dumps(value), parse(fields)).drafts
    return draft


def test_every_field_is_found_by_its_usual_name() -> None:
    """A record as a news programming interface gives it needs no mapping."""
    draft = only(
        {
            "Title": "Flood in Tansel",
            "description": "Nobody was hurt.",
            "author": "By Jane Doe and John Roe",
            "source": {"id": "courier", "name": "The Tansel Courier"},
            "category": "News",
            "publishedAt": "2024-03-05T23:30:00-05:00",
            "URL": "https://courier.example/flood",
            "language": "en-GB",
            "full_text": FLOOD,
        }
    )
    assert draft == Draft(
        text=FLOOD,
        title="Flood in Tansel",
        standfirst="Nobody was hurt.",
        authors=("Jane Doe", "John Roe"),
        source="The Tansel Courier",
        section="News",
        date=dt.date(2024, 3, 5),
        date_from="metadata",
        language="en",
        url="https://courier.example/flood",
    )


@pytest.mark.parametrize(
    "name",
    ["text", "body", "content", "articleBody", "full_text", "maintext", "story", "Body", "ARTICLE-BODY"],
)
def test_a_text_has_many_names(name: str) -> None:
    """In any case, with or without low lines."""
    assert only({"title": "Flood", name: FLOOD}).text == FLOOD


@pytest.mark.parametrize("name", ["headline", "title", "name", "Headline", "dc:title"])
def test_a_title_has_many_names(name: str) -> None:
    """A namespace before it does not matter."""
    assert only({name: "Flood", "text": FLOOD}).title == "Flood"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-05", dt.date(2024, 3, 5)),
        ("2024-03-05T23:59:59-11:00", dt.date(2024, 3, 5)),
        ("2024-03-06T00:30:00+09:00", dt.date(2024, 3, 6)),
        ("2024-03-05 23:30:00", dt.date(2024, 3, 5)),
        ("Tue, 05 Mar 2024 23:30:00 -0500", dt.date(2024, 3, 5)),
        ("Tue, 05 Mar 24 23:30 EST", dt.date(2024, 3, 5)),
        ("Tue Mar 05 23:30:00 +0000 2024", dt.date(2024, 3, 5)),
        ("March 5, 2024", dt.date(2024, 3, 5)),
        ("20240305", dt.date(2024, 3, 5)),
        (20240305, dt.date(2024, 3, 5)),
        (1709681400, dt.date(2024, 3, 5)),
        (1709681400000, dt.date(2024, 3, 5)),
        ("1709681400", dt.date(2024, 3, 5)),
        (1709681400.25, dt.date(2024, 3, 5)),
        ({"$date": "2024-03-05T23:30:00Z"}, dt.date(2024, 3, 5)),
        ({"$date": {"$numberLong": "1709681400000"}}, dt.date(2024, 3, 5)),
        ("04/03/2024", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00", None),
        (2024, None),
        (-1, None),
        (10**400, None),
        (True, None),
        (None, None),
    ],
)
def test_the_day_is_the_one_written(value: object, day: dt.date | None) -> None:
    """Midnight is not crossed into another zone, seconds since 1970 are in UTC, and nothing is guessed."""
    draft = only({"date": value, "text": FLOOD})
    assert (draft.date, draft.date_from) == (day, "metadata" if day else None)


def test_the_day_of_publication_outranks_that_of_the_record() -> None:
    """When a record was made is the last that is asked."""
    made = {"created_at": "2024-05-01", "timestamp": 1714521600, "text": FLOOD}
    assert only(made).date == dt.date(2024, 5, 1)
    assert only({**made, "date_published": "2024-03-05"}).date == dt.date(2024, 3, 5)
    assert only({**made, "date": "", "published": "2024-03-05"}).date == dt.date(2024, 3, 5)


def test_the_address_and_the_text_may_tell_the_day() -> None:
    """Where no field does; and how it was found is said."""
    addressed = only({"link": "https://courier.example/2024/03/05/flood", "text": FLOOD})
    dated = only({"title": "Flood", "text": f"TANSEL, 5 March 2024 – {FLOOD}"})
    assert (addressed.date, addressed.date_from) == (dt.date(2024, 3, 5), "address")
    assert (dated.date, dated.date_from) == (dt.date(2024, 3, 5), "text")


@pytest.mark.parametrize(
    "value",
    [
        "Jane Doe, John Roe",
        "By Jane Doe and John Roe",
        ["Jane Doe", "John Roe"],
        ["Jane Doe", "John Roe", "Jane Doe", "https://courier.example/staff", None, 3],
        [{"name": "Jane Doe"}, {"name": "John Roe", "url": "https://courier.example/roe"}],
        [{"firstName": "Jane", "lastName": "Doe"}, {"given_name": "John", "family_name": "Roe"}],
        "['Jane Doe', 'John Roe']",
    ],
)
def test_authors_come_in_many_shapes(value: object) -> None:
    """A string, a list, objects, and a list as another program printed it."""
    assert only({"authors": value, "text": FLOOD}).authors == ("Jane Doe", "John Roe")


def test_the_name_of_a_person_or_a_picture_is_no_title() -> None:
    """Objects about something else than the article are not looked into."""
    record = {
        "author": {"name": "Jane Doe"},
        "image": {"url": "https://courier.example/a.jpg", "title": "Boats", "text": MARKET},
        "publisher": {
            "@type": "Organization",
            "name": "The Tansel Courier",
            "url": "https://courier.example",
        },
        "article": {"headline": "Flood in Tansel", "body": FLOOD, "link": "https://courier.example/flood"},
    }
    draft = only(record)
    assert (draft.title, draft.text, draft.url) == ("Flood in Tansel", FLOOD, "https://courier.example/flood")
    assert (draft.authors, draft.source) == (("Jane Doe",), "The Tansel Courier")


@pytest.mark.parametrize(
    "value",
    [
        RECORD,
        [RECORD],
        {"articles": [RECORD]},
        {"status": "ok", "items": [RECORD]},
        {"data": [RECORD]},
        {"data": [{"attributes": RECORD}]},
        {"response": {"docs": [RECORD]}},
        {"hits": {"total": 1, "hits": [{"_id": "1", "_source": RECORD}]}},
        {"feed": {"title": "Courier"}, "entries": [RECORD]},
        [{"response": {"results": [RECORD]}}],
        {"tanselNews": [RECORD]},
        {"@context": "https://schema.org", "@graph": [RECORD]},
    ],
)
def test_wrappers_are_looked_through(value: object) -> None:
    """Whatever a server or an export puts around its records."""
    draft = only(value)
    assert (draft.title, draft.text) == ("Flood in Tansel", FLOOD)


def test_a_collection_by_identifiers_is_one() -> None:
    """Each of its objects is an article."""
    drafts = read(json.dumps({"a1": RECORD, "b2": {"title": "Market", "text": MARKET}})).drafts
    assert [draft.text for draft in drafts] == [FLOOD, MARKET]


def test_the_comments_under_an_article_are_none() -> None:
    """A record without a text is not replaced by what others wrote about it."""
    gathered = read(json.dumps([{"title": "Flood", "comments": [{"text": MARKET}]}, RECORD]))
    assert [draft.text for draft in gathered.drafts] == [FLOOD]
    assert gathered.skipped == ("item 1: no text",)


def test_a_json_feed_is_read() -> None:
    """Its title is the source, its HTML is text, its figures' words are captions."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Tansel Courier",
        "language": "en-GB",
        "items": [
            {
                "id": "1",
                "url": "https://courier.example/1",
                "title": "Flood &amp; fire",
                "content_html": f"<p>{FLOOD}</p><figure><figcaption>Boats in the lane</figcaption></figure>"
                "<ul><li>ropes</li><li>pumps and hoses</li></ul>",
                "summary": "A wet night.",
                "date_published": "2024-03-05T23:30:00-05:00",
                "authors": [{"name": "Jane Doe"}],
            },
            {"id": "https://courier.example/2", "content_text": MARKET},
        ],
    }
    first, second = read(json.dumps(feed)).drafts
    assert (first.title, first.text) == ("Flood & fire", f"{FLOOD}\n\nropes\npumps and hoses")
    assert (first.source, first.language, first.captions) == (
        "The Tansel Courier",
        "en",
        ("Boats in the lane",),
    )
    assert (first.standfirst, first.authors, first.date) == (
        "A wet night.",
        ("Jane Doe",),
        dt.date(2024, 3, 5),
    )
    assert (second.text, second.url, second.title) == (MARKET, "https://courier.example/2", None)


def test_a_schema_org_article_is_read() -> None:
    """As pages carry it in a script; what else the graph holds is counted."""
    article = {
        "@type": "NewsArticle",
        "headline": "Flood",
        "articleBody": f"{FLOOD}\n{MARKET}",
        "datePublished": "2024-03-05T08:00:00+01:00",
        "dateModified": "2024-04-01",
        "author": [{"@type": "Person", "name": "Jane Doe"}],
        "publisher": {"@type": "Organization", "name": "The Tansel Courier"},
        "articleSection": ["News", "Weather"],
        "inLanguage": "en",
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/flood"},
    }
    gathered = read(json.dumps({"@graph": [{"@type": "WebSite", "name": "The Courier"}, article]}))
    (draft,) = gathered.drafts
    assert (draft.title, draft.text) == ("Flood", f"{FLOOD}\n\n{MARKET}")
    assert (draft.date, draft.section, draft.source) == (dt.date(2024, 3, 5), "News", "The Tansel Courier")
    assert draft.url == "https://courier.example/flood"
    assert gathered.skipped == ("item 1: no text",)


def test_a_publishing_systems_answer_is_read() -> None:
    """WordPress puts the words of a field into an object."""
    draft = only(
        [
            {
                "id": 7,
                "date": "2024-03-05T10:00:00",
                "link": "https://courier.example/flood",
                "title": {"rendered": "Flood &#8211; again"},
                "content": {"rendered": f"<p>{FLOOD}</p>\n<p>{MARKET}</p>\n", "protected": False},
                "categories": [3],
            }
        ]
    )
    assert (draft.title, draft.text, draft.section) == ("Flood – again", f"{FLOOD}\n\n{MARKET}", None)


def test_a_mapping_outranks_the_usual_names() -> None:
    """The names given are the only ones for their field; the others are found as ever."""
    record = {
        "text": "A note of the archive about this.",
        "meta": {"Kopf": "Flood", "wer": [{"n": "Jane Doe"}]},
        "Fließtext": FLOOD,
    }
    draft = only({**record, "date": "2024-03-05"}, " Fließtext = text, meta.kopf=title,meta.wer.n=author, ")
    assert (draft.title, draft.text, draft.authors) == ("Flood", FLOOD, ("Jane Doe",))
    assert draft.date == dt.date(2024, 3, 5)
    assert only({"lead": "", "rest": MARKET}, "lead=text,rest=text").text == MARKET


def test_a_mapping_is_parsed_or_refused() -> None:
    """In one line that names the part and what would be right."""
    assert parse("headline=title,a.b=text") == FieldNames((("headline", "title"), ("a.b", "text")))
    assert parse("") == parse(" , ") == FieldNames()
    for spec, said in (
        ("headline", '"headline" is no pair; write NAME=FIELD, as in headline=title,body=text'),
        ("a=title,=text", '"=text" is no pair'),
        ("a=titel", '"titel" in "a=titel" is no field; the fields are title, text, url'),
    ):
        with pytest.raises(QuestionError) as caught:
            parse(spec)
        assert said in str(caught.value)


@given(st.text(alphabet="ab.=, text\n", max_size=30))
def test_any_mapping_is_parsed_or_refused(spec: str) -> None:
    """Whatever stands in a setting."""
    with suppress(QuestionError):
        assert all(name and field in FIELDS for name, field in parse(spec).given)


def test_paragraphs_are_kept_however_they_are_written() -> None:
    """As HTML, escaped HTML, lines, a list of strings, or pieces with a type."""
    both = f"{FLOOD}\n\n{MARKET}"
    for value in (
        f"<div><p>{FLOOD}</p><p>{MARKET}</p></div><script>menu()</script>",
        f"&lt;p&gt;{FLOOD}&lt;/p&gt;&lt;p&gt;{MARKET}&lt;/p&gt;",
        f"{FLOOD}<br><br/>{MARKET}".replace("<br><br/>", "</p><p>"),
        f"{FLOOD}\n{MARKET}",
        f"<em>{FLOOD}</em>\r\n\r\n{MARKET}",
        [FLOOD, MARKET],
        [
            {"type": "title", "content": "Flood"},
            {"type": "sanitized_html", "subtype": "paragraph", "content": FLOOD},
            {"type": "image", "content": "Boats in the lane"},
            {"type": "sanitized_html", "subtype": "paragraph", "content": MARKET},
        ],
    ):
        assert only({"title": "Flood", "content": value}).text == both
    assert only({"text": "Fish &amp; chips cost <3 in AT&T’s canteen, and 2 < 3."}).text.startswith(
        "Fish & chips"
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(10, 99), min_size=2, max_size=30), st.sampled_from(["p", "div", "li", "h2", "td"])
)
def test_no_paragraph_of_html_is_lost(numbers: list[int], tag: str) -> None:
    """A body that was handed over is not weighed: short paragraphs and linked ones are part of it."""
    told = [f"The <a href='/{number}'>clerk</a> counted {number} boats." for number in numbers]
    around = {"li": ("<ul>", "</ul>"), "td": ("<table><tr>", "</tr></table>")}.get(tag, ("", ""))
    markup = around[0] + "".join(f"<{tag}>{text}</{tag}>" for text in told) + around[1]
    text = only({"title": "Boats", "content_html": markup}).text
    assert [word for word in text.split() if word.isdigit()] == [str(number) for number in numbers]


def test_the_top_of_a_text_is_fields() -> None:
    """A scraped text that begins with its title, byline and date over again loses them; the fields remain."""
    draft = only(
        {"title": "Flood in Tansel", "text": f"Flood in Tansel\nBy Jane Doe\n5 March 2024\n\n{FLOOD}"}
    )
    assert (draft.text, draft.authors, draft.date, draft.date_from) == (
        FLOOD,
        ("Jane Doe",),
        dt.date(2024, 3, 5),
        "stated",
    )


def test_a_description_that_begins_the_body_is_no_standfirst() -> None:
    """Many interfaces fill it with the first words of the text."""
    assert only({"title": "Flood", "description": FLOOD[:60] + "…", "text": FLOOD}).standfirst is None
    assert (
        only({"title": "Flood", "description": "A <b>wet</b> night.", "text": FLOOD}).standfirst
        == "A wet night."
    )


def test_without_a_source_the_site_of_the_address_is_it() -> None:
    """An article can be asked for by its site, and two of one title told apart."""
    assert only({"url": "https://www.courier.example/flood", "text": FLOOD}).source == "courier.example"
    assert only({"text": FLOOD}).source is None


def test_an_address_given_as_the_source_is_both() -> None:
    """Some programs call the address of an article its source."""
    draft = only({"source": "https://www.courier.example/flood", "text": FLOOD})
    assert (draft.url, draft.source) == ("https://www.courier.example/flood", "courier.example")
