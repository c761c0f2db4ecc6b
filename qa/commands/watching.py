"""Keeping a library up from the command line: a line for every round in which something happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from index.embedder import Embedder
from index.progress import Noticed, Report, Skipped
from index.watch.upkeep import Round, Said
from index.watch.watching import Manner, Ready, Watched, WatchEvent
from index.watch.watching import watch as watch_sources
from qa.commands.indexing import Follower, following
from qa.commands.notices import Notice, print_line
from qa.commands.opening import embedder_for
from qa.commands.places_named import AGENT, parted
from qa.commands.sparing import said_of_file
from qa.exits import DONE
from qa.places import library_directory
from qa.printing.jsonform import print_json, report_object


@dataclass(frozen=True, slots=True)
class Wish:
    """How to watch."""

    library: str | None
    every: int
    """Minutes from one look at a feed to the next."""
    prune: bool
    """Take out of the library what is deleted."""
    as_json: bool
    quiet: bool


def watch(sources: Sequence[str], wish: Wish, notice: Notice) -> int:
    """Keep files, folders and feeds indexed until stopped, which ends it by an exception.

    Args:
        sources: Paths, and addresses of feeds.
        wish: How to watch.
        notice: Is told what the reader should know of the embedder.

    Raises:
        QuestionError: An address cannot be asked.
        ArticleQAError: As `index.watch.watching.watch` raises.
    """
    named = parted(sources)
    watched = Watched(named.paths, named.addresses)
    directory = library_directory(wish.library)
    manner = Manner(agent=AGENT, prune=wish.prune, feeds_every=wish.every * 60.0)

    def embedder() -> Embedder:
        return embedder_for(directory, None, notice)

    events = watch_sources(watched, directory, embedder, manner=manner)
    with following(quiet=wish.quiet) as follower:
        first = _followed(events, follower)
    for event in chain(first, events):
        _print(event, wish)
    return DONE


def _followed(events: Iterator[WatchEvent], follower: Follower) -> list[WatchEvent]:
    """Show the first look through everything, which may take long, and return the event that ends it."""
    for event in events:
        if isinstance(event, Ready | Round | Said):
            return [event]
        follower.show(event)
    return []


def _print(event: WatchEvent, wish: Wish) -> None:
    """Print what happened; progress within a round is passed over."""
    if isinstance(event, Round) and wish.as_json:
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        print_json({"time": time, **report_object(event.report)})
    line = None if wish.quiet else _line(event)
    if line:
        print_line(f"{datetime.now():%H:%M:%S}  {line}")


def _line(event: WatchEvent) -> str | None:
    match event:
        case Ready():
            return "watching; Ctrl-C ends it"
        case Said(line):
            return line
        case Round(report):
            return _summary(report)
        case Skipped() | Noticed():
            return said_of_file(event)
        case _:
            return None


def _summary(report: Report) -> str | None:
    """Return a round in a line, `None` where things were only skipped: that was said before."""
    counted = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    said = [f"{count:,} {name}" for name, count in counted if count]
    return f"{', '.join(said)}, in {report.seconds:.1f} s" if said else None
