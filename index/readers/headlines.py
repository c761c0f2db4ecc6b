"""Headlines that a page sets over several lines, made one line again."""

import re
from collections.abc import Sequence

from index.readers import signals
from index.readers.furniture import is_furniture
from index.readers.titles import looks_like_title

_HANGING = re.compile(
    r"(?:\b(?:an?|the|of|for|by|with|from|as|and|or|but|nor|than|into|against|between|without|his|her|its|their|our|"
    r"my|are|were|that|when|while)|[,:&/–—-])$",
    re.IGNORECASE,
)
"""The end of a line that a headline cannot end with; it can with the "in" and "on" of "moves in", "go on"."""
_OPENED = re.compile(r"[“«„][^”»]*$|(?<!\w)‘[^’]*$")
_MOST_LINES = 4
_MOST_WORDS = 30
_LOOKED_AT = 6
"""Lines among which the headline is looked for: masthead, date and section may stand above it."""


def whole(parts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Blocks of lines, the headline among the first few lines as one line.

    A second line belongs to it where it stands right below, the first cannot end there, or both stand in
    capitals. Anything else right below may be a standfirst.
    """
    seen = 0
    found = [list(block) for block in parts]
    for block in found:
        for at, line in enumerate(block):
            if seen >= _LOOKED_AT:
                return found
            seen += 1
            if _may_be_headline(line):
                count = _lines(block[at : at + _MOST_LINES + 3])
                block[at : at + count] = [" ".join(block[at : at + count])]
                return found
    return found


def _may_be_headline(line: str) -> bool:
    return not is_furniture(line) and signals.read(line) is None and _opens(line)


def _opens(line: str) -> bool:
    """Whether a headline could begin with `line`; it may end in a comma or colon there."""
    return looks_like_title(line) or (line.endswith((",", ":")) and looks_like_title(line[:-1]))


def _lines(block: Sequence[str]) -> int:
    """How many of the lines of `block`, from its first, are the headline."""
    count = 1
    while count < min(len(block), _MOST_LINES):
        so_far, line = " ".join(block[:count]), block[count]
        if len(f"{so_far} {line}".split()) > _MOST_WORDS or not _opens(line):
            break
        if so_far.endswith(":") and len(block) > _MOST_LINES:
            break  # the heading of a list
        if not (_HANGING.search(so_far) or _OPENED.search(so_far) or _is_capitals(so_far, line)):
            break
        if _is_signed(block[count:]):
            break
        count += 1
    return count


def _is_capitals(first: str, second: str) -> bool:
    return first.isupper() and second.isupper() and min(len(first.split()), len(second.split())) >= 2


def _is_signed(lines: Sequence[str]) -> bool:
    """Whether the first line is a byline or date; a bare name is one if no certain one is below it."""
    signal = signals.read(lines[0])
    if signal is None or signal.certain:
        return signal is not None
    below = (signals.read(line) for line in lines[1:4])
    return not any(other and other.certain and other.authors for other in below)
