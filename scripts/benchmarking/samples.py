"""The sample articles and the questions about them, which the made ones are mixed with."""

import json
from functools import cache

from benchmarking.processes import CHECKOUT
from index.readers.dispatch import read
from index.records import Article

SAMPLES = CHECKOUT / "tests" / "data"


@cache
def sample_articles() -> tuple[Article, ...]:
    """Return the sample articles as the readers read them.

    Raises:
        ReadError: One cannot be read.
    """
    files = sorted((SAMPLES / "articles").iterdir())
    return tuple(article for file in files for article in read(file).articles)


def sample_questions() -> list[str]:
    """Return the questions about them."""
    lines = (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]
