"""The header of a message, read by the standard library: words decoded, addresses and dates taken apart."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32, default
from email.utils import parseaddr, parsedate_tz
from typing import Any

from index.readers.decoding import clean

_LONGEST = 4_000
"""Characters of one field; what is read of a header is short, and the parser slow on what is not."""
_REPEATED = frozenset({"received"})
"""Of these the last counts: the first server that took the message; of others the first."""
_ODD = (AttributeError, IndexError, KeyError, LookupError, RecursionError, TypeError, ValueError)
"""What the parser of the standard library raises on headers that no standard knows."""
_CODED = re.compile(r"=\?[^?\s]{1,40}\?[QqBb]\?")
_SPLIT = re.compile(r"=\?([^?\s]{1,40})\?([QqBb])\?([^?]*[^?=])\?=\s+=\?\1\?\2\?")
"""Two coded words of one text: some programs break them inside of a character."""
_FIRST_YEAR = 1990
"""Clocks that were never set say 1970 or 1980; no newsletter was sent before."""


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody who sends or receives."""

    name: str
    """As shown; empty where only the address is given."""
    address: str
    """In lower case; empty where none can be made out."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of a header; one that is broken counts as one that is not there."""

    fields: Mapping[str, str] = field(repr=False)
    """By lower-case name, unfolded, as they stand in the file."""

    def text(self, name: str) -> str | None:
        """A field on one line, its coded words decoded; `None` where there is none or it is empty."""
        value = self.fields.get(name)
        return decoded(value) or None if value else None

    def address(self, name: str) -> Address | None:
        """The first address in a field such as "from"; `None` where there is none."""
        value = self.fields.get(name)
        return address(value) if value else None

    def day(self, name: str) -> dt.date | None:
        """The day in a field such as "date", in the zone of who wrote it; `None` for a clock never set."""
        value = self.fields.get(name)
        return day(value.rpartition(";")[2] if value and name in _REPEATED else value)

    def parameter(self, name: str, key: str) -> str | None:
        """A parameter of a field, such as the "charset" of "content-type"; `None` where it has none."""
        parsed = self._parsed(name)
        found = getattr(parsed, "params", {}).get(key) if parsed is not None else None
        return decoded(str(found)) or None if found else None

    @property
    def kind(self) -> str | None:
        """The media type in lower case; `None` where none is stated."""
        parsed = self._parsed("content-type")
        return str(parsed.content_type).lower() if parsed is not None else None

    @property
    def disposition(self) -> str | None:
        """Whether the part is "inline" or an "attachment", where it says so."""
        parsed = self._parsed("content-disposition")
        return str(parsed.content_disposition or "").lower() or None if parsed is not None else None

    @property
    def filename(self) -> str | None:
        """The name under which the part is to be saved."""
        return self.parameter("content-disposition", "filename") or self.parameter("content-type", "name")

    def _parsed(self, name: str) -> Any:
        value = self.fields.get(name)
        return _parsed(name, value) if value else None


def read(data: bytes) -> Headers:
    """The fields of the header that some bytes begin with."""
    return of(BytesHeaderParser(policy=compat32).parsebytes(data))


def of(message: Message) -> Headers:
    """The fields of a message's header; those that stand twice count once."""
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        key = name.strip().lower()
        if key not in fields or key in _REPEATED:
            fields[key] = " ".join(_whole(str(value)[:_LONGEST]).split())
    return Headers(fields)


def _whole(value: str) -> str:
    """A value with what is no ASCII, which the parser keeps as bytes, read as UTF-8 or windows-1252."""
    data = value.encode("ascii", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def decoded(value: str) -> str:
    """A field's value as a reader sees it: coded words decoded, on one line."""
    if not _CODED.search(value):
        return " ".join(clean(value).split())
    before = None
    while value != before:
        before, value = value, _SPLIT.sub(r"=?\1?\2?\3", value)
    parsed = _parsed("subject", value)
    text = str(parsed) if parsed is not None else value
    if _CODED.search(text):  # coded words glued to other text, which the other parser takes
        try:
            text = str(make_header(decode_header(text)))
        except _ODD:
            text = value
    return " ".join(clean(text).split())


def address(value: str) -> Address | None:
    """The first address that a field's value or a line of text gives; `None` where it gives none."""
    value = value[:_LONGEST].strip()
    parsed = _parsed("from", value)
    found = next((one for one in getattr(parsed, "addresses", ()) if one.domain), None)
    if found is not None:
        name, mailbox = found.display_name, found.addr_spec
    else:
        name, mailbox = parseaddr(value)
        name, mailbox = (name, mailbox) if "@" in mailbox else (value, "")
    name = decoded(name).strip(" \"'“”„")
    mailbox = mailbox.lower()
    if name.lower() == mailbox:
        name = ""
    return Address(name, mailbox) if name or mailbox else None


def day(value: str | None) -> dt.date | None:
    """The day that an RFC 5322 date states, in its own zone; `None` for anything else."""
    try:
        found = parsedate_tz(value[:200]) if value else None
        stated = dt.date(*found[:3]) if found else None
    except _ODD:
        return None
    return stated if stated and stated.year >= _FIRST_YEAR else None


def _parsed(name: str, value: str) -> Any:
    """A field as the standard library understands it; `None` where it understands nothing."""
    try:
        return default.header_factory(name, value)
    except _ODD:
        return None
