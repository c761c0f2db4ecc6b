"""Choosing articles on the command line and in batches, and what is said where none is left."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from command import FLOOD, Command

from index.scope import words

pytestmark = pytest.mark.bundled

Entry = dict[str, object]


def sourced(name: str) -> Callable[[Entry], bool]:
    """Return what says whether an article is from a source."""
    return lambda entry: name in words(str(entry["source"] or ""))


def authored(*names: str) -> Callable[[Entry], bool]:
    """Return what says whether an article is by one of some authors."""
    return lambda entry: bool({*names} & set(words(" ".join(map(str, entry["authors"])))))  # type: ignore[call-overload]


def dated(beginning: str) -> Callable[[Entry], bool]:
    """Return what says whether an article is of a day, month or year, or undated."""
    return lambda entry: entry["date"] is None or str(entry["date"]).startswith(beginning)


CHOICES: list[tuple[Sequence[str], Callable[[Entry], bool]]] = [
    (["--source", "ARGUS"], sourced("argus")),
    (["--author", "prothéro"], authored("prothero")),
    (["--author", "askew", "--author", "njoroge"], authored("askew", "njoroge")),
    (["--section", "news"], lambda entry: entry["section"] == "News"),
    (["--language", "EN"], lambda entry: entry["language"] == "en"),
    (["--on", "2024"], dated("2024")),
    (["--since", "2024-03", "--until", "2024-03"], dated("2024-03")),
    (["--on", "2024-02-02"], dated("2024-02-02")),
    (
        ["--source", "herald", "--source", "post", "--on", "2025"],
        lambda entry: dated("2025")(entry) and (sourced("herald")(entry) or sourced("post")(entry)),
    ),
]


@pytest.mark.parametrize(("options", "meant"), CHOICES, ids=[" ".join(given) for given, _ in CHOICES])
def test_only_the_articles_meant_are_listed_found_and_cited(
    town: Command, options: Sequence[str], meant: Callable[[Entry], bool]
) -> None:
    """The list has all of them, a search finds no others, and an answer rests on no others."""
    wanted = {entry["id"] for entry in town("list", "--json").json if meant(entry)}
    assert wanted
    assert {entry["id"] for entry in town("list", "--json", *options).json} == wanted
    hits = town("search", FLOOD, "-n", "1000", "--json", *options).json["hits"]
    assert hits
    assert {hit["article"] for hit in hits} <= wanted
    answer = town("ask", FLOOD, "--quote", "--json", *options)
    assert {citation["article"] for citation in answer.json["citations"]} <= wanted
    shown = answer.json["citations"] or answer.json["hits"][:3]
    told = None in (one["date"] for one in shown) and not {"--on", "--since"}.isdisjoint(options)
    assert answer.err.count("no date, so the days asked for cannot place") == told == answer.err.count("\n")


NOBODY = [
    (["--author", "Prothro"], "no article is by “Prothro”; did you mean “Siân Prothero”?"),
    (["--source", "Nowhere"], "no article is from “Nowhere”; most are from “The Carrowby Herald”, "),
    (["--language", "fr", "--language", "de"], "no article is in the language “fr” or “de”; there is “en”"),
    (["--section", "foood"], "no article is in the section “foood”; did you mean “Food”?"),
    (
        ["--language", "en", "--on", "1999"],
        "no article is in the language “en” and of the days since 1999-01-01",
    ),
    (
        ["--section", "food", "--source", "argus"],
        "no article is from “argus” and in the section “food”: there ",
    ),
]


@pytest.mark.parametrize(("options", "line"), NOBODY, ids=[" ".join(given) for given, _ in NOBODY])
def test_a_filter_that_nothing_passes_is_named(town: Command, options: Sequence[str], line: str) -> None:
    """In one notice, with what there is instead; nothing is found and the code is 3."""
    for command in (["search", FLOOD], ["ask", FLOOD, "--quote"], ["list"]):
        ran = town(*command, *options)
        assert ran.code == 3
        assert ran.err.startswith(line)
        assert ran.err.count("\n") == 1
    quiet = town("search", FLOOD, "--json", "-q", *options)
    assert (quiet.code, quiet.err, quiet.json["hits"]) == (3, "", [])


def test_days_before_all_articles_are_named(qa: Command, tmp_path: Path) -> None:
    """Where every article is dated, the line says from when to when they are."""
    (tmp_path / "in").mkdir()
    for day in ("2024-03-04", "2025-06-01"):
        text = f"---\ntitle: Flood of {day}\ndate: {day}\n---\nWater rose in Millbrook that day.\n"
        (tmp_path / "in" / f"{day}.md").write_text(text, encoding="utf-8")
    assert qa("index", tmp_path / "in", "-q").code == 0
    ran = qa("search", "water", "--until", "2023")
    assert (ran.code, ran.err) == (
        3,
        "no article is of the days until 2023-12-31; they are of 2024-03-04 to 2025-06-01\n",
    )


def test_a_line_of_a_batch_may_choose_for_itself(town: Command) -> None:
    """Its own filters come before those of the options, one text or several; nothing found is no error."""
    lines = [
        {"id": 1, "question": FLOOD},
        {"id": 2, "question": FLOOD, "source": ["valley", "POST"], "today": "2024-02-02"},
        {"id": 3, "question": FLOOD, "on": "2024-02", "language": None},
        {"id": 4, "question": FLOOD, "author": "nobody"},
        {"id": 5, "question": FLOOD, "section": "news", "until": "2024"},
    ]
    given = "\n".join(map(json.dumps, lines))
    ran = town("search", "--batch", "-", "--source", "argus", "-n", "1000", stdin=given)
    options, own, days, nobody, section = ({hit["article"] for hit in line["hits"]} for line in ran.lines)
    entries = town("list", "--json").json
    argus = {entry["id"] for entry in entries if sourced("argus")(entry)}
    assert set() < options <= argus
    assert set() < own <= {each["id"] for each in entries if sourced("valley")(each) or sourced("post")(each)}
    assert set() < days <= argus & {entry["id"] for entry in entries if dated("2024-02")(entry)}
    assert nobody == set()
    assert section <= argus & {entry["id"] for entry in entries if entry["section"] == "News"}
    assert ran.code == 0
    assert ran.err.startswith("line 4: no article is by “nobody”; most are by ")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--on", "2024", "--since", "2023"], "--on cannot stand beside --since or --until"),
        (
            ["--until", "2024-13"],
            "--until 2024-13: write a day as 2024-03-04, a month as 2024-03, a year as 2024",
        ),
        (["--source", "?!"], "source '?!' has no words"),
        (["--today", "2024"], "--today 2024: write the day as 2024-03-04"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_line(town: Command, options: Sequence[str], named: str) -> None:
    """With what to write instead."""
    assert named in town("search", FLOOD, *options).refused(2)


def test_today_may_be_set_for_all_commands(town: Command) -> None:
    """QA_TODAY is read where --today is not given, and refused where it is no day."""
    assert town.process("search", FLOOD, QA_TODAY="soon").refused(2) == (
        "QA_TODAY soon: write the day as 2024-03-04"
    )
    assert town.process("search", FLOOD, "--today", "2024-03-04", QA_TODAY="soon").code == 0
