"""A sentence-transformers cross-encoder; with it come torch and seconds to start."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.reference_encoder import first_line, quiet_libraries

WINDOW = 512
"""Tokens of question and text together at most; also the most that a RoBERTa reads, whose settings
state two more. Passages are about half as long."""
_BATCH = 16
_HEADS = ("ForSequenceClassification", "ForCausalLM")
"""How the architectures end that sentence-transformers makes a cross-encoder of."""


class CrossEncoderReranker:
    """A `CrossEncoder` as a `Reranker`."""

    def __init__(self, model: Any, *, name: str) -> None:
        """Take a loaded model.

        Raises:
            ModelError: It has several outputs, none of which is the relevance.
        """
        if model.num_labels != 1:
            raise ModelError(
                f"{name} is no reranker: it sorts into {model.num_labels} classes; "
                "name a cross-encoder with one output"
            )
        self.name = name
        self._model = model
        if len(model) == 1:  # a language model's question stands in a frame that must not be cut
            model.max_seq_length = min(model.max_seq_length or WINDOW, WINDOW)

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 scores, shape (n,), larger is better; only for comparing texts of one question.

        They are the head's own numbers, before any squashing, which would make the best ones equal.
        A pair too long for the window loses the end of the longer of its two texts: the question
        stays whole up to half of the window.

        Raises:
            ModelError: The model cannot run here.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        try:
            with quiet_libraries():
                scores = self._model.predict(
                    pairs, batch_size=_BATCH, activation_fn=_unchanged, show_progress_bar=False
                )
        except (RuntimeError, ValueError, IndexError, MemoryError) as error:
            raise ModelError(f"the reranker {self.name} failed: {first_line(error)}") from error
        return np.ascontiguousarray(scores, dtype=np.float32)


def load_cross_encoder(folder: Path, *, name: str) -> CrossEncoderReranker:
    """Return the cross-encoder in a folder; no connection is opened.

    Raises:
        ModelError: There is none in it, or it cannot be loaded.
    """
    _require_cross_encoder(folder, name)
    return CrossEncoderReranker(_load(str(folder), name=name, local=True), name=name)


def fetch_cross_encoder(name: str) -> None:
    """Bring a cross-encoder from the Hugging Face hub onto this disk.

    Raises:
        ModelError: There is no such model, or it cannot be reached or loaded.
    """
    _load(name, name=name, local=False)


def _load(source: str, *, name: str, local: bool) -> Any:
    try:
        from sentence_transformers import CrossEncoder

        with quiet_libraries():
            return CrossEncoder(source, local_files_only=local)
    # Which errors a load may end in is nowhere stated: they come from five libraries.
    except Exception as error:
        remedy = "check the folder" if local else "check the name, or give the folder of a model on this disk"
        raise ModelError(f"the reranker {name} cannot be loaded ({first_line(error)}); {remedy}") from error


def _require_cross_encoder(folder: Path, name: str) -> None:
    """Refuse what would load with a head of random numbers.

    Raises:
        ModelError: It is another kind of model, or none.
    """
    if not any((folder / file).is_file() for file in ("config.json", "modules.json")):
        raise ModelError(
            f"there is no cross-encoder in {folder}: it holds no config.json; name the folder of one, "
            "or a GGUF file"
        )
    if not _is_cross_encoder(folder):
        raise ModelError(
            f"{name} is no cross-encoder: it embeds one text at a time and has no head for pairs; "
            "name a cross-encoder"
        )


def _is_cross_encoder(folder: Path) -> bool:
    """Return whether the settings speak of a trained head, as sentence-transformers reads them."""
    if (folder / "modules.json").is_file():
        # Before there was more than one kind, the kind was not stated.
        return _settings(folder / "config_sentence_transformers.json").get("model_type") == "CrossEncoder"
    architectures = _settings(folder / "config.json").get("architectures") or [""]
    return str(architectures[0]).endswith(_HEADS)


def _settings(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelError(f"the reranker's settings {file} cannot be read; download it again") from error
    return content if isinstance(content, dict) else {}


def _unchanged(scores: Any) -> Any:
    return scores
