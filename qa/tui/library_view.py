"""Which articles of the library are shown, and in which order: what the library screen decides with."""

from dataclasses import dataclass

from qa.tui.buckets import Bucket, Unit, buckets
from qa.tui.listing import COLUMNS, NEWEST, Order, Row, clusters, filtered, of_period, ordered
from qa.tui.stock import Stock

EMPTY = "There are no articles here yet."
NO_MATCH = "No article is like that. Esc shows all again."
NO_COPIES = "No article lies here more than once. Esc shows all again."


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the screen."""

    rows: list[Row]
    bars: list[Bucket]
    """Of the articles that the filter leaves, in all periods."""

    @property
    def articles(self) -> int:
        """How many of the rows are articles, and not further places of one."""
        return len(self.rows) - sum(row.kind == "place" for row in self.rows)


class LibraryView:
    """Filter, period, order and copies, over what was read of the library."""

    def __init__(self) -> None:
        self.stock: Stock | None = None
        """What was read of the library; `None` until something was."""
        self.order = NEWEST
        self.period: Bucket | None = None
        """The month or year that alone is shown; `None` shows all."""
        self.only_copies = False
        self._unit: Unit = "month"
        self._ordered: list[Row] = []
        self._bars: list[Bucket] = []

    @property
    def is_narrowed(self) -> bool:
        """Whether articles are hidden for another reason than the filter."""
        return self.period is not None or self.only_copies

    def take(self, stock: Stock) -> None:
        """Go on with the library as it is now."""
        self.stock = stock
        self._ordered = ordered(stock.rows, self.order)

    def shown(self, wanted: str) -> Shown:
        """Return what is to be shown with these words in the filter."""
        found = filtered(self._ordered, wanted)
        if self.only_copies:
            found = clusters(found, self.stock.places if self.stock else {})
        bars = buckets((row.listing.date for row in found), self._unit)
        if self.period and not any(bar.same_time(self.period) for bar in bars):
            bars = sorted([*bars, self.period.emptied()], key=Bucket.place)
        self._bars = bars
        return Shown(of_period(found, self.period), bars)

    def why_nothing(self, wanted: str) -> str:
        """Return why no row is shown."""
        if self.stock is not None and not self.stock.rows:
            return EMPTY
        return NO_COPIES if self.only_copies and not wanted else NO_MATCH

    def sort_next(self) -> None:
        """Sort by the next column."""
        self.sort(self.order.toggled(COLUMNS[(COLUMNS.index(self.order.column) + 1) % len(COLUMNS)]))

    def sort(self, order: Order) -> None:
        """Sort otherwise."""
        self.order = order
        self._ordered = ordered(self._ordered, order)

    def step(self, by: int) -> None:
        """Choose the bar with articles so many further on; beyond the ends none.

        From none it is the newest month back, and the oldest on; the undated come after the newest.
        """
        bars = [bar for bar in self._bars if bar.count or bar.same_time(self.period)]
        at = next((n for n, bar in enumerate(bars) if bar.same_time(self.period)), None)
        newest = max((n for n, bar in enumerate(bars) if bar.year is not None), default=0)
        goal = (newest if by < 0 else 0) if at is None else at + by
        self.period = bars[goal] if 0 <= goal < len(bars) else None

    def change_unit(self) -> None:
        """Make years of months, or the other way round; the year of a month that is shown stays chosen."""
        self._unit = "year" if self._unit == "month" else "month"
        if self.period is not None and self.period.year is not None:
            self.period = Bucket(self.period.year, None, 0) if self._unit == "year" else None

    def show_all(self) -> None:
        """Hide nothing."""
        self.period, self.only_copies = None, False
