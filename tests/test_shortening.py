"""Whether a sentence may stand for its quotation: nothing but clauses gone, and it still answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.facts import days, numbers
from qa.verification.shortening import shortening_objection
from qa.verification.verify import text_objection

TROOPS = "About 2,500 US troops are stationed in Iraq, having come from 14 bases to fight ISIS."
GROUP = (
    "Kataib Hezbollah, one of Iraq’s most powerful militias, denied responsibility for the attack in Syria."
)
TALKS = "On January 27, Iraq and the US held talks in Baghdad, the first since October."
JORDAN = "Three US troops were killed at a base in Jordan, where officials counted the dead on Monday."
HOLT = "Mary Holt, whose son, Ali Holt, was jailed, resigned."


@pytest.mark.parametrize(
    ("question", "quote", "sentence"),
    [
        (
            "Who denied responsibility for the attack in Syria?",
            GROUP,
            "Kataib Hezbollah denied responsibility for the attack in Syria.",
        ),
        (
            "How many troops are stationed in Iraq?",
            TROOPS.replace("14 ", ""),
            "About 2,500 US troops are stationed in Iraq.",
        ),
        (
            "When did Iraq and the US hold talks?",
            TALKS.replace(" since October", ""),
            "On January 27, Iraq and the US held talks in Baghdad.",
        ),
        ("Where were three US troops killed?", JORDAN, "Three US troops were killed at a base in Jordan."),
        ("How many troops are stationed in Iraq?", TROOPS, TROOPS),
    ],
)
def test_an_honest_shortening_passes(question: str, quote: str, sentence: str) -> None:
    """Clauses that the question does not ask for may go."""
    assert shortening_objection(sentence, quote, question) is None


@pytest.mark.parametrize(
    ("question", "quote", "sentence", "reason"),
    [
        ("When were talks held?", TALKS, "Iraq and the US held talks in Baghdad.", "lost a day"),
        (
            "How many bases are there?",
            TROOPS,
            "About 2,500 US troops are stationed in Iraq.",
            "of the question",
        ),
        ("How many troops came?", TROOPS, "About 2,500 US troops are stationed in Iraq.", "lost"),
        ("How many troops are stationed?", TROOPS, "2,500", "does not say this"),
        ("Where are troops stationed?", TROOPS, "500 US troops are stationed in Iraq.", "number 500"),
        ("Who resigned?", HOLT, "Ali Holt resigned.", "does not say this"),
        ("Who resigned?", HOLT, "Ali Holt, was jailed, resigned.", "does not say this"),
        (
            "Who resigned?",
            "Asked about Smith’s remarks, Jones resigned.",
            "Smith resigned.",
            "does not say this",
        ),
        ("Who was jailed?", "The mayor, Ann Roe, was jailed.", "The mayor was jailed.", "more than one fact"),
        ("What did Iraq do?", TALKS, TALKS.removeprefix("On January 27, "), "more than one fact"),
        (
            "Who counted the dead?",
            JORDAN,
            "Three US troops were killed at a base in Jordan.",
            "of the question",
        ),
        ("How many troops are stationed?", TROOPS, "", "does not say this"),
    ],
)
def test_a_shortening_that_answers_less_is_refused(
    question: str, quote: str, sentence: str, reason: str
) -> None:
    """The number, day or name asked for, the question's own words, and who did what must stay."""
    assert reason in str(shortening_objection(sentence, quote, question))


@settings(deadline=None)
@given(st.permutations([*TALKS.split(), "not", "in"]), st.integers(0, 18))
def test_what_passes_is_carried_and_keeps_the_day(words: list[str], length: int) -> None:
    """For any words of the quotation in any order: nothing passes that the quotation does not carry."""
    sentence = " ".join(words[:length])
    if shortening_objection(sentence, TALKS, "When did Iraq and the US hold talks?") is None:
        assert text_objection(sentence, TALKS) is None
        assert days(TALKS) <= days(sentence)


@settings(deadline=None)
@given(st.integers(0, 80), st.integers(0, 80))
def test_no_piece_of_a_quotation_loses_its_number(start: int, end: int) -> None:
    """Whatever run of letters is left of it, a number asked for is whole in what passes."""
    sentence = TROOPS[start:end]
    if shortening_objection(sentence, TROOPS, "How many troops are stationed in Iraq?") is None:
        assert numbers(sentence) == numbers(TROOPS)
