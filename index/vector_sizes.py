"""From how many vectors on they are kept and searched in which way, and what was measured for it.

12,237 vectors of news passages (384 numbers) were made more by adding to each 0.1 to 0.6 of the
difference of two others; asked were 200 questions on the news and 200 on other matters, one at a
time, in one thread of two shared cores with AVX2. Recall is of the ten that comparing with each
float16 vector gives, on the news and on all.

    vectors    way                               p50 ms   recall          bytes   made in
    10,000     one by one, float32                  0.8   1       1       1,536
    100,000    one by one, float32                   10   1       1       1,536
    100,000    one by one, float16                  7.0   1       1         768
    100,000    one by one, 8 bits a number          7.5   0.99 unless the best 20 are compared again
    100,000    one by one, 8 bits, as integers      3.7   not measured: the scale was wrong
    100,000    one by one, 1 bit (RaBitQ)           0.7   0.985 of 200 best compared again
    100,000    256 clusters, 32 of them, float16    0.9   0.989   0.959     776
    100,000    512 clusters, 64 of them, float16    1.0   0.997   0.981     776
    1,000,000  one by one, float16                   60   1       1         768   7 s
    1,000,000  one by one, 1 bit (RaBitQ)            12   0.98 of 500, 0.99 of 1,000 compared again
    1,000,000  1,024 clusters, 64 of them            5.3  1.0     0.982     778   15 s
    1,000,000  1,024 clusters, 128 of them           9.8  1.0     0.991     778   15 s
    1,000,000  2,048 clusters, 64 of them            3.1  0.999   0.988     779   51 s
    1,000,000  2,048 clusters, 128 of them           5.6  1.0     0.995     779   51 s

Vectors mixed from those of made texts, as `scripts/benchmark` does, lie further from questions (80 on
the samples, 120 of SQuAD) and need more:

    vectors    clusters   of them searched          p50 ms   recall          made in
    100,000    474        128, 256                  2.3, 4.6   0.953, 0.995   1.4 s
    100,000    949        256, 384                  2.5, 3.6   0.985, 0.995   3.0 s
    1,000,000  1,500      128, 256                  8.1, 15    0.975, 0.994    21 s
    1,000,000  3,000      256, 384                  7.2, 10.6  0.992, 0.998    41 s

A second thread made nothing faster, and float32 slower. Clusters of 8-bit integers were twice as
fast in half the bytes, but need the stored vectors at every question to order the best. RaBitQ
needs no training, but those as well, and reads its 56 MB into memory. At these times float16,
which is what the library stores, is enough, and each similarity is that of the stored vectors.
"""

import math
from dataclasses import dataclass
from typing import Literal

PROBED = 320
"""Clusters searched."""
PER_ROOT = 3.0
"""Clusters for each unit of the square root of how many vectors there are."""
ROUNDS = 6
"""Of k-means; with 10 it took longer and the clusters were no better (recall 0.983, 0.982)."""
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
        return 1 if count <= self.exact else max(2, round(PER_ROOT * math.sqrt(count)))

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
