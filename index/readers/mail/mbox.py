"""A mailbox in one file: every message of it an article, in order."""

import mmap
import re

from index.errors import ReadError
from index.readers.gathered import Gathered
from index.readers.mail import headers, reading
from index.readers.mail.attachments import FileReader
from index.readers.mail.headers import Headers
from index.readers.mail.signs import SEPARATOR

_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_TITLE = 60
_MOST_MESSAGES = 20_000
"""As many as files of an archive; reading them takes a quarter of an hour."""
_LARGEST = 50 * 1024 * 1024
"""Bytes of one message, as of one file in a folder."""
_HEADER = 64 * 1024
_EXPUNGED = 0x0008
"""What Thunderbird marks messages with that were deleted and still lie in the file."""


def read(data: bytes | mmap.mmap, read_file: FileReader) -> Gathered:
    """The articles in a mailbox, and a line for each message that gave none.

    A message begins at a line of "From", a sender and mostly a day with a time, with a header below it. No
    other line that begins with "From" is taken for one, whether or not its writer escaped it, and what
    "Content-Length" says is not relied on, for who edits a mailbox seldom corrects it. Lines that were
    escaped (">From") lose one mark, as the "mboxrd" form has it; in the older "mboxo" they had but one.

    Args:
        data: The whole mailbox, or its file mapped into memory; one message at a time is taken out of it.
        read_file: Reads an attached file.

    Raises:
        ReadError: There is no article in it, or more messages than are read at once.
    """
    spans = _spans(data)
    if len(spans) > _MOST_MESSAGES:
        raise ReadError(f"a mailbox of {len(spans):,} messages, at most {_MOST_MESSAGES:,}; split it")
    gathered: list[Gathered] = []
    skipped: list[str] = []
    for number, (start, end) in enumerate(spans, 1):
        said = headers.read(data[start : min(end, start + _HEADER)])
        if _is_expunged(said):
            continue
        where = f"message {number}{_titled(said)}"
        try:
            found = _message(data, start, end, read_file)
        except ReadError as error:
            skipped.append(f"{where}: {error}")
            continue
        gathered.append(found)
        skipped += [f"{where}: {line}" for line in found.skipped]
    if not gathered:
        raise ReadError(
            f"a mailbox without an article: {skipped[0]}" if skipped else "an empty mailbox; leave it out"
        )
    return Gathered(tuple(draft for found in gathered for draft in found.drafts), tuple(skipped))


def _spans(data: bytes | mmap.mmap) -> list[tuple[int, int]]:
    """Where each message begins and ends."""
    lines = [found.span() for found in SEPARATOR.finditer(data)]
    ends = [start for start, _ in lines[1:]] + [len(data)]
    return [(begin, end) for (_, begin), end in zip(lines, ends, strict=True)]


def _message(data: bytes | mmap.mmap, start: int, end: int, read_file: FileReader) -> Gathered:
    """What one message gives, as it was before it was put into the mailbox."""
    if end - start > _LARGEST:
        raise ReadError(
            f"too large ({(end - start) / 1024**2:.0f} MB, at most 50); save its text and add that"
        )
    return reading.read(_ESCAPED.sub(rb"\1", data[start:end]), read_file)


def _is_expunged(said: Headers) -> bool:
    try:
        return bool(int(said.text("x-mozilla-status") or "0", 16) & _EXPUNGED)
    except ValueError:
        return False


def _titled(said: Headers) -> str:
    subject = said.text("subject")
    return f" ({subject[:_LONGEST_TITLE]})" if subject else ""
