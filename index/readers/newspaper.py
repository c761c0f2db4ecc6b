"""Newspaper exports: articles as a digital kiosk copies them out of a printed page.

Their shape: a line "The Paper - Section", the headline, perhaps a standfirst, a byline that begins with a
dash and sets names in capitals among places, the body, then what else stood on the page: pull quotes,
captions with the agency between question marks, each caption once more, and the kiosk's catalogue.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.readers import bylines, head, pullquotes
from index.readers.blocks import blocks, join, paragraphs, words
from index.readers.draft import Draft
from index.readers.furniture import is_furniture
from index.readers.head import Head
from index.readers.plain import draft, take_end, without_first
from index.readers.titles import looks_like_title, masthead, publication_cased, shaped_as_masthead

_CREDIT = re.compile(r"\?\?\s*(?P<credit>[^?]{0,80}?)\s*\?\?\s*(?P<caption>.*)")
_CATALOGUE = re.compile(
    r"^\s*(?:newspapers (?:in|from) [^.\n]{2,60}|pressreader(?:\.com)?)\s*$", re.IGNORECASE | re.MULTILINE
)
_CREDIT_WORDS = 8
"""The most words a repeated caption may have before or after it, such as "EPA" or "JANE DOE The Paper"."""


def is_export(text: str) -> bool:
    """Whether `text` shows two of the four marks: masthead, byline after a dash, credit marks, catalogue."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return False
    top = lines[1:8]
    marks = (
        bool(masthead(lines[0]) or (shaped_as_masthead(lines[0]) and looks_like_title(lines[0]))),
        any(line.startswith(("- ", "– ")) and _is_byline(line) for line in top),
        bool(_CREDIT.search(text)),
        bool(_CATALOGUE.search(text)),
    )
    return sum(marks) >= 2


def read(text: str) -> tuple[Draft, ...]:
    """The articles of an export, in order; their captions and pull quotes are not in their bodies."""
    parts = blocks(text)
    starts = [at for at in range(len(parts)) if _starts_article(parts, at)]
    bounds = [0, *[at for at in starts if at > 0], len(parts)]
    pieces = [parts[start:end] for start, end in pairwise(bounds)]
    return tuple(_article(piece) for piece in pieces if piece)


def _starts_article(parts: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a block opens an article: a masthead line, then a title, and before it the end of another.

    The end of another is told by its catalogue or credit marks, or by the file's first masthead naming the
    same paper; a title with a dash in the middle of a body is neither.
    """
    line = parts[at][0]
    found = shaped_as_masthead(line)
    if found is None or not looks_like_title(line):
        return False
    following = parts[at][1] if len(parts[at]) > 1 else (parts[at + 1][0] if at + 1 < len(parts) else "")
    if not looks_like_title(following):
        return False
    first = shaped_as_masthead(parts[0][0])
    ended = at == 0 or any(_CATALOGUE.match(last) or _CREDIT.search(last) for last in parts[at - 1])
    return ended or bool(first and first[0] == found[0])


def _article(parts: list[list[str]]) -> Draft:
    opening = shaped_as_masthead(parts[0][0]) if looks_like_title(parts[0][0]) else None
    if opening and (masthead(parts[0][0]) or _has_title_below(parts)):
        parts = without_first(parts, 1)
    else:
        opening = None
    parts, captions = _without_captions(parts)
    lines = [line for block in parts for line in block]
    top = _head(lines)
    if opening:
        top = replace(top, source=publication_cased(opening[0]), section=opening[1])
    rest = [[line for line in block if not is_furniture(line)] for block in without_first(parts, top.used)]
    rest, end = take_end([block for block in rest if block], top)
    body = pullquotes.without(paragraphs(rest), [top.title or "", top.standfirst or "", *captions])
    return replace(draft(top, end, join(body)), captions=tuple(captions))


def _has_title_below(parts: Sequence[Sequence[str]]) -> bool:
    lines = [line for block in parts[:3] for line in block]
    return len(lines) > 2 and looks_like_title(lines[1])


def _head(lines: Sequence[str]) -> Head:
    """The head, where every short line between headline and byline belongs to the standfirst."""
    byline = next((at for at, line in enumerate(lines[1:6], 1) if _is_byline(line)), 0)
    between = lines[1:byline] if byline else ()
    if not between or any(len(line.split()) > 60 for line in between) or not looks_like_title(lines[0]):
        return head.parse(lines)
    below = head.parse([lines[0], *lines[byline:]])
    if below.title != lines[0]:
        return head.parse(lines)
    dated = head.parse([lines[0], *between, lines[byline]])
    standfirst = dated.standfirst if dated.used == byline + 1 else " ".join(between)
    return replace(
        below, standfirst=standfirst, date=below.date or dated.date, used=below.used + len(between)
    )


def _is_byline(line: str) -> bool:
    found = bylines.parse(line)
    return found is not None and found.certain


def _without_captions(parts: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Blocks without captions, and the captions, each once."""
    captions: list[str] = []
    for line in (line for block in parts for line in block):
        credit = _CREDIT.search(line)
        caption = (credit["caption"] or credit["credit"]).strip() if credit else ""
        if caption and caption not in captions:
            captions.append(caption)
    told = [words(caption) for caption in captions]
    kept = [[line for line in block if not _is_caption(line, told)] for block in parts]
    return [block for block in kept if block], captions


def _is_caption(line: str, captions: Sequence[tuple[str, ...]]) -> bool:
    """Whether `line` carries credit marks or says a known caption again beside a credit."""
    if _CREDIT.search(line):
        return True
    said = words(line)
    return any(
        caption and len(said) <= len(caption) + _CREDIT_WORDS and _contains(said, caption)
        for caption in captions
    )


def _contains(said: tuple[str, ...], caption: tuple[str, ...]) -> bool:
    return any(said[at : at + len(caption)] == caption for at in range(len(said) - len(caption) + 1))
