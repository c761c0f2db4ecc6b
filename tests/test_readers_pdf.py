"""PDFs as papers, offices and browsers make them."""

from datetime import date

import pytest
from printed import (
    BODY,
    BYLINE,
    CAPTION,
    HEADLINE,
    LOOSE,
    PROSE,
    STANDFIRST,
    TITLE,
    Look,
    drawn,
    lines,
    paragraphs,
    picture,
    printed,
)
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, PageBreak, Table

from index.readers.draft import Draft
from index.readers.pdf import reading as pdf

TEXT = "\n\n".join(PROSE)
HEAD = [*paragraphs([HEADLINE], TITLE), *paragraphs(["By Siân Prothero", "4 March 2024"], BYLINE)]
NUMBERED = [f"{number} {text}" for number in range(1, 6) for text in PROSE]
"""Thirty paragraphs, so that each stands only once."""


def read(data: bytes) -> Draft:
    """The one article of a PDF."""
    (found,) = pdf.read(data)
    return found


def gazette(canvas: Canvas, number: int) -> None:
    """Running heads and page numbers, which change sides from page to page."""
    canvas.setFont("Helvetica", 8)
    canvas.drawString(56, 812, "The Dunmarsh Gazette" if number % 2 else "Friday 8 March 2024")
    canvas.drawRightString(539, 812, "Friday 8 March 2024" if number % 2 else "The Dunmarsh Gazette")
    canvas.drawCentredString(297, 30, str(number + 11))


def test_one_column_reads_as_it_was_written() -> None:
    """Lines are paragraphs again, and title, byline and date are fields."""
    found = read(printed([*HEAD, *paragraphs(PROSE)]))

    assert (found.title, found.authors, found.text) == (HEADLINE, ("Siân Prothero",), TEXT)
    assert (found.date, found.date_from) == (date(2024, 3, 4), "stated")


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("style", [BODY, LOOSE], ids=["indented", "spaced"])
def test_columns_are_read_one_after_the_other(columns: int, style: object) -> None:
    """Under a headline across the page, and over to the next page, no line is lost or read across."""
    look = Look(columns=columns, edges=gazette)
    found = read(printed([*HEAD, *paragraphs(NUMBERED, style)], look, above=120))  # type: ignore[arg-type]

    assert found.title == HEADLINE
    assert found.text == "\n\n".join(NUMBERED)


def test_columns_without_a_headline_are_columns_too() -> None:
    """A page in the middle of a paper; what runs along its top names the paper and the day."""
    found = read(printed(paragraphs(NUMBERED, BODY), Look(columns=2, edges=gazette)))

    assert found.text == "\n\n".join(NUMBERED)
    assert (found.source, found.date, found.date_from) == ("The Dunmarsh Gazette", date(2024, 3, 8), "stated")


def test_a_byline_s_date_outranks_the_paper_s() -> None:
    """The day below the headline is the article's own."""
    found = read(printed([*HEAD, *paragraphs(NUMBERED)], Look(edges=gazette)))

    assert (found.source, found.date) == ("The Dunmarsh Gazette", date(2024, 3, 4))


def test_numbered_heads_of_chapters_run_along() -> None:
    """A head that stands on few pages is known by the page's number beside it."""

    def chapter(canvas: Canvas, number: int) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(56, 812, f"Part {'one' if number < 5 else 'two: the other bank'}")
        canvas.drawRightString(539, 812, str(number + 2))

    parts = [part for text in PROSE for part in (*paragraphs([text]), PageBreak())]
    assert read(printed(parts, Look(edges=chapter))).text == TEXT


