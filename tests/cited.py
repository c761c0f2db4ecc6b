"""Hits, citations and answers made of plain words. Tests import them as `from cited import citations`."""

from datetime import date

from qa.records import Answer, Citation, Hit


def hit(text: str, *, rank: int = 1, title: str = "A title", start: int = 0, article: str = "a") -> Hit:
    """Return a hit that only the words found, `start` characters into its article."""
    return Hit(
        rank=rank,
        score=1 / rank,
        passage=rank,
        article=article,
        title=title,
        source="The Herald",
        date=date(2024, 4, 23),
        path="/papers/a.txt",
        start=start,
        end=start + len(text),
        text=text,
        similarity=None,
        bm25=1.0,
    )


def citations(*quotes: str) -> tuple[Citation, ...]:
    """Return quotations numbered from 1, each all of its passage."""
    return tuple(
        Citation(n=n, hit=hit(quote, rank=n), start=0, end=len(quote), quote=quote, score=1 / n)
        for n, quote in enumerate(quotes, start=1)
    )


def turn(question: str, *quotes: str, understood: str | None = None) -> Answer:
    """Return an answer that was given before, citing these quotations."""
    return Answer(
        question=question,
        understood=understood or question,
        sentences=(),
        citations=citations(*quotes),
        hits=(),
        model=None,
    )
