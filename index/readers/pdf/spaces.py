"""Wide spaces in justified lines, told from the room between columns and cells."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from index.readers.pdf.file import Run

_WIDEST = 8.0
"""Of the size: the widest space that a narrow column makes, by the longest word that did not fit."""
_WINDOW = 3.9
"""Of the size: three lines above, and three below."""
_STRIP = 0.45
"""Of the size: the least width of a strip that stays white from line to line."""


def closed(runs: Sequence[Run]) -> list[Run]:
    """`runs`, those joined that are words of one line with a wide space between.

    Between columns and cells a strip stays white over several lines; the spaces of justified lines have words
    above and below them. Only runs that the file draws one after the other can be joined.

    Args:
        runs: The runs of a page in the order in which the file draws them.
    """
    ordered = sorted(runs, key=lambda run: run.base)
    bases = [run.base for run in ordered]
    found: list[Run] = []
    for run in runs:
        before = found[-1] if found else None
        if before is not None and _may_join(before, run):
            reach = _WINDOW * run.size
            above = ordered[
                bisect_left(bases, run.base - reach) : bisect_left(bases, run.base - 0.5 * run.size)
            ]
            below = ordered[
                bisect_right(bases, run.base + 0.5 * run.size) : bisect_right(bases, run.base + reach)
            ]
            sides = [_is_covered(before, run, side) for side in (above, below)]
            if True in sides and False not in sides:
                found[-1] = replace(before, text=f"{before.text} {run.text}", right=run.right)
                continue
        found.append(run)
    return found


def _may_join(before: Run, run: Run) -> bool:
    """Whether `run` stands behind `before` on the same line, as large, and not too far off."""
    level = abs(run.base - before.base) < 0.1 * run.size and abs(run.size - before.size) < 0.1 * run.size
    return level and 0 < run.left - before.right <= _WIDEST * run.size


def _is_covered(before: Run, after: Run, side: Sequence[Run]) -> bool | None:
    """Whether the words on one side leave no white strip in a gap; `None` where there are no words."""
    start, end = before.right, after.left
    near = sorted((run.left, run.right) for run in side if run.right > before.left and run.left < after.right)
    if not near:
        return None
    white, at = 0.0, start
    for left, right in near:
        white = max(white, min(left, end) - at)
        at = max(at, right)
        if at >= end:
            break
    return max(white, end - at) < _STRIP * after.size
