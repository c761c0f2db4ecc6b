"""The library: its articles in a table, when they appeared, and what could not be read."""

import gc
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, Static

from index.errors import ReadError
from qa.tui.article_keys import LIBRARY_KEYS
from qa.tui.library_view import EMPTY, LibraryView
from qa.tui.listing import Order
from qa.tui.marks import Marks
from qa.tui.opening import open_article
from qa.tui.plain import one_line
from qa.tui.reading import reading_of_listing
from qa.tui.screens.adding import AddScreen
from qa.tui.screens.reader import ReaderScreen
from qa.tui.screens.thinning import ThinningScreen
from qa.tui.screens.troubles import TroublesScreen
from qa.tui.stock import Stock, moment_of, stock_of
from qa.tui.widgets.article_table import ArticleTable
from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.run_line import RunLine
from qa.tui.widgets.search_box import SearchBox
from qa.tui.widgets.time_bar import TimeBar
from qa.tui.wording import counted

LOOK_AGAIN_SECONDS = 2.0
"""Between two looks at whether somebody has written to the library."""
AFTER_SECONDS = 0.02
"""Between a letter of the filter and the table that follows it."""
HOW_TO_ADD = "Press a to add a folder, a file or an address."


class LibraryScreen(ThinningScreen):
    """Table, filter, bars of time, and the line about the run that adds articles."""

    BINDINGS: ClassVar[list[BindingType]] = LIBRARY_KEYS

    class Read(Message):
        """The library, or its beginning, has been read."""

        def __init__(self, stock: Stock) -> None:
            super().__init__()
            self.stock = stock

    def __init__(self, library: Path) -> None:
        super().__init__()
        self._library = library
        self._view, self._marks = LibraryView(), Marks()
        self._is_due = False
        """Whether what was typed is still to be filtered by."""
        self.table, self.bar = ArticleTable(self._marks, id="articles"), TimeBar(id="time")
        self.filter = SearchBox("Filter: title, source, byline, path or date…", id="filter")
        self.run_line = RunLine()

    def compose(self) -> ComposeResult:
        """Lay out what is said of the library, bars, filter, table, the run and the keys."""
        yield Static("loading…", id="stock", markup=False)
        yield self.bar
        yield self.filter
        yield Static(id="nothing", markup=False)
        yield self.table
        yield self.run_line
        yield KeyLine()

    @property
    def stock(self) -> Stock | None:
        """What was read of the library so far; `None` until something was."""
        return self._view.stock

    def on_mount(self) -> None:
        """Read the library, and again whenever it is written to."""
        self.set_focus(self.table)
        self._load()
        self.set_interval(LOOK_AGAIN_SECONDS, self._look_again)

    def _load(self) -> None:
        self._in_thread(self._read, "reading")

    def _look_again(self) -> None:
        if self.stock is None or self.stock.whole:
            self._in_thread(self._read_if_written, "reading")

    def _read(self) -> None:
        for stock in stock_of(self._library):
            if stock.whole or self.stock is None:
                self.post_message(self.Read(stock))

    def _read_if_written(self) -> None:
        if self.stock is None or moment_of(self._library) != self.stock.moment:
            self._read()

    @on(Read)
    def _was_read(self, event: Read) -> None:
        self._view.take(event.stock)
        if event.stock.whole:
            self._marks.keep(event.stock.rows, event.stock.places)
            # What is there now stays: gone through for garbage while one types, it took 0.2 s each time.
            gc.freeze()
        self._show()
        self.refresh_bindings()

    @on(ThinningScreen.Unreadable)
    def _unreadable(self, event: ThinningScreen.Unreadable) -> None:
        if event.reason:
            self.notify(event.reason, severity="error", markup=False)
        if self.stock is None:
            self.query_one("#stock", Static).update(one_line(self._library.name))
            self._say_nothing(event.reason or EMPTY)

    def _show(self) -> None:
        """Show what the filter, the period and the view leave, in order."""
        if self.stock is None:
            return
        shown = self._view.shown(self.filter.value)
        self.bar.show(shown.bars, self._view.period)
        self.table.show(shown.rows, self._view.order)
        self._say_stock(shown.articles, self.stock)
        self._say_nothing("" if shown.rows else self._view.why_nothing(self.filter.value))

    def _say_nothing(self, line: str) -> None:
        if line == EMPTY and self._chat.indexing is not None:
            line = f"{EMPTY} {HOW_TO_ADD}"
        note = self.query_one("#nothing", Static)
        if note.display or line:  # laying out the screen anew is the dearest part of a letter
            note.update(one_line(line))
            note.display = bool(line)

    def _say_stock(self, shown: int, stock: Stock) -> None:
        articles = counted(len(stock.rows), "article")
        parts = [
            one_line(self._library.name),
            articles if shown == len(stock.rows) else f"{shown:,} of {articles}",
            f"{len(self._marks):,} marked" if self._marks else "",
            "with copies" if self._view.only_copies else "",
            "" if stock.whole else "loading…",
            f"{counted(len(stock.troubles), 'file')} could not be read: p" if stock.troubles else "",
        ]
        self.query_one("#stock", Static).update(" · ".join(filter(None, parts)), layout=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what there is something for."""
        if action in ("add", "remove", "remove_file"):
            return self._chat.indexing is not None
        if action == "stop":
            return self._chat.indexing is not None and self._chat.indexing.is_running
        if action == "filter":
            return self.focused is not self.filter
        if action == "troubles":
            return bool(self.stock and self.stock.troubles)
        return True

    # Filter

    def action_filter(self) -> None:
        """Type what to look for."""
        self.set_focus(self.filter)

    @on(Input.Changed, "#filter")
    def _filter_changed(self) -> None:
        """Let the letter be seen first, and those typed at once with it be one filter."""
        if not self._is_due:
            self._is_due = True
            self.set_timer(AFTER_SECONDS, self._filter)

    def _filter(self) -> None:
        if self._is_due:
            self._is_due = False
            self._show()

    @on(Input.Submitted, "#filter")
    def _filter_sent(self) -> None:
        """Go on to the table; what was sent again before that, reads the article found."""
        self._filter()
        if self.focused is self.table:
            self.action_read()
        self.set_focus(self.table)

    @on(SearchBox.Left)
    def _filter_left(self) -> None:
        self.filter.value = ""
        self.set_focus(self.table)

    @on(SearchBox.Handed)
    def _handed(self, event: SearchBox.Handed) -> None:
        self._filter()
        moves = {"up": -1, "down": 1}
        if event.key in moves:
            self.table.action_move(moves[event.key])
        else:
            self.table.action_page(1 if event.key == "pagedown" else -1)

    def action_period(self, by: int) -> None:
        """Show only the next month or year that has articles, or the one before; beyond the ends, all."""
        self._view.step(by)
        self._show()

    @on(TimeBar.Chosen)
    def _bar_chosen(self, event: TimeBar.Chosen) -> None:
        self._view.period = event.bucket
        self._show()

    def action_unit(self) -> None:
        """Show bars of years instead of months, or the other way round."""
        self._view.change_unit()
        self._show()

    def action_copies(self) -> None:
        """Show only what there are copies of, each with its copies; or all again."""
        self._view.only_copies = not self._view.only_copies
        self._show()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._view.sort_next()
        self._show()

    def action_turn(self) -> None:
        """Sort the other way round."""
        self._sort(self._view.order.toggled(self._view.order.column))

    @on(ArticleTable.Sorted)
    def _header_clicked(self, event: ArticleTable.Sorted) -> None:
        self._sort(self._view.order.toggled(event.column))

    def _sort(self, order: Order) -> None:
        self._view.sort(order)
        self._show()

    def action_back(self) -> None:
        """Show all articles again, where some are hidden; take off the marks; else go back."""
        if self.filter.value or self._view.is_narrowed:
            self._view.show_all()
            self.filter.value = ""
            self._show()
        elif self._marks:
            self._marks.clear()
            self._show()
        else:
            self.dismiss()

    # One article

    def action_read(self) -> None:
        """Read the selected article."""
        row = self.table.selected
        if row is None:
            return
        self.app.push_screen(ReaderScreen(reading_of_listing(self._library, row.listing)))

    @on(ArticleTable.Opened)
    def _row_opened(self) -> None:
        self.action_read()

    def action_open(self) -> None:
        """Open the selected article's file, or its address."""
        row = self.table.selected
        if row is None:
            return
        try:
            open_article(self.app, row.path, "")
        except ReadError as error:
            self.notify(str(error), severity="error", markup=False)

    # Adding

    def action_add(self) -> None:
        """Ask what to bring in."""
        self.app.push_screen(AddScreen(), self._chat.bring_in)

    def action_stop(self) -> None:
        """End the run that adds articles."""
        if self._chat.indexing is not None:
            self._chat.indexing.stop()

    def action_troubles(self) -> None:
        """Show what could not be read."""
        if self.stock is not None:
            self.app.push_screen(TroublesScreen(self.stock.troubles))
