"""The reranker as the rest of the program knows it, and how one is opened."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model_files import model_folder
from qa.retrieval.cross_encoder import fetch_cross_encoder, load_cross_encoder
from qa.retrieval.rank_pooling import RankPooling


class Reranker(Protocol):
    """Reads a question and a text together and says how well the text answers."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 scores, shape (n,), larger is better; only for comparing texts of one question."""


def _silent(line: str) -> None:
    """Tell nobody."""


def open_reranker(name: str, *, notice: Callable[[str], None] = _silent) -> Reranker:
    """Return the reranker of that name, loaded.

    Args:
        name: A GGUF file, the folder of a sentence-transformers cross-encoder, or its Hugging Face
            id, which may then be downloaded; one without a slash means "cross-encoder/…", as it does
            to sentence-transformers.
        notice: Is told in one line what the reader should know.

    Raises:
        ModelError: There is none of that name, it is damaged, is no reranker, or cannot be loaded.
    """
    if not name.strip():
        raise ModelError("the reranker has no name; give a cross-encoder's name or folder, or a GGUF file")
    path = Path(name).expanduser()
    if path.is_file() or path.suffix.lower() == ".gguf":
        return RankPooling(path)
    if name.startswith(("/", ".", "~")) and not path.is_dir():
        raise ModelError(f"there is no reranker at {path}; name a cross-encoder's folder or a GGUF file")
    return load_cross_encoder(_locate(name, notice), name=name)


def _locate(name: str, notice: Callable[[str], None]) -> Path:
    """Return a cross-encoder's folder; one that is not on this disk is downloaded."""
    is_place = Path(name).expanduser().is_dir() or "/" in name
    identifier = name if is_place else f"cross-encoder/{name}"
    folder = model_folder(identifier)
    if folder is None:
        notice(f"the reranker {name} is not on this disk; asking the Hugging Face hub for it")
        fetch_cross_encoder(name)
        folder = model_folder(identifier)
    if folder is None:
        raise ModelError(f"the reranker {name} was loaded but is nowhere on this disk; give its folder")
    return folder
