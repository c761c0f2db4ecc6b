"""What tells a question that the sentences answer from one they only seem to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from cited import hit
from fakes import FakeEmbedder
from numpy.typing import NDArray

from qa.evidence.sufficiency import SUFFICIENCY_INTERCEPT, SUFFICIENCY_WEIGHTS, Sufficiency, sufficiency
from qa.evidence.weighing import Weighing
from qa.records import Hit

BRIDGE = (
    "Millbrook has three bridges. The oldest bridge opened in 1820 under Ada Hale."
    " It was not rebuilt. Boats pass."
)


class FlatScales:
    """Scales on which every term weighs one and similarity is that of shared words."""

    def __init__(self) -> None:
        self.embedder = FakeEmbedder()

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return one for each."""
        return dict.fromkeys(terms, 1.0)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return hashed bags of words."""
        return self.embedder.embed(texts)


def told(question: str, *hits: Hit) -> Sufficiency:
    """Return what tells whether the hits' best sentence answers."""
    weighing = Weighing.of(question, FlatScales())
    candidates = sorted(weighing.candidates(hits), key=lambda candidate: -candidate.features.score())
    return sufficiency(weighing, candidates, hits)


def test_all_that_is_asked_stands_there() -> None:
    """Nothing is missing, nothing opposed."""
    found = told("When did the oldest bridge of Millbrook open under Ada Hale?", hit(BRIDGE))
    assert found.presumed_elsewhere == found.names_elsewhere == found.facts_elsewhere == 0
    assert found.denied == found.opposed == 0


def test_the_sentence_beside_it_counts() -> None:
    """“Millbrook” stands in the one before; what is two sentences away does not count."""
    assert told("Why did the oldest bridge open in Millbrook?", hit(BRIDGE)).presumed_elsewhere == 0
    assert told("Why did the oldest bridge open for boats?", hit(BRIDGE)).presumed_elsewhere == 0.25


def test_only_some_questions_take_all_they_say_for_granted() -> None:
    """Why and how something happened supposes that it did; a count asks for what is not known."""
    assert told("How did the oldest bridge open for boats?", hit(BRIDGE)).presumed_elsewhere > 0
    assert told("How many boats passed the oldest bridge?", hit(BRIDGE)).presumed_elsewhere == 0
    assert told("Which oldest bridge opened for boats?", hit(BRIDGE)).presumed_elsewhere == 0


def test_a_name_from_elsewhere_in_the_passage_is_told() -> None:
    """It is no stranger to the passage, but has nothing to do with the sentence."""
    far = f"{BRIDGE} The fair opened. It was run by Bea Moss."
    found = told("When did Bea Moss open the oldest bridge?", hit(far))
    assert found.strange_names == 0
    assert found.names_elsewhere == 1


def test_a_number_from_elsewhere_is_told() -> None:
    """The year of another sentence is not this one's."""
    far = f"{BRIDGE} A dog ran. In 1900 came the trams."
    found = told("Who opened the oldest bridge in 1900?", hit(far))
    assert (found.strange_facts, found.facts_elsewhere) == (0, 1)


def test_the_month_an_article_appeared_in_is_known() -> None:
    """News of May 2023 need not say so."""
    dated = replace(hit(BRIDGE), date=date(2023, 5, 9))
    assert told("Which boats passed the oldest bridge in May 2023?", dated).strange_facts == 0
    assert told("Which boats passed the oldest bridge in June 2023?", dated).strange_facts > 0


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("Why did the oldest bridge not open in 1820?", 1),
        ("When was it rebuilt?", 0),
        ("Why was it not rebuilt?", 0),
    ],
)
def test_a_question_that_says_no_is_told(question: str, denied: float) -> None:
    """Where the sentence says no as well, they agree."""
    assert told(question, hit(BRIDGE)).denied == denied


def test_what_the_reader_makes_of_the_sentence_is_told() -> None:
    """It is the chosen sentence's own score; nothing where there is no reader."""
    assert told("Which oldest bridge opened?", hit(BRIDGE)).marked == 0


def test_opposites_are_told() -> None:
    """The newest bridge is not the oldest."""
    assert told("When did the newest bridge open in 1820?", hit(BRIDGE)).opposed == 1


def test_each_of_them_has_a_weight() -> None:
    """In their order, the intercept apart."""
    nothing = Sufficiency(*[0.0] * len(SUFFICIENCY_WEIGHTS))
    assert nothing.log_odds() == SUFFICIENCY_INTERCEPT
