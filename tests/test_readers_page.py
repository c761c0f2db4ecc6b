"""What a page says about its article: names, site, day, language."""

from datetime import date

import pytest

from index.readers import html
from index.readers.draft import Draft

STORY = (
    "<p>The river rose in the night, and by four in the morning it had come over the quay at the lower "
    "town.</p>" * 2
)


def read(head: str = "", top: str = "", html_attributes: str = "") -> Draft:
    """The draft of a page with this in its head and above its story."""
    return html.read(
        f"<html {html_attributes}><head><title>Flood cuts power</title>{head}</head><body>"
        f"<div class='content-sidebar-wrap'><article><h1>Flood cuts "
        f"power</h1>{top}{STORY}</article></div></body></html>"
    )


def data(content: str) -> str:
    """A script of data for machines."""
    return f'<script type="application/ld+json">{content}</script>'


ARTICLE = '{"@type": "NewsArticle", "headline": "Flood", "datePublished": "2024-03-04T05:30:00Z"}'


@pytest.mark.parametrize(
    "content",
    [
        ARTICLE,
        f"//<![CDATA[\n{ARTICLE}\n//]]>".replace("//", ""),
        f"/* <![CDATA[ */{ARTICLE}/* ]]> */",
        f"<!-- {ARTICLE} -->",
        f"{ARTICLE};",
        ARTICLE.replace('Z"}', 'Z",}'),
        (
            '{"@graph": [{"@type": "WebPage", "datePublished": "2024-03-04"}, {"@type": "Person", "name": '
            '"Jane Doe"}]}'
        ),
    ],
)
def test_data_for_machines_is_read_as_pages_write_it(content: str) -> None:
    """Wrappings of old, a comma too many and a page instead of an article lose no date."""
    draft = read(data(content))

    assert (draft.date, draft.date_from) == (date(2024, 3, 4), "metadata")


@pytest.mark.parametrize(
    ("shown", "publisher", "source"),
    [
        ("The Millbrook Herald", "Herald Media Group", "The Millbrook Herald"),
        ("Millbrook Herald - all of the valley, every day", "Millbrook Herald", "Millbrook Herald"),
        ("en.herald.example", "Millbrook Herald", "Millbrook Herald"),
        ("", "Millbrook Herald", "Millbrook Herald"),
    ],
)
def test_the_site_is_named_without_its_slogan(shown: str, publisher: str, source: str) -> None:
    """The name shown counts, unless it is an address, or the publisher's name and a slogan."""
    meta = f"<meta property='og:site_name' content='{shown}'>" if shown else ""
    told = data(f'{{"@type": "Article", "publisher": {{"name": "{publisher}"}}}}')

    assert read(meta + told).source == source


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("by Jane Doe January 18, 2017 11:00 PM", ("Jane Doe",)),
        ("Jane Doe Monday, February", ("Jane Doe",)),
        ("Jane Doe, Last updated: 3 hours ago", ("Jane Doe",)),
        ("Written by Jane Doe Edited by Ann Poe", ("Jane Doe",)),
        ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Ann April", ("Ann April",)),
    ],
)
def test_authors_are_named_without_the_day(author: str, names: tuple[str, ...]) -> None:
    """What a site writes behind a name into the field for it is no part of the name."""
    assert read(f"<meta name='author' content='{author}'>").authors == names


def test_an_organisation_may_be_the_author() -> None:
    """Where no person is named, the body that wrote it is."""
    told = data(
        '{"@type": "Article", "author": {"@type": "Organization", "name": "Contributors to the Valley '
        'Project"}}'
    )

    assert read(told).authors == ("Contributors to the Valley Project",)


def test_a_wrapper_named_after_the_sidebar_holds_no_aside() -> None:
    """Byline and day in the box that holds the whole page, sidebar and all, are the article's."""
    draft = read(top="<span class='author'>By Jane Doe</span><time datetime='2024-03-04'>Monday</time>")

    assert (draft.authors, draft.date) == (("Jane Doe",), date(2024, 3, 4))


@pytest.mark.parametrize(
    ("attributes", "head"),
    [
        ("lang='de-CH'", ""),
        ("", "<meta http-equiv='content-language' content='de'>"),
        ("", "<meta property='og:locale' content='de_DE'>"),
        ("", data('{"@type": "Article", "inLanguage": "de"}')),
    ],
)
def test_the_language_is_found_wherever_it_is_told(attributes: str, head: str) -> None:
    """The page's own attribute, meta elements and data for machines name it."""
    assert read(head, html_attributes=attributes).language == "de"
