"""Word documents."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.readers.draft import Draft
from index.readers.word import reading as docx

HEADLINE = "Dunmarsh opens its ferry again after eleven winters"
PROSE = (
    "The ferry between Dunmarsh and the Tansel shore sailed on Monday for the first time in eleven years.",
    "Oriel Babington, who kept the old boat’s bell in her kitchen, rang it as the ropes were cast off.",
    "The county paid £640,000 for the new boat, which was built at a yard in Fennick.",
)
TEXT = "\n\n".join(PROSE)


def written(document: Word) -> bytes:
    """The file of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(document: Word) -> Draft:
    """The one article of a document."""
    (found,) = docx.read(written(document))
    return found


def article(*texts: str) -> Word:
    """A document of a title, a byline and paragraphs, by default the usual ones."""
    document = Document()
    document.add_paragraph(HEADLINE, "Title")
    document.add_paragraph("By Siân Prothero")
    for text in texts or PROSE:
        document.add_paragraph(text)
    return document


def test_styles_tell_title_standfirst_and_caption() -> None:
    """None of them stands in the body; nor does what runs along the pages."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "The Dunmarsh Gazette, page 3"
    document.sections[0].footer.paragraphs[0].text = "Confidential"
    document.add_paragraph(HEADLINE, "Title")
    document.add_paragraph("A goat, a bell and a brass band", "Subtitle")
    document.add_paragraph("By Siân Prothero")
    document.add_paragraph("4 March 2024")
    for text in PROSE:
        document.add_paragraph(text)
    document.add_paragraph("The new boat at its landing stage", "Caption")
    found = read(document)

    assert (found.title, found.standfirst) == (HEADLINE, "A goat, a bell and a brass band")
    assert (found.authors, found.date, found.date_from) == (("Siân Prothero",), date(2024, 3, 4), "stated")
    assert (found.text, found.captions) == (TEXT, ("The new boat at its landing stage",))


def test_headings_are_paragraphs_of_their_own() -> None:
    """The first one at the top is the title where no style names another."""
    document = Document()
    document.add_paragraph("The Dunmarsh Gazette")
    document.add_heading(HEADLINE, 1)
    document.add_paragraph(PROSE[0])
    document.add_heading("Who paid", 2)
    document.add_paragraph(PROSE[2])
    found = read(document)

    assert (found.title, found.source) == (HEADLINE, "The Dunmarsh Gazette")
    assert found.text == f"{PROSE[0]}\n\nWho paid\n\n{PROSE[2]}"


def test_lists_keep_their_lines_and_their_numbers() -> None:
    """The numbers, which Word counts, are part of what a reader reads; bullets are not."""
    document = article(PROSE[0])
    for text in ("a bell of nineteen kilograms", "two dented tables"):
        document.add_paragraph(text, "List Bullet")
    document.add_paragraph(PROSE[1])
    for text in ("The ropes are cast off.", "The bell is rung.", "The goat is led on board."):
        document.add_paragraph(text, "List Number")

    assert read(document).text == "\n\n".join(
        [
            PROSE[0],
            "a bell of nineteen kilograms\ntwo dented tables",
            PROSE[1],
            "1. The ropes are cast off.\n2. The bell is rung.\n3. The goat is led on board.",
        ]
    )


NUMBERING = f"""<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1 %2)"/></w:lvl>
</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def test_numbers_of_every_kind_are_counted() -> None:
    """Roman ones and letters, from where they begin, the deeper ones anew under each item."""
    document = article(PROSE[0])
    document.part.numbering_part._element = parse_xml(NUMBERING)
    for depth, text in ((0, "Bells."), (1, "Small."), (1, "Large."), (0, "Goats."), (1, "Old.")):
        numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="9"/></w:numPr>'
        document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(numbered))

    assert (
        read(document).text
        == f"{PROSE[0]}\n\nIII. Bells.\nIII a) Small.\nIII b) Large.\nIV. Goats.\nIV a) Old."
    )


def test_tables_are_rows_of_cells() -> None:
    """One line for each row, its cells parted by bars."""
    document = article(PROSE[0])
    table = document.add_table(0, 3)
    for values in (("Year", "Passengers", "Goats"), ("2023", "1,204", "7"), ("2024", "9,310", "31")):
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
    document.add_paragraph(PROSE[1])

    assert read(document).text == (
        f"{PROSE[0]}\n\nYear | Passengers | Goats\n2023 | 1,204 | 7\n2024 | 9,310 | 31\n\n{PROSE[1]}"
    )


def test_a_table_that_only_places_things_is_text() -> None:
    """A newsletter's columns are read one after the other."""
    document = article(PROSE[0])
    cells = document.add_table(1, 2).rows[0].cells
    for cell, texts in zip(cells, (PROSE, ("Beside it.",)), strict=True):
        cell.text = texts[0]
        for text in texts[1:]:
            cell.add_paragraph(text)

    assert read(document).text == "\n\n".join([PROSE[0], *PROSE, "Beside it."])


def test_what_was_deleted_is_gone_and_what_was_inserted_stays() -> None:
    """As in the document when all its changes are accepted, down to a paragraph's deleted end."""
    document = article("The ferry ", "carried a goat. ", PROSE[1])
    first, second = document.paragraphs[2:4]
    first._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>never </w:delText></w:r></w:del>'
        )
    )
    first._p.get_or_add_pPr().append(
        parse_xml(f"<w:rPr {nsdecls('w')}><w:del w:id='2' w:author='x'/></w:rPr>")
    )
    second._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="3" w:author="x"><w:r><w:t>It bleated.</w:t></w:r></w:ins>')
    )
    second._p.append(
        parse_xml(f'<w:moveFrom {nsdecls("w")} w:id="4"><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom>')
    )

    assert read(document).text == f"The ferry carried a goat. It bleated.\n\n{PROSE[1]}"


