"""What the evaluation's figures about copies mean, over articles as small as can be."""

import random
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation import reprinting
from evaluation.copying import half_of, measure_copies, measure_same_paper
from evaluation.measures import Figure
from evaluation.multiplying import measure_growth
from shelf import article
from test_stories import prose

from index.records import Article

ARTICLES = [article(f"A {number} of one day", prose(number, words=180)) for number in range(8)]


def share(figure: object) -> float:
    """Return the value of a figure."""
    assert isinstance(figure, Figure)
    return figure.value


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, object]]:
    """The table over articles that have nothing in common."""
    return {name: dict(row) for name, row in measure_copies(ARTICLES).rows.items()}


def test_every_edit_has_a_row(rows: dict[str, dict[str, object]]) -> None:
    """Each edit is made of every article; slight ones are all recognised."""
    for name in (*reprinting.EDITS, reprinting.BOTH):
        assert rows[f"copies: {name}"]["pairs"] == len(ARTICLES)
    for name in ("byline, place, credit", "cut to half", "paragraphs swapped", "one word in 20 another"):
        assert share(rows[f"copies: {name}"]["recall"]) == 1


def test_what_is_no_copy_is_not_joined(rows: dict[str, dict[str, object]]) -> None:
    """A notice brings articles together for comparison, and joins none."""
    others = {name: row for name, row in rows.items() if name.startswith("others: ") and row["pairs"]}
    assert len(others) >= 5
    assert share(others["others: a notice below, as long"]["found"]) > 0.5
    assert share(others["others: a notice below, a half"]["joined"]) == 0
    assert share(rows["all"]["precision"]) > 0.9


@pytest.mark.parametrize("name", reprinting.EDITS)
def test_edits_change_a_text_and_leave_most_of_it(name: str) -> None:
    """What comes out is another text, made of the words of the two that went in and a few of its own."""
    text, other = ARTICLES[0].text, ARTICLES[1].text
    if name == "every figure another":
        text = text.replace(".", " 12.")
    edited = reprinting.EDITS[name](text, other, random.Random(3))
    assert edited != text
    known = set(f"{text} {other}".split())
    strange = [word for word in edited.split() if word not in known and not word[:-1].isdigit()]
    assert len(strange) < 25
    assert edited == reprinting.EDITS[name](text, other, random.Random(3))


def test_halves_share_nothing_and_leave_nothing_out() -> None:
    """What is chosen on one half is measured on the other."""
    first, second = half_of(ARTICLES, "first"), half_of(ARTICLES, "second")
    assert {one.id for one in first} | {one.id for one in second} == {one.id for one in ARTICLES}
    assert len(first) + len(second) == len(ARTICLES)
    assert first
    assert second


def test_articles_of_one_site_are_counted_apart() -> None:
    """Of one event and one site are those whose titles share words and whose days are near."""
    dated = [
        Article(title="Flood cuts power", text=one.text, path="p", url=f"https://{site}/a", date=day)
        for one, site, day in zip(
            ARTICLES,
            ("www.post.example", "post.example", "argus.example"),
            (date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 5)),
            strict=False,
        )
    ]
    (row,) = measure_same_paper(dated).rows.values()
    assert row["pairs"] == 1
    assert measure_copies(dated).rows["others: one event, two sites"]["pairs"] == 2


def test_growth_finds_the_versions_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a library of a thousand made articles, each version is in a story, and no story is large."""
    (row,) = measure_growth([prose(number, words=600) for number in range(300)], (1000,)).rows.values()
    assert row["in a story"] >= 1.5 * row["versions made"] > 100
    assert row["largest story"] < 10
