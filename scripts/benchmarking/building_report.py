"""What `scripts/benchmark building` measured, as a section of a report."""

from collections.abc import Mapping
from dataclasses import asdict

from benchmarking.building import Building
from benchmarking.sections import Section
from benchmarking.stages import shares
from benchmarking.tables import Rows, memory, rate
from benchmarking.targets import Target

TIMES = 3.3
"""Passages brought into a library while the reference encodes one, at least."""
SHARE = 50
"""Per cent of the machine's matrix rate while embedding, at least."""
METHOD = """medians, in brackets the least and the most.
A passage is made of overlapping pieces, each of which ours embeds once; the reference encodes passages
whole, and beside that the pieces. qa index is a whole process, the reference has started and loaded.
Operations are counted for real tokens alone (scripts/benchmarking/arithmetic.py); stages by looking at
all threads 250 times a second, so that seconds of threads that run side by side add up."""


def building_section(building: Building) -> Section:
    """Return the section."""
    held = f"{building.articles:,} articles, {building.words:,} words, {building.passages:,} passages"
    return Section(
        "building",
        f"{held} of {building.pieces:,} different pieces; {METHOD}",
        {**asdict(building), "times": building.times, "share": building.share},
        [_speeds(building), _profile("building", building.stages), *_embedding(building), _rates(building)],
        _targets(building),
    )


def _speeds(building: Building) -> Rows:
    encode = "SentenceTransformer.encode, fp32, batch 32"
    return [
        ["", "a second", "memory"],
        ["qa index, passages", rate(building.whole), memory(building.peak_bytes)],
        [f"{encode}: passages", rate(building.encoded), ""],
        ["our embedder alone, pieces", rate(building.own_pieces), ""],
        [f"{encode}: pieces", rate(building.encoded_pieces), ""],
    ]


def _profile(name: str, stages: Mapping[str, float]) -> Rows:
    parts = shares(stages)
    rows = [[stage, f"{spent:.2f}", f"{100 * parts[stage]:.1f} %"] for stage, spent in stages.items()]
    return [[name, "seconds", "share"], *rows]


def _embedding(building: Building) -> list[Rows]:
    reached = building.reached
    return [
        _profile("embedding alone", reached.stages),
        [
            ["embedding alone", "precision", "tokens/s", "GFLOP/s", "of the machine's"],
            [
                "",
                reached.many,
                rate(reached.tokens_rate),
                rate(reached.gflops),
                f"{100 * building.share:.0f} % of {building.machine_gflops:,.0f}, {reached.precision}",
            ],
        ],
    ]


def _rates(building: Building) -> Rows:
    names = list(next(iter(next(iter(building.rates.values())).values())))
    rows = [
        [f"{library}, {precision}", *(f"{rates[name]:,.0f}" for name in names)]
        for library, by_precision in building.rates.items()
        for precision, rates in by_precision.items()
    ]
    return [["GFLOP/s of multiplying matrices", *names], *rows]


def _targets(building: Building) -> list[Target]:
    share = 100 * building.share
    at = f"embedding, of the machine's {building.reached.precision} matrix rate"
    return [
        Target("passages, times the reference's", TIMES, "x", building.times, at_least=True),
        Target(at, SHARE, "%", share, at_least=True),
    ]
