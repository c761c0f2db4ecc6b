"""A question and passages → where in each the answer is likely to stand: a small trained reader.

The bundled embedding model, fine-tuned to mark the beginning and the end of an answer, as in Devlin
et al. (2019, BERT, section 4.2); a passage that does not answer is to be marked at its first token
(4.3). `scripts/train` makes its weights, of 8 bits each, and says what from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.bundled import EMBEDDING_MODEL, bundled_file
from index.errors import ModelError
from index.sentences import Span
from qa.evidence.reader_graph import EPSILON, built
from qa.evidence.reader_store import request_of

WEIGHTS = Path(__file__).with_name("reader.npz")
LONGEST_ANSWER = 30
"""Tokens; of the reading-comprehension data's answers 99 of 100 are shorter."""
MOST_TOKENS = 384
"""Of question, title and passage together; the end of a longer passage is not read."""
MOST_ASKED = 96
"""Tokens of a question, and of a title, that are read."""
_UNREAD = -1e4
"""Added to the attention scores of padding."""
_ROW = "embeddings.word_embeddings.weight"
_LAYERS, _ENDS = "layers.", "ends."
"""What the graph is made of; the rest is what it is given."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage as the reader marked it."""

    offsets: tuple[Span, ...]
    """The characters of the passage that each token stands for."""
    starts: Floats
    """How much speaks for an answer that begins there less for none at all, in nats, shape (tokens,)."""
    ends: Floats
    """Likewise for one that ends there."""

    def best(self, start: int, end: int) -> tuple[float, Span] | None:
        """Return the likeliest answer within some characters, and its score: positive rather answers.

        `None` where none of these characters was read.
        """
        inside = [at for at, (first, last) in enumerate(self.offsets) if first < end and last > start]
        if not inside:
            return None
        low, high = inside[0], inside[-1] + 1
        scores = self.starts[low:high, None] + self.ends[None, low:high]
        allowed = np.tril(np.triu(np.ones_like(scores, dtype=bool)), LONGEST_ANSWER - 1)
        scores = np.where(allowed, scores, -np.inf)
        first, last = np.unravel_index(int(scores.argmax()), scores.shape)
        span = (self.offsets[low + int(first)][0], self.offsets[low + int(last)][1])
        return float(scores[first, last]), span


