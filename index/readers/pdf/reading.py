"""PDF: pages as a reader reads them, column by column, without what runs along their edges."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from index.errors import ReadError
from index.readers import dates, furniture, headings, properties, pullquotes, signals
from index.readers.blocks import join
from index.readers.draft import Draft
from index.readers.pdf import columns as pdf_columns
from index.readers.pdf import file as pdf_file
from index.readers.pdf import head as pdf_head
from index.readers.pdf import headings as pdf_headings
from index.readers.pdf import paragraphs as pdf_paragraphs
from index.readers.pdf import running as pdf_running
from index.readers.pdf.file import File, Page, Picture
from index.readers.pdf.paragraphs import Paragraph
from index.readers.pdf.running import Running
from index.readers.plain import draft, take_end

_LETTERS_ON_PAGE = 25
"""A page that shows a picture and has fewer letters is the picture of a page, perhaps with a stamp."""
_MOST_UNREADABLE = 0.2
"""Of all letters; a few missing ones are ornaments and symbols."""
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|photo(?:graph)?|picture|image|above|below|left|right|abb(?:ildung|\.))\b",
    re.IGNORECASE,
)
_CAPTION_WORDS = 80
_MOST_COMPARED = 500
"""Paragraphs; comparing each with all is slow beyond, and a text so long has no pull quotes."""
_WRITTEN_WITH = re.compile(
    r"\bword\b|indesign|quark|libreoffice|openoffice|writer|\bpages\b|scribus|pagemaker",
    re.IGNORECASE,
)
"""Programs in which articles are written or set, by the `Creator` they give; TeX is run again on any day."""
_PRINTED_WITH = re.compile(
    r"print to pdf|quartz|skia|chrom|mozilla|firefox|safari|webkit|scan|ghostscript", re.IGNORECASE
)


_OTHER_DAY = re.compile(
    r"\b(?:printed|downloaded|accessed|retrieved|revised|updated|version)\b", re.IGNORECASE
)
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]|$)")


def read(data: bytes) -> tuple[Draft, ...]:
    """The article in a PDF.

    Raises:
        ReadError: It needs a password, is damaged, too long, or holds pictures of pages instead of text.
    """
    file = pdf_file.load(data)
    _refuse_unreadable(file.pages)
    pages, running = pdf_running.parted(file.pages)
    paragraphs = pdf_paragraphs.assemble(pdf_columns.columns(pages))
    if not paragraphs:
        raise ReadError("a PDF without text; there is nothing to read")
    found = _article(paragraphs, pages, properties.title(file.info.get("Title")))
    return (_with_info(_with_running(found, running), file),)


def _refuse_unreadable(pages: Sequence[Page]) -> None:
    """Nothing, for pages whose text can be read.

    Raises:
        ReadError: They are pictures, or their fonts do not say which letters they show.
    """
    texts = ["".join(run.text for run in page.runs) for page in pages]
    pictured = sum(
        bool(page.pictures) and len(text) < _LETTERS_ON_PAGE for page, text in zip(pages, texts, strict=True)
    )
    if pages and pictured > 0.5 * len(pages):
        raise ReadError("a PDF that holds pictures of pages and no text; run OCR on it and add the result")
    letters = "".join(texts)
    unreadable = sum(
        letter == "\N{REPLACEMENT CHARACTER}"
        or "\ue000" <= letter <= "\uf8ff"
        or (letter < " " and letter != "\x02")
        for letter in letters
    )
    if unreadable > _MOST_UNREADABLE * len(letters):
        raise ReadError(
            "a PDF whose fonts do not tell which letters they show; run OCR on it and add the result"
        )


def _article(paragraphs: Sequence[Paragraph], pages: Sequence[Page], named: str | None) -> Draft:
    """The article that the paragraphs are, as far as they tell it.

    Args:
        paragraphs: At least one, in reading order.
        pages: Where the pictures lie.
        named: The title in the file's properties, or `None`.
    """
    usual = pdf_head.body_size(paragraphs)
    pictures = {page.number: page.pictures for page in pages}
    captions = [part for part in paragraphs if _is_caption(part, pictures[part.lines[0].page], usual)]
    top, rest = pdf_head.parted([part for part in paragraphs if part not in captions], usual, named)
    told = [part.text for part in captions]
    rest = _without_pull_quotes(rest, usual, [top.title or "", top.standfirst or "", *told])
    body = [part.text.split("\n") for part in rest if part.rows or not furniture.is_furniture(part.text)]
    blocks, end = take_end(body, top)
    texts = furniture.without(["\n".join(block) for block in blocks])
    return replace(
        draft(top, end, join(texts)),
        captions=tuple(dict.fromkeys(told)),
        headings=headings.placed(texts, pdf_headings.marked(rest, usual)),
    )


def _is_caption(paragraph: Paragraph, pictures: Sequence[Picture], usual: float) -> bool:
    """Whether a paragraph stands right under a picture, and is set smaller or says that it is a caption."""
    if len(paragraph.text.split()) > _CAPTION_WORDS or paragraph.size > 1.05 * usual:
        return False
    first = paragraph.lines[0]
    top, centre = first.base - first.size, (first.left + first.right) / 2
    under = any(
        -0.5 * first.size <= top - picture.bottom <= 2 * first.size
        and picture.left <= centre <= picture.right
        for picture in pictures
    )
    return under and (paragraph.size < 0.95 * usual or bool(_CAPTION.match(paragraph.text)))


def _without_pull_quotes(paragraphs: list[Paragraph], usual: float, said: Sequence[str]) -> list[Paragraph]:
    """`paragraphs` without those in another size or weight that only repeat others, or one of `said`."""
    if len(paragraphs) > _MOST_COMPARED:
        return paragraphs
    kept = set(pullquotes.without([part.text for part in paragraphs], said))
    return [
        part
        for part in paragraphs
        if part.text in kept or (abs(part.size - usual) < 0.05 * usual and not part.bold)
    ]


def _with_running(found: Draft, running: Running) -> Draft:
    """`found` with what the running heads say of the publication and its day, where it says nothing."""
    source, day = found.source, None
    for line in running.lines:
        signal = signals.read(line)
        if signal and not _OTHER_DAY.search(line):
            source, day = source or signal.source, day or signal.date
    if day and found.date_from != "stated":
        found = replace(found, date=day, date_from="stated")
    return replace(found, source=source, url=found.url or running.url)


def _with_info(found: Draft, file: File) -> Draft:
    """`found` with what the address and the file's properties say, where it says nothing."""
    told = dates.from_address(found.url) if found.url and not found.date else None
    if told:
        found = replace(found, date=told, date_from="address")
    made = _day(file, found.text) if not found.date else None
    if made:
        found = replace(found, date=made, date_from="metadata")
    language = _LANGUAGE.match(file.language or "")
    return replace(
        found,
        authors=found.authors or properties.authors(file.info.get("Author")),
        language=found.language or (language[1].lower() if language else None),
    )


def _day(file: File, text: str) -> dt.date | None:
    """The day the file was made, which counts only where a program for writing or setting articles made it.

    A browser's print, a scan and a conversion are made on any day after. Where the text names days, one of
    them has to be near.
    """
    made_by = file.info.get("Creator", "")
    if not _WRITTEN_WITH.search(made_by) or _PRINTED_WITH.search(
        f"{made_by} {file.info.get('Producer', '')}"
    ):
        return None
    made = properties.day(file.info.get("CreationDate"), file.info.get("ModDate"))
    return made if made and properties.is_borne_out(made, text) else None
