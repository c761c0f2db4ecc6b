"""Passages ranked by all that speaks for them, compared with looking at every one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shelf import EMBEDDER, article, content, file, shelf, store

from index.library import Library
from index.passages import PassageSettings
from index.period import Period
from index.scope import EVERYTHING, Scope
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.retrieval.ranking import CANDIDATES, READ, Ranked, Ranker

WORDS = (
    "flood river bridge mayor boat school market harbour council storm winter summer paper ticket engine"
    " garden window letter doctor farmer north south east west silver copper timber cotton rope sail the of"
    " in and what to"
).split()
SOURCES = ("Herald", "Courier", "Gazette")
COUNT = 400
OVERLAPPING = PassageSettings(tokens=48, pieces=3)
"""Of sentences of 12 words each passage has three, two of which are the next one's too."""


def sentence(random: Random, words: int = 12) -> str:
    """Return a sentence of so many words."""
    return " ".join(random.choices(WORDS, k=words)).capitalize() + "."


def ranked(
    library: Library, question: str, *, limit: int, allowed: NDArray[np.int64] | None = None
) -> list[Ranked]:
    """Return what a ranker over a library's indexes gives."""
    ranker = Ranker(library, VectorIndex.open(library), WordIndex.open(library))
    (vector,) = EMBEDDER.embed([question])
    return ranker.ranked(question, vector, limit=limit, allowed=allowed)


def ids(found: list[Ranked]) -> list[int]:
    """Return the passages' ids."""
    return [one.passage.id for one in found]


def overlap(one: Ranked, other: Ranked) -> bool:
    """Return whether two passages share a part of their article."""
    first, second = one.passage, other.passage
    return first.article == second.article and first.start < second.end and second.start < first.end


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Lend a library of more passages than are taken from either index, none overlapping another."""
    random = Random(4)
    with shelf(tmp_path_factory.mktemp("many")) as (library, writer):
        articles = [
            article(
                sentence(random, 3),
                sentence(random, random.randint(4, 18)),
                day=date(2020, 1, 1 + number % 28) if number % 7 else None,
                source=SOURCES[number % 3],
            )
            for number in range(COUNT)
        ]
        store(writer, "many.txt", articles)
        VectorIndex.open(library).save()
        yield library


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Lend a library of three articles whose passages overlap: of 30 sentences, of 5 and of 2."""
    random = Random(5)
    with shelf(tmp_path_factory.mktemp("long"), settings=OVERLAPPING) as (library, writer):
        for number in (30, 5, 2):
            text = " ".join(sentence(random) for _ in range(number))
            store(writer, f"{number}.txt", [article(f"Of {number}", text)], settings=OVERLAPPING)
        yield library


questions = st.lists(st.sampled_from([*WORDS, "unheard"]), min_size=1, max_size=8).map(" ".join)
scopes = st.builds(
    Scope,
    st.sampled_from([Period(), Period(date(2020, 1, 5), date(2020, 1, 6)), Period(None, date(2019, 1, 1))]),
    st.sampled_from([(), ("Herald",), ("Gazette", "Courier"), ("Nobody",)]),
)


@given(questions, scopes, st.sampled_from([1, 5, 10, 60, 200, COUNT]))
def test_no_fewer_come_than_are_asked_for(many: Library, question: str, scope: Scope, limit: int) -> None:
    """As many as the scope holds, all of them of the scope, and each once."""
    allowed = many.within(scope)
    found = ranked(many, question, limit=limit, allowed=allowed)
    numbers = range(1, COUNT + 1) if allowed is None else allowed.tolist()
    assert len(found) >= min(limit, len(numbers))
    assert set(ids(found)) <= set(numbers)
    assert len(set(ids(found))) == len(found)
    assert all(scope.holds(one.article) for one in found)


@given(questions, st.sampled_from([10, 120]))
def test_what_ranks_a_passage_is_exact(many: Library, question: str, limit: int) -> None:
    """However a passage was found, its similarity and its BM25 score are those of every passage looked at."""
    (vector,) = EMBEDDER.embed([question])
    bm25 = dict(WordIndex.open(many).search(question, COUNT))
    similarities = many.vectors_of(range(1, COUNT + 1))
    for one in ranked(many, question, limit=limit):
        assert one.similarity == pytest.approx(float(similarities[one.passage.id] @ vector), abs=1e-5)
        assert one.bm25 == (pytest.approx(bm25[one.passage.id], rel=1e-4) if one.passage.id in bm25 else None)


def test_passages_that_only_their_words_found_are_ranked_by_their_meaning_too(many: Library) -> None:
    """They are not among the nearest in meaning, and yet their similarity is known."""
    found = ranked(many, "what in the of and to the flood of the", limit=10)
    worded = [one for one in found if one.dense_rank is None]
    assert worded
    assert all(one.similarity is not None and one.bm25_rank for one in worded)


def test_passages_that_only_their_meaning_found_are_ranked_by_their_words_too(tmp_path: Path) -> None:
    """So many say "flood" more often that the question's own wording is not among the best by words."""
    verse = "what in the of and to the flood of the"
    question = f"{verse} unheard"
    with shelf(tmp_path) as (library, writer):
        floods = [
            article(f"Flood {number}", f"Flood {number} came by night with wind and rain.")
            for number in range(CANDIDATES + 10)
        ]
        store(writer, "a.txt", [*floods, article("Verse", f"{verse} and what in the of.")])
        found = {one.article.title: one for one in ranked(library, question, limit=10)}
        bm25 = dict(WordIndex.open(library).search(question, 1000))
    nearest = found["Verse"]
    assert (nearest.dense_rank, nearest.bm25_rank) == (1, None)
    assert nearest.bm25 == pytest.approx(bm25[nearest.passage.id], rel=1e-5)


