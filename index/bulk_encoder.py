"""An embedder of two: the light one for questions, the reference on a faster device for many texts."""

import time
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.light_encoder import LightEncoder
from index.reference_encoder import ReferenceEncoder

FEW = 8
"""Texts up to which the light encoder embeds: a question and its parts."""
PATIENCE = 8.0
"""Seconds that the light encoder works on many texts before the other is loaded, which takes about as long:
at worst everything takes twice as long as with whichever had been right from the start."""


class BulkEncoder:
    """The light encoder, until there is so much to embed that loading a faster one pays."""

    def __init__(
        self,
        light: LightEncoder,
        load: Callable[[], ReferenceEncoder],
        *,
        notice: Callable[[str], None],
        patience: float = PATIENCE,
    ) -> None:
        self.light = light
        self.name, self.digest = light.name, light.digest
        self.dimension, self.max_tokens = light.dimension, light.max_tokens
        self._load = load
        self._notice = notice
        self._patience = patience
        self._fast: ReferenceEncoder | None = None
        self._turn = Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given.

        Raises:
            ModelError: The model cannot run here.
        """
        if len(texts) <= FEW:
            return self.light.embed(texts)
        with self._turn:
            if self._fast is None and self._patience <= 0:
                self._switch()
            fast = self._fast
        if fast is not None:
            return fast.embed(texts)
        started = time.perf_counter()
        vectors = self.light.embed(texts)
        self._patience -= time.perf_counter() - started
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, untruncated, special tokens not counted."""
        return self.light.count_tokens(texts)

    def _switch(self) -> None:
        """Load the faster one; where that fails, say so once and go on."""
        try:
            self._fast = self._load()
        except ModelError as error:
            self._patience = float("inf")
            self._notice(f"{error}; embedding goes on without it, slower")
