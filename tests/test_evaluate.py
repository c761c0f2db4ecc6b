"""What the evaluation's figures mean, by hand-worked examples and by law."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation.measures import (
    Figure,
    area_under_curve,
    contains,
    hit_at,
    ndcg,
    normalised,
    reciprocal_rank,
    token_f1,
)
from evaluation.regression import Listed, fit_listwise, fit_logistic
from evaluation.tables import Table
from evaluation.ways import reciprocal_rank_fusion

RANKINGS = st.lists(st.sampled_from(["a", "b", None]), max_size=12)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The  Answer, an obvious one!", "answer obvious one"),
        ("“U.S.” — a state’s", "us states"),
        ("theatre", "theatre"),
        ("snake_case", "snakecase"),
    ],
)
def test_texts_are_compared_by_their_words(text: str, plain: str) -> None:
    """Case, punctuation and articles make no difference, and letters inside words stay."""
    assert normalised(text) == plain


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What is normalised is in lower case, with single spaces and no punctuation of its own."""
    once = normalised(text)
    assert once == " ".join(once.split())
    assert contains(text, [text]) == bool(once)


def test_any_answer_will_do_but_an_empty_one_never() -> None:
    """An answer of articles and punctuation alone stands nowhere, though every text contains nothing."""
    assert contains("About 2,500 troops are there.", ["3,000", "2,500 troops"])
    assert not contains("About 2,500 troops are there.", ["3,000"])
    assert not contains("About 2,500 troops are there.", ["The …"])
    assert not contains("Anything.", [])


def test_token_f1_takes_the_best_answer() -> None:
    """Two of four words right, and one of the two wanted missing in the other answer."""
    assert token_f1("the big red dog ran", ["red dog", "cat"]) == pytest.approx(2 * 2 / (4 + 2))
    assert token_f1("the big red dog ran", []) == 0


def test_ranks_by_hand() -> None:
    """The first meeting passage is the third; the second place is met by the fourth."""
    ranking = [None, None, "a", "b", "a"]
    assert [hit_at(ranking, k) for k in (1, 2, 3, 4)] == [0, 0, 1, 1]
    assert reciprocal_rank(ranking) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranking, 2) == 0
    ideal = 1 + 1 / math.log2(3)
    assert ndcg(ranking, 2) == pytest.approx((1 / math.log2(4) + 1 / math.log2(5)) / ideal)


@given(RANKINGS)
def test_gain_is_a_share_and_repeats_add_nothing(ranking: list[str | None]) -> None:
    """The gain lies in [0, 1], is 0 exactly where nothing is met, and ignores further passages of a place."""
    gain = ndcg(ranking, 2)
    assert 0 <= gain <= 1 + 1e-12
    assert (gain > 0) == (hit_at(ranking, 10) > 0)
    assert ndcg([*ranking, *filter(None, ranking)], 2, len(ranking)) == ndcg(ranking, 2, len(ranking))


def test_places_first_and_second_gain_everything() -> None:
    """Where all that is wanted comes first, the gain is whole."""
    assert ndcg(["b", "a", None], 2) == pytest.approx(1)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=50))
def test_the_interval_holds_the_mean(values: list[float]) -> None:
    """An interval has its ends in order and within the range of the values."""
    figure = Figure.mean(values)
    assert figure.value == pytest.approx(np.mean(values), abs=1e-9)
    assert min(values) - 1e-9 <= figure.low <= figure.high <= max(values) + 1e-9


def test_a_ratio_is_of_sums() -> None:
    """Three right refusals of four are 0.75, however many questions were not refused."""
    figure = Figure.ratio([1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 0, 0])
    assert figure.value == pytest.approx(0.75)
    assert 0 <= figure.low < 0.75 < figure.high <= 1
    assert math.isnan(Figure.ratio([0, 0], [0, 0]).value)


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), max_size=30))
def test_the_curve_counts_pairs(pairs: list[tuple[int, bool]]) -> None:
    """The area is the share of pairs in the right order, ties for half."""
    high = [score for score, label in pairs if label]
    low = [score for score, label in pairs if not label]
    area = area_under_curve([score for score, _ in pairs], [label for _, label in pairs])
    if not high or not low:
        assert math.isnan(area)
    else:
        wins = sum((h > n) + (h == n) / 2 for h in high for n in low)
        assert area == pytest.approx(wins / (len(high) * len(low)))


def test_rank_fusion_rewards_agreement() -> None:
    """A passage second in both lists beats the firsts of each; equals are in order of id."""
    assert reciprocal_rank_fusion([[3, 2, 4], [1, 2, 5]]) == [2, 1, 3, 4, 5]


def test_listwise_fit_finds_what_marks_the_right_one() -> None:
    """The feature that is highest in the right candidate gets the weight; noise and constants do not."""
    chance = np.random.default_rng(1)
    lists = []
    for _ in range(200):
        features = chance.normal(size=(6, 3)) * [1, 10, 0] + [0, 5, 7]
        lists.append(Listed(features, np.arange(6) == features[:, 0].argmax()))
    weights = fit_listwise(lists)
    assert weights[0] > 1
    assert abs(weights[1]) < 0.1
    assert weights[2] == pytest.approx(0)


def test_logistic_fit_recovers_the_odds() -> None:
    """Labels drawn with known log-odds give their weights and intercept back, about."""
    chance = np.random.default_rng(2)
    features = chance.normal(size=(20_000, 2)) * [1, 4] + [3, 0]
    log_odds = features @ [2.0, -0.5] - 5
    labels = chance.random(len(features)) < 1 / (1 + np.exp(-log_odds))
    weights, intercept = fit_logistic(features, labels, np.ones(len(features)))
    assert weights == pytest.approx([2.0, -0.5], rel=0.1)
    assert intercept == pytest.approx(-5, rel=0.1)


def test_importance_counts_like_repetition() -> None:
    """An example that counts three times fits as three examples do."""
    features = np.array([[0.0], [1.0], [2.0], [3.0], [1.5]])
    labels = np.array([False, True, False, True, True])
    once = fit_logistic(features, labels, np.ones(5))
    again = fit_logistic(np.vstack([features] * 3), np.tile(labels, 3), np.full(15, 1 / 3))
    assert again[0] == pytest.approx(once[0])
    assert again[1] == pytest.approx(once[1])


def test_a_table_shows_what_it_keeps() -> None:
    """A row may lack a column, a count has no interval, and JSON has the same figures."""
    table = Table("title", {"one": {"share": Figure(0.5, 0.4, 10.6)}, "other": {"count": 3.0}})
    title, head, one, other = table.text().splitlines()
    assert title == "title"
    assert head.split() == ["share", "count"]
    assert one.endswith(" -")
    assert "0.500 [0.400, 10.600]" in one
    assert other.split() == ["other", "-", "3"]
    assert table.form()["rows"]["one"] == {"share": {"value": 0.5, "low": 0.4, "high": 10.6}}
