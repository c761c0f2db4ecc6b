"""Articles in lines of a table, however many: only those in view are ever drawn.

The framework's table measures every cell when rows come or go: with 10,000 of them each letter of a
filter took seconds. Here a letter costs the lines in view.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qa.tui.lines import cut
from qa.tui.listing import COLUMNS, NEWEST, Column, Order, Row
from qa.tui.marks import Marks
from qa.tui.plain import one_line
from qa.tui.wording import day

NAMES: Mapping[Column, str] = {
    "title": "Title",
    "source": "Source",
    "date": "Date",
    "passages": "Passages",
    "added": "Added",
}
MARK = "*"
"""Before a marked row; also the key that marks all."""
NARROW = 90
"""Below so many cells there are four columns, and the space between them is one cell."""


class ArticleTable(ScrollView, can_focus=True):
    """Rows under a header, one of them selected; says what is selected, opened or to be sorted by."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"table--{part}" for part in ("row", "header", "sorted", "selected", "aside")
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Row up", show=False, id="row-up"),
        Binding("down,j", "move(1)", "Row down", show=False, id="row-down"),
        Binding("pageup,b", "page(-1)", "A page up", show=False, id="rows-up"),
        Binding("pagedown", "page(1)", "A page down", show=False, id="rows-down"),
        Binding("home,g", "first", "To the first row", show=False, id="first-row"),
        Binding("end,G", "last", "To the last row", show=False, id="last-row"),
    ]

    class Opened(Message):
        """The selected row was clicked once more."""

    class Sorted(Message):
        """The name of a column was clicked."""

        def __init__(self, column: Column) -> None:
            super().__init__()
            self.column = column

    def __init__(self, marks: Marks, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        """Prepare an empty table.

        Args:
            marks: The rows that are marked, asked at each drawing.
            id: The framework's.
        """
        super().__init__(id=id)
        self._marks = marks
        self._rows: Sequence[Row] = ()
        self._order = NEWEST
        self._at = 0

    @property
    def selected(self) -> Row | None:
        """The row the keys are for; `None` where there is none."""
        return self._rows[self._at] if self._at < len(self._rows) else None

    @property
    def rows(self) -> Sequence[Row]:
        """What it shows, in order."""
        return self._rows

    def show(self, rows: Sequence[Row], order: Order) -> None:
        """Show other rows; the one that was selected stays so if it is among them, else the first is."""
        before = self.selected
        self._rows, self._order = rows, order
        self._at = next((at for at, row in enumerate(rows) if _same(row, before)), 0) if before else 0
        self.virtual_size = Size(self._room, len(rows) + 1)
        self._reveal()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the selected row in view."""
        self.virtual_size = Size(self._room, len(self._rows) + 1)
        self._reveal()

    def action_move(self, by: int) -> None:
        """Select the row so many further on."""
        self._select(self._at + by)

    def action_page(self, pages: int) -> None:
        """Select the row so many pages further on."""
        self._select(self._at + pages * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """Select the first row."""
        self._select(0)

    def action_last(self) -> None:
        """Select the last row."""
        self._select(len(self._rows) - 1)

    def _select(self, at: int) -> None:
        self._at = max(0, min(at, len(self._rows) - 1))
        self._reveal()
        self.refresh()

    def _reveal(self) -> None:
        room, top = max(1, self.size.height - 1), self.scroll_offset.y
        if self._at < top:
            self.scroll_to(y=self._at, animate=False, immediate=True)
        elif self._at >= top + room:
            self.scroll_to(y=self._at - room + 1, animate=False, immediate=True)

    @property
    def _room(self) -> int:
        """Cells of a line, the scrollbar's not among them."""
        return self.scrollable_content_region.width

    def _widths(self) -> dict[Column, int]:
        """Return the columns that have room, each with its cells.

        On a narrow screen titles need the room more than a day nobody sorts by.
        """
        room, order = self._room - self._lead, self._order.column
        if room >= NARROW:
            fixed: dict[Column, int] = {"source": min(30, room // 5), "date": 11, "passages": 9, "added": 11}
        elif order == "added":
            fixed = {"source": 16, "date": 11, "added": 11}
        else:
            fixed = {"source": 16, "date": 11, "passages": 5}
        title = max(12, room - sum(fixed.values()) - self._gap * len(fixed))
        return {"title": title, **fixed}

    @property
    def _lead(self) -> int:
        """Cells before the first column: of the bar at the selected row, and of marks if there are any."""
        return 3 if self._marks else 1

    @property
    def _gap(self) -> int:
        return 1 if self._room <= NARROW else 3

    def _places(self) -> list[tuple[Column, int, int]]:
        """Return the columns, each with where it begins and ends."""
        at, placed = self._lead, []
        for column, width in self._widths().items():
            placed.append((column, at, at + width))
            at += width + self._gap
        return placed

    def render_line(self, y: int) -> Strip:
        """Return the header or a row."""
        width = self._room
        if y == 0:
            strip = self._header()
        else:
            at = self.scroll_offset.y + y - 1
            if at >= len(self._rows):
                return Strip.blank(width, self._style("row"))
            strip = self._line(self._rows[at], is_selected=at == self._at)
        return strip.extend_cell_length(width, self._style("row")).crop(0, width)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"table--{part}")

    def _header(self) -> Strip:
        segments, at = [], 0
        plain = self._style("header")
        for column, start, end in self._places():
            is_sorted = column == self._order.column
            sign = ("▼" if self._order.descending else "▲") if is_sorted else ""
            style = self._style("sorted") if is_sorted else plain
            name = NAMES[column] if end - start > len(NAMES[column]) else "Pass."
            segments += [Segment(" " * (start - at), plain), _cell(name + sign, column, end - start, style)]
            at = end
        return Strip(segments).extend_cell_length(self._room, plain)

    def _line(self, row: Row, *, is_selected: bool) -> Strip:
        said = _said(row)
        plain = self._style("selected") if is_selected else self._style("row")
        aside = plain if is_selected else self._style("aside")
        segments, at = [], 0
        for column, start, end in self._places():
            lead = self._sign(row, is_selected=is_selected) if at == 0 else " "
            style = plain if column == "title" and row.kind == "article" else aside
            segments += [Segment(lead.ljust(start - at), plain)] if start > at else []
            text, room = said[column], end - start
            if column == "title" and (copies := _copies(row)):
                text = f"{cut(text, min(cell_len(text), room - len(copies)))}{copies}"
            segments.append(_cell(text, column, room, style))
            at = end
        return Strip(segments).extend_cell_length(self._room, plain)

    def _sign(self, row: Row, *, is_selected: bool) -> str:
        """Return what stands before a row: the bar where it is selected, a star where it is marked."""
        return f"{'▌' if is_selected else ' '}{MARK if row in self._marks else ''}"

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked, open the one that is selected, sort by a column's name."""
        event.stop()
        if event.y == 0:
            column = next((name for name, start, end in self._places() if start <= event.x <= end), None)
            if column:
                self.post_message(self.Sorted(column))
            return
        at = self.scroll_offset.y + event.y - 1
        if at < len(self._rows):
            self._select(at)
            if event.chain == 2:
                self.post_message(self.Opened())


def _same(row: Row, other: Row) -> bool:
    return (row.listing.article, row.place) == (other.listing.article, other.place)


def _copies(row: Row) -> str:
    """Return what stands behind the title of an article that there are others of."""
    copies = row.copies or row.listing.places - 1
    return f" +{copies}" if copies > 0 and row.kind == "article" else ""


def _said(row: Row) -> dict[Column, str]:
    """Return what stands in each column of a row."""
    listing = row.listing
    if row.kind == "place":
        return {**dict.fromkeys(COLUMNS, ""), "title": f"  = {one_line(row.place)}"}
    title = one_line(listing.title) or "(no title)"
    if row.kind == "copy":
        title = f"  ≈ {title}"
    return {
        "title": title,
        "source": one_line(listing.source or "–"),
        "date": day(listing.date) if listing.date else "–",
        "passages": f"{listing.passages:,}",
        "added": day(listing.added.astimezone().date()),
    }


def _cell(text: str, column: Column, width: int, style: Style) -> Segment:
    if column == "passages":
        text = text.rjust(width)
    return Segment(cut(text, width), style)
