"""From how many vectors on they are kept and searched in which way, and what that was measured on."""

import math
from dataclasses import dataclass
from typing import Literal

PROBED = 128
"""Clusters searched."""
ROUNDS = 6
"""Of k-means; with 10 the clusters took half as long again and found no more."""
SAMPLED = 50
"""Vectors a cluster that k-means sees; FAISS asks for 39 at least."""
SEED = 20
"""Of the sample and of k-means: the same vectors always make the same clusters."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of vectors at which the way they are kept changes."""

    recent: int = 20_000
    """So many may have come or gone since the large files were made before they are made anew;
    those are written in a few hundredths of a second (15 MB)."""
    share: int = 20
    """Or one in so many of those in the large files, where that is more."""
    exact: int = 50_000
    """Up to so many are compared one by one; of more, those in the nearest clusters."""
    unwritten: int = 2_000
    """So many that came since it was last written are worth writing while questions wait."""

    def clusters(self, count: int) -> int:
        """Return how many clusters so many vectors are kept in; 1 where all are compared."""
        return 1 if count <= self.exact else max(2, round(1.5 * math.sqrt(count)))

    def outgrown(self, clusters: int, count: int) -> bool:
        """Return whether so many vectors need other clusters: about twice what these were made for."""
        wanted = self.clusters(count)
        return (wanted == 1) != (clusters == 1) or wanted >= math.sqrt(2) * clusters

    def settled(self, moved: int, filed: int) -> bool:
        """Return whether large files of `filed` vectors still serve, with so many come and gone since."""
        return moved <= max(self.recent, filed // self.share)


SIZES = Sizes()


@dataclass(frozen=True, slots=True)
class IndexKind:
    """How the vectors are kept and searched."""

    kind: Literal["exact", "clustered"]
    """"exact": every passage is compared; "clustered": those in the clusters nearest the question."""
    precision: Literal["float16"]
    clusters: int
    """1 where the kind is exact."""
    probed: int
    """Clusters compared of those."""
    base: int
    """Passages in the large files."""
    recent: int
    """Passages that came since."""
    gone: int
    """Passages in the large files that have left the library."""
