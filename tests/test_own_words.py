"""What a model wrote in an earlier answer is nobody's source: neither evidence nor told to a model."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from chat_script import answer as flood_answer
from fakes import ScriptedModel
from hypothesis import given
from hypothesis import strategies as st
from shelf import EMBEDDER, article, shelf, store

from index import vectors, words
from qa.answering.answer import Asker
from qa.answering.writing import CAPABLE_PARAMETERS
from qa.dialogue.conversation import standing_alone
from qa.records import Answer, Answered, Origin, Sentence
from qa.retrieval.retriever import Retriever

FLOOD = (
    "Water reached Millbrook at dawn. About 4,200 homes in Millbrook lost power because a substation flooded."
)
QUESTION = "How many homes in Millbrook lost power?"
LIE = "Zanzibar sent 99,000 camels to Millbrook"
FOLLOW_UPS = ["And why?", "Who sent them?", "What about the camels?", "Was it because of that in Millbrook?"]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """Lend a retriever over one story."""
    folder = tmp_path_factory.mktemp("library")
    with shelf(folder) as (library, writer):
        store(writer, "a.txt", [article("Flood cuts power", FLOOD)])
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    opened = Retriever.open(folder, EMBEDDER)
    yield opened
    opened.close()


def asked(asker: Asker, question: str, *turns: Answer) -> Answer:
    """Return the answer to a question after some turns."""
    *_, last = asker.ask(question, turns=turns)
    assert isinstance(last, Answered)
    return last.answer


def lying(turn: Answer, origin: Origin) -> Answer:
    """Return a turn as if a model had written something else of the same sources."""
    return replace(turn, sentences=(Sentence(f"{LIE}. [1]", (1,), origin),))


@pytest.mark.parametrize("origin", get_args(Origin))
@pytest.mark.parametrize("question", FOLLOW_UPS)
def test_an_earlier_answer_is_never_evidence(retriever: Retriever, question: str, origin: Origin) -> None:
    """Nothing of it is searched for, shown to the model, quoted or said again, though the model tries to."""
    turn = lying(asked(Asker(retriever), QUESTION), origin)
    model = ScriptedModel(
        [f"Why did it happen that {LIE}?", *[f"{LIE}. [1]"] * 9], parameters=CAPABLE_PARAMETERS
    )
    answer = asked(Asker(retriever, model), question, turn)
    shown = [message.content for messages in model.asked for message in messages]
    said = [answer.understood, answer.text, *(one.quote for one in answer.citations)]
    for text in [*shown, *said]:
        assert "Zanzibar" not in text
        assert "99,000" not in text
    for citation in answer.citations:
        assert FLOOD[citation.start : citation.end] == citation.quote


@given(st.text(min_size=1), st.sampled_from(FOLLOW_UPS))
def test_understanding_does_not_depend_on_what_was_written(said: str, question: str) -> None:
    """A follow-up takes its words from questions and quotations alone."""
    turn = flood_answer(QUESTION)
    other = replace(turn, sentences=(Sentence(said, (1,), "written"),))
    assert standing_alone(question, [other]) == standing_alone(question, [turn])
