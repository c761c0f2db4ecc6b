"""`scripts/benchmark all`: everything but libraries that grow, which `library` measures for itself."""

from collections.abc import Iterator
from pathlib import Path

import click
from evaluation.commands import as_json, folder
from evaluation.libraries import say

from benchmarking.answers_command import measured_answers
from benchmarking.building_command import measured_building
from benchmarking.choices import kept, quick, report
from benchmarking.rivals_command import FULL, QUICK, measured_rivals
from benchmarking.sections import Section
from benchmarking.starting_command import measured_starting


@click.command("all")
@quick
@folder
@kept
@as_json
def all_(quick: bool, folder: Path, keep: Path | None, file: Path | None) -> None:
    """Starting, building, answers and rivals: an hour in full."""
    report(_measured(folder, keep, quick=quick), file)


def _measured(data: Path, keep: Path | None, *, quick: bool) -> Iterator[Section]:
    """Yield each section as soon as it is measured."""
    say("starting:")
    yield measured_starting(quick=quick)
    say("building:")
    yield measured_building(None, data, quick=quick)
    say("answers:")
    yield measured_answers(quick=quick)
    say("rivals:")
    yield measured_rivals(QUICK if quick else FULL, data, keep, quick=quick)
