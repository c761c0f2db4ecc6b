"""The embedder as the rest of the program knows it, and how one is opened."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled import EMBEDDING_MODEL, bundled_file
from index.errors import ModelError
from index.light_encoder import LightEncoder, LightFacts
from index.model_files import model_folder, settings_digest, weights_digest

_FORMAT = 1  # of what `index.light_export` leaves in the cache; a new one is made anew


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

    The first time a model is opened it is exported for this machine, which takes some seconds and
    is told to `notice`. Later it is read from the cache, without torch. A model that cannot be
    exported, or a cache that cannot be written, leaves it to sentence-transformers.

    Args:
        name: A folder, or a name sentence-transformers knows, which may then be downloaded; `None`
            is the bundled model, and so is its name; no connection is ever opened for it.
        cache: The directory of what can be made again; created where it is missing.
        notice: Is told in one line what the reader should know.

    Raises:
        ModelError: The model is missing, damaged, or cannot be loaded.
    """
    folder, label = _locate(name, cache, notice)
    digest = weights_digest(folder, cache=cache)
    home = _home(folder, digest, cache)
    light = _open_light(home, name=label, digest=digest)
    if light is not None:
        return light
    return _prepare(folder, home, name=label, digest=digest, notice=notice)


def open_prepared(*, cache: Path) -> Embedder | None:
    """Return the bundled embedder as it was prepared before; `None` where it is still to be.

    Raises:
        ModelError: It is missing or damaged.
    """
    folder = bundled_file(EMBEDDING_MODEL, cache=cache).parent
    digest = weights_digest(folder, cache=cache)
    return _open_light(_home(folder, digest, cache), name=EMBEDDING_MODEL.name, digest=digest)


def _home(folder: Path, digest: str, cache: Path) -> Path:
    """Return where in the cache the encoder lies that is made of a model."""
    return cache / "encoders" / digest / _encoder_key(folder)


def _locate(name: str | None, cache: Path, notice: Callable[[str], None]) -> tuple[Path, str]:
    """Return a model's folder and name; one that is not on this disk is downloaded."""
    if name is None or (name == EMBEDDING_MODEL.name and not Path(name).exists()):
        return bundled_file(EMBEDDING_MODEL, cache=cache).parent, EMBEDDING_MODEL.name
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


def _encoder_key(folder: Path) -> str:
    """Return what, beside the weights, an exported encoder depends on."""
    return f"{_FORMAT}-{settings_digest(folder)}-{version('openvino')}"


def _open_light(home: Path, *, name: str, digest: str) -> LightEncoder | None:
    """Return the encoder prepared in `home`; `None` where there is none that can be run."""
    try:
        facts = LightFacts.load(home)
        precision = facts.precision()
        if precision is None:
            return None
        return LightEncoder(home, name=name, digest=digest, facts=facts, precision=precision)
    except (OSError, ValueError, ModelError):
        return None  # absent or damaged: it is made again


def _prepare(folder: Path, home: Path, *, name: str, digest: str, notice: Callable[[str], None]) -> Embedder:
    """Return a light encoder made now, or the reference where that is not possible."""
    refusal = home.parent / f"{home.name}.refused"
    if not refusal.exists():
        notice(f"preparing the embedding model {name} for this machine (once, up to half a minute)")
    from index.light_export import CannotExportError, prepare_light
    from index.reference_encoder import ReferenceEncoder, load_local_model

    reference = ReferenceEncoder(load_local_model(folder, name=name), name=name, digest=digest)
    if refusal.exists():
        return reference
    try:
        prepare_light(reference, home)
        light = _open_light(home, name=name, digest=digest)
        if light is not None:
            return light
    except CannotExportError as error:
        notice(f"the embedding model {name} stays with sentence-transformers, slower to start: {error}")
        _remember(refusal, str(error))
    except OSError as error:
        where = f"the cache {home.parent} cannot be written ({error.strerror or error})"
        notice(f"{where}: every start will take some seconds longer")
    return reference


def _remember(refusal: Path, reason: str) -> None:
    """Keep a model from being exported at every start; where it cannot be kept, it is tried again."""
    try:
        refusal.write_text(reason, "utf-8")
    except OSError:
        return
