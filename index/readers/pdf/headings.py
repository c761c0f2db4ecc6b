"""Which paragraphs of a PDF are headings, told by their letters and by what stands below."""

import re
from collections.abc import Sequence

from index.readers import headings, signals
from index.readers.names import is_name
from index.readers.pdf.paragraphs import Paragraph

_LARGER = 1.12
"""So many times as large as the body; less may be the rounding of another program."""
_AS_LARGE = 0.05
_LONGEST = 100
"""Characters, and lines: what is longer may be a standfirst, a pull quote or a notice."""
_MOST_LINES = 2
_PROSE = 60
"""Characters that a paragraph has at least which a heading stands over."""
_ENDS = re.compile(r"[.,;:!…–—-][\"'”’»)\]]*$")
_BEGINS = re.compile(r"[A-ZÀ-Þ0-9]")
_TOP = 2
"""The level of the largest: the first is the title's."""


def marked(paragraphs: Sequence[Paragraph], usual: float) -> list[headings.Paragraph]:
    """All paragraphs of a body, the headings among them with their level: the larger, the higher.

    Only what can be nothing else is one: a line or two that are larger than the body or bold where it is not,
    end like no sentence, name nobody, and stand right over a paragraph of the body.

    Args:
        paragraphs: In reading order.
        usual: The size of the body's letters.
    """
    below = [*paragraphs[1:], None]
    chosen = [
        _may_be_heading(one, usual) and after is not None and _is_prose(after, usual)
        for one, after in zip(paragraphs, below, strict=True)
    ]
    looks = {_look(one) for one, is_heading in zip(paragraphs, chosen, strict=True) if is_heading}
    levels = {look: level for level, look in enumerate(sorted(looks, reverse=True), _TOP)}
    return [
        headings.Paragraph(one.text, levels[_look(one)] if is_heading else 0)
        for one, is_heading in zip(paragraphs, chosen, strict=True)
    ]


def _look(paragraph: Paragraph) -> tuple[float, bool]:
    """Size, to half a point, and weight."""
    return round(2 * paragraph.size) / 2, paragraph.bold


def _may_be_heading(paragraph: Paragraph, usual: float) -> bool:
    text = paragraph.text
    larger = paragraph.size >= _LARGER * usual
    if not larger and not (paragraph.bold and paragraph.size >= (1 - _AS_LARGE) * usual):
        return False
    if paragraph.rows or len(paragraph.lines) > _MOST_LINES or len(text) > _LONGEST:
        return False
    if sum(letter.isalpha() for letter in text) < 3 or not _BEGINS.match(text) or _ENDS.search(text):
        return False
    if signals.read(text) is not None:
        return False
    return larger or not (text.endswith("?") or is_name(text))


def _is_prose(paragraph: Paragraph, usual: float) -> bool:
    """Whether a paragraph is of the body: of its size, not bold, and long enough to be one."""
    alike = abs(paragraph.size - usual) <= _AS_LARGE * usual and not paragraph.bold
    return alike and not paragraph.rows and len(paragraph.text) >= _PROSE
