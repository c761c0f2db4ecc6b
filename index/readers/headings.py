"""Which paragraphs of a text are headings, and where they come to stand in its body."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.records import Heading

DEEPEST = 6
"""Levels, as HTML and Markdown count them; what lies deeper counts as the last."""
LONGEST = 200
"""Characters; a longer paragraph that is set as a heading is prose in large letters."""
_MOST = 0.5
"""Of the characters of a body; where headings have more, it is its prose that is set as headings."""
_BREAK = "\n\n"
"""What `index.readers.blocks.join` sets between two paragraphs of a body."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as its format has it."""

    text: str
    level: int = 0
    """1 for a heading of the first level, and so on; 0 for what is no heading."""


def placed(kept: Sequence[str], found: Iterable[Paragraph]) -> tuple[Heading, ...]:
    """The headings of the body that is made of `kept`, in its order.

    Between finding paragraphs and keeping them, readers leave some out and change no other: so each that is
    kept is the next of the same words among those found. One that is not found at all is no heading.

    Args:
        kept: The paragraphs that `index.readers.blocks.join` makes the body of.
        found: All paragraphs, in the same order.
    """
    said = list(found)
    if not any(paragraph.level for paragraph in said):
        return ()
    headings = tuple(_placed([text for text in kept if text.strip()], said))
    size = sum(heading.end - heading.start for heading in headings)
    return headings if size <= _MOST * sum(map(len, kept)) else ()


def _placed(kept: Sequence[str], found: Sequence[Paragraph]) -> Iterator[Heading]:
    numbers: dict[str, list[int]] = {}
    for number, paragraph in enumerate(found):
        numbers.setdefault(paragraph.text, []).append(number)
    start, following = 0, 0
    for text in kept:
        same = numbers.get(text, [])
        at = bisect_left(same, following)
        if at < len(same):
            following = same[at] + 1
            level = min(found[same[at]].level, DEEPEST)
            if level and len(text) <= LONGEST and _BREAK not in text:
                yield Heading(start, start + len(text), level)
        start += len(text) + len(_BREAK)
