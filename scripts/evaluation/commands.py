"""What the commands share: their options, and how foreseen trouble ends them."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from evaluation.data import SHARED
from evaluation.libraries import say
from evaluation.tables import Table, keep, show
from index.errors import ArticleQAError

folder = click.option(
    "--data", "folder", type=click.Path(path_type=Path), default=SHARED, metavar="DIR",
    help="The folder of the development data [../shared/eval beside the checkout].",
)  # fmt: skip
against = click.option(
    "--against", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Print the difference to what --save wrote there [the committed baseline].",
)  # fmt: skip
save = click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the scores of every question there; other sets in it stay.",
)  # fmt: skip
as_json = click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the figures there too.",
)  # fmt: skip


def report(tables: Sequence[Table], file: Path | None) -> None:
    """Print tables, and write them to a file where one is given."""
    for table in tables:
        show(table)
    if file is not None:
        keep(tables, file)


def run(command: click.Command) -> None:
    """Run a command and exit; foreseen trouble is one line on standard error."""
    try:
        command(prog_name=f"scripts/{command.name}")
    except (ArticleQAError, OSError) as error:
        say(f"scripts/{command.name}: {error}")
        sys.exit(1)
