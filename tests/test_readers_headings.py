"""Headings: which paragraphs of a text are, in every format that tells."""

import io
from collections.abc import Sequence

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from ebooks import book, link
from ebooks import html as chapter
from hypothesis import given
from hypothesis import strategies as st
from printed import BODY, PROSE, TITLE, paragraphs, printed
from reportlab.lib.styles import ParagraphStyle

from index.readers import body, html, markdown, plain
from index.readers.blocks import join
from index.readers.draft import Draft
from index.readers.ebook import reading as epub
from index.readers.headings import LONGEST, Paragraph, placed
from index.readers.pdf import reading as pdf
from index.readers.word import reading as docx

TOLD = [
    (0, PROSE[0]),
    (2, "Who paid for it"),
    (0, PROSE[2]),
    (3, "What anglers say"),
    (0, PROSE[3]),
    (2, "What will become of the old boat?"),
    (0, PROSE[5]),
]
"""An article below its title: the level of each paragraph, and its words."""
HEADINGS = [(level, text) for level, text in TOLD if level]


def headings_of(draft: Draft) -> list[tuple[int, str]]:
    """The headings of an article by their offsets, which are the bounds of whole paragraphs."""
    bounds = {0}
    at = 0
    for paragraph in draft.text.split("\n\n"):
        at += len(paragraph)
        bounds |= {at, at + 2}
        at += 2
    assert all(one.start in bounds and one.end in bounds for one in draft.headings)
    return [(one.level, draft.text[one.start : one.end]) for one in draft.headings]


