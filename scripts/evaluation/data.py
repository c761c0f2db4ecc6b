"""The shared development data, and our own samples, as articles and questions."""

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sys import maxsize
from typing import Any, TypeVar

from evaluation.measures import contains, normalised
from index.errors import ReadError
from index.records import Article, Passage

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared" / "eval"
SAMPLES = CHECKOUT / "tests" / "data"
SEED = 0
PARTS = 3
HELD_OUT = 0
"""The part of the reading-comprehension articles, of so many, that the reader in use never saw."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Place:
    """A run of an article in which an answer stands."""

    article: str
    """The article's id in the library."""
    start: int = 0
    end: int = maxsize
    """By default the whole article."""

    def meets(self, passage: Passage) -> bool:
        """Return whether a passage has a character of it."""
        return passage.article == self.article and self.holds(passage.start, passage.end)

    def holds(self, start: int, end: int) -> bool:
        """Return whether a run of its article has a character of it."""
        return start < self.end and end > self.start


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what is known of its answer."""

    text: str
    answers: tuple[str, ...]
    """Any one will do; empty where the articles do not answer it."""
    places: tuple[Place, ...]
    """Where the answer stands, or what an unanswerable question is about; empty where unknown."""

    id: str = ""
    """As the data has it; empty where the data has none."""
    week: date | None = None
    """The Friday it was asked, for news."""

    @property
    def article(self) -> str:
        """The id of the article it was written for."""
        return self.places[0].article


@dataclass(frozen=True, slots=True)
class DataSet:
    """Articles, and questions about them."""

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]

    @property
    def answerable(self) -> tuple[Question, ...]:
        """The questions that the articles answer."""
        return tuple(question for question in self.questions if question.answers)

    @property
    def unanswerable(self) -> tuple[Question, ...]:
        """The questions that look as if the articles answered them, and they do not."""
        return tuple(question for question in self.questions if not question.answers)

    @property
    def stated(self) -> tuple[Question, ...]:
        """The questions with an answer that stands in an article they were written for."""
        texts = {article.id: article.text for article in self.articles}
        return tuple(
            question
            for question in self.questions
            if any(contains(texts[place.article], question.answers) for place in question.places)
        )


def split(data: DataSet, part: int) -> tuple[DataSet, DataSet]:
    """Return the data of all parts but one, and of that one: articles in order of titles, dealt out."""
    order = sorted(data.articles, key=lambda article: article.title)
    held = {article.id for at, article in enumerate(order) if at % PARTS == part}

    def chosen(inside: bool) -> DataSet:
        return DataSet(
            tuple(article for article in data.articles if (article.id in held) == inside),
            tuple(one for one in data.questions if (one.article in held) == inside),
        )

    return chosen(False), chosen(True)


def unseen(data: DataSet) -> DataSet:
    """Return the data with those of its questions alone whose articles the reader was not trained on."""
    return DataSet(data.articles, split(data, HELD_OUT)[1].questions)


def sample(items: Sequence[Item], size: int) -> list[Item]:
    """Return `size` of the items, or all where there are fewer; the same ones every time."""
    return random.Random(SEED).sample(items, min(size, len(items)))


def squad(folder: Path) -> DataSet:
    """Return the reading-comprehension data.

    Raises:
        ReadError: It is not there.
    """
    stated = json.loads(_text(folder / "squad" / "articles.json"))
    articles = _articles(stated)
    questions = []
    for row in _lines(folder / "squad" / "questions.jsonl"):
        place = Place(articles[row["article"]].id, *row["paragraph"])
        questions.append(Question(row["question"], tuple(row["answers"]), (place,), row["id"]))
    return DataSet(tuple(articles.values()), tuple(questions))


def news(folder: Path) -> DataSet:
    """Return the news data, with those of its questions whose articles are known.

    Raises:
        ReadError: It is not there.
    """
    stories = _all_news(folder)
    return DataSet(stories.articles, tuple(question for question in stories.questions if question.places))


def told_news(folder: Path) -> DataSet:
    """Return the news data, with all of its questions whose answer stands in the articles.

    Of a question whose articles are known, it stands in the text of one of these; of any other, in
    the text of some article, which the data's README says of all of them.

    Raises:
        ReadError: It is not there.
    """
    stories = _all_news(folder)
    texts = {article.id: normalised(article.text) for article in stories.articles}
    told = (question for question in stories.questions if _is_told(question, texts))
    return DataSet(stories.articles, tuple(told))


def _all_news(folder: Path) -> DataSet:
    """Return the news data with all of its questions, those without places whose articles are not known."""
    articles = _articles(_lines(folder / "news" / "articles.jsonl.gz"))
    questions = (
        Question(
            row["question"],
            tuple(row["answers"]),
            tuple(Place(articles[gold].id) for gold in row["gold"]),
            row["id"],
            date.fromisoformat(row["week"]),
        )
        for row in _lines(folder / "news" / "questions.jsonl")
    )
    return DataSet(tuple(articles.values()), tuple(questions))


def _is_told(question: Question, texts: Mapping[str, str]) -> bool:
    """Return whether an answer stands in a text, by article id and normalised, that it may stand in."""
    answers = [answer for answer in map(normalised, question.answers) if answer]
    places = [place.article for place in question.places] or list(texts)
    return any(answer in texts[place] for place in places for answer in answers)


def chunking(folder: Path) -> dict[str, DataSet]:
    """Return by name the corpora of the chunking benchmark, each one article without a title.

    A question's places are its gold excerpts.

    Raises:
        ReadError: It is not there.
    """
    asked: dict[str, list[Question]] = {}
    rows = list(_lines(folder / "chunking" / "questions.jsonl"))
    names = dict.fromkeys(row["corpus"] for row in rows)
    texts = {name: _text(folder / "chunking" / "corpora" / f"{name}.md") for name in names}
    corpora = {name: Article(title="", text=text, path=name) for name, text in texts.items()}
    for row in rows:
        corpus = corpora[row["corpus"]].id
        places = tuple(Place(corpus, gold["start"], gold["end"]) for gold in row["references"])
        question = Question(row["question"], (), places, str(row["id"]))
        asked.setdefault(row["corpus"], []).append(question)
    return {name: DataSet((corpora[name],), tuple(questions)) for name, questions in asked.items()}


def cookbook(folder: Path) -> DataSet:
    """Return the documentation data: each ready-made passage an article, its heading the title alone.

    Raises:
        ReadError: It is not there.
    """
    passages = {
        row["chunk_link"]: Article(
            title=row["chunk_heading"],
            text=row["text"].removeprefix(row["chunk_heading"]).lstrip() or row["text"],
            path=row["chunk_link"],
        )
        for row in json.loads(_text(folder / "cookbook" / "docs.json"))
    }
    questions = (
        Question(
            row["question"],
            (row["correct_answer"],),
            tuple(Place(passages[link].id) for link in row["correct_chunks"]),
            row["id"],
        )
        for row in json.loads(_text(folder / "cookbook" / "questions.json"))
    )
    return DataSet(tuple(passages.values()), tuple(questions))


def paragraphs(data: DataSet) -> dict[str, list[tuple[int, int]]]:
    """Return by article id where the paragraphs lie that questions are about, in order."""
    spans: dict[str, set[tuple[int, int]]] = {article.id: set() for article in data.articles}
    for question in data.questions:
        for place in question.places:
            spans[place.article].add((place.start, place.end))
    return {article: sorted(places) for article, places in spans.items()}


def part_of(data: DataSet, size: int) -> DataSet:
    """Return the data with only `size` of its articles, every one among them that a question is about."""
    wanted = {place.article for question in data.questions for place in question.places}
    rest = [article for article in data.articles if article.id not in wanted]
    kept = wanted | {article.id for article in sample(rest, max(0, size - len(wanted)))}
    return DataSet(tuple(article for article in data.articles if article.id in kept), data.questions)


def samples() -> tuple[Question, ...]:
    """Return the questions about our own sample articles; their places name files, not ids."""
    return tuple(
        Question(
            row["question"],
            tuple(row["answers"]),
            (Place(row["article"]),) if row["article"] else (),
            row["id"],
        )
        for row in _lines(SAMPLES / "questions.jsonl")
    )


def _articles(rows: Iterable[Mapping[str, Any]]) -> dict[str, Article]:
    """Return articles by their ids in the data; their texts stay as they are, so that offsets hold."""
    return {
        row["id"]: Article(
            title=row["title"] or "",
            text=row["text"],
            path=row["id"],
            url=row.get("url"),
            date=date.fromisoformat(row["date"]) if row.get("date") else None,
        )
        for row in rows
    }


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    # not splitlines: the texts hold separators that it would take for the end of a line
    return (json.loads(line) for line in _text(file).split("\n") if line)


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{file}: the data to measure on is not there ({error.strerror}); name its folder with --data"
        ) from error
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8")
