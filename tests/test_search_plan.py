"""What is searched for a question: which words, among which articles."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from shelf import article, shelf, store

from index.library import Library
from index.period import Period
from index.scope import EVERYTHING, Scope
from qa.retrieval.plan import planned

TODAY = date(2025, 1, 29)
LAST_WEEK = Period(date(2025, 1, 19), date(2025, 1, 28))
"""Last week's days and those on which they were still told."""
QUESTION = "What happened in Millbrook last week?"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Lend a library with an article of last week, an old one and an undated one."""
    with shelf(tmp_path) as (opened, writer):
        days = {"Flood": date(2025, 1, 22), "Fair": date(2019, 6, 1), "Troops": None}
        told = [article(title, f"{title} is in it.", day=day, source="Herald") for title, day in days.items()]
        store(writer, "a.txt", told)
        yield opened


def test_a_question_without_time_is_searched_as_it_is(library: Library) -> None:
    """Everything the reader chose is searched, for the reader's words."""
    scope = Scope(sources=("Herald",))
    plan = planned("Who opened the fair?", scope, TODAY, library=library)
    assert plan.texts == ("Who opened the fair?",)
    assert (plan.scope, plan.when, plan.narrowed) == (scope, None, False)


def test_days_told_from_today_narrow_the_search(library: Library) -> None:
    """The words for them, which no article says of its own days, are not searched for."""
    plan = planned(QUESTION, EVERYTHING, TODAY, library=library)
    assert plan.texts == ("What happened in Millbrook?",)
    assert (plan.scope, plan.narrowed) == (Scope(LAST_WEEK), True)
    assert plan.when is not None
    assert plan.when.words == ("last week",)


@pytest.mark.parametrize("today", [date(2025, 6, 30), date(2019, 1, 30), date(2018, 1, 1)])
def test_days_of_which_there_is_no_article_narrow_nothing(library: Library, today: date) -> None:
    """An undated article is no proof of such days; the words are searched as they stand."""
    plan = planned(QUESTION, EVERYTHING, today, library=library)
    assert plan.texts == (QUESTION,)
    assert (plan.scope, plan.narrowed) == (EVERYTHING, False)
    assert plan.when is not None


def test_only_days_of_the_readers_articles_narrow_the_search(library: Library) -> None:
    """Last week's article is no help where it is not of the chosen source."""
    chosen = Scope(sources=("Post",))
    assert planned(QUESTION, EVERYTHING, TODAY, library=library).narrowed
    assert not planned(QUESTION, chosen, TODAY, library=library).narrowed


def test_an_empty_library_is_not_narrowed(tmp_path: Path) -> None:
    """It has no article of any day."""
    with shelf(tmp_path / "empty") as (library, _):
        assert not planned(QUESTION, EVERYTHING, TODAY, library=library).narrowed


@pytest.mark.parametrize(
    ("chosen", "searched"),
    [
        (Period(date(2025, 1, 21), None), Period(date(2025, 1, 21), date(2025, 1, 28))),
        (Period(None, date(2025, 1, 23)), Period(date(2025, 1, 19), date(2025, 1, 23))),
        (Period(date(2025, 1, 20), date(2025, 1, 25)), Period(date(2025, 1, 20), date(2025, 1, 25))),
        (Period(date(2000, 1, 1), date(2030, 1, 1)), LAST_WEEK),
    ],
)
def test_the_search_is_never_wider_than_the_reader_chose(
    library: Library, chosen: Period, searched: Period
) -> None:
    """Days that are both the reader's and the question's are searched, in what else was chosen."""
    scope = Scope(chosen, sources=("Herald",))
    plan = planned(QUESTION, scope, TODAY, library=library)
    assert plan.scope == replace(scope, period=searched)
    assert plan.narrowed


@pytest.mark.parametrize(
    "chosen",
    [Period(None, date(2020, 1, 1)), Period(date(2025, 1, 29), None), Period(date(2025, 1, 24), None)],
)
def test_the_readers_days_stand_where_the_questions_do_not_meet_them(
    library: Library, chosen: Period
) -> None:
    """No day is both, or no article is of one that is: the reader's own choice is searched."""
    plan = planned(QUESTION, Scope(chosen), TODAY, library=library)
    assert (plan.scope, plan.narrowed) == (Scope(chosen), False)
    assert plan.texts == (QUESTION,)


def test_latest_leaves_no_article_out(library: Library) -> None:
    """What is newest is for the ranking to say; the word itself is not searched for."""
    plan = planned("latest news of the flood", EVERYTHING, TODAY, library=library)
    assert plan.texts == ("news of the flood",)
    assert (plan.scope, plan.narrowed) == (EVERYTHING, False)


def test_days_written_out_leave_no_article_out(library: Library) -> None:
    """Articles of other days tell of June 2019 too, and say it so."""
    question = "What happened in Millbrook in June 2019?"
    plan = planned(question, EVERYTHING, TODAY, library=library)
    assert (plan.texts, plan.scope, plan.narrowed) == ((question,), EVERYTHING, False)
    assert plan.when is not None
    assert plan.when.bearing == "prefers"


def test_a_question_of_two_is_searched_whole_and_in_parts(library: Library) -> None:
    """The whole comes first; what it says of days is said of each part."""
    question = "When did the flood reach Millbrook and who opened the fair?"
    parts = ("When did the flood reach Millbrook?", "Who opened the fair?")
    assert planned(question, EVERYTHING, TODAY, library=library).texts == (question, *parts)
    last_week = planned(f"{question[:-1]} last week?", EVERYTHING, TODAY, library=library)
    assert last_week.texts == (question, *parts)
    assert last_week.narrowed