def test_one_of_the_best_is_read_though_one_index_alone_lists_it(tmp_path: Path) -> None:
    """More passages than the words' list holds repeat its rare word, and one is what the question says."""
    question = "Why was it that the bridge was?"
    with shelf(tmp_path) as (library, writer):
        crowd = [article(f"Number {number}", "Bridge bridge bridge.") for number in range(CANDIDATES + 20)]
        store(writer, "a.txt", [*crowd, article("Was", "Why was it that the bridge was?")])
        found = {one.article.title: one for one in ranked(library, question, limit=10)[:10]}
    assert found["Was"].bm25_rank is None
    assert found["Was"].bm25


@settings(max_examples=40)
@given(questions, st.sampled_from([3, 10, 60]))
def test_the_best_passages_are_those_of_every_passage(many: Library, question: str, limit: int) -> None:
    """Where every passage is a candidate and is read, none has a better score than those that came first."""
    found = ranked(many, question, limit=limit)
    all_of_them = ranked(many, question, limit=COUNT)
    assert len(all_of_them) == COUNT
    scores = {one.passage.id: one.score for one in all_of_them}
    assert all(one.score == pytest.approx(scores[one.passage.id], abs=1e-6) for one in found)
    assert found[0].score == pytest.approx(all_of_them[0].score, abs=1e-6)


@given(questions, scopes)
def test_scores_are_shares_that_never_rise(many: Library, question: str, scope: Scope) -> None:
    """So are the signals; equal passages come in order of id."""
    found = ranked(many, question, limit=10, allowed=many.within(scope))
    order = [(-one.score, one.passage.id) for one in found]
    assert order == sorted(order)
    for one in found:
        signals = one.signals
        assert all(0 <= value <= 1 for value in (one.score, signals.dense, signals.bm25, signals.near))
        assert one.fused == one.score
        assert one.similarity is None or -1 <= one.similarity <= 1


@given(questions)
def test_passages_that_overlap_a_better_one_give_way(long: Library, question: str) -> None:
    """Where there are enough others, no two of those found share a sentence."""
    found = ranked(long, question, limit=5)
    apart = [one for at, one in enumerate(found) if not any(overlap(one, other) for other in found[:at])]
    assert len(apart) >= 5
    assert found == apart


@given(questions, st.integers(13, 40))
def test_overlapping_ones_fill_the_list_up(long: Library, question: str, limit: int) -> None:
    """Asked for more than are apart, the others come too, each once."""
    count = long.counts().passages
    found = ranked(long, question, limit=limit)
    assert len(set(ids(found))) == len(found) >= min(limit, count)


def test_passages_without_vectors_are_found_by_their_words(tmp_path: Path) -> None:
    """Their similarity is not known, and says nothing for them."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "a.txt", [article("Fair", "The mayor opened the fair.")])
        writer.replace(file("b.txt"), [content(article("Flood", "The mayor saw the flood."))])
        found = {one.article.title: one for one in ranked(library, "mayor flood", limit=10)}
    assert set(found) == {"Fair", "Flood"}
    assert (found["Flood"].similarity, found["Flood"].signals.dense) == (None, 0)
    assert (found["Flood"].dense_rank, found["Flood"].bm25_rank) == (None, 1)
    assert found["Flood"].bm25 is not None


def test_passages_removed_meanwhile_are_left_out(tmp_path: Path) -> None:
    """The indexes still have them; the library does not, and what is left moves up."""
    random = Random(6)
    with shelf(tmp_path) as (library, writer):
        for number in range(READ + 20):
            store(writer, f"{number}.txt", [article(f"Flood {number}", sentence(random))])
        ranker = Ranker(library, VectorIndex.open(library), WordIndex.open(library))
        (vector,) = EMBEDDER.embed(["the flood"])
        before = ids(ranker.ranked("the flood", vector, limit=READ, allowed=None))
        for number in range(0, READ + 20, 3):
            writer.forget(f"/papers/{number}.txt")
        kept = {entry.article.title for entry in library.articles()}
        found = ranker.ranked("the flood", vector, limit=READ, allowed=None)
    assert len(before) > len(kept)
    assert {one.article.title for one in found} == kept


def test_an_empty_library_ranks_nothing(tmp_path: Path) -> None:
    """There is nothing to look at, whatever is asked."""
    with shelf(tmp_path) as (library, _):
        assert ranked(library, "the flood", limit=10) == []


def test_neighbours_do_not_fill_the_candidates(tmp_path: Path) -> None:
    """As many as are needed stand apart, though all the best passages follow one another."""
    random = Random(7)
    limit = CANDIDATES // 3
    with shelf(tmp_path, settings=OVERLAPPING) as (library, writer):
        floods = [max(1, number % 5) for number in range(CANDIDATES + 2)]
        told = [f"Flood {'flood ' * times}{'y ' * (11 - times)}y." for times in floods]
        other = [sentence(random).lower().replace("flood", "x").capitalize() for _ in range(4 * limit)]
        text = " ".join([*told, *other])
        store(writer, "a.txt", [article("Of many", text)], settings=OVERLAPPING)
        found = ranked(library, "flood", limit=limit)
    apart = [one for at, one in enumerate(found) if not any(overlap(one, other) for other in found[:at])]
    assert len(apart) >= limit


def test_everything_is_within_everything(many: Library) -> None:
    """A scope that leaves nothing out ranks as no scope does."""
    assert many.within(EVERYTHING) is None
    wide = np.arange(1, COUNT + 1, dtype=np.int64)
    without = ranked(many, "flood in the north", limit=10)
    assert ids(ranked(many, "flood in the north", limit=10, allowed=wide)) == ids(without)
