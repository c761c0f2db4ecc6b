"""How a light encoder is made: export, compare with the reference, put in place.

Once per model, OpenVINO's PyTorch front end traces the whole sentence-transformers pipeline (weights,
pooling, normalisation) into its own format. ONNX would be a detour: torch's exporter needs a package
that is not otherwise needed, and takes attention apart, which OpenVINO computes as one operation.
"""

import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.eight_bits import in_eight_bits
from index.errors import ModelError
from index.light_encoder import (
    AGREEMENT,
    FOR_MANY,
    KEPT_AT,
    LightEncoder,
    LightFacts,
    graph_file,
    openvino,
    precisions,
)
from index.probes import PROBES
from index.reference_encoder import ReferenceEncoder, first_line, quiet_libraries
from index.trying import REFERENCE_VECTORS
from index.varied_texts import VARIED

if TYPE_CHECKING:
    from collections.abc import Callable


class CannotExportError(Exception):
    """This model stays with the reference; `str()` says why."""


def prepare_light(reference: ReferenceEncoder, folder: Path) -> LightFacts:
    """Return the facts of the light encoder that was made in `folder` and agrees with `reference`.

    The folder appears whole or not at all; one that was there is replaced.

    Raises:
        CannotExportError: The model cannot be exported, or its export does not agree.
        OSError: The folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        facts = _export(reference, beside)
        _round(reference, beside, facts)
        facts = _compare(reference, beside, facts)
        facts.save(beside)
        shutil.rmtree(beside / KEPT_AT, ignore_errors=True)  # it knows the path it was made under
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return facts


def _export(reference: ReferenceEncoder, folder: Path) -> LightFacts:
    """Write the graph in full precision and `tokenizer.json`; nothing is compared yet."""
    tokenizer = reference.model.tokenizer
    if not getattr(tokenizer, "is_fast", False):
        raise CannotExportError("its tokenizer is not a fast one")
    if reference.model.default_prompt_name:
        raise CannotExportError("it puts words of its own before each text")
    example = tokenizer(["one", "two and three"], padding=True, return_tensors="pt")
    known = ("input_ids", "attention_mask", "token_type_ids")
    inputs = tuple(name for name in known if name in example)
    device = reference.model.device
    pipeline = _pipeline(reference.model.to("cpu").eval(), inputs)
    try:
        _save(_traced(pipeline, tuple(example[name] for name in inputs)), graph_file(folder, "f32"))
    finally:
        reference.model.to(device)
    (folder / "tokenizer.json").write_text(tokenizer.backend_tokenizer.to_str(), "utf-8")
    pad = tokenizer.pad_token_id or 0
    return LightFacts(reference.max_tokens, reference.dimension, pad, inputs, {})


def _traced(pipeline: Any, example: tuple[Any, ...]) -> Any:
    """Return the graph of a torch module, followed over an example of its inputs."""
    import torch

    try:
        with torch.no_grad(), quiet_libraries():
            return _converter()(pipeline, example_input=example)
    # Tracing runs the model's own code: it may raise anything.
    except Exception as error:
        raise CannotExportError(first_line(error)) from error


def _save(graph: Any, file: Path) -> None:
    """Write a graph; a disk that is full says nothing of the model, which is exported the next time."""
    try:
        openvino().save_model(graph, file, compress_to_fp16=False)
    except RuntimeError as error:  # "basic_ios::clear: iostream error", whatever the reason
        raise OSError(f"the disk may be full: {first_line(error)}") from error


def _round(reference: ReferenceEncoder, folder: Path, facts: LightFacts) -> None:
    """Write the graph that multiplies in 8 bits; where there can be none, the others do."""
    try:
        exact = LightEncoder(folder, name=reference.name, digest="", facts=facts, precision="f32")
        rounded = in_eight_bits(graph_file(folder, "f32"), [exact.inputs([text]) for text in VARIED])
    except (ModelError, RuntimeError):
        return  # where the graph cannot be run at all, `_compare` says so
    if rounded is not None:
        _save(rounded, graph_file(folder, "int8"))


def _pipeline(model: Any, inputs: tuple[str, ...]) -> Any:
    """Return a torch module: the named inputs, int64 (n, tokens), to unit vectors (n, dimension)."""
    import torch

    class Pipeline(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *arrays: Any) -> Any:
            features = self.model(dict(zip(inputs, arrays, strict=True)))
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)

    return Pipeline()


def _converter() -> "Callable[..., Any]":
    """Return OpenVINO's `convert_model`, which reports nothing: `openvino_telemetry` stays away."""
    openvino()
    if sys.modules.get("openvino.tools.ovc", sys) is None:
        del sys.modules["openvino.tools.ovc"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from openvino.tools.ovc import convert_model
    return convert_model  # type: ignore[no-any-return]


def _compare(reference: ReferenceEncoder, folder: Path, facts: LightFacts) -> LightFacts:
    """Return the facts with the lowest cosine over `PROBES` at each precision for questions here."""
    expected = reference.embed(PROBES)
    np.save(folder / REFERENCE_VECTORS, expected)
    agreement = {}
    for precision in AGREEMENT:
        # Each machine tries products in 8 bits itself, and needs them nowhere.
        if precision == FOR_MANY or precision not in precisions():
            continue
        try:
            encoder = LightEncoder(folder, name=reference.name, digest="", facts=facts, precision=precision)
            together = encoder.embed(PROBES)
            alone = np.concatenate([encoder.embed([probe]) for probe in PROBES])
        except ModelError as error:
            raise CannotExportError(str(error)) from error
        lowest = min(float((expected * vectors).sum(axis=1).min()) for vectors in (together, alone))
        counts = encoder.count_tokens(PROBES) == reference.count_tokens(PROBES)
        agreement[precision] = lowest if counts else -1.0
    facts = LightFacts(facts.max_tokens, facts.dimension, facts.pad, facts.inputs, agreement)
    if facts.precision() is None:
        raise CannotExportError(f"its export does not agree with it: lowest cosines {agreement}")
    return facts
