"""Dates as texts state them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import dateline, dates

DAY = date(2024, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "4 March 2024",
        "March 4, 2024",
        "2024-03-04",
        "Monday 4th March 2024",
        "Mar. 4, 2024",
        "4. März 2024",
        "4 de marzo de 2024",
        "04.03.2024",
        "2024年3月4日",
        "Published on Monday, the 4th of March 2024, at noon",
    ],
)
def test_a_full_date_is_found_however_it_is_written(text: str) -> None:
    """Day, month and year in the common written forms name the same day."""
    assert [found.date for found in dates.find(text)] == [DAY]


@pytest.mark.parametrize(
    "text", ["04/03/2024", "31 February 2024", "March 2024", "4 March", "10-12", "1.2.3"]
)
def test_an_ambiguous_or_partial_date_is_none(text: str) -> None:
    """04/03/2024 may be two days, so it is neither; a date without its year is none."""
    assert dates.find(text) == ()


def test_slashes_count_where_only_one_order_is_possible() -> None:
    """25/03/2024 can only be a day in March."""
    assert dates.find("25/03/2024")[0].date == date(2024, 3, 25)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/2024/03/04/flood",
        "https://a.example/2024/mar/04/x",
        "https://a.example/f-20240304.html",
    ],
)
def test_an_address_names_its_day(address: str) -> None:
    """The usual places of a date in an address are read."""
    assert dates.from_address(address) == DAY


def test_a_number_in_an_address_is_no_day() -> None:
    """An article number of eight digits that is no day gives none."""
    assert dates.from_address("https://a.example/news-48213377.html") is None


@given(st.dates(min_value=date(1700, 1, 1), max_value=date(2150, 1, 1)))
def test_every_written_day_is_read_back(day: date) -> None:
    """Writing a day out and parsing it is identity, in three notations."""
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d"):
        assert dates.parse(day.strftime(form)) == day


def test_a_dateline_gives_the_day_and_an_event_does_not() -> None:
    """The date before the first sentence is the day of printing; one the story tells of is not."""
    assert dateline.find("LONDON, 4 March 2024 (Wire) – The river rose.") == DAY
    assert dateline.find("The bridge was opened on 11 November 1918 by the mayor.") is None
