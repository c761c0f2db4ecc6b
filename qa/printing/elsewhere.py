"""Hits that stand in several articles → the titles of the others."""

from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from qa.records import Elsewhere, Hit


def named(hits: Sequence[Hit], library: Library) -> tuple[Hit, ...]:
    """Return the hits, each with the titles of the other articles that say the same.

    All are looked up at once; nothing is read where no hit has another article. One that left the
    library meanwhile has no title.
    """
    wanted = dict.fromkeys(number for hit in hits for number in hit.also_in)
    if not wanted:
        return tuple(hits)
    others = {
        number: Elsewhere(article=number, title=one.title, source=one.source, date=one.date)
        for number, one in library.described(wanted).items()
    }
    return tuple(
        replace(hit, elsewhere=tuple(others[number] for number in hit.also_in if number in others))
        for hit in hits
    )
