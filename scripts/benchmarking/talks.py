"""Kept conversations over a library of made articles: as many, and as long, as wanted."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from benchmarking.prose import Prose
from benchmarking.samples import sample_articles
from benchmarking.vocabulary import wide_words
from index.library import Library
from index.records import Article, Passage
from index.sentences import sentences
from qa.dialogue.kept_conversations import Conversations
from qa.records import Answer, Citation, Hit, Sentence, Timings

CITED, READ = 3, 8
"""Passages that an answer cites, and that were read for it."""
SEED = 17

Placed = tuple[Passage, Article]


def keep_talks(directory: Path, *, conversations: int, turns: int) -> None:
    """Keep so many conversations of one turn over the library in a directory, then one of so many turns.

    What is kept is what the program keeps of its own answers: questions, sentences that quote passages of
    the library, the passages, and figures.
    """
    with Library.open(directory) as library:
        placed = list(library.placed(range(1, 2_000)).values())
    questions = _questions(conversations + turns)
    answers = (_answer(question, number, placed) for number, question in enumerate(questions))
    with Conversations.open(directory) as kept:
        for answer in (next(answers) for _ in range(conversations)):
            kept.add(kept.begin(), answer)
        long = kept.begin()
        for answer in answers:
            kept.add(long, answer)


def _questions(wanted: int) -> list[str]:
    prose = Prose(wide_words(article.text for article in sample_articles()), seed=SEED)
    return prose.questions(wanted)


def _answer(question: str, number: int, placed: list[Placed]) -> Answer:
    """Return an answer that quotes the first sentences of some passages, others for each number."""
    chosen = [placed[(number * READ + at) % len(placed)] for at in range(READ)]
    hits = tuple(_hits(chosen))
    citations = tuple(_cited(hit, n) for hit, n in zip(hits[:CITED], count(1), strict=False))
    return Answer(
        question=question,
        understood=question,
        sentences=tuple(Sentence(f"{one.quotation} [{one.n}]", (one.n,), "quoted") for one in citations),
        citations=citations,
        hits=hits,
        model="SmolLM2-135M-Instruct",
        timings=Timings(retrieve_ms=5, evidence_ms=90, first_token_ms=900, total_ms=2_300),
    )


def _hits(chosen: Iterable[Placed]) -> Iterator[Hit]:
    for rank, (passage, article) in enumerate(chosen, 1):
        yield Hit(
            rank=rank,
            score=1 / rank,
            passage=passage.id,
            article=article.id,
            title=article.title,
            source=article.source,
            date=article.date,
            path=article.path,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            similarity=0.5,
            bm25=9.0,
        )


def _cited(hit: Hit, n: int) -> Citation:
    start, end = next(iter(sentences(hit.text)))
    quote = hit.text[start:end]
    return Citation(n=n, hit=hit, start=hit.start + start, end=hit.start + end, quote=quote, score=1.0)
