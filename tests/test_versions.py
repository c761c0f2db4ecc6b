"""In which other articles of its story a passage stands, and that none is named in which it does not."""

from datetime import date
from pathlib import Path

import pytest
from shelf import EMBEDDER, article, shelf, store

from index.period import Period
from index.records import Passage
from index.scope import EVERYTHING, Scope
from qa.retrieval.copies import FURTHER
from qa.retrieval.retriever import Retriever
from qa.retrieval.versions import Versions

BODY = (
    "A storm from the west brought down power lines along the coast of Tarn on Monday night.",
    "The grid company said that 4,200 homes in Tarn were dark, and that crews were on their way.",
    "The ferry to the islands was tied up for the day, and its master told people to wait for calm water.",
    "Schools stay closed on Wednesday, and the town hall opens its doors to all who have no heating.",
    "Two boats sank at the quay, and the mayor thanked the fire brigade for a night without sleep.",
)
DIFFERS = (
    BODY[1].replace("4,200", "300"),
    BODY[1].replace("grid company", "council"),
    BODY[1].replace("said that", "denied that"),
    BODY[1].replace("were dark", "were not dark"),
    f"It is not true that {BODY[1][0].lower()}{BODY[1][1:]}",
)


def text(*parts: str) -> str:
    """Return paragraphs as an article has them."""
    return "\n\n".join(parts)


def held(
    directory: Path, passage: str, *versions: str, report: str = text(*BODY), scope: Scope = EVERYTHING
) -> list[str]:
    """Return the titles of the versions of the report in which a passage of it stands."""
    with shelf(directory) as (library, writer):
        first = article("report", report, day=date(2024, 3, 4))
        store(writer, "report.txt", [first])
        for number, version in enumerate(versions):
            day = date(2024, 3, 10 + number)
            store(writer, f"{number}.txt", [article(f"v{number}", version, day=day)])
        stored = library.article(first.id)
        assert stored is not None
        assert len(library.told_in(str(stored.story))) == 1 + len(versions)
        names = {entry.article.id: entry.article.title for entry in library.articles()}
        start = stored.text.find(passage)
        part = Passage(stored.id, 0, start, start + len(passage), passage)
        found = Versions(library).holding(part, stored, scope, known=())
    return [names[identifier] for identifier in found]


@pytest.mark.parametrize(
    "version",
    [
        text(f"TARN (AP) — {BODY[0]}", *BODY[1:]),
        text("By Jane Doe", *BODY, "Reporting by Jane Doe; editing by Tom Beck."),
        text(BODY[0], BODY[1], BODY[4], BODY[2], BODY[3]),
        text(BODY[0], BODY[2], BODY[1], BODY[3]),
        " ".join(BODY),
    ],
)
def test_a_version_that_holds_a_passage_is_named(tmp_path: Path, version: str) -> None:
    """Signed, added to, in another order, or without its paragraphs."""
    assert held(tmp_path, text(BODY[0], BODY[1]), version) == ["v0"]


@pytest.mark.parametrize("paragraph", [*DIFFERS, ""])
def test_a_version_that_says_otherwise_is_not_named(tmp_path: Path, paragraph: str) -> None:
    """Another figure, another name, a denial, or nothing of it: in that passage alone."""
    version = text(*filter(None, (BODY[0], paragraph, *BODY[2:])))
    assert held(tmp_path / "it", text(BODY[0], BODY[1]), version) == []
    assert held(tmp_path / "other", text(BODY[2], BODY[3]), version) == ["v0"]


@pytest.mark.parametrize("sentence", ["15 boats sank.", "The mayor denied that 5 boats sank."])
def test_a_sentence_that_stands_in_a_longer_one_is_not_said(tmp_path: Path, sentence: str) -> None:
    """Neither "5 boats" in "15 boats" nor what somebody denies."""
    passage = "5 boats sank."
    assert held(tmp_path / "no", passage, text(*BODY, sentence), report=text(*BODY, passage)) == []
    version = text(*BODY[:3], f"It was calm. {passage}")
    assert held(tmp_path / "yes", passage, version, report=text(*BODY, passage)) == ["v0"]


def test_a_passage_that_ends_within_a_sentence_is_looked_for_in_whole_ones(tmp_path: Path) -> None:
    """What was cut off may be another figure."""
    fragment = BODY[1].partition(" that ")[2]
    assert held(tmp_path / "same", fragment, text(*BODY, "Printed in Lund.")) == ["v0"]
    version = text(BODY[0], BODY[1].replace("grid company", "council"), *BODY[2:])
    assert held(tmp_path / "other", fragment, version) == []


def test_only_articles_of_the_scope_are_named(tmp_path: Path) -> None:
    """An article of another day is no answer to a question about some days."""
    scope = Scope(period=Period(since=date(2024, 3, 11)))
    versions = [text(*BODY, f"Printed in edition {name}.") for name in ("one", "two", "three")]
    assert held(tmp_path, BODY[1], *versions, scope=scope) == ["v1", "v2"]


def test_a_search_names_versions_that_it_did_not_come_upon(tmp_path: Path) -> None:
    """Also where more of them hold a passage than a search looks at; one that has left is not named."""
    with shelf(tmp_path) as (_, writer):
        for number in range(45):
            body = text(*BODY, f"Printed by house {number}.")
            store(writer, f"{number}.txt", [article(f"v{number}", body)])
        writer.forget("/papers/7.txt")
    retriever = Retriever.open(tmp_path, EMBEDDER)
    (best,) = retriever.search("Who was told to wait for calm water?", limit=1)
    told = {entry.article.id for entry in retriever.library.articles()}
    assert len(told) == 44 > 2 * FURTHER
    assert {best.article, *best.also_in} == told
    retriever.close()
