"""Vectors that stand for those of a million texts which nobody embeds.

A few thousand real texts are embedded: sentences of the sample articles and made ones. Each vector
of a library is then one of theirs, moved by the differences of two pairs of others and by a little
noise, and scaled to unit length. So vectors lie in the directions in which texts differ, near to
some and far from most, as those of texts do. Compared on 2,500 passages of news, real against mixed
from them, by the median similarity of a passage to its nearest other and to its tenth, of a
question to its nearest passage and to its tenth, and by the local intrinsic dimension around
passages and around questions:

    real     0.80  0.63  0.48  0.38   8  26
    mixed    0.73  0.49  0.44  0.35  14  31

The mixed ones are thus somewhat harder to search by neighbourhoods than real ones.
"""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarking.prose import Prose
from benchmarking.samples import sample_articles
from benchmarking.vocabulary import plain_words
from index.embedder import Embedder
from index.passages import embedded_text
from index.sentences import sentences

DIFFERENCE = 0.3
"""How far a vector is moved along each difference. With 0.5 passages had fewer near neighbours than
real ones, 0.67 and 0.46 in the comparison above."""
NOISE = 0.1
"""The length of the noise."""
SEED = 3
SENTENCE = 12
"""Words a made text has at least."""


class StandIns:
    """A source of vectors mixed from a pool of real ones; the same for the same seed."""

    def __init__(self, pool: NDArray[np.float32], *, seed: int = SEED) -> None:
        """Take a pool of float32 rows of unit length, shape (n, dimension)."""
        self._pool = pool
        self._seed = seed

    @property
    def digest(self) -> str:
        """Equal digests mean equal vectors in every batch."""
        return blake2b(self._pool.tobytes() + str(self._seed).encode(), digest_size=8).hexdigest()

    def batch(self, number: int, count: int) -> NDArray[np.float32]:
        """Return the vectors of that batch, float32 rows of unit length, shape (count, dimension)."""
        chance = np.random.default_rng([self._seed, number])
        chosen = self._pool[chance.integers(len(self._pool), size=(5, count))]
        mixed = chosen[0] + DIFFERENCE * (chosen[1] - chosen[2] + chosen[3] - chosen[4])
        noise = chance.standard_normal(mixed.shape, dtype=np.float32)
        mixed += noise * np.float32(NOISE / mixed.shape[1] ** 0.5)
        unit: NDArray[np.float32] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return unit


def kept_pool(size: int, embedder: Embedder, cache: Path) -> NDArray[np.float32]:
    """Return the vectors of `size` real texts, shape (size, dimension), embedded once and kept in `cache`."""
    texts = pool_texts(size)
    digest = blake2b("\0".join([embedder.digest, *texts]).encode(), digest_size=8).hexdigest()
    file = cache / "benchmark" / f"pool-{digest}.npy"
    if file.exists():
        known: NDArray[np.float32] = np.load(file)
        return known
    pool = embedder.embed(texts)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".part").open("wb") as stream:
        np.save(stream, pool)
    file.with_suffix(".part").replace(file)
    return pool


def pool_texts(size: int) -> list[str]:
    """Return so many texts: half of them sentences of the sample articles while they last, the rest made."""
    real = list(_sample_sentences())[: size // 2]
    prose = Prose(plain_words(), seed=SEED)
    made = (prose.article(number, paragraphs=1, words=SENTENCE) for number in range(size - len(real)))
    return [*real, *(embedded_text(article.title, article.text) for article in made)]


def _sample_sentences() -> Iterator[str]:
    for article in sample_articles():
        for start, end in sentences(article.text):
            yield embedded_text(article.title, article.text[start:end])
