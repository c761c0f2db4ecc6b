"""The embedder as the rest of the program knows it, and how one is opened."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import EMBEDDING_MODEL, bundled_file
from index.errors import ModelError
from index.model_files import model_folder
from index.preparing import LocalModel, open_if_prepared, open_prepared


class Embedder(Protocol):
    """Text in, vectors of meaning out; cosine is the similarity."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    @property
    def digest(self) -> str:
        """The sha256 of its weights, in hexadecimal: what makes vectors comparable."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    @property
    def max_tokens(self) -> int:
        """The longest input in tokens, special tokens included; what lies beyond is not seen."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, untruncated, special tokens not counted."""


def _silent(line: str) -> None:
    """Tell nobody."""


def open_embedder(
    name: str | None = None, *, cache: Path, notice: Callable[[str], None] = _silent
) -> Embedder:
    """Return the embedder of that name, ready to embed.

    The first time a model is opened it is exported, and the ways to run it on this machine are
    measured, which takes some seconds and is told to `notice`. Later it is read from the cache, without
    torch. A model that cannot be exported, or a cache that cannot be written, leaves it to
    sentence-transformers.

    Args:
        name: A folder, or a name sentence-transformers knows, which may then be downloaded; `None`
            is the bundled model, and so is its name; no connection is ever opened for it.
        cache: The directory of what can be made again; created where it is missing.
        notice: Is told in one line what the reader should know.

    Raises:
        ModelError: The model is missing, damaged, or cannot be loaded.
    """
    folder, label = _locate(name, cache, notice)
    return open_prepared(LocalModel.of(folder, label, cache=cache), notice)


def known_model(name: str | None = None, *, cache: Path) -> LocalModel | None:
    """Return a model with where what was made of it lies; `None` where it is not on this disk.

    Raises:
        ModelError: It is there and cannot be read.
    """
    if _is_bundled(name):
        return LocalModel.of(*_bundled(cache), cache=cache)
    folder = model_folder(str(name))
    return LocalModel.of(folder, str(name), cache=cache) if folder else None


def _is_bundled(name: str | None) -> bool:
    return name is None or (name == EMBEDDING_MODEL.name and not Path(name).exists())


def _bundled(cache: Path) -> tuple[Path, str]:
    return bundled_file(EMBEDDING_MODEL, cache=cache).parent, EMBEDDING_MODEL.name


def prepared_embedder(*, cache: Path) -> Embedder | None:
    """Return the bundled embedder as it was prepared before; `None` where it is still to be.

    Raises:
        ModelError: It is missing or damaged.
    """
    return open_if_prepared(LocalModel.of(*_bundled(cache), cache=cache), _silent)


def _locate(name: str | None, cache: Path, notice: Callable[[str], None]) -> tuple[Path, str]:
    """Return a model's folder and name; one that is not on this disk is downloaded."""
    if name is None or _is_bundled(name):
        return _bundled(cache)
    folder = model_folder(name)
    if folder is None:
        from index.reference_encoder import load_named_model

        notice(f"the embedding model {name} is not on this disk; asking the Hugging Face hub for it")
        load_named_model(name)
        folder = model_folder(name)
    if folder is None:
        raise ModelError(
            f"the embedding model {name} was loaded but is nowhere on this disk; give its folder"
        )
    return folder, name
