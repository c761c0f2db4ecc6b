"""Making the library anew, from the command line."""

from dataclasses import dataclass

from index.embedder import Embedder, open_embedder
from index.errors import QuestionError
from index.library import Library
from index.passages import LONGEST_PASSAGE, SHORTEST_PASSAGE, PassageSettings
from index.rebuilding import rebuild as events_of
from qa.commands.indexing import finished, following
from qa.commands.notices import Notice, print_line
from qa.commands.opening import embedder_for
from qa.exits import DONE
from qa.places import cache_directory, library_directory
from qa.printing.jsonform import print_json


@dataclass(frozen=True, slots=True)
class Wish:
    """What the library is to become."""

    library: str | None
    embedder: str | None
    """A sentence-transformers name or folder; `None` keeps the library's own."""
    passages: int | None
    """Tokens of a passage at most; `None` keeps the library's own, unless they were only usual once."""
    as_json: bool
    quiet: bool


def rebuild(wish: Wish, notice: Notice) -> int:
    """Make the library anew and print what it is then; return the exit code.

    Raises:
        QuestionError: Nobody cuts passages of so many tokens.
    """
    directory = library_directory(wish.library)
    settings = _settings(wish.passages)

    def embedder() -> Embedder:
        if wish.embedder:
            return open_embedder(wish.embedder, cache=cache_directory(), notice=notice)
        return embedder_for(directory, None, notice)

    with following(quiet=wish.quiet) as follower:
        report = finished(events_of(directory, embedder, settings=settings), follower)
    with Library.open(directory) as library:
        counts, info = library.counts(), library.info
    if wish.as_json:
        print_json(
            {
                "articles": counts.articles,
                "passages": counts.passages,
                "embedder": info.embedder.name,
                "passage_tokens": info.settings.tokens,
                "seconds": round(report.seconds, 3),
            }
        )
    elif not wish.quiet:
        print_line(
            f"{directory}: {counts.articles:,} articles in {counts.passages:,} passages of at most "
            f"{info.settings.tokens} tokens, embedded by {info.embedder.name}, in {report.seconds:.1f} s"
        )
    return DONE


def _settings(tokens: int | None) -> PassageSettings | None:
    if tokens is None:
        return None
    if not SHORTEST_PASSAGE <= tokens <= LONGEST_PASSAGE:
        raise QuestionError(
            f"--passages {tokens}: give a number of tokens from {SHORTEST_PASSAGE} to {LONGEST_PASSAGE}"
        )
    return PassageSettings.of(tokens)
