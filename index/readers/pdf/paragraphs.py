"""The lines of all pages as paragraphs, joined across lines, columns and pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.readers import hyphens
from index.readers.pdf.lines import FLUSH, Line

_ITEM = re.compile(r"(?:[•▪◦·‣●■–*-]|\(?\d{1,2}[.)]|\(?[a-z]\))(?:\s|$)")
_BULLET = re.compile(r"[•▪◦·‣●■]\s*|[–*-]\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ENDS_LINE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_OPENS = re.compile(r"[\"“‘'«„(]*[A-ZÀ-Þ0-9]")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*(?:\|\s*)?\w{0,5}$")
_INDENT = 0.8
"""Of the size: how far the first line of a paragraph is set in, at least."""
_AS_LARGE = 0.12
"""Sizes that differ by a smaller share are one."""
_APART = 1.18
"""Of the usual distance of two lines: more is a new paragraph."""
_USUAL_LEADING = 1.25
"""Of the size; what is assumed where there are too few lines to tell."""
_WIDE_WORD = 1.25
"""A word may be so many times as wide as the same number of letters of its line is on average."""
_SKIPPED = 6
"""Captions, notes and quotations that may stand between two parts of a paragraph."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    parts: list[str] = field(default_factory=list)
    """What it says: one part for prose; one for each row of a table and each item of a list."""
    open: bool = False
    """Whether its last line reaches about to the edge of its column, so that it may go on elsewhere."""
    flush: bool = False
    """Whether its last line is justified, so that it does go on."""
    indented: bool = False
    """Whether its first line is set in."""
    width: float | None = None
    """Of its column; `None` where that has too few lines to tell."""

    @property
    def text(self) -> str:
        """Its words as they are read."""
        return "\n".join(part.replace("\x02", "-") for part in self.parts)

    @property
    def size(self) -> float:
        """The size of most of its lines."""
        return Counter(round(line.size, 1) for line in self.lines).most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(line.bold for line in self.lines)

    @property
    def rows(self) -> bool:
        """Whether it is a table or a list."""
        return self.lines[0].cells or bool(_ITEM.match(self.lines[0].text))


