"""Rows of the library that were marked: they stay so whatever a filter shows."""

from collections.abc import Iterable, Mapping, Sequence

from qa.tui.listing import Row

Key = tuple[str, str]
"""An article's id, and the file of a further place of it, "" for the article itself."""


class Marks:
    """The marked rows, in the order they were marked."""

    def __init__(self) -> None:
        self._rows: dict[Key, Row] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, row: Row) -> bool:
        return _key(row) in self._rows

    @property
    def rows(self) -> tuple[Row, ...]:
        """Those that are marked."""
        return tuple(self._rows.values())

    def toggle(self, row: Row) -> None:
        """Mark a row, or take its mark off."""
        if self._rows.pop(_key(row), None) is None:
            self._rows[_key(row)] = row

    def toggle_all(self, rows: Sequence[Row]) -> None:
        """Mark all of some rows; where they all are, take their marks off."""
        if all(row in self for row in rows):
            for row in rows:
                del self._rows[_key(row)]
        else:
            self._rows |= {_key(row): row for row in rows}

    def keep(self, rows: Iterable[Row], places: Mapping[str, Sequence[str]]) -> None:
        """Forget the marks of what has left the library.

        Args:
            rows: The articles it holds now.
            places: By id where those lie that lie in more than one place.
        """
        there = {row.listing.article for row in rows}
        self._rows = {
            (article, place): row
            for (article, place), row in self._rows.items()
            if article in there and (not place or place in places.get(article, ()))
        }

    def clear(self) -> None:
        """Take every mark off."""
        self._rows.clear()

    def hidden(self, shown: Iterable[Row]) -> int:
        """Return how many of the marked rows are not among those shown."""
        return len(self._rows.keys() - set(map(_key, shown)))


def _key(row: Row) -> Key:
    return row.listing.article, row.place
