"""Hits that stand in several articles → the titles of the others."""

from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from qa.records import Elsewhere, Hit


def named(hits: Sequence[Hit], library: Library) -> tuple[Hit, ...]:
    """Return the hits, each with the titles of the other articles that say the same.

    They are read by the passages that gave way, all in one look; nothing is read where no hit has
    another article. One that left the library meanwhile has no title.
    """
    copies = [copy for hit in hits if hit.also_in and hit.ranking for copy in hit.ranking.copies]
    if not copies:
        return tuple(hits)
    articles = {article.id: article for article in library.articles_of(copies).values()}
    others = {
        number: Elsewhere(article=number, title=one.title, source=one.source, date=one.date)
        for number, one in articles.items()
    }
    return tuple(
        replace(hit, elsewhere=tuple(others[number] for number in hit.also_in if number in others))
        for hit in hits
    )
