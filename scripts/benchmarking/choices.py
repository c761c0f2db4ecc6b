"""Options that the commands of `scripts/benchmark` share, and what becomes of their figures."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarking.machine import this_machine
from benchmarking.sections import Account, Section

quick = click.option("--quick", is_flag=True, help="A small version.")
kept = click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where rivals are installed, and found again next time [the user's cache].",
)


def report(sections: Iterable[Section], file: Path | None) -> None:
    """Print each section as soon as it is measured, and write all to a file where one is given."""
    machine = this_machine()
    print(machine.text(), flush=True)
    measured = []
    for section in sections:
        print(f"\n\n{section.text()}", flush=True)
        measured.append(section)
    if file is not None:
        form = Account(machine, measured).form()
        file.write_text(json.dumps(form, indent=1) + "\n", "utf-8")


@contextmanager
def lent_folder(kept: Path | None) -> Iterator[Path]:
    """Lend a folder to work in: the one to keep, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with TemporaryDirectory(prefix="article-qa-") as directory:
        yield Path(directory)
