"""Two ranked lists become one, by scores."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.fusion import fuse

Ranked = list[tuple[int, float]]
SCORES = st.integers(-10_000, 10_000).map(lambda hundredths: hundredths / 100)
LISTS = st.dictionaries(st.integers(1, 30), SCORES, max_size=20).map(
    lambda scores: sorted(scores.items(), key=lambda item: (-item[1], item[0]))
)
WEIGHTS = st.floats(0, 1)


@settings(deadline=None)
@given(LISTS, LISTS, WEIGHTS)
def test_scores_are_shares(dense: Ranked, bm25: Ranked, weight: float) -> None:
    """Every passage of either list comes once, with a score in [0, 1], best first, ties by id."""
    fused = fuse(dense, bm25, dense_weight=weight)
    assert {passage for passage, _ in fused} == {passage for passage, _ in (*dense, *bm25)}
    assert len({passage for passage, _ in fused}) == len(fused)
    assert all(0 <= score <= 1 for _, score in fused)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))


@settings(deadline=None)
@given(LISTS, LISTS, st.randoms())
def test_the_order_of_the_lists_does_not_matter(dense: Ranked, bm25: Ranked, random: object) -> None:
    """Only ids and scores decide, so that the same question always gives the same list."""
    expected = fuse(dense, bm25)
    random.shuffle(dense)  # type: ignore[attr-defined]
    random.shuffle(bm25)  # type: ignore[attr-defined]
    assert fuse(dense, bm25) == expected


@settings(deadline=None)
@given(LISTS, LISTS, st.floats(0.01, 0.99))
def test_the_best_of_both_is_first(dense: Ranked, bm25: Ranked, weight: float) -> None:
    """A passage ahead of all others in both lists is first, with the full score."""
    fused = fuse([(0, 101.0), *dense], [(0, 101.0), *bm25], dense_weight=weight)
    assert fused[0] == (0, pytest.approx(1))


@settings(deadline=None)
@given(LISTS)
def test_one_list_alone_keeps_its_order(ranked: Ranked) -> None:
    """Where only words or only vectors found something, its ranking stands."""
    assert [passage for passage, _ in fuse([], ranked, dense_weight=0)] == [passage for passage, _ in ranked]
    assert [passage for passage, _ in fuse(ranked, [], dense_weight=1)] == [passage for passage, _ in ranked]


def test_nothing_found_is_an_empty_list() -> None:
    """Two empty lists are no error."""
    assert fuse([], []) == []


@pytest.mark.parametrize(("weight", "first"), [(0.6, 1), (0.4, 2)])
def test_scores_are_scaled_and_weighed(weight: float, first: int) -> None:
    """Worked out by hand: the best of a list gets its weight, one half way gets half of it."""
    fused = fuse([(1, 0.9), (3, 0.7), (2, 0.5)], [(2, 8.0), (3, 4.0)], dense_weight=weight)
    assert fused[0][0] == first
    assert dict(fused) == {
        1: pytest.approx(weight),
        2: pytest.approx(1 - weight),
        3: pytest.approx(weight / 2),
    }


def test_equal_scores_are_all_the_best() -> None:
    """A list without differences gives its whole weight to each, in the order of the ids."""
    assert fuse([(2, 0.5), (1, 0.5)], [], dense_weight=0.5) == [(1, 0.5), (2, 0.5)]