class Reader:
    """Marks answers in passages; loaded once, in some tenths of a second."""

    def __init__(self, *, cache: Path, weights: Path = WEIGHTS, tokenizer: Any = None) -> None:
        """Load weights, tokenizer and the embedding model's vocabulary, which it shares.

        Args:
            cache: The directory of what can be made again; digests and the graph are remembered there.
            weights: What `scripts/train` made.
            tokenizer: The embedding model's, if it is loaded: to read it takes 25 ms, and lets no other
                Python run.

        Raises:
            ModelError: A file is missing or damaged, or cannot be run here.
        """
        model = bundled_file(EMBEDDING_MODEL, cache=cache)
        stored = _stored(weights, of=lambda name: not name.startswith((_LAYERS, _ENDS)))
        self._words = _word_embeddings(model)
        own = model.with_name("tokenizer.json")
        self._tokenizer = _tokenizer(own) if tokenizer is None else tokenizer
        self._positions, self._kinds = stored["positions"], stored["kinds"]
        self._norm = stored["norm.weight"], stored["norm.bias"]
        self._request = request_of(weights, cache, lambda: _graph(weights))
        self._lock = Lock()  # an inference request is one at a time

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Marked]:
        """Return each passage as it was marked for the question.

        Args:
            question: One that stands alone.
            passages: Title and text of each.

        Raises:
            ModelError: The graph cannot be run.
        """
        asked = self._ids(question)[:MOST_ASKED]
        rows = [self._row(asked, title, text) for title, text in passages]
        if not rows:
            return []
        logits = self._infer(rows)
        return [row.marked(logits[at]) for at, row in enumerate(rows)]

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _row(self, asked: list[int], title: str, text: str) -> "_Row":
        passage = self._tokenizer.encode(text, add_special_tokens=False)
        head = [self._cls, *asked, self._sep, *self._ids(title)[:MOST_ASKED], self._sep]
        room = MOST_TOKENS - len(head) - 1
        ids = [*head, *passage.ids[:room], self._sep]
        return _Row(ids, len(asked) + 2, len(head), tuple(passage.offsets[:room]))

    @cached_property
    def _cls(self) -> int:
        return int(self._tokenizer.token_to_id("[CLS]"))

    @cached_property
    def _sep(self) -> int:
        return int(self._tokenizer.token_to_id("[SEP]"))

    def _infer(self, rows: Sequence["_Row"]) -> Floats:
        longest = max(len(row.ids) for row in rows)
        tokens = np.zeros((len(rows), longest, self._positions.shape[1]), np.float32)
        mask = np.full((len(rows), 1, 1, longest), _UNREAD, np.float32)
        for at, row in enumerate(rows):
            tokens[at, : len(row.ids)] = self._embedded(row)
            mask[at, :, :, : len(row.ids)] = 0
        try:
            with self._lock:
                return np.array(self._request.infer([tokens, mask])[0], np.float32)
        except RuntimeError as error:
            raise ModelError(f"the reader of passages failed: {str(error)[:200]}") from error

    def _embedded(self, row: "_Row") -> Floats:
        """Return what the first layer is given, shape (tokens, width)."""
        kinds = self._kinds[(np.arange(len(row.ids)) >= row.asked).astype(int)]
        summed = self._words[row.ids] + self._positions[: len(row.ids)] + kinds
        centred = summed - summed.mean(1, keepdims=True)
        even = centred / np.sqrt((centred**2).mean(1, keepdims=True) + EPSILON)
        result: Floats = (even * self._norm[0] + self._norm[1]).astype(np.float32)
        return result


@dataclass(frozen=True, slots=True)
class _Row:
    """A question with a passage, in tokens."""

    ids: list[int]
    asked: int
    """How many of them are [CLS], the question and its [SEP]."""
    first: int
    """The first token of the passage."""
    offsets: tuple[Span, ...]

    def marked(self, logits: Floats) -> Marked:
        inside = logits[self.first : self.first + len(self.offsets)] - logits[0]
        return Marked(self.offsets, inside[:, 0], inside[:, 1])


def _graph(path: Path) -> Any:
    stored = _stored(path, of=lambda name: name.startswith((_LAYERS, _ENDS)))
    layers = 1 + max(int(name.split(".")[1]) for name in stored if name.startswith(_LAYERS))
    return built(stored, layers)


def _stored(path: Path, *, of: Callable[[str], bool]) -> dict[str, Floats]:
    """Return the weights of some names in full precision.

    Each 8-bit matrix has a scale for each of its outputs.
    """
    try:
        # opened here, since numpy leaves a file open that it cannot read
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if of(name)}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(f"the reader's weights {path} cannot be read; install article-qa again") from error
    scaled = {name.removesuffix(":scale"): scale for name, scale in arrays.items() if name.endswith(":scale")}
    return {
        name: (array * scaled[name] if name in scaled else array).astype(np.float32)
        for name, array in arrays.items()
        if not name.endswith(":scale")
    }


def _word_embeddings(model: Path) -> Floats:
    """Return the rows of the vocabulary, read from the file only where they are used."""
    import json

    try:
        with model.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            entry = json.loads(file.read(size))[_ROW]
        begin, _ = entry["data_offsets"]
        shape = tuple(entry["shape"])
        return np.memmap(model, np.float32, "r", 8 + size + begin, shape)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{model} holds no {_ROW}: reinstall {EMBEDDING_MODEL.distribution}") from error


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    # The library raises `Exception` itself for a missing and for a damaged file.
    except Exception as error:
        raise ModelError(f"{path} cannot be read: reinstall {EMBEDDING_MODEL.distribution}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
