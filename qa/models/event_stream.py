"""Server-sent events: blocks of bytes, as they come → the data of each event."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator

LONGEST_EVENT = 1_000_000
"""Bytes; what a model says at a time is a word."""


def events(blocks: Iterable[bytes]) -> Iterator[str]:
    """Yield the data of each event, its lines joined by a newline.

    The format is that of the WHATWG's HTML standard, section 9.2.6: lines end in CR LF, LF or CR; one
    that begins with a colon is a comment that keeps the connection alive; an empty line ends the event.
    Fields other than `data` say nothing here. A line that breaks off is dropped; an event that only
    lacks its empty line is not.

    Args:
        blocks: The body, cut anywhere, also within a character.

    Raises:
        ValueError: An event is longer than `LONGEST_EVENT`.
    """
    data: list[str] = []
    size = 0
    for line in _lines(blocks):
        if not line:
            if data:
                yield "\n".join(data)
            data, size = [], 0
            continue
        name, _, value = line.partition(b":")
        if name == b"data":
            data.append(value.removeprefix(b" ").decode("utf-8", "replace"))
            size += len(line)
            _check(size)
    if data:
        yield "\n".join(data)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines that are complete, without their ends."""
    rest = b""
    first = True
    after_return = False
    for block in blocks:
        if after_return and block:
            block = block.removeprefix(b"\n")  # noqa: PLW2901 - the other half of CR LF
            after_return = False
        rest += block
        if first and BOM_UTF8.startswith(rest[:3]) and len(rest) < len(BOM_UTF8):
            continue
        if first:
            rest, first = rest.removeprefix(BOM_UTF8), False
        *lines, rest = rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        after_return = block.endswith(b"\r")
        _check(len(rest))
        yield from lines


def _check(size: int) -> None:
    if size > LONGEST_EVENT:
        raise ValueError(f"an event of more than {LONGEST_EVENT:,} bytes")
