"""What says that a passage belongs to a question, worked out by hand and by brute force."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shelf import article, shelf, store

from index.word_terms import analyse
from index.words import WordIndex
from qa.retrieval.relevance import BM25, DENSE, ENOUGH_TERMS, NEAR, RUN, SATURATED, Asked, Signals

WEIGHTS = {"flood": 4.0, "bridg": 2.0, "river": 1.0, "mayor": 1.0}
WORDS = ("flood", "floods", "bridge", "bridges", "river", "mayor", "and", "cows", "danced")

shares = st.floats(0, 1)
texts = st.lists(st.sampled_from(WORDS), max_size=3 * RUN).map(" ".join)


def test_the_score_is_the_weighted_mean() -> None:
    """Each signal brings what it weighs, and all of them together 1."""
    whole = DENSE + BM25 + NEAR
    assert Signals(1, 0, 0).score(1) == pytest.approx(DENSE / whole)
    assert Signals(0, 1, 0).score(1) == pytest.approx(BM25 / whole)
    assert Signals(0, 0, 1).score(1) == pytest.approx(NEAR / whole)
    assert Signals(0.5, 0.2, 1).score(ENOUGH_TERMS) == pytest.approx((DENSE / 2 + BM25 / 5 + NEAR) / whole)


def test_a_question_of_many_terms_weighs_the_run_less() -> None:
    """No run holds all of twice as many terms as it may be expected to: it weighs half."""
    half = NEAR / 2
    assert Signals(0, 0, 1).score(2 * ENOUGH_TERMS) == pytest.approx(half / (DENSE + BM25 + half))
    assert Signals(1, 0, 0).score(2 * ENOUGH_TERMS) == pytest.approx(DENSE / (DENSE + BM25 + half))


def test_a_question_without_terms_has_a_score() -> None:
    """Nothing is divided by nothing."""
    assert Signals(0.4, 0, 0).score(0) == Signals(0.4, 0, 0).score(ENOUGH_TERMS)


@given(shares, shares, shares, st.integers(0, 600))
@example(1.0, 1.0, 1.0, 7)
def test_scores_lie_between_the_signals(dense: float, bm25: float, near: float, terms: int) -> None:
    """A mean is never below the least signal, nor above the highest, whatever the question's length."""
    score = Signals(dense, bm25, near).score(terms)
    assert min(dense, bm25, near) - 1e-12 <= score <= max(dense, bm25, near) + 1e-12


@given(shares, shares, shares, shares, st.integers(1, 600))
def test_more_of_a_signal_is_never_worse(
    dense: float, bm25: float, near: float, more: float, terms: int
) -> None:
    """The score rises with each signal."""
    score = Signals(dense, bm25, near).score(terms)
    assert Signals(max(dense, more), bm25, near).score(terms) >= score
    assert Signals(dense, max(bm25, more), near).score(terms) >= score
    assert Signals(dense, bm25, max(near, more)).score(terms) >= score


def test_the_terms_of_a_question_and_their_weights() -> None:
    """Each counts once, in the form it is indexed in; stop words say nothing where others do."""
    asked = Asked.of("Did the bridges, the bridge of the river?", {"bridg": 2.0, "river": 1.0, "the": 0.1})
    assert asked.weights == {"bridg": 2.0, "river": 1.0}
    assert asked.total == 3
    assert asked.ceiling == pytest.approx(3 * SATURATED)


def test_a_term_that_is_not_known_weighs_as_the_rarest() -> None:
    """No passage with all the others is then a perfect one."""
    asked = Asked.of("a flood in Xyzzyville", {"flood": 4.0})
    assert asked.weights == {"flood": 4.0, "xyzzyvill": 4.0}
    assert asked.near("", "The flood.") == 0.5


def test_a_question_of_stop_words_is_asked_by_them() -> None:
    """It holds nothing else, so they are its terms; beside another word they say nothing."""
    known = {"to": 0.2, "be": 0.3, "or": 0.1, "flood": 4.0}
    asked = Asked.of("To be, or to be?", known)
    assert asked.weights == {"to": 0.2, "be": 0.3, "or": 0.1}
    assert asked.near("", "To be or not to be.") == pytest.approx(1.0)
    assert Asked.of("To be, or to be a flood?", known).weights == {"flood": 4.0}


@pytest.mark.parametrize("question", ["", "?!", "  \n", "«»"])
def test_a_question_without_words_shares_nothing(question: str) -> None:
    """It has no terms, so no passage holds any of them."""
    asked = Asked.of(question, {})
    assert asked.weights == {}
    assert asked.share(3.0) == 0.0
    assert asked.near("Flood", "The flood came.") == 0.0


@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.floats(0.01, 20)), st.floats(0, 1000))
def test_shares_lie_between_nothing_and_all(weights: dict[str, float], bm25: float) -> None:
    """A BM25 score is a share of what the terms could come to, however high it is."""
    share = Asked(weights).share(bm25)
    assert 0 <= share <= 1
    if weights and bm25 <= Asked(weights).ceiling:
        assert share == pytest.approx(bm25 / Asked(weights).ceiling)


def test_no_passage_passes_the_ceiling(tmp_path: Path) -> None:
    """However often a passage says a question's terms, BM25 stays below; short ones come near to it."""
    question = "flood bridge"
    with shelf(tmp_path) as (library, writer):
        store(writer, "a.txt", [article("Flood", "Flood bridge flood bridge flood bridge flood bridge.")])
        store(writer, "b.txt", [article("Fair", "Cows danced at the fair all day and all night. " * 20)])
        index = WordIndex.open(library)
        asked = Asked.of(question, index.term_weights(question))
        ((_, bm25),) = index.search(question, 10)
    assert 0.8 * asked.ceiling < bm25 < asked.ceiling


def test_terms_far_apart_are_not_near() -> None:
    """One run holds the flood or the bridge, never both: the weightier counts."""
    asked = Asked(WEIGHTS)
    apart = " ".join(["flood", *["cows"] * (RUN - 1), "bridge"])
    together = " ".join(["flood", *["cows"] * (RUN - 2), "bridge"])
    assert asked.near("", apart) == 4 / 8
    assert asked.near("", together) == 6 / 8


def test_a_term_counts_once() -> None:
    """Said again, or in the title as well, it brings nothing more."""
    asked = Asked(WEIGHTS)
    assert asked.near("", "flood flood floods") == 4 / 8
    assert asked.near("Flood", "flood and bridge") == 6 / 8


def test_the_title_is_near_to_every_run() -> None:
    """What it names is not said again in the sentence that answers."""
    asked = Asked(WEIGHTS)
    assert asked.near("Flood in Lund", " ".join(["cows"] * RUN + ["bridge"])) == 6 / 8


@given(texts, texts)
@example("", "")
@example("", " ".join(["flood"] + ["and"] * (RUN - 1) + ["bridge", "flood"]))
def test_near_is_the_best_of_all_runs(title: str, text: str) -> None:
    """Looking at each run of the text on its own comes to the same."""
    asked = Asked(WEIGHTS)
    words = analyse(text)
    runs = [words[start : start + RUN] for start in range(max(1, len(words)))]
    held = (WEIGHTS.keys() & {*analyse(title), *run} for run in runs)
    best = max(sum(WEIGHTS[term] for term in terms) for terms in held) / sum(WEIGHTS.values())
    assert asked.near(title, text) == pytest.approx(best)
    assert 0 <= asked.near(title, text) <= 1
