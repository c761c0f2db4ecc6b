"""Keeping a library up from the command line: a line for every round in which something happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from urllib.parse import urlsplit

from index.embedder import Embedder
from index.errors import QuestionError
from index.feeds.fetching import is_web_address
from index.progress import Noticed, Report, Skipped
from index.watch.upkeep import Round, Said
from index.watch.watching import Manner, Ready, Watched, WatchEvent
from index.watch.watching import watch as watch_sources
from qa.commands import options
from qa.commands.indexing import Follower, Notice, following, print_line, said_of_file
from qa.commands.opening import embedder_for
from qa.exits import DONE
from qa.places import library_directory
from qa.printing.jsonform import print_json, report_object
from qa.version import __version__

AGENT = f"article-qa/{__version__}"


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
    watched = named(sources)
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


def named(sources: Sequence[str]) -> Watched:
    """Return which of the words name paths and which feeds.

    Raises:
        QuestionError: An address names no host, or tells a password, which would be stored.
        click.BadParameter: A path is empty.
    """
    feeds = [source for source in sources if source.lower().startswith(("http://", "https://"))]
    for feed in feeds:
        if not is_web_address(feed):
            raise QuestionError(f"{feed}: no address of a feed; write it as https://example.org/feed")
        if urlsplit(feed).password:
            raise QuestionError(f"{urlsplit(feed).hostname}: a feed behind a password cannot be watched")
    paths = tuple(options.place(source) for source in sources if source not in feeds)
    return Watched(paths, tuple(dict.fromkeys(feeds)))


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
