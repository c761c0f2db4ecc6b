"""Several measurements → their median, and how far they lie apart."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Item = TypeVar("Item")

WARM_UP = 20
"""Items worked through before any is timed: what is loaded at first use is then loaded."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some measurements, with the least and the most of them."""

    median: float
    least: float
    most: float
    runs: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Return the spread of one value or more."""
        known = sorted(values)
        return cls(median(known), known[0], known[-1], len(known))


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that half and 95 of 100 items take at most; the spreads are over whole rounds."""

    p50: Spread
    p95: Spread


def side_by_side(
    works: Mapping[str, Callable[[Item], object]], items: Sequence[Item], *, rounds: int
) -> dict[str, Latency]:
    """Return by name how long each work takes for an item.

    In every round each work in turn goes through all items, so that a machine that is slow for a
    while is slow for all of them.
    """
    for work in works.values():
        for item in items[:WARM_UP]:
            work(item)
    percentiles: dict[str, list[NDArray[np.float64]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            took = [1000 * timed(work, item) for item in items]
            percentiles[name].append(np.percentile(took, (50, 95)))
    return {
        name: Latency(*(Spread.of(map(float, column)) for column in zip(*of_rounds, strict=True)))
        for name, of_rounds in percentiles.items()
    }


def timed(work: Callable[[Item], object], item: Item) -> float:
    """Return the seconds that `work` takes for one item."""
    started = time.perf_counter()
    work(item)
    return time.perf_counter() - started


def repeated(work: Callable[[], Item], *, times: int, patience: float) -> list[Item]:
    """Return what `work` returns, called so many times.

    No further call is begun once `patience` seconds are over, so what takes long is measured less
    often, and at least once.
    """
    started = time.perf_counter()
    done = [work()]
    while len(done) < times and time.perf_counter() - started < patience:
        done.append(work())
    return done
