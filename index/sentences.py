"""Text → sentences, as exact spans."""

import re
from collections.abc import Iterator

Span = tuple[int, int]
"""Start and exclusive end, as `str` indices."""

# Titles, ranks and streets, which a capital follows without a new sentence beginning.
_ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Mx Dr Prof Rev Hon St Gen Col Lt Maj Capt Cmdr Sgt Cpl Pte Adm Brig Sen Rep Gov Pres"
    " Messrs Mme Mlle Supt Det Insp Cllr Mt Ft Dept Univ vs cf ca approx e.g i.e".split()
)
# These end a sentence as often as not: they abbreviate where a number follows …
_BEFORE_NUMBERS = frozenset(
    "No Nos no nos Vol vol Art Sec Fig fig Ch pp p Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()
)
# … or where what follows does not begin as sentences do.
_EITHER_WAY = frozenset("a.m p.m Inc Ltd Co Corp Bros Jr Sr Ave Rd al".split())
_OPENERS = "\"'“‘«‹([{¿¡"
_CLOSERS = "\"'”’»›)]}"

_STOP = re.compile(rf"[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s)|[。！？]+[」』”’）]*")
_LINE = re.compile(r"[^\n]+")
_WORD_BEFORE = re.compile(r"[^\s(“\"‘\[]+$")
_DOTTED = re.compile(r"(\w\.)+\w")
_FUNCTION_WORDS = frozenset(
    "the a an in on at he she it they we i but and this that there when after for".split()
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the sentences of `text[start:end]`, in order, without outer white space.

    A line break always ends a sentence: the readers join wrapped lines, so one that is left parts
    paragraphs, headings, list items or table rows. Nothing but white space lies between spans.
    """
    stop = len(text) if end is None else end
    return [
        span
        for line in _LINE.finditer(text, start, stop)
        for span in _in_line(text, line.start(), line.end())
    ]


def _in_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, match.start(), match.end(), end):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, mark: int, after: int, end: int) -> bool:
    """Whether the stop at `text[mark:after]` ends a sentence that more text follows."""
    if text[mark] in "。！？":
        return True
    following = text[after:end].lstrip()
    if not following:
        return False
    first = following.lstrip(_OPENERS)[:1]
    if first.islower():
        return False
    if text[mark:after].rstrip(_CLOSERS) != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, mark - 24), mark)
    return word is None or not _abbreviated(word.group(), following)


def _abbreviated(word: str, following: str) -> bool:
    """Whether the full stop after `word` only abbreviates it."""
    if word in _ABBREVIATIONS:
        return True
    next_word = re.split(r"\W", following.lstrip(_OPENERS), maxsplit=1)[0]
    if word in _BEFORE_NUMBERS:
        return next_word.isdigit()
    if word in _EITHER_WAY or _DOTTED.fullmatch(word):
        return next_word.lower() not in _FUNCTION_WORDS
    return len(word) == 1 and word.isupper() and word != "I"  # an initial: "J. Rowling"
