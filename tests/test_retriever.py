"""Search from a question to its hits, over small libraries."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shelf import EMBEDDER, article, shelf, store

from index.passages import PassageSettings
from index.period import Period
from index.records import Article
from index.scope import Scope
from qa.records import Hit
from qa.retrieval.copies import OVERLAP
from qa.retrieval.parts import PART_WEIGHT
from qa.retrieval.ranking import READ
from qa.retrieval.retriever import Retriever

FLOOD = "Water reached the Millbrook substation at dawn. About 4,200 homes lost power in the flood."
DENIED = "The grid company denied it. Only 300 homes lost power in the flood at Millbrook, its head said."
FAIR = "The fair opened in Carlow with a dance. Nobody counted the cows this year."
OVERLAPPING = PassageSettings(tokens=48, pieces=3)
"""Of sentences of 12 words each passage has three, two of which are the next one's too."""
TODAY = date(2025, 1, 29)


class Judge:
    """A reranker to which a text is the better the more cows are in it."""

    name = "judge"

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how often each text says "cows"."""
        return np.array([text.count("cows") for text in texts], dtype=np.float32)


@contextmanager
def over(directory: Path, *articles: Article) -> Iterator[Retriever]:
    """Lend a retriever over a library of articles."""
    with shelf(directory) as (_, writer):
        store(writer, "a.txt", articles)
    retriever = Retriever.open(directory, EMBEDDER)
    try:
        yield retriever
    finally:
        retriever.close()


def titles(hits: Sequence[Hit]) -> list[str]:
    """Return the titles of the hits' articles."""
    return [hit.title for hit in hits]


def unrelated(random: Random, count: int, *, words: int = 16) -> list[Article]:
    """Return articles of one length without a word of any question."""
    made = [" ".join(f"w{random.randrange(5000)}" for _ in range(words)) for _ in range(count)]
    return [article(f"x{number}", f"{text}.") for number, text in enumerate(made)]


def test_an_empty_library_has_no_hits(tmp_path: Path) -> None:
    """Nothing is found, whatever is asked, and how is said all the same."""
    with over(tmp_path) as retriever:
        found = retriever.find("How many homes lost power last week and who opened the fair?", today=TODAY)
    assert found.hits == ()
    assert not found.explanation.narrowed
    assert len(found.explanation.texts) > 1


def test_one_article_is_found(tmp_path: Path) -> None:
    """A library of one is searched as any: a question about it scores more than one about nothing in it."""
    with over(tmp_path, article("Flood cuts power", FLOOD)) as retriever:
        (about,) = retriever.search("How many homes lost power in the flood?")
        (other,) = retriever.search("Which orchestra plays tonight?")
    assert 0 <= other.score < about.score / 2
    assert about.score < 1
    assert (about.title, about.rank, about.text) == ("Flood cuts power", 1, FLOOD)


def test_hits_say_what_ranked_them(tmp_path: Path) -> None:
    """Ranks count from 1, scores never rise, and each is what its parts come to."""
    with over(tmp_path, article("Flood", FLOOD), article("Fair", FAIR), article("No", DENIED)) as retriever:
        hits = retriever.search("How many homes lost power in the flood?")
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.ranking is not None
        assert hit.ranking.ranked == hit.ranking.fused * hit.ranking.timeliness >= hit.score
        assert hit.ranking.dense == max(0, hit.similarity or 0)
        assert (hit.bm25 is None) == (hit.ranking.bm25 == 0)
        assert (hit.ranking.reranked, hit.ranking.copies) == (None, ())


def test_reprints_leave_room_for_who_disagrees(tmp_path: Path) -> None:
    """Five papers that print one report share a place; the one with another figure has its own."""
    reprints = [article(f"Flood cuts power {number}", FLOOD) for number in range(5)]
    question = "How many homes lost power in the flood?"
    with over(tmp_path, *reprints, article("Grid company", DENIED), article("Fair", FAIR)) as retriever:
        hits = retriever.search(question, limit=3)
    assert len(hits) == 3
    assert titles(hits)[1:] == ["Grid company", "Fair"]
    assert len(hits[0].also_in) == 4
    assert hits[0].ranking is not None
    assert len(hits[0].ranking.copies) == 4


def test_a_story_that_every_paper_prints_hides_no_other(tmp_path: Path) -> None:
    """More copies than passages are read at first take one place, and the list is filled all the same."""
    reprints = [article(f"Flood cuts power {number}", FLOOD) for number in range(READ + 5)]
    question = "How many homes lost power in the flood?"
    with over(tmp_path, *reprints, article("Grid company", DENIED), article("Fair", FAIR)) as retriever:
        hits = retriever.search(question, limit=3)
    assert titles(hits)[1:] == ["Grid company", "Fair"]
    assert len(hits[0].also_in) == len(reprints) - 1


