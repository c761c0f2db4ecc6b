"""The part of the library's screen that marks articles and takes them out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from textual import on
from textual.message import Message
from textual.screen import Screen

from index import removal
from index.errors import ArticleQAError, LibraryMissingError
from index.removal import Removal
from qa.tui.growing import GrowingApp
from qa.tui.listing import Row
from qa.tui.marks import Marks
from qa.tui.screens.confirm import ConfirmScreen
from qa.tui.stock import planned_removal, said_after, said_before
from qa.tui.widgets.article_table import ArticleTable
from qa.tui.wording import counted

STAYS_ON_DISK = "The files on the disk stay as they are. No later run brings it in again unless it is named."
MANY = 200
"""Articles from which taking them out is felt, and is said to be going on."""


class ThinningScreen(Screen[None]):
    """Marks rows of a table, and removes what is marked, or selected where nothing is."""

    table: ArticleTable
    _library: Path
    _marks: Marks

    class Unreadable(Message):
        """The library cannot be read, or written; `reason` is one line, "" where there is none yet."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Planned(Message):
        """It is known what a removal would take out."""

        def __init__(self, given: Sequence[str], planned: Removal) -> None:
            super().__init__()
            self.given = given
            self.planned = planned

    class Removed(Message):
        """Something has been taken out."""

        def __init__(self, removed: Removal) -> None:
            super().__init__()
            self.removed = removed

    def _load(self) -> None:
        """Read the library again."""
        raise NotImplementedError

    def _show(self) -> None:
        """Show what the filter, the period and the view leave, in order."""
        raise NotImplementedError

    @property
    def _chat(self) -> GrowingApp:
        return cast("GrowingApp", self.app)

    def _in_thread(self, work: Callable[[], None], group: str) -> None:
        """Do what may block; its foreseen trouble becomes a message."""

        def guarded() -> None:
            try:
                work()
            except LibraryMissingError:
                self.post_message(self.Unreadable(""))
            except ArticleQAError as error:
                self.post_message(self.Unreadable(str(error)))

        self.run_worker(guarded, thread=True, exclusive=True, group=group)

    # Marks

    def action_mark(self) -> None:
        """Mark the selected row, or take its mark off, and go on to the next."""
        if row := self.table.selected:
            self._marks.toggle(row)
            self.table.action_move(1)
            self._show()

    def action_mark_all(self) -> None:
        """Mark all rows that are shown; where they all are, none of them."""
        self._marks.toggle_all(self.table.rows)
        self._show()

    def _chosen(self) -> tuple[Row, ...]:
        """Return the rows that a removal is about: those marked, else the one selected."""
        if self._marks:
            return self._marks.rows
        return (self.table.selected,) if self.table.selected else ()

    # Removing

    def action_remove(self) -> None:
        """Ask whether the marked articles, or the selected one, are to leave; of a copy's file, the file."""
        self._plan([row.place or row.listing.article for row in self._chosen()])

    def action_remove_file(self) -> None:
        """Ask whether the files of those articles are to leave with all they hold."""
        self._plan(list(dict.fromkeys(row.path for row in self._chosen())))

    def _plan(self, given: Sequence[str]) -> None:
        def plan() -> None:
            self.post_message(self.Planned(given, planned_removal(self._library, given)))

        if given:
            self._in_thread(plan, "removing")

    @on(Planned)
    def _removal_planned(self, event: Planned) -> None:
        going = event.planned
        if going.articles:
            question = f"Remove {counted(len(going.articles), 'article')} from the library?"
        else:
            question = "Forget this file? Its articles lie elsewhere too."
        hidden = self._marks.hidden(self.table.rows)
        unseen = f"{hidden:,} of what is marked is not shown just now." if hidden else ""
        about = "\n".join(filter(None, (said_before(going), unseen)))

        def decide(said: bool | None) -> None:
            if said:
                if len(going.articles) >= MANY:
                    self.notify(f"Removing {counted(len(going.articles), 'article')}…")
                self._in_thread(lambda: self._remove(event.given), "removing")

        self.app.push_screen(ConfirmScreen(question, about, note=STAYS_ON_DISK), decide)

    def _remove(self, given: Sequence[str]) -> None:
        self.post_message(self.Removed(removal.remove(given, self._library)))

    @on(Removed)
    def _was_removed(self, event: Removed) -> None:
        self.notify(said_after(event.removed), markup=False)
        self._chat.library_changed()
        self._load()
