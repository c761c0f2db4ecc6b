"""`scripts/benchmark starting`."""

from pathlib import Path

import click
from evaluation.commands import as_json
from evaluation.libraries import say

from benchmarking.choices import lent_folder, quick, report
from benchmarking.sections import Section
from benchmarking.starting import QUICK_EFFORT, Effort, measure_starting
from benchmarking.starting_report import starting_section
from index.embedder import open_embedder
from qa.places import cache_directory


@click.command("starting")
@quick
@as_json
def starting_(quick: bool, file: Path | None) -> None:
    """New processes over a thousand articles: seconds and memory, the chat's first paint among them."""
    report([measured_starting(quick=quick)], file)


def measured_starting(*, quick: bool) -> Section:
    """Return what new processes take."""
    cache = cache_directory()
    embedder = open_embedder(cache=cache, notice=say)
    effort = QUICK_EFFORT if quick else Effort()
    with lent_folder(None) as home:
        return starting_section(measure_starting(home / "made", embedder, effort, cache=cache, say=say))
