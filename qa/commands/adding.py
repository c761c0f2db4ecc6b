"""Bringing articles into the library from the command line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.build import Cancelled, build
from index.embedder import Embedder
from index.errors import ReadError
from index.progress import BuildEvent, Report, Skipped
from index.pruning import left_to_read, prune
from index.readers.records.field_names import FieldNames
from qa.commands.indexing import Notice, finished, following, left_behind, print_line, said_of_file, summary
from qa.commands.opening import embedder_for
from qa.commands.turns import Turn
from qa.exits import DONE, FAILED
from qa.places import library_directory
from qa.printing.jsonform import print_json, report_object

_NOTHING = Report(added=0, changed=0, unchanged=0, removed=0, skipped=(), seconds=0.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """How to index."""

    library: str | None
    embedder: str | None
    """A sentence-transformers name or folder; `None` is the library's own, or the bundled one."""
    fields: FieldNames
    """What fields of JSON files are called."""
    as_json: bool
    quiet: bool
    prune: bool = False
    """Whether files that are gone leave the library."""
    wait: bool = False
    """Whether to wait for another writer."""


def index(paths: Sequence[Path], wish: Wish, notice: Notice) -> int:
    """Bring files and folders into the library and print a report; return the exit code."""
    directory = library_directory(wish.library)
    turn = Turn(directory, wish.wait, notice)
    if wish.prune:
        report = _pruned(paths, wish, turn)
    else:
        report = turn.take(lambda: _built(paths, directory, wish, notice))
    if wish.as_json:
        print_json(report_object(report))
    elif not wish.quiet:
        print_line(f"{directory}: {summary(report)}")
    if report.vanished:
        notice(left_behind(report.vanished))
    if wish.quiet and not wish.as_json:
        for skip in report.skipped:
            print_line(said_of_file(Skipped(skip.path, skip.reason)))
    return FAILED if report.skipped else DONE


def brought_in(given: str, directory: Path, cancelled: Cancelled) -> Iterator[BuildEvent]:
    """Yield what happens while a path is brought into a library with the embedder it was made with.

    What is given comes from the chat: an absolute path or an address.

    Raises:
        ReadError: There is nothing to read there; an address is not read from here.
        LibraryError: The library cannot be written, or was made otherwise.
        ModelError: The embedder cannot be loaded.
    """
    if "://" in given:
        raise ReadError(f"{given}: an address is not read from here; a feed is: qa watch {given}")

    def embedder() -> Embedder:
        return embedder_for(directory, None, _unsaid)

    return build([Path(given)], directory, embedder, cancelled=cancelled)


def _unsaid(_: str) -> None:
    """Say nothing: the chat has no line for what a command prints meanwhile."""


def _pruned(paths: Sequence[Path], wish: Wish, turn: Turn) -> Report:
    """Bring in what is there, then let go of what is not."""
    directory, notice = turn.directory, turn.notice
    there = turn.take(lambda: left_to_read(paths, directory))
    report = _NOTHING
    if there:
        report = turn.take(lambda: _built(there, directory, wish, notice))
    outcome = turn.take(lambda: prune(paths, directory))
    return replace(report, removed=report.removed + outcome.removed, vanished=0)


def _built(paths: Sequence[Path], directory: Path, wish: Wish, notice: Notice) -> Report:
    wanted = embedder_for(directory, wish.embedder, notice) if wish.embedder else None

    def embedder() -> Embedder:
        return wanted or embedder_for(directory, None, notice)

    with following(quiet=wish.quiet) as follower:
        return finished(build(paths, directory, embedder, names=wish.fields), follower)
