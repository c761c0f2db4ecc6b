"""What the reader chose → an open library, its embedder and a language model."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.bundled import EMBEDDING_MODEL
from index.embedder import Embedder, open_embedder
from index.errors import LibraryBusyError, LibraryError, LibraryMissingError, ReadError
from index.inventory import Identity
from index.library import Library
from index.period import Period
from index.progress import Noticed, Skipped
from qa.answer import Asker
from qa.llm import open_model
from qa.places import cache_directory, library_directory, passing_library
from qa.retriever import EVERYTHING, Retriever

Notice = Callable[[str], None]
"""Told in one line what the reader should know."""

WAIT_SECONDS = 600.0
"""How long one asking over files waits for another that indexes the same files."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the options name."""

    library: str | None = None
    """A directory; `None` is the usual one."""
    sources: tuple[Path, ...] = ()
    """Files and folders to ask over without a library of one's own."""
    model: Path | None = None
    """A GGUF file; `None` is the bundled model."""
    quote: bool = False
    """Answer by quotation alone, without a language model."""
    limit: int = 10
    period: Period = EVERYTHING


def open_retriever(choice: Choice, notice: Notice) -> Retriever:
    """Return a retriever over the chosen library, or over the chosen files.

    Raises:
        ArticleQAError: The library, the files or the embedder cannot be used.
    """
    cache = cache_directory()
    if choice.sources:
        return _over_files(choice.sources, cache, notice)
    directory = library_directory(choice.library)
    with Library.open(directory) as library:
        made_with = library.info.embedder
    return Retriever.open(directory, embedder_of(made_with, cache, notice))


def open_asker(choice: Choice, notice: Notice) -> Asker:
    """Return an asker over the chosen library or files, its language model loaded.

    Raises:
        ArticleQAError: The library, the files or a model cannot be used.
    """
    retriever = open_retriever(choice, notice)
    try:
        writer = None if choice.quote else open_model(choice.model, cache=cache_directory())
    except BaseException:
        retriever.close()
        raise
    return Asker(retriever, writer, limit=choice.limit, period=choice.period)


def embedder_of(made_with: Identity, cache: Path, notice: Notice) -> Embedder:
    """Return the embedder a library was made with."""
    bundled = made_with.name == EMBEDDING_MODEL.name
    return open_embedder(None if bundled else made_with.name, cache=cache, notice=notice)


def _over_files(sources: tuple[Path, ...], cache: Path, notice: Notice) -> Retriever:
    """Return a retriever over a library in the cache that holds just these files, as they are now."""
    directory = passing_library(sources, cache)
    embedder = open_embedder(cache=cache, notice=notice)
    _forget_vanished(directory)
    _bring_in(sources, directory, embedder, notice)
    retriever = Retriever.open(directory, embedder)
    if not retriever.holdings.articles:
        retriever.close()
        raise ReadError(f"{', '.join(map(str, sources))}: no article could be read there")
    return retriever


def _forget_vanished(directory: Path) -> None:
    """Let the cached library go if one of its files did: it is made anew without it."""
    try:
        with Library.open(directory) as library:
            whole = all(Path(entry.article.path).exists() for entry in library.articles())
    except LibraryMissingError:
        return
    except LibraryError:
        whole = False
    if not whole:
        shutil.rmtree(directory, ignore_errors=True)


def _bring_in(sources: tuple[Path, ...], directory: Path, embedder: Embedder, notice: Notice) -> None:
    """Bring the files into the library, after whoever else is just doing so."""
    deadline = time.monotonic() + WAIT_SECONDS
    told = False
    while True:
        try:
            for event in build(sources, directory, lambda: embedder):
                if isinstance(event, Skipped | Noticed):
                    notice(said_of_file(event))
            return
        except LibraryBusyError:
            if time.monotonic() > deadline:
                raise
            if not told:
                notice("waiting for another command that reads the same files")
                told = True
            time.sleep(0.2)


def said_of_file(event: Skipped | Noticed) -> str:
    """Return in one line what the reader should know of a file."""
    if isinstance(event, Skipped):
        return f"skipped {event.path}: {event.reason}"
    return f"{event.path}: {event.notice}"
