"""The sample articles, all of them, by laws that hold for any article."""

import re
from pathlib import Path

import pytest

from index.readers.dispatch import read

FOLDER = Path(__file__).parent / "data" / "articles"
FILES = sorted(path.name for path in FOLDER.glob("*")) if FOLDER.is_dir() else []
FURNITURE = re.compile(
    r"cookie|subscribe|share this|newsletter|advertisement|most read|read next|log in|\?\?", re.IGNORECASE
)


@pytest.mark.parametrize("name", FILES)
def test_a_sample_reads_as_an_article(name: str) -> None:
    """It has a title and a body of prose, without markup, menu words or its own title."""
    reading = read(FOLDER / name)

    assert len(reading.articles) == 1
    (article,) = reading.articles
    assert article.title
    assert len(article.text) > 200
    assert not FURNITURE.search(article.text)
    assert not re.search(r"</?[a-z]+[ >]|\*\*|^#+ |\]\(", article.text, re.MULTILINE)
    assert article.text.split("\n")[0] != article.title
    assert not re.match(r"(?i)by [A-Z]|\d{1,2} \w+ \d{4}$", article.text.split("\n")[0])
    assert "\n\n\n" not in article.text


def test_all_but_a_few_samples_state_their_day() -> None:
    """A printed page and a recipe may not say when; the others do, and it is found."""
    undated = [name for name in FILES if read(FOLDER / name).articles[0].date is None]

    assert FILES
    assert len(undated) <= 5
