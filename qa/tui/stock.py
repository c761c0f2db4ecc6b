"""What the library screen reads of the library, in a thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import Catalogue
from index.inventory import Moment
from index.library import Library
from index.records import Article
from index.removal import Removal, planned
from index.troubles import Trouble
from qa.tui.listing import Row, row_of
from qa.tui.plain import one_line
from qa.tui.wording import counted, day

MOST_NAMED = 3
"""Articles named one by one before they are removed; more are counted."""


@dataclass(frozen=True, slots=True)
class Stock:
    """All that the library holds at one moment, or, while it is being read, the first of it."""

    rows: tuple[Row, ...]
    places: dict[str, tuple[str, ...]]
    """By id where the articles lie that lie in more than one place."""
    troubles: tuple[Trouble, ...]
    moment: Moment
    whole: bool


def stock_of(directory: Path) -> Iterator[Stock]:
    """Yield the first articles as soon as they are read, then all.

    Raises:
        LibraryMissingError: There is no library.
        LibraryError: It cannot be read.
    """
    with Library.open(directory) as library, Catalogue.of(library) as view:
        moment, troubles = view.moment, view.troubles()
        rows: list[Row] = []
        for batch in view.listings():
            rows += map(row_of, batch)
            if len(rows) == len(batch):
                yield Stock(tuple(rows), {}, troubles, moment, whole=False)
        yield Stock(tuple(rows), view.places(), troubles, moment, whole=True)


def moment_of(directory: Path) -> Moment | None:
    """Return the state last committed to a library, `None` where there is none.

    Raises:
        LibraryError: It cannot be read.
    """
    with Library.open(directory) as library:
        return library.moment


def planned_removal(directory: Path, given: Sequence[str]) -> Removal:
    """Return what would leave with some articles and files; nothing does.

    Raises:
        QuestionError: The library does not know one of them any more.
        LibraryError: The library cannot be read.
    """
    with Library.open(directory) as library:
        return planned(given, library)


def said_before(removal: Removal) -> str:
    """Return what a removal would do, for the one who decides."""
    articles = removal.articles
    lines = [_named(entry.article) for entry in articles[:MOST_NAMED]]
    if len(articles) > MOST_NAMED:
        lines.append(f"and {counted(len(articles) - MOST_NAMED, 'more article')}")
    if staying := len(removal.staying):
        lie = "lies elsewhere too, and stays" if staying == 1 else "lie elsewhere too, and stay"
        lines.append(f"{counted(staying, 'article')} of it {lie}.")
    lines += [f"File: {one_line(path)}" for path in removal.files[:MOST_NAMED]]
    return "\n".join(lines)


def _named(article: Article) -> str:
    said = (f"“{one_line(article.title)}”", one_line(article.source or ""), day(article.date))
    return " · ".join(filter(None, said))


def said_after(removal: Removal) -> str:
    """Return what left the library."""
    return (
        f"Removed {counted(len(removal.articles), 'article')}; what is named in an indexing run comes back."
    )
