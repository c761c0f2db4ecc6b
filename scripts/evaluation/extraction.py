"""How much of an article our reader finds on saved pages, and how much else, beside trafilatura alone."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation import published
from evaluation.measures import Difference, Figure
from evaluation.tables import Table, Value
from evaluation.webpages import HALVES, READERS, Half, SavedPage

SHINGLE = 4
"""Words, as in the public benchmark of article extraction that these pages are from."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well a text found agrees with the right one."""

    precision: float
    """The share of the shingles found that are right; 0 where nothing was found."""
    recall: float
    exact: bool
    """Whether the same shingles were found as often as they are there: the benchmark's accuracy."""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def overlap(found: str, right: str) -> Overlap:
    """Return how two texts agree in their runs of four words, each counted as often as it is there."""
    some, others = shingles(found), shingles(right)
    shared = (some & others).total()
    return Overlap(
        shared / some.total() if some else 0.0, shared / others.total() if others else 0.0, some == others
    )


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text; a shorter text is one run, an empty one none."""
    words = re.findall(r"\w+", text)
    runs = range(max(1, len(words) - SHINGLE + 1)) if words else ()
    return Counter(tuple(words[at : at + SHINGLE]) for at in runs)


def measure_extraction(pages: Sequence[SavedPage]) -> Table:
    """Return precision, recall, F1 and accuracy of each reader, ours by halves too, and what others publish.

    Precision and recall are means over pages, F1 is the harmonic mean of the two. A page on which nothing was
    found counts with a precision of 0, where the public benchmark leaves it out.
    """
    found = {name: overlaps(pages, name) for name in READERS}
    rows: dict[str, Mapping[str, Value]] = {name: figures(each) for name, each in found.items()}
    rows["ours - trafilatura"] = differences(found["ours"], found["trafilatura"])
    for half in HALVES:
        rows |= _half_rows(pages, found, half)
    title = f"extraction: {len(pages)} saved pages"
    return Table(title, rows | dict(published.EXTRACTION))


def overlaps(pages: Sequence[SavedPage], reader: str) -> list[Overlap]:
    """Return how the body that a reader finds on each page agrees with the right one."""
    return [overlap(READERS[reader](page).body, page.truth["articleBody"] or "") for page in pages]


def figures(found: Sequence[Overlap]) -> dict[str, Figure]:
    """Return the four measures over pages."""
    precisions, recalls = [one.precision for one in found], [one.recall for one in found]
    return {
        "F1": Figure.harmonic(precisions, recalls),
        "precision": Figure.mean(precisions),
        "recall": Figure.mean(recalls),
        "accuracy": Figure.mean([float(one.exact) for one in found]),
    }


def differences(found: Sequence[Overlap], others: Sequence[Overlap]) -> dict[str, Difference]:
    """Return by how much the first are better, page against page; F1 as the mean of each page's own."""
    pairs: dict[str, tuple[list[float], list[float]]] = {
        "F1": ([one.f1 for one in found], [one.f1 for one in others]),
        "precision": ([one.precision for one in found], [one.precision for one in others]),
        "recall": ([one.recall for one in found], [one.recall for one in others]),
        "accuracy": ([float(one.exact) for one in found], [float(one.exact) for one in others]),
    }
    return {name: Difference.between(*values) for name, values in pairs.items()}


def _half_rows(
    pages: Sequence[SavedPage], found: Mapping[str, Sequence[Overlap]], half: Half
) -> dict[str, dict[str, Figure]]:
    """Return the rows of one half, none where the pages are all of one."""
    chosen = [page.half == half for page in pages]
    if all(chosen) or not any(chosen):
        return {}
    return {
        f"{name}: {half} half": figures([one for one, take in zip(each, chosen, strict=True) if take])
        for name, each in found.items()
    }
