"""What retrieval is measured on: for each trial its libraries, its questions, and what is right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluation import data, published, sections
from evaluation.judging import JudgeOf, judge_articles, judge_excerpts, judge_links, judge_paragraphs
from evaluation.ways import Asked
from index.period import Period
from index.records import Article
from index.scope import Scope
from index.sentences import Span
from qa.times.asked_time import asked_time

QUICK_ARTICLES = 600
QUICK_QUESTIONS = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """A library, and what it is asked."""

    name: str
    """Of the library in the cache."""
    articles: tuple[Article, ...]
    asked: tuple[Asked, ...]
    given: Mapping[str, Sequence[Span]] | None = None
    """Article id → where its passages lie, where the data says so; `None` where we cut."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions put to libraries, and how what is found is judged."""

    name: str
    parts: tuple[Part, ...]
    judge_of: JudgeOf
    depth: int
    """How many passages are judged."""
    elsewhere: Mapping[str, published.Row] = field(default_factory=dict)
    """What others reach."""
    decimals: int = 3
    harmonic: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Measures that are the harmonic mean of the means of two others."""


Trials = Iterable[Trial]


def news_trials(folder: Path, *, quick: bool = False) -> Trials:
    """Return the news questions as they stand, and with the week they were asked in as the last day.

    That is given once where a question speaks of its week ("this week", "recently"), once always.
    """
    stories = data.news(folder)
    if quick:
        stories = data.part_of(stories, QUICK_ARTICLES)
    name = f"news-{len(stories.articles)}"
    rows = {} if quick else published.NEWS
    plain = tuple(Asked(question) for question in stories.questions)
    dated = tuple(_until_its_week(question) for question in stories.questions)
    told = tuple(
        late if _speaks_of_its_week(late.question) else asked
        for asked, late in zip(plain, dated, strict=True)
    )
    kinds = {"news": plain, "news, until the week it speaks of": told, "news, until its week": dated}
    for title, asked in kinds.items():
        yield Trial(title, (Part(name, stories.articles, asked),), judge_articles, 10, rows)


def squad_trials(folder: Path, *, quick: bool = False) -> Trials:
    """Return paragraph retrieval over whole articles, cut by our own passages."""
    book = data.squad(folder)
    part = Part("squad", book.articles, _asked(book.answerable, quick=quick))
    yield Trial("squad", (part,), judge_paragraphs, 10)


def paragraph_trials(folder: Path, *, quick: bool = False) -> Trials:
    """Return paragraph retrieval with the paragraphs given as they are."""
    book = data.squad(folder)
    asked = _asked(book.answerable, quick=quick)
    part = Part("paragraphs", book.articles, asked, data.paragraphs(book))
    yield Trial("paragraphs as given", (part,), judge_paragraphs, 10, published.PARAGRAPHS)


def chunking_trials(folder: Path, *, quick: bool = False) -> Trials:  # noqa: ARG001 - it is small
    """Return the chunking benchmark: each corpus by itself, and all in one library as its authors do."""
    corpora = data.chunking(folder)
    apart = tuple(
        Part(f"chunking-{name}", corpus.articles, _asked(corpus.questions))
        for name, corpus in corpora.items()
    )
    whole = Part(
        "chunking",
        tuple(article for part in apart for article in part.articles),
        tuple(asked for part in apart for asked in part.asked),
    )
    for name, parts in (("chunking, corpora apart", apart), ("chunking, corpora together", (whole,))):
        yield Trial(name, parts, judge_excerpts, 5, published.CHUNKING, decimals=2)


def cookbook_trials(folder: Path, *, quick: bool = False) -> Trials:  # noqa: ARG001 - it is small
    """Return the documentation questions; each ready-made passage is an article, and cut like one."""
    book = data.cookbook(folder)
    part = Part("cookbook", book.articles, _asked(book.questions))
    harmonic = {"F1": ("precision", "recall")}
    yield Trial("cookbook", (part,), judge_links, 3, published.COOKBOOK, harmonic=harmonic)


def section_trials(folder: Path, *, quick: bool = False) -> Trials:  # noqa: ARG001 - it is small
    """Return the questions about articles with headings: of the encyclopedia, and pages of documentation."""
    for name, book in (
        ("sections, encyclopedia", sections.encyclopedia(folder)),
        ("sections, documentation", sections.documentation(folder)),
    ):
        part = Part(name.replace(", ", "-"), book.articles, _asked(book.questions))
        yield Trial(name, (part,), judge_excerpts, 5, decimals=2)


SETS: Mapping[str, Callable[..., Trials]] = {
    "news": news_trials,
    "squad": squad_trials,
    "paragraphs": paragraph_trials,
    "chunking": chunking_trials,
    "cookbook": cookbook_trials,
    "sections": section_trials,
}


def _asked(questions: Sequence[data.Question], *, quick: bool = False) -> tuple[Asked, ...]:
    chosen = data.sample(questions, QUICK_QUESTIONS) if quick else questions
    return tuple(Asked(question) for question in chosen)


def _until_its_week(question: data.Question) -> Asked:
    return Asked(question, Scope(period=Period(until=question.week)), question.week)


def _speaks_of_its_week(question: data.Question) -> bool:
    """Return whether a question can only be understood with the week it was asked in."""
    time = asked_time(question.text, question.week) if question.week else None
    return time is not None and (time.bearing == "restricts" or time.newest)
