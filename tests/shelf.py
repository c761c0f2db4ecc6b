"""Libraries for tests, filled without models or readers. Tests import it as `from shelf import shelf`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from fakes import FakeEmbedder

from index.embedding import mean_vector
from index.inventory import FileState
from index.library import Library
from index.passages import PassageSettings, cut, embedded_texts
from index.records import Article
from index.shelving import Content, Outcome, text_digest
from index.writing import Writer

SETTINGS = PassageSettings(tokens=20, pieces=1)
EMBEDDER = FakeEmbedder(dimension=64)


def article(title: str, text: str, *, day: date | None = None, source: str | None = None) -> Article:
    """Return an article as a reader would give it."""
    return Article(title=title, text=text, path=f"/papers/{title}.txt", date=day, source=source)


def file(name: str, *, size: int = 1) -> FileState:
    """Return the state of a file that was read."""
    return FileState(f"/papers/{name}", size, 1, b"d" * 16, 1)


def content(one: Article, *, settings: PassageSettings = SETTINGS) -> Content:
    """Return an article with its passages, of 20 words at most unless settings say otherwise."""
    return Content(one, tuple(cut(one, settings, EMBEDDER.count_tokens)))


def store(
    writer: Writer, name: str, articles: Sequence[Article], *, settings: PassageSettings = SETTINGS
) -> Outcome:
    """Store a file of articles with their vectors."""
    contents = [content(one, settings=settings) for one in articles]
    told = [
        embedded_texts(each.article, passage, headings=settings.headings)
        for each in contents
        for passage in each.passages
    ]
    texts = {text_digest(pieces): pieces for pieces in told}
    if texts:
        vectors = [mean_vector(EMBEDDER.embed(pieces)) for pieces in texts.values()]
        writer.store_vectors(list(texts), np.stack(vectors))
    return writer.replace(file(name), contents)


@contextmanager
def shelf(directory: Path, *, settings: PassageSettings = SETTINGS) -> Iterator[tuple[Library, Writer]]:
    """Lend an open library, made where there is none, and its writer."""
    with (
        Library.open_or_create(directory, embedder=EMBEDDER, settings=settings) as library,
        Writer.of(library) as writer,
    ):
        yield library, writer
