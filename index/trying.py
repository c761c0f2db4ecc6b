"""A prepared model → the ways to run it here, each compared with the reference and timed."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.light_encoder import AGREEMENT, LightEncoder, LightFacts, Precision, graph_file
from index.machine import Machine
from index.probes import PROBES, QUESTIONS, timed_texts
from index.reference_encoder import ReferenceEncoder
from index.trial import Trial, Tried

TEXTS = 64
"""Some 4,300 tokens: enough for batches to be run side by side, as they are when a library is embedded."""
ROUNDS = 3
"""Every way takes its turn in each, so that a machine that is slow for a while is slow for all."""
PATIENCE = 4.0
"""Seconds after which no further round is begun; there is always one."""
REFERENCE_VECTORS = "reference.npy"
"""The file of what the reference made of `PROBES`, beside an export: another machine that finds it in a
shared cache can then try its own ways without torch."""

_Encoder = LightEncoder | ReferenceEncoder


def try_ways(
    folder: Path, facts: LightFacts, *, machine: Machine, reference: ReferenceEncoder | None
) -> Trial:
    """Return what came of every way to run the model prepared in `folder`, which takes seconds.

    Args:
        folder: Holds the export, and what the reference made of the probes.
        facts: The export's.
        machine: The one this runs on.
        reference: Is timed too, where it is loaded.

    Raises:
        OSError: The folder lacks the reference's vectors.
        ValueError: They are damaged.
        ModelError: The reference cannot run.
    """
    expected = np.load(folder / REFERENCE_VECTORS)
    if expected.shape != (len(PROBES), facts.dimension):
        raise ValueError(f"{folder / REFERENCE_VECTORS} holds vectors of other texts")
    ways: dict[Tried, _Encoder] = {}
    failed: list[Tried] = []
    for precision in AGREEMENT:
        if precision not in machine.precisions or not graph_file(folder, precision).exists():
            continue
        try:
            way, encoder = _light(folder, facts, precision)
            ways[replace(way, agreement=_lowest_cosine(encoder, expected))] = encoder
        except ModelError as error:
            failed.append(Tried("openvino", precision, "cpu", failure=str(error)))
    if reference is not None:
        ways[replace(_reference(reference), agreement=_lowest_cosine(reference, expected))] = reference
    return Trial(machine, date.today().isoformat(), (*_timed(ways), *failed))


def try_reference(reference: ReferenceEncoder, *, machine: Machine) -> Trial:
    """Return how fast the reference is, for a model that nothing else can run.

    Raises:
        ModelError: It cannot run.
    """
    way = replace(_reference(reference), agreement=1.0)
    return Trial(machine, date.today().isoformat(), tuple(_timed({way: reference})))


def _light(folder: Path, facts: LightFacts, precision: Precision) -> tuple[Tried, LightEncoder]:
    encoder = LightEncoder(folder, name=folder.name, digest="", facts=facts, precision=precision)
    way = Tried(
        "openvino", precision, "cpu", streams=encoder.side_by_side.count, threads=encoder.side_by_side.threads
    )
    return way, encoder


def _reference(reference: ReferenceEncoder) -> Tried:
    return Tried("sentence-transformers", "f32", reference.device)


def _lowest_cosine(encoder: _Encoder, expected: NDArray[np.float32]) -> float:
    """Return how near an encoder comes to expected vectors of the probes, embedded together and alone."""
    together = encoder.embed(PROBES)
    alone = np.concatenate([encoder.embed([probe]) for probe in PROBES])
    return min(float((expected * vectors).sum(axis=1).min()) for vectors in (together, alone))


def _timed(ways: dict[Tried, _Encoder]) -> list[Tried]:
    """Return the ways with how fast each is; medians over rounds in which they take turns."""
    texts = timed_texts(TEXTS)
    many: dict[Tried, list[float]] = {way: [] for way in ways}
    alone: dict[Tried, list[float]] = {way: [] for way in ways}
    for encoder in ways.values():  # what is made at first use is made before any is timed
        encoder.embed([*QUESTIONS])
        encoder.embed(QUESTIONS[:1])
    started = time.perf_counter()
    for _ in range(ROUNDS):
        if time.perf_counter() - started > PATIENCE:
            break
        for way, encoder in ways.items():
            many[way].append(_seconds(encoder, texts))
            alone[way] += [_seconds(encoder, [question]) for question in QUESTIONS]
    return [
        replace(
            way,
            passages_per_s=len(texts) / median(many[way]),
            tokens_per_s=_tokens(encoder, texts) / median(many[way]),
            question_ms=1000 * median(alone[way]),
        )
        for way, encoder in ways.items()
    ]


def _seconds(encoder: _Encoder, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    encoder.embed(texts)
    return time.perf_counter() - started


def _tokens(encoder: _Encoder, texts: Sequence[str]) -> int:
    """Return how many tokens of texts are embedded, the two that open and close each included."""
    return sum(min(count + 2, encoder.max_tokens) for count in encoder.count_tokens(texts))
