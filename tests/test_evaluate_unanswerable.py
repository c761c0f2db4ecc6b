"""The questions that we wrote to be refused."""

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation.data import SAMPLES
from evaluation.dialogues import SPLITS
from evaluation.measures import contains
from evaluation.unanswerable import chat, false_premises, wider_world

from index.readers.dispatch import read


@pytest.fixture(scope="module")
def bodies() -> dict[str, str]:
    """The body of each sample article, by its file name."""
    return {file.name: read(file).articles[0].text for file in (SAMPLES / "articles").iterdir()}


def test_the_twin_of_a_false_premise_is_answered_by_its_article(bodies: dict[str, str]) -> None:
    """So that refusing everything is no way to do well on the false premises."""
    unanswered = [
        one.twin.text for one in false_premises() if not contains(bodies[one.article], one.twin.answers)
    ]
    assert unanswered == []


def test_nothing_is_asked_twice() -> None:
    """A line that stands in two halves would measure what it was tuned on."""
    twins = [one.twin.text for one in false_premises()]
    asked = [one.question.text for some in (false_premises(), wider_world(), chat()) for one in some]
    assert [text for text, times in Counter(twins + asked).items() if times > 1] == []


@pytest.mark.parametrize("some", [false_premises(), wider_world(), chat()])
def test_both_halves_are_as_large(some: tuple[object, ...]) -> None:
    """Half of every file is held out."""
    first, second = (sum(getattr(one, "split", "") == split for one in some) for split in SPLITS)
    assert first + second == len(some)
    assert abs(first - second) <= len(some) // 20


def test_the_halves_of_the_false_premises_share_no_article() -> None:
    """What is learnt about an article's sentences is of no use in the other half."""
    first, second = ({one.article for one in false_premises() if one.split == split} for split in SPLITS)
    assert not first & second


def test_there_is_enough_of_each() -> None:
    """With fewer, an interval would be wider than what is to be told apart."""
    assert len(false_premises()) >= 120
    assert len(wider_world()) >= 150
    assert len(chat()) >= 60


def test_every_sample_article_has_false_premises() -> None:
    """No kind of article goes untested."""
    assert {one.article for one in false_premises()} == {
        file.name for file in (SAMPLES / "articles").iterdir()
    }
