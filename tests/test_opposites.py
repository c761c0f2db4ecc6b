"""Opposite words and negations, as they tell a question from the sentence that seems to answer it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.opposites import negated, opposed


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which is the smallest park?", "Mill Park is the largest park."),
        ("What did the south bank lose?", "The north bank lost its trees."),
        ("When did sales fall?", "Sales rose in May."),
        ("Who was the last mayor?", "Ada Hale was the first mayor."),
        ("Which policy was non-imperialistic?", "The imperialistic policy ended."),
        ("Who was unable to pay?", "Hale was able to pay."),
        ("What is an irregular verb?", "A regular verb ends in -ed."),
    ],
)
def test_opposites_are_told(question: str, text: str) -> None:
    """The other word stands where the question's own does not."""
    assert opposed(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which is the smallest park?", "Of the largest and smallest parks, Mill Park is the smallest."),
        ("Which park is larger than the smallest?", "The largest park is Mill Park, the smallest Hill Park."),
        ("Which is the smallest park?", "Mill Park is small."),
        ("Which union went on strike?", "The union met."),
        ("", ""),
    ],
)
def test_a_text_with_the_word_itself_is_not_opposed(question: str, text: str) -> None:
    """Nor one that has neither."""
    assert not opposed(question, text)


def test_negations_are_told() -> None:
    """Short forms too; a name is none."""
    for text in ("It did not open.", "It didn’t open.", "Nobody came.", "They refused.", "without a word"):
        assert negated(text)
    for text in ("It opened.", "Nottingham won.", "a knot"):
        assert not negated(text)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_opposed_to_itself(text: str) -> None:
    """It has every word of its own."""
    assert not opposed(text, text)
