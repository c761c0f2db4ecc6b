"""HTML pages."""

import logging
from datetime import date

import pytest

from index.errors import ReadError
from index.readers import html

PARAGRAPHS = [
    "The river rose in the night and by four in the morning it had come over the quay at the lower town.",
    "Crews came at once from nine stations and worked until noon to keep the substation dry, the mayor said.",
    "Nobody was hurt, but two men were taken to the infirmary after trying to move a van out of the water.",
    "More rain is forecast for tonight, and the river is expected to stay below the level of the quay.",
]
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", top: str = "<h1>Flood cuts power</h1>", body: str = STORY) -> str:
    """A page with menus and notices around an article."""
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><title>Flood cuts power | Millbrook Herald</title>'
        f'{head}</head><body><nav><a href="/">Home</a> <a href="/n">News</a></nav>'
        '<div class="cookie-bar"><p>We use cookies. Accept?</p></div>'
        f"<main><article>{top}{body}</article><div class='related'><h3>Most read</h3>"
        "<ul><li><a href='/a'>Ten kitchens</a></li></ul></div></main>"
        "<footer><p>Copyright Millbrook Newspapers</p></footer></body></html>"
    )


def test_only_the_story_is_read() -> None:
    """Menus, notices, related stories and the title itself are not in the body."""
    draft = html.read(page())

    assert draft.title == "Flood cuts power"
    assert draft.text == "\n\n".join(PARAGRAPHS)
    assert (draft.source, draft.language) == ("Millbrook Herald", "en")


def test_json_ld_gives_authors_and_date() -> None:
    """What a page tells machines is taken first."""
    data = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "Flood cuts '
        'power",'
        '"datePublished": "2024-03-04T05:30:00Z", "author": [{"name": "Jane Doe"}, {"name": "John Roe"}],'
        '"articleSection": "News"}]}'
    )
    draft = html.read(page(f'<script type="application/ld+json">{data}</script>'))

    assert draft.authors == ("Jane Doe", "John Roe")
    assert (draft.date, draft.date_from, draft.section) == (date(2024, 3, 4), "metadata", "News")


def test_meta_elements_serve_as_well() -> None:
    """Author, time and site may stand in meta elements; broken JSON-LD beside them does no harm."""
    draft = html.read(
        page(
            '<script type="application/ld+json">{"broken": </script><meta name="author" content="Jane Doe">'
            '<meta property="article:published_time" content="2024-03-04T08:00:00+01:00">'
            '<meta property="og:site_name" content="The Millbrook Herald">'
        )
    )

    assert (draft.authors, draft.date, draft.source) == (
        ("Jane Doe",),
        date(2024, 3, 4),
        "The Millbrook Herald",
    )


def test_byline_and_date_under_the_headline_are_read_and_removed() -> None:
    """Where only the visible lines name author and day, they become fields and leave the body."""
    draft = html.read(page(top='<h1>Flood cuts power</h1><p class="info">By Jane Doe | 4 March 2024</p>'))

    assert draft.authors == ("Jane Doe",)
    assert (draft.date, draft.date_from) == (date(2024, 3, 4), "stated")
    assert draft.text.startswith("The river rose")


def test_the_address_gives_the_day_when_nothing_else_does() -> None:
    """The canonical address is the last resort."""
    draft = html.read(page('<link rel="canonical" href="https://a.example/2024/03/04/flood">'))

    assert (draft.date, draft.date_from) == (date(2024, 3, 4), "address")
    assert draft.url == "https://a.example/2024/03/04/flood"


def test_captions_are_fields() -> None:
    """A figure's caption is no sentence of the body."""
    draft = html.read(
        page(body=f"<figure><img src='a.jpg'><figcaption>Boats in Mill Lane</figcaption></figure>{STORY}")
    )

    assert draft.captions == ("Boats in Mill Lane",)
    assert "Boats in Mill Lane" not in draft.text


def test_tables_and_lists_stay_as_lines() -> None:
    """Rows and items are lines of one paragraph, cells joined by a bar."""
    extra = (
        "<table><tr><th>Bin</th><th>Day</th></tr><tr><td>Blue</td><td>Monday</td></tr></table>"
        "<ul><li>sandbags and rope</li><li>pumps and hose</li></ul>"
    )
    draft = html.read(page(body=STORY + extra + STORY.replace("river", "stream")))

    assert "Bin | Day\nBlue | Monday" in draft.text
    assert "sandbags and rope\npumps and hose" in draft.text


def test_a_page_laid_out_with_tables_is_still_an_article() -> None:
    """Old pages place everything in cells; the cell with the prose is the article."""
    old = (
        "<html><head><title>Flood cuts power</title></head><body><table>"
        "<tr><td><a href='/n'>News</a> - <a href='/s'>Sport</a></td></tr>"
        f"<tr><td><h2>Flood cuts power</h2>{STORY}</td>"
        "<td><p><b>TODAY</b></p><p><a href='/w'>Win a hamper</a></p></td></tr></table></body></html>"
    )
    draft = html.read(old)

    assert draft.text == "\n\n".join(PARAGRAPHS)


def test_deep_nesting_is_read_or_refused() -> None:
    """Ten thousand open elements end in an article or a foreseen error, never in a crash."""
    try:
        draft = html.read("<html><body>" + "<div>" * 10_000 + PARAGRAPHS[0] + "</body></html>")
    except ReadError:
        return
    assert isinstance(draft.text, str)


def test_the_libraries_are_silent(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing the extractor has to say about a poor page reaches the terminal."""
    html.read("<html><body><p>x</p></body></html>")

    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("trafilatura").handlers
