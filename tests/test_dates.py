"""Days that a sentence names: completed from the day of its article only where that is sure."""

from datetime import date

import pytest

from qa.language.dates import named_days, same_day

FRIDAY = date(2024, 2, 2)


@pytest.mark.parametrize(
    ("stated", "said", "holds"),
    [
        ("It burned on Monday.", "on 29 January", True),
        ("It burned on Monday.", "on Monday 29 January 2024", True),
        ("It burned on Monday.", "in January", True),
        ("It burned on Monday.", "on 22 January", False),
        ("It burned on Friday.", "on 2 February", False),
        ("It burned on Friday.", "on Friday", True),
        ("It will burn on Monday.", "on 29 January", False),
        ("It burned every Monday.", "on 29 January", False),
        ("It burned yesterday.", "on Thursday", True),
        ("It burned yesterday.", "on Friday", False),
        ("It burned last year.", "in 2023", True),
        ("It burned this month.", "in February 2024", True),
        ("It burned on 3 April.", "on 3 April 2023", True),
        ("It burned on 3 February.", "on 3 February 2023", False),
        ("It burned in December.", "in December 2023", True),
        ("It burned on 3 March 2021.", "in March", True),
        ("It burned on 3 March 2021.", "in 2021", True),
        ("It burned in March 2021.", "on 3 March 2021", False),
        ("It burned on 3 March 2021.", "yesterday", False),
        ("It burned on 3 March 2021.", "on Wednesday", True),
    ],
)
def test_a_day_is_true_to_another(stated: str, said: str, holds: bool) -> None:
    """The same day, or a part of what is known of it."""
    (before,) = named_days(stated, FRIDAY)
    (after,) = named_days(said)
    assert same_day(before, after) is holds


def test_a_limit_keeps_its_day() -> None:
    """What came before 3 March did not all come before March."""
    (stated,), (month,) = named_days("before 3 March"), named_days("before March")
    assert same_day(stated, month)
    assert not same_day(stated, month, exactly=True)


def test_a_month_of_another_year_stays_open() -> None:
    """Where an article tells of other years, a month without a year may be of one of them."""
    (open_,) = named_days("It burned in December.", FRIDAY, narrated=True)
    assert open_.year is None


@pytest.mark.parametrize("text", ["May rose.", "They march on.", "The Sunday Times", "30 February 2024", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    """Names, verbs and days that no calendar has."""
    assert [day for day in named_days(text) if day.day] == []
