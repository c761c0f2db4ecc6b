"""A capable model completes a follow-up, and is believed only where nothing speaks against it."""

from pathlib import Path

import pytest
from cited import turn
from fakes import ScriptedModel
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.writing import CAPABLE_PARAMETERS
from qa.dialogue.conversation import standing_alone
from qa.dialogue.rewriting import MOST_ADDED, rewriting_objection, understood_as
from qa.models.local_model import open_model

TROOPS = turn(
    "How many US troops are stationed in Iraq?",
    "About 2,500 US troops are stationed in Iraq to fight ISIS, Mohammed Al Sudani said on 4 March.",
)
VISIT = turn("Who visited Washington?", "Mohammed Al Sudani visited Washington.")
QUESTION = "and who sent them there?"
WHOLE = "Who sent the US troops there, to Iraq?"


def test_a_capable_model_writes_the_question() -> None:
    """Asked once, with what was said and answered before and the question itself, its words are taken."""
    model = ScriptedModel([f'"{WHOLE}"'])
    assert understood_as(QUESTION, [TROOPS, VISIT], model) == WHOLE
    ((system, user),) = model.asked
    assert "complete" in system.content
    for words in (TROOPS.question, VISIT.question, f"Last question: {QUESTION}"):
        assert words in user.content


def test_a_small_model_is_not_asked() -> None:
    """One that is not capable would have failed the test: it has no text to replay."""
    model = ScriptedModel([], parameters=CAPABLE_PARAMETERS - 1)
    assert understood_as(QUESTION, [TROOPS], model) == standing_alone(QUESTION, [TROOPS])


@pytest.mark.bundled
def test_the_bundled_model_is_not_asked(tmp_path: Path) -> None:
    """It is far too small: not one token is evaluated for the sake of a follow-up."""
    model = open_model(None, cache=tmp_path)
    assert understood_as(QUESTION, [TROOPS], model) == standing_alone(QUESTION, [TROOPS])
    assert model.evaluations == 0


@pytest.mark.parametrize("question", ["Who won the World Cup?", "Are there troops in Jordan?"])
def test_no_model_is_asked_of_a_question_that_stands_alone(question: str) -> None:
    """Neither the first question, nor one that names what it is about, is given to a model."""
    assert understood_as(question, [TROOPS], ScriptedModel([])) == question
    assert understood_as(QUESTION, [], ScriptedModel([])) == QUESTION


@pytest.mark.parametrize(
    ("question", "said", "objection"),
    [
        (QUESTION, "The US sent them.", "it is not one question"),
        (QUESTION, "Who sent them? And who sent the others there?", "it is not one question"),
        (QUESTION, "", "it is not one question"),
        (QUESTION, f"Who sent them there{' again' * 60}?", "it is too long"),
        (QUESTION, "Who are the US troops in Iraq?", "it lost “send”"),
        (QUESTION, "When were US troops sent to Iraq?", "it asks for something else"),
        ("and who was not sent?", "Who was sent to Iraq?", "it turned the question round"),
        (QUESTION, "Who sent the US troops to Kuwait?", "the dialogue has no “Kuwait”"),
        (QUESTION, "Who sent the 3,000 US troops to Iraq?", "the dialogue has no such number"),
        (QUESTION, "Who sent the US troops in May to Iraq?", "the dialogue has no such day"),
    ],
)
def test_what_a_model_must_not_do(question: str, said: str, objection: str) -> None:
    """Its words are dropped, and the dialogue's own terms taken."""
    assert rewriting_objection(said, question, [TROOPS]) == objection
    own = standing_alone(question, [TROOPS])
    assert understood_as(question, [TROOPS], ScriptedModel([said])) == own


@pytest.mark.parametrize(
    "said",
    [WHOLE, "Who sent the about 2,500 US troops to Iraq?", "Who sent Mohammed Al Sudani there on 4 March?"],
)
def test_what_the_dialogue_has_may_be_said(said: str) -> None:
    """Names, numbers and days of its questions and quotations are no invention."""
    assert rewriting_objection(said, QUESTION, [TROOPS]) is None


def test_a_model_without_room_is_not_asked() -> None:
    """Where not even the last turn fits its window, the dialogue's own terms are taken."""
    model = ScriptedModel([], context=90)
    assert understood_as(QUESTION, [TROOPS], model) == standing_alone(QUESTION, [TROOPS])


def test_stopped_meanwhile_nothing_of_the_model_is_taken() -> None:
    """A question half written may be another question."""
    model = ScriptedModel([WHOLE])
    assert understood_as(QUESTION, [TROOPS], model, lambda: True) == standing_alone(QUESTION, [TROOPS])


@given(st.text(max_size=300))
def test_whatever_a_model_writes_little_is_added(said: str) -> None:
    """No words of a model make the question longer than the law allows, and none raise."""
    assert len(understood_as(QUESTION, [TROOPS], ScriptedModel([said]))) <= len(QUESTION) + MOST_ADDED
