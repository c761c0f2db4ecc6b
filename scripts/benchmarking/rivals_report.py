"""What `scripts/benchmark rivals` measured, as a section of a report."""

from evaluation.measures import Figure

from benchmarking.rivalry import Rivalry, Standing
from benchmarking.sections import Section
from benchmarking.tables import Rows, latency, memory, rate, seconds
from benchmarking.targets import Target

FASTER = 3
"""Times the fastest rival's words a second, at least."""
HEAD = [
    "", "indexing", "words/s", "without start", "passages", "passages/s", "memory", "disk",
    "one question", "memory", "warm p50/p95 ms", "Hits@4", "MRR@10", "words/passage",
]  # fmt: skip
METHOD = """each in turn; its own way to cut, its defaults, the same embedding model.
Medians, in brackets the least and the most. They cut differently, so words a second are what compares.
Hits@4 and MRR@10: the passage is of the right article and holds the answer; with 95 % intervals.
"without start" leaves out imports and loading the model, in words a second."""


def rivals_section(rivalry: Rivalry) -> Section:
    """Return the section."""
    held = f"{rivalry.articles:,} files, {rivalry.words:,} words, {rivalry.corpus} among them"
    return Section(
        "rivals",
        f"{held}, {rivalry.questions} questions; {METHOD}",
        rivalry.form(),
        [_table(rivalry), *([_absent(rivalry)] if rivalry.absent else [])],
        _targets(rivalry),
    )


def _table(rivalry: Rivalry) -> Rows:
    return [HEAD, *map(_row, rivalry.standings)]


def _row(one: Standing) -> list[str]:
    version = next(iter(one.versions.values()), "")
    return [
        f"{one.name} {version}".rstrip(),
        seconds(one.building),
        rate(one.words_rate),
        f"{one.work_words_rate.median:,.0f}",
        f"{one.passages:,}",
        f"{one.passages_rate:,.1f}",
        memory(one.building_bytes),
        f"{one.disk_bytes / 1e6:.1f} MB",
        seconds(one.cold),
        memory(one.cold_bytes),
        latency(one.warm),
        _figure(one.quality.hits_4),
        _figure(one.quality.mrr_10),
        f"{one.quality.words:.0f}",
    ]


def _figure(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _absent(rivalry: Rivalry) -> Rows:
    return [["not measured", "why"], *([name, why] for name, why in rivalry.absent.items())]


def _targets(rivalry: Rivalry) -> list[Target]:
    lacking = "no rival could be measured"
    fastest = max((one.words_rate.median for one in rivalry.rivals), default=None)
    best = max((one.quality.hits_4.value for one in rivalry.rivals), default=None)
    ours = rivalry.ours
    times = ours.words_rate.median / fastest if fastest else None
    ahead = ours.quality.hits_4.value - best if best is not None else None
    return [
        Target("indexing, times the fastest rival's words/s", FASTER, "x", times, lacking, at_least=True),
        Target("Hits@4, above the best rival's", 0, "", ahead, lacking, at_least=True),
    ]