def test_hidden_words_fields_and_comments_are_no_text() -> None:
    """What a field shows is text; its instruction, a hidden word and a remark at the margin are not."""
    document = article(*PROSE)
    paragraph = document.paragraphs[2]
    hidden = paragraph.add_run(" Secret.")
    hidden.font.hidden = True
    for xml in (
        '<w:fldChar {} w:fldCharType="begin"/>',
        "<w:instrText {}>PAGEREF goat</w:instrText>",
        '<w:fldChar {} w:fldCharType="separate"/>',
        "<w:t {}> See there.</w:t>",
        '<w:fldChar {} w:fldCharType="end"/>',
    ):
        paragraph.add_run()._r.append(parse_xml(xml.format(nsdecls("w"))))
    document.add_comment(document.paragraphs[3].runs, "Is this true?", "Editor", "E")

    assert read(document).text == "\n\n".join([f"{PROSE[0]} See there.", *PROSE[1:]])


def test_a_table_of_contents_is_no_text() -> None:
    """Its lines say again what the headings say."""
    document = article(PROSE[0])
    style = document.styles.add_style("TOC 1", 1)
    document.add_paragraph("Who paid\t3", style)
    document.add_paragraph(PROSE[1])

    assert read(document).text == f"{PROSE[0]}\n\n{PROSE[1]}"


CONTROL = """<w:sdt {}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{}"/></w:docPartObj></w:sdtPr>
<w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>"""


def test_content_controls_are_looked_into() -> None:
    """What a form or a template encloses is text, unless it is a table of contents."""
    document = article(PROSE[0])
    end = document.element.body.sectPr
    end.addprevious(parse_xml(CONTROL.format(nsdecls("w"), "Table of Contents", "Bells 3")))
    end.addprevious(parse_xml(CONTROL.format(nsdecls("w"), "Quotations", PROSE[1])))

    assert read(document).text == f"{PROSE[0]}\n\n{PROSE[1]}"


def test_styles_of_its_own_tell_the_author_and_the_day() -> None:
    """As a newsroom's template has them."""
    document = Document()
    for name in ("Byline", "Date"):
        document.styles.add_style(name, 1)
    document.add_paragraph(HEADLINE, "Title")
    document.add_paragraph("Siân Prothero and Omar Kell", "Byline")
    document.add_paragraph("4 March 2024", "Date")
    for text in PROSE:
        document.add_paragraph(text)
    found = read(document)

    assert (found.authors, found.date) == (("Siân Prothero", "Omar Kell"), date(2024, 3, 4))
    assert found.text == TEXT


FOOTNOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t>Figures of the harbour board.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Never referred to.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def test_notes_stand_behind_the_text() -> None:
    """In the order in which the text refers to them, and their marks are gone from it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = article()
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", FOOTNOTES.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    run = document.paragraphs[2].add_run()
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="1"/>'))

    assert read(document).text == f"{TEXT}\n\nFigures of the harbour board."


BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing>
<w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></w:drawing>
</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></w:pict>
</mc:Fallback></mc:AlternateContent></w:r>"""


def test_text_boxes_are_read_once_and_pull_quotes_not_at_all() -> None:
    """Word writes a box twice; one that only repeats the text is a pull quote."""
    document = article()
    document.paragraphs[2]._p.append(
        parse_xml(BOX.format("The landing stage is open from six in the morning."))
    )
    document.paragraphs[3]._p.append(parse_xml(BOX.format("who kept the old boat’s bell in her kitchen")))

    assert read(document).text == "\n\n".join(
        [PROSE[0], "The landing stage is open from six in the morning.", *PROSE[1:]]
    )


def with_properties(document: Word, **values: object) -> Word:
    """`document` with these core properties."""
    for name, value in values.items():
        setattr(document.core_properties, name, value)
    return document


def plain() -> Word:
    """A document of nothing but prose."""
    document = Document()
    for text in PROSE:
        document.add_paragraph(text)
    return document


def test_properties_serve_where_the_text_says_nothing() -> None:
    """Author, language and the day it was made, as what they are."""
    made = datetime(2024, 3, 4, 23, 30, tzinfo=UTC)
    found = read(
        with_properties(
            plain(),
            title="The ferry sailed on Monday",
            author="Siân Prothero",
            language="en-GB",
            created=made,
            modified=made,
        )
    )

    assert (found.title, found.authors, found.language) == (
        "The ferry sailed on Monday",
        ("Siân Prothero",),
        "en",
    )
    assert (found.date, found.date_from, found.text) == (date(2024, 3, 4), "metadata", TEXT)


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Untitled", "author": "Microsoft Office User"},
        {"title": "ferry_final_v3.docx", "author": "sprothero"},
        {"title": "Minutes of the annual meeting", "author": "python-docx"},
        {"created": datetime(2019, 1, 7, tzinfo=UTC), "modified": datetime(2024, 3, 4, tzinfo=UTC)},
    ],
)
def test_properties_that_tell_nothing_are_left_alone(values: dict[str, object]) -> None:
    """A file's name, a user's name, another document's title, a document kept for years, a template's day."""
    found = read(with_properties(plain(), **{"author": "", **values}))

    assert (found.title, found.authors, found.date, found.date_from) == (None, (), None, None)
    assert found.text == TEXT
