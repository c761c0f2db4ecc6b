"""Scales that weigh sentences by their words alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.evidence.weighing import Scales


@dataclass(frozen=True, slots=True)
class ByWords:
    """Weighs terms and embeds nothing; a `Scales`.

    Whether accounts differ and what tells of a topic is decided by words; embedding the hundreds of
    sentences looked at would take seconds.
    """

    scales: Scales
    """Knows how much a term tells passages apart."""

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return how much each term tells the library's passages apart, in nats."""
        return self.scales.term_weights(terms)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return zeros, shape (n, 1): no sentence is nearer than another."""
        return np.zeros((len(texts), 1), dtype=np.float32)
