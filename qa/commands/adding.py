"""Bringing articles into the library from the command line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.build import Cancelled, gather
from index.embedder import Embedder
from index.progress import BuildEvent, Report
from index.pruning import left_to_read, prune
from index.readers.records.field_names import FieldNames
from index.wanted import Wanted
from qa.commands.indexing import finished, following, left_behind, summary
from qa.commands.notices import Notice, print_line
from qa.commands.opening import embedder_for
from qa.commands.places_named import AGENT, parted
from qa.commands.sparing import passed_over, summed_up
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
    verbose: bool = False
    """Whether each file that is skipped is named, however many there are."""


def index(places: Sequence[str], wish: Wish, notice: Notice) -> int:
    """Bring files, folders and addresses into the library and print a report; return the exit code.

    Raises:
        QuestionError: An address cannot be asked.
        click.BadParameter: A path is empty.
    """
    named = parted(places)
    wanted = Wanted(named.paths, named.addresses, names=wish.fields, agent=AGENT)
    directory = library_directory(wish.library)
    turn = Turn(directory, wish.wait, notice)
    if wish.prune:
        report = _pruned(wanted, wish, turn)
    else:
        report = turn.take(lambda: _built(wanted, directory, wish, notice))
    if wish.as_json:
        print_json(report_object(report))
    elif not wish.quiet:
        print_line(f"{directory}: {summary(report)}")
    if report.vanished:
        notice(left_behind(report.vanished))
    if beside := passed_over(report):
        notice(beside)
    if wish.quiet and not wish.as_json:
        summed_up(report.skipped, print_line, verbose=wish.verbose)
    return FAILED if report.skipped else DONE


def brought_in(given: str, directory: Path, cancelled: Cancelled) -> Iterator[BuildEvent]:
    """Yield what happens while a path or address is brought into a library with its own embedder.

    Raises:
        QuestionError: It is an address that cannot be asked.
        ReadError: There is nothing to read there.
        LibraryError: The library cannot be written, or was made otherwise.
        ModelError: The embedder cannot be loaded.
    """
    named = parted([given])
    wanted = Wanted(named.paths, named.addresses, agent=AGENT)

    def embedder() -> Embedder:
        return embedder_for(directory, None, _unsaid)

    return gather(wanted, directory, embedder, cancelled=cancelled)


def _unsaid(_: str) -> None:
    """Say nothing: the chat has no line for what a command prints meanwhile."""


def _pruned(wanted: Wanted, wish: Wish, turn: Turn) -> Report:
    """Bring in what is there, then let go of what is not."""
    directory, notice = turn.directory, turn.notice
    there = replace(wanted, paths=tuple(turn.take(lambda: left_to_read(wanted.paths, directory))))
    report = _NOTHING
    if there.paths or there.addresses:
        report = turn.take(lambda: _built(there, directory, wish, notice))
    outcome = turn.take(lambda: prune(wanted.paths, directory))
    return replace(report, removed=report.removed + outcome.removed, vanished=0)


def _built(wanted: Wanted, directory: Path, wish: Wish, notice: Notice) -> Report:
    chosen = embedder_for(directory, wish.embedder, notice) if wish.embedder else None

    def embedder() -> Embedder:
        return chosen or embedder_for(directory, None, notice)

    with following(quiet=wish.quiet, verbose=wish.verbose) as follower:
        return finished(gather(wanted, directory, embedder), follower)
