"""Vectors that stand for those of a million texts which nobody embeds.

A few thousand real texts are embedded: sentences of the sample articles and made ones. What an
article is about is then one of theirs, moved by the differences of two pairs of others; each of its
pieces is moved from there by the difference of one more pair, and by a little noise; all are scaled
to unit length. So vectors lie in the directions in which texts differ, those of an article together,
near to some others and far from most, as those of texts do. Compared on 2,500 passages of news, the
first ten of each article, real against mixed from their pieces: the median similarity of a passage
to the next, to that which shares no piece with it, to the nearest and the tenth of other articles;
of a question to its nearest passage and to its tenth; and the local intrinsic dimension around
passages, those of their own articles left out, and around questions:

    real     0.97 0.89  0.67 0.56  0.50 0.42  15 26
    mixed    0.96 0.89  0.57 0.50  0.40 0.35  19 41

The mixed ones are thus somewhat harder to search by neighbourhoods than real ones.
"""

from collections.abc import Iterator, Sequence
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

DIFFERENCE = 0.2
"""How far an article is moved along each difference. With 0.3 passages had fewer near neighbours in
other articles than real ones: 0.50 and 0.42 in the comparison above."""
TURN = 0.45
"""How far a piece is moved from what its article is about."""
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

    def batch(self, number: int, articles: Sequence[int]) -> list[NDArray[np.float32]]:
        """Return the vectors of the pieces of each article of that batch, float32 of unit length.

        Args:
            number: Of the batch.
            articles: How many pieces each has; an array's shape is (pieces, dimension).
        """
        chance = np.random.default_rng([self._seed, number])
        chosen = self._pool[chance.integers(len(self._pool), size=(5, len(articles)))]
        about = _unit(chosen[0] + DIFFERENCE * (chosen[1] - chosen[2] + chosen[3] - chosen[4]))
        turns = self._pool[chance.integers(len(self._pool), size=(2, sum(articles)))]
        pieces = np.repeat(about, articles, axis=0) + TURN * (turns[0] - turns[1])
        noise = chance.standard_normal(pieces.shape, dtype=np.float32)
        pieces += noise * np.float32(NOISE / pieces.shape[1] ** 0.5)
        return np.split(_unit(pieces), np.cumsum(articles)[:-1])


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


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _sample_sentences() -> Iterator[str]:
    for article in sample_articles():
        for start, end in sentences(article.text):
            yield embedded_text(article.title, article.text[start:end])
