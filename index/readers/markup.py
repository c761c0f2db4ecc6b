"""The source of a page before it is parsed: what no reader sees taken out, so that parsing stays quick."""

import html
import re
from collections.abc import Callable, Iterator

_RAW = re.compile(r"<(?P<end>/?)(?P<name>script|style)\b(?P<rest>[^<>]{0,2000})", re.IGNORECASE)
_DATA = re.compile(r"ld\+json", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]*)[^<>]{20000,}>")
"""A tag with more in it holds a picture or an application's state; many thousand attributes take minutes."""
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)[^<>]*>|<[!?][^<>]*>")
_BREAKING = frozenset(
    "address article aside blockquote body br dd div dl dt footer form h1 h2 h3 h4 h5 h6 head header hr html "
    "li main nav ol p pre section table td th title tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_DEEPEST = 250
"""libxml2 gives up at 256."""
_SPACES = re.compile(r"[^\S\n]+")
_LONG_SCRIPT = 10_000


def squeezed(source: str) -> str:
    """`source` without long scripts, style sheets and enormous tags; data for machines (JSON-LD) stays."""
    return _LONG_TAG.sub(r"<\1>", "".join(_without(source, _is_heavy)))


def is_too_deep(source: str) -> bool:
    """Whether more elements are open at once than a parser follows, which then sees nothing within them."""
    depth = 0
    for tag in _TAG.finditer(source):
        name = (tag["name"] or "").lower()
        if name and name not in _VOID:
            depth = max(0, depth - 1) if tag["end"] else depth + 1
            if depth > _DEEPEST:
                return True
    return False


def bare_lines(source: str) -> list[str]:
    """The text between the tags, a line where a block begins or ends: for pages too deep for a parser."""
    pieces: list[str] = []
    source, at = "".join(_without(source, lambda _opened, _end: True)), 0
    for tag in _TAG.finditer(source):
        pieces.append(source[at : tag.start()])
        pieces.append("\n" if (tag["name"] or "").lower() in _BREAKING else "")
        at = tag.end()
    pieces.append(source[at:])
    text = html.unescape("".join(pieces))
    return [line for part in text.split("\n") if (line := _SPACES.sub(" ", part).strip())]


def _without(source: str, dropped: Callable[[re.Match[str], int], bool]) -> Iterator[str]:
    """The pieces of `source` around the scripts and style sheets that are dropped, in one pass.

    Args:
        source: A page.
        dropped: Whether to drop one, given its start tag and where its end tag begins.
    """
    at = 0
    opened: re.Match[str] | None = None
    for found in _RAW.finditer(source):
        if opened is None:
            opened = None if found["end"] else found
        elif found["end"] and found["name"].lower() == opened["name"].lower():
            if dropped(opened, found.start()):
                yield source[at : opened.start()]
                at = source.find(">", found.end()) + 1 or len(source)
            opened = None
    yield source[at:]


def _is_heavy(opened: re.Match[str], end: int) -> bool:
    """Whether an element is no data for machines, and a style sheet or a long script."""
    if _DATA.search(opened["rest"]):
        return False
    return opened["name"].lower() == "style" or end - opened.end() > _LONG_SCRIPT
