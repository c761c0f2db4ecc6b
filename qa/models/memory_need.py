"""What a language model will take of the memory, told from its file before it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from qa.models.gguf_header import Setting, settings_of

_BYTES = 2
"""Of each number in the cache: llama.cpp keeps keys and values in half precision unless told otherwise."""


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """Bytes of memory."""

    weights: int
    """Those of the file, which is mapped: it may be shared, and is read as far as it is used."""
    cache: int | None
    """Keys and values of a full window; `None` where the file does not say enough."""
    context: int
    """Tokens of that window."""
    name: str
    """What the file calls itself; "" where it does not say."""

    @property
    def total(self) -> int:
        """Both together, as far as they are known."""
        return self.weights + (self.cache or 0)


def memory_need(path: Path, *, context: int) -> MemoryNeed:
    """Return what the model in a GGUF file needs.

    The scratch space of the computation comes to it, some tens of megabytes for a small model.

    Args:
        path: The file.
        context: Tokens wanted in the window; it has fewer where the model was trained with fewer.

    Raises:
        ModelError: It cannot be read, or is no GGUF file.
    """
    stated = settings_of(path)
    try:
        weights = path.stat().st_size
    except OSError as error:
        raise ModelError(f"the language model {path} cannot be read ({error.strerror})") from error
    trained = _whole(stated, "context_length")
    window = min(context, trained) if trained else context
    return MemoryNeed(weights, _cache(stated, window), window, str(stated.get("general.name", "")))


def _cache(stated: Mapping[str, Setting], window: int) -> int | None:
    """Return layers × tokens × heads × the length of a key and a value, in bytes."""
    layers, heads = _whole(stated, "block_count"), _whole(stated, "attention.head_count")
    width = _whole(stated, "embedding_length")
    if not (layers and heads and width):
        return None
    usual = width // heads
    key = _whole(stated, "attention.key_length") or usual
    value = _whole(stated, "attention.value_length") or usual
    kept = _of(stated, "attention.head_count_kv")
    in_all = sum(kept) if isinstance(kept, tuple) else layers * (kept if isinstance(kept, int) else heads)
    return window * in_all * (key + value) * _BYTES


def _of(stated: Mapping[str, Setting], name: str) -> Setting | None:
    """Return a setting of the model's own kind of network, as "llama.block_count"."""
    return stated.get(f"{stated.get('general.architecture', '')}.{name}")


def _whole(stated: Mapping[str, Setting], name: str) -> int | None:
    """Return a number; of a list of one for each layer the largest."""
    found = _of(stated, name)
    if isinstance(found, tuple):
        return max(found, default=None)
    return found if isinstance(found, int) and found > 0 else None