def test_what_a_browser_prints_around_a_page_is_no_text() -> None:
    """The address is kept, and the day in it; the day of printing is none."""

    def browser(canvas: Canvas, number: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(20, 825, "23/04/2025, 10:12")
        canvas.drawString(250, 825, HEADLINE)
        canvas.drawString(20, 15, "https://gazette.example/2024/03/05/ferry.html")
        canvas.drawRightString(570, 15, f"{number}/1")

    found = read(printed([*paragraphs([HEADLINE], TITLE), *paragraphs(PROSE)], Look(edges=browser)))

    assert (found.title, found.text) == (HEADLINE, TEXT)
    assert found.url == "https://gazette.example/2024/03/05/ferry.html"
    assert (found.date, found.date_from) == (date(2024, 3, 5), "address")


def test_words_that_lines_broke_are_whole() -> None:
    """A hyphen of the line goes, a hyphen of the word stays, and numbers and names keep theirs."""
    found = read(
        drawn(
            lambda canvas: lines(
                canvas,
                (56, 700),
                [
                    "The county’s govern-",
                    "ment asked the well-",
                    "known Anglo-",
                    "Saxon society to look for a long-",
                    "term home for its twenty-",
                    "one swords, which were ham-",
                    "mered in the years 690-",
                    "720, and for the co-",
                    "operative’s boats. The co-operative agreed to the",
                    "terms of this.",
                ],
            )
        )
    )

    assert found.text == (
        "The county’s government asked the well-known Anglo-Saxon society to look for a long-term home for "
        "its twenty-one swords, which were hammered in the years 690-720, and for the co-operative’s boats. "
        "The co-operative agreed to the terms of this."
    )


def test_a_sentence_goes_on_over_a_page_and_a_picture() -> None:
    """A caption in between is a caption, and the word broken at the page's end is whole."""

    def first(canvas: Canvas) -> None:
        lines(
            canvas,
            (56, 700),
            ["The ferry sailed on Monday for the first time in eleven", "years. It will be a perma-"],
        )

    def second(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture()), 56, 650, 200, 120)
        lines(canvas, (56, 638), ["The goat of the mayor, on deck"], 8)
        lines(canvas, (56, 600), ["nent one, the board said, as long as the bank holds."])

    found = read(drawn(first, second))

    assert found.text.endswith("It will be a permanent one, the board said, as long as the bank holds.")
    assert "\n" not in found.text
    assert found.captions == ("The goat of the mayor, on deck",)


def test_captions_and_pull_quotes_are_not_in_the_body() -> None:
    """The caption is kept as one; a sentence printed large a second time is dropped."""
    quote = paragraphs(["The bell weighs nineteen kilograms and has dented two tables"], STANDFIRST)
    parts = [
        *HEAD,
        *paragraphs(PROSE[:2]),
        Image(picture(), 200, 150, hAlign="LEFT"),
        *paragraphs(["The new boat at its landing stage. Photo: Omar Kell"], CAPTION),
        *paragraphs(PROSE[2:4]),
        *quote,
        *paragraphs(PROSE[4:]),
    ]
    found = read(printed(parts))

    assert found.text == TEXT
    assert found.captions == ("The new boat at its landing stage. Photo: Omar Kell",)


