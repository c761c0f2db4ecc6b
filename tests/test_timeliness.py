"""What a question says of time moves passages, and never at the price of relevance."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.period import Period
from index.records import Article, Passage
from qa.retrieval.ranking import Ranked
from qa.retrieval.relevance import Signals
from qa.retrieval.timeliness import COMPARABLE, NEWEST, OTHER_DAYS, timely
from qa.times.asked_time import AskedTime

MARCH = Period(date(2023, 3, 1), date(2023, 4, 7))
LATEST = AskedTime(("latest",), None, "prefers", newest=True, rest="flood")
LAST_WEEK = AskedTime(("last week",), MARCH, "restricts", newest=False, rest="flood")
IN_MARCH = AskedTime(("March 2023",), MARCH, "prefers", newest=False, rest="flood")
DAY = date(2023, 3, 10)

Scored = tuple[float, date | None]
days = st.none() | st.integers(0, 2000).map(lambda after: date(2020, 1, 1) + timedelta(days=after))
scored = st.lists(st.tuples(st.floats(0, 1), days), max_size=12).map(
    lambda found: sorted(found, key=lambda each: -each[0])
)


def ranked(found: Sequence[Scored]) -> list[Ranked]:
    """Return passages 0, 1 … with these scores, best first, and the days of their articles."""
    return [_ranked(number, score, day) for number, (score, day) in enumerate(found)]


def _ranked(number: int, score: float, day: date | None) -> Ranked:
    article = Article(title="t", text="text", path="/p.txt", date=day, source=None)
    return Ranked(
        passage=Passage(article.id, 0, 0, 4, "text", number),
        article=article,
        signals=Signals(score, score, score),
        similarity=score,
        bm25=None,
        dense_rank=1,
        bm25_rank=None,
        fused=score,
        score=score,
    )


def order(found: Sequence[Ranked]) -> list[int]:
    """Return the passages' numbers."""
    return [one.passage.id for one in found]


def test_nothing_said_of_time_changes_nothing() -> None:
    """Passages stay as they are, and so does an empty list whatever is asked."""
    found = ranked([(0.9, DAY), (0.5, None)])
    assert timely(found, None) == found
    assert timely([], LATEST) == []


@pytest.mark.parametrize("when", [LATEST, LAST_WEEK])
def test_of_comparable_passages_the_newer_goes_first(when: AskedTime) -> None:
    """A slightly less relevant passage stands before one of the day before."""
    found = timely(ranked([(0.60, date(2023, 3, 9)), (0.58, DAY)]), when)
    assert order(found) == [1, 0]
    assert found[0].score == pytest.approx(0.58 * (1 + NEWEST))
    assert (found[0].timeliness, found[1].timeliness) == (1 + NEWEST, 1)


def test_the_steps_between_oldest_and_newest_are_even() -> None:
    """Of three days the middle one gains half, however far the days are apart."""
    found = timely(ranked([(0.6, date(2019, 1, 1)), (0.6, DAY), (0.6, date(2023, 3, 9))]), LATEST)
    assert {one.passage.id: one.timeliness for one in found} == {
        0: 1,
        1: pytest.approx(1 + NEWEST),
        2: pytest.approx(1 + NEWEST / 2),
    }


def test_the_newest_passage_is_not_first_for_that_alone() -> None:
    """One that bears on the question clearly less gains nothing."""
    found = timely(ranked([(0.6, date(2019, 1, 1)), (0.6 * COMPARABLE - 0.01, DAY)]), LATEST)
    assert order(found) == [0, 1]
    assert [one.timeliness for one in found] == [1, 1]


def test_articles_of_other_days_stand_a_little_behind() -> None:
    """Where the question prefers days, those within them and undated ones keep their scores."""
    found = timely(ranked([(0.60, date(2021, 1, 1)), (0.58, DAY), (0.56, None)]), IN_MARCH)
    assert order(found) == [1, 2, 0]
    assert [one.score for one in found] == [0.58, 0.56, pytest.approx(0.6 * OTHER_DAYS)]


def test_other_days_do_not_hide_what_is_clearly_better() -> None:
    """A preference for days is no filter."""
    assert order(timely(ranked([(0.9, date(2021, 1, 1)), (0.5, DAY)]), IN_MARCH)) == [0, 1]


def test_what_restricts_does_not_push_back() -> None:
    """Articles of other days were left out already, or there were none of those days at all."""
    found = timely(ranked([(0.6, date(2021, 1, 1)), (0.4, DAY)]), LAST_WEEK)
    assert [one.timeliness for one in found] == [1, 1]


@given(scored)
def test_only_newer_comparable_passages_overtake(found: list[Scored]) -> None:
    """Whoever passes a better one bears on the question about as well, and is dated and newer."""
    before = ranked(found)
    places = {one.passage.id: place for place, one in enumerate(timely(before, LATEST))}
    for better in before:
        for other in before:
            if other.score < better.score and places[other.passage.id] < places[better.passage.id]:
                assert other.score >= COMPARABLE * before[0].score
                assert other.article.date is not None
                assert better.article.date is None or better.article.date < other.article.date


@given(scored, st.sampled_from([LATEST, LAST_WEEK, IN_MARCH]))
def test_undated_passages_keep_their_factor(found: list[Scored], when: AskedTime) -> None:
    """They are not known to be new, nor to be of other days."""
    for one in timely(ranked(found), when):
        if one.article.date is None:
            assert one.timeliness == 1


@given(scored, st.sampled_from([LATEST, LAST_WEEK, IN_MARCH, None]))
def test_the_same_passages_come_in_order(found: list[Scored], when: AskedTime | None) -> None:
    """None is lost, and their scores are in [0, 1] and never rise."""
    before = ranked(found)
    after = timely(before, when)
    scores = [one.score for one in after]
    assert sorted(order(after)) == sorted(order(before))
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
