"""`scripts/benchmark rivals`."""

from dataclasses import dataclass, replace
from pathlib import Path

import click
from evaluation.commands import as_json, folder
from evaluation.libraries import say

from benchmarking.choices import kept, lent_folder, quick, report
from benchmarking.corpus import write_corpus
from benchmarking.rivalry import QUICK_ROUNDS, Rounds, measure_rivals
from benchmarking.rivals_report import rivals_section
from benchmarking.sections import Section
from index.embedder import open_embedder
from qa.places import cache_directory


@dataclass(frozen=True, slots=True)
class Size:
    """How much is indexed and asked."""

    articles: int
    questions: int
    rounds: Rounds


FULL = Size(articles=2_000, questions=400, rounds=Rounds())
QUICK = Size(articles=200, questions=60, rounds=QUICK_ROUNDS)


@click.command("rivals")
@quick
@folder
@click.option("--articles", type=click.IntRange(min=1), metavar="N", help=f"Files [{FULL.articles}].")
@click.option("--rounds", type=click.IntRange(min=1), metavar="N", help="How often all index them.")
@kept
@as_json
def rivals_(
    quick: bool,
    folder: Path,
    articles: int | None,
    rounds: int | None,
    keep: Path | None,
    file: Path | None,
) -> None:
    """Other ways to search the same files, installed by this command: half an hour in full."""
    size = QUICK if quick else FULL
    size = replace(
        size,
        articles=articles or size.articles,
        rounds=replace(size.rounds, building=rounds or size.rounds.building),
    )
    report([measured_rivals(size, folder, keep, quick=quick)], file)


def measured_rivals(size: Size, data: Path, keep: Path | None, *, quick: bool) -> Section:
    """Return what rivals and ours come to.

    Args:
        size: How much is indexed and asked.
        data: The folder of the development data.
        keep: Where rivals are installed; `None` is the user's cache.
        quick: Whether the real articles are the samples, which are fewer.
    """
    # Prepared before it is measured, as a model of the others' is downloaded before.
    open_embedder(cache=cache_directory(), notice=say)
    with lent_folder(None) as home:
        corpus = write_corpus(
            home / "articles",
            size.articles,
            data=None if quick else data,
            questions=size.questions,
        )
        environments = keep or cache_directory() / "benchmark" / "rivals"
        rivalry = measure_rivals(corpus, home, size.rounds, environments=environments, say=say)
    return rivals_section(rivalry)
