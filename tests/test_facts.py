"""The facts of a text: equal where they mean the same, whatever they are written like."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.facts import MONTHS, WEEKDAYS, attributions, days, names, negations, numbers

UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int) -> str:
    """Spell a number from 1 to 999,999 as British newspapers do."""
    if number >= 1000:
        rest = number % 1000
        link = " and " if 0 < rest < 100 else " "
        return f"{spelled(number // 1000)} thousand{link}{spelled(rest)}" if rest else _thousands(number)
    if number >= 100:
        rest = number % 100
        return f"{UNITS[number // 100]} hundred" + (f" and {spelled(rest)}" if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    return UNITS[number]


def _thousands(number: int) -> str:
    return f"{spelled(number // 1000)} thousand"


def values(*written: str) -> frozenset[Decimal]:
    """Return numbers by their value."""
    return frozenset(map(Decimal, written))


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_thousands_commas_change_no_number(number: int) -> None:
    """A number has one value, with or without commas, before and after words and money signs."""
    for written in (f"{number:,}", str(number), f"${number:,}", f"About {number:,} people."):
        assert numbers(written) == {Decimal(number)}


@settings(deadline=None)
@given(st.integers(2, 999_999))
def test_a_spelled_number_is_its_digits(number: int) -> None:
    """Spelled out, hyphenated or not, at the beginning of a sentence or inside, it is the same value."""
    words = spelled(number)
    for written in (words, words.replace("-", " "), f"{words.capitalize()} homes", f"the {words} homes"):
        assert numbers(written) == {Decimal(number)}


@settings(deadline=None)
@given(st.decimals(-999, 999, places=2), st.sampled_from([("million", 6), ("bn", 9), ("thousand", 3)]))
def test_scales_multiply(number: Decimal, scale: tuple[str, int]) -> None:
    """In "3.5 million" and "3.5-million" the value is 3500000."""
    word, zeros = scale
    value = {number * 10**zeros}
    assert numbers(f"{number} {word}") == numbers(f"{number:f}-{word}") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$3.5m, £3.5 million and 3.5mn", values("3500000")),
        ("$2B or €2bn", values("2000000000")),
        ("99 per cent, 99% or 99.0%", values("99")),
        ("two thousand five hundred", values("2500")),
        ("twenty-five hundred", values("2500")),
        ("a dozen, two dozen", values("12", "24")),
        ("a hundred", values("100")),
        ("half a million", values("500000")),
        ("a quarter of a million", values()),
        ("two and a half million", values("2500000")),
        ("six and seven, eight or nine", values("6", "7", "8", "9")),
        ("twenty one-way streets", values("21")),
        ("six months and two-thirds", values("6")),
        ("the twenty-first of them", values()),
        ("one of them, no one", values()),
        ("hundreds of people", values()),
        ("F-16 and F16", values("16")),
        ("between 5-7 of 2-1", values("5", "7", "2", "1")),
        ("-5 degrees", values("-5")),
        ("−5 degrees", values("-5")),
        ("in 2019, 300 people", values("2019", "300")),
        ("it was 5.", values("5")),
        ("", values()),
    ],
)
def test_numbers_are_compared_by_value(text: str, expected: frozenset[Decimal]) -> None:
    """Digits, words, scales and signs count; articles, fractions in words and ordinals do not."""
    assert numbers(text) == expected


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_known_in_full_and_short(month: str) -> None:
    """Short forms mean the month, with and without their full stop."""
    name = month.title()
    assert days(f"On 3 {name} it rained") == days(f"{name} 3") == {month}
    assert days(f"{name[:3]}. 3") == days(f"3 {name[:3]} it rained") == {month}


@pytest.mark.parametrize("day", WEEKDAYS)
def test_a_weekday_is_known_in_any_case(day: str) -> None:
    """Readers type small letters, and newspapers possessives."""
    assert days(f"what was said on {day}") == days(f"{day.title()}’s attacks") == {day}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You may go in May.", {"may"}),
        ("They may march on.", set()),
        ("IRAN MAY STRIKE", set()),
        ("Sept. 3 and Sept 4", {"september"}),
        ("at the Mar-a-Lago club, to mar the view", set()),
        ("in 1999, the 1990s and 2024", {"1999", "1990s", "2024"}),
        ("2,024 of 2500 homes, 1400 years", set()),
        ("yesterday, Today and tomorrow", {"yesterday", "today", "tomorrow"}),
        ("what happened on january 27", {"january"}),
        ("A decent second march in the augury", set()),
    ],
)
def test_days_are_months_weekdays_and_years(text: str, expected: set[str]) -> None:
    """Verbs that are spelt like months, and numbers that are no years, are not days."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prime Minister Mohammed Shia Al Sudani did not", ["Prime Minister Mohammed Shia Al Sudani"]),
        ("US troops in Iraq’s bases", ["US", "Iraq"]),
        ("The US and Iran", ["US", "Iran"]),
        ("However, he left. Then Israel's army came.", ["Israel"]),
        ("the Bank of England", ["Bank of England"]),
        ("Abu Bakr al-Baghdadi", ["Abu Bakr al-Baghdadi"]),
        ("J. K. Hale met Dr. Amy Lee", ["J. K. Hale", "Amy Lee"]),
        ("New York is in New York", ["New York", "New York"]),
        ("New rules came.", []),
        ("Will Hale is Will Hale", ["Hale", "Will Hale"]),
        ("On Monday in May", []),
        ("Theresa May spoke", ["Theresa May"]),
        ("Öcalan met Łukasz Żal and Иван", ["Öcalan", "Łukasz Żal", "Иван"]),
        ("“There was one,” I said.", []),
        ("He was in The Hague", ["Hague"]),
        ("it rained", []),
    ],
)
def test_names_are_runs_of_capitals(text: str, expected: list[str]) -> None:
    """Possessives fall away, linking words stay, and words that only begin a sentence are no names."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "word",
    "not never cannot denied refuses without nobody failed unlikely alleged would if unless plans hopes"
    " whether reportedly suspected except but didn't".split(),
)
def test_what_turns_a_statement_round_is_noticed(word: str) -> None:
    """Negation, doubt, intention and exception, in any case and with either apostrophe."""
    (found,) = negations(f"The group {word} it.")
    assert word.endswith(found)
    assert negations(f"{word.upper()} it".replace("'", "’")) == [found]


def test_plain_words_turn_nothing_round() -> None:
    """Words that only contain a negation do not count, nor does the month."""
    assert negations("The notable knots were nearby in May") == []
    assert negations("May is not March; it may be") == ["not", "may"]


def test_whose_word_it_is_is_noticed() -> None:
    """Verbs of saying and "according to", in order."""
    assert attributions("Iran said, according to Iraq, that it told them") == ["said", "according", "told"]
    assert attributions("Israel struck a factory") == []


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_facts(text: str) -> None:
    """Nothing that can be typed or printed raises, and names stand in the text."""
    assert all(name in text for name in names(text))
    assert all(isinstance(number, Decimal) for number in numbers(text))
    assert days(text) is not None
    assert negations(text) is not None
