"""Articles as a digital newspaper kiosk copies them out of a printed page.

Their shape: a line "The Paper - Section", the headline, perhaps a standfirst, a byline that begins with a
dash and sets names in capitals among places, the body, then what else stood on the page: pull quotes,
captions with the agency between question marks, each caption once more, and the kiosk's catalogue.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers import bylines, captions, head, headlines, pullquotes, signals
from index.readers.blocks import blocks, join, paragraphs
from index.readers.draft import Draft
from index.readers.exports import kiosk_parts, mastheads
from index.readers.exports.kiosk_parts import Line, ends_as_prose, is_catalogue
from index.readers.exports.mastheads import Masthead
from index.readers.furniture import is_furniture
from index.readers.head import Head
from index.readers.plain import draft, take_end, without_first
from index.readers.signals import Signal
from index.readers.titles import looks_like_title

_KIOSK = re.compile(
    r"newspapers (?:in|from) |(?:www\.)?pressreader|printed and distributed by", re.IGNORECASE
)
_NAMED = re.compile(r"article name\s*:", re.IGNORECASE)
_PAGED = re.compile(r"\b(?:start page|end page|publication|issue date)\s*:", re.IGNORECASE)
_TABLE = re.compile(r"^article name\s*:[^\n]*;[^\n]*$", re.IGNORECASE | re.MULTILINE)
_TOP = 8
"""Lines among which a byline after a dash counts as a mark."""
_STANDFIRST_WORDS = 60
_BARE_STANDFIRST_WORDS = 6
_MOST_HEAD = 12


def is_export(text: str) -> bool:
    """Whether `text` shows two of the four marks: masthead, byline after a dash, credit marks, catalogue.

    Several mastheads of known papers, each over an article, are two marks; so is a table of an article's name
    and pages.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return False
    credited = any(captions.MARKED.match(line) for line in lines)
    catalogued = any(_KIOSK.match(line) and is_catalogue(line) for line in lines)
    opening = mastheads.parse(lines[0])
    marks = (
        bool(opening and (opening.known or credited or catalogued)),
        any(line.startswith(("- ", "– ")) and _is_byline(line) for line in lines[1:_TOP]),
        credited,
        catalogued,
    )
    tabled = any(_NAMED.match(line) for line in lines) and any(_PAGED.search(line) for line in lines)
    return tabled or sum(marks) >= 2 or _has_several(text, lines[:_TOP])


def read(text: str) -> tuple[Draft, ...]:
    """The articles of an export, in order; their captions and pull quotes are not in their bodies."""
    return tuple(_article(piece) for piece in kiosk_parts.split(blocks(_unrolled(text))))


def _has_several(text: str, top: Sequence[str]) -> bool:
    """Whether mastheads of known papers part the text into articles with prose.

    Args:
        text: The whole text.
        top: Its first lines.
    """
    if not mastheads.top(top)[0].known:
        return False
    parts = blocks(text)
    lines = [Line(line, at == 0) for block in parts for at, line in enumerate(block)]
    opened = (
        mastheads.top([line.text for line in lines[at : at + _TOP]])[0] for at in kiosk_parts.starts(lines)
    )
    return sum(one.known and one.told >= 2 for one in opened) >= 2 and len(kiosk_parts.split(parts)) >= 2


def _unrolled(text: str) -> str:
    """`text` with a field a line where "Article Name:…; Publication:…;" stands in one."""
    return _TABLE.sub(lambda found: re.sub(r"\s*;\s*(?=[A-Z][\w ]{2,20}:|$)", "\n", found.group()), text)


def _article(parts: list[list[str]]) -> Draft:
    parts = [[line for line in block if not is_catalogue(line)] for block in parts]
    parts = [block for block in parts if block]
    opening, used = _opening(parts)
    parts, told = captions.parted(headlines.whole(without_first(parts, used)))
    top = _head([line for block in parts for line in block], opening)
    rest = [
        [line for line in block if not is_furniture(line) and not mastheads.is_label(line)]
        for block in without_first(parts, top.used)
    ]
    rest, top = _without_table([block for block in rest if block], top)
    rest, end = take_end(rest, top)
    body = pullquotes.without(paragraphs(rest), [top.title or "", top.standfirst or "", *told])
    return replace(draft(top, end, join(body)), captions=told)


