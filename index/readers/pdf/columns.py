"""Columns: the lines of all pages in the order in which they are read."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from statistics import median

from index.readers.pdf import spaces as pdf_spaces
from index.readers.pdf.file import Page, Run
from index.readers.pdf.lines import CELLS, FLUSH, Line, rows

_GUTTER = 0.6
"""Of the size: the least room between two columns."""
_LEAST_LINES = 3
"""On either side of a gutter; fewer lines side by side may be anything."""
_LEAST_LETTERS = 12
"""A line of a column has so many on average; the cells of a table have fewer, and numbers none."""
_INITIAL = 1.8
"""A letter that opens an article is at least so many times as large as its text."""
_DEEPEST = 8
_CANDIDATES = 8


def columns(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of all pages: their regions in reading order, none of which has columns of its own.

    Columns that stand on several pages are known where the last of them has but a line or two.
    """
    found: list[list[Line]] = []
    known: set[int] = set()
    parts = [(page.number, _with_initials(pdf_spaces.closed(page.runs))) for page in pages]
    for _, runs in parts:
        known |= _gutters(runs)
    for number, runs in parts:
        regions = _regions(runs, known, 0)
        found += [_without_wide_spaces(rows(region, number)) for region in regions if region]
    return found


def _without_wide_spaces(lines: list[Line]) -> list[Line]:
    """The lines of a column, a justified one with wide spaces being no row of cells.

    It begins and ends where the column does, as do the lines of text above or below it.
    """
    edge = sorted(line.right for line in lines)[int(0.9 * (len(lines) - 1))]
    left = min(line.left for line in lines)
    full = [abs(line.right - edge) < FLUSH and line.left - left < 2 * line.size for line in lines]
    found = list(lines)
    for at, line in enumerate(lines):
        near = [
            other
            for other in (at - 1, at + 1)
            if 0 <= other < len(lines) and abs(lines[other].base - line.base) < 2 * line.size
        ]
        if line.cells and full[at] and any(full[other] and not lines[other].cells for other in near):
            found[at] = replace(line, text=line.text.replace(CELLS, " "))
    return found


def _gutters(runs: Sequence[Run]) -> set[int]:
    """Where columns begin on a page, in whole points."""
    first = _gutter(runs, frozenset())
    if first is None:
        return set()
    found = {round(first)}
    for side in ([run for run in runs if run.right < first], [run for run in runs if run.left >= first - 2]):
        further = _gutter(side, frozenset())
        found |= {round(further)} if further is not None else set()
    return found


def _with_initials(runs: Sequence[Run]) -> list[Run]:
    """`runs`, each large letter that reaches down several lines set before the word it begins."""
    rest = list(runs)
    usual = median(run.size for run in runs) if runs else 0
    for initial in [run for run in runs if run.size > _INITIAL * usual and len(run.text) <= 2]:
        beside = [run for run in rest if _is_beside(initial, run)]
        if not beside or not initial.text.isupper():
            continue
        first = min(beside, key=lambda run: run.base)
        rest.remove(initial)
        for run in beside:
            text = initial.text + run.text if run is first else run.text
            rest[rest.index(run)] = replace(run, text=text, left=initial.left)
    return rest


def _is_beside(initial: Run, run: Run) -> bool:
    """Whether `run` is one of the lines that stand at the right of a large letter."""
    high = initial.base - 0.8 * initial.size < run.base <= initial.base + 0.2 * run.size
    near = -0.3 * run.size < run.left - initial.right < 1.5 * run.size
    return high and near and initial.size > _INITIAL * run.size


def _regions(runs: Sequence[Run], known: Set[int], depth: int) -> list[list[Run]]:
    """Groups of runs in reading order; each is one column, or what stands across several.

    Args:
        runs: Those of a page or of a part of it.
        known: Where columns begin, here or on other pages.
        depth: How many times the page has been parted.
    """
    gutter = _gutter(runs, known) if depth < _DEEPEST else None
    if gutter is None:
        return [list(runs)] if runs else []
    found: list[list[Run]] = []
    for across, left, right in _bands(runs, gutter):
        parts = (across, left, right) if _is_clear(left, right, gutter) else (across, [*left, *right])
        for part in parts:
            found += _regions(part, known, depth + 1) if len(part) < len(runs) else [part]
    return found


def _gutter(runs: Sequence[Run], known: Set[int]) -> float | None:
    """Where the right one of two columns begins, or `None` where there is but one."""
    edges = Counter(round(run.left / 3) for run in runs)
    frequent = [edge for edge, count in edges.most_common(_CANDIDATES + 1) if count >= _LEAST_LINES]
    frequent += [edge for edge in edges if edge not in frequent and not known.isdisjoint(_near(3 * edge))]
    best: tuple[int, float] | None = None
    for edge in frequent:
        at = min(run.left for run in runs if round(run.left / 3) == edge)
        lines = sum(
            len(left) + len(right)
            for _, left, right in _bands(runs, at)
            if _is_clear(left, right, at) and _are_columns(left, right, not known.isdisjoint(_near(at)))
        )
        if lines and (best is None or lines > best[0]):
            best = (lines, at)
    return best[1] if best else None


def _near(at: float) -> range:
    """The whole points about `at`."""
    return range(round(at) - 2, round(at) + 3)


def _bands(runs: Sequence[Run], at: float) -> list[tuple[list[Run], list[Run], list[Run]]]:
    """The page from the top: what stands across the gutter left of `at`, then what is on its two sides."""
    bands: list[tuple[list[Run], list[Run], list[Run]]] = [([], [], [])]
    for run in sorted(runs, key=lambda run: run.base):
        edge = at - _GUTTER * run.size
        across, left, right = bands[-1]
        if run.right <= edge:
            left.append(run)
        elif run.left >= at - 2:
            right.append(run)
        elif left or right:
            bands.append(([run], [], []))
        else:
            across.append(run)
    return bands


def _is_clear(left: Sequence[Run], right: Sequence[Run], at: float) -> bool:
    """Whether the right side begins where its column does."""
    return bool(left and right) and min(run.left for run in right) < at + 1.5 * right[0].size


def _letters_in_row(side: Sequence[Run]) -> float:
    """How many letters, without digits and marks, a row has on average."""
    letters = sum(letter.isalpha() for run in side for letter in run.text)
    return letters / len({round(run.base / 2) for run in side})


def _are_columns(left: Sequence[Run], right: Sequence[Run], known: bool) -> bool:
    """Whether two sides hold lines of prose that stand beside each other.

    Args:
        left: The runs of the left side, at least one, from the top.
        right: Those of the right side.
        known: Whether columns begin there on another page; then a single line at the right is enough.
    """
    if len(left) < _LEAST_LINES or (len(right) < _LEAST_LINES and not known):
        return False
    if known and len(right) < _LEAST_LINES:
        return left[0].base - 2 <= right[0].base <= left[-1].base and _letters_in_row(left) >= _LEAST_LETTERS
    if min(_letters_in_row(left), _letters_in_row(right)) < _LEAST_LETTERS:
        return False
    top = max(left[0].base, right[0].base)
    bottom = min(left[-1].base, right[-1].base)
    beside = sum(top - 2 <= run.base <= bottom + 2 for run in (*left, *right))
    return beside >= _LEAST_LINES
