"""Search with a part of it taken away, and the table of what each part brings."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from shelf import EMBEDDER, article, shelf, store

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation.ablation import WHOLE, WITHOUT, ablation_table
from evaluation.measures import Difference, Figure

from index.library import Library
from index.passages import PassageSettings
from qa.records import Hit, Ranking
from qa.retrieval.parts import parts_of
from qa.retrieval.relevance import Weights
from qa.retrieval.retriever import Retriever
from qa.retrieval.settings import USUAL, SearchSettings

OVERLAPPING = PassageSettings(tokens=48, pieces=3)
"""Of sentences of 12 words each passage has three, two of which are the next one's too."""
FLOOD = " ".join(f"The flood reached bridge {n} in the town when water rose {n}." for n in range(9))
QUESTION = "Which bridge did the flood reach?"
TODAY = date(2025, 1, 29)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Lend a library of a long article of last week and a short one of long ago."""
    with shelf(tmp_path, settings=OVERLAPPING) as (opened, writer):
        long = article("Flood", FLOOD, day=date(2025, 1, 22))
        short = article("Fair", "The fair opened near a bridge after the flood.", day=date(2019, 6, 1))
        store(writer, "a.txt", [long, short], settings=OVERLAPPING)
        yield opened


def retriever(library: Library, without: str | None = None) -> Retriever:
    """Give the search over a library, whole or without a part."""
    return Retriever(library, EMBEDDER, settings=WITHOUT[without] if without else USUAL)


def ranking(hit: Hit) -> Ranking:
    """Give what ranked a hit; every search tells."""
    assert hit.ranking is not None
    return hit.ranking


@pytest.mark.parametrize(
    ("without", "signal"),
    [
        ("without meaning", "dense_rank"),
        ("without words", "bm25_rank"),
    ],
)
def test_a_signal_that_counts_nothing_brings_nothing(library: Library, without: str, signal: str) -> None:
    """No hit has a place by it, where the whole search gives one to each of the first."""
    ranks = [getattr(ranking(hit), signal) for hit in retriever(library).search(QUESTION, limit=2)]
    assert None not in ranks
    hits = retriever(library, without).search(QUESTION, limit=2)
    assert [getattr(ranking(hit), signal) for hit in hits] == [None, None]


def test_words_alone_find_nothing_by_meaning(library: Library) -> None:
    """A question whose words no passage holds has hits only by what it means."""
    assert retriever(library, "without words").search("xyzzy plugh")
    assert not retriever(library, "without meaning").search("xyzzy plugh")


def test_the_score_is_of_the_other_signals(library: Library) -> None:
    """Without the run it is what meaning and words come to by their weights."""
    usual = Weights()
    for hit in retriever(library, "without the run of near terms").search(QUESTION):
        told = usual.dense * ranking(hit).dense + usual.bm25 * ranking(hit).bm25
        assert ranking(hit).near > 0
        assert ranking(hit).fused == pytest.approx(told / (usual.dense + usual.bm25))


def test_further_passages_can_count_in_full(library: Library) -> None:
    """Every hit then keeps the score it was ranked by; else those of the same article lose some."""
    full = retriever(library, "further passages of an article count in full").search(QUESTION)
    assert [hit.score for hit in full] == [ranking(hit).ranked for hit in full]
    usual = retriever(library).search(QUESTION)
    assert any(hit.score < ranking(hit).ranked for hit in usual)


def test_overlapping_passages_can_stay(library: Library) -> None:
    """Each of the passages has a place of its own, where else one that mostly overlaps gives way."""
    every = retriever(library, "overlapping passages do not give way").search(QUESTION, limit=20)
    assert len(every) == library.counts().passages
    assert len(retriever(library).search(QUESTION, limit=20)) < len(every)


def test_words_of_time_can_be_words(library: Library) -> None:
    """What is said of last week then leaves no article out, and stays in what is searched."""
    question = "Where was the flood last week?"
    assert {hit.title for hit in retriever(library).search(question, today=TODAY)} == {"Flood"}
    found = retriever(library, "without words of time").find(question, today=TODAY)
    assert {hit.title for hit in found.hits} == {"Flood", "Fair"}
    assert found.explanation.texts == (question,)


def test_a_question_can_stay_whole(library: Library) -> None:
    """One that has parts is searched alone."""
    question = "When did the fair open, and which bridge did the flood reach?"
    assert len(parts_of(question)) == 2
    assert retriever(library).find(question).explanation.texts == (question, *parts_of(question))
    assert retriever(library, "questions are not parted").find(question).explanation.texts == (question,)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.01, float("nan")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    """The message names the setting and the value."""
    with pytest.raises(ValueError, match=rf"share_kept: {share}"):
        SearchSettings(share_kept=share)


@pytest.mark.parametrize("weights", [(-0.1, 0.5, 0.1), (0.0, 0.0, 0.1), (0.4, 0.5, float("nan"))])
def test_weights_that_rank_nothing_are_refused(weights: tuple[float, float, float]) -> None:
    """None is negative, and one of those counts that find passages."""
    with pytest.raises(ValueError, match="weights"):
        Weights(*weights)


def test_the_table_tells_how_far_each_is_from_the_whole() -> None:
    """A set that was not asked without a part leaves its cells empty."""
    whole, without = np.array([1.0, 1.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0, 0.0])
    news = {WHOLE: {"news Hits@4": whole}, "without words": {"news Hits@4": without}}
    table = ablation_table([news, {WHOLE: {"squad recall@1": without}}])
    assert table.columns == ("news Hits@4", "squad recall@1")
    assert table.rows[WHOLE] == {"news Hits@4": Figure.mean(whole), "squad recall@1": Figure.mean(without)}
    assert table.rows["without words"] == {"news Hits@4": Difference.between(without, whole)}
    assert "-0.500" in table.text()
