"""The light embedder: an exported model run with OpenVINO and `tokenizers`, without torch.

It starts in about half a second where `import sentence_transformers` alone takes six. What it runs
is made by `index.light_export`, and only after the two agreed.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.lock import tried_lock
from index.streams import Inputs, Streams

Precision = Literal["f32", "bf16", "int8"]
Performance = Literal["LATENCY", "THROUGHPUT"]

AGREEMENT: dict[Precision, float] = {"int8": 0.99, "bf16": 0.999, "f32": 0.9999}
"""The lowest cosine to the reference at which a precision is used, fastest first. With passages at 0.996,
news, documentation and encyclopedia are found as in bf16 (`scripts/evaluate retrieval`)."""
FOR_MANY: Precision = "int8"
"""Only many texts are embedded in it: a question alone would hardly be done sooner, and all rests on it."""

# Tokens in a batch, padding included. What a layer makes of so many stays near the core that works on
# them: of 512 to 8,192, as `scripts/benchmark building` measures, 1,024 is embedded fastest.
_BATCH_TOKENS = 1024
_FEW_TOKENS = 4 * _BATCH_TOKENS
"""Up to so many all cores work on one batch after the other: a question, or the sentences of an answer, is
done sooner, and what runs batches side by side takes a tenth of a second to load."""
_FEW_A_THREAD = 160
"""Tokens in such a batch for each thread that works on it. Shorter ones hold less padding: the sentences of
five passages take a new process 96 ms on two cores instead of 106, and one that has run before 82 for 90."""
_ONE_AT_A_TIME = Lock()
_LIMITS = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
"""Variables that say up to which instructions of the processor oneDNN may go, as its documentation has it."""
_NAMES: dict[str, Precision] = {"FP32": "f32", "BF16": "bf16", "INT8": "int8"}
"""What OpenVINO calls the precisions."""
INT8_VARIABLE = "QA_INT8"
"""0 in it keeps all texts from being embedded with products in 8 bits."""
KEPT_AT = "compiled"
"""The folder, beside a graph, of what was compiled."""
LOCK = "lock"
PATIENCE = 20.0
"""Seconds to wait for another process that compiles the same graph, which takes one or two."""


@dataclass(frozen=True, slots=True)
class LightFacts:
    """What is known of an exported model beside its graph and its tokenizer."""

    max_tokens: int
    dimension: int
    pad: int
    """The id that fills short rows; some models count positions by it."""
    inputs: tuple[str, ...]
    """The graph's inputs in order, of "input_ids", "attention_mask", "token_type_ids"."""
    agreement: dict[Precision, float]
    """The lowest cosine to the reference, for each precision tried."""

    def save(self, folder: Path) -> None:
        """Write the facts into an encoder's folder.

        Raises:
            OSError: The folder cannot be written.
        """
        (folder / "facts.json").write_text(json.dumps(asdict(self), indent=1), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LightFacts":
        """Return the facts stored in an encoder's folder.

        Raises:
            OSError: There are none, or they cannot be read.
            ValueError: They are damaged.
        """
        try:
            stored = json.loads((folder / "facts.json").read_text("utf-8"))
            return cls(**{**stored, "inputs": tuple(stored["inputs"])})
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"the facts in {folder} are damaged") from error

    def precision(self) -> Precision | None:
        """Return the fastest precision for a question that agreed and that this processor has, or `None`."""
        available = precisions() - {FOR_MANY}
        for precision, limit in AGREEMENT.items():
            if precision in available and self.agreement.get(precision, -1.0) >= limit:
                return precision
        return None


