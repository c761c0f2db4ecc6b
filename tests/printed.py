"""Articles printed as PDF by reportlab, as the tests of the PDF reader need them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate, Paragraph

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4, firstLineIndent=10
)
LOOSE = ParagraphStyle("loose", fontName="Helvetica", fontSize=11, leading=14, spaceAfter=8)
TITLE = ParagraphStyle("title", fontName="Times-Bold", fontSize=24, leading=28, spaceAfter=10)
STANDFIRST = ParagraphStyle("standfirst", fontName="Times-Italic", fontSize=13, leading=16, spaceAfter=8)
BYLINE = ParagraphStyle("byline", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=8)
CAPTION = ParagraphStyle("caption", fontName="Helvetica", fontSize=8, leading=10, spaceAfter=8)

HEADLINE = "Dunmarsh opens its ferry again after eleven winters"
PROSE = tuple(
    " ".join(part.split())
    for part in """
The ferry between Dunmarsh and the Tansel shore sailed on Monday for the first time in eleven years, with
forty-one passengers, three bicycles and a goat on board. It took nine minutes to cross and was greeted by a
brass band that had rehearsed in the rain.

Oriel Babington, who kept the old boat’s bell in her kitchen, rang it as the ropes were cast off. She had
asked for nothing else, she said, and would now like to have her kitchen back. The bell weighs nineteen
kilograms and has dented two tables.

The county paid £640,000 for the new boat, which runs on batteries and was built at a yard in Fennick. It
carries sixty people and makes eighteen crossings a day. Fares are £1.20, and free for everybody who is on
the way to school.

Not all of the town is content. Anglers say that the landing stage takes the best forty yards of the bank,
and a petition with 212 names asks for it to be moved upstream. The harbour board will hear both sides in
the week after Easter.

Until then the timetable stands. The first boat leaves at six in the morning and the last at half past nine
in the evening, except on Sundays, when the ferryman, Leopold Quill, sings in the choir and will not be
hurried by anyone.

The old ferry was laid up after the winter of the long ice, when the river froze from bank to bank and its
planks gave way. It lies in the meadow behind the inn, where children have made a fort of it and hens have
made a house.
""".split("\n\n")
)
"""The body."""


def _nothing(canvas: Canvas, number: int) -> None:
    """Draws nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an article is printed."""

    columns: int = 1
    edges: Callable[[Canvas, int], None] = _nothing
    """Draws what runs along the edges of the page of that number, from 1."""
    password: str | None = None
    """`None` leaves the file open; an empty one encrypts it all the same."""
    info: Sequence[tuple[str, str]] = ()
    """Properties, by the names of the canvas's methods without "set"."""


def printed(flowables: Sequence[Flowable], look: Look = Look(), above: float = 0) -> bytes:
    """A PDF in which `flowables` fill the columns of as many pages as they need.

    Args:
        flowables: What is to be printed, in order.
        look: The columns and the rest.
        above: How many points at the top of the first page are one column, for the first flowables.
    """
    width, height = A4
    margin, gutter = 56, 14
    across = (width - 2 * margin - gutter * (look.columns - 1)) / look.columns

    def frames(top: float) -> list[Frame]:
        return [
            Frame(margin + at * (across + gutter), margin, across, height - 2 * margin - top, 0, 0, 0, 0)
            for at in range(look.columns)
        ]

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        for name, value in look.info:
            getattr(canvas, f"set{name}")(value)
        look.edges(canvas, document.page)

    first = frames(above)
    if above:
        first.insert(0, Frame(margin, height - margin - above, width - 2 * margin, above, 0, 0, 0, 0))
    out = io.BytesIO()
    encrypt = None if look.password is None else StandardEncryption(look.password, ownerPassword="owner")
    document = BaseDocTemplate(out, pagesize=A4, encrypt=encrypt)
    document.addPageTemplates(
        [PageTemplate("first", first, onPage=edges), PageTemplate("later", frames(0), onPage=edges)]
    )
    document.build([NextPageTemplate("later"), *flowables])
    return out.getvalue()


def paragraphs(texts: Sequence[str], style: ParagraphStyle = LOOSE) -> list[Flowable]:
    """Texts as reportlab's paragraphs."""
    return [Paragraph(text, style) for text in texts]


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    """A PDF whose pages are drawn by hand."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(canvas: Canvas, at: tuple[float, float], texts: Sequence[str], size: float = 10) -> None:
    """Draws lines one below the other, the first at `at`, counted from the lower left of the page."""
    canvas.setFont("Times-Roman", size)
    for number, text in enumerate(texts):
        canvas.drawString(at[0], at[1] - number * 1.2 * size, text)


def raw_pdf(stream: bytes, entries: bytes = b"", pages: int = 1) -> bytes:
    """A PDF written out by hand, whose pages all show one stream in Helvetica, as /F.

    Args:
        stream: The operators, or what unpacks to them.
        entries: What the stream's dictionary says besides its length.
        pages: How many pages there are.
    """
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * pages, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), entries, stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F 5 0 R >> >>",
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def picture() -> io.BytesIO:
    """A small grey picture, as the file of one."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (40, 30), 128).save(out, "PNG")
    out.seek(0)
    return out
