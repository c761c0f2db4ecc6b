"""An indexing run as a person follows it: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click

from index.progress import BuildEvent, Embedding, Finished, Noticed, Read, Report, Skipped, Walked
from qa.printing.render import inert

Notice = Callable[[str], None]
"""Told in one line what the reader should know."""

LINE_SECONDS = 5.0
"""Without a terminal, a line of progress at most this often."""


class Follower(Protocol):
    """Shows how far a run is."""

    def show(self, event: BuildEvent) -> None:
        """Take note of an event."""


class Lines:
    """Plain lines, now and then."""

    def __init__(self, say: Notice) -> None:
        self._say = say
        self._read = 0
        self._pending = 0
        self._last = time.monotonic()

    def show(self, event: BuildEvent) -> None:
        """Print a line where there is something to say."""
        if isinstance(event, Skipped | Noticed):
            self._say(said_of_file(event))
        elif isinstance(event, Walked):
            self._pending = event.pending
        elif isinstance(event, Read):
            self._read += 1
        elif isinstance(event, Embedding) and time.monotonic() - self._last > LINE_SECONDS:
            self._last = time.monotonic()
            self._say(f"{self._read:,} of {self._pending:,} files read, {event.done:,} passages embedded")


class Silence:
    """Nothing but what went wrong, which the report says too."""

    def show(self, event: BuildEvent) -> None:
        """Print nothing."""


class Bar:
    """A bar that moves on the terminal, with skipped files above it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files"),
            TextColumn("{task.fields[passages]}", style="dim"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self.progress.add_task("Looking", total=None, passages="")

    def show(self, event: BuildEvent) -> None:
        """Move the bar."""
        from rich.markup import escape

        if isinstance(event, Skipped | Noticed):
            self.progress.console.print(escape(said_of_file(event)), highlight=False)
        elif isinstance(event, Walked):
            self.progress.update(self._task, description="Reading", total=event.pending)
        if isinstance(event, Read | Skipped):
            self.progress.advance(self._task)
        if isinstance(event, Embedding):
            self.progress.update(self._task, passages=f"{event.done:,} passages embedded")


@contextmanager
def following(*, quiet: bool) -> Iterator[Follower]:
    """Show a run in the way that suits where standard error goes."""
    if quiet:
        yield Silence()
    elif sys.stderr.isatty():
        bar = Bar()
        with bar.progress:
            yield bar
    else:
        yield Lines(print_line)


def finished(events: Iterator[BuildEvent], follower: Follower) -> Report:
    """Follow a run to its end and return its report."""
    for event in events:
        if isinstance(event, Finished):
            return event.report
        follower.show(event)
    raise AssertionError("a run ends with its report")


def summary(report: Report) -> str:
    """Return a report in a line."""
    counted = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    said = [f"{count:,} {name}" for name, count in counted if count] or ["nothing new"]
    rest = (("unchanged", report.unchanged), ("skipped", len(report.skipped)), ("vanished", report.vanished))
    said += [f"{count:,} {name}" for name, count in rest if count]
    return f"{', '.join(said)}, in {report.seconds:.1f} s"


def left_behind(vanished: int) -> str:
    """Return what to say of files that are gone from where they were."""
    if vanished == 1:
        return "1 file is gone; what it held stays: qa index --prune PATH takes it out"
    return f"{vanished:,} files are gone; what they held stays: qa index --prune PATH takes it out"


def said_of_file(event: Skipped | Noticed) -> str:
    """Return in one line what the reader should know of a file."""
    if isinstance(event, Skipped):
        return inert(f"skipped {event.path}: {event.reason}")
    return inert(f"{event.path}: {event.notice}")


def print_line(line: str) -> None:
    """Print a notice where notices go, as one line that a terminal does not obey."""
    click.echo(inert(line), err=True)
