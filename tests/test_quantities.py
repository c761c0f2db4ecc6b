"""Quantities: equal where they mean the same, and roundings true to what they round."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.quantities import carries, quantities


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("4,213 homes", 4213, "", None),
        ("two thousand five hundred miles", 2500, "mile", None),
        ("£18.4m", 18_400_000, "pound sterling", None),
        ("2.5 billion dollars", 2_500_000_000, "dollar", None),
        ("2 million pounds", 2_000_000, "pound sterling", None),
        ("20 pounds of flour", 20, "pound", None),
        ("5km", 5000, "metre", None),
        ("60 miles an hour", 60, "mile an hour", None),
        ("about 40 people", 40, "", "about"),
        ("no more than six weeks", 6, "week", "at most"),
        ("51 per cent", Fraction(51, 100), "share", None),
        ("half of the town", Fraction(1, 2), "share", None),
        ("two-thirds of them", Fraction(2, 3), "share", None),
        ("one in four", Fraction(1, 4), "share", None),
        ("a 24-year-old man", 24, "year", None),
        ("came 3rd", 3, "ordinal", None),
        ("-5 degrees", -5, "degree", None),
    ],
)
def test_a_quantity_has_a_value_and_a_unit(
    text: str, value: int | Fraction, unit: str, bound: str | None
) -> None:
    """Digits and words, scales, money before and after, shares and limits."""
    (found,) = quantities(text)
    assert (found.value, found.unit, found.bound) == (value, unit, bound)


@pytest.mark.parametrize("text", ["2-1", "10.30am", "9.40", "F-16", "in 2019", "one of them", "twenty-first"])
def test_what_looks_like_a_number_and_measures_nothing_is_none(text: str) -> None:
    """Scores, times, names and years are compared as they are written."""
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("stated", "said", "holds"),
    [
        ("4,213", "about 4,200", True),
        ("4,213", "about 4,000", True),
        ("4,213", "more than 4,000", True),
        ("4,213", "nearly 4,300", True),
        ("4,213", "4,200", False),
        ("4,213", "about 4,300", False),
        ("4,213", "more than 4,300", False),
        ("4,913", "more than 4,000", False),
        ("about 4,213", "about 4,200", False),
        ("400", "nearly 400", False),
        ("more than 300", "at least 300", True),
        ("more than 300", "300", False),
        ("51 per cent", "more than half of", True),
        ("33 per cent", "about a third of", True),
        ("49 per cent", "half of", False),
        ("$2.53bn", "about $2.5bn", True),
        ("$2.53bn", "about €2.5bn", False),
        ("1.5 km", "1,500 metres", True),
        ("5 km", "5 miles", False),
        ("37.4C", "37.4 degrees", True),
        ("37.4 degrees", "37.4C", False),
        ("3rd", "4th", False),
    ],
)
def test_a_rounding_holds_only_where_it_is_marked_and_true(stated: str, said: str, holds: bool) -> None:
    """The words that mark it decide on which side it may lie, and its last figure how far."""
    (before,), (after,) = quantities(stated), quantities(said)
    assert carries(before, after) is holds


@settings(deadline=None)
@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_only_the_same_number_is_the_same(one: int, other: int) -> None:
    """Unmarked, a number carries itself alone, with and without commas."""
    stated, said = quantities(f"{one:,} homes"), quantities(f"{other:,} homes")
    assert stated
    assert said
    assert carries(stated[0], said[0]) is (one == other)
