"""A message as MIME has it: parts in one another, taken apart by the standard library within bounds."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import (
    InvalidBase64LengthDefect,
    NoBoundaryInMultipartDefect,
    StartBoundaryNotFoundDefect,
)
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from index.errors import ReadError
from index.readers.decoding import declared_charset, decode
from index.readers.mail import headers
from index.readers.mail.headers import Headers

PAGES = ("text/html", "application/xhtml+xml")

_MOST_PARTS = 5_000
"""A digest of a busy list has a few hundred."""
_DEEPEST = 30
"""A letter forwarded as an attachment ten times over nests as deep."""
_MOST_WORK = 200_000_000
"""Lines times multiparts: the parser looks for the end of each multipart around a line, some 20 s at most."""
_LARGEST = 10_000_000
"""Bytes of one text; the largest newsletters have a few hundred thousand."""
_APPLE = re.compile(rb"(?P<size>\d{1,9})[ \t]*\r?\n(?=[!-9;-~]{1,100}:)")
"""The first line of Apple Mail's files: how long the message is, behind which its own notes stand."""
_NOTHING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*")
_BOUNDARY = re.compile(rb"(?:\A|\n)--(?P<name>[^\s-][^\r\n]{0,198})\r?\n(?=[!-9;-~]{1,100}[ \t]*:|\r?\n)")
_SEVEN_BITS = ("iso2022", "hz", "utf_7", "utf-7")
"""How names of charsets begin whose every byte is ASCII too, so that UTF-8 reads them and reads nonsense."""
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A message, or a part of one."""

    headers: Headers
    kind: str
    """Its media type in lower case, such as "text/html"."""
    parts: tuple["Part", ...] = ()
    """What a multipart holds, in order; the one message that a message/rfc822 holds."""
    message: Message = field(kw_only=True, repr=False)
    """The same as the standard library parsed it."""

    @property
    def is_attached(self) -> bool:
        """Whether it is meant to be saved, not shown."""
        return self.headers.disposition == "attachment" or (
            not self.kind.startswith(("text/", "multipart/", "message/")) or self.headers.filename is not None
        )

    def walk(self) -> Iterator["Part"]:
        """The part and all that it holds, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def content(self) -> bytes:
        """The body without its transfer encoding; what is broken in that is read as far as it goes."""
        found = self.message.get_payload(decode=True)
        content = found if isinstance(found, bytes) else b""
        if any(isinstance(defect, InvalidBase64LengthDefect) for defect in self.message.defects):
            letters = _NOT_BASE64.sub(b"", content)  # a download that broke off inside of a byte
            content = codecs.decode(letters[: len(letters) // 4 * 4], "base64")
        return content

    def text(self) -> str:
        """The body as text, whatever charset it claims or has.

        Raises:
            ReadError: It is larger than any article.
        """
        content = self.content()
        if len(content) > _LARGEST:
            size, most = len(content) / 1e6, _LARGEST // 1_000_000
            raise ReadError(f"a message with {size:.0f} MB of text, at most {most}; split it")
        declared = self.headers.parameter("content-type", "charset")
        if declared and _python_name(declared).startswith(_SEVEN_BITS):
            content = content.decode(declared, errors="replace").encode()
        named = declared_charset(content) if self.kind in PAGES else None
        return decode(content, declared or named).text

    def is_page(self, text: str) -> bool:
        """Whether `text`, this part's, is HTML, even where it claims to be plain."""
        return self.kind in PAGES or bool(_PAGE.match(text))


def parse(data: bytes) -> Part:
    """The message that `data` is, taken apart.

    Raises:
        ReadError: It has more parts, or parts deeper in each other, than messages have.
    """
    return _part(_parsed(message_in(data)), "text/plain", _DEEPEST)


def beginning(data: bytes) -> int:
    """Where the first line with anything on it begins, behind a byte order mark."""
    found = _NOTHING.match(data)
    return found.end() if found else 0


def message_in(data: bytes) -> bytes:
    """The bytes of a file that are its message."""
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    start, end = beginning(data), len(data)
    counted = _APPLE.match(data, start)
    if counted:
        start = counted.end()
        end = start + int(counted["size"])
    return data[start:end] if start or end < len(data) else data


def _parsed(data: bytes) -> Message:
    """Bytes as the standard library takes them apart.

    Raises:
        ReadError: It would take minutes or more stack than there is.
    """
    left = _MOST_PARTS

    def counted() -> Message:
        nonlocal left
        left -= 1
        if left < 0:
            raise ReadError(f"a message of more than {_MOST_PARTS:,} parts; leave it out")
        return Message(policy=compat32)

    if (1 + data.lower().count(b"multipart/")) * data.count(b"\n") > _MOST_WORK:
        raise ReadError("a message of too many lines in too many parts; leave it out")
    try:
        return BytesParser(lambda **_: counted(), policy=compat32).parsebytes(data)
    except RecursionError as error:
        raise ReadError(_too_deep()) from error


def _part(message: Message, usual: str, depth: int) -> Part:
    """A message with its parts; `usual` is its kind where it says none.

    Raises:
        ReadError: There are more than `depth` in each other.
    """
    if depth < 0:
        raise ReadError(_too_deep())
    said = headers.of(message)
    kind = said.kind or usual
    if kind.startswith("multipart/"):
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        parts = tuple(_part(one, inner, depth - 1) for one in _inner(message, kind))
        return Part(said, kind if parts else "text/plain", parts, message=message)
    held = message.get_payload() if kind.startswith("message/") else None
    parts = tuple(_part(_unwrapped(message, one), "text/plain", depth - 1) for one in _messages(held))
    return Part(said, kind, parts, message=message)


def _inner(message: Message, kind: str) -> list[Message]:
    """What a multipart holds; where its boundary is wrong, the first line that looks like one is taken."""
    astray = (NoBoundaryInMultipartDefect, StartBoundaryNotFoundDefect)
    if any(isinstance(defect, astray) for defect in message.defects):
        body = message.get_payload(decode=True)
        body = body if isinstance(body, bytes) else b""
        found = _BOUNDARY.search(body)
        if found:
            head = b'Content-Type: %s; boundary="%s"\n\n' % (kind.encode(), found["name"].rstrip())
            message = _parsed(head + body)
    return _messages(message.get_payload())


def _messages(held: object) -> list[Message]:
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _unwrapped(outer: Message, held: Message) -> Message:
    """The message in another, which some programs encode as they do files, against the rules."""
    encoding = str(outer.get("content-transfer-encoding") or "").lower()
    if held.keys() or held.is_multipart() or encoding not in ("base64", "quoted-printable"):
        return held
    held["Content-Transfer-Encoding"] = encoding
    content = held.get_payload(decode=True)
    return _parsed(content) if isinstance(content, bytes) else held


def _too_deep() -> str:
    return f"a message with parts nested more than {_DEEPEST} deep; leave it out"


def _python_name(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
