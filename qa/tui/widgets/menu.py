"""What can be typed next, above the question box."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from qa.tui.completing import Completion
from qa.tui.plain import one_line

ROWS = 7
"""Lines shown at once; the list moves under them."""
COLUMN = 24
"""Columns for what is typed: few are longer, and what each does is to be read at 80."""


class Menu(Static):
    """Ways to complete a command, one of them chosen; nothing is there while there are none."""

    def __init__(self) -> None:
        super().__init__(id="menu", markup=False)
        self._offered: Sequence[Completion] = ()
        self._at = 0
        self.moved = False
        """Whether the reader went to one of them."""
        self.display = False

    @property
    def chosen(self) -> Completion | None:
        """The one that Tab takes; `None` while nothing is offered."""
        return self._offered[self._at] if self._offered else None

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show these, the first one chosen."""
        if not (completions or self._offered):
            return  # laying out the screen anew for each letter would cost more than all else it does
        self._offered, self._at, self.moved = completions, 0, False
        self.display = bool(completions)
        self._draw()

    def close(self) -> bool:
        """Offer nothing more; `False` where nothing was offered."""
        was_open = bool(self._offered)
        self.offer(())
        return was_open

    def move(self, by: int) -> bool:
        """Choose the next one, or the one before; `False` where nothing is offered."""
        if not self._offered:
            return False
        self._at = (self._at + by) % len(self._offered)
        self.moved = True
        self._draw()
        return True

    def _draw(self) -> None:
        first = max(0, min(self._at - ROWS // 2, len(self._offered) - ROWS))
        shown = self._offered[first : first + ROWS]
        width = min(COLUMN, max((len(one.shown) for one in self._offered), default=0))
        lines = []
        for place, one in enumerate(shown, first):
            mark = "›" if place == self._at else " "
            line = Content(f"{mark} {one_line(one.shown):{width}}  {one_line(one.about)}")
            lines.append(line.stylize("bold $text-accent") if place == self._at else line)
        self.update(Content("\n").join(lines))
