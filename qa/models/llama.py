"""llama.cpp, as far as it is needed: the library itself, weights and their vocabulary.

Its low-level interface is used. The high-level one points the process's standard output and error
at nothing while it loads, which a chat drawing on them in another thread would lose, and it cannot
be stopped while it evaluates a prompt.
"""

import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any
from weakref import finalize

from index.errors import ModelError

_ERROR = 4  # GGML_LOG_LEVEL_ERROR in ggml.h
_MATRIX_UNIT = b"AMX_INT8 = 1"  # in what llama.cpp says of how it was compiled
SPIN_VARIABLE, SPINS = "GOMP_SPINCOUNT", "30000"
"""Looks that a thread takes at whether the others are done before it sleeps: they wait for each other after
each of a thousand operations of a token. Of 300 to 300,000, the library's own, this is the least that costs
nothing on two quiet cores (65 pieces a second of the bundled model; 300: 38), and where two other programs
used them, a prompt took half the time (5.4 s instead of 10.4)."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """llama.cpp, and what it says."""

    api: Any
    complaints: deque[str]
    """What llama.cpp last logged as errors; it goes nowhere else."""
    log: Any
    """The callback itself: C holds only its address."""


@cache
def bindings() -> Bindings:
    """Return the bindings to llama.cpp, imported once."""
    with _short_spins():
        api = _functions()
    complaints: deque[str] = deque(maxlen=8)

    @api.llama_log_callback  # type: ignore[untyped-decorator]
    def log(level: int, text: bytes, _data: object) -> None:
        if level == _ERROR:
            complaints.append(text.decode("utf-8", "replace").strip())

    api.llama_log_set(log, ctypes.c_void_p(0))
    api.llama_backend_init()
    return Bindings(api, complaints, log)


def _functions() -> Any:
    """Return the module of llama.cpp's functions, without the classes that its package has around them.

    Those bring grammars, caches and formats of chats that are not used here, and take three times as long
    to import. The package runs only if it is imported by its own name, later.
    """
    found = find_spec("llama_cpp")
    if found is None or "llama_cpp" in sys.modules:
        return import_module("llama_cpp.llama_cpp")
    sys.modules["llama_cpp"] = module_from_spec(found)  # so that it is there, and was not run
    try:
        return import_module("llama_cpp.llama_cpp")
    finally:
        del sys.modules["llama_cpp"]


@contextmanager
def _short_spins() -> Iterator[None]:
    """Have the threads that are loaded within sleep soon while they wait for each other.

    The GNU OpenMP runtime reads the variable when it is loaded, and the reader's own wish stands.
    """
    if any(name in os.environ for name in (SPIN_VARIABLE, "OMP_WAIT_POLICY")):
        yield
        return
    os.environ[SPIN_VARIABLE] = SPINS
    try:
        yield
    finally:
        del os.environ[SPIN_VARIABLE]


def copies_weights() -> bool:
    """Return whether llama.cpp may copy weights into layouts made for this processor."""
    # Its kernels for Intel's matrix unit can end the process at the first prompt, within
    # ggml_backend_amx_mul_mat (ggml-org/llama.cpp#20824), and copy all weights for it.
    return _MATRIX_UNIT not in bindings().api.llama_print_system_info()


class Weights:
    """A loaded GGUF file: its facts and its vocabulary."""

    def __init__(self, path: Path, *, called: str = "language model") -> None:
        """Map the file into memory.

        Args:
            path: The file.
            called: What messages call it.

        Raises:
            ModelError: It is missing, is no GGUF file, is cut short, or of a kind llama.cpp cannot run.
        """
        _check_magic(path, called)
        llama = bindings()
        self.path = path
        self.api = llama.api
        llama.complaints.clear()
        params = self.api.llama_model_default_params()
        params.use_extra_bufts = copies_weights()
        self.handle = self.api.llama_model_load_from_file(os.fsencode(path), params)
        if not self.handle:
            reason = llama.complaints[0] if llama.complaints else "llama.cpp gives no reason"
            raise ModelError(f"the {called} {path} cannot be loaded ({reason}); download it again")
        finalize(self, self.api.llama_model_free, self.handle)
        self.vocabulary = self.api.llama_model_get_vocab(self.handle)
        """What llama.cpp's functions about tokens ask for."""
        self.vocabulary_size = int(self.api.llama_vocab_n_tokens(self.vocabulary))
        self.parameters = int(self.api.llama_model_n_params(self.handle))
        self.trained_context = int(self.api.llama_model_n_ctx_train(self.handle))

    @property
    def name(self) -> str:
        """`general.name` in the file's metadata, or the file's own name without its ending."""
        buffer = ctypes.create_string_buffer(512)
        size = self.api.llama_model_meta_val_str(self.handle, b"general.name", buffer, len(buffer))
        return (buffer.value.decode("utf-8", "replace").strip() if size > 0 else "") or self.path.stem

    @property
    def runtime(self) -> str:
        """What computes: the library, by size and time, and the instructions of the processor it uses."""
        library = Path(self.api._lib._name).stat()
        used = self.api.llama_print_system_info().decode("utf-8", "replace")
        return f"{library.st_size} {library.st_mtime_ns} {used}"

    @property
    def chat_template(self) -> str | None:
        """The Jinja template in the file, or `None`."""
        template = self.api.llama_model_chat_template(self.handle, None)
        return template.decode("utf-8", "replace") if template else None

    @property
    def begin(self) -> str:
        """The text of the token that begins a document; empty where there is none."""
        return self._text(self.api.llama_vocab_bos(self.vocabulary))

    @property
    def end(self) -> str:
        """The text of the token that ends a document; empty where there is none."""
        return self._text(self.api.llama_vocab_eos(self.vocabulary))

    def _text(self, token: int) -> str:
        return "" if token < 0 else self.piece(token, special=True).decode("utf-8", "replace")

    def tokenize(self, text: str, *, begin: bool) -> list[int]:
        """Return the tokens of a text; what spells a special token becomes that token.

        Args:
            text: Any text.
            begin: Put the beginning-of-document token first, where the model wants one.
        """
        return self._tokens(text, begin=begin, special=True)

    def tokenize_words(self, text: str) -> list[int]:
        """Return the tokens of a text and no other; what spells a special token is text like the rest."""
        return self._tokens(text, begin=False, special=False)

    def _tokens(self, text: str, *, begin: bool, special: bool) -> list[int]:
        encoded = text.encode("utf-8", "replace")
        room = len(encoded) + 8  # a token is a byte at least; the rest is for special tokens
        tokens = (self.api.llama_token * room)()
        count = self.api.llama_tokenize(self.vocabulary, encoded, len(encoded), tokens, room, begin, special)
        assert count >= 0, "more tokens than bytes"
        return list(tokens[:count])

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """Return the bytes of a token, which may end within a character; special ones only if asked."""
        buffer = ctypes.create_string_buffer(64)
        for _ in range(2):
            size = int(self.api.llama_token_to_piece(self.vocabulary, token, buffer, len(buffer), 0, special))
            if size >= 0:
                break
            buffer = ctypes.create_string_buffer(-size)
        return buffer.raw[:size]

    def is_control(self, token: int) -> bool:
        """Whether a token steers the model and is no text."""
        return bool(self.api.llama_vocab_is_control(self.vocabulary, token))

    def is_end(self, token: int) -> bool:
        """Whether a token ends a turn or the document."""
        return bool(self.api.llama_vocab_is_eog(self.vocabulary, token))


