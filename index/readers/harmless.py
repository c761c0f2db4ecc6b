"""Which files are read in a moment, whatever is in them: short plain text and Markdown."""

import re
from pathlib import Path

from index.errors import ReadError
from index.readers.kinds import MARKDOWN_SUFFIXES, TEXT_SUFFIXES

LONGEST = 100_000
"""Bytes; few articles have more, and the worst that Markdown can hold takes two seconds then."""
_BEGINNING = 1024
_BLANK = b"\xef\xbb\xbf \t\r\n\v\f"
_OTHER = (b"<", b"{", b"[", b"PK", b"%PDF", b"\xd0\xcf", b"\xff\xfe", b"\xfe\xff")
"""How what is no plain text begins: pages, feeds and records, packed files, documents, other encodings."""
_MAIL = re.compile(rb"From |[A-Za-z][\w-]{0,40}:[ \t]")
"""How a letter with its headers begins, and some plain texts that state their title or date so."""


def is_harmless(path: Path, size: int) -> bool:
    """Return whether a file is surely plain text or Markdown of a length that is read in a moment.

    Everything else is read by parsers that others wrote, which may hang, crash or fill the memory.

    Args:
        path: Where it lies.
        size: Its bytes.

    Raises:
        ReadError: It cannot be opened.
    """
    if size > LONGEST or path.suffix.lower() not in TEXT_SUFFIXES | MARKDOWN_SUFFIXES:
        return False
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_BEGINNING)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from error
    start = beginning.lstrip(_BLANK)
    if b"\0" in beginning or b"%PDF-" in beginning:
        return False
    return not start.startswith(_OTHER) and not _MAIL.match(start)
