"""What a file is, by its bytes first and by its name second."""

import re
from typing import Literal

from index.errors import ReadError
from index.readers.decoding import is_utf16_without_mark
from index.readers.mail import signs
from index.readers.mail.signs import Posted

Kind = Literal["html", "markdown", "text"]
Container = Literal["pdf", "docx", "epub", "zip"] | Posted
"""What is read from bytes; everything else is read from text."""

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
TEXT_SUFFIXES = frozenset({".txt", ".text"})
CONTAINER_SUFFIXES = frozenset({".pdf", ".docx", ".docm", ".epub", ".zip"})

_SAMPLE = 65_536
_MAGIC = (  # signatures as the formats' own specifications give them
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)
_ZIP = b"PK\x03\x04"
_WORD = b"word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Office files, and new ones with a password; the reader of Word documents says which."""
_PDF = b"%PDF-"
_PDF_LINE = b"\n%PDF-"
_PDF_WITHIN = 1024
"""Bytes within which that line may stand; other programs allow as much before it."""
_EPUB = b"mimetypeapplication/epub+zip"
"""At byte 30: the specification has this file first, neither packed nor followed by anything else."""
_ZIPPED = (
    (_WORD, "a Word document"),
    (b"opendocument.text", "an OpenDocument text"),
    (b"xl/workbook.xml", "a spreadsheet"),
    (b"ppt/presentation.xml", "a presentation"),
)
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 11, 12, 13, 27}))
_PREAMBLE = re.compile(r"\s+|<\?xml[^>]*>|<!--.*?-->", re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(r"<(article|main|div|section|h1|p)\b[^>]*>.*</\1>", re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(r"[A-Za-z][\w -]*:(?:\s|$)")
_HEADING = re.compile(r"#{1,2}[ \t]+\S[^\n]*\n")
_FRONT_MATTER_LINES = 200


def refuse_binary(data: bytes) -> None:
    """Nothing, for bytes that hold text.

    Raises:
        ReadError: Anything else, by the name of what it is, with what to do about it.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"{name}, not text; {_remedy(name)}")
    if data.startswith(_ZIP):
        name = next((name for mark, name in _ZIPPED if mark in data), "a ZIP archive")
        raise ReadError(f"{name}, not text; {_remedy(name)}")
    if data[4:8] == b"ftyp":
        raise ReadError("a film or image, not text; leave it out")
    if data.startswith(_BOMS) or is_utf16_without_mark(data):
        return
    sample = data[:_SAMPLE]
    strange = len(sample) - len(sample.translate(None, _CONTROL))
    if 0 in sample or strange > 0.02 * len(sample):
        raise ReadError("binary data, not text; leave it out, or save it as text first")


def container_of(data: bytes, suffix: str) -> Container | None:
    """Which format that is read from bytes some are in; `None` for text, and for what no reader takes.

    Args:
        data: The whole file.
        suffix: The file's suffix in lower case, with its dot; it counts for messages only.
    """
    if data.startswith(_OLE):
        return "docx"
    if not data.startswith(_ZIP):
        if data.startswith(_PDF) or _PDF_LINE in data[:_PDF_WITHIN]:
            return "pdf"
        return signs.posted(data, suffix)
    if data[30 : 30 + len(_EPUB)] == _EPUB:
        return "epub"
    if _WORD in data:
        return "docx"
    return None if any(mark in data for mark, _ in _ZIPPED) else "zip"


def kind_of(text: str, suffix: str) -> Kind:
    """The format `text` is written in.

    Args:
        text: The whole decoded file.
        suffix: The file's suffix in lower case, with its dot.

    """
    start = _start(text)
    if _PAGE.match(text, start) or _FRAGMENT.match(text, start):
        return "html"
    if suffix in HTML_SUFFIXES and re.search(r"<[A-Za-z!/]", text):
        return "html"
    if suffix in MARKDOWN_SUFFIXES or _HEADING.match(text, start) or _has_front_matter(text[start:]):
        return "markdown"
    return "text"


def _start(text: str) -> int:
    """Where the first tag or word stands, behind white space, comments and an XML declaration."""
    at = 0
    while found := _PREAMBLE.match(text, at):
        at = found.end()
    return at


def _has_front_matter(text: str) -> bool:
    """Whether fields stand between the first line, three hyphens, and the next such line."""
    lines = text.split("\n", _FRONT_MATTER_LINES)
    if lines[0].rstrip() != "---":
        return False
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    return any(_FIELD.match(line) for line in lines[1:end])


def _remedy(name: str) -> str:
    documents = ("document", "text", "e-book", "presentation", "spreadsheet")
    if any(word in name for word in documents):
        return "save it as plain text or HTML and add that"
    return "unpack it first" if "archive" in name else "leave it out"
