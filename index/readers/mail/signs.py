"""What tells a message, a mailbox and a saved page from texts that only begin like one."""

import re
from typing import Literal

from index.readers.mail import headers, mime
from index.readers.mail.headers import Headers

Posted = Literal["message", "mailbox", "saved page"]
"""What is made up of messages: one, many, or a page with its pictures as the parts of one."""

MESSAGE_SUFFIXES = frozenset({".eml", ".emlx"})
MAILBOX_SUFFIXES = frozenset({".mbox", ".mbx"})
PAGE_SUFFIXES = frozenset({".mhtml", ".mht"})
MAIL_SUFFIXES = MESSAGE_SUFFIXES | MAILBOX_SUFFIXES | PAGE_SUFFIXES

_BEGINNING = 256 * 1024
"""Bytes; a header with all its stations and signatures has a tenth."""
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_FIRST = re.compile(rb"(?:\d{1,9}[ \t]*\r?\n)?[!-9;-~]{1,100}:")
_TRANSPORT = frozenset("date message-id mime-version received return-path delivered-to to".split())
_DRAFTED = frozenset("mime-version content-type subject".split())
_NAMED_SO = frozenset("from subject date received message-id mime-version content-type".split())
"""One of these is enough where the file's name says that it is a message."""
_SENT = frozenset("to received message-id return-path delivered-to list-id".split())
"""What mail has and no saved page."""
_SAVED = re.compile(r"saved by|unmht|\bmht(?:ml)?\b", re.IGNORECASE)
_LOCATED = re.compile(rb"^content-location[ \t]*:", re.IGNORECASE | re.MULTILINE)
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATED = (
    rb"[^\r\n]{0,250}?" + _DAY + rb",?[ \t]+(?:" + _MONTH + rb"[ \t]+\d{1,2}|\d{1,2}[ \t]+" + _MONTH + rb")"
    rb"\b[^\r\n]{0,60}\d\d:\d\d[^\r\n]{0,60}"
)
_ADDRESSED = rb"[^\s@]{1,120}@[^\s@]{1,120}[ \t]*"
_FIELD = rb"[!-9;-~]{1,100}[ \t]*:"
SEPARATOR = re.compile(
    rb"^From (?:%b\r?\n(?=>?From |\r?\n|%b)|%b\r?\n(?=%b))" % (_DATED, _FIELD, _ADDRESSED, _FIELD),
    re.MULTILINE,
)
"""The line above a message in a mailbox: who sent it and mostly when, and a header below."""


def posted(data: bytes, suffix: str) -> Posted | None:
    """What made up of messages some bytes are; `None` where they are none.

    An article that begins with "From the" or has a line "Subject: …" is none: a message has an address in its
    "From", and beside it what only mail programs write.

    Args:
        data: A whole file, or its beginning.
        suffix: The file's suffix in lower case; ".eml" is believed where there is any header.
    """
    start = data[:_BEGINNING]
    if is_mailbox(start):
        return "mailbox"
    if not _FIRST.match(start, mime.beginning(start)):
        return None
    if suffix in MESSAGE_SUFFIXES:
        start = data
    said = headers.read(mime.message_in(start[: _end_of_header(start)]))
    if _is_page(said, start, suffix):
        return "saved page"
    fields = said.fields.keys()
    named = suffix in MESSAGE_SUFFIXES and bool(_NAMED_SO & fields)
    sent = "@" in said.fields.get("from", "") and bool(_TRANSPORT & fields)
    return "message" if named or sent or fields >= _DRAFTED else None


def _end_of_header(data: bytes) -> int:
    found = _BLANK.search(data, mime.beginning(data))
    return found.end() if found else len(data)


def is_mailbox(start: bytes) -> bool:
    """Whether a file that begins so opens with the line that opens a mailbox, and a header below."""
    return SEPARATOR.match(start, mime.beginning(start)) is not None


def _is_page(said: Headers, start: bytes, suffix: str) -> bool:
    """Whether a header is a saved page's: it says so, or is a page with its parts' addresses nobody sent."""
    kind = said.kind or ""
    if not kind.startswith(("multipart/", *mime.PAGES)):
        return False
    if suffix in PAGE_SUFFIXES or "snapshot-content-location" in said.fields:
        return True
    if _SENT & said.fields.keys():
        return False
    sender = said.address("from")
    if _SAVED.search(said.fields.get("from", "")) or (sender is not None and sender.address):
        return sender is None or not sender.address
    return "content-location" in said.fields or (kind == "multipart/related" and bool(_LOCATED.search(start)))
