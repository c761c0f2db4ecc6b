"""What building a library reaches: of the reference's speed, and of what the machine can multiply."""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.data import sample

from benchmarking.apart import embedding_model, run_apart, told
from benchmarking.corpus import Corpus
from benchmarking.processes import MeasuringError, Program
from benchmarking.spread import Spread
from index.library import Library
from index.passages import embedded_texts, indexed_text

Say = Callable[[str], None]
Rates = Mapping[str, Mapping[str, Mapping[str, float]]]
"""GFLOP/s by library, precision and matrices."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is measured."""

    rounds: int = 3
    passages: int = 1_000
    """That the reference encodes."""
    matrix_s: float = 2.0
    """For each rate of multiplying matrices."""


QUICK_AMOUNT = Amount(rounds=1, passages=100, matrix_s=0.3)


@dataclass(frozen=True, slots=True)
class Reached:
    """What embedding alone comes to."""

    precision: str
    """Of a question, beside whose rate this is set."""
    many: str
    """Of many texts."""
    tokens_rate: Spread
    """Tokens a second, padding not counted."""
    gflops: Spread
    """Billions of additions and multiplications a second, likewise."""
    stages: Mapping[str, float]
    """Seconds of the last round, by what was done."""


@dataclass(frozen=True, slots=True)
class Building:
    """One run over one folder."""

    articles: int
    words: int
    passages: int
    pieces: int
    """All different ones: what is embedded."""
    whole: Spread
    """Passages a second of `qa index`, the whole process."""
    peak_bytes: Spread
    encoded: Spread
    """Passages a second of `SentenceTransformer.encode` alone, of some of the passages."""
    encoded_pieces: Spread
    """Pieces a second of the same, of the pieces of these: each word once, as ours embeds them."""
    own_pieces: Spread
    """Pieces a second of the program's own embedder alone, of all."""
    seconds: Spread
    """To build, in a process that has started."""
    stages: Mapping[str, float]
    """Seconds of all threads in the last round, by what they did."""
    reached: Reached
    rates: Rates

    @property
    def times(self) -> float:
        """How many passages ours brings into a library while the reference encodes one."""
        return self.whole.median / self.encoded.median

    @property
    def machine_gflops(self) -> float:
        """The highest rate of the large square, at the precision of a question."""
        return max(
            rate
            for library in self.rates.values()
            for name, rate in library.get(self.reached.precision, {}).items()
            if name != OWN_MATRICES
        )

    @property
    def share(self) -> float:
        """Of that rate embedding reaches, in [0, 1]."""
        return self.reached.gflops.median / self.machine_gflops


OWN_MATRICES = "the model's own"


def measure_building(corpus: Corpus, home: Path, amount: Amount, *, say: Say) -> Building:
    """Return what building a library of a corpus reaches; `home` is an empty folder."""
    say(f"{corpus.articles:,} articles: indexing them")
    first = Program(home / "library")
    first("index", corpus.folder, "--json")
    passages, pieces = texts_of(home / "library")
    files = _text_files(home, passages, pieces, amount.passages)
    rounds = []
    for count in range(amount.rounds):
        say(f"round {count + 1} of {amount.rounds}: building, encoding, embedding")
        rounds.append(_round(corpus, home, files))
    say("multiplying matrices")
    rates = told(run_apart("benchmarking.alone.matrices", embedding_model(), amount.matrix_s))
    encoded = len(json.loads(files["reference"].read_text("utf-8"))["passages"])
    encoded_pieces = len(json.loads(files["reference"].read_text("utf-8"))["pieces"])
    return Building(
        articles=corpus.articles,
        words=corpus.words,
        passages=len(passages),
        pieces=len(pieces),
        whole=Spread.of(len(passages) / one["whole"].seconds for one in rounds),
        peak_bytes=Spread.of(one["whole"].peak_bytes for one in rounds),
        encoded=Spread.of(encoded / one["reference"]["passages"] for one in rounds),
        encoded_pieces=Spread.of(encoded_pieces / one["reference"]["pieces"] for one in rounds),
        own_pieces=Spread.of(len(pieces) / one["embedding"]["seconds"] for one in rounds),
        seconds=Spread.of(one["pipeline"]["seconds"] for one in rounds),
        stages=rounds[-1]["pipeline"]["stages"],
        reached=_reached([one["embedding"] for one in rounds]),
        rates=rates,
    )


def texts_of(library: Path) -> tuple[list[str], list[str]]:
    """Return what a library's passages and its different pieces are to an embedder, titles included."""
    passages: list[str] = []
    pieces: dict[str, None] = {}
    with closing(Library.open(library)) as held:
        headings = held.info.settings.headings
        for passage, article in held.placed(range(1, held.counts().passages + 1)).values():
            passages.append(indexed_text(article, passage.start, passage.end, headings=headings))
            pieces |= dict.fromkeys(embedded_texts(article, passage, headings=headings))
    return passages, list(pieces)


def _text_files(home: Path, passages: list[str], pieces: list[str], some: int) -> dict[str, Path]:
    """Write what the reference and our embedder are given; as many pieces as passages are as long."""
    chosen = sample(passages, some)
    reference = {"passages": chosen, "pieces": sample(pieces, len(chosen))}
    files = {"reference": home / "reference.json", "embedding": home / "embedding.json"}
    files["reference"].write_text(json.dumps(reference), "utf-8")
    files["embedding"].write_text(json.dumps(pieces), "utf-8")
    return files


def _round(corpus: Corpus, home: Path, files: Mapping[str, Path]) -> dict[str, Any]:
    model, library = embedding_model(), home / "again"
    shutil.rmtree(library, ignore_errors=True)
    whole = Program(library)("index", corpus.folder, "--json")
    shutil.rmtree(library)
    pipeline = told(run_apart("benchmarking.alone.pipeline", corpus.folder, library))
    if whole.json["added"] != pipeline["added"]:
        raise MeasuringError(f"qa index added {whole.json['added']} articles, building {pipeline['added']}")
    return {
        "whole": whole,
        "pipeline": pipeline,
        "reference": told(run_apart("benchmarking.alone.reference", model, files["reference"])),
        "embedding": told(run_apart("benchmarking.alone.embedding", model, files["embedding"])),
    }


def _reached(embedded: list[dict[str, Any]]) -> Reached:
    return Reached(
        precision=embedded[-1]["precision"],
        many=embedded[-1]["many"],
        tokens_rate=Spread.of(one["tokens"] / one["seconds"] for one in embedded),
        gflops=Spread.of(one["operations"] / one["seconds"] / 1e9 for one in embedded),
        stages=embedded[-1]["stages"],
    )
