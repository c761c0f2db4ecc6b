"""Bringing articles into the library from the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.embedder import Embedder, open_embedder
from index.errors import LibraryMissingError
from index.library import Library
from index.progress import Report, Skipped
from qa.exits import DONE, FAILED
from qa.indexing import Notice, finished, following, print_line, said_of_file, summary
from qa.jsonform import print_json
from qa.opening import embedder_of
from qa.places import cache_directory, library_directory


@dataclass(frozen=True, slots=True)
class Wish:
    """How to index."""

    library: str | None
    embedder: str | None
    """A sentence-transformers name or folder; `None` is the library's own, or the bundled one."""
    as_json: bool
    quiet: bool


def index(paths: Sequence[Path], wish: Wish, notice: Notice) -> int:
    """Bring files and folders into the library and print a report; return the exit code."""
    directory = library_directory(wish.library)
    wanted = _opened(directory, wish.embedder, notice) if wish.embedder else None

    def embedder() -> Embedder:
        return wanted or _opened(directory, None, notice)

    with following(quiet=wish.quiet) as follower:
        report = finished(build(paths, directory, embedder), follower)
    if wish.as_json:
        print_json(_object(report))
    elif not wish.quiet:
        print_line(f"{directory}: {summary(report)}")
    if wish.quiet and not wish.as_json:
        for skip in report.skipped:
            print_line(said_of_file(Skipped(skip.path, skip.reason)))
    return FAILED if report.skipped else DONE


def _opened(directory: Path, name: str | None, notice: Notice) -> Embedder:
    """Return the embedder of that name, compared at once with what the library was made with."""
    cache = cache_directory()
    try:
        library = Library.open(directory)
    except LibraryMissingError:
        return open_embedder(name, cache=cache, notice=notice)
    with library:
        if name is None:
            return embedder_of(library, cache, notice)
        embedder = open_embedder(name, cache=cache, notice=notice)
        library.require_embedder(embedder)
    return embedder


def _object(report: Report) -> dict[str, object]:
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "skipped": [{"path": skip.path, "reason": skip.reason} for skip in report.skipped],
        "seconds": round(report.seconds, 3),
    }
