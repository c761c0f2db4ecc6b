"""Libraries of made articles, of any size, written as the program writes them."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import accumulate, count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarking.prose import MadeArticle, Prose
from benchmarking.samples import sample_articles
from benchmarking.spread import Spread, timed
from benchmarking.stand_ins import StandIns
from benchmarking.vocabulary import wide_words
from index.embedder import Embedder
from index.embedding import mean_vector
from index.inventory import FileState
from index.library import Library
from index.passages import PassageSettings, embedded_texts
from index.records import Article, Passage
from index.schema import VERSION
from index.shelving import Content, text_digest
from index.writing import Writer

SEED = 5
PASSAGES = 10
"""Of an article."""
SETTINGS = PassageSettings()
WORDS = 29
"""A piece has at least, and a passage 108 on average, about 730 characters."""
ARTICLES = 50
"""Stored in one transaction, as from a file of that many."""
RECIPE = f"made articles 2, {SETTINGS}, schema {VERSION}"
"""Raised when articles are made otherwise: then kept libraries are made anew."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A library that was filled."""

    directory: Path
    articles: int
    passages: int
    seconds: float
    """For writing alone; making texts and vectors is not counted."""
    rate: Spread
    """Passages a second, over transactions."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is stored in one transaction, and its vectors in the next."""

    file: FileState
    contents: tuple[Content, ...]
    vectors: NDArray[np.float32]
    """Shape (passages, dimension)."""

    @property
    def passages(self) -> int:
        """How many there are in all articles."""
        return len(self.vectors)

    def store(self, writer: Writer) -> None:
        """Write it."""
        writer.replace(self.file, self.contents)
        digests = [
            text_digest(embedded_texts(content.article, passage, headings=SETTINGS.headings))
            for content in self.contents
            for passage in content.passages
        ]
        writer.store_vectors(digests, self.vectors)


class Source:
    """Made articles with their passages and vectors, without end; the same every time."""

    def __init__(self, stand_ins: StandIns, *, each: int = PASSAGES) -> None:
        """Mix vectors from stand-ins, for articles of so many passages each."""
        self.prose = Prose(wide_words(article.text for article in sample_articles()), seed=SEED)
        self._stand_ins = stand_ins
        self._each = each
        self.recipe = f"{RECIPE}, {each} passages each, vectors {stand_ins.digest}"
        """Of all it gives: equal recipes mean equal articles, passages and vectors."""

    def batches(self, passages: int) -> Iterator[Batch]:
        """Yield batches of so many passages in all."""
        left = passages
        for number in count():
            if left <= 0:
                return
            batch = self.batch(number, min(left, ARTICLES * self._each))
            left -= batch.passages
            yield batch

    def batch(self, number: int, passages: int) -> Batch:
        """Return the batch of that number, with so many passages, `each` to an article."""
        path = f"/made/{number}.txt"
        sizes = [self._each] * (passages // self._each) + [passages % self._each]
        pieces = [size + SETTINGS.pieces - 1 for size in sizes if size]
        contents = tuple(
            _content(self.prose.article(number * ARTICLES + at, paragraphs=held, words=WORDS), path)
            for at, held in enumerate(pieces)
        )
        digest = blake2b(path.encode(), digest_size=16).digest()
        vectors = [
            mean_vector(list(own[run]))
            for own in self._stand_ins.batch(number, pieces)
            for run in _runs(len(own))
        ]
        return Batch(FileState(path, 1, 1, digest, 1), contents, np.stack(vectors))


def filled(home: Path, passages: int, source: Source, embedder: Embedder) -> Filled:
    """Return a library of so many made passages in `home`, which is made where it is not there whole."""
    directory, note = home / "library", home / "made.json"
    recipe = f"{source.recipe}, {passages} passages, embedder {embedder.digest}"
    if note.exists():
        known = json.loads(note.read_text("utf-8"))
        if known.pop("recipe") == recipe:
            return Filled(directory, **known | {"rate": Spread(**known["rate"])})
    shutil.rmtree(home, ignore_errors=True)
    made = _fill(directory, passages, source, embedder)
    known = {name: value for name, value in asdict(made).items() if name != "directory"}
    note.write_text(json.dumps({"recipe": recipe, **known}), "utf-8")
    return made


def _fill(directory: Path, passages: int, source: Source, embedder: Embedder) -> Filled:
    seconds, rates = 0.0, []
    with (
        Library.open_or_create(directory, embedder=embedder, settings=SETTINGS) as library,
        Writer.of(library) as writer,
    ):
        for batch in source.batches(passages):
            took = timed(batch.store, writer)
            seconds += took
            rates.append(batch.passages / took)
        counts = library.counts()
    return Filled(directory, counts.articles, counts.passages, seconds, Spread.of(rates))


def _content(made: MadeArticle, path: str) -> Content:
    article = Article(
        title=made.title,
        text=made.text,
        path=path,
        authors=(made.byline,),
        date=made.day,
        date_from="stated",
        added=datetime(2025, 1, 1, tzinfo=UTC),
    )
    return Content(article, tuple(_passages(article, made.paragraphs)))


def _passages(article: Article, paragraphs: tuple[str, ...]) -> Iterator[Passage]:
    """Yield the passages of an article each of whose paragraphs is a piece."""
    starts = accumulate((len(text) + len("\n\n") for text in paragraphs), initial=0)
    spans = [(start, start + len(text)) for start, text in zip(starts, paragraphs, strict=False)]
    for position, run in enumerate(_runs(len(spans))):
        (start, _), *further = spans[run]
        end = spans[run][-1][1]
        cuts = tuple(first for first, _ in further)
        yield Passage(article.id, position, start, end, article.text[start:end], cuts=cuts)


def _runs(pieces: int) -> list[slice]:
    """Return which of so many pieces each passage is made of."""
    return [slice(at, at + SETTINGS.pieces) for at in range(pieces - SETTINGS.pieces + 1)]
