"""The lines above an article's first sentence: title, standfirst, byline, date, publication."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.readers import signals
from index.readers.furniture import is_furniture
from index.readers.signals import Signal
from index.readers.titles import looks_like_title

_LONGEST_HEAD = 14
"""Lines looked at; a labelled head of ten fields with a title and a standfirst fits."""
_STANDFIRST_WORDS = 60
_SEEN_BELOW = 5
"""Lines under a first line among which a byline says that the first is the title, not a name."""
_AGENCY = re.compile(r"\b(?:wire|agency|service|association|press)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body, and how many lines it takes."""

    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    date: dt.date | None = None
    url: str | None = None
    language: str | None = None
    used: int = 0


def parse(lines: Sequence[str], title: str | None = None) -> Head:
    """The head of an article given as its first lines, each whole.

    A line is only taken where it clearly is no prose: losing a sentence is worse than keeping a byline.

    Args:
        lines: The article's lines in order, without blank ones.
        title: The title where it is known already; then no line is taken for it, but one that repeats it.
    """
    read = _without_items(lines[:_LONGEST_HEAD], [signals.read(line) for line in lines[:_LONGEST_HEAD]])
    head, at = Head(title=title), 0
    while at < len(read):
        signal, line = read[at], lines[at]
        if is_furniture(line) or (head.title and _same(line, head.title)):
            at += 1
        elif signal and _may_take(head, signal, lines[at:], read[at:]):
            head, at = merged(head, signal), at + 1
        elif head.title is None and looks_like_title(line) and at + 1 < len(lines):
            head, at = replace(head, title=line), at + 1
        else:
            taken = _standfirst(head, lines[at:], read[at:])
            if not taken:
                break
            head, at = replace(head, standfirst=" ".join(lines[at : at + taken])), at + taken
    return replace(head, used=at)


def _without_items(lines: Sequence[str], read: Sequence[Signal | None]) -> list[Signal | None]:
    """What the lines say, but for items of a list: "- PLAIN FLOUR" above "- salt" is nobody's name."""
    items = [line.startswith(("- ", "* ", "• ")) for line in lines]
    odd = [item and signal is None for item, signal in zip(items, read, strict=True)]
    beside = [any(odd[max(0, at - 1) : at + 2]) for at in range(len(lines))]
    return [None if items[at] and beside[at] else signal for at, signal in enumerate(read)]


def _may_take(head: Head, signal: Signal, lines: Sequence[str], read: Sequence[Signal | None]) -> bool:
    """Whether the first line is to be read as a signal where it stands.

    Below the title, a bare name or publication needs a signal before or after it.
    """
    if head.title is None:
        return _may_stand_first(signal, lines, read)
    begun = bool(head.authors or head.date or head.source)
    return signal.certain or begun or (len(read) > 1 and read[1] is not None)


def _may_stand_first(signal: Signal, lines: Sequence[str], read: Sequence[Signal | None]) -> bool:
    """Whether a line above any title is a signal and not the title itself.

    A line that can only be a byline or a date is no title, whatever follows; but of two bylines the first is
    one. A bare name or publication may be the title, so another has to follow, and no byline for it.
    """
    following = read[1] if len(read) > 1 else None
    signed = bool(following and following.certain)
    masthead = signal.source and signal.section
    if signal.title or signal.standfirst or signals.labelled(lines[0]) or signal.url or masthead:
        return True
    if signal.certain:
        return bool(signal.date) or not (signed and following and following.authors)
    if signal.authors and any(below and below.certain and below.authors for below in read[1:_SEEN_BELOW]):
        return False
    return not signed and len(lines) > 1 and (following is not None or looks_like_title(lines[1]))


def merged(head: Head, signal: Signal) -> Head:
    """`head` with what `signal` says and it does not say yet."""
    agency = (signal.source,) if head.source and signal.source and _AGENCY.search(signal.source) else ()
    return replace(
        head,
        title=head.title or signal.title,
        standfirst=head.standfirst or signal.standfirst,
        authors=head.authors or signal.authors or agency,
        source=head.source or signal.source,
        section=head.section or signal.section,
        date=head.date or signal.date,
        url=head.url or signal.url,
        language=head.language or signal.language,
    )


def _standfirst(head: Head, lines: Sequence[str], read: Sequence[Signal | None]) -> int:
    """How many lines, 0 to 2, are a standfirst: short ones between the title and a certain byline or date."""
    if head.title is None or head.standfirst or head.authors:
        return 0
    for count in (1, 2):
        if len(lines[count - 1].split()) > _STANDFIRST_WORDS or len(lines) <= count + 1:
            return 0
        signal = read[count] if count < len(read) else None
        if signal and signal.certain and (signal.authors or (signal.date and not head.date)):
            return count
    return 0


def _same(line: str, title: str) -> bool:
    return line.strip(" .").casefold() == title.strip(" .").casefold()