def freed_with(owner: object, context: Any, weights: Weights) -> Callable[[], object]:
    """Have one of llama.cpp's contexts freed when its owner ends, and return what frees it earlier.

    Its weights live until then, also where both end in one cycle of objects, collected in any order.
    """
    return finalize(owner, _free, context, weights)


def _free(context: Any, weights: Weights) -> None:
    weights.api.llama_free(context)


def physical_cores() -> int:
    """Return the cores this process may use; two threads of one core count once.

    A second thread on a core brings llama.cpp nothing: both wait for the same arithmetic and memory.
    """
    able = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    cores = len({_siblings(cpu) for cpu in able})
    return max(1, min(cores, _quota()))


def _siblings(cpu: int) -> str:
    try:
        return Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").read_text("utf-8")
    except OSError:
        return str(cpu)  # not Linux, or hidden: each counts as a core


def _quota() -> int:
    """Return the processors a container allows, by cgroup v2's "quota period"; many if it does not say."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("utf-8").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return 1024


def _check_magic(path: Path, called: str) -> None:
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
    except OSError as error:
        raise ModelError(
            f"the {called} {path} cannot be read ({error.strerror}); give the path of a GGUF file"
        ) from error
    if magic != b"GGUF":
        raise ModelError(f"the {called} {path} is not a GGUF file; give the path of one")
