"""Two texts → whether one is the other, cut, added to or edited slightly.

What tells a copy from two reports of one event is that hardly anything stands in the place of anything
else: a paper cuts and adds. Two columns under one notice share as much, but each has its own text where
the other has its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.stories.sketching import SHINGLE, Shingles

LEAST_SHARED = 0.6
"""The share of the shorter text that stands in the longer one."""
MOST_REPLACED = 0.2
"""The share of the shorter text in whose place the longer one has its own."""
LONG_RUN = 12
"""Words; a shorter run that is in the place of another is an edit."""
MOSTLY = 0.6
"""The share of the longer text that the shorter one has, below which it must have its beginning: papers cut
from the end, and what has one story in its middle is a review of the day."""
LONGEST_LEAD = 40
"""Words of the longer text before its beginning, for a byline and a place …"""
LEAD_SHARE = 0.15
"""… or, of a long text, the share of its words, for a paragraph of its own or one left out."""

_NOWHERE = -1
"""Stands for the shingle before the first and after the last word."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common."""

    shared: float
    """Of the shorter text's words, the share in runs that stand in the longer one; in [0, 1]."""
    of_longer: float
    """The same of the longer text's words."""
    replaced: float
    """Of the shorter text's words, the share in long runs in whose place the longer text has others."""
    lead: int
    """Words of the longer text before the first that stands in the shorter one."""
    longer: int
    """Words of the longer text."""

    @property
    def copied(self) -> bool:
        """Whether one of the texts is a copy of the other."""
        return (
            self.shared >= LEAST_SHARED
            and self.replaced <= MOST_REPLACED
            and (self.of_longer >= MOSTLY or self.lead <= max(LONGEST_LEAD, LEAD_SHARE * self.longer))
        )


def are_copies(one: Shingles, other: Shingles) -> bool:
    """Return whether one of two texts is a copy of the other; the arguments are those of `likeness`."""
    first, second = _ordered(one, other)
    short = _Own.of(first, second)
    # Most that are not have too little in common, which half of the comparison shows.
    return short.shared >= LEAST_SHARED and _compared(short, _Own.of(second, first)).copied


def likeness(one: Shingles, other: Shingles) -> Likeness:
    """Return how much two texts have in common, whichever comes first.

    Args:
        one: The shingles of a text in order, at least one.
        other: Those of the other text, at least one.
    """
    first, second = _ordered(one, other)
    return _compared(_Own.of(first, second), _Own.of(second, first))


def _ordered(one: Shingles, other: Shingles) -> tuple[Shingles, Shingles]:
    """Return two texts, the shorter first; of two of one length always the same one."""
    if len(one) == len(other):
        return (one, other) if one.tobytes() <= other.tobytes() else (other, one)
    return (one, other) if len(one) < len(other) else (other, one)


@dataclass(frozen=True, slots=True)
class _Own:
    """What a text has that the other has not."""

    shingles: Shingles
    words: int
    runs: tuple[tuple[int, int], ...]
    """Words that stand in no shingle of the other, from and to."""

    @classmethod
    def of(cls, shingles: Shingles, other: Shingles) -> "_Own":
        # numpy's isin took eight times as long for texts of 600 words.
        ascending = np.sort(other)
        places = np.minimum(np.searchsorted(ascending, shingles), len(ascending) - 1)
        common = np.flatnonzero(ascending[places] == shingles)
        words = len(shingles) + SHINGLE - 1
        edges = np.zeros(words + 1, dtype=np.int64)
        edges[common] += 1
        edges[common + SHINGLE] -= 1
        return cls(shingles, words, tuple(_runs(np.cumsum(edges[:-1]) == 0)))

    @property
    def shared(self) -> float:
        return 1 - sum(end - start for start, end in self.runs) / self.words

    def replaced_by(self, other: "_Own") -> list[int]:
        """Return for each run the words that are in the place of as many of the other's.

        They are where the same shingle stands before or behind.
        """
        before: dict[int, int] = {}
        behind: dict[int, int] = {}
        for start, end in other.runs:
            first, last = other._around(start, end)
            before[first] = max(before.get(first, 0), end - start)
            behind[last] = max(behind.get(last, 0), end - start)
        lengths = []
        for start, end in self.runs:
            first, last = self._around(start, end)
            lengths.append(min(end - start, max(before.get(first, 0), behind.get(last, 0))))
        return lengths

    def _around(self, start: int, end: int) -> tuple[int, int]:
        """Return the shingles just before and just behind a run of words."""
        first = int(self.shingles[start - SHINGLE]) if start else _NOWHERE
        last = int(self.shingles[end]) if end < self.words else _NOWHERE
        return first, last


def _compared(short: _Own, long: _Own) -> Likeness:
    replaced = sum(length for length in short.replaced_by(long) if length >= LONG_RUN)
    lead = long.runs[0][1] if long.runs and not long.runs[0][0] else 0
    return Likeness(short.shared, long.shared, replaced / short.words, lead, long.words)


def _runs(own: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return from where to where an array is true."""
    edges = np.flatnonzero(np.diff(own.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
