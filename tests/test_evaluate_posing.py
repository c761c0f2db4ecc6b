"""How questions are put to libraries that do not answer them."""

import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import article

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation import data
from evaluation.data import DataSet, Question
from evaluation.posing import FAR, FEWEST, Calendar

WEEK = date(2023, 6, 2)
ASKED = Question("Who won?", ("Ada Pellow",), (), "q1", WEEK)
DAY_OF = {"late": 1, "early": 0}
DAYS = st.lists(st.tuples(st.integers(-400, 400), st.booleans()), min_size=FEWEST, max_size=3 * FEWEST)


def test_a_calendar_reads_texts_as_answers_are_compared() -> None:
    """In lower case and without punctuation, in the order of days, those without a day apart."""
    late, early = (
        article(name, "It RAINED.", day=WEEK + timedelta(days=after)) for name, after in DAY_OF.items()
    )
    found = Calendar.of(DataSet((late, early, article("never", "The sun!")), ()))
    assert found.days == ((WEEK, "it rained"), (WEEK + timedelta(days=1), "it rained"))
    assert found.undated == ("sun",)


def calendar(*days: tuple[int, bool]) -> Calendar:
    """Give a calendar of articles so many days from the week, each with the answer in it or not."""
    told = ("it was ada pellow", "it rained")
    dated = [(WEEK + timedelta(days=after), told[0] if holds else told[1]) for after, holds in days]
    return Calendar(tuple(sorted(dated)), ())


@given(DAYS)
@settings(max_examples=25)
def test_other_weeks_are_far_away_and_hold_no_answer(days: list[tuple[int, bool]]) -> None:
    """Whatever period is taken; and it is a library, not a handful of articles."""
    period = calendar(*days).without(ASKED)
    if period is None:
        return
    kept = [(after, holds) for after, holds in days if period.holds(WEEK + timedelta(days=after))]
    assert len(kept) >= FEWEST
    assert not any(holds for _, holds in kept)
    assert all(abs(after) >= FAR.days for after, _ in kept)


def test_the_longest_of_the_other_weeks_are_taken() -> None:
    """Here those before the article that has the answer; the ones after it are too few."""
    before = [(-200 + day, False) for day in range(FEWEST)]
    period = calendar(*before, (-90, True), (-80, False), (50, False)).without(ASKED)
    assert period is not None
    assert period.until == WEEK + timedelta(days=-91)


def test_a_question_that_every_week_answers_is_not_posed() -> None:
    """An undated article belongs to every period."""
    plain = calendar(*[(100, False)] * FEWEST)
    assert plain.without(ASKED) is not None
    undated = Calendar(plain.days, ("ada pellow was there",))
    assert undated.without(ASKED) is None
    assert calendar(*[(100, True)] * FEWEST).without(ASKED) is None


def test_a_news_question_is_asked_where_its_answer_stands(tmp_path: Path) -> None:
    """In an article known to answer it, or in any where none is known; else it is left out."""
    (tmp_path / "news").mkdir()
    texts = {"a1": "The bridge was shut.", "a2": "Ada Pellow baked."}
    rows = [{"id": name, "title": name, "text": text, "date": "2023-06-01"} for name, text in texts.items()]
    asked = [("q1", "bridge", ["a1"]), ("q2", "Pellow", ["a1"]), ("q3", "pellow", []), ("q4", "herring", [])]
    questions = [
        {"id": name, "week": "20230602", "question": "What?", "answers": [answer], "gold": gold}
        for name, answer, gold in asked
    ]
    (tmp_path / "news" / "articles.jsonl.gz").write_bytes(gzip.compress(_lines(rows)))
    (tmp_path / "news" / "questions.jsonl").write_bytes(_lines(questions))
    assert [question.id for question in data.told_news(tmp_path).questions] == ["q1", "q3"]
    assert [question.id for question in data.news(tmp_path).questions] == ["q1", "q2"]


def _lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()
