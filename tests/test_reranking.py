"""A fused list in a reranker's order: laws that hold for any reranker."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.errors import ModelError
from qa.retrieval.reranking import QUESTION_CHARACTERS, RERANKED, reranked


class Judge:
    """A reranker that scores by a rule, and keeps what it was asked."""

    name = "judge"

    def __init__(self, rule: Callable[[str], float]) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self._rule = rule

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what the rule says of each text."""
        self.asked.append((question, list(texts)))
        return np.array([self._rule(text) for text in texts], dtype=np.float32)


FUSED = [(3, 0.9), (1, 0.8), (2, 0.4)]
TEXTS = {3: "c", 1: "aaa", 2: "bb"}


def test_the_reranker_orders_the_list() -> None:
    """The longest text is the best to this judge; what it gave is kept beside."""
    found = reranked("q", FUSED, TEXTS, reranker=Judge(len))
    assert found.order == ((1, 1.0), (2, 0.5), (3, 0.0))
    assert found.given == {3: 1.0, 1: 3.0, 2: 2.0}


def test_the_others_stay_behind_as_they_were() -> None:
    """Only the best are read again; the rest keep their scores, and none of theirs is better."""
    fused = [(number, 1 - number / 100) for number in range(RERANKED + 5)]
    judge = Judge(float)
    found = reranked("q", fused, {number: str(number) for number, _ in fused}, reranker=judge)
    assert [number for number, _ in found.order] == [
        *reversed(range(RERANKED)),
        *range(RERANKED, RERANKED + 5),
    ]
    assert found.order[RERANKED:] == tuple(fused[RERANKED:])
    assert found.order[RERANKED - 1][1] == pytest.approx(fused[RERANKED][1])
    assert judge.asked == [("q", [str(number) for number in range(RERANKED)])]


def test_equal_ones_keep_the_fused_order() -> None:
    """A reranker without an opinion changes nothing but the scores, which are then equal."""
    found = reranked("q", FUSED, TEXTS, reranker=Judge(lambda _text: 7.0))
    assert found.order == ((3, 1.0), (1, 1.0), (2, 1.0))


def test_copies_are_read_once() -> None:
    """The same text is scored once, and both have that score."""
    judge = Judge(len)
    found = reranked("q", FUSED, {3: "same", 1: "same", 2: "bb"}, reranker=judge)
    assert judge.asked == [("q", ["same", "bb"])]
    assert found.order == ((3, 1.0), (1, 1.0), (2, 0.0))


def test_nothing_to_read_asks_nobody() -> None:
    """An empty list, or one whose passages are gone, does not reach the reranker."""
    judge = Judge(len)
    assert reranked("q", [], {}, reranker=judge).order == ()
    assert reranked("q", FUSED, {}, reranker=judge).order == tuple(FUSED)
    assert judge.asked == []


def test_an_endless_question_is_cut() -> None:
    """A hundred kilobytes are not read thirty times over."""
    judge = Judge(len)
    reranked("why " * 25_000, FUSED, TEXTS, reranker=judge)
    assert [len(question) for question, _ in judge.asked] == [QUESTION_CHARACTERS]


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_reranker_that_gives_no_number_is_told(number: float) -> None:
    """An order made of such numbers would look like one."""
    with pytest.raises(ModelError, match="the reranker judge gives no usable scores"):
        reranked("q", FUSED, TEXTS, reranker=Judge(lambda _text: number))


LISTS = st.lists(
    st.tuples(st.floats(0, 1), st.floats(-1e6, 1e6, width=32), st.booleans()), max_size=RERANKED + 10
)


@given(LISTS)
def test_an_order_is_of_the_same_passages_by_falling_scores(rows: list[tuple[float, float, bool]]) -> None:
    """None is lost or doubled, scores lie in [0, 1] and fall, and those read come first."""
    fused = [(n, score) for n, score in enumerate(sorted((row[0] for row in rows), reverse=True))]
    texts = {n: repr(row[1]) for n, row in enumerate(rows) if row[2]}
    found = reranked("q", fused, texts, reranker=Judge(float))
    numbers = [number for number, _ in found.order]
    scores = [score for _, score in found.order]
    assert sorted(numbers) == [number for number, _ in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert set(numbers[: len(found.given)]) == set(found.given)
    given_scores = [found.given[number] for number in numbers[: len(found.given)]]
    assert given_scores == sorted(given_scores, reverse=True)
