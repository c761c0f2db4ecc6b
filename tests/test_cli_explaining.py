"""`--explain` and `--reranker`: how passages were found, for people and for scripts."""

import json
from pathlib import Path
from typing import Any

import pytest
from command import Command
from tiny_rerankers import make_folder

pytestmark = pytest.mark.bundled

QUESTION = "How many homes lost power in the flood?"
FLOOD = "About 4,200 homes lost power in the flood, the council said. It lasted without a break."
PAPERS = {
    "flood": ("The flood", "2024-03-04", "The Herald", FLOOD),
    "reprint": ("Homes without power", None, "The Post", FLOOD),
    "wall": (
        "Higher wall",
        "2024-03-05",
        "The Herald",
        "The council voted for a wall in March, after the flood.",
    ),
    "power": (
        "Power to all",
        "2023-06-01",
        "The Post",
        "The council said how many homes were without power.",
    ),
    "fair": (
        "The fair",
        None,
        "The Post",
        "A fair with a dance and many cows opened; homes gave cakes to it.",
    ),
}
RANKING = {
    "dense",
    "dense_rank",
    "bm25",
    "bm25_rank",
    "near",
    "fused",
    "timeliness",
    "reranked",
    "ranked",
    "copies",
}
SEARCHED = {"searched", "parts", "scope", "time", "vectors", "reranker"}


