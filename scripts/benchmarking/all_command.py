"""`scripts/benchmark all`: everything but libraries that grow, which `library` measures for itself."""

from pathlib import Path

import click
from evaluation.commands import as_json, folder
from evaluation.libraries import say

from benchmarking.answers_command import measured_answers
from benchmarking.building_command import measured_building
from benchmarking.choices import kept, quick, report
from benchmarking.rivals_command import FULL, QUICK, measured_rivals
from benchmarking.starting_command import measured_starting


@click.command("all")
@quick
@folder
@kept
@as_json
def all_(quick: bool, folder: Path, keep: Path | None, file: Path | None) -> None:
    """Starting, building, answers and rivals: an hour in full."""
    say("starting:")
    starting = measured_starting(quick=quick)
    say("building:")
    building = measured_building(None, folder, quick=quick)
    say("answers:")
    answers = measured_answers(quick=quick)
    say("rivals:")
    rivals = measured_rivals(QUICK if quick else FULL, folder, keep, quick=quick)
    report([starting, building, answers, rivals], file)
