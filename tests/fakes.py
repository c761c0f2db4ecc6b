"""Stand-ins for the two models, whose results can be worked out by hand.

Tests import them as `from fakes import FakeEmbedder, ScriptedModel`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from qa.models.llm import Message


class FakeEmbedder:
    """An embedder that counts words: its vectors are hashed bags of lower-cased words.

    A word is a run of letters and digits; it adds 1 at `bucket(word)`, and the sum is scaled to
    unit length. So the cosine of two texts of n and m distinct words, k of them shared, is
    k / sqrt(n * m) unless two words share a bucket. A text without words lies on the first axis.
    Tokens are what `str.split` gives; what lies beyond `max_tokens` of them is not seen.
    """

    def __init__(
        self, *, name: str = "fake", dimension: int = 256, max_tokens: int = 256, digest: str = ""
    ) -> None:
        self.name = name
        self.digest = digest or blake2b(name.encode(), digest_size=32).hexdigest()
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded: list[str] = []
        """Every text it was asked to embed, in order."""

    def bucket(self, word: str) -> int:
        """Return the axis a word counts on."""
        return int.from_bytes(blake2b(word.lower().encode(), digest_size=8).digest()) % self.dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given."""
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            seen = " ".join(text.split()[: self.max_tokens])
            for word in re.findall(r"\w+", seen):
                row[self.bucket(word)] += 1
            if not row.any():
                row[0] = 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many whitespace-separated tokens each text has."""
        return [len(text.split()) for text in texts]


class ScriptedModel:
    """A language model that replays texts: one per call, piece by piece, a word at a time.

    A piece is a word with the whitespace after it, and counts as one token. A prompt counts the
    words of its messages. Asked more often than it has texts, it fails the test.
    """

    def __init__(
        self,
        texts: Sequence[str],
        *,
        name: str = "scripted",
        context: int = 4096,
        parameters: int = 7_000_000_000,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.context = context
        self.asked: list[tuple[Message, ...]] = []
        """The messages of every call, in order."""
        self._texts = list(texts)

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the number of words in all messages."""
        return sum(len(message.content.split()) for message in messages)

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the next text's pieces, `max_tokens` at most, until cancelled.

        Raises:
            ModelError: The prompt and `max_tokens` do not fit the context.
        """
        if self.count_tokens(messages) + max_tokens > self.context:
            raise ModelError(f"the prompt and {max_tokens} tokens do not fit {self.context}")
        self.asked.append(tuple(messages))
        assert len(self.asked) <= len(self._texts), "the script has no text for this call"
        return self._replay(self._texts[len(self.asked) - 1], max_tokens, cancelled)

    def _replay(self, text: str, max_tokens: int, cancelled: Callable[[], bool]) -> Iterator[str]:
        for piece in re.findall(r"\s*\S+\s*", text)[:max_tokens]:
            if cancelled():
                return
            yield piece