class LightEncoder:
    """An exported model as an embedder."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        digest: str,
        facts: LightFacts,
        precision: Precision,
        many: Precision | None = None,
    ) -> None:
        """Load the graph and the tokenizer from a folder.

        Args:
            folder: What `index.light_export` made.
            name: What the model is called.
            digest: Of its weights.
            facts: The folder's.
            precision: What it computes in.
            many: What it computes many texts in; `None` is the same.

        Raises:
            ModelError: A file is missing or damaged.
        """
        self.name = name
        self.digest = digest
        self.dimension = facts.dimension
        self.max_tokens = facts.max_tokens
        self.precision = precision
        self.many = many or precision
        self._facts = facts
        self.tokenizer = _tokenizer(folder)
        """A `tokenizers.Tokenizer`, which neither fills up nor cuts off."""
        self._folder = folder
        self._alone = Streams(compiled_graph(folder, precision, performance="LATENCY"))

    @cached_property
    def side_by_side(self) -> Streams:
        """What runs several batches at once; compiled when there is first enough to do for it."""
        return Streams(compiled_graph(self._folder, self.many, performance="THROUGHPUT"))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given.

        Raises:
            ModelError: OpenVINO cannot run the model here.
        """
        rows = self._tokens(texts)
        vectors = np.zeros((len(rows), self.dimension), dtype=np.float32)
        lengths = [len(row) for row in rows]
        total = sum(lengths)
        streams = self._alone if total <= _FEW_TOKENS else self.side_by_side
        # Few rows are shared out among the streams.
        share = streams.threads * _FEW_A_THREAD if total <= _FEW_TOKENS else -(-total // streams.count)
        batches = list(_batches(lengths, min(_BATCH_TOKENS, share)))
        inputs = (self._inputs([rows[i] for i in batch]) for batch in batches)
        try:
            for batch, result in zip(batches, streams.results(inputs), strict=True):
                vectors[batch] = result
        except RuntimeError as error:
            raise ModelError(f"the embedding model {self.name} failed: {str(error)[:200]}") from error
        # bf16 leaves the length at 1 within 0.4 %; the promise is one.
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def inputs(self, texts: Sequence[str]) -> Inputs:
        """Return what the graph is given for texts, as one batch."""
        return self._inputs(self._tokens(texts))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, untruncated, special tokens not counted."""
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return each text's token ids, truncated, with the special tokens."""
        room = self.max_tokens - self.tokenizer.num_special_tokens_to_add(is_pair=False)
        rows = []
        for encoding in self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False):
            encoding.truncate(room)
            rows.append(self.tokenizer.post_process(encoding).ids)
        return rows

    def _inputs(self, rows: list[list[int]]) -> list[NDArray[np.int64]]:
        """Return the graph's inputs for a batch, the short rows filled up."""
        ids = np.full((len(rows), max(map(len, rows))), self._facts.pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        arrays = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return [arrays[name] for name in self._facts.inputs]


def precisions() -> frozenset[Precision]:
    """Return the precisions this processor computes in, as OpenVINO says.

    It names bf16 also where whoever runs it keeps oneDNN from the instructions for it, and fails then.
    """
    able = runtime().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    kept_from_it = any(name in os.environ for name in _LIMITS)
    known: dict[str, Precision] = {"FP32": "f32"} if kept_from_it else _NAMES
    unwanted = {FOR_MANY} if os.environ.get(INT8_VARIABLE) == "0" else set()
    return frozenset(precision for name, precision in known.items() if name in able) - unwanted


def graph_file(folder: Path, precision: Precision) -> Path:
    """Return the file of the graph that computes in a precision, there or not."""
    return folder / ("model-int8.xml" if precision == "int8" else "model.xml")


def openvino() -> Any:
    """Return the `openvino` module without its model converter.

    The converter reports each import to Google Analytics through `openvino_telemetry`, and importing
    it takes twice as long as all the rest. OpenVINO does without it where it cannot be imported, so
    for this import it cannot. `index.light_export` brings it back without the reporting.
    """
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
        sys.modules["openvino.tools.ovc"] = None  # type: ignore[assignment]
    import openvino as module

    return module


def openvino_version() -> str:
    """Return OpenVINO's version, as "2026.4.1"; the package's metadata take ten times as long to read."""
    told: str = openvino().__version__  # with the build behind a dash
    return told.partition("-")[0]


def runtime() -> Any:
    """Return OpenVINO's runtime: one, as each loads the processor's plugin; any thread may ask for it."""
    with _ONE_AT_A_TIME:
        return _runtime()


@cache
def _runtime() -> Any:
    module = openvino()
    # Its bindings ask numpy for its interface when they first show a tensor. Two threads that do so at
    # once wait for each other for ever: one has the interpreter's lock, the other what it waits for.
    _ = module.Tensor(np.zeros(1, np.float32)).data
    return module.Core()


def compile_model(model: Any, settings: dict[str, str]) -> Any:
    """Return a model, or the file of one, compiled; one at a time in this process.

    OpenVINO sets the process's locale to "C" meanwhile and then puts back what it found: two at once may find
    each other's, and text would be written and read as ASCII from then on.
    """
    core = runtime()
    with _ONE_AT_A_TIME:
        return core.compile_model(model, "CPU", settings)


def compiled_graph(folder: Path, precision: Precision, *, performance: Performance) -> Any:
    """Return the compiled graph in a folder; what was compiled is kept beside it, for the next start.

    Args:
        folder: Holds its file.
        precision: One that this processor has.
        performance: "LATENCY" has all cores work on one batch. "THROUGHPUT" has several batches worked
            on side by side, each by a core or a few, which do not wait for each other after every
            operation, as threads do that share one.

    Raises:
        ModelError: It is damaged, or cannot be run here.
    """
    file = graph_file(folder, precision)
    hint = precision
    if precision == "int8":  # between the products
        hint = "bf16" if "bf16" in precisions() else "f32"
    settings: dict[str, str] = {"INFERENCE_PRECISION_HINT": hint, "PERFORMANCE_HINT": performance}
    try:
        with _kept_beside(folder, {"graph": file.stem} | settings) as kept:
            return compile_model(str(file), settings | kept)
    except RuntimeError as error:
        raise ModelError(f"the prepared model in {folder} cannot be run; delete that folder") from error


@contextmanager
def _kept_beside(folder: Path, settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """Lend the settings with which OpenVINO keeps what it compiles, to one process at a time.

    It writes in place, and has mapped what it reads: of several that compiled at once for the first time,
    some met half a file, and others ended with a bus error. Once it is whole, nobody waits. There are none
    where nothing can be written, or the other does not end.
    """
    compiled = folder / KEPT_AT
    if not os.access(compiled if compiled.exists() else folder, os.W_OK):
        yield {}
        return
    # Without a second copy of the weights: 0.4 MB instead of 87 MB, and as fast to start.
    kept = {"CACHE_DIR": str(compiled), "CACHE_MODE": "OPTIMIZE_SIZE"}
    whole = compiled / "-".join(["whole", *settings.values()])
    if whole.exists():
        yield kept
        return
    with tried_lock(compiled / LOCK, seconds=PATIENCE) as alone:
        yield kept if alone else {}
        with suppress(OSError):  # only the next start is slower
            if alone:
                whole.touch()


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    file = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(file))
    # The library raises `Exception` itself for a missing and for a damaged file.
    except Exception as error:
        raise ModelError(f"the tokenizer {file} cannot be read; delete {folder}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Yield indices of rows of like length, longest first, so many tokens at most to a batch.

    Longest first, so that a batch too large for the memory fails at once.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    while order:
        fits = max(1, tokens // max(1, lengths[order[0]]))
        yield order[:fits]
        order = order[fits:]
