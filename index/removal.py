"""Taking out what a person names, for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import vectors, words
from index.errors import QuestionError
from index.inventory import ArticleEntry
from index.library import Library
from index.naming import ambiguous, find, placed, said
from index.whereabouts import Whereabouts
from index.writing import Writer


@dataclass(frozen=True, slots=True)
class Place:
    """A path or an address under which the library knows something."""

    name: str
    files: tuple[str, ...]
    """The known files there, at least one."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the arguments of a removal mean."""

    places: tuple[Place, ...]
    articles: tuple[str, ...]
    """Ids."""


@dataclass(frozen=True, slots=True)
class Staying:
    """An article of a removed file that stays."""

    entry: ArticleEntry
    elsewhere: tuple[str, ...]
    """The other files it lies in."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What leaves, or left."""

    named: Named
    files: tuple[str, ...]
    articles: tuple[ArticleEntry, ...]
    staying: tuple[Staying, ...]


def planned(given: Sequence[str], library: Library) -> Removal:
    """Return what `remove` would take out; nothing is.

    Raises:
        QuestionError: An argument names nothing in the library, or more than one article.
    """
    with Whereabouts.of(library) as view:
        named = _named(given, view)
        files = frozenset(file for place in named.places for file in place.files)
        inside = dict(view.articles_in(files))
        entries = {entry.article.id: entry for entry in view.entries([*named.articles, *inside])}
        staying = {one: paths for one, paths in inside.items() if paths and one not in named.articles}
        return Removal(
            named=named,
            files=tuple(sorted(files)),
            articles=tuple(entry for one, entry in entries.items() if one not in staying),
            staying=tuple(Staying(entries[one], paths) for one, paths in staying.items()),
        )


def remove(given: Sequence[str], library_directory: Path) -> Removal:
    """Take files, folders, addresses and articles out of a library, and remember to leave them out.

    An article of a removed file that lies in another file too stays. One that is named itself
    leaves wherever it lies.

    Args:
        given: Each a path or address under which something is known, else the beginning of an id.
        library_directory: Where the library is.

    Raises:
        QuestionError: As `planned`; nothing is removed then.
        LibraryBusyError: Another process is writing to the library.
        LibraryError: It cannot be opened or written.
    """
    with Library.open(library_directory) as library:
        with Writer.of(library) as writer:
            removal = planned(given, library)
            for place in removal.named.places:
                writer.leave_out_path(place.name, place.files)
            for identifier in removal.named.articles:
                writer.leave_out_article(identifier)
            writer.sweep()
        vectors.bring_up_to_date(library)
        words.bring_up_to_date(library)
    return removal


def _named(given: Sequence[str], view: Whereabouts) -> Named:
    places: list[Place] = []
    articles: dict[str, None] = {}
    for one in given:
        if not one:
            raise QuestionError("nothing is named; give a path, an address or an id")
        name, files = placed(one, view)
        if files:
            places.append(Place(name, tuple(files)))
        else:
            articles[_article(one, view)] = None
    return Named(tuple(places), tuple(articles))


def _article(given: str, view: Whereabouts) -> str:
    found = find(given, view)
    if not found:
        raise QuestionError(
            f"{said(given)}: the library has no file there, and no article with an id that begins so; "
            "qa list prints the ids, qa show ID says where an article lies"
        )
    if len(found) > 1:
        raise ambiguous(given, found)
    return found[0]
