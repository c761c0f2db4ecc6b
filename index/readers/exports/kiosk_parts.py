"""Where one article of a kiosk's export ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers import captions, signals
from index.readers.exports import mastheads
from index.readers.exports.mastheads import Masthead
from index.readers.titles import looks_like_title

CATALOGUE = re.compile(
    r"(?:newspapers (?:in|from) [^.\n]{2,60}|(?:www\.)?pressreader(?:\.com)?(?: \+?[\d ]{6,20})?|"
    r"printed and distributed by pressreader.{0,80}|original copy(?:\W+original copy)*.{0,40}|"
    r"copyright and protected by applicable law.{0,40}|"
    r"(?:©|\(c\)|copyright\W{1,3}(?:©|\(c\)|\d{4})).{0,160}|copyright .{0,120}all rights reserved\.?|"
    r"all rights reserved\.?)",
    re.IGNORECASE,
)
"""A whole line of a kiosk's catalogue or a paper's notice of copyright."""
_SEPARATOR = re.compile(r"([_=\-–—*~#•])(?:\s?\1){4,}")
_PAGE_LABEL = re.compile(r"(?:article name|start page|end page|issue date)\s*:", re.IGNORECASE)
_NAME_LABEL = re.compile(r"(?:article (?:name|title)|headline|title)\s*:", re.IGNORECASE)
_PROSE_WORDS = 10
_FEWEST_WORDS = 2
_PROSE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SEEN_ABOVE = 3
_SEEN_BELOW = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an export, and whether it begins a block."""

    text: str
    opens: bool


def is_catalogue(line: str) -> bool:
    """Whether a whole line belongs to the kiosk's catalogue, or only parts two articles."""
    line = line.strip()
    return bool(CATALOGUE.fullmatch(line) or _SEPARATOR.fullmatch(line))


def is_prose(line: str) -> bool:
    """Whether `line` is a sentence of ten words or more."""
    return len(line.split()) >= _PROSE_WORDS and bool(_PROSE_END.search(line))


def ends_as_prose(line: str) -> bool:
    """Whether `line` ends as a sentence does; where a headline would stand, a short one is prose too."""
    return len(line.split()) >= _FEWEST_WORDS and bool(_PROSE_END.search(line))


def split(parts: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """The blocks of an export, article by article; a part without prose stays with the one before it."""
    lines = [Line(text, at == 0) for block in parts for at, text in enumerate(block)]
    opened = starts(lines)
    bounds = [0, *[at for at in opened if at > 0], len(lines)]
    pieces: list[list[Line]] = []
    for start, end in pairwise(bounds):
        piece = lines[start:end]
        if pieces and not any(is_prose(line.text) for line in piece):
            pieces[-1] += piece
        elif piece:
            pieces.append(piece)
    return [_blocks(piece) for piece in pieces]


def starts(lines: Sequence[Line]) -> list[int]:
    """The numbers of the lines that open articles, the first of them only where it is a masthead or label."""
    first, used = mastheads.top([line.text for line in lines[:_SEEN_BELOW]])
    labelled = any(_NAME_LABEL.match(line.text) for line in lines[:_SEEN_BELOW])
    found: list[int] = []
    for at in range(len(lines)):
        if found and at - found[-1] < 2:
            continue
        headed = _is_masthead(lines, at, first if used else Masthead())
        if headed or (labelled and _is_labelled(lines, at)) or _is_titled(lines, at):
            found.append(at)
    return found


def _is_masthead(lines: Sequence[Line], at: int, first: Masthead) -> bool:
    """Whether a masthead stands at line `at`, with a headline or a byline below it.

    After the first it has to name the same paper as that one, or to follow the end of an article; a known
    paper with a known section needs neither, where the file begins with such a line.
    """
    line = lines[at]
    if not line.text[:1].isalnum() or len(line.text) > 140:
        return False
    found, used = mastheads.top([one.text for one in lines[at : at + _SEEN_BELOW]])
    opened = at == 0 or _ended(lines, at)
    if not used or not (
        _headed(lines, at + used)
        or (opened and any(is_prose(one.text) for one in lines[at + used : at + used + 1]))
    ):
        return False
    if opened:
        return True
    alone = used == 1 and found.told < 2
    same = first.source is not None and found.source == first.source and not alone
    certain = found.known and first.known and found.section is not None and first.section is not None
    return line.opens and (same or (certain and not alone))


def _headed(lines: Sequence[Line], at: int) -> bool:
    """Whether a headline or a byline is what line `at` begins."""
    if at >= len(lines):
        return False
    text = lines[at].text
    signal = signals.read(text)
    return looks_like_title(text) or bool(signal and signal.certain)


def _is_labelled(lines: Sequence[Line], at: int) -> bool:
    """Whether line `at` is the first of a run of labels that holds the article's name."""
    if signals.labelled(lines[at].text) is None or (at and signals.labelled(lines[at - 1].text)):
        return False
    run = at
    while run < len(lines) and signals.labelled(lines[run].text):
        run += 1
    return any(_NAME_LABEL.match(line.text) for line in lines[at:run])


def _ended(lines: Sequence[Line], at: int) -> bool:
    """Whether an article has ended above line `at`: catalogue, separator or the kiosk's captions."""
    above = lines[max(0, at - _SEEN_ABOVE) : at]
    if not above:
        return False
    if is_catalogue(above[-1].text):
        return True
    marked = any(captions.MARKED.match(line.text) for line in above[-2:])
    return lines[at].opens and (marked or bool(_PAGE_LABEL.match(above[-1].text)))


def _is_titled(lines: Sequence[Line], at: int) -> bool:
    """Whether a headline follows the end of an article at line `at`, a byline or a day right below it."""
    if at == 0 or not _ended(lines, at):
        return False
    text = lines[at].text
    if is_catalogue(text) or not looks_like_title(text) or captions.is_marked(text):
        return False
    if mastheads.is_label(text) or mastheads.parse(lines[at + 1].text if at + 1 < len(lines) else ""):
        return False
    for line in lines[at + 1 : at + _SEEN_BELOW]:
        signal = signals.read(line.text)
        if signal and signal.certain and (signal.authors or signal.date):
            return True
        if is_prose(line.text) and len(line.text.split()) > 40:
            return False
    return False


def _blocks(lines: Sequence[Line]) -> list[list[str]]:
    blocks: list[list[str]] = []
    for line in lines:
        if line.opens or not blocks:
            blocks.append([])
        blocks[-1].append(line.text)
    return blocks
