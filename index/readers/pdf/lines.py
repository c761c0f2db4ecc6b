"""The runs of a page as lines of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.pdf.file import Run

CELLS = " | "
"""Between the parts of a line that stand far from each other, as the cells of a table do."""
FLUSH = 0.7
"""Points that the ends of justified lines differ by, at most."""
_WIDE = 1.5
"""Of the size: a wider gap in a line parts cells."""
_SPACE = 0.12
"""Of the size: a wider gap is a space; the narrowest that justified text is set with is about 0.15."""
_NOTE_MARK = re.compile(r"[\d*†‡]{1,3}(?:,\d{1,3})*")
_BEFORE_NOTE = re.compile(r"(?:[.,;:!?”’»\")]|[^\W\d_]{4,})$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column; its measures are those of `index.readers.pdf.file.Run`."""

    text: str
    left: float
    right: float
    base: float
    size: float
    """Of most of its letters."""
    bold: bool
    page: int

    @property
    def cells(self) -> bool:
        """Whether it is a row of cells."""
        return CELLS in self.text


def rows(runs: Sequence[Run], page: int) -> list[Line]:
    """Runs as lines from the top, whatever columns there are: runs of one height are one line."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        level = found and abs(run.base - found[-1][0].base) <= 0.35 * min(run.size, found[-1][0].size)
        if level:
            found[-1].append(run)
        else:
            found.append([run])
    return [_line(sorted(row, key=lambda run: run.left), page) for row in _with_raised(found)]


def _with_raised(found: Sequence[list[Run]]) -> list[list[Run]]:
    """Rows, those joined of which one is only raised or lowered letters beside words of the other."""
    merged: list[list[Run]] = []
    for row in found:
        if merged and (_belongs(merged[-1], row) or _belongs(row, merged[-1])):
            merged[-1] = [*merged[-1], *row]
        else:
            merged.append(row)
    return merged


def _belongs(small: Sequence[Run], row: Sequence[Run]) -> bool:
    """Whether every run of `small` is close beside one of `row`, smaller and less than half a line off."""
    return all(
        any(
            run.size < 0.8 * other.size
            and abs(run.base - other.base) <= 0.55 * other.size
            and (
                -0.2 < (run.left - other.right) / other.size < 0.3
                or -0.2 < (other.left - run.right) / other.size < 0.3
            )
            for other in row
        )
        for run in small
    )


def _line(row: Sequence[Run], page: int) -> Line:
    largest = max(row, key=lambda run: len(run.text))
    text = row[0].text
    for before, run in pairwise(row):
        if _is_note_mark(before, run, text):
            continue
        gap = run.left - before.right
        text += CELLS if gap > _WIDE * largest.size else " " if gap > _SPACE * largest.size else ""
        text += run.text
    lettered = [run for run in row if any(letter.isalpha() for letter in run.text)]
    bold = all(run.bold for run in lettered or row)
    right = max(run.right for run in row)
    return Line(text, row[0].left, right, largest.base, largest.size, bold, page)


def _is_note_mark(before: Run, run: Run, text: str) -> bool:
    """Whether `run` is the raised number of a note behind a word, and no power as in km²."""
    raised = run.size < 0.8 * before.size and run.base < before.base - 0.15 * before.size
    return raised and bool(_NOTE_MARK.fullmatch(run.text) and _BEFORE_NOTE.search(text))
