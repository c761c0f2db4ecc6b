"""A PDF opened: what each page says, where on it, and in which size; the only module that knows pdfium."""

import ctypes
import math
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from index.errors import ReadError
from index.readers.pdf import soundness as pdf_bytes

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 2_000_000
"""A book of seven hundred pages, which took half a minute on two busy cores; an article has far fewer."""
_MOST_RUNS = 20_000
"""On one page; a newspaper's page has about two thousand, a map's labels make no article."""
_GAP = 0.9
"""Of the size: a wider gap parts columns or cells; justified lines seldom have such spaces."""
_LOCK = threading.Lock()
"""pdfium may be used by one thread at a time."""
_HYPHEN_AT_END = 2
"""The code that pdfium gives a hyphen at the end of a line."""
_LETTERS = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\uf0b7": "•",
        "\u00ad": None,
    }
)
"""Ligatures, the bullet of the Symbol font and the soft hyphen, as the letters that they stand for."""
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_SLANT = 5
"""Degrees; more is a stamp or a label at the margin."""
_INFO = ("Title", "Author", "Creator", "Producer", "CreationDate", "ModDate")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that stand side by side in one size; all measures are in points, from the page's top left."""

    text: str
    """A hyphen that a line was broken at is `\\x02`."""
    left: float
    right: float
    base: float
    """The line that the letters stand on."""
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture lies on its page."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is looked at, upright."""

    number: int
    """From 0."""
    width: float
    height: float
    runs: tuple[Run, ...]
    """In the order in which the file draws them."""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """What a PDF holds."""

    pages: tuple[Page, ...]
    info: Mapping[str, str]
    """Title, Author, Creator, Producer, CreationDate and ModDate, as far as they are given."""
    language: str | None


def load(data: bytes) -> File:
    """The pages of a PDF.

    Raises:
        ReadError: It needs a password, is damaged or cut off, or holds more than an article does.
    """
    import pypdfium2
    from pypdfium2 import raw

    pdf_bytes.check(data)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ReadError(_reason(error.err_code)) from error
        with closing(document):
            count = len(document)
            if count > _MOST_PAGES:
                raise ReadError(f"{count:,} pages, at most {_MOST_PAGES:,}; split it into its articles")
            info = {name: document.get_metadata_value(name).strip("\0 ") for name in _INFO}
            language = _language(raw, document)
            return File(tuple(_pages(document, count)), {k: v for k, v in info.items() if v}, language)


def _reason(code: int) -> str:
    from pypdfium2 import raw

    if code == raw.FPDF_ERR_PASSWORD:
        return "an encrypted PDF that needs a password; save it without one and add that"
    if code == raw.FPDF_ERR_SECURITY:
        return "a PDF encrypted in a way that is not read; print it to a new PDF and add that"
    return "a damaged PDF that cannot be opened; get it again"


def _language(raw: Any, document: Any) -> str | None:
    """The language the file says it is in, such as "en-GB"."""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 4 <= size <= 64:
        return None
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").strip("\0 ") or None


def _pages(document: Any, count: int) -> Iterator[Page]:
    from pypdfium2 import PdfiumError

    left = _MOST_CHARACTERS
    for number in range(count):
        try:
            with closing(document.get_page(number)) as page, closing(page.get_textpage()) as text:
                left -= text.count_chars()
                if left < 0:
                    raise ReadError(f"more than {_MOST_CHARACTERS:,} characters; split it into its articles")
                yield _page(page, text, number)
        except PdfiumError as error:
            raise ReadError(f"a damaged PDF: its page {number + 1} cannot be read; get it again") from error


def _page(page: Any, text: Any, number: int) -> Page:
    from pypdfium2 import raw

    turn = _Turn(page.get_bbox(), page.get_rotation())
    runs = islice(_runs(raw, text.raw, turn), _MOST_RUNS + 1)
    inside = [run for run in runs if run.right > 0 and run.left < turn.width and 0 < run.base < turn.height]
    if len(inside) > _MOST_RUNS:
        raise ReadError(
            f"page {number + 1} is strewn with more than {_MOST_RUNS:,} bits of text; print it to a new PDF"
        )
    pictures = [
        Picture(*turn.box(*found.get_bounds()))
        for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    ]
    return Page(number, turn.width, turn.height, tuple(inside), tuple(pictures))


class _Turn:
    """From a page's own coordinates to those of the page as it is looked at.

    Args:
        shown: The box that is shown: left, bottom, right and top.
        degrees: How far the page is turned clockwise: 0, 90, 180 or 270.
    """

    def __init__(self, shown: tuple[float, float, float, float], degrees: int) -> None:
        self._left, self._bottom, self._right, self._top = shown
        self.degrees = degrees
        across, down = self._right - self._left, self._top - self._bottom
        self.width, self.height = (across, down) if degrees % 180 == 0 else (down, across)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point's distance from the left and from the top."""
        match self.degrees:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
            case _:
                return x - self._left, self._top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box's left, right, top and bottom edge."""
        if self.degrees == 0:
            return left - self._left, right - self._left, self._top - top, self._top - bottom
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return min(a, c), max(a, c), min(b, d), max(b, d)


_Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Open:
    """A run that letters are still added to."""

    run: Run
    letters: list[str]
    first: _Box
    last: _Box

    def takes(self, box: _Box) -> bool:
        """Whether a letter in `box` goes on with the run: as high, on the same line, and not far off."""
        left, _, top, bottom = self.last
        height = bottom - top
        level = abs(box[3] - bottom) < 0.1 * height and abs(box[2] - top) < 0.1 * height
        return level and left - 0.1 * height <= box[0] <= self.last[1] + _GAP * self.run.size

    def closed(self) -> Run:
        text = "".join(self.letters)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = f"{text[:-1]}\x02" if text.endswith("\u00ad") else text
        return replace(self.run, text=text.translate(_LETTERS), right=max(self.first[1], self.last[1]))


def _runs(raw: Any, text: Any, turn: _Turn) -> Iterator[Run]:
    """The runs of a page, without what stands sideways on it."""
    current: _Open | None = None
    space = False
    rectangle = raw.FS_RECTF()
    letter, loose = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for at in range(raw.FPDFText_CountChars(text)):
        code = letter(text, at)
        if code <= 32 and code != _HYPHEN_AT_END:
            space = True
            continue
        loose(text, at, rectangle)
        box = turn.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if current is not None and current.takes(box):
            current.letters.append(f" {chr(code)}" if space else chr(code))
            current.last = box
        else:
            if current is not None:
                yield current.closed()
            run = _begun(raw, text, at, turn)
            current = _Open(run, [chr(code)], box, box) if run else None
        space = False
    if current is not None:
        yield current.closed()


def _begun(raw: Any, text: Any, at: int, turn: _Turn) -> Run | None:
    """A run that begins with the letter numbered `at`; `None` where that letter does not stand upright."""
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetMatrix(text, at, matrix) or not raw.FPDFText_GetCharOrigin(text, at, x, y):
        return None
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) - turn.degrees
    if abs((degrees + 180) % 360 - 180) > _SLANT:
        return None
    size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    left, base = turn.point(x.value, y.value)
    return Run("", left, left, base, size, _is_bold(raw, text, at)) if size > 0 else None


def _is_bold(raw: Any, text: Any, at: int) -> bool:
    name = ctypes.create_string_buffer(128)
    length = raw.FPDFText_GetFontInfo(text, at, name, len(name), None)
    return 0 < length <= len(name) and bool(_BOLD.search(name.value))