def _opening(parts: Sequence[Sequence[str]]) -> tuple[Masthead, int]:
    """The masthead above a headline, and its lines; an unknown one only with a headline below it."""
    lines = [line for block in parts[:_TOP] for line in block][:_TOP]
    found, used = mastheads.top(lines)
    if used and (found.known or (len(lines) > used + 1 and looks_like_title(lines[used]))):
        return found, used
    return Masthead(), 0


def _head(lines: Sequence[str], opening: Masthead) -> Head:
    """The head of an article below its masthead; lines between headline and byline are its standfirst."""
    top = Head(
        source=opening.source, section=opening.section, date=opening.date, authors=opening.authors, used=0
    )
    at = 0
    while at < min(len(lines), _MOST_HEAD):
        line, signal = lines[at], signals.read(lines[at])
        if is_furniture(line) or mastheads.is_label(line) or (top.title and line == top.title):
            at += 1
        elif signal and _may_take(top, signal, lines[at:], bool(opening.source)):
            top, at = head.merged(top, signal), at + 1
        elif top.title is None and looks_like_title(line) and at + 1 < len(lines):
            top, at = replace(top, title=line), at + 1
        elif _is_standfirst(top, lines[at:], bool(opening.source)):
            top, at = replace(top, standfirst=" ".join(filter(None, (top.standfirst, line)))), at + 1
        else:
            break
    return replace(top, used=at)


def _may_take(top: Head, signal: Signal, lines: Sequence[str], opened: bool) -> bool:
    """Whether the first of `lines` is a byline, a day or a label; under a masthead, a bare name is a byline.

    A bare name has to stand right above the prose, or above another such line.
    """
    below = signals.read(lines[1]) if len(lines) > 1 else None
    if top.title is None:
        named = signal.title or signal.standfirst or signals.labelled(lines[0])
        return bool(named) or (
            signal.certain and not (below and below.certain and below.authors and signal.authors)
        )
    if signal.certain:
        return not (top.authors and signal.authors)
    above = bool(top.date or top.authors) or opened
    return above and not top.authors and (below is not None or (len(lines) > 1 and ends_as_prose(lines[1])))


def _is_standfirst(top: Head, lines: Sequence[str], opened: bool) -> bool:
    """Whether the first of `lines` is a standfirst: a certain byline or day follows, or prose.

    A line with a full stop is prose itself unless the next but one at the latest signs it.
    """
    line = lines[0]
    if top.title is None or top.authors or len(line.split()) > _STANDFIRST_WORDS:
        return False
    title_like = looks_like_title(line)
    for below in lines[1 : 4 if title_like else 3]:
        signal = signals.read(below)
        if signal and signal.certain and (signal.authors or (signal.date and not top.date)):
            return True
    bare = opened and title_like and not top.standfirst and len(line.split()) >= _BARE_STANDFIRST_WORDS
    named = len(lines) > 2 and bylines.parse(lines[1]) is not None and ends_as_prose(lines[2])
    return bare and len(lines) > 1 and (named or ends_as_prose(lines[1]))


def _without_table(parts: list[list[str]], top: Head) -> tuple[list[list[str]], Head]:
    """Blocks without the table of name and pages at their end, and `top` with what it says."""
    end = len(parts)
    while end > 1 and all(signals.labelled(line) for line in parts[end - 1]):
        end -= 1
    fields = [line for block in parts[end:] for line in block]
    if not any(_NAMED.match(line) or _PAGED.match(line) for line in fields):
        return parts, top
    for line in fields:
        signal = signals.labelled(line)
        top = head.merged(top, signal) if signal else top
    return parts[:end], top


def _is_byline(line: str) -> bool:
    found = bylines.parse(line)
    return found is not None and found.certain
