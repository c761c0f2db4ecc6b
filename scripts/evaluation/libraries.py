"""Articles of the data → libraries to ask, made by the program's own passages, vectors and indexes.

Only reading files is left out: the data's texts are stored as they are, so that the places its
questions name stay where they are. What the readers make of files is measured on pages.
"""

import inspect
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Self

from evaluation.remembering import RememberingEmbedder
from index import passages, sentences
from index.embedder import Embedder, open_embedder
from index.embedding import BATCH, LoadedOnce, embed_waiting
from index.file_states import fetched_state
from index.inventory import FileState
from index.library import Library
from index.passages import PassageSettings, cut, pieces_of
from index.records import Article, Passage
from index.run import COMPARED
from index.sentences import Span
from index.shelving import Content
from index.writing import Writer
from qa.evidence.reader import Reader
from qa.places import cache_directory
from qa.retrieval.retriever import Retriever

SETTINGS = PassageSettings()
PROGRESS = 2560
"""Passages between two lines that say how far the embedding is; half a minute's work."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """How articles become passages."""

    name: str
    """Short; two ways with different names can be kept side by side."""
    key: str
    """Names all that shapes the passages, for a library made with others is of no use."""
    settings: PassageSettings
    """Stored with the library."""
    passages: Callable[[Article], Sequence[Passage]]


def own_cutting(embedder: Embedder, settings: PassageSettings = SETTINGS) -> Cutting:
    """Return the program's own way, in runs of sentences that fit the embedder."""
    fitting = settings.within(embedder.max_tokens)
    code = "".join(inspect.getsource(module) for module in (passages, sentences))
    bare = "" if fitting.headings else ", no headings"
    return Cutting(
        f"ours, {fitting.tokens} tokens{bare}",
        f"{settings!r} {code}",
        settings,
        lambda article: cut(article, fitting, embedder.count_tokens),
    )


def given_cutting(embedder: Embedder, spans: Mapping[str, Sequence[Span]]) -> Cutting:
    """Return a way that cuts each article as its data says, each passage in pieces of the usual length.

    Args:
        embedder: Counts their tokens.
        spans: Article id → where its passages start and end.
    """

    def given(article: Article) -> list[Passage]:
        return [_given(article, at, span, embedder) for at, span in enumerate(spans[article.id])]

    return Cutting("as given", repr((SETTINGS, *sorted(spans.items()))), SETTINGS, given)


def _given(article: Article, position: int, span: Span, embedder: Embedder) -> Passage:
    start, end = span
    text = article.text[start:end]
    limit = SETTINGS.within(embedder.max_tokens).piece_tokens
    cuts = tuple(start + first for first, _ in pieces_of(text, limit, embedder.count_tokens)[1:])
    return Passage(article.id, position, start, end, text, cuts=cuts)


def bundled_embedder() -> RememberingEmbedder:
    """Return the bundled embedding model; what it embeds is kept in the cache."""
    cache = cache_directory()
    return RememberingEmbedder(open_embedder(cache=cache, notice=say), cache / "evaluate" / "vectors.db")


def bundled_reader() -> Reader:
    """Return the trained reader that comes with the program."""
    return Reader(cache=cache_directory())


def kept_library(
    name: str, articles: Sequence[Article], embedder: Embedder, *, cutting: Cutting | None = None
) -> Retriever:
    """Return a retriever over a library of the articles, made once and kept in the cache.

    It is made anew where the articles, the embedder or the way articles are cut are others.

    Args:
        name: Of the library in the cache.
        articles: What it holds.
        embedder: Makes its vectors.
        cutting: How articles are cut; `None` for the program's own way.
    """
    way = cutting or own_cutting(embedder)
    home = cache_directory() / "evaluate" / name
    directory = home / _key(articles, embedder, way)
    for other in home.glob("*"):
        if other != directory:
            shutil.rmtree(other)
    fill(directory, articles, embedder, way)
    return Retriever.open(directory, embedder)


def fill(directory: Path, articles: Iterable[Article], embedder: Embedder, cutting: Cutting) -> None:
    """Bring into a library what it does not hold yet; broken off, the next call does the rest."""
    with (
        Library.open_or_create(directory, embedder=embedder, settings=cutting.settings) as library,
        Writer.of(library) as writer,
    ):
        stored = writer.files()
        for article in articles:
            if article.path not in stored:
                writer.replace(_file(article), [Content(article, tuple(cutting.passages(article)))])
        while writer.settle_stories(COMPARED):  # of a library that an earlier version filled
            pass
        for event in embed_waiting(writer, LoadedOnce(lambda: embedder), lambda: False):
            if event.total > PROGRESS and event.done % PROGRESS < BATCH:
                say(f"embedded {event.done:,} of {event.total:,} passages")


class Shelves:
    """Small libraries of some of the articles, made when first asked; gone when closed."""

    def __init__(self, articles: Iterable[Article], embedder: Embedder, directory: Path) -> None:
        self._articles = {article.id: article for article in articles}
        own = own_cutting(embedder)
        self._cutting = replace(own, passages=cache(own.passages))
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
            articles = [self._articles[number] for number in sorted(ids)]
            fill(directory, articles, self._embedder, self._cutting)
            self._made[ids] = Retriever.open(directory, self._embedder)
        return self._made[ids]


def say(line: str) -> None:
    """Print a line of progress where no figures go."""
    print(line, file=sys.stderr, flush=True)


def _file(article: Article) -> FileState:
    """Return a file that holds the article; there is none, and nobody looks for it."""
    digest = blake2b(article.id.encode(), digest_size=16).digest()
    return fetched_state(article.path, digest)


def _key(articles: Sequence[Article], embedder: Embedder, cutting: Cutting) -> str:
    """Return a name for all that shapes a library of the articles."""
    digest = blake2b(digest_size=8)
    held = (f"{article.id} {article.date}" for article in articles)
    for part in (embedder.digest, cutting.key, *held):
        digest.update(part.encode())
    return digest.hexdigest()
