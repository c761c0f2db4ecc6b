"""The tokens a model has evaluated, and what it says comes next."""

import ctypes
from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Any

import numpy as np

from index.errors import ModelError
from qa.models.beginnings import Beginnings
from qa.models.llama import Weights, freed_with, physical_cores

_BATCH = 512  # tokens given to llama.cpp at once; its own default
_TOGETHER = 128  # of these evaluated together: as fast as all 512, with a fourth of the scratch memory
_FIRST = 1024
"""Tokens that a window has room for at first: a short answer by a small model needs no more, and to empty the
memory of 4,096 takes a new process 0.05 s, and 67 MB."""
_FORESEEN = 32  # likewise of what is only foreseen: what is cut off is evaluated again
_ABORTED = 2  # what llama_decode returns once the abort callback said so


class Window:
    """The tokens a model has evaluated; those that begin the next prompt too are not evaluated again."""

    def __init__(self, weights: Weights, *, size: int, beginnings: Beginnings) -> None:
        """Reserve the memory of some of its tokens; that of all `size` where a text turns out to need it.

        Args:
            weights: The model.
            size: Tokens it may hold.
            beginnings: Where the states are kept after tokens with which many prompts begin.

        Raises:
            ModelError: There is not enough of it; also whenever tokens are evaluated.
        """
        self._weights = weights
        self._beginnings = beginnings
        self._api = weights.api
        self._size = size
        self._room = min(size, _FIRST)
        self._handle = self._opened(self._room)
        self._close = freed_with(self, self._handle, weights)
        self.evaluations = 0
        """Tokens evaluated since the start, for measurements."""
        self._evaluated: list[int] = []
        self._lock = Lock()
        self._wanted = Event()
        """Set while a token is asked for: what is foreseen makes way."""

    def _opened(self, room: int) -> Any:
        params = self._api.llama_context_default_params()
        params.n_ctx = room
        params.n_batch, params.n_ubatch = min(_BATCH, room), min(_TOGETHER, room)
        # Fused, attention gives other numbers when a prompt is evaluated in other parts; a model would
        # write one thing after one conversation and another after another, or after what was foreseen.
        params.flash_attn_type = self._api.LLAMA_FLASH_ATTN_TYPE_DISABLED
        params.n_threads = params.n_threads_batch = physical_cores()
        handle = self._api.llama_init_from_model(self._weights.handle, params)
        if not handle:
            path = self._weights.path
            raise ModelError(
                f"a window of {room} tokens for {path} does not fit the memory; set a smaller one"
            )
        return handle

    def _make_room(self, tokens: int) -> None:
        """Have room for so many tokens; what is evaluated is kept.

        Raises:
            ModelError: There is not enough memory.
        """
        if tokens <= self._room:
            return
        handle, state = self._opened(self._size), self._state()
        self._close()
        self._handle, self._room = handle, self._size
        self._close = freed_with(self, handle, self._weights)
        self._restore(self._evaluated, state)

    def likeliest(
        self, tokens: Sequence[int], cancelled: Callable[[], bool], *, standing: int = 0
    ) -> int | None:
        """Return the likeliest next token after `tokens`; `None` if cancelled meanwhile.

        `cancelled` is asked between the operations of the network while a prompt is evaluated, of
        which there are hundreds in a batch; the one token of a step is evaluated to its end.

        Args:
            tokens: All of them, from the first.
            cancelled: Whether to stop.
            standing: How many of them, at the beginning, are the same in many prompts.

        Raises:
            ModelError: llama.cpp cannot evaluate them.
        """
        self._wanted.set()
        with self._lock:
            self._wanted.clear()
            self._make_room(len(tokens))
            if not self._read(tokens, standing, _BATCH, cancelled):
                return None
            logits = self._api.llama_get_logits_ith(self._handle, -1)
            return int(np.ctypeslib.as_array(logits, shape=(self._weights.vocabulary_size,)).argmax())

    def foresee(self, tokens: Sequence[int], cancelled: Callable[[], bool], *, standing: int = 0) -> None:
        """Evaluate how the next prompt will begin, until it is there or `cancelled` says True.

        A core is left to whoever finds out how the prompt goes on. `standing` is as in `likeliest`.

        Raises:
            ModelError: llama.cpp cannot evaluate them.
        """
        cores = physical_cores()
        with self._lock:
            if cancelled():  # what was evaluated since is not to be forgotten for this
                return
            self._make_room(len(tokens))
            self._share(max(1, cores - 1))
            try:
                self._read(tokens, standing, _FORESEEN, lambda: self._wanted.is_set() or cancelled())
            finally:
                self._share(cores)

    def _share(self, threads: int) -> None:
        self._api.llama_set_n_threads(self._handle, threads, threads)

    def _read(
        self, tokens: Sequence[int], standing: int, together: int, cancelled: Callable[[], bool]
    ) -> bool:
        """Evaluate those that are not, so many together; False if cancelled meanwhile."""
        kept = self._keep(tokens)
        worth = self._beginnings.are_worth(standing)
        if worth and kept < standing:
            kept = self._recall(tokens[:standing])
        while kept < len(tokens):
            end = min(kept + together, standing if kept < standing else len(tokens))
            if not self._evaluate(tokens[kept:end], cancelled):
                return False
            kept = end
            if worth and kept == standing:
                self._beginnings.keep(tokens[:standing], self._state())
        return True

    def _recall(self, tokens: Sequence[int]) -> int:
        """Return how many of the tokens are evaluated: all, if the state after them is kept."""
        state = self._beginnings.state_after(tokens)
        if state is not None:
            self._restore(tokens, state)
        return len(self._evaluated)

    def _state(self) -> bytes:
        """Return llama.cpp's copy of what it keeps of the evaluated tokens."""
        state = ctypes.create_string_buffer(self._api.llama_state_seq_get_size(self._handle, 0))
        size = self._api.llama_state_seq_get_data(self._handle, _octets(state), len(state), 0)
        return state.raw[:size]

    def _restore(self, tokens: Sequence[int], state: bytes) -> None:
        """Put back what was kept of these tokens, in place of all else; of what does not fit, nothing."""
        took = self._api.llama_state_seq_set_data(self._handle, _octets(state), len(state), 0)
        if not took:
            self._api.llama_memory_clear(self._api.llama_get_memory(self._handle), True)
        self._evaluated = list(tokens) if took else []

    def _keep(self, tokens: Sequence[int]) -> int:
        """Return how many of `tokens` are evaluated, after forgetting all others."""
        kept = 0
        limit = min(len(self._evaluated), len(tokens) - 1)  # the last one gives the logits
        while kept < limit and self._evaluated[kept] == tokens[kept]:
            kept += 1
        memory = self._api.llama_get_memory(self._handle)
        if not self._api.llama_memory_seq_rm(memory, 0, kept, -1):
            self._api.llama_memory_clear(memory, True)  # a recurrent state cannot be cut
            kept = 0
        del self._evaluated[kept:]
        return kept

    def _evaluate(self, batch: Sequence[int], cancelled: Callable[[], bool]) -> bool:
        callback = self._api.ggml_abort_callback(lambda _data: cancelled())
        never = self._api.ggml_abort_callback()
        # Asked at each of a thousand operations, it would slow the single tokens down.
        asked = callback if len(batch) > 1 else never
        self._api.llama_set_abort_callback(self._handle, asked, None)
        tokens = (self._api.llama_token * len(batch))(*batch)
        try:
            code = self._api.llama_decode(self._handle, self._api.llama_batch_get_one(tokens, len(batch)))
        finally:
            self._api.llama_set_abort_callback(self._handle, never, None)
        if code == _ABORTED:
            return False
        if code != 0:
            raise ModelError(
                f"the language model {self._weights.path} failed (llama.cpp code {code}); "
                "set a smaller context"
            )
        self._evaluated.extend(batch)
        self.evaluations += len(batch)
        return True


def _octets(state: Any) -> Any:
    return ctypes.cast(state, ctypes.POINTER(ctypes.c_uint8))
