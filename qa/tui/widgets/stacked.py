"""A widget of blocks of text.

A widget for every block, and for every row and column of them, would be some dozens for an answer and
its sources; and every widget costs at every change of the layout.
"""

from abc import abstractmethod
from collections.abc import Sequence

from textual import events
from textual.geometry import Offset
from textual.selection import Selection
from textual.widget import Widget

from qa.tui.widgets.blocks import Block, Stack
from qa.tui.widgets.laid_out_once import LaidOutOnce


class Stacked(LaidOutOnce):
    """A widget of blocks that can change; each of them can be selected by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._known: list[str] = []
        """The lines of the texts, as they were last looked at."""
        self._clicked: events.Click | None = None

    @abstractmethod
    def blocks(self, width: int) -> Sequence[Block]:
        """Return what stands there in so many columns; 0 where it is not drawn."""

    def render(self) -> Stack:
        """Return the blocks."""
        # The framework loses the theme's share of a colour that a style names by "$text-muted".
        return Stack(self.blocks, self.app.theme_variables["text-muted"])

    def changed(self, *, layout: bool = True) -> None:
        """Draw the blocks, which are others now; `layout` says whether they may have more lines, or fewer."""
        self._follow_selection()
        self.refresh(layout=layout)

    def on_resize(self) -> None:
        """Look at the texts anew: they may be others with more room."""
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Keep those words selected that were; where they are there no more, none."""
        if not self.is_attached:
            return
        before, self._known = self._known, self._lines()
        if self.text_selection is None:
            return
        start, end = self.text_selection
        lines = before[start.y if start else 0 : end.y + 1 if end else None]
        places = range(len(self._known) - len(lines) + 1)
        first = next((at for at in places if self._known[at : at + len(lines)] == lines), None)
        selections = {**self.screen.selections}
        if first is None or not lines:
            del selections[self]
        else:
            last = first + len(lines) - 1
            end_at = Offset(end.x if end else len(lines[-1]), last)
            selections[self] = Selection(Offset(start.x if start else 0, first), end_at)
        self.screen.selections = selections

    def _lines(self) -> list[str]:
        """Return the lines of the texts as they stand there."""
        texts = (block.text.plain for block in self.blocks(self.content_size.width))
        return [line for text in texts for line in text.split("\n")]

    @property
    def was_dragged_over(self) -> bool:
        """Whether the button was released where it had selected something: that was no click."""
        return self.text_selection is not None

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return what is selected of the texts."""
        lines = self._lines()
        if selection.start is not None and selection.start.y >= len(lines):
            return "", "\n"
        return selection.extract("\n".join(lines)), "\n"

    def on_click(self, event: events.Click) -> None:
        """Note where it was: a second click selects the text there, a third one all."""
        self._clicked = event

    @property
    def select_container(self) -> Widget:
        """What a third click selects."""
        return self

    def text_select_all(self) -> None:
        """Select the text that was clicked, or all."""
        line, first = self._line_clicked_twice(), 0
        for block in self.blocks(self.content_size.width):
            last = first + block.lines - 1
            if first <= line <= last:
                self.screen.selections = {self: Selection(Offset(0, first), Offset(block.last_letters, last))}
                return
            first = last + 1
        super().text_select_all()

    def _line_clicked_twice(self) -> int:
        """Return which line of the texts it was; -1 for none."""
        clicked = self._clicked
        if clicked is None or clicked.chain != 2:
            return -1
        _, place = self.screen.get_widget_and_offset_at(clicked.screen_x, clicked.screen_y)
        return place.y if place else -1