@pytest.fixture(scope="module")
def papers(nowhere: Command, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command over five short articles, two of them copies and two without a date."""
    folder = tmp_path_factory.mktemp("papers")
    for name, (title, day, source, text) in PAPERS.items():
        head = [f"title: {title}", f"source: {source}", *([f"date: {day}"] if day else [])]
        (folder / f"{name}.md").write_text("\n".join(["---", *head, "---", "", text, ""]), encoding="utf-8")
    qa = nowhere.over(folder / "library")
    assert qa("index", folder, "-q").code == 0
    return qa


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny cross-encoder, which knows the papers' words but no order of them."""
    folder = tmp_path_factory.mktemp("rerankers") / "tiny"
    make_folder(folder)
    return folder


def order(result: dict[str, Any]) -> list[str]:
    """Return the titles of a result's hits."""
    return [hit["title"] for hit in result["hits"]]


def test_a_search_is_explained_after_its_passages(papers: Command) -> None:
    """What was searched, a line for each passage, and what the columns say; without the option none of it."""
    plain, ran = papers("search", QUESTION), papers("search", QUESTION, "--explain")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(plain.out)
    told = ran.out.removeprefix(plain.out).splitlines()
    assert told[:3] == ["", "How this was found", f"asked         {QUESTION}"]
    (header,) = (line for line in told if line.startswith(" #  meaning"))
    rows = [line for line in told if line[:2].strip().isdecimal()]
    assert [row[header.index("passage") :].split(" · ")[0] for row in rows] == order(
        papers("search", QUESTION, "--json").json
    )
    assert all(
        any(line.startswith(name) for line in told) for name in ("words ", "near ", "fused ", "score ")
    )
    others = {
        "also in: Homes without power · The Post (no date)",
        "also in: The flood · The Herald (2024-03-04)",
    }
    assert others & {line.strip() for line in plain.out.splitlines()}


def test_an_answer_is_explained_after_its_sources(papers: Command) -> None:
    """As a search is; one that the articles do not give, too."""
    ran = papers("ask", QUESTION, "--quote", "--explain")
    assert ran.code == 0
    assert ran.out.index("[1] ") < ran.out.index("How this was found") < ran.out.index(" #  meaning")
    none = papers("ask", "Who sings?!", "--quote", "--explain")
    assert none.code == 3
    assert "How this was found" in none.out
    wordless = papers("ask", "?!", "--quote", "--explain")
    assert wordless.code == 3
    assert "searched for  nothing: there are no words in it" in wordless.out


def test_scripts_get_an_explanation_and_a_ranking_for_each_hit(papers: Command) -> None:
    """From both commands and in batches; without the option the objects are as they were."""
    line = json.dumps({"id": 1, "question": QUESTION})
    for command in (["search"], ["ask", "--quote"]):
        plain = papers(*command, QUESTION, "--json").json
        assert plain["understood"] == QUESTION
        assert "explanation" not in plain
        assert not any("ranking" in hit for hit in plain["hits"])
        told = papers(*command, QUESTION, "--json", "--explain").json
        (batched,) = papers(*command, "--batch", "-", "--explain", stdin=line).lines
        assert set(told) - set(plain) == {"explanation"}
        assert batched["explanation"] == told["explanation"]
        assert batched["hits"] == told["hits"]
        assert set(told["explanation"]) == SEARCHED
        assert {frozenset(hit["ranking"]) for hit in told["hits"]} == {frozenset(RANKING)}
        assert [{**hit, "ranking": None} for hit in told["hits"]] == [
            {**hit, "ranking": None} for hit in plain["hits"]
        ]
        copied = next(hit for hit in told["hits"] if hit["also_in"])
        assert len(copied["ranking"]["copies"]) == len(copied["also_in"]) == 1
    assert papers("search", "?!", "--json", "--explain").json["explanation"] is None


def test_days_in_the_question_are_explained(papers: Command) -> None:
    """Those that narrow the search, and those that no article is of."""
    question = "What did the council say last week?"
    near = papers("search", question, "--json", "--explain", "--today", "2024-03-09").json["explanation"]
    assert near["time"] == {
        "words": ["last week"],
        "since": "2024-02-25",
        "until": "2024-03-05",
        "bearing": "restricts",
        "newest": False,
        "narrowed": True,
    }
    assert (near["searched"], near["scope"]["since"]) == ("What did the council say?", "2024-02-25")
    far = papers("search", question, "--explain", "--today", "2020-03-09").out
    assert "left aside, since no article that could be searched is of those days" in far


def test_undated_articles_are_said_to_be_so_where_days_are_asked_for(papers: Command) -> None:
    """On standard error, once, by both commands; not where nothing is asked of days."""
    line = "1 of these bears no date, so --since cannot place it\n"
    question = "homes cows fair flood"
    assert papers("search", question, "--since", "2024").err == line
    assert papers("search", question, "--since", "2024", "-q").err == ""
    assert papers("search", question).err == ""
    assert "no date" in papers("search", question).out
    narrowed = papers("ask", "How many cows were at the fair last week?", "--quote", "--today", "2024-03-09")
    days, undated = narrowed.err.splitlines()
    assert days == "“last week” is 2024-02-25 to 2024-03-05: only articles of those days, and undated ones"
    assert undated == "1 of these bears no date, so “last week” cannot place it"


def test_a_reranker_puts_passages_in_its_order(papers: Command, reranker: Path) -> None:
    """The order is that of its scores, which stand in the explanation with its name."""
    plain = papers("search", QUESTION, "--json", "--explain").json
    ran = papers("search", QUESTION, "--json", "--explain", "--reranker", reranker)
    told = ran.json
    assert (ran.code, ran.err) == (0, "")
    assert plain["explanation"]["reranker"] is None
    assert told["explanation"]["reranker"] == str(reranker)
    given = [hit["ranking"]["reranked"] for hit in told["hits"]]
    assert len(set(given)) > 1
    assert given == sorted(given, reverse=True)
    assert order(told) != order(plain)
    page = papers("ask", QUESTION, "--quote", "--explain", "--reranker", reranker).out
    assert f"reranker      {reranker}" in page


def test_a_reranker_may_be_set_for_all_commands(papers: Command, reranker: Path) -> None:
    """QA_RERANKER names one where --reranker does not; empty, it names none."""
    named = papers.process("search", QUESTION, "--json", "--explain", QA_RERANKER=str(reranker))
    assert named.json["explanation"]["reranker"] == str(reranker)
    none = papers.process("search", QUESTION, "--json", "--explain", QA_RERANKER="")
    assert none.json["explanation"]["reranker"] is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", "the reranker has no name"),
        ("./nowhere", "there is no reranker at nowhere"),
        ("nowhere.gguf", "nowhere.gguf"),
    ],
)
def test_what_is_no_reranker_is_refused_in_a_line(papers: Command, name: str, line: str) -> None:
    """By every command that takes one, before anything is asked."""
    assert line in papers("search", QUESTION, "--reranker", name).refused(1)
    assert line in papers("ask", QUESTION, "--quote", "--reranker", name).refused(1)
