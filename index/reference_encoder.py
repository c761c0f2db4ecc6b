"""The reference embedder: sentence-transformers, which runs any model, slowly to start."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging import CRITICAL, getLogger
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

_UNSTATED_MAX_TOKENS = 512  # what BERT was trained with; for a model that states no limit
_BATCH = 32


class ReferenceEncoder:
    """A sentence-transformers model as an embedder.

    Importing its libraries takes seconds and 400 MB, so this is what proves the light encoder, and
    what embeds where that one cannot.
    """

    def __init__(self, model: Any, *, name: str, digest: str) -> None:
        self.model = model
        """The `SentenceTransformer`."""
        self.name = name
        self.digest = digest
        self.max_tokens = _max_tokens(model)
        model.max_seq_length = self.max_tokens
        self.dimension = int(model.get_embedding_dimension())
        self.device = str(model.device)
        """What it runs on, as torch calls it: the best that sentence-transformers found."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given.

        Raises:
            ModelError: The model cannot run here.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        try:
            with quiet_libraries():
                vectors = self.model.encode(
                    list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
                )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise ModelError(f"the embedding model {self.name} failed: {first_line(error)}") from error
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, untruncated, special tokens not counted."""
        if not texts:
            return []
        encoded = self.model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, padding=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]


def load_local_model(folder: "Path", *, name: str) -> Any:
    """Return the `SentenceTransformer` in a folder; no connection is opened.

    Raises:
        ModelError: It is not a model sentence-transformers can load.
    """
    return _load(str(folder), name=name, local=True)


def load_named_model(name: str) -> Any:
    """Return the `SentenceTransformer` of that name, downloaded where it is not on this disk.

    Raises:
        ModelError: There is no such model, it cannot be reached, or it cannot be loaded.
    """
    return _load(name, name=name, local=False)


def _load(source: str, *, name: str, local: bool) -> Any:
    try:
        from sentence_transformers import SentenceTransformer

        with quiet_libraries():
            return SentenceTransformer(source, local_files_only=local)
    # Which errors a load may end in is nowhere stated: they come from five libraries.
    except Exception as error:
        remedy = "check the folder" if local else "check the name, or give the folder of a model on this disk"
        raise ModelError(
            f"the embedding model {name} cannot be loaded ({first_line(error)}); {remedy}"
        ) from error


def first_line(error: BaseException) -> str:
    """Return what an error says, in one line of at most 200 characters."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:200]


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep progress bars, notices and warnings of the model libraries off the terminal."""
    from transformers.utils import logging

    hub = getLogger("huggingface_hub")  # it counts its attempts there
    verbosity, hub_level = logging.get_verbosity(), hub.level
    bars = logging.is_progress_bar_enabled()
    logging.set_verbosity(logging.CRITICAL)
    hub.setLevel(CRITICAL)
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        hub.setLevel(hub_level)
        if bars:
            logging.enable_progress_bar()


def _max_tokens(model: Any) -> int:
    """Return the model's longest input; a tokenizer that knows no limit says 10 to the 30th."""
    stated = model.max_seq_length
    if stated is not None and stated < 10**6:
        return int(stated)
    config = getattr(model[0], "config", None)
    return int(getattr(config, "max_position_embeddings", None) or _UNSTATED_MAX_TOKENS)
