"""Notices: lines about the work, on standard error, where what was asked for is not."""

from collections.abc import Callable

import click

from qa.printing.controls import inert

Notice = Callable[[str], None]
"""Told in one line what the reader should know."""


def print_line(line: str) -> None:
    """Print a notice where notices go, as one line that a terminal does not obey."""
    click.echo(inert(line), err=True)
