"""What was promised of a library, each promise beside what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarking.growth import Grown
from benchmarking.runs import Runs

ARTICLES = 10_000
SMALLEST, MANY, MOST = 1_000, 100_000, 1_000_000
"""Passages."""
MORE_S = 0.3
"""What a cold search of the largest library may take more than one of the smallest."""

Unit = Literal["s", "ms", "GB", "MB", "x", "%", ""]
DIGITS: dict[Unit, int] = {"s": 2, "ms": 1, "GB": 2, "MB": 0, "x": 2, "%": 0, "": 3}
"""Figures after the point; x is a ratio of two measurements."""


@dataclass(frozen=True, slots=True)
class Target:
    """A promise."""

    name: str
    limit: float
    unit: Unit
    measured: float | None
    """`None` where this run did not measure it."""
    lacking: str = ""
    """What it would take to measure it, where it was not."""
    at_least: bool = False
    """Whether the limit is the least; else it is the most."""

    @property
    def met(self) -> bool | None:
        """Whether it is kept; `None` where that was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def verdict(self) -> str:
        """Say so in a word, or say what is lacking."""
        return {True: "met", False: "MISSED", None: f"not measured: {self.lacking}"}[self.met]

    @property
    def shown_limit(self) -> str:
        """The limit with its unit."""
        return f"at {'least' if self.at_least else 'most'} {self.limit:g} {self.unit}".rstrip()

    @property
    def shown(self) -> str:
        """The figure with its unit."""
        if self.measured is None:
            return "-"
        return f"{self.measured:.{DIGITS[self.unit]}f} {self.unit}".rstrip()


def targets_of(runs: Runs, growth: Sequence[Grown]) -> list[Target]:
    """Return every promise with what was measured of it."""
    return [*_of_runs(runs), *_of_growth({one.passages: one for one in growth})]


def _of_runs(runs: Runs) -> list[Target]:
    whole = runs.articles == ARTICLES
    lacking = f"--articles {ARTICLES}"
    stated: list[tuple[str, float, Unit, float]] = [
        ("a run where nothing changed", 2, "s", runs.unchanged.seconds.median),
        ("a run after one article changed", 3, "s", runs.changed.seconds.median),
        # The most of all runs: a limit on memory is kept always or not at all.
        ("memory of the first run", 1.5, "GB", runs.first.peak_bytes.most / 1e9),
    ]
    return [
        Target(f"{name}, of {ARTICLES:,}", limit, unit, figure if whole else None, lacking)
        for name, limit, unit, figure in stated
    ]


def _of_growth(grown: dict[int, Grown]) -> list[Target]:
    recalls = [one.warm.accuracy.recall_10 for one in grown.values()]
    return [
        _warm(grown.get(MANY), MANY, 20),
        _warm(grown.get(MOST), MOST, 60),
        Target(
            name=f"cold search at {MOST:,}, more than at {SMALLEST:,}",
            limit=MORE_S,
            unit="s",
            measured=grown[MOST].cold.more_s.median if {SMALLEST, MOST} <= grown.keys() else None,
            lacking=f"--sizes {SMALLEST},{MOST}",
        ),
        Target("recall@10, the lowest of all sizes", 0.98, "", min(recalls), at_least=True),
    ]


def _warm(one: Grown | None, size: int, limit: float) -> Target:
    p95 = one.warm.whole.p95.median if one else None
    return Target(f"warm retrieval at {size:,}, p95", limit, "ms", p95, f"--sizes {size}")
