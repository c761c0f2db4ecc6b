"""Figures as columns to read and as JSON to keep."""

from collections.abc import Sequence
from typing import Any

from benchmarking.spread import Latency, Spread
from benchmarking.targets import Target

MIB = 1 << 20

Rows = Sequence[Sequence[str]]
"""Cells, the first row the names of the columns; all rows of one length."""


def aligned(rows: Rows) -> str:
    """Return rows with their columns side by side."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def rounded(value: Any) -> Any:
    """Return JSON with four digits to a measurement, which is more than any is good for."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list | tuple) else value


def target_rows(targets: Sequence[Target]) -> Rows:
    """Return each promise with what was measured of it, and whether it is kept."""
    head = ["target", "limit", "measured", ""]
    return [head, *([one.name, one.shown_limit, one.shown, one.verdict] for one in targets)]


def seconds(spread: Spread) -> str:
    """Return a median, and in brackets the least and the most."""
    return f"{spread.median:.3g} s [{spread.least:.3g}, {spread.most:.3g}]"


def rate(spread: Spread) -> str:
    """Return the same of a number that is counted in a second."""
    return f"{spread.median:,.0f} [{spread.least:,.0f}, {spread.most:,.0f}]"


def memory(spread: Spread) -> str:
    """Return a median in MiB."""
    return f"{spread.median / MIB:,.0f} MiB"


def latency(both: Latency) -> str:
    """Return the medians of the 50th and the 95th percentile, in milliseconds."""
    return f"{both.p50.median:.1f} / {both.p95.median:.1f}"
