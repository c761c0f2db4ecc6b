"""Persons: one where the texts surely know one, and nobody where two share a surname."""

import pytest

from qa.language.persons import Persons

TEXT = (
    "Roy Pickersgill, council leader, lost. Mr Pickersgill shook her hand. The treasurer, Margit Szabó, left."
    " President Ida Lorne spoke. When John Smith met Mary Smith, Ms Farr laughed. She saw Victoria Park."
)


@pytest.mark.parametrize(
    ("stated", "said", "one"),
    [
        ("Roy Pickersgill", "Pickersgill", True),
        ("Mr Pickersgill", "Roy Pickersgill", True),
        ("Mr Pickersgill", "R. Pickersgill", False),
        ("Pickersgill", "Mr Pickersgill", True),
        ("Roy Pickersgill", "Ray Pickersgill", False),
        ("Roy Pickersgill", "Ms Pickersgill", False),
        ("Roy Pickersgill", "Dr Pickersgill", False),
        ("Margit Szabó", "Margit Szabo", True),
        ("Margit Szabó", "Ms Szabó", True),
        ("Margit Szabó", "Mr Szabó", False),
        ("Ida Lorne", "President Lorne", False),
        ("President Ida Lorne", "President Lorne", True),
        ("Ms Farr", "Farr", True),
        ("Ms Farr", "Anna Farr", False),
        ("John Smith", "Smith", False),
        ("Roy Pickersgill", "Farr", False),
    ],
)
def test_names_agree_as_far_as_the_texts_know(stated: str, said: str, one: bool) -> None:
    """Titles and given names may go, and come where the texts have them."""
    persons = Persons([TEXT])
    pairs = [(a, b) for a in persons.mentions(stated) for b in persons.mentions(said)]
    assert any(persons.agree(a, b) for a, b in pairs) is one


@pytest.mark.parametrize("text", ["Pickersgill Avenue", "Victoria Park", "Smith", "the szabó", ""])
def test_what_only_looks_like_a_person_is_none(text: str) -> None:
    """Streets, parks, shared surnames and small letters."""
    assert Persons([TEXT]).mentions(text) == []


def test_a_mention_stands_in_its_text() -> None:
    """Its offsets are those of the words, accents and possessive aside."""
    text = "“It was Ms Szabo’s,” said Roy Pickersgill."
    assert [text[m.start : m.end] for m in Persons([TEXT]).mentions(text)] == ["Ms Szabo", "Roy Pickersgill"]
