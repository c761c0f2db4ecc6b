"""One folder of text files for all rivals: real articles with questions about them, and made ones."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.data import sample, squad
from evaluation.measures import contains

from benchmarking.prose import Prose
from benchmarking.samples import SAMPLES, sample_articles
from benchmarking.vocabulary import plain_words
from index.errors import ReadError
from index.records import Article

SEED = 7
PARAGRAPHS, WORDS = 3, 45
"""Of a made article: about 155 words, a news item."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what a passage must be to answer it."""

    text: str
    answers: tuple[str, ...]
    source: str
    """The name of the file that the answer stands in."""

    def answered_by(self, source: str, text: str) -> bool:
        """Return whether a passage is of that file and holds an answer, both normalised."""
        return source == self.source and contains(text, self.answers)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of articles."""

    folder: Path
    name: str
    """What the real ones are."""
    articles: int
    words: int
    questions: tuple[Asked, ...]


def write_corpus(folder: Path, articles: int, *, data: Path | None, questions: int) -> Corpus:
    """Return so many articles written to `folder`, the real ones first.

    Args:
        folder: Made here.
        articles: How many; where the real ones are more, all of these.
        data: The folder of the development data, whose encyclopedia articles are taken; `None`, or
            where it is not there, for the sample articles.
        questions: The most to ask.
    """
    name, real, asked = _real(data)
    folder.mkdir(parents=True)
    texts = [_as_file(article) for article in real]
    prose = Prose(plain_words(), seed=SEED)
    texts += (
        prose.article(number, paragraphs=PARAGRAPHS, words=WORDS).file()
        for number in range(articles - len(real))
    )
    for number, text in enumerate(texts):
        (folder / _file_name(number)).write_text(text, "utf-8")
    words = sum(len(text.split()) for text in texts)
    return Corpus(folder, name, len(texts), words, tuple(sample(asked, questions)))


def _real(data: Path | None) -> tuple[str, Sequence[Article], list[Asked]]:
    """Return what the real articles are, these, and the questions they answer."""
    try:
        known = squad(data) if data else None
    except ReadError:
        known = None
    if known is None:
        return "the sample articles", sample_articles(), _about_samples()
    names = {article.id: _file_name(number) for number, article in enumerate(known.articles)}
    asked = [Asked(one.text, one.answers, names[one.article]) for one in known.answerable]
    return "24 encyclopedia articles", known.articles, asked


def _about_samples() -> list[Asked]:
    names = {Path(article.path).name: _file_name(at) for at, article in enumerate(sample_articles())}
    rows = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()]
    return [
        Asked(row["question"], tuple(row["answers"]), names[row["article"]])
        for row in rows
        if row["answers"] and row["article"] in names
    ]


def _as_file(article: Article) -> str:
    return f"{article.title}\n\n{article.text}\n"


def _file_name(number: int) -> str:
    return f"{number:06}.txt"
