"""Where articles disagree: invented ones that do, and more that only seem to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shelf import EMBEDDER, shelf, store

from index.passages import PassageSettings
from index.readers.dispatch import read
from qa.accounts.comparing import Accounted, accounts
from qa.accounts.disagreement import disagreement
from qa.evidence.weighing import Candidate, Weighing
from qa.records import Citation
from qa.retrieval.retriever import Retriever

DATA = Path(__file__).parent / "data"
CASES = [json.loads(line) for line in (DATA / "accounts.jsonl").read_text(encoding="utf-8").splitlines()]
DIFFERING = [case for case in CASES if case["accounts"]]
AGREEING = [case for case in CASES if not case["accounts"]]
MARCH = "How many people marched against the cut to the Sandholm ferry?"
OUTAGE = "How many homes in Oxwater lost power in the storm?"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """All those articles in one library, one passage each."""
    folder = tmp_path_factory.mktemp("papers")
    files = sorted((DATA / "accounts").glob("*.txt"))
    articles = [article for file in files for article in read(file).articles]
    settings = PassageSettings(tokens=200, pieces=1)
    with shelf(folder, settings=settings) as (_, writer):
        store(writer, "papers.txt", articles, settings=settings)
    retriever = Retriever.open(folder, EMBEDDER)
    yield retriever
    retriever.close()


def read_for(papers: Retriever, question: str) -> list[Candidate]:
    """Return the sentences of the best passages."""
    return Weighing.of(question, papers).candidates(papers.search(question))


def cited(candidate: Candidate, n: int) -> Citation:
    """Return a sentence as evidence."""
    return Citation(
        n=n,
        hit=candidate.hit,
        start=candidate.start,
        end=candidate.end,
        quote=candidate.quote,
        score=candidate.features.score(),
    )


def accounted(papers: Retriever, question: str) -> Accounted:
    """Return the accounts where the evidence is the best sentence alone."""
    best = max(read_for(papers, question), key=lambda candidate: candidate.features.score())
    return accounts(question, papers.search(question), [cited(best, 1)], papers)


def name(candidate: Candidate) -> str:
    """Return the name of the file a sentence comes from, by its title."""
    titles = {
        article.title: file.stem
        for file in (DATA / "accounts").glob("*.txt")
        for article in read(file).articles
    }
    return titles[candidate.hit.title]


@pytest.mark.parametrize("case", DIFFERING, ids=lambda case: case["question"])
def test_different_accounts_of_one_thing_are_found(papers: Retriever, case: dict[str, Any]) -> None:
    """Figures, days, names, places and denials that cannot both be true are set against each other."""
    found = disagreement(case["question"], read_for(papers, case["question"]))

    assert found is not None
    assert sorted(map(name, found.accounts)) == sorted(case["accounts"])
    assert found.manner == case["manner"]


@pytest.mark.parametrize("case", AGREEING, ids=lambda case: case["question"])
def test_what_only_seems_to_differ_is_let_be(papers: Retriever, case: dict[str, Any]) -> None:
    """Rounding, bounds, other places, years, people and parts are no disagreement."""
    assert disagreement(case["question"], read_for(papers, case["question"])) is None


@pytest.mark.parametrize("case", DIFFERING, ids=lambda case: case["question"])
def test_every_account_is_quoted_to_the_letter(papers: Retriever, case: dict[str, Any]) -> None:
    """Each has a mark of its own, and the words before the mark stand in that article."""
    told = accounted(papers, case["question"])
    (sentence,), rest = told.compared(told.citations, case["question"])

    assert sentence.origin == "compared"
    assert len(sentence.marks) == len(case["accounts"])
    assert [citation.n for citation in told.citations] == list(range(1, len(told.citations) + 1))
    for citation in told.citations:
        stored = papers.library.article(citation.hit.article)
        assert stored is not None
        assert stored.text[citation.start : citation.end] == citation.quote
        assert (f"{citation.quotation} [{citation.n}]" in sentence.text) == (citation not in rest)


def test_the_sentence_names_source_and_day(papers: Retriever) -> None:
    """Who says what, and when, can be read off it."""
    told = accounted(papers, MARCH)
    (sentence,), _ = told.compared(told.citations, MARCH)

    assert sentence.text.startswith("The articles disagree. ")
    assert "The Brack Herald (10 March 2024) says: “About 2,000 people marched" in sentence.text
    assert "Oxwater Post (11 March 2024) says: “Police counted 650 people" in sentence.text


def test_the_newest_comes_first_where_the_latest_is_asked_for(papers: Retriever) -> None:
    """Else the best answer does."""
    latest = "How many people marched against the cut to the Sandholm ferry, by the latest count?"
    told = accounted(papers, latest)
    (sentence,), _ = told.compared(told.citations, latest)

    assert sentence.text.index("650") < sentence.text.index("2,000")


def test_a_correction_comes_before_what_it_corrects(papers: Retriever) -> None:
    """A later article that takes a figure back is newer, not only another."""
    told = accounted(papers, OUTAGE)
    (sentence,), _ = told.compared(told.citations, OUTAGE)

    assert sentence.text.index("3,870") < sentence.text.index("About 4,200")


def test_nothing_is_compared_without_evidence(papers: Retriever) -> None:
    """Where the articles do not say, they do not disagree either."""
    told = accounts(MARCH, papers.search(MARCH), (), papers)

    assert told.citations == ()
    assert told.compared((), MARCH) == ((), ())


def test_an_account_that_is_gone_leaves_nothing_to_compare(papers: Retriever) -> None:
    """Of two accounts, one whose article was changed meanwhile is not set against itself."""
    told = accounted(papers, MARCH)
    left = told.citations[:1]

    assert told.compared(left, MARCH) == ((), left)
