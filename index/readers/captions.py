"""Captions that stand among the paragraphs of an article, told by the credit of their picture."""

import re
from collections.abc import Sequence

from index.readers.blocks import words
from index.readers.names import agency, is_capitals, is_name
from index.readers.titles import is_publication

MARKED = re.compile(r"\s{0,4}\?\?\s{0,4}(?P<credit>[^?\n]{0,80}?)\s{0,4}\?\?[ \t]{0,4}(?P<caption>.*)")
"""A kiosk's caption: its credit between question marks, as in "?? EPA ?? Ships wait"."""
_PICTURE = r"(?:(?:main|top|file|above|below)\s+)?(?:photo(?:graph)?|picture|pic|image|illustration)s?"
_LABELLED = re.compile(
    rf"(?:{_PICTURE}(?:\s+credits?)?|captions?)\s*:\s*(?:by\s+)?(?P<rest>\S.*)", re.IGNORECASE
)
_TAKEN_BY = re.compile(rf"{_PICTURE}\s+(?:by|courtesy\s+of)\s+(?P<credit>\S.*)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<caption>.{15,}?[.!?”’\"])\s+(?P<credit>(?:[^\W\d_a-z][^\s\da-z]+\s+){1,3}/\s*[^/|]{2,40})"
)
_SLASHED = re.compile(
    r"(?P<caption>.{15,}?)(?:\s[/|]|(?<=[.!?”’\"])/)\s*(?P<credit>[^/|]{2,60}(?:/[^/|]{2,40})?)"
)
_PICTURED = re.compile(
    rf"(?P<caption>.{{15,}}?)\s*[(\[./|–—-]*\s*\b{_PICTURE}(?:\s+credit)?"
    r"(?:\s*:\s*(?:by\s+)?|\s+(?:by|courtesy\s+of)\s+)(?P<credit>[^:.]{2,60}?(?:/[^:.]{2,40})?)[)\].]*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?P<caption>.{15,}?)\s*[(\[](?P<credit>[^()\[\]]{2,60})[)\]]")
_ENDED = re.compile(
    r"(?P<caption>.{15,}?[^–—-])\s+(?P<credit>[A-Z]+\s+via\s+Getty\s+Images|"
    r"(?:[A-Z]+\s+(?:VIA|/)\s+)?(?:GETTY(?:\s+IMAGES)?|REUTERS|BLOOMBERG|XINHUA|"
    r"SHUTTERSTOCK|ALAMY|PA\s+WIRE|PA\s+IMAGES|AP\s+PHOTO|ASSOCIATED\s+PRESS)|(?<=[.!?”’\"]\s)(?:AFP|EPA|AP|PA|AAP))"
)
_IMAGE_SOURCES = frozenset(
    "getty images|getty|shutterstock|alamy|istock|pa wire|pa images|ap photo".split("|")
)
_MAY_END_SO = re.compile(r"[/|]|[)\]]\W*$|(?i:photo|pic|image|illustr)|[A-Z]{2}\W*$|Getty")
"""What the end of a line holds that ends in a credit; most paragraphs hold none of it."""
_LONGEST_CREDIT = 140
_ITEM = re.compile(r"(?:[-*•▪◦·]|\(?\d{1,3}[.)])\s")
_MOST_WORDS = 60
"""Of a caption; the longest describe a group of people from left to right."""
_CREDIT_WORDS = 8
"""The most words a repeated caption may have before or after it, such as "EPA" or "JANE DOE The Paper"."""
_KEY = 5
"""Words by which a repeated caption is looked up; a shorter one is repeated only by its very words."""
_HEAD_LINES = 2
"""A headline and what is right below it are no captions, but for the kiosk's marks."""
_BYLINE_LINES = 6
"""Lines among which a bare credit is a byline."""


def parted(parts: Sequence[Sequence[str]]) -> tuple[list[list[str]], tuple[str, ...]]:
    """Blocks of lines without captions and credits, and the captions, each once and without its credit."""
    captions: dict[str, None] = {}
    kept: list[list[str]] = []
    seen = 0
    for block in parts:
        left: list[str] = []
        for at, line in enumerate(block):
            caption = _caption(line) if seen >= _HEAD_LINES or "??" in line else None
            if caption is None and seen >= _BYLINE_LINES and _is_lone_credit(line):
                caption = _beside(block, at, left)
            seen += 1
            if caption is None:
                left.append(line)
            elif caption:
                captions[caption] = None
        kept.append(left)
    if not captions:
        return [block for block in kept if block], ()
    again = _Repeated(captions)
    kept = [[line for line in block if line not in captions and not again.holds(line)] for block in kept]
    return [block for block in kept if block], tuple(captions)


