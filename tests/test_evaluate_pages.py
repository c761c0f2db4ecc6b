"""What the evaluation's figures about saved pages mean."""

import json
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation.extraction import measure_extraction, overlap
from evaluation.measures import Figure
from evaluation.page_facts import FACTS, measure_facts
from evaluation.webpages import SavedPage, saved_pages

from index.errors import ReadError

BODY = [
    "The river rose in the night, and by four in the morning it had come over the quay at the lower town.",
    (
        "Crews came at once from nine stations, and worked until noon to keep the substation dry, the mayor "
        "said."
    ),
    "Nobody was hurt, but two men were taken to the infirmary after trying to move a van out of the water.",
]
TRUTH = {
    "title": "Flood cuts power",
    "byline": "By Jane Doe",
    "siteName": "Millbrook Herald",
    "publishedTime": "2024-03-04T05:30:00Z",
    "lang": "en-GB",
    "articleBody": "\n\n".join(BODY),
}


def page(number: int) -> str:
    """A page of which everything is known."""
    story = "".join(f"<p>{text}</p>" for text in BODY)
    return (
        f"<html lang='en-GB'><head><title>Flood cuts power</title><meta property='og:site_name' "
        f"content='Millbrook Herald'><meta name='author' content='Jane Doe'><meta "
        f"property='article:published_time' "
        f"content='2024-03-04T05:30:00Z'></head><body><nav><a href='/{number}'>Home</a></nav><article>"
        f"<h1>Flood cuts power</h1>{story}</article></body></html>"
    )


def made(folder: Path, count: int) -> Path:
    """A folder of pages as the data has them."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        for number in range(count):
            archive.writestr(f"page-{number}.html", page(number))
    truth = {f"page-{number}": TRUTH for number in range(count)}
    (folder / "truth.json").write_text(json.dumps(truth), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("found", "right", "precision", "recall", "exact"),
    [
        ("a b c d e", "a b c d e", 1, 1, True),
        ("a, b: c. d", "a b c d", 1, 1, True),
        ("a b c d e", "a b c d", 1 / 2, 1, False),
        ("a b c d", "a b c d e f", 1, 1 / 3, False),
        ("a b c d x a b c d", "a b c d", 1 / 6, 1, False),
        ("a b", "a b", 1, 1, True),
        ("A b c d", "a b c d", 0, 0, False),
        ("", "a b c d", 0, 0, False),
    ],
)
def test_texts_are_compared_by_runs_of_four_words(
    found: str, right: str, precision: float, recall: float, exact: bool
) -> None:
    """Each run counts as often as it is there; punctuation makes no difference, case does."""
    agreed = overlap(found, right)
    assert agreed.precision == pytest.approx(precision)
    assert agreed.recall == pytest.approx(recall)
    assert agreed.exact is exact


@given(st.text("abcd ", max_size=60), st.text("abcd ", max_size=60))
def test_precision_of_one_is_recall_of_the_other(some: str, others: str) -> None:
    """The two texts may change places, and with them the two measures."""
    assert overlap(some, others).precision == overlap(others, some).recall


def test_the_halves_are_all_the_pages_and_the_same_ones_always(tmp_path: Path) -> None:
    """A page's id decides, so that what was looked at stays apart from what was not."""
    folder = made(tmp_path / "extraction", 40)
    first, second = (saved_pages(folder, half) for half in ("first", "second"))

    assert {one.id for one in first} | {one.id for one in second} == {f"page-{at}" for at in range(40)}
    assert 8 <= len(first) == 40 - len(second) <= 32
    assert SavedPage("page-0", b"", {}).half == "second"


def test_absent_pages_are_said_to_be_absent(tmp_path: Path) -> None:
    """The line names the folder and what to do."""
    with pytest.raises(
        ReadError,
        match=r"the data to measure on is not there .* name its folder with "
        r"--data",
    ):
        saved_pages(tmp_path / "extraction")


def test_the_table_of_bodies_has_both_readers_and_both_halves(tmp_path: Path) -> None:
    """Plain pages are read whole by either; the published figures stand below."""
    table = measure_extraction(saved_pages(made(tmp_path / "extraction", 6)))

    assert table.rows["ours"]["F1"] == Figure(1, 1, 1)
    assert {"trafilatura", "ours - trafilatura", "ours: first half", "ours: second half"} <= set(table.rows)
    assert table.rows["published, 181 pages: rs-trafilatura"]["F1"] == 0.97


def test_one_half_has_no_rows_of_halves(tmp_path: Path) -> None:
    """What was asked for is all there is."""
    table = measure_extraction(saved_pages(made(tmp_path / "extraction", 6), "first"))

    assert not any(name.endswith(" half") for name in table.rows)


def test_every_fact_of_a_plain_page_is_right(tmp_path: Path) -> None:
    """Title, byline, site, language and day are those of the truth, each by its own measure."""
    facts, bodies = measure_facts(saved_pages(made(tmp_path / "metadata", 3)))

    assert {name: row["ours"] for name, row in facts.rows.items() if "letter" not in name} == {
        name: Figure(1, 1, 1) for name in FACTS if "letter" not in name
    }
    assert bodies.rows["ours"]["F1"] == Figure(1, 1, 1)


@pytest.mark.parametrize(
    ("fact", "found", "right", "same"),
    [
        ("title", "Flood  cuts power", "Flood cuts power", True),
        ("title", "Flood", "Flood | Millbrook Herald", False),
        ("title, site aside", "Flood", "Flood | Millbrook Herald", True),
        ("byline", "Jane Doe, John Roe", "By John Roe and Jane Doe", True),
        ("byline", "Jane Doe", "By Jane Doe March 4, 2024", True),
        ("byline", "Jane Doe", "By Jane Doe and John Roe", False),
        ("byline, letter by letter", "Jane Doe", "By Jane Doe", False),
        ("site", "Herald", "Millbrook Herald", False),
        ("language", "en", "en-GB", True),
        ("language", "", "en-GB", False),
        ("published", "2024-03-04", "2024-03-04T05:30:00Z", True),
        ("published", "2024-03-05", "2024-03-04T23:30:00Z", False),
    ],
)
def test_facts_are_right_as_the_command_says(fact: str, found: str, right: str, same: bool) -> None:
    """Titles and sites letter by letter, bylines by names, languages without country, times by day."""
    assert FACTS[fact].same(found, right) is same