def test_a_question_of_two_finds_both(tmp_path: Path) -> None:
    """Each part's best passage is among the first, though much else bears on one of them."""
    floods = [article(f"Flood {number}", f"{FLOOD} It was night {number}.") for number in range(8)]
    question = "How many homes lost power in the flood at Millbrook and who opened the fair in Carlow?"
    with over(tmp_path, *floods, article("Fair", FAIR)) as retriever:
        found = retriever.find(question, limit=3)
    assert len(found.explanation.texts) == 3
    assert "Fair" in titles(found.hits)
    assert any("Flood" in title for title in titles(found.hits))


def test_a_hit_says_what_ranked_it_for_the_part_it_answers(tmp_path: Path) -> None:
    """Not what it was for the other part, which it has nothing on."""
    question = "How many homes lost power in the flood at Millbrook and who opened the fair in Carlow?"
    with over(tmp_path, article("Flood", FLOOD), article("Fair", FAIR)) as retriever:
        whole, *parts = retriever.find(question).explanation.texts
        hits = retriever.search(question)
        alone = [retriever.search(part, limit=1)[0] for part in parts]
    assert whole == question
    for one in alone:
        (hit,) = (hit for hit in hits if hit.passage == one.passage)
        assert one.ranking is not None
        assert hit.ranking is not None
        assert hit.ranking.fused == pytest.approx(one.ranking.fused)
        assert hit.ranking.ranked == pytest.approx(PART_WEIGHT * one.ranking.fused)


def test_last_week_leaves_other_days_out(tmp_path: Path) -> None:
    """Undated articles are kept; what was narrowed is said."""
    days = {"Flood": date(2025, 1, 22), "Old": date(2019, 1, 22), "Undated": None}
    articles = [article(title, f"{title} water reached Millbrook.", day=day) for title, day in days.items()]
    with over(tmp_path, *articles) as retriever:
        found = retriever.find("Where was water in Millbrook last week?", today=TODAY)
        late = retriever.find("Where was water in Millbrook last week?", today=date(2025, 6, 1))
    assert sorted(titles(found.hits)) == ["Flood", "Undated"]
    assert found.explanation.narrowed
    assert found.explanation.scope.period.holds(date(2025, 1, 22))
    assert sorted(titles(late.hits)) == ["Flood", "Old", "Undated"]
    assert not late.explanation.narrowed


def test_latest_prefers_the_newer_of_equals(tmp_path: Path) -> None:
    """Three reports that say as much are in the order of their days, the newest first."""
    days = {"first": date(2021, 3, 1), "third": date(2023, 3, 1), "second": date(2022, 3, 1)}
    articles = [article("Flood", f"The {word} flood cut power.", day=day) for word, day in days.items()]
    with over(tmp_path, *articles) as retriever:
        hits = retriever.search("the latest flood", today=TODAY)
        plain = retriever.search("the flood", today=TODAY)
    assert [hit.date for hit in hits] == sorted(days.values(), reverse=True)
    assert [hit.ranking.timeliness for hit in plain if hit.ranking] == [1, 1, 1]


def test_today_is_the_last_day_of_the_scope_unless_it_is_told(tmp_path: Path) -> None:
    """So a question over an old month is asked from that month; else the clock says what day it is."""
    news = article("Flood", "Water reached Millbrook.", day=date(2025, 1, 22))
    old = article("Old", "Water had reached Millbrook.", day=date(2024, 6, 5))
    recent = article("Now", "Water is in Millbrook.", day=date.today())
    question = "Where was water in Millbrook last week?"
    january = Scope(Period(None, date(2025, 1, 29)))
    with over(tmp_path, news, old, recent) as retriever:
        assert titles(retriever.search(question, scope=january)) == ["Flood"]
        assert titles(retriever.search(question, scope=january, today=date(2024, 6, 12))) == ["Old"]
        today = retriever.find("What is in Millbrook today?")
    assert titles(today.hits) == ["Now"]


