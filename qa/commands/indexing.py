"""An indexing run as a person follows it: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from index.progress import (
    Arranging,
    BuildEvent,
    Embedding,
    Fetching,
    Finished,
    Noticed,
    PassedOver,
    Read,
    Report,
    Skipped,
    Slow,
    Walked,
)
from qa.commands.notices import Notice, print_line
from qa.commands.sparing import Sparing
from qa.printing.controls import inert

LINE_SECONDS = 5.0
"""Without a terminal, a line of progress at most this often."""


class Follower(Protocol):
    """Shows how far a run is."""

    def show(self, event: BuildEvent) -> None:
        """Take note of an event."""

    def sum_up(self) -> None:
        """Say in the end what was not said one by one."""


class Lines:
    """Plain lines, now and then."""

    def __init__(self, say: Notice, *, verbose: bool = False) -> None:
        self._say = say
        self._sparing = Sparing(say, verbose=verbose)
        self._pace = Pace()
        self._last = time.monotonic()

    def show(self, event: BuildEvent) -> None:
        """Print a line where there is something to say."""
        self._pace.note(event)
        if isinstance(event, Skipped | Noticed | PassedOver):
            self._sparing.tell(event)
        if isinstance(event, Fetching):
            self._say(f"fetching {event.address}")
        elif isinstance(event, Slow) or time.monotonic() - self._last > LINE_SECONDS:
            self._last = time.monotonic()
            self._say(self._pace.line(event))

    def sum_up(self) -> None:
        """Say in the end what was not said one by one."""
        self._sparing.sum_up()


class Pace:
    """How many files are read, and how fast."""

    def __init__(self) -> None:
        self._read = 0
        self._pending = 0
        self._started = time.monotonic()

    def note(self, event: BuildEvent) -> None:
        """Count a file that is done with."""
        if isinstance(event, Walked):
            self._pending = event.pending
            self._started = time.monotonic()
        elif isinstance(event, Read | Skipped | PassedOver):
            self._read += 1

    def line(self, event: BuildEvent) -> str:
        """Return how far the run is, at an event."""
        if isinstance(event, Slow):
            return f"still reading {event.path} ({event.seconds:.0f} s)"
        if isinstance(event, Arranging):
            return f"{self._read:,} files read; indexing their words"
        if isinstance(event, Embedding):
            return f"{event.done:,} of {event.total:,} passages embedded"
        return f"{self._read:,} of {max(self._pending, self._read):,} files read, {self.rate()}"

    def rate(self) -> str:
        """Return the files that are read in a second."""
        seconds = max(time.monotonic() - self._started, 1e-3)
        return f"{self._read / seconds:,.0f} a second"


class Silence:
    """Nothing but what went wrong, which the report says too."""

    def show(self, event: BuildEvent) -> None:
        """Print nothing."""

    def sum_up(self) -> None:
        """Print nothing."""


class Bar:
    """A bar that moves on the terminal, with skipped files above it."""

    def __init__(self, *, verbose: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[what]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[beside]}", style="dim"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self.progress.add_task("Looking", total=None, what="files", beside="")
        self._pace = Pace()
        self._sparing = Sparing(self._print, verbose=verbose)
        self._embeds = False

    def show(self, event: BuildEvent) -> None:
        """Move the bar."""
        self._pace.note(event)
        if isinstance(event, Skipped | Noticed | PassedOver):
            self._sparing.tell(event)
        if isinstance(event, Read | Skipped | PassedOver):
            self.progress.update(self._task, advance=1, beside=self._pace.rate())
        elif isinstance(event, Embedding):
            self._show_embedding(event)
        elif isinstance(event, Walked):
            self.progress.update(self._task, description="Reading", total=event.pending, refresh=True)
        elif isinstance(event, Arranging):
            self.progress.update(self._task, description="Indexing words", beside="")
        elif isinstance(event, Fetching):
            self.progress.update(self._task, description="Fetching", beside=_escaped(event.address))
        elif isinstance(event, Slow):
            beside = _escaped(f"{Path(event.path).name}, {event.seconds:.0f} s")
            self.progress.update(self._task, beside=beside)

    def sum_up(self) -> None:
        """Say in the end what was not said one by one."""
        self._sparing.sum_up()

    def _show_embedding(self, event: Embedding) -> None:
        if not self._embeds:
            self._embeds = True
            self.progress.reset(
                self._task, total=event.total, description="Embedding", what="passages", beside=""
            )
        self.progress.update(self._task, completed=event.done)

    def _print(self, line: str) -> None:
        self.progress.console.print(_escaped(line), highlight=False)


def _escaped(line: str) -> str:
    """Return a line without what a terminal or the bar's own markup would obey."""
    from rich.markup import escape

    return escape(inert(line))


@contextmanager
def following(*, quiet: bool, verbose: bool = False) -> Iterator[Follower]:
    """Show a run in the way that suits where standard error goes."""
    follower: Follower
    if quiet:
        yield Silence()
    elif sys.stderr.isatty():
        follower = bar = Bar(verbose=verbose)
        with bar.progress:
            yield follower
            follower.sum_up()
    else:
        follower = Lines(print_line, verbose=verbose)
        yield follower
        follower.sum_up()


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
