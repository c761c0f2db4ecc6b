"""How hits were found, told in plain words: what was searched, the table, and what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from shelf import EMBEDDER, article, shelf, store

from index import vectors, words
from index.period import Period
from index.scope import EVERYTHING, Scope
from index.vector_sizes import IndexKind
from qa.answering.answer import Asker
from qa.printing import account_page, render
from qa.printing.days_meant import days_line
from qa.printing.explaining import Account, account
from qa.printing.undated import undated_line
from qa.records import Answer, Answered, Event, Explanation, Found
from qa.retrieval.retriever import Retriever
from qa.times.asked_time import asked_time

FLOOD = "About 4,200 homes in Millbrook lost power in the flood last spring, and crews came by boat at noon."
FAIR = "The Millbrook fair opened with a dance, and about 900 people came to the fair by boat and on foot."
WALL = "The council voted for a higher wall in Millbrook after the flood of homes near the old bridge there."
QUESTION = "How many homes in Millbrook lost power in the flood?"
KIND = IndexKind(kind="exact", precision="float16", clusters=1, probed=1, base=10, recent=2, gone=1)
CLUSTERED = replace(KIND, kind="clustered", clusters=949, probed=320, base=100_000, gone=0)


class Backwards:
    """A reranker that puts the last first."""

    name = "backwards"

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return scores that grow from text to text."""
        return np.arange(len(texts), dtype=np.float32)


@pytest.fixture
def retriever(tmp_path: Path) -> Iterator[Retriever]:
    """Lend a retriever over three stories and two reprints of one, without dates."""
    with shelf(tmp_path / "library") as (library, writer):
        store(writer, "a.txt", [article("Flood", FLOOD, day=date(2024, 3, 4), source="The Herald")])
        store(writer, "b.txt", [article("Fair", FAIR, day=date(2024, 3, 5))])
        store(writer, "c.txt", [article("Higher wall", WALL, day=date(2023, 6, 1))])
        store(writer, "d.txt", [article("Reprint", FLOOD, source="The Post"), article("Another", FLOOD)])
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    opened = Retriever.open(tmp_path / "library", EMBEDDER)
    yield opened
    opened.close()


