"""`scripts/benchmark chat`."""

from pathlib import Path

import click
from evaluation.commands import as_json
from evaluation.libraries import say

from benchmarking.chat import QUICK_PLAN, Plan, measure_chat
from benchmarking.chat_report import chat_section
from benchmarking.choices import lent_folder, quick, report
from benchmarking.sections import Section
from index.embedder import open_embedder
from qa.places import cache_directory


@click.command("chat")
@quick
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Make the library and the conversations there, and use them again next time.",
)
@as_json
def chat_(quick: bool, keep: Path | None, file: Path | None) -> None:
    """From a key to its echo in the chat: at rest, at work, and where there is much."""
    report([measured_chat(keep, quick=quick)], file)


def measured_chat(keep: Path | None, *, quick: bool) -> Section:
    """Return how long keys take."""
    cache = cache_directory()
    embedder = open_embedder(cache=cache, notice=say)
    with lent_folder(keep) as home:
        plan = QUICK_PLAN if quick else Plan()
        return chat_section(measure_chat(home, embedder, plan, cache=cache, say=say))
