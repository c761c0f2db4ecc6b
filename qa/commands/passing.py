"""Files asked over in place of a library → a library in the cache that holds just these."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.build import build
from index.embedder import Embedder, open_embedder
from index.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryMismatchError,
    LibraryMissingError,
    LibraryNewerError,
    ReadError,
)
from index.library import Library
from index.lock import tried_lock
from index.passages import PassageSettings
from index.progress import Skipped
from index.writing import Writer
from qa.commands.indexing import Lines
from qa.commands.notices import Notice
from qa.places import cache_directory, passing_library
from qa.retrieval.reranker import Reranker
from qa.retrieval.retriever import Retriever

WAIT_SECONDS = 600.0
"""How long one asking over files waits for another that indexes the same files."""


def over_files(sources: Sequence[Path], reranker: Reranker | None, notice: Notice) -> Retriever:
    """Return a retriever over a library in the cache that holds just these files, as they are now.

    Raises:
        ArticleQAError: The files, the cache or the embedder cannot be used.
    """
    cache = cache_directory()
    directory = passing_library(tuple(sources), cache)
    _make_room(directory)
    embedder = open_embedder(cache=cache, notice=notice)
    with _turn(directory, notice):
        _discard_unusable(directory, embedder)
        _forget(directory, lambda path: not os.access(path, os.R_OK))
        skipped = _bring_in(sources, directory, embedder, notice)
        # An own library keeps what a file held that cannot be read any more; here it would be cited.
        _forget(directory, lambda path: path in skipped)
        retriever = Retriever.open(directory, embedder, reranker=reranker)
    if retriever.library.is_empty:
        retriever.close()
        raise ReadError(f"{', '.join(map(str, sources))}: no article could be read there; name other files")
    return retriever


def _make_room(directory: Path) -> None:
    remedy = "name a directory that can be written in QA_CACHE"
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{directory}: the cache cannot be written ({error.strerror}); {remedy}"
        ) from error
    if not os.access(directory, os.W_OK):
        raise LibraryError(f"{directory}: the cache cannot be written (Permission denied); {remedy}")


@contextmanager
def _turn(directory: Path, notice: Notice) -> Iterator[None]:
    """Wait for whoever else is just reading the same files, and keep others waiting."""
    lock = directory.with_name(f"{directory.name}.lock")
    with tried_lock(lock, seconds=0) as free:
        if free:
            yield
            return
    notice("waiting for another command that reads the same files")
    with tried_lock(lock, seconds=WAIT_SECONDS) as free:
        if not free:
            raise LibraryBusyError(f"{directory}: another command still reads these files; wait or stop it")
        yield


def _discard_unusable(directory: Path, embedder: Embedder) -> None:
    """Delete a cached library that another version of the program or a crash left: it is made anew."""
    try:
        with Library.open(directory) as library:
            library.require_embedder(embedder)
            library.require_settings(PassageSettings())
    except LibraryMissingError:
        return
    except (LibraryDamagedError, LibraryNewerError, LibraryMismatchError):
        shutil.rmtree(directory, ignore_errors=True)


def _forget(directory: Path, is_gone: Callable[[str], bool]) -> None:
    """Take the files that are gone, with their articles, out of a cached library."""
    try:
        with Library.open(directory) as library, Writer.of(library) as writer:
            gone = [path for path in writer.files() if is_gone(path)]
            for path in gone:
                writer.forget(path)
            if gone:
                writer.sweep()
    except LibraryMissingError:
        return


def _bring_in(
    sources: Sequence[Path], directory: Path, embedder: Embedder, notice: Notice
) -> Collection[str]:
    """Bring the files into a cached library; return the paths of those that could not be read."""
    follower = Lines(notice)
    skipped = set()
    for event in build(sources, directory, lambda: embedder):
        follower.show(event)
        if isinstance(event, Skipped):
            skipped.add(event.path)
    follower.sum_up()
    return skipped
