"""`scripts/benchmark building`."""

from pathlib import Path

import click
from evaluation.commands import as_json, folder
from evaluation.libraries import say

from benchmarking.building import QUICK_AMOUNT, Amount, measure_building
from benchmarking.building_report import building_section
from benchmarking.choices import lent_folder, quick, report
from benchmarking.corpus import write_corpus
from benchmarking.sections import Section
from index.embedder import open_embedder
from qa.places import cache_directory

ARTICLES, QUICK_ARTICLES = 1_000, 60


@click.command("building")
@quick
@folder
@click.option("--articles", type=click.IntRange(min=1), metavar="N", help=f"Files [{ARTICLES}].")
@as_json
def building_(quick: bool, folder: Path, articles: int | None, file: Path | None) -> None:
    """From files to a library, stage by stage, beside the reference and the machine's own limits."""
    report([measured_building(articles, folder, quick=quick)], file)


def measured_building(articles: int | None, data: Path, *, quick: bool) -> Section:
    """Return what building reaches; `None` articles for the usual number."""
    open_embedder(cache=cache_directory(), notice=say)
    count = articles or (QUICK_ARTICLES if quick else ARTICLES)
    with lent_folder(None) as home:
        corpus = write_corpus(home / "articles", count, data=None if quick else data, questions=0)
        building = measure_building(corpus, home, QUICK_AMOUNT if quick else Amount(), say=say)
    return building_section(building)
