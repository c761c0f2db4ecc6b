"""Options that the commands of `scripts/benchmark` share, and what becomes of their figures."""

import json
from collections.abc import Iterator
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


def report(sections: list[Section], file: Path | None) -> None:
    """Print what was measured, and write it to a file where one is given."""
    account = Account(this_machine(), sections)
    print(account.text())
    if file is not None:
        file.write_text(json.dumps(account.form(), indent=1) + "\n", "utf-8")


@contextmanager
def lent_folder(kept: Path | None) -> Iterator[Path]:
    """Lend a folder to work in: the one to keep, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with TemporaryDirectory(prefix="article-qa-") as directory:
        yield Path(directory)
