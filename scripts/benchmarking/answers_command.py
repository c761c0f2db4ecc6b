"""`scripts/benchmark answers`."""

from pathlib import Path

import click
from evaluation.commands import as_json
from evaluation.libraries import say

from benchmarking.answers import QUICK_PLAN, Plan, measure_answers
from benchmarking.answers_report import answers_section
from benchmarking.choices import lent_folder, quick, report
from benchmarking.sections import Section


@click.command("answers")
@quick
@as_json
def answers_(quick: bool, file: Path | None) -> None:
    """Answers of the bundled model beside llama.cpp alone, and what its settings bring."""
    report([measured_answers(quick=quick)], file)


def measured_answers(*, quick: bool) -> Section:
    """Return how answers compare."""
    with lent_folder(None) as home:
        return answers_section(measure_answers(home, QUICK_PLAN if quick else Plan(), say=say))