def without_credit(line: str) -> str:
    """A line that is known to be a caption, without the credit that may end it."""
    bracketed = _BRACKETED.fullmatch(line)
    if bracketed and _is_agency(bracketed["credit"]):
        return bracketed["caption"]
    return _uncredited(line) or line


def is_marked(line: str) -> bool:
    """Whether a line is a caption that names an agency or a picture, and can be nothing else."""
    return _caption(line) is not None


def _caption(line: str) -> str | None:
    """The caption that `line` is, without its credit: "" for a credit alone, `None` for anything else."""
    marked = MARKED.match(line)
    if marked:
        return (marked["caption"] or ("" if is_credit(marked["credit"]) else marked["credit"])).strip()
    if len(line.split()) > _MOST_WORDS or len(line) > 600 or _ITEM.match(line):
        return None
    bare = line.strip("()[]*_ ")
    taken_by = _TAKEN_BY.fullmatch(bare)
    if taken_by and is_credit(taken_by["credit"].rstrip(".")):
        return ""
    labelled = _LABELLED.fullmatch(bare)
    if labelled:
        rest = labelled["rest"]
        return "" if is_credit(rest) else (_uncredited(rest) or (rest if len(rest.split()) >= 4 else None))
    return _uncredited(line)


def _uncredited(line: str) -> str | None:
    """`line` without the credit that ends it, or `None` where none does."""
    if not _MAY_END_SO.search(line[-_LONGEST_CREDIT:]):
        return None
    for pattern in (_PICTURED, _NAMED, _SLASHED, _BRACKETED, _ENDED):
        found = pattern.fullmatch(line)
        if found is None or len(found["caption"].split()) < 3:
            continue
        named = is_credit(found["credit"])
        if pattern is _BRACKETED:
            named = found["credit"].strip().lower() in _IMAGE_SOURCES or ("/" in found["credit"] and named)
        elif pattern is _SLASHED:
            named = named and (_is_agency(found["credit"]) or found["credit"].isupper())
        if named:
            return found["caption"].rstrip(" ([|/–—-")
    return None


def is_credit(text: str) -> bool:
    """Whether `text` only says whose picture it is: "AFP", "Jane Doe / The Herald", "GETTY IMAGES"."""
    pieces = [piece.strip(" .") for piece in re.split(r"/|\bvia\b|\bfor\b|,|\|", text) if piece.strip(" .")]
    return 1 <= len(pieces) <= 3 and all(
        _is_agency(piece) or is_name(piece) or is_publication(piece) or _is_single_name(piece)
        for piece in pieces
    )


def _is_agency(text: str) -> bool:
    return any(
        agency(piece.strip()) is not None or piece.strip().lower() in _IMAGE_SOURCES
        for piece in (text, *re.split(r"/|\bvia\b", text))
    )


def _is_single_name(text: str) -> bool:
    """Whether `text` is one word in capitals or a "Supplied", "Handout", "File"."""
    return text.lower() in ("supplied", "handout", "file", "courtesy", "contributed") or (
        len(text.split()) == 1 and is_capitals(text) and len(text) > 2
    )


def _is_lone_credit(line: str) -> bool:
    capitals = line.isupper() or "/" in line
    return len(line.split()) <= 6 and capitals and _is_agency(line) and is_credit(line)


def _beside(block: Sequence[str], at: int, left: list[str]) -> str:
    """The caption above or below a credit in a block of two lines, taken out of `left`; else ""."""
    if len(block) == 2 and at == 1 and left and len(left[-1].split()) <= _MOST_WORDS:
        return left.pop()
    return ""


class _Repeated:
    """Captions looked up by their first words."""

    def __init__(self, captions: Sequence[str] | dict[str, None]) -> None:
        self._told: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for said in map(words, captions):
            self._told.setdefault(said[:_KEY], []).append(said)

    def holds(self, line: str) -> bool:
        """Whether `line` says one of the captions again, with no more than a credit beside it."""
        said = words(line)
        for at in range(min(len(said), _CREDIT_WORDS + 1)):
            for caption in self._told.get(said[at : at + _KEY], ()):
                more = len(said) - len(caption)
                if said[at : at + len(caption)] == caption and more <= (
                    _CREDIT_WORDS if len(caption) >= _KEY else 0
                ):
                    return True
        return False
