"""`scripts/benchmark`: what the program costs in time, memory and disk, beside limits and rivals."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from benchmarking import reading
from benchmarking.all_command import all_
from benchmarking.answers_command import answers_
from benchmarking.building_command import building_
from benchmarking.chat_command import chat_
from benchmarking.choices import lent_folder
from benchmarking.collection import make_collection
from benchmarking.growth import QUICK_PLAN, Plan, Workplace, measure_growth
from benchmarking.machine import this_machine
from benchmarking.plot import draw
from benchmarking.report import Report
from benchmarking.rivals_command import rivals_
from benchmarking.runs import Runs, measure_runs
from benchmarking.starting_command import starting_
from evaluation.commands import as_json, run
from evaluation.libraries import say

from index.embedder import open_embedder
from qa.places import cache_directory


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured, and how thoroughly."""

    articles: int
    rounds: int
    """Of runs over the articles."""
    sizes: tuple[int, ...]
    """Passages of each library."""
    plan: Plan


FULL = Scale(articles=10_000, rounds=5, sizes=(1_000, 10_000, 100_000, 1_000_000), plan=Plan())
QUICK = Scale(articles=200, rounds=2, sizes=(1_000, 10_000), plan=QUICK_PLAN)


def _listed(scale: Scale) -> str:
    return ",".join(map(str, scale.sizes))


def chosen_sizes(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, ...] | None:
    """Return numbers of passages written with commas between, ascending, each once; `None` for `None`."""
    if value is None:
        return None
    try:
        sizes = tuple(sorted({int(part) for part in value.split(",")}))
    except ValueError:
        sizes = ()
    if not sizes or sizes[0] < 1:
        raise click.BadParameter(f"{value} is not sizes such as 1000,10000")
    return sizes


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller chose; `None` where nothing."""

    quick: bool
    sizes: tuple[int, ...] | None
    articles: int | None
    keep: Path | None
    plot: Path | None
    file: Path | None

    @property
    def scale(self) -> Scale:
        """What stands where nothing was chosen."""
        return QUICK if self.quick else FULL


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def benchmark() -> None:
    """Measure what the program costs, each figure beside a limit or a rival of the same run.

    Times mean something within one run on one machine only; sizes and counts stand alone.
    """


@benchmark.command("library")
@click.option(
    "--quick", is_flag=True, help=f"{QUICK.articles} articles, {_listed(QUICK)} passages: a minute."
)
@click.option(
    "--sizes", callback=chosen_sizes, metavar="N,N", help=f"Passages of the libraries [{_listed(FULL)}]."
)
@click.option(
    "--articles", type=click.IntRange(min=1), metavar="N", help=f"Files to index [{FULL.articles}]."
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Make the libraries there, and use them again next time; some 5 GB for a million passages.",
)
@click.option(
    "--plot",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Draw there how the costs grow, as SVG.",
)
@as_json
def library_(**given: Any) -> None:
    """Runs over many articles, and libraries of growing size."""
    wish = Wish(**given)
    report = measured(wish)
    print(report.text())
    if wish.file is not None:
        wish.file.write_text(json.dumps(report.form(), indent=1) + "\n", "utf-8")
    if wish.plot is not None:
        draw(report.growth, wish.plot)


@benchmark.command("reading")
@click.option(
    "--files", type=click.IntRange(min=1), default=10_000, show_default=True, help="Files in the folder."
)
def reading_(files: int) -> None:
    """A folder in mixed formats, read on one core and on two, without embedding."""
    with lent_folder(None) as home:
        make_collection(home / "in", files)
        for cores in (1, 2):
            print(reading.said(cores, reading.measured(home / "in", home / f"library-{cores}", cores)))


def measured(wish: Wish) -> Report:
    """Return all figures."""
    # Prepared before any process is measured that would else prepare it.
    embedder = open_embedder(cache=cache_directory(), notice=say)
    runs = _runs(wish)
    sizes = wish.sizes or wish.scale.sizes
    with lent_folder(wish.keep) as home:
        place = Workplace(home, cache_directory(), say)
        growth = measure_growth(sizes, place, embedder, wish.scale.plan)
    return Report(this_machine(), runs, tuple(growth))


def _runs(wish: Wish) -> Runs:
    with lent_folder(None) as home:
        return measure_runs(wish.articles or wish.scale.articles, home, rounds=wish.scale.rounds, say=say)


for command in (rivals_, building_, starting_, answers_, chat_, all_):
    benchmark.add_command(command)


if __name__ == "__main__":
    run(benchmark)