def explanation(question: str, *, today: date = date(2024, 3, 9), **changed: object) -> Explanation:
    """Return what a search for a question might say of itself."""
    plain = Explanation(
        texts=(question,),
        scope=EVERYTHING,
        when=asked_time(question, today),
        narrowed=False,
        vectors=KIND,
        reranker=None,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def said(found: Account) -> dict[str, str]:
    """Return what is said of the search, by its labels."""
    return {note.label: note.text for note in found.search}


def asked(asker: Asker, question: str, *turns: Answer) -> tuple[Found, Answer]:
    """Return the first and the last event of an answer."""
    events: list[Event] = list(asker.ask(question, turns=turns))
    first, last = events[0], events[-1]
    assert isinstance(first, Found)
    assert isinstance(last, Answered)
    return first, last.answer


def test_the_way_from_what_was_typed_to_what_was_searched_stands_first() -> None:
    """The question, how it was understood, what was searched for, and each of its parts."""
    texts = ("who won the cup?", "who won?", "who lost?")
    found = account("and who?", "who won the last cup?", (), explanation("x", texts=texts))
    assert [(note.label, note.text) for note in found.search[:5]] == [
        ("asked", "and who?"),
        ("understood as", "who won the last cup?"),
        ("searched for", "who won the cup?"),
        ("and for", "who won?"),
        ("and for", "who lost?"),
    ]
    plain = account("who won?", "who won?", (), explanation("who won?"))
    assert [note.label for note in plain.search[:3]] == ["asked", "searched for", "filters"]
    assert said(account("?!", "?!", (), None))["searched for"].startswith("nothing")


@pytest.mark.parametrize(
    ("question", "narrowed", "line"),
    [
        (
            "Who won last week?",
            True,
            "“last week” means 2024-02-25 to 2024-03-05: only articles of those days",
        ),
        (
            "Who won last week?",
            False,
            "“last week” means 2024-02-25 to 2024-03-05: left aside, since no article",
        ),
        (
            "Who won in March 2023?",
            False,
            "“March 2023” means 2023-03-01 to 2023-04-07: the score of an article of other",
        ),
        (
            "Who won the latest cup?",
            False,
            "“latest” asks for what is new: of passages about as good the newer",
        ),
    ],
)
def test_words_of_time_are_told_with_their_days_and_what_they_did(
    question: str, narrowed: bool, line: str
) -> None:
    """Whether they left articles out, were of no use, or only preferred some."""
    found = account(question, question, (), explanation(question, narrowed=narrowed))
    assert said(found)["time"].startswith(line)


def test_filters_and_the_index_are_told() -> None:
    """Each filter, whose days they are, and how many passages or clusters were compared."""
    assert said(account("x", "x", (), explanation("x")))["filters"] == "none: all articles"
    scope = Scope(Period(since=date(2024, 1, 1)), sources=("herald",))
    notes = said(account("x", "x", (), explanation("x", scope=scope, vectors=CLUSTERED, reranker="r")))
    assert notes["filters"] == "since:2024-01-01 · source:herald; undated articles are kept"
    assert "the 320 clusters nearest" in notes["by meaning"]
    assert "100,002 passages are kept in 949 clusters" in notes["by meaning"]
    assert notes["reranker"] == "r"
    assert "11" in said(account("x", "x", (), explanation("x")))["by meaning"]


def test_an_answer_carries_how_it_was_found_from_its_first_event_on(retriever: Retriever) -> None:
    """And so does one that follows on another; without words nothing is searched."""
    asker = Asker(retriever)
    first, answer = asked(asker, QUESTION)
    assert first.explanation == answer.explanation
    assert answer.explanation is not None
    assert answer.explanation.texts == (QUESTION,)
    _, second = asked(asker, "and when did they lose it?", answer)
    found = account(second.question, second.understood, second.hits, second.explanation)
    assert [note.label for note in found.search[:2]] == ["asked", "understood as"]
    assert asked(asker, "?!")[1].explanation is None


def test_the_table_has_a_line_for_each_hit_and_a_meaning_for_each_column(retriever: Retriever) -> None:
    """Lines are as wide as the header; columns of time and of the reranker come where they say something."""
    plain = _account(retriever, QUESTION)
    assert plain.header.split() == ["#", "meaning", "words", "near", "fused", "score"]
    assert [note.label for note in plain.meanings] == plain.header.split()[1:]
    assert {len(row.figures) for row in plain.rows} == {len(plain.header)}
    assert plain.rows[0].name == "Flood · The Herald · 2024-03-04"
    timed = _account(retriever, "What is the latest on the flood in Millbrook?")
    retriever.reranker = Backwards()
    again = _account(retriever, QUESTION)
    assert timed.header.split() == ["#", "meaning", "words", "near", "fused", "time", "score"]
    assert again.header.split() == ["#", "meaning", "words", "near", "fused", "reranker", "score"]
    assert said(again)["reranker"] == "backwards"


def test_a_passage_that_was_lowered_says_from_what(retriever: Retriever) -> None:
    """Where better ones of its article stand before it; the others say nothing of it."""
    (hit, *_) = retriever.search(QUESTION, limit=1)
    lower = replace(hit, score=hit.score - 0.1, also_in=())
    rows = account("x", "x", (replace(hit, also_in=()), lower), explanation("x")).rows
    lowered = [[remark for remark in row.remarks if "lowered" in remark] for row in rows]
    assert lowered == [[], [f"{hit.score:.3f}, lowered for better passages before it"]]


def test_other_articles_that_say_the_same_are_named(retriever: Retriever) -> None:
    """By their titles, in the account and below a source; those without room are counted."""
    first, answer = asked(Asker(retriever), QUESTION)
    (best, *_) = answer.hits
    others = {(one.article, one.title, one.source, one.date) for one in best.elsewhere}
    assert {one[1:] for one in others} == {("Reprint", "The Post", None), ("Another", None, None)}
    assert {one[0] for one in others} == set(best.also_in)
    (row, *_) = account(QUESTION, QUESTION, answer.hits, answer.explanation).rows
    assert row.remarks[0] == "2 passages that repeat or overlap it gave way to it"
    assert row.remarks[1] in {
        "also in: Reprint · The Post (no date), Another (no date)",
        "also in: Another (no date), Reprint · The Post (no date)",
    }
    style = render.Style(terminal=False, columns=80)
    assert f"\n    {row.remarks[1]}\n" in render.sources(first.evidence, style)
    assert f"\n   {row.remarks[1]}\n" in render.passages(answer.hits, style)


def test_the_account_fits_a_terminal_of_eighty_columns(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of it, with all its columns and a title that is too long; nothing is cut in a pipe."""
    monkeypatch.setenv("NO_COLOR", "1")
    retriever.reranker = Backwards()
    found = _account(retriever, "What is the latest on the flood in Millbrook, and who came by boat?")
    long = "A title that goes on and on \x1b[31mand on until the end of the line and further"
    found = replace(found, rows=tuple(replace(row, name=long) for row in found.rows))
    lines = account_page.page(found, render.Style(terminal=True, columns=80)).split("\n")
    assert max(map(len, lines)) <= 80
    assert any(line.endswith("…") for line in lines)
    piped = account_page.page(found, render.Style(terminal=False, columns=80))
    assert piped.count("until the end of the line and further") == len(found.rows)
    assert "\x1b" not in piped


@pytest.mark.parametrize(
    ("period", "narrowed", "line"),
    [
        (Period(), False, None),
        (Period(since=date(2024, 1, 1)), False, "2 of these bear no date, so --since cannot place them"),
        (Period(until=date(2024, 12, 1)), False, "2 of these bear no date, so --until cannot place them"),
        (
            Period(date(2024, 1, 1), date(2024, 12, 1)),
            False,
            "2 of these bear no date, so the days asked for cannot place them",
        ),
        (
            Period(date(2024, 1, 1), date(2024, 12, 1)),
            True,
            "2 of these bear no date, so “last week” cannot place them",
        ),
    ],
)
def test_undated_hits_are_counted_where_days_were_asked_for(
    retriever: Retriever, period: Period, narrowed: bool, line: str | None
) -> None:
    """In words that name what cannot place them."""
    hits = [replace(hit, date=None) for hit in retriever.search(QUESTION, limit=2)]
    how = explanation("Who won last week?", scope=Scope(period), narrowed=narrowed)
    assert undated_line(hits, how) == line
    if line:
        assert undated_line(hits[:1], how) == line.replace("2 of these bear", "1 of these bears").replace(
            "place them", "place it"
        )
    assert said(account("x", "x", hits, how)).get("undated") == line


def _account(retriever: Retriever, question: str) -> Account:
    findings = retriever.find(question, today=date(2024, 3, 9))
    return account(question, question, findings.hits, findings.explanation)


@pytest.mark.parametrize(
    ("question", "narrowed", "line"),
    [
        ("Who won last week?", True, ": only articles of those days, and undated ones"),
        ("Who won last week?", False, ": no article is of those days, so all were searched"),
        ("Who won last year?", False, ": articles of those days come first"),
        ("Who won in March 2023?", False, None),
        ("Who won the latest cup?", False, None),
        ("Who won?", False, None),
    ],
)
def test_the_days_a_question_means_are_said_where_they_are_not_plain(
    question: str, narrowed: bool, line: str | None
) -> None:
    """So that an answer of other weeks is not taken for one of last week."""
    said = days_line(explanation(question, narrowed=narrowed))
    assert (said is None) if line is None else (said is not None and said.endswith(line))
    assert days_line(None) is None
