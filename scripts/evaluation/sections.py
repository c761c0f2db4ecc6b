"""Development data whose articles have headings: what is embedded of those shows nowhere else."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evaluation.data import DataSet, Place, Question, chunking, cookbook
from index.records import Article, Heading

CORPUS = "wikitexts"
"""The corpus of the chunking benchmark that marks its headings: " = Title = ", " = = Section = = "."""
_MARKED = re.compile(r"^ ?(?P<level>(?:= )+)(?P<title>[^=\n]+?)(?: =)+ ?$", re.MULTILINE)
_SECTION = 2
"""The level of a documentation passage's heading on its page."""


def encyclopedia(folder: Path) -> DataSet:
    """Return that corpus parted into its articles, with their titles and headings, and its questions.

    Raises:
        ReadError: It is not there.
    """
    corpus = chunking(folder)[CORPUS]
    (whole,) = corpus.articles
    parts = dict(_parted(whole.text))
    questions = (replace(one, places=tuple(_moved(one, parts))) for one in corpus.questions)
    return DataSet(tuple(parts.values()), tuple(one for one in questions if one.places))


def documentation(folder: Path) -> DataSet:
    """Return the documentation with a page as an article, its passages as sections, and its questions.

    Raises:
        ReadError: It is not there.
    """
    given = cookbook(folder)
    by_page: dict[str, list[Article]] = {}
    for passage in given.articles:
        by_page.setdefault(passage.path.partition("#")[0], []).append(passage)
    places: dict[str, Place] = {}
    pages = [_page(address, sections, places) for address, sections in by_page.items()]
    questions = (
        replace(one, places=tuple(places[place.article] for place in one.places)) for one in given.questions
    )
    return DataSet(tuple(pages), tuple(questions))


def _parted(text: str) -> Iterator[tuple[int, Article]]:
    """Yield where each article's text begins, and the article."""
    marks = list(_MARKED.finditer(text))
    titles = [mark for mark in marks if _level(mark) == 1]
    ends = [*(mark.start() for mark in titles[1:]), len(text)]
    for title, end in zip(titles, ends, strict=True):
        start = title.end()
        headings = tuple(
            Heading(mark.start("title") - start, mark.end("title") - start, _level(mark))
            for mark in marks
            if start <= mark.start() < end
        )
        name = title["title"]
        yield start, Article(title=name, text=text[start:end], path=name, headings=headings)


def _level(mark: re.Match[str]) -> int:
    return mark["level"].count("=")


def _moved(question: Question, parts: Mapping[int, Article]) -> Iterator[Place]:
    """Yield a question's places in the articles that they lie in."""
    for place in question.places:
        for start, article in parts.items():
            if start <= place.start < start + len(article.text):
                yield Place(article.id, place.start - start, min(place.end - start, len(article.text)))


def _page(address: str, sections: Sequence[Article], places: dict[str, Place]) -> Article:
    """Return the article of a page, and note by the ids of its sections where they lie in it."""
    text, headings, spans = "", [], []
    for section in sections:
        start = len(text) + 2 if text else 0
        text = "\n\n".join(filter(None, (text, section.title, section.text.strip())))
        headings.append(Heading(start, start + len(section.title), _SECTION))
        spans.append((start, len(text)))
    title = address.rstrip("/").rpartition("/")[2].replace("-", " ")
    page = Article(title=title, text=text, path=address, headings=tuple(headings))
    places.update({one.id: Place(page.id, *span) for one, span in zip(sections, spans, strict=True)})
    return page