def test_the_reranker_has_the_last_word(tmp_path: Path) -> None:
    """What it gave each passage is kept; the fused score still says what was found."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "a.txt", [article("Flood", FLOOD), article("Fair", FAIR)])
    retriever = Retriever.open(tmp_path, EMBEDDER, reranker=Judge())
    found = retriever.find("How many homes lost power in the flood?")
    retriever.close()
    assert titles(found.hits) == ["Fair", "Flood"]
    fair, flood = (hit.ranking for hit in found.hits)
    assert fair is not None
    assert flood is not None
    assert (fair.reranked, flood.reranked) == (1, 0)
    assert fair.fused < flood.fused
    assert found.explanation.reranker == "judge"


def test_what_was_committed_meanwhile_is_found(tmp_path: Path) -> None:
    """An open retriever searches the library's last state."""
    with over(tmp_path, article("Flood", FLOOD)) as retriever:
        with shelf(tmp_path) as (_, writer):
            store(writer, "b.txt", [article("Fair", FAIR)])
        assert titles(retriever.search("Who counted cows at the fair?", limit=1)) == ["Fair"]
        with shelf(tmp_path) as (_, writer):
            writer.forget("/papers/b.txt")
        assert titles(retriever.search("Who counted cows at the fair?")) == ["Flood"]


@pytest.mark.parametrize(
    "question", ["", "?!", "the of and", "flood " * 20_000, '"flood" AND (NOT +x:[* TO', "洪水"]
)
def test_odd_questions_are_searched(tmp_path: Path, question: str) -> None:
    """Nothing in a question is an operator, and none is an error."""
    with over(tmp_path, article("Flood", FLOOD), article("Fair", FAIR)) as retriever:
        hits = retriever.search(question)
    assert all(0 <= hit.score <= 1 for hit in hits)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 30), st.sampled_from([1, 2, 5, 10, 25]))
def test_a_short_list_shows_all_there_is(long: Retriever, seed: int, sentence: int, limit: int) -> None:
    """Fewer hits than asked for come only where every other passage is mostly in those shown."""
    words = Random(seed).choices([f"s{sentence}", "flood", "river", "mayor", "boat"], k=3)
    hits = long.search(" ".join(words), limit=limit)
    shown: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        shown.setdefault(hit.article, []).append((hit.start, hit.end))
    if len(hits) == limit:
        return
    for entry in long.library.articles():
        for passage in long.library.passages_of(entry.article.id):
            places = {at for start, end in shown[passage.article] for at in range(start, end)}
            held = sum(at in places for at in range(passage.start, passage.end))
            assert held >= OVERLAP * (passage.end - passage.start)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """Lend a retriever over two articles whose passages overlap, of 30 sentences and of 4."""
    random = Random(9)
    directory = tmp_path_factory.mktemp("long")
    with shelf(directory, settings=OVERLAPPING) as (_, writer):
        for count in (30, 4):
            told = [
                " ".join([f"s{number}", *random.choices(["flood", "river", "mayor", "x", "y", "z"], k=11)])
                for number in range(count)
            ]
            one = article(f"Of {count}", " ".join(f"{each.capitalize()}." for each in told))
            store(writer, f"{count}.txt", [one], settings=OVERLAPPING)
    retriever = Retriever.open(directory, EMBEDDER)
    yield retriever
    retriever.close()


def test_a_passage_that_has_more_stays_before_one_that_has_less(tmp_path: Path) -> None:
    """Of two passages of one length the one with more of the question's words is first in any library.

    Which of two is first that have different words may change: a word says the less the more
    articles have it.
    """
    more = article("A", "The flood closed the old bridge at Millbrook on the morning of that day.")
    less = article("B", "The storm closed the old bridge at Carlow on the morning of that day.")
    orders = []
    for count in (0, 5, 50, 500):
        others = unrelated(Random(count), count)
        with over(tmp_path / str(count), more, less, *others) as retriever:
            hits = retriever.search("Which bridge did the flood at Millbrook close?", limit=10)
        orders.append([title for title in titles(hits) if title in "AB"])
    assert orders == [["A", "B"]] * 4


def test_scores_do_not_depend_on_how_much_else_there_is(tmp_path: Path) -> None:
    """Where a question's words are equally rare, unrelated articles of the usual length change nothing."""
    text = "The flood closed the old bridge at Millbrook on the morning of that day."
    others = unrelated(Random(1), 400, words=len(text.split()))
    scores = []
    for count in (5, 50, 400):
        with over(tmp_path / str(count), article("x", text), *others[:count]) as retriever:
            best = retriever.search("Which bridge did the flood at Millbrook close?", limit=1)[0]
        assert best.text == text
        scores.append(best.score)
    assert scores == pytest.approx([scores[0]] * 3, abs=0.005)


def test_scores_say_how_well_a_passage_fits(tmp_path: Path) -> None:
    """The best of a library that has nothing on a question scores far below the best of one that has."""
    others = unrelated(Random(2), 100)
    with over(tmp_path, article("Flood", FLOOD), *others) as retriever:
        told = retriever.search("How many homes lost power in the flood?", limit=1)[0]
        untold = retriever.search("Which orchestra plays a symphony tonight?", limit=1)[0]
    assert untold.score < told.score / 2
