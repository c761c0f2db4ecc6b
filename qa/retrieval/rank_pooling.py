"""A GGUF reranker, run by llama.cpp: question and text in one sequence, one number at its end."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from qa.models.gguf_header import tensor_shapes
from qa.models.llama import Weights, freed_with, physical_cores

WINDOW = 512
"""Tokens of question and text together at most: passages are about half as long, and a window for
the thousands that some rerankers could read takes memory and brings nothing."""

_RANK = 4  # LLAMA_POOLING_TYPE_RANK in llama.h
_WORDPIECE = 3  # LLAMA_VOCAB_TYPE_WPM in llama.h
_QUESTION, _TEXT = "{query}", "{document}"
"""What stands for each in the template "rerank" of a GGUF file, as llama.cpp's own server reads it."""


class RankPooling:
    """A GGUF file with a ranking head, as a `Reranker`.

    A pair is evaluated alone, so that no score depends on what else is scored. What llama.cpp does
    with a BERT differs in two ways from what the model was trained for: both texts are of the first
    segment, and most files were made without the layer before the head. The order is about the
    same, the scale is not, which is why scores are only compared within one question. Rerankers on
    XLM-RoBERTa (the BGE and Jina families) and Qwen3 have neither segments nor that layer.
    """

    def __init__(self, path: Path) -> None:
        """Load the file.

        Raises:
            ModelError: It is missing, damaged, cannot be run, or is no reranker.
        """
        self._weights = Weights(path, called="reranker")
        _require_head(path)
        self.name = self._weights.name
        self._output = self._relevance_output()
        self._pair = Pair.of(self._weights)
        self._window = min(WINDOW, self._weights.trained_context)
        if self._pair.room(self._window) < 2:
            raise ModelError(f"the reranker {path} reads {self._window} tokens, too few for a question")
        self._handle = self._open_context()

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 scores, shape (n,), larger is better; only for comparing texts of one question.

        Raises:
            ModelError: llama.cpp cannot evaluate a pair.
        """
        asked = self._weights.tokenize_words(question)
        room = self._pair.room(self._window)
        scores = [
            self._evaluate(self._pair.joined(*fitted(asked, self._weights.tokenize_words(text), room)))
            for text in texts
        ]
        return np.array(scores, dtype=np.float32)

    def _evaluate(self, tokens: list[int]) -> float:
        api = self._weights.api
        memory = api.llama_get_memory(self._handle)
        if memory:  # an encoder has none
            api.llama_memory_clear(memory, True)
        placed = (api.llama_token * len(tokens))(*tokens)  # the batch holds only its address
        code = api.llama_decode(self._handle, api.llama_batch_get_one(placed, len(tokens)))
        scores = api.llama_get_embeddings_seq(self._handle, 0) if code == 0 else None
        if not scores:
            raise ModelError(
                f"the reranker {self._weights.path} failed (llama.cpp code {code}); name another one"
            )
        return float(scores[self._output])

    def _open_context(self) -> int:
        api = self._weights.api
        params = api.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = self._window
        params.n_threads = params.n_threads_batch = physical_cores()
        params.embeddings = True
        params.pooling_type = _RANK
        handle = api.llama_init_from_model(self._weights.handle, params)
        if not handle:
            raise ModelError(f"the reranker {self._weights.path} does not fit the memory; name a smaller one")
        freed_with(self, handle, self._weights)
        return int(handle)

    def _relevance_output(self) -> int:
        """Return which of the head's outputs is the relevance: the only one, or the one called "yes"."""
        api, model = self._weights.api, self._weights.handle
        count = int(api.llama_model_n_cls_out(model))
        labels = [api.llama_model_cls_label(model, number) for number in range(count)]
        if b"yes" in labels:
            return labels.index(b"yes")
        if count != 1:
            raise ModelError(
                f"{self._weights.path} is no reranker: it sorts into {count} classes; "
                "name a GGUF file made of a cross-encoder"
            )
        return 0


class Pair:
    """How a model wants question and text put together."""

    def __init__(self, before: list[int], between: list[int], after: list[int]) -> None:
        self._before, self._between, self._after = before, between, after

    @classmethod
    def of(cls, weights: Weights) -> "Pair":
        """Return the frame that the file states as a template, or that its vocabulary asks for."""
        template = weights.api.llama_model_chat_template(weights.handle, b"rerank")
        text = template.decode("utf-8", "replace") if template else ""
        if text.count(_QUESTION) == text.count(_TEXT) == 1 and text.index(_QUESTION) < text.index(_TEXT):
            before, rest = text.split(_QUESTION)
            between, after = rest.split(_TEXT)
            return cls(*(weights.tokenize(part, begin=False) for part in (before, between, after)))
        return cls(*_special_frame(weights))

    def room(self, window: int) -> int:
        """Return the tokens that the words of both have in a window."""
        return window - len(self._before) - len(self._between) - len(self._after)

    def joined(self, question: Sequence[int], text: Sequence[int]) -> list[int]:
        """Return the whole sequence."""
        return [*self._before, *question, *self._between, *text, *self._after]


def fitted(question: list[int], text: list[int], room: int) -> tuple[list[int], list[int]]:
    """Return both cut to `room` tokens together; the question loses some only beyond half of it."""
    if len(question) + len(text) <= room:
        return question, text
    kept = question[: max(room // 2, room - len(text))]
    return kept, text[: room - len(kept)]


def _special_frame(weights: Weights) -> tuple[list[int], list[int], list[int]]:
    """Return the special tokens around a pair: those of BERT, or of RoBERTa with its two in the middle."""
    api, vocabulary = weights.api, weights.vocabulary
    wordpiece = api.llama_vocab_type(vocabulary) == _WORDPIECE
    separator = api.llama_vocab_sep(vocabulary)
    end = api.llama_vocab_eos(vocabulary)
    end = separator if end < 0 else end
    before = [api.llama_vocab_bos(vocabulary)] if api.llama_vocab_get_add_bos(vocabulary) else []
    # llama.cpp says of BERT too that it wants a separator after the end: they are one token there.
    between = [end, separator] if api.llama_vocab_get_add_sep(vocabulary) and not wordpiece else [end]
    frame = [[token for token in part if token >= 0] for part in (before, between, [end])]
    return frame[0], frame[1], frame[2]


def _require_head(path: Path) -> None:
    """Refuse a file without a ranking head: llama.cpp would run it and give numbers without meaning."""
    shapes = tensor_shapes(path)
    single = shapes.get("cls.weight", (0, 0))[1:] in ((), (1,))
    if "cls.output.weight" not in shapes and not single:
        raise ModelError(
            f"{path} is no reranker: it has no ranking head (cls.output.weight); "
            "name a GGUF file made of a cross-encoder"
        )
