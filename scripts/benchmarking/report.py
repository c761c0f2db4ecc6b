"""All that one run of `scripts/benchmark library` measured, as JSON and as lines to read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarking.growth import Grown
from benchmarking.machine import Machine
from benchmarking.runs import Run, Runs
from benchmarking.tables import MIB, aligned, latency, rounded, seconds, target_rows
from benchmarking.targets import Target, targets_of
from index.vector_sizes import IndexKind

METHOD = (
    "growth: made texts, and vectors mixed from those of real texts (scripts/benchmarking/stand_ins.py); "
    "medians, in brackets the least and the most"
)
HEAD = (
    ("passages", ""),
    ("stored in", ""),
    ("FAISS", ""),
    ("words", ""),
    ("bytes/passage", "database/FAISS/words"),
    ("warm p50/p95", "ms"),
    ("of which", "embed/FAISS/words/rest"),
    ("exact p50", "ms"),
    ("index", ""),
    ("recall@10", ""),
    ("one more", "FAISS/words"),
    ("cold search", ""),
    ("memory", ""),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured, and on what."""

    machine: Machine
    runs: Runs
    growth: tuple[Grown, ...]

    @property
    def targets(self) -> list[Target]:
        """What was promised, each with what was measured of it."""
        return targets_of(self.runs, self.growth)

    def form(self) -> dict[str, Any]:
        """Return it as JSON has it; no path of this machine is in it."""
        growth = [asdict(one) for one in self.growth]
        for one, row in zip(self.growth, growth, strict=True):
            del row["filled"]["directory"]
            row["warm"]["rest_ms"] = one.warm.rest_ms
        form = {
            "machine": asdict(self.machine),
            "method": METHOD,
            "runs": asdict(self.runs),
            "growth": growth,
            "targets": [asdict(target) | {"met": target.met} for target in self.targets],
        }
        written: dict[str, Any] = rounded(form)
        return written

    def text(self) -> str:
        """Return it as lines to read."""
        head = f"{self.machine.text()}\n{METHOD}"
        targets = aligned(target_rows(self.targets))
        growth = (_growth(self.growth), _stages(self.growth))
        return "\n\n".join((head, _runs(self.runs), *growth, targets))


def _runs(runs: Runs) -> str:
    rows = [
        ("first run", runs.first, f"{runs.rate:,.0f} passages/s"),
        ("nothing changed", runs.unchanged, ""),
        ("one changed", runs.changed, ""),
        ("one added", runs.added, ""),
        ("one removed, --prune", runs.removed, ""),
        ("limit: walk and stat", runs.look, ""),
        ("limit: python -c pass", runs.nothing, ""),
    ]
    title = f"{runs.articles:,} articles, {runs.passages:,} passages"
    cells = [[title, "seconds", "peak memory", ""]]
    cells += [[name, *_run(run), note] for name, run, note in rows]
    return aligned(cells)


def _run(run: Run) -> tuple[str, str]:
    return seconds(run.seconds), f"{run.peak_bytes.median / MIB:,.0f} MiB"


def _growth(growth: Sequence[Grown]) -> str:
    return aligned([*zip(*HEAD, strict=True), *(_grown(one) for one in growth)])


def _grown(one: Grown) -> list[str]:
    warm, derived, more = one.warm, one.derived, one.caught_up
    bytes_each = (derived.database_bytes, derived.vectors_bytes, derived.words_bytes)
    parts = [part.p50.median for part in (warm.embedding, warm.vectors, warm.words)]
    return [
        f"{one.passages:,}",
        f"{one.filled.seconds:.3g} s",
        f"{derived.vectors.median:.2g} s",
        f"{derived.words.median:.2g} s",
        " / ".join(f"{size / one.passages:,.0f}" for size in bytes_each),
        latency(warm.whole),
        " / ".join(f"{part:.2g}" for part in (*parts, warm.rest_ms)),
        f"{warm.exact.p50.median:.3g}",
        _kind(warm.accuracy.kind),
        f"{warm.accuracy.recall_10:.3f}",
        f"{more.run_vectors.median:.2g} / {more.run_words.median:.2g} s",
        seconds(one.cold.seconds),
        f"{one.cold.peak_bytes.median / MIB:,.0f} MiB",
    ]


def _stages(growth: Sequence[Grown]) -> str:
    """Return where the processor time of a warm question goes, a column for each size."""
    stages = dict.fromkeys(stage for one in reversed(growth) for stage in one.warm.stages)
    rows = [["warm, processor ms", *(f"{one.passages:,}" for one in growth)]]
    rows += [[stage, *(f"{one.warm.stages.get(stage, 0):.2f}" for one in growth)] for stage in stages]
    return aligned([*rows, ["all", *(f"{sum(one.warm.stages.values()):.2f}" for one in growth)]])


def _kind(kind: IndexKind) -> str:
    return kind.kind if kind.clusters == 1 else f"{kind.probed} of {kind.clusters:,} clusters"
