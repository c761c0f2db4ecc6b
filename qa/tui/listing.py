"""The articles of the library as rows of a table: sorted, filtered, and put together with their copies."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from index.catalogue import Listing
from qa.tui.buckets import Bucket

Column = Literal["title", "source", "date", "passages", "added"]
COLUMNS: tuple[Column, ...] = ("title", "source", "date", "passages", "added")

Kind = Literal["article", "copy", "place"]
"""An article by itself or the first of its cluster; another article of the same story; another file that
holds the very same words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    listing: Listing
    text: str
    """What is searched by a filter: without case and accents."""
    kind: Kind = "article"
    place: str = ""
    """The file of a `place`."""
    copies: int = 0
    """At the first of a cluster: how many others it has."""

    @property
    def path(self) -> str:
        """The file or address of this row."""
        return self.place or self.listing.path


@dataclass(frozen=True, slots=True)
class Order:
    """By what the rows are sorted."""

    column: Column
    descending: bool

    def toggled(self, column: Column) -> "Order":
        """Return the order that asking for a column gives: its natural one, or the other way round."""
        if column == self.column:
            return Order(column, not self.descending)
        return Order(column, column not in ("title", "source"))


NEWEST = Order("date", descending=True)


def row_of(listing: Listing) -> Row:
    """Return the row of an article."""
    day = listing.date
    said = (listing.title, listing.source, *listing.authors, listing.section, listing.path)
    when = f"{day.isoformat()} {day.day} {day:%b} {day.year}" if day else "undated"
    return Row(listing, folded("\n".join([*filter(None, said), when])))


def folded(text: str) -> str:
    """Return text as it is compared: without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))


def ordered(rows: Iterable[Row], order: Order) -> list[Row]:
    """Return the rows sorted; those that have nothing in the column come last, whichever way."""
    key = _KEYS[order.column]
    keyed = [(key(row), row) for row in rows]
    known = [(value, row) for value, row in keyed if value is not None]
    known.sort(key=lambda pair: pair[0], reverse=order.descending)
    return [row for _, row in known] + [row for value, row in keyed if value is None]


def filtered(rows: Sequence[Row], wanted: str) -> list[Row]:
    """Return the rows in which every word wanted stands somewhere: title, source, byline, path or date."""
    words = folded(wanted).split()
    if not words:
        return list(rows)
    first, *rest = words
    found = [row for row in rows if first in row.text]
    for word in rest:
        found = [row for row in found if word in row.text]
    return found


def of_period(rows: Sequence[Row], bucket: Bucket | None) -> list[Row]:
    """Return the rows of a bar of the time line; `None` means all."""
    return list(rows) if bucket is None else [row for row in rows if bucket.holds(row.listing.date)]


def clusters(rows: Sequence[Row], places: Mapping[str, Sequence[str]]) -> list[Row]:
    """Return only the articles that have copies, each followed by them.

    Args:
        rows: The articles; where the first of a cluster stands among them, the cluster does.
        places: By id the files that hold the same words, where there are several.
    """
    stories: dict[str, list[Row]] = {}
    for row in rows:
        if row.listing.story is not None:
            stories.setdefault(row.listing.story, []).append(row)
    found: list[Row] = []
    for row in rows:
        listing = row.listing
        family = stories.get(listing.story or "", [row])
        if family[0] is not row:
            continue
        others = [Row(each.listing, each.text, "copy") for each in family[1:]]
        same = [
            Row(each.listing, each.text, "place", place)
            for each in family
            for place in list(places.get(each.listing.article, ()))[1:]
        ]
        if others or same:
            found += [Row(listing, row.text, "article", "", len(others) + len(same)), *others, *same]
    return found


def _bare(text: str) -> str:
    """Return a title as it is sorted: quotation marks and the like before it do not count."""
    bare = folded(text)
    return bare.lstrip("\"'“”‘’«»„([{¿¡ …-–—") or bare


_KEYS: dict[Column, Callable[[Row], Any]] = {
    "title": lambda row: _bare(row.listing.title),
    "source": lambda row: _bare(row.listing.source) if row.listing.source else None,
    "date": lambda row: row.listing.date,
    "passages": lambda row: row.listing.passages,
    "added": lambda row: row.listing.added,
}
