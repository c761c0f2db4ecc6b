"""Passages get the mean of their pieces' vectors, and every piece is embedded once."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from shelf import article, file

from index.embedding import BATCH, Backlog, LoadedOnce, embed_waiting, mean_vector
from index.errors import ModelError
from index.library import Library
from index.passages import PassageSettings, cut, embedded_texts
from index.progress import Embedding
from index.records import Article
from index.shelving import Content
from index.writing import Writer

SETTINGS = PassageSettings(tokens=42, pieces=3)
"""Three pieces of a sentence each."""


def story(number: int, sentences: int) -> Article:
    """Return an article whose sentences are all different."""
    said = (f"On day {number} of the fair {n} cows came up the hill road." for n in range(sentences))
    return article(f"The fair of day {number}", " ".join(said))


@contextmanager
def filled(directory: Path, articles: Sequence[Article], embedder: FakeEmbedder) -> Iterator[Writer]:
    """Lend the writer of a library of articles, a file each, none of them embedded."""
    with (
        Library.open_or_create(directory, embedder=embedder, settings=SETTINGS) as library,
        Writer.of(library) as writer,
    ):
        for number, one in enumerate(articles):
            passages = tuple(cut(one, SETTINGS, embedder.count_tokens))
            writer.replace(file(f"{number}.txt"), [Content(one, passages)])
        yield writer


def embedded(writer: Writer, embedder: FakeEmbedder, *, batches: int = 1000) -> list[Embedding]:
    """Embed what waits, at most so many batches, and return the events."""
    asked = iter(range(batches))
    return list(embed_waiting(writer, LoadedOnce(lambda: embedder), lambda: next(asked, batches) == batches))


def test_a_passage_lies_in_the_middle_of_its_pieces(tmp_path: Path) -> None:
    """Its vector is the mean of its pieces' vectors, each with the title, scaled to unit length."""
    embedder = FakeEmbedder()
    with filled(tmp_path, [story(1, 9), story(2, 1)], embedder) as writer:
        embedded(writer, embedder)
        placed = writer.library.placed(range(100))
        stored = writer.library.vectors_of(placed)
        assert {len(passage.pieces) for passage, _ in placed.values()} == {1, 3}
        assert len(stored) == len(placed) == 8
        for number, (passage, one) in placed.items():
            mean = embedder.embed(embedded_texts(one, passage, headings=SETTINGS.headings)).mean(axis=0)
            assert np.allclose(stored[number], mean / np.linalg.norm(mean), atol=1e-3)


def test_every_piece_is_embedded_once(tmp_path: Path) -> None:
    """Also where a batch ends within an article, and in articles longer than a batch."""
    embedder = FakeEmbedder()
    sizes = [5, 2 * BATCH + 7, 1, 40, 3, BATCH]
    with filled(tmp_path, [story(number, size) for number, size in enumerate(sizes)], embedder) as writer:
        events = embedded(writer, embedder)
        passages = writer.library.counts().passages
    assert len(embedder.embedded) == len(set(embedder.embedded)) == sum(sizes)
    assert passages == sum(max(1, size - 2) for size in sizes)
    assert [event.total for event in events] == [passages] * len(events)
    steps = np.diff([0, *(event.done for event in events)])
    assert steps.sum() == passages
    assert steps.max() <= BATCH


def test_what_is_embedded_is_kept_where_a_run_ends(tmp_path: Path) -> None:
    """After each batch its passages have vectors; the next run embeds again what the two sides share."""
    embedder = FakeEmbedder()
    with filled(tmp_path, [story(number, 50) for number in range(8)], embedder) as writer:
        (event,) = embedded(writer, embedder, batches=1)
        counts = writer.library.counts()
        assert event.done == counts.passages - counts.waiting > BATCH // 2
        assert len(embedder.embedded) <= BATCH
        embedded(writer, embedder)
        assert writer.library.counts().waiting == 0
    assert len(embedder.embedded) - len(set(embedder.embedded)) <= 2


def test_a_piece_without_a_vector_is_refused(tmp_path: Path) -> None:
    """A mean would hide that the embedder gave something else than vectors of unit length."""

    class Faulty(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            vectors = super().embed(texts)
            vectors[-1] *= 0.5
            return vectors

    with filled(tmp_path, [story(1, 9)], Faulty()) as writer:
        with pytest.raises(ModelError, match="unit length"):
            embedded(writer, Faulty())
        assert writer.library.counts().waiting == writer.library.counts().passages


def test_what_comes_in_waits_for_no_vector(tmp_path: Path) -> None:
    """Its embedding begins when there is enough of it, and goes on while more comes in."""
    begun, all_in = threading.Event(), threading.Event()

    class Slow(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            begun.set()
            assert all_in.wait(60)
            return super().embed(texts)

    embedder = Slow()
    with (
        filled(tmp_path, [story(number, 90) for number in range(4)], embedder) as writer,
        Backlog(writer, LoadedOnce(lambda: embedder)) as backlog,
    ):
        backlog.came_in(BATCH - 1)
        assert not begun.is_set()
        backlog.came_in(1)
        assert begun.wait(60)
        backlog.came_in(3 * BATCH)
        all_in.set()
        passages = writer.library.counts().passages
        assert {event.total for event in backlog.work_off(lambda: False)} == {passages}
        assert writer.library.counts().waiting == 0
    assert len(embedder.embedded) == len(set(embedder.embedded))


def test_a_run_that_is_to_end_keeps_the_batch_under_way(tmp_path: Path) -> None:
    """It is stored, and none is begun after it."""
    embedder = FakeEmbedder()
    with (
        filled(tmp_path, [story(number, 90) for number in range(4)], embedder) as writer,
        Backlog(writer, LoadedOnce(lambda: embedder)) as backlog,
    ):
        backlog.came_in(BATCH)
        (event,) = backlog.work_off(lambda: True)
        counts = writer.library.counts()
        assert event.done == counts.passages - counts.waiting > 0
        assert len(embedder.embedded) <= BATCH


def test_an_embedder_that_fails_is_told_of_when_all_is_in(tmp_path: Path) -> None:
    """What comes in after its failure comes in all the same."""

    class Failing(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise ModelError("the embedding model failed")

    with (
        filled(tmp_path, [story(number, 90) for number in range(4)], Failing()) as writer,
        Backlog(writer, LoadedOnce(Failing)) as backlog,
    ):
        for _ in range(9):
            backlog.came_in(BATCH)
            time.sleep(0.001)
        with pytest.raises(ModelError, match="failed"):
            list(backlog.work_off(lambda: False))


@given(arrays(np.float32, (3, 4), elements=st.floats(-1, 1, width=32)))
def test_a_mean_is_of_unit_length(rows: NDArray[np.float32]) -> None:
    """Whatever the pieces are, and where they cancel out too."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.where(lengths > 0.1, rows / np.maximum(lengths, 0.1), np.eye(4, dtype=np.float32)[:1])
    for pieces in (rows, rows[:1], np.stack([rows[0], -rows[0]])):
        vector = mean_vector(pieces)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
    assert np.allclose(mean_vector(rows[:1]), rows[0], atol=1e-6)
