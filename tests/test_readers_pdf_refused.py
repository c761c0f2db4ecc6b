"""PDFs that cannot be read, or not by everybody: each is one clear line."""

import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import HEADLINE, PROSE, TITLE, Look, drawn, paragraphs, picture, printed, raw_pdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.errors import ReadError
from index.readers.pdf import reading as pdf

TEXT = "\n\n".join(PROSE)
WORD = "goat"


def text(data: bytes) -> str:
    """The text of the one article of a PDF."""
    (found,) = pdf.read(data)
    return found.text


def test_a_file_that_needs_a_password_is_one_line() -> None:
    """What to do is said, and nobody is asked for it."""
    with pytest.raises(ReadError, match=r"^an encrypted PDF that needs a password; [^\n]+$"):
        pdf.read(printed(paragraphs(PROSE), Look(password=WORD)))


def test_an_encrypted_file_that_anybody_can_open_is_read() -> None:
    """With an empty password a program only asks others not to print."""
    assert text(printed(paragraphs(PROSE), Look(password=""))) == TEXT


WHOLE = printed([*paragraphs([HEADLINE], TITLE), *paragraphs(PROSE)], Look(columns=2))


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_one_line(share: float) -> None:
    """Whatever could still be read of it would not be the whole article."""
    with pytest.raises(ReadError, match=r"^a damaged PDF: its end is missing; get it again$"):
        pdf.read(WHOLE[: int(share * len(WHOLE))])


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, len(WHOLE) - 1), junk=st.binary(min_size=1, max_size=40))
def test_any_damage_is_read_or_refused(at: int, junk: bytes) -> None:
    """Whichever bytes are wrong, there is an article, or an error of ours."""
    with suppress(ReadError):
        pdf.read(WHOLE[:at] + junk + WHOLE[at + len(junk) :])


def test_a_linear_file_cut_off_is_told_by_its_length() -> None:
    """Such a file has an end near its beginning as well."""
    start = b"%PDF-1.4\n9 0 obj\n<< /Linearized 1 /L 99999 /H [1 2] >>\nendobj\n%%EOF\n"
    with pytest.raises(ReadError, match=r"^a damaged PDF: its end is missing"):
        pdf.read(start)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"])
def test_what_holds_no_pages_is_refused(data: bytes) -> None:
    """A head and an end do not make a PDF."""
    with pytest.raises(ReadError, match=r"^a damaged PDF"):
        pdf.read(data)


@pytest.mark.parametrize("stamp", ["", "Scanned 12"])
def test_pictures_of_pages_ask_for_ocr(stamp: str) -> None:
    """A scan has no text, whatever its scanner has stamped on it."""

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture()), 0, 0, *A4)
        canvas.drawString(10, 10, stamp)

    with pytest.raises(ReadError, match=r"^a PDF that holds pictures of pages and no text; run OCR"):
        pdf.read(drawn(page, page))


def test_an_empty_page_is_said_to_be_empty() -> None:
    """Nothing is on it, not even a picture."""
    with pytest.raises(ReadError, match=r"^a PDF without text"):
        pdf.read(drawn(lambda canvas: canvas.line(10, 10, 90, 90)))


def test_more_pages_than_an_article_has_are_refused() -> None:
    """Two thousand pages and one, which are all the same."""
    with pytest.raises(ReadError, match=r"^2,001 pages, at most 2,000; split it"):
        pdf.read(raw_pdf(b"BT ET", pages=2001))


def test_more_letters_than_an_article_has_are_refused() -> None:
    """Before they are looked at one by one."""
    with pytest.raises(ReadError, match=r"^more than 2,000,000 characters; split it"):
        pdf.read(raw_pdf(b"BT /F 9 Tf " + b"(%s) Tj " % (b"goat " * 6_000) * 67 + b"ET"))


def test_a_page_strewn_with_words_is_refused() -> None:
    """A map with twenty thousand labels is no article."""
    labels = b"".join(
        b"1 0 0 1 %d %d Tm (x) Tj " % (20 + 9 * (at % 60), 20 + 2 * (at // 60)) for at in range(22_000)
    )
    with pytest.raises(ReadError, match=r"^page 1 is strewn with more than 20,000 bits of text"):
        pdf.read(raw_pdf(b"BT /F 1 Tf " + labels + b"ET"))


def test_a_page_that_unpacks_without_end_is_refused() -> None:
    """Before pdfium unpacks it: thirty megabytes of blanks that were packed into thirty kilobytes."""
    bomb = raw_pdf(zlib.compress(b" " * 30 * 1024**2), b"/Filter /FlateDecode")
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"^a PDF of which one page unpacks to more than 24 MB"):
        pdf.read(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 10 * 1024**2


def test_several_threads_read_at_once() -> None:
    """Each gets its own article, though pdfium can serve but one at a time."""
    files = [printed(paragraphs([f"{number} {part}" for part in PROSE])) for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(text, files * 3))

    assert [one[0] for one in found] == ["0", "1", "2", "3"] * 3
