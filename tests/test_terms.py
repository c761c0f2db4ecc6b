"""The terms of a text: what is compared when words are compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.word_terms import analyse
from qa.language.terms import STOP_WORDS, stem, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Israel struck", "Israel strikes"),
        ("They were killed", "killing them"),
        ("Israel’s army", "Israel's armies"),
        ("the U.S. troops", "US troops"),
        ("2,500 troops", "2500 troops"),
        ("99 percent", "99 per cent"),
        ("They held talks", "holding talks"),
        ("three children died", "the death of three children"),
        ("The prime minister won", "prime ministers win"),
    ],
)
def test_what_means_the_same_has_the_same_terms(one: str, other: str) -> None:
    """Inflection, irregular verbs, possessives, initials and commas in numbers make no difference."""
    assert {*terms(one)} - {"per"} == {*terms(other)} - {"per"}


def test_the_country_is_no_pronoun() -> None:
    """A term is "US", none is "us"."""
    assert terms("Did the US tell us?") == ["us"]


def test_terms_keep_order_and_repeats() -> None:
    """They can be compared as a sequence."""
    assert terms("Iran met Iraq, and Iraq met Iran.") == ["iran", "meet", "iraq", "iraq", "meet", "iran"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(STOP_WORDS))))
def test_stop_words_are_no_terms(words: list[str]) -> None:
    """However many there are, they say nothing."""
    assert terms(" ".join(words)) == []


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_terms(text: str) -> None:
    """Terms are single words that the full-text index knows, so that it can weigh them."""
    found = terms(text)
    assert all(found)
    assert not any(character.isspace() for term in found for character in term)


def test_a_stem_is_that_of_the_index() -> None:
    """Regular words have the stem that the full-text index gives them."""
    for word in "talks withdrawal factories intercepted".split():
        assert [stem(word)] == analyse(word)
