"""What a follow-up reads beside what was found first, and what weighs in it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from cited import hit, turn
from fakes import FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.dialogue.earlier import MOST_ADDED, evidence_after, is_follow_up
from qa.evidence.finding import PASSAGES_READ, find_evidence
from qa.records import Answer, Hit

SHOWN = "How many homes in Millbrook lost power?"
FOLLOW_UP = "Who repaired it? (Millbrook, homes, power)"


class Scales:
    """All terms weigh the same; vectors count words."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return 1 for each."""
        return dict.fromkeys(terms, 1.0)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the counts of words, and take note of the texts."""
        self.embedded += texts
        return FakeEmbedder().embed(texts)


def passages(*texts: str) -> list[Hit]:
    """Return passages of an article each, the score falling."""
    return [
        replace(hit(text, rank=rank, article=f"a{rank}"), score=0.5, similarity=0.4)
        for rank, text in enumerate(texts, start=1)
    ]


def after(article: str, *, verified: bool = True) -> Answer:
    """Return a turn that cited an article."""
    answer = turn(SHOWN, "About 4,200 homes in Millbrook lost power.")
    cited = replace(
        answer.citations[0], hit=replace(answer.citations[0].hit, article=article), verified=verified
    )
    return replace(answer, citations=(cited,))


OTHERS = [f"Nothing of the kind was said in town {number}." for number in range(PASSAGES_READ)]
REPAIRED = "The grid company repaired the power lines of Millbrook."


@pytest.mark.parametrize(
    ("turns", "is_read"),
    [
        ([after("a6")], True),
        ([after("a6"), after("a1"), after("a1")], True),
        ([after("a6"), after("a1"), after("a1"), after("a1")], False),
        ([after("a6", verified=False)], False),
        ([after("a1")], False),
    ],
)
def test_an_article_cited_before_is_read_beside_the_best(turns: Sequence[Answer], is_read: bool) -> None:
    """While it was cited in the last turns and is what it was; it wins by what it says."""
    found = passages(*OTHERS, REPAIRED)
    evidence = evidence_after(FOLLOW_UP, turns, found, Scales())
    assert (evidence.citations[0].quote == REPAIRED) == is_read


def test_only_some_passages_are_added() -> None:
    """However many of the article there are."""
    scales = Scales()
    found = [
        *passages(*OTHERS),
        *(replace(one, article="a1") for one in passages(*(f"More {n}." for n in range(9)))),
    ]
    evidence_after(FOLLOW_UP, [after("a1")], found, scales)
    assert [text for text in scales.embedded if text.startswith("More")] == [
        f"More {n}." for n in range(MOST_ADDED)
    ]


def test_earlier_evidence_is_not_preferred() -> None:
    """What was cited before says less of what is asked, and does not come first."""
    found = passages(REPAIRED, *OTHERS[1:], "Homes in Millbrook lost power.")
    evidence = evidence_after(FOLLOW_UP, [after("a6")], found, Scales())
    assert evidence.citations[0].quote == REPAIRED


def test_what_was_carried_into_a_question_does_not_decide() -> None:
    """The sentence with all the words of before gives way to the one that says what is asked."""
    before, asked = "Homes in Millbrook have power, Anna Lund said.", "A crew repaired it on Monday."
    found = passages(f"{before} {asked}")
    assert find_evidence(FOLLOW_UP, found, Scales()).citations[0].quote == before
    assert evidence_after(FOLLOW_UP, [after("a1")], found, Scales()).citations[0].quote == asked


@given(
    st.lists(st.sampled_from([*OTHERS, REPAIRED, "Homes in Millbrook lost power."]), min_size=1, max_size=5)
)
def test_whether_evidence_is_enough_is_judged_by_the_whole_question(texts: list[str]) -> None:
    """As for a question that nothing was carried into; and nothing is embedded twice."""
    scales = Scales()
    evidence = evidence_after(FOLLOW_UP, [after("none")], passages(*texts), scales)
    assert evidence.log_odds == pytest.approx(find_evidence(FOLLOW_UP, passages(*texts), Scales()).log_odds)
    assert len(scales.embedded) == len(set(scales.embedded))


def test_a_question_without_turns_is_like_any_other() -> None:
    """Only the first passages are read, and all its words weigh what they weigh."""
    found = passages(*OTHERS, REPAIRED)
    assert evidence_after(FOLLOW_UP, (), found, Scales()) == find_evidence(FOLLOW_UP, found, Scales())


@pytest.mark.parametrize(
    ("question", "understood", "follows"),
    [
        ("Who repaired it?", FOLLOW_UP, True),
        ("When was Millbrook founded?", "When was Millbrook founded?", True),
        ("When was Lund founded?", "When was Lund founded?", False),
        ("Who won?", "Who won?", False),
    ],
)
def test_a_follow_up_takes_something_or_names_the_same(question: str, understood: str, follows: bool) -> None:
    """Anything else begins anew."""
    assert is_follow_up(question, understood, [turn(SHOWN)]) == follows
    assert not is_follow_up(question, question, ())