def tagged(told: Sequence[tuple[int, str]] = TOLD) -> str:
    """The article in HTML."""
    return "".join(f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>" for level, text in told)


def test_markdown_counts_hashes_and_underlines() -> None:
    """The title is none; hashes and lines below give the levels."""
    told = "\n\n".join(f"{'#' * level} {text}" if level else text for level, text in TOLD)
    found = markdown.read(f"# The ferry\n\n{told}".replace(f"## {HEADINGS[2][1]}", f"{HEADINGS[2][1]}\n---"))

    assert headings_of(found) == HEADINGS
    assert found.text == join(text for _, text in TOLD)


def test_a_page_counts_its_tags() -> None:
    """Also where a heading's words lie in other elements; those beside the article are none."""
    told = tagged().replace("<h2>Who paid for it</h2>", "<h2><div><span>Who paid</span> for it</div></h2>")
    found = html.read(
        "<html><head><title>The ferry</title></head><body><nav><h2>Menu</h2></nav>"
        f"<article><h1>The ferry</h1>{told}</article><aside><h3>Most read</h3></aside></body></html>"
    )

    assert headings_of(found) == HEADINGS


def test_an_article_handed_over_as_html_counts_them_too() -> None:
    """As feeds and records hold them; plain text of the same words has none."""
    assert headings_of(body.read(tagged(), "The ferry")) == HEADINGS
    assert body.read(join(text for _, text in TOLD), "The ferry").headings == ()
    assert plain.read("The ferry\n\n" + join(text for _, text in TOLD)).headings == ()


def test_a_chapter_counts_its_tags() -> None:
    """Its title is none, and notes moved behind the text move no heading."""
    note = '<aside epub:type="footnote"><p>It is told otherwise in Fennick.</p></aside>'
    pages = {"a.xhtml": chapter(f"<h1>The ferry</h1>{note}{tagged()}")}
    (found,) = epub.read(book(pages, link("a.xhtml", "The ferry")))

    assert headings_of(found) == HEADINGS
    assert found.text.endswith("told otherwise in Fennick.")


def word(told: Sequence[tuple[int, str]], *, style: str = "Heading {}") -> Draft:
    """The article as a Word document with a title."""
    document = Document()
    document.add_paragraph("The ferry", "Title")
    for level, text in told:
        document.add_paragraph(text, style.format(level) if level else None)
    return written(document)


def written(document: object) -> Draft:
    """What is read of a document."""
    out = io.BytesIO()
    document.save(out)
    (found,) = docx.read(out.getvalue())
    return found


def test_a_document_counts_its_styles() -> None:
    """Word's own headings by their names, deeper ones as the deepest there are."""
    assert headings_of(word(TOLD)) == HEADINGS
    assert headings_of(word([*TOLD[:5], (9, "Much deeper"), TOLD[6]]))[-1] == (6, "Much deeper")


def test_a_style_of_ones_own_is_a_heading_by_what_it_rests_on() -> None:
    """And a paragraph without a style by its own level in the outline."""
    document = Document()
    document.add_paragraph("The ferry", "Title")
    document.styles.add_style("Crosshead", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Heading 3"]
    document.add_paragraph(PROSE[0])
    document.add_paragraph("Who paid for it", "Crosshead")
    document.add_paragraph(PROSE[1])
    outlined = document.add_paragraph("What anglers say")
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    outlined._p.get_or_add_pPr().append(level)
    document.add_paragraph(PROSE[2])

    assert headings_of(written(document)) == [(3, "Who paid for it"), (2, "What anglers say")]


LARGE = ParagraphStyle("large", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=10)
BOLD = ParagraphStyle("bold", fontName="Times-Bold", fontSize=10, leading=12, spaceBefore=8)


def test_a_pdf_is_believed_where_its_letters_are_certain() -> None:
    """A line that is larger than the body or bold, over a paragraph of it; the larger, the higher."""
    styles = {0: BODY, 2: LARGE, 3: BOLD}
    told = [flowable for level, text in TOLD for flowable in paragraphs([text], styles[level])]

    assert headings_of(pdf.read(printed([*paragraphs(["The ferry"], TITLE), *told]))[0]) == HEADINGS


@pytest.mark.parametrize(
    "text",
    [
        "“We have waited for this boat”",
        "The fares are £1.20 for everybody.",
        "Oriel Babington",
        "Who asked for that?",
        "4 March 2024",
        "and so it was",
    ],
)
def test_a_bold_line_of_a_pdf_may_be_no_heading(text: str) -> None:
    """A quotation, a sentence, a name, a question put to somebody, a day, the rest of a line."""
    told = [*paragraphs(PROSE[:2], BODY), *paragraphs([text], BOLD), *paragraphs(PROSE[2:], BODY)]

    assert pdf.read(printed([*paragraphs(["The ferry"], TITLE), *told]))[0].headings == ()


WORDS = st.text(alphabet="ab ", min_size=1, max_size=3).filter(str.strip)


@given(st.lists(st.tuples(st.builds(Paragraph, WORDS, st.integers(0, 8)), st.booleans())))
def test_a_heading_is_a_whole_paragraph_of_the_body(told: list[tuple[Paragraph, bool]]) -> None:
    """Whatever is left out of a text, headings ascend, do not overlap, and have levels from 1 to 6."""
    kept = [paragraph.text for paragraph, keep in told if keep]
    text = join([*kept, "x" * 1000])
    found = placed([*kept, "x" * 1000], [paragraph for paragraph, _ in told])

    assert [text[one.start : one.end] for one in found] == [
        part for part, start in starts(text) if start in {one.start for one in found}
    ]
    assert all(1 <= one.level <= 6 for one in found)


@given(st.lists(st.builds(Paragraph, WORDS, st.integers(0, 6))))
def test_where_nothing_is_left_out_every_heading_is_found(told: list[Paragraph]) -> None:
    """Also where two paragraphs say the same and one of them is a heading."""
    told = [*told, Paragraph("x" * 1000)]
    text = join(paragraph.text for paragraph in told)
    found = {one.start: one.level for one in placed([paragraph.text for paragraph in told], told)}

    assert [found.get(start, 0) for _, start in starts(text)] == [paragraph.level for paragraph in told]


def starts(text: str) -> list[tuple[str, int]]:
    """The paragraphs of a text and where they begin."""
    found, at = [], 0
    for part in text.split("\n\n"):
        found.append((part, at))
        at += len(part) + 2
    return found


def test_what_is_as_long_as_prose_is_no_heading() -> None:
    """Nor is anything that blank lines part, nor where most of a text is set as headings."""
    long, short = Paragraph("x" * (LONGEST + 1), 2), Paragraph("Short", 2)
    prose = Paragraph("y" * 1000)

    assert placed([long.text, prose.text], [long, prose]) == ()
    assert len(placed([short.text, prose.text], [short, prose])) == 1
    assert placed([short.text, "z"], [short, Paragraph("z")]) == ()
    assert placed(["Two\n\nlines", prose.text], [Paragraph("Two\n\nlines", 2), prose]) == ()
