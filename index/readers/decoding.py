"""Bytes to text."""

import codecs
import re
from dataclasses import dataclass

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEWLINES = re.compile("\r\n?|[\v\x85\u2028\u2029]|\f")
_PARTED = re.compile(
    r"\u00ad[ \t]*\n[ \t]*(?P<rest>(?:[^\s\u00ad]|\u00ad(?!\s))+)(?:(?P<more>[ \t]+)|(?=\s|\u00ad|$))"
)
"""A soft hyphen at a line's end, and the rest of its word in the next line."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\u00ad\u200b\ufffe\uffff\ud800-\udfff]")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_SAMPLE = 65_536
"""Bytes shown to the detector: it is slow, and this much decides."""
_WESTERN = "cp1252"
# The WHATWG encoding standard reads these labels as windows-1252, as browsers do.
_READ_AS_WESTERN = {"ascii", "us-ascii", "iso8859-1", "iso-8859-1", "latin-1", "latin1"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was come by."""

    text: str
    """Lines end in a line feed; no control characters but tab, no soft hyphens, no byte order mark."""
    notice: str | None
    """What the reader should know, such as "not UTF-8; read as windows-1252"; mostly `None`."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of any bytes at all.

    In this order: a byte order mark, UTF-8, the declared charset, UTF-16 without a mark, UTF-8 with a few
    damaged characters, what charset-normalizer finds, windows-1252.

    Args:
        data: A whole file.
        declared: The charset a page claims for itself; an unknown name counts as none.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lossy(data, encoding)
    for encoding in filter(None, ("utf-8", _codec(declared), _unmarked_utf16(data))):
        text = _strict(data, encoding)
        if text is not None:
            guessed = encoding.startswith("utf-16")
            return Decoded(clean(text), f"not UTF-8; read as {encoding}" if guessed else None)
    damaged = _damaged_utf8(data)
    if damaged is not None:
        return damaged
    found = _detected(data)
    text = data.decode(found, errors="replace")
    return Decoded(clean(text), f"not UTF-8; read as {_public_name(found)}")


def declared_charset(data: bytes) -> str | None:
    """The charset a page names in its first 4,096 bytes, or `None`."""
    head = data[:4096]
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    return found.group(1).decode("ascii") if found else None


def clean(text: str) -> str:
    """`text` with every line ending in a line feed and without characters that nobody sees.

    A word that a soft hyphen parts at the end of a line is whole in that line; the next begins behind it.
    """
    text = _NEWLINES.sub("\n", text)
    if "\u00ad" in text:
        text = _PARTED.sub(lambda parted: parted["rest"] + ("\n" if parted["more"] else ""), text)
    return _UNPRINTABLE.sub("", text)


def is_utf16_without_mark(data: bytes) -> bool:
    """Whether the NUL bytes of `data` lie as they do in unmarked UTF-16 of a Latin text."""
    return _unmarked_utf16(data) is not None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):  # LookupError: a codec such as base64, which yields no text
        return None


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return Decoded(clean(text), f"damaged: characters that could not be read: {lost}" if lost else None)


def _codec(name: str | None) -> str | None:
    """Python's name for a charset that decodes bytes to text, or `None`."""
    if not name:
        return None
    if name.lower() in _READ_AS_WESTERN:
        return _WESTERN
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 4 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        found = "utf-16-le"
    elif even > 0.4 and odd < 0.05:
        found = "utf-16-be"
    else:
        return None
    text = sample.decode(found, errors="replace")
    return None if len(_UNPRINTABLE.findall(text)) > 0.02 * len(text) else found


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken characters: ten whole non-ASCII ones for each broken one."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - lost
    return _lossy(data, "utf-8") if whole >= 10 * lost else None


def _detected(data: bytes) -> str:
    """The encoding charset-normalizer finds, windows-1252 where that reads the same."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None or _strict(data, best.encoding) == _strict(data, _WESTERN):
        return _WESTERN
    for match in matches:  # a near tie goes to the commoner encoding; in chaos, 0.02 is a tie
        if _WESTERN in match.could_be_from_charset and match.chaos <= best.chaos + 0.02:
            return _WESTERN if match.coherence >= best.coherence - 0.1 else str(best.encoding)
    return str(best.encoding)


def _public_name(encoding: str) -> str:
    return encoding.replace("cp125", "windows-125").replace("_", "-")
