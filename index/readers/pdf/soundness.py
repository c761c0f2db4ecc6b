"""The bytes of a PDF looked at before it is opened: whether they are all there, and how far they unpack."""

import re
import zlib

from index.errors import ReadError

_MOST_IN_STREAM = 24 * 1024 * 1024
"""Bytes; 20 MB of text operators took pdfium 10 s and 0.3 GB, and a page of a magazine has about 0.1 MB."""
_MOST_IN_ALL = 400 * 1024 * 1024
_MOST_STREAMS = 50_000
"""A thousand pages have about ten thousand."""
_BLOCK = 1024 * 1024
_LONGEST_DICTIONARY = 2_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_LENGTH = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d{1,12})", re.DOTALL)


def check(data: bytes) -> None:
    """Nothing, for a file that is complete and unpacks to as much as articles do.

    pdfium mends a file that is cut off, and then gives the pages it finds as if they were all.

    Raises:
        ReadError: The file is cut off, or what describes its pages unpacks beyond bounds.
    """
    end = data.rfind(b"%%EOF")
    length = _LENGTH.search(data[:_LONGEST_DICTIONARY])
    if end < 0 or re.search(rb"\d\s+obj\b", data[end:]) or (length and len(data) < int(length[1])):
        raise ReadError("a damaged PDF: its end is missing; get it again")
    left = _MOST_IN_ALL
    for count, found in enumerate(_STREAM.finditer(data)):
        if count == _MOST_STREAMS:
            raise ReadError(f"a PDF of more than {_MOST_STREAMS:,} parts; split it into its articles")
        before = data[max(0, found.start() - _LONGEST_DICTIONARY) : found.start()]
        before = before[before.rfind(b"obj") + 1 :]
        if _FLATE.search(before) and not _IMAGE.search(before):
            left -= _unpacked(data, found.end())
            if left < 0:
                raise ReadError("a PDF whose pages unpack to more than 400 MB; split it into its articles")


def _unpacked(data: bytes, start: int) -> int:
    """How many bytes the stream at `start` unpacks to; 0 for one that is encrypted or not deflated at all."""
    unpacker = zlib.decompressobj()
    view = memoryview(data)
    rest: bytes | memoryview = view[start : start + _BLOCK]
    size = 0
    at = start + len(rest)
    try:
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, _BLOCK))
            if size > _MOST_IN_STREAM:
                raise ReadError("a PDF of which one page unpacks to more than 24 MB; print it to a new PDF")
            rest = unpacker.unconsumed_tail
            if not rest:
                rest = view[at : at + _BLOCK]
                at += len(rest)
    except zlib.error:
        return size
    return size
