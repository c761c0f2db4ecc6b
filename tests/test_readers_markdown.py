"""Markdown."""

from datetime import date

import pytest

from index.readers import markdown

BODY = "The river rose in the night.\n\nNobody was hurt, the **mayor** said."


def test_front_matter_gives_the_fields() -> None:
    """Names, day, source, section, address, language and standfirst come from the fields above the text."""
    draft = markdown.read(
        "---\ntitle: Flood cuts power\nauthor: [Jane Doe, John Roe]\ndate: 2024-03-04\n"
        "source: Millbrook Herald\ncategory: News\nurl: "
        "https://a.example/flood\nlang: en-GB\ndescription: Thousands wait\n---\n\n"
        f"# Flood cuts power\n\n{BODY}"
    )

    assert (draft.title, draft.authors) == ("Flood cuts power", ("Jane Doe", "John Roe"))
    assert (draft.date, draft.date_from) == (date(2024, 3, 4), "stated")
    assert (draft.source, draft.section, draft.language) == ("Millbrook Herald", "News", "en")
    assert (draft.url, draft.standfirst) == ("https://a.example/flood", "Thousands wait")
    assert draft.text == "The river rose in the night.\n\nNobody was hurt, the mayor said."


@pytest.mark.parametrize(
    "above",
    [
        "---\ntitle: Flood: the day after: what next\nauthor: Jane Doe\n---\n",
        "---\nnot: [closed\n---\n",
        "---\n",
    ],
)
def test_malformed_front_matter_never_costs_the_text(above: str) -> None:
    """Fields that are no YAML are read line by line, or left; the body stands either way."""
    assert "Nobody was hurt, the mayor said." in markdown.read(f"{above}\n{BODY}").text


@pytest.mark.parametrize(
    "line", ["*By Jane Doe, 4 March 2024*", "By Jane Doe\n4 March 2024", "**Jane Doe** | 4 March 2024"]
)
def test_the_line_under_the_title_is_byline_and_date(line: str) -> None:
    """In italics or not, it becomes fields."""
    draft = markdown.read(f"# Flood cuts power\n\n{line}\n\n{BODY}")

    assert draft.title == "Flood cuts power"
    assert draft.authors == ("Jane Doe",)
    assert draft.date == date(2024, 3, 4)
    assert draft.text.startswith("The river rose")


def test_no_mark_reaches_the_reader() -> None:
    """Emphasis, links, images, headings, quotations, tables and tags leave their words alone."""
    draft = markdown.read(
        "# Title\n\nA [link](https://a.example) and *stress* and `code`.\n\n![A caption](a.jpg)\n\n"
        "## What next\n\n> Said the mayor.\n\n| Who | What |\n|---|---|\n| Crew | Pumps |\n\n"
        "- one\n- two\n\n1. first\n2. second\n\n"
        "<div>Inside <b>tags</b></div>\n\n```\nx = 1\n```\n"
    )

    assert draft.text == (
        "A link and stress and code.\n\nWhat next\n\nSaid the mayor.\n\nWho | What\nCrew | Pumps\n\n"
        "one\ntwo\n\n"
        "1. first\n2. second\n\nInside tags\n\nx = 1"
    )
    assert draft.captions == ("A caption",)


def test_a_paragraph_in_italics_under_the_title_is_the_standfirst() -> None:
    """Set off as a whole and short, it introduces the article."""
    draft = markdown.read(f"# Flood cuts power\n\n*Thousands wait for light in the river district*\n\n{BODY}")

    assert draft.standfirst == "Thousands wait for light in the river district"
    assert draft.text.startswith("The river rose")