def assemble(regions: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of a text, in reading order; its tables and lists are one each.

    Args:
        regions: The lines of each column of each page, in reading order.
    """
    regions = [[line for line in region if not _LEADERS.search(line.text)] for region in regions]
    known = hyphens.words(line.text for region in regions for line in region)
    leading = _leading([pair for region in regions for pair in pairwise(region)]) or _USUAL_LEADING
    columns = [_paragraphs(region, leading, known) for region in regions]
    inner = [part for column in columns for part in column[1:] if len(part.lines) > 1 and not part.rows]
    indenting = len(inner) >= 3 and sum(part.indented for part in inner) > 0.5 * len(inner)
    found: list[Paragraph] = []
    for column in columns:
        _add(found, column, known, indenting)
    return found


def _leading(pairs: Sequence[tuple[Line, Line]]) -> float | None:
    """The distance of two lines of one paragraph as a multiple of their size; `None` where few tell it.

    Many paragraphs may be of one line, so it is one of the smaller distances.
    """
    ratios = [
        (line.base - before.base) / line.size
        for before, line in pairs
        if abs(line.size - before.size) < 0.5 and 0.9 * line.size < line.base - before.base < 3 * line.size
    ]
    return sorted(ratios)[len(ratios) // 5] if len(ratios) >= 4 else None


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the full lines of a column begin and end."""

    left: float
    edge: float
    justified: bool
    lines: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Column":
        """The column that these lines fill."""
        rights = sorted(line.right for line in lines)
        edge = rights[int(0.9 * (len(rights) - 1))]
        left = sorted(line.left for line in lines)[len(lines) // 10]
        agree = sum(abs(right - edge) < FLUSH for right in rights)
        return cls(left, edge, len(lines) >= 4 and agree >= 0.5 * len(lines), len(lines))


def _paragraphs(region: Sequence[Line], usual: float, known: Counter[str]) -> list[Paragraph]:
    """The paragraphs of one column."""
    if not region:
        return []
    leading = _leading(list(pairwise(region))) or usual
    column = _Column.of(region)
    groups: list[list[Line]] = [[region[0]]]
    for at, line in enumerate(region[1:], 1):
        if _begins(groups[-1], line, leading, replace(column, edge=_edge_at(region, at, column.edge))):
            groups.append([line])
        else:
            groups[-1].append(line)
    found: list[Paragraph] = []
    for group in groups:
        paragraph = _paragraph(group, column, known)
        if found and _are_one_list(found[-1], paragraph):
            found[-1].lines += group
            found[-1].parts += paragraph.parts
            found[-1].open = paragraph.open
        else:
            found.append(paragraph)
    return found


def _paragraph(group: list[Line], column: _Column, known: Counter[str]) -> Paragraph:
    last = group[-1]
    return Paragraph(
        group,
        [_said(group, known)],
        open=column.lines > 2 and last.right > column.edge - 3 * last.size,
        flush=column.justified and abs(last.right - column.edge) < FLUSH,
        indented=group[0].left - column.left > _INDENT * group[0].size,
        width=column.edge - column.left if column.lines > 2 else None,
    )


def _begins(group: Sequence[Line], line: Line, leading: float, column: _Column) -> bool:
    """Whether `line` begins a paragraph, the lines of the one before it being `group`.

    Args:
        group: At least one line.
        line: The line below them.
        leading: The usual distance of two lines as a multiple of their size.
        column: Where full lines begin and end.
    """
    before = group[-1]
    size = max(line.size, before.size)
    if (
        line.cells
        or before.cells
        or _ITEM.match(line.text)
        or abs(line.size - before.size) > _AS_LARGE * size
    ):
        return True
    if line.base - before.base > _APART * leading * line.size or line.bold != before.bold:
        return True
    ended = bool(_ENDS_LINE.search(before.text))
    set_in = line.left - before.left
    if len(group) == 1 and abs(set_in) < 0.1 * size:  # the paragraph before has but one line, set in as well
        set_in = line.left - column.left
    if set_in > _INDENT * size and ended and not _ITEM.match(group[0].text):
        return True
    if hyphens.BROKEN.search(before.text) or not (ended or _OPENS.match(line.text)):
        return False
    room = column.edge - before.right - 0.8 * size
    first = line.text.split(maxsplit=1)[0]
    return room > _WIDE_WORD * (line.right - line.left) * len(first) / len(line.text)


def _edge_at(region: Sequence[Line], at: int, edge: float) -> float:
    """How far right full lines go about the line numbered `at`: less far where a picture takes room.

    Args:
        region: The lines of a column.
        at: The number of the line that may begin a paragraph.
        edge: How far right the column goes.
    """
    near = region[max(0, at - 3) : at + 3]
    full = max(line.right for line in near)
    agree = sum(full - line.right < 0.3 * line.size for line in near)
    return full if agree >= 3 else edge


def _said(group: Sequence[Line], known: Counter[str]) -> str:
    """What the lines of one paragraph say, without the bullet of an item."""
    text = _BULLET.sub("", group[0].text, count=1) if _BULLET.match(group[0].text) else group[0].text
    for line in group[1:]:
        text = hyphens.glued(text, line.text, known)
    return text


def _are_one_list(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether two rows of a table, or two items, belong together."""
    if not (before.rows and paragraph.rows) or before.lines[0].cells != paragraph.lines[0].cells:
        return False
    last, first = before.lines[-1], paragraph.lines[0]
    return abs(first.size - last.size) < _AS_LARGE * last.size and first.base - last.base < 2.5 * last.size


def _add(found: list[Paragraph], region: Sequence[Paragraph], known: Counter[str], indenting: bool) -> None:
    """`region`'s paragraphs put behind those found, the first of its prose joined to what it goes on with."""
    for at, paragraph in enumerate(region[:_SKIPPED]):
        before = _goes_on(found, paragraph, bool(at), indenting)
        if before is not None:
            before.parts[-1] = hyphens.glued(before.parts[-1], paragraph.parts[0], known)
            before.lines += paragraph.lines
            before.open, before.flush = paragraph.open, paragraph.flush
            found += [*region[:at], *region[at + 1 :]]
            return
        if found and _is_as_large(found[-1], paragraph):
            break
    found += region


def _goes_on(
    found: Sequence[Paragraph], paragraph: Paragraph, apart: bool, indenting: bool
) -> Paragraph | None:
    """The paragraph whose sentence goes on in `paragraph`, the first prose of a column; or `None`.

    Right before it stands the end of the last column, else captions, notes and quotations in another size.

    Args:
        found: The paragraphs before its column.
        paragraph: The one that may be the rest of another.
        apart: Whether something stands above it in its column.
        indenting: Whether paragraphs begin with a line that is set in.
    """
    if paragraph.rows:
        return None
    for number, before in enumerate(reversed(found[-_SKIPPED:])):
        if not _is_as_large(before, paragraph):
            continue
        last = before.parts[-1]
        ended = bool(_SENTENCE_END.search(last))
        if before.lines[-1].cells or (ended and paragraph.text[:1].islower()):
            return None
        if paragraph.text[:1].islower():
            return before
        if number or apart or not _is_as_wide(before, paragraph) or (indenting and paragraph.indented):
            return None
        unended = not ended and (before.open or len(before.lines) > 1)
        return before if before.flush or unended or (indenting and len(before.lines) > 1) else None
    return None


def _is_as_wide(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether two paragraphs stand in columns of one width."""
    if before.width is None or paragraph.width is None:
        return True
    return abs(before.width - paragraph.width) < 0.15 * max(before.width, paragraph.width)


def _is_as_large(before: Paragraph, paragraph: Paragraph) -> bool:
    """Whether two paragraphs are set in one size and weight."""
    return abs(before.size - paragraph.size) <= _AS_LARGE * paragraph.size and before.bold == paragraph.bold
