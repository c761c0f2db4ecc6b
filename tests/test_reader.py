"""The trained reader: where in a passage it takes the answer to stand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from qa.evidence.reader import LONGEST_ANSWER, WEIGHTS, Marked, Reader

FLOOD = (
    "Water rose at dawn. About 4,200 homes lost power in the flood, the grid company said. "
    "Crews came by boat. The mayor, Ilse Brandt, thanked 120 volunteers on Tuesday."
)
FAIR = "The fair opened with a dance. Nobody counted the cows."
LARGEST_FILE = 25_000_000
"""Bytes that all trained weights may take."""


@pytest.fixture(scope="module")
def reader(model_cache: Path) -> Reader:
    """The reader with the weights in use."""
    return Reader(cache=model_cache)


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many homes lost power?", "4,200"),
        ("Who is the mayor?", "Ilse Brandt"),
        ("When did the mayor thank the volunteers?", "Tuesday"),
        ("How many volunteers were thanked?", "120"),
    ],
)
def test_the_answer_is_marked(reader: Reader, question: str, answer: str) -> None:
    """The likeliest answer holds the words asked for and little else."""
    (marked,) = reader.read(question, [("Flood in Millbrook", FLOOD)])
    found = marked.best(0, len(FLOOD))
    assert found is not None
    start, end = found[1]
    assert answer in FLOOD[start:end]
    assert len(FLOOD[start:end]) <= len(answer) + 20


@pytest.mark.bundled
def test_a_passage_that_answers_scores_higher(reader: Reader) -> None:
    """What answers nothing is told from what does, and passages read together as alone."""
    question = "How many homes lost power?"
    passages = [("Flood in Millbrook", FLOOD), ("The fair", FAIR)]
    together = [marked.best(0, 999) for marked in reader.read(question, passages)]
    alone = [reader.read(question, [passage])[0].best(0, 999) for passage in passages]
    assert [found[1] for found in together if found] == [found[1] for found in alone if found]
    flood, fair = (found[0] for found in together if found)
    assert flood > fair + 2
    assert np.allclose([flood, fair], [found[0] for found in alone if found], atol=0.1)


@pytest.mark.bundled
@pytest.mark.parametrize(
    "text", ["", " ", "\n", "水" * 2_000, "word " * 5_000, "\x00\x07", "[CLS] [SEP] [MASK]"]
)
def test_any_text_can_be_read(reader: Reader, text: str) -> None:
    """Empty, endless and odd texts are marked as far as they go; scores are numbers."""
    for marked in reader.read(text or "?", [("", text), (text, FLOOD)]):
        found = marked.best(0, len(FLOOD))
        assert found is None or np.isfinite(found[0])
    assert reader.read("Why?", []) == []


def test_the_weights_are_small() -> None:
    """What the project carries with it stays inside its limit."""
    assert WEIGHTS.stat().st_size < LARGEST_FILE


def test_damaged_weights_are_named(tmp_path: Path, model_cache: Path) -> None:
    """A file cut short ends in a line that says which, and what to do."""
    (tmp_path / "reader.npz").write_bytes(WEIGHTS.read_bytes()[:10_000])
    with pytest.raises(ModelError, match=r"reader\.npz cannot be read; install"):
        Reader(cache=model_cache, weights=tmp_path / "reader.npz")


numbers = st.floats(-10, 10, width=32)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=50), st.data())
def test_the_best_span_is_the_best_of_all(logits: list[tuple[float, float]], data: st.DataObject) -> None:
    """It is that of highest score which begins before it ends, is no longer than allowed, and lies inside."""
    offsets = tuple((3 * at, 3 * at + 2) for at in range(len(logits)))
    starts, ends = np.array(logits, np.float32).T
    start = data.draw(st.integers(0, 3 * len(logits)))
    end = data.draw(st.integers(start, 3 * len(logits)))
    inside = [at for at, (first, last) in enumerate(offsets) if first < end and last > start]
    scores = [
        float(starts[first] + ends[last])
        for first in inside
        for last in inside
        if first <= last < first + LONGEST_ANSWER
    ]
    found = Marked(offsets, starts, ends).best(start, end)
    assert (found is None) == (not scores)
    if found is not None:
        assert found[0] == pytest.approx(max(scores), abs=1e-5)
