"""Pages that are broken, endless, or no pages at all."""

import time
from pathlib import Path

import pytest

from index.errors import ReadError
from index.readers import dispatch, html

SENTENCE = (
    "The river rose in the night and by four in the morning it had come over the quay at the lower town. "
)
PROSE = SENTENCE * 5
DEEP = 100_000
LONGEST = 30
"""Seconds; each takes one or two, and a machine may have much else to do."""


@pytest.mark.parametrize("opening", ["<div>", "<span>", "<table><tr><td>", "<ul><li>", "<b>", "<blockquote>"])
def test_a_hundred_thousand_open_elements_are_read(opening: str) -> None:
    """However deep the text lies, it is found, soon and without a crash."""
    begun = time.monotonic()
    draft = html.read(f"<html><body>{opening * DEEP}{PROSE}</body></html>")

    assert " ".join(draft.text.split()) == PROSE.strip()
    assert time.monotonic() - begun < LONGEST


def test_an_application_without_a_page_is_not_read_from_its_scripts() -> None:
    """A shell of many empty elements and scripts holds no text, and none is made of its code."""
    shell = (
        "<div><img src='a.png'><script>var state = {text: 'The river rose in the night'};</script></div>"
        * 400
    )

    assert html.read(f"<html><body>{shell}</body></html>").text == ""


def test_elements_that_are_never_closed_are_paragraphs() -> None:
    """A page without any end tag is read as a browser reads it."""
    draft = html.read(f"<html><body><h1>Flood<p>{SENTENCE}<p>{SENTENCE.replace('river', 'stream')}<p>{PROSE}")

    assert draft.text.split("\n\n") == [
        SENTENCE.strip(),
        SENTENCE.replace("river", "stream").strip(),
        PROSE.strip(),
    ]


def test_a_picture_within_the_page_costs_nothing() -> None:
    """Twenty million characters of one attribute are left out before the page is parsed."""
    picture = f"<img src='data:image/png;base64,{'A' * 20_000_000}'>"
    begun = time.monotonic()
    draft = html.read(
        f"<html><body><article><p>{PROSE}</p>{picture}<p>{SENTENCE}</p></article></body></html>"
    )

    assert draft.text == f"{PROSE.strip()}\n\n{SENTENCE.strip()}"
    assert time.monotonic() - begun < LONGEST


def test_many_thousand_attributes_cost_nothing() -> None:
    """A tag that no parser gets through in minutes loses its attributes."""
    attributes = " ".join(f"a{number}='x'" for number in range(100_000))
    begun = time.monotonic()

    assert (
        html.read(f"<html><body><div {attributes}><p>{PROSE}</p></div></body></html>").text == PROSE.strip()
    )
    assert time.monotonic() - begun < LONGEST


def test_a_long_script_does_not_hide_the_article() -> None:
    """Eighteen megabytes of script before the text are passed over; data for machines is not."""
    data = '<script type="application/ld+json">{"@type": "Article", "author": {"name": "Jane Doe"}}</script>'
    script = "<script>" + "var state = 1;\n" * 1_200_000 + "</script>"
    draft = html.read(
        f"<html><head>{data}{script}</head><body><article><p>{PROSE}</p></article></body></html>"
    )

    assert (draft.text, draft.authors) == (PROSE.strip(), ("Jane Doe",))


def test_a_script_that_is_never_closed_is_no_loop() -> None:
    """Ten thousand opened scripts and no end of any: the text above them is what there is."""
    draft = html.read(f"<html><body><p>{PROSE}</p>{'<script>' * 10_000}")

    assert draft.text == PROSE.strip()


def test_a_page_of_many_megabytes_is_taken_as_it_is() -> None:
    """Where looking for the article would take minutes, all prose is kept, without links and footers."""
    links = "<ul>" + "<li><a href='/a'>Ten kitchens</a></li>" * 10 + "</ul>"
    story = f"<p>{SENTENCE}</p>" * 15_000
    begun = time.monotonic()
    draft = html.read(f"<html><body>{links}<div>{story}</div><footer><p>{PROSE}</p></footer></body></html>")

    assert draft.text.count(SENTENCE.strip()) == 15_000
    assert "kitchens" not in draft.text
    assert time.monotonic() - begun < LONGEST


def test_a_page_beyond_all_measure_is_refused() -> None:
    """More than ten million characters of text and tags are a dump, and are said to be one."""
    with pytest.raises(ReadError, match=r"^too large for one page .*; split it into its articles$"):
        html.read(f"<html><body>{f'<p>{SENTENCE}</p>' * 100_000}</body></html>")


def test_a_page_of_frames_says_what_to_save() -> None:
    """The story of a frameset stands in another file."""
    page = (
        "<html><head><title>Herald</title></head><frameset cols='20%,80%'><frame "
        "src='s.html'></frameset></html>"
    )
    with pytest.raises(ReadError, match="save the frame that shows the article"):
        html.read(page)


def test_text_without_a_tag_is_read_from_an_html_file(tmp_path: Path) -> None:
    """The suffix promises a page; the text in it counts all the same."""
    file = tmp_path / "flood.html"
    file.write_text(PROSE, "utf-8")

    assert dispatch.read(file).articles[0].text == PROSE.strip()


@pytest.mark.parametrize(
    ("declared", "written"), [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("nonsense-1", "utf-8")]
)
def test_a_wrong_charset_is_not_believed(tmp_path: Path, declared: str, written: str) -> None:
    """The bytes decide: what is declared only helps where they do not."""
    story = "Die Brücke über die Förde wurde am Abend für Fußgänger geöffnet, sagte die Bürgermeisterin. " * 5
    file = tmp_path / "bruecke.html"
    file.write_bytes(
        f"<html><head><meta charset='{declared}'></head><body><p>{story}</p></body></html>".encode(written)
    )

    assert dispatch.read(file).articles[0].text == story.strip()


@pytest.mark.parametrize(
    "page",
    ["<html></html>", "<html><head><title>Flood</title></head><body></body></html>", "<p></p>", "<!-- x -->"],
)
def test_a_page_without_text_has_an_empty_draft(page: str) -> None:
    """Nothing is made up; the dispatcher says that there is no article."""
    assert html.read(page).text == ""
