"""Saving what can be read of a damaged library, from the command line."""

from dataclasses import asdict, dataclass
from pathlib import Path

from index.bundled import EMBEDDING_MODEL
from index.embedder import Embedder, open_embedder
from index.errors import ModelError
from index.inventory import Identity
from index.model_files import model_folder
from index.rescue.proving import Lost
from index.rescue.recovery import Recovered
from index.rescue.recovery import recover as saved
from qa.commands.notices import Notice, print_line
from qa.exits import DONE
from qa.places import cache_directory, library_directory
from qa.printing.jsonform import print_json

MOST_NAMED = 20
"""Lost articles that are named; `--json` names all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to recover."""

    library: str | None
    embedder: str | None
    """Where the library does not say any more which it was made with; `None` is the bundled one."""
    as_json: bool
    quiet: bool


def recover(wish: Wish, notice: Notice) -> int:
    """Save what can be saved, print what that was, and return the exit code."""
    directory = library_directory(wish.library)

    def embedder(made_with: Identity | None) -> Embedder:
        name = made_with.name if made_with else wish.embedder
        if name is None or name == EMBEDDING_MODEL.name:
            return open_embedder(cache=cache_directory(), notice=notice)
        if made_with and model_folder(name) is None:
            raise ModelError(
                f"{directory}: some articles must be cut anew, and the embedder {name} that the library was "
                "made with is not on this machine; fetch it, or index the articles into another directory: "
                "qa index --library NEW_DIR PATH"
            )
        return open_embedder(name, cache=cache_directory(), notice=notice)

    outcome = saved(directory, embedder)
    if wish.as_json:
        print_json(_object(directory, outcome))
    elif not wish.quiet:
        _print(directory, outcome)
    return DONE


def _print(directory: Path, outcome: Recovered | None) -> None:
    if outcome is None:
        print_line(f"{directory}: the library is sound; nothing was done")
        return
    if outcome.kept is None:
        print_line(f"{directory}: an earlier recovery is finished; the damaged database is {outcome.damaged}")
        return
    kept = outcome.kept
    for lost in kept.lost[:MOST_NAMED]:
        print_line(f"lost: {_named(lost)}")
    if len(kept.lost) > MOST_NAMED:
        print_line(f"lost: {len(kept.lost) - MOST_NAMED:,} more; --json names them all")
    print_line(
        # of what lay in pages that are gone, not even that it was there may be left
        f"{directory}: {kept.articles:,} articles saved, {len(kept.lost):,} known to be lost, "
        f"{kept.passages:,} passages, {kept.vectors:,} vectors; the damaged database is {outcome.damaged}; "
        f"to bring in what is missing: {_next(directory)}"
    )


def _named(lost: Lost) -> str:
    title = lost.title or "an article whose title cannot be read"
    return f"{title} ({', '.join(lost.paths)})" if lost.paths else title


def _next(directory: Path) -> str:
    return f"qa index --library {directory} PATH"


def _object(directory: Path, outcome: Recovered | None) -> dict[str, object]:
    kept = outcome.kept if outcome else None
    return {
        "library": str(directory),
        "sound": outcome is None,
        "damaged": str(outcome.damaged) if outcome else None,
        "articles": kept.articles if kept else None,
        "lost": [asdict(lost) for lost in kept.lost] if kept else [],
        "passages": kept.passages if kept else None,
        "vectors": kept.vectors if kept else None,
        "read_again": list(kept.unread) if kept else [],
        "next": _next(directory) if outcome else None,
    }
