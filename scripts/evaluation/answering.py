"""Our own sample articles, asked as a reader would: what is printed, and whether it can be relied on."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.data import SAMPLES, Question
from evaluation.measures import Figure, contains, token_f1
from evaluation.tables import Table
from index.build import build
from index.embedder import Embedder
from index.library import Library
from qa.answering.answer import Asker
from qa.evidence.weighing import PassageReader
from qa.language.facts import numbers
from qa.models.llm import LanguageModel
from qa.records import Answer, Answered, Sentence
from qa.retrieval.retriever import Retriever
from qa.verification.verify import without_marks

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@contextmanager
def sample_library(embedder: Embedder) -> Iterator[Retriever]:
    """Lend a library of the sample articles, read and indexed as `qa index` does it."""
    with TemporaryDirectory(prefix="article-qa-") as directory:
        for _ in build([SAMPLES / "articles"], Path(directory), lambda: embedder):
            pass
        retriever = Retriever.open(Path(directory), embedder)
        try:
            yield retriever
        finally:
            retriever.close()


def measure_samples(
    retriever: Retriever,
    questions: Sequence[Question],
    writers: Sequence[LanguageModel | None],
    *,
    reader: PassageReader | None = None,
) -> tuple[Table, list[str]]:
    """Return how good the answers of each writer are, and every violation in them.

    Args:
        retriever: Over the sample articles.
        questions: Those with no answers are to be refused.
        writers: `None` is quotation mode.
        reader: Marks where passages answer; `None` does without.
    """
    rows: dict[str, dict[str, Figure | float]] = {}
    violations = []
    for writer in writers:
        asker = Asker(retriever, writer, reader=reader)
        answers = [asked(asker, question.text) for question in questions]
        name = writer.name if writer else "quotation"
        found = [line for answer in answers for line in violations_in(answer, retriever.library)]
        rows[name] = _figures(questions, answers) | {"violations": float(len(found))}
        violations += [f"{name}: {line}" for line in found]
    return Table(
        f"samples: {len(questions)} questions, {retriever.holdings.articles} articles", rows
    ), violations


def asked(asker: Asker, question: str) -> Answer:
    """Return the whole answer to a question."""
    (answer,) = (event.answer for event in asker.ask(question) if isinstance(event, Answered))
    return answer


def violations_in(answer: Answer, library: Library) -> list[str]:
    """Return what in an answer its sources do not bear out; nothing is the only acceptable result.

    Every mark has its citation, every citation's quote stands in the stored article, every quoted
    sentence is its quote, and every number of a written one stands in the quotes it cites.
    """
    found = []
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for citation in answer.citations:
        article = library.article(citation.hit.article)
        if article is None or article.text[citation.start : citation.end] != citation.quote:
            found.append(f"{answer.question} | not verbatim: {citation.quote}")
    for sentence in answer.sentences:
        if not sentence.marks or not set(sentence.marks) <= set(quotes):
            found.append(f"{answer.question} | cites nothing: {sentence.text}")
        elif not _borne_out(sentence, " ".join(quotes[n] for n in sentence.marks)):
            found.append(f"{answer.question} | not in its quotes: {sentence.text}")
    return found


def _borne_out(sentence: Sentence, quotes: str) -> bool:
    words = without_marks(sentence.text)
    if sentence.origin == "quoted":
        return words.removeprefix("“").removesuffix("”") in " ".join(quotes.split())
    # Besides the values that the program itself compares, all digits as they are written.
    literal = set(_DIGITS.findall(quotes))
    digits = all(run in literal or numbers(run) <= numbers(quotes) for run in _DIGITS.findall(words))
    return digits and numbers(words) <= numbers(quotes)


def _figures(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, Figure | float]:
    """Return shares of the answerable questions, and of the unanswerable ones those refused."""
    pairs = list(zip(questions, answers, strict=True))
    right = [(question.answers, answer) for question, answer in pairs if question.answers]
    wrong = [answer for question, answer in pairs if not question.answers]
    shown = [(wanted, without_marks(answer.text)) for wanted, answer in right]
    sentences = [sentence for _, answer in pairs for sentence in answer.sentences]
    return {
        "contained": Figure.mean([contains(text, wanted) for wanted, text in shown]),
        "token F1": Figure.mean([token_f1(text, wanted) for wanted, text in shown]),
        "wrongly refused": Figure.mean([answer.abstained for _, answer in right]),
        "rightly refused": Figure.mean([answer.abstained for answer in wrong]),
        "sentences": float(len(sentences)),
        "written": float(sum(sentence.origin == "written" for sentence in sentences)),
    }
