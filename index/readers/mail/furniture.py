"""Lines of a newsletter that are none of its articles: how to leave it, read it elsewhere, pass it on."""

import re
from collections.abc import Sequence

from index.readers import furniture
from index.readers.blocks import words
from index.readers.dates import MONTH_NUMBERS
from index.readers.mail import phrases

_BROWSER = re.compile(phrases.BROWSER, re.IGNORECASE | re.VERBOSE)
_TROUBLE = re.compile(phrases.TROUBLE, re.IGNORECASE | re.VERBOSE)
_WHOLE_LINES = re.compile(
    rf"(?:{phrases.TROUBLE}|{phrases.ENGLISH}|{phrases.OTHERS})\s*[:»›→>.!]*", re.IGNORECASE | re.VERBOSE
)
_LEGAL = re.compile(phrases.LEGAL, re.IGNORECASE | re.VERBOSE)
_LEAVING = re.compile(phrases.LEAVING, re.IGNORECASE | re.VERBOSE)
"""What only the foot of a newsletter says."""
_SEPARATORS = re.compile(r"\s*(?:[|·•‖]|\s[-–—/~]{1,2}\s|,\s(?=[A-Z]))\s*")
_ADDRESSED = re.compile(r"https?://\S+|\S+@\S+\.\w+|www\.\S+")
_BARE = " \t*_›»>→←<-–—[](){}:.,!|·•"
_FOOT_SHARE = 0.25
"""Of a newsletter's words at most so many are its foot."""
_FOOT_WORDS = 150
_SENTENCE = 14
"""Words; a foot has lines of fewer, or lines that are known to be its own."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_STREET = re.compile(
    r"\d.*\b(?:street|st|avenue|ave|road|rd|suite|ste|floor|square|lane|boulevard|blvd|drive|dr|rue|via|calle)\b|"
    r"\b(?:street|road|avenue|square|lane|rue|via|calle|\w*stra(?:ß|ss)e|\w*str\.)\b.*\d|\bp\.?\s?o\.? box\b",
    re.IGNORECASE | re.DOTALL,
)
_STREET_LINES = 5
_LONGEST = 420
_LONGEST_LEGAL = 4_000
_MONTH = "|".join(MONTH_NUMBERS)
_DAY = re.compile(
    rf"(?:\w{{2,10}},? )?(?:(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\.? (?:{_MONTH}))\.?",
    re.IGNORECASE,
)
"""A day without its year, which stands below the title of letters."""
_PREHEADER = 4
"""Paragraphs among which the line stands that a list of mails shows beside the subject."""


def leads_to_browser(line: str) -> bool:
    """Whether `line` offers to show the letter on the web."""
    pieces = (line, *_SEPARATORS.split(line[:_LONGEST]))
    if any(_BROWSER.fullmatch(_bare(piece)) for piece in pieces):
        return True
    return bool(_TROUBLE.match(line)) and any(word in line.lower() for word in ("browser", "online", "web"))


def is_furniture(line: str) -> bool:
    """Whether a whole line speaks of the letter as a letter, and not of the news in it."""
    if len(line) <= _LONGEST_LEGAL and _LEGAL.match(line.strip(_BARE)):
        return True
    if not line.strip() or len(line) > _LONGEST:
        return False
    whole = _bare(line)
    if not whole or _is_known(whole):
        return True
    pieces = [piece for piece in map(_bare, _SEPARATORS.split(whole)) if piece]
    known = sum(_is_known(piece) for piece in pieces)
    return (
        len(pieces) > 1 and known > 0 and all(len(piece.split()) <= 4 or _is_known(piece) for piece in pieces)
    )


def without(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs of a newsletter without its furniture, its foot and the line before its beginning."""
    foot = _foot(paragraphs)
    kept: list[str] = []
    for paragraph in paragraphs[:foot]:
        lines = [line for line in paragraph.split("\n") if not is_furniture(line)]
        if lines:
            kept.append("\n".join(lines))
    if foot < len(paragraphs) and len(kept) > 1 and _is_street(kept[-1]):
        kept.pop()
    return _without_preheader(kept)


def _is_known(text: str) -> bool:
    return bool(_WHOLE_LINES.fullmatch(text) or _BROWSER.fullmatch(text)) or furniture.is_furniture(text)


def _bare(line: str) -> str:
    return " ".join(_ADDRESSED.sub("", line).split()).strip(_BARE)


def _foot(paragraphs: Sequence[str]) -> int:
    """Where the foot begins: at the first line from which on no paragraph is prose."""
    sizes = [len(paragraph.split()) for paragraph in paragraphs]
    most = min(_FOOT_WORDS, max(30, int(_FOOT_SHARE * sum(sizes))))
    at, words_below, leaving = len(paragraphs), 0, len(paragraphs)
    while at > 1 and (is_furniture(paragraphs[at - 1]) or not _is_prose(paragraphs[at - 1], sizes[at - 1])):
        at -= 1
        words_below += 0 if is_furniture(paragraphs[at]) else sizes[at]
        if words_below > most:
            break
        if _LEAVING.search(paragraphs[at]) and sizes[at] <= _FOOT_WORDS:
            leaving = at
    return leaving


def _is_prose(paragraph: str, size: int) -> bool:
    return "\n" not in paragraph and size >= _SENTENCE and bool(_SENTENCE_END.search(paragraph))


def _is_street(paragraph: str) -> bool:
    """Whether a last paragraph is the name and street that stand above the way out."""
    few = paragraph.count("\n") < _STREET_LINES and len(paragraph.split()) <= 2 * _SENTENCE
    return few and bool(_STREET.search(paragraph)) and not _SENTENCE_END.search(paragraph)


def _without_preheader(paragraphs: list[str]) -> list[str]:
    """The paragraphs without a first one that only begins a later one over again, or is the day."""
    told = [words(paragraph) for paragraph in paragraphs]
    repeated = {
        at
        for at, said in enumerate(told[:_PREHEADER])
        if len(said) >= 4 and any(other[: len(said)] == said for other in told[at + 1 :])
    }
    return [
        paragraph
        for at, paragraph in enumerate(paragraphs)
        if at not in repeated and not (at < _PREHEADER and _DAY.fullmatch(paragraph))
    ]
