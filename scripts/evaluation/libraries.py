"""Articles of the data → libraries to ask, made by the program's own passages, vectors and indexes.

Only reading files is left out: the data's texts are stored as they are, so that the places its
questions name stay where they are. What the readers make of files is measured on pages.
"""

import inspect
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import passages, sentences
from index.embedder import Embedder, open_embedder
from index.embedding import BATCH, LoadedOnce, embed_waiting
from index.file_states import fetched_state
from index.inventory import FileState
from index.library import Library
from index.passages import PassageSettings, cut
from index.records import Article
from index.shelving import Content
from index.writing import Writer
from qa.places import cache_directory
from qa.retriever import Retriever

SETTINGS = PassageSettings()
PROGRESS = 2560
"""Passages between two lines that say how far the embedding is; half a minute's work."""


class RememberingEmbedder:
    """An embedder that embeds no text twice, since questions share sentences; an `Embedder`."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.digest = embedder.digest
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension), in the order given."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)


def bundled_embedder() -> RememberingEmbedder:
    """Return the bundled embedding model."""
    return RememberingEmbedder(open_embedder(cache=cache_directory(), notice=say))


def kept_library(name: str, articles: Sequence[Article], embedder: Embedder) -> Retriever:
    """Return a retriever over a library of the articles, made once and kept in the cache.

    It is made anew where the articles, the embedder or the way articles are cut are others.
    """
    home = cache_directory() / "evaluate" / name
    directory = home / _key(articles, embedder)
    for other in home.glob("*"):
        if other != directory:
            shutil.rmtree(other)
    fill(directory, articles, embedder, partial(cut_up, embedder))
    return Retriever.open(directory, embedder)


def cut_up(embedder: Embedder, article: Article) -> Content:
    """Return an article with its passages."""
    settings = SETTINGS.within(embedder.max_tokens)
    return Content(article, tuple(cut(article, settings, embedder.count_tokens)))


def fill(
    directory: Path, articles: Iterable[Article], embedder: Embedder, content_of: Callable[[Article], Content]
) -> None:
    """Bring into a library what it does not hold yet; broken off, the next call does the rest."""
    with (
        Library.open_or_create(directory, embedder=embedder, settings=SETTINGS) as library,
        Writer.of(library) as writer,
    ):
        stored = writer.files()
        for article in articles:
            if article.path not in stored:
                writer.replace(_file(article), [content_of(article)])
        for event in embed_waiting(writer, LoadedOnce(lambda: embedder), lambda: False):
            if event.total > PROGRESS and event.done % PROGRESS < BATCH:
                say(f"embedded {event.done:,} of {event.total:,} passages")


class Shelves:
    """Small libraries of some of the articles, made when first asked; gone when closed."""

    def __init__(self, articles: Iterable[Article], embedder: Embedder, directory: Path) -> None:
        self._contents = {article.id: cut_up(embedder, article) for article in articles}
        self._embedder = embedder
        self._directory = directory
        self._made: dict[frozenset[str], Retriever] = {}

    @classmethod
    @contextmanager
    def of(cls, articles: Iterable[Article], embedder: Embedder) -> Iterator[Self]:
        """Lend shelves for libraries of these articles."""
        with tempfile.TemporaryDirectory(prefix="article-qa-") as directory:
            shelves = cls(articles, embedder, Path(directory))
            try:
                yield shelves
            finally:
                for retriever in shelves._made.values():
                    retriever.close()

    def retriever(self, ids: frozenset[str]) -> Retriever:
        """Return a retriever over a library of just the articles with these ids."""
        if ids not in self._made:
            directory = self._directory / str(len(self._made))
            articles = [self._contents[number].article for number in sorted(ids)]
            fill(directory, articles, self._embedder, lambda article: self._contents[article.id])
            self._made[ids] = Retriever.open(directory, self._embedder)
        return self._made[ids]


def say(line: str) -> None:
    """Print a line of progress where no figures go."""
    print(line, file=sys.stderr, flush=True)


def _file(article: Article) -> FileState:
    """Return a file that holds the article; there is none, and nobody looks for it."""
    digest = blake2b(article.id.encode(), digest_size=16).digest()
    return fetched_state(article.path, digest)


def _key(articles: Sequence[Article], embedder: Embedder) -> str:
    """Return a name for all that shapes a library of the articles."""
    digest = blake2b(digest_size=8)
    cutting = [inspect.getsource(module) for module in (passages, sentences)]
    for part in (embedder.digest, repr(SETTINGS), *cutting, *(article.id for article in articles)):
        digest.update(part.encode())
    return digest.hexdigest()
