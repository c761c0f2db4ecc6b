"""A question inside a conversation becomes one that stands alone."""

import pytest
from cited import turn
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.conversation import MOST_CONTEXT, standing_alone

TROOPS = turn(
    "How many US troops are stationed in Iraq?",
    "About 2,500 US troops are stationed in Iraq, having been involved in the coalition to fight ISIS.",
)
VISIT = turn(
    "Who visited Washington last week?",
    "Prime Minister Mohammed Shia Al Sudani did not discuss the withdrawal during his visit to Washington.",
)
FOLLOW_UPS = (
    "and how many of them were hurt?",
    "who is he?",
    "why?",
    "Why?",
    "when did they arrive?",
    "tell me more",
    "what else?",
    "Which ones?",
    "And?",
    "was that true?",
    "what happened there?",
)


@pytest.mark.parametrize("question", FOLLOW_UPS)
def test_a_follow_up_takes_its_context(question: str) -> None:
    """It keeps its own words, and what the last question was about is added."""
    understood = standing_alone(question, [TROOPS])
    assert understood.startswith(question)
    for word in ("US", "Iraq", "troops", "stationed"):
        assert word in understood


def test_a_pronoun_takes_the_name_that_was_answered() -> None:
    """Whoever the last answer named can be asked about."""
    assert "Mohammed Shia Al Sudani" in standing_alone("what did he say?", [VISIT])


@pytest.mark.parametrize(
    "question", ["what about Syria?", "And how about Syria?", "in Syria?", "What about in Syria?"]
)
def test_another_name_stands_in_for_the_last(question: str) -> None:
    """What was asked stays, what it was asked of is replaced."""
    understood = standing_alone(question, [TROOPS])
    assert "troops" in understood
    assert "Iraq" not in understood


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Iraq?",
        "Who won the World Cup?",
        "who visited Washington last week?",
        "Did the US take part in that strike on Isfahan?",
        "Is there a timetable for the withdrawal?",
        "Are there troops in Jordan?",
        "Which group said that the attack was unplanned?",
        "Who is the one that visited Washington?",
        "What was the oil price on Friday?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    """Nothing is put into a question that points at nothing before it."""
    assert standing_alone(question, [TROOPS, VISIT]) == question


@pytest.mark.parametrize("question", [*FOLLOW_UPS, "what about Syria?", "  Why?  "])
def test_the_first_question_is_untouched(question: str) -> None:
    """Where nothing was said before, there is nothing to take."""
    assert standing_alone(question, []) == question


def test_only_the_last_turn_is_taken_from() -> None:
    """A conversation moves on."""
    assert "troops" not in standing_alone("why?", [TROOPS, VISIT])
    assert "troops" in standing_alone("why?", [VISIT, TROOPS])


def test_a_subject_is_carried_over_several_turns() -> None:
    """The turn before is taken as it was understood, so a third question still has the subject."""
    second = turn("why?", understood=standing_alone("why?", [TROOPS]))
    assert "troops" in standing_alone("and since when?", [TROOPS, second])


def test_nothing_is_said_twice() -> None:
    """What a follow-up says itself is not added."""
    understood = standing_alone("and how many troops are in Syria?", [TROOPS])
    assert understood.count("troops") == 1


QUESTIONS = st.sampled_from([*FOLLOW_UPS, "what about Syria?", "and in Iran?", "so why did Jordan act?"])
SUBJECTS = st.text(alphabet="Aab ()?", min_size=1, max_size=30)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(QUESTIONS, SUBJECTS), min_size=50, max_size=50))
def test_context_does_not_grow(asked: list[tuple[str, str]]) -> None:
    """After fifty turns a question is understood with as little added as after one."""
    before = TROOPS
    for question, subject in asked:
        understood = standing_alone(f"{question} {subject}", [before])
        assert len(understood) <= len(f"{question} {subject}") + MOST_CONTEXT + len(" ()")
        before = turn(question, f"{subject} met Al Sudani.", understood=understood)


@pytest.mark.parametrize(
    "subject", ["A" * 3000, " ".join(f"Name{n}" for n in range(500)), "a " * 1500, "(" * 3000]
)
def test_a_long_turn_before_adds_little(subject: str) -> None:
    """One endless word, one endless name, or very many words."""
    understood = standing_alone("why?", [turn(f"Who met {subject}?", f"{subject} met Al Sudani.")])
    assert len(understood) <= len("why? ()") + MOST_CONTEXT
    assert "met" in understood