def test_an_initial_belongs_to_its_word() -> None:
    """A letter three lines high is the first of the article's first word."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 38)
        canvas.drawString(56, 674, "T")
        lines(
            canvas,
            (84, 700),
            ["he ferry sailed on Monday for the first", "time in eleven years, with a goat and", "a band"],
        )
        lines(canvas, (56, 664), ["that had rehearsed in the rain was there to", "greet it."])

    assert read(drawn(page)).text == (
        "The ferry sailed on Monday for the first time in eleven years, with a goat and a band that had "
        "rehearsed in the rain was there to greet it."
    )


def test_marks_of_notes_are_no_numbers() -> None:
    """A raised figure behind a word is dropped; a power is part of its unit."""
    text = (
        "The ferry<super size='7'>3</super> carried forty-one passengers.<super size='7'>12</super> It "
        "serves 19 km<super size='7'>2</super> of the county, and the bridge is 3 miles upstream of it."
    )
    assert read(printed([*HEAD, *paragraphs([text])])).text == (
        "The ferry carried forty-one passengers. It serves 19 km2 of the county, and the bridge is 3 miles "
        "upstream of it."
    )


def test_tables_and_lists_keep_their_lines() -> None:
    """A row is a line, its cells parted by bars; an item is a line without its bullet."""
    table = Table(
        [["Year", "Passengers", "Goats"], ["2023", "1,204", "7"], ["2024", "9,310", "31"]], colWidths=90
    )
    items = [f"• {text}" for text in ("a bell of nineteen kilograms", "two dented tables", "one goat")]
    found = read(printed([*HEAD, *paragraphs(PROSE[:1]), table, *paragraphs(PROSE[1:2]), *paragraphs(items)]))

    assert found.text == "\n\n".join(
        [
            PROSE[0],
            "Year | Passengers | Goats\n2023 | 1,204 | 7\n2024 | 9,310 | 31",
            PROSE[1],
            "a bell of nineteen kilograms\ntwo dented tables\none goat",
        ]
    )


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_is_read_as_it_is_looked_at(degrees: int) -> None:
    """A page that lies on its side and is shown upright reads as any other."""
    width, height = A4

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, width)}[degrees])
        canvas.rotate(degrees)
        lines(canvas, (56, 500), ["The ferry sailed on Monday for the first", "time in eleven years."])
        lines(canvas, (56, 450), ["It took nine minutes to cross."])

    assert read(drawn(page)).text == (
        "The ferry sailed on Monday for the first time in eleven years.\n\nIt took nine minutes to cross."
    )


def test_the_lines_around_a_headline_are_fields() -> None:
    """Paper, section and day above it, and below it names that are set larger than the text."""
    kicker = paragraphs(["The Dunmarsh Gazette", "Friday 8 March 2024", "Exclusive"], CAPTION)
    names = paragraphs(["Siân Prothero", "Omar Kell"], STANDFIRST)
    found = read(printed([*kicker, *paragraphs([HEADLINE], TITLE), *names, *paragraphs(PROSE)]))

    assert (found.title, found.authors) == (HEADLINE, ("Siân Prothero", "Omar Kell"))
    assert (found.source, found.date, found.text) == ("The Dunmarsh Gazette", date(2024, 3, 8), TEXT)


def test_a_paper_s_name_is_no_title() -> None:
    """However large it is printed above the headline."""
    name = paragraphs(["The Dunmarsh Gazette"], ParagraphStyle("name", TITLE, fontSize=40, leading=48))
    found = read(printed([*name, *paragraphs([HEADLINE], TITLE), *paragraphs(PROSE)]))

    assert (found.title, found.source, found.text) == (HEADLINE, "The Dunmarsh Gazette", TEXT)


def test_what_stands_sideways_or_off_the_page_is_no_text() -> None:
    """A stamp along the margin, and words that nobody sees."""

    def page(canvas: Canvas) -> None:
        lines(canvas, (80, 700), ["The ferry sailed on Monday for the first", "time in eleven years."])
        lines(canvas, (80, 900), ["Printer’s slug"])
        canvas.rotate(90)
        canvas.drawString(300, -40, "Archive copy 9912")

    assert read(drawn(page)).text == "The ferry sailed on Monday for the first time in eleven years."


INFO = (("Author", "Siân Prothero"), ("Creator", "Adobe InDesign 19"), ("Title", "The ferry sails once more"))


def test_properties_serve_where_the_page_says_nothing() -> None:
    """The author where the page names none; a title that the page does not bear is another's."""
    found = read(printed(paragraphs(PROSE), Look(info=INFO)))

    assert (found.title, found.authors, found.text) == (None, ("Siân Prothero",), TEXT)


def test_a_title_that_the_page_says_too_is_the_title() -> None:
    """However small it is set there."""
    found = read(printed(paragraphs([HEADLINE, *PROSE]), Look(info=[("Title", HEADLINE)])))

    assert (found.title, found.text) == (HEADLINE, TEXT)


@pytest.mark.parametrize(
    ("creator", "text", "dated"),
    [
        ("Adobe InDesign 19", TEXT, True),
        ("Microsoft® Word 2019", TEXT, True),
        ("Mozilla Firefox", TEXT, False),
        ("Scanner of the town library", TEXT, False),
        ("LaTeX with hyperref", TEXT, False),
        ("Adobe InDesign 19", f"On 4 March 1998 the river froze from bank to bank. {TEXT}", False),
    ],
)
def test_the_day_a_file_was_made_counts_seldom(creator: str, text: str, dated: bool) -> None:
    """It is the article's day only where a writing program made it, near to the days that the text names."""
    found = read(printed(paragraphs(text.split("\n\n")), Look(info=[("Creator", creator)])))

    today = date.today()
    assert (found.date is not None, found.date_from) == (dated, "metadata" if dated else None)
    assert found.date is None or abs(found.date - today).days <= 1
