"""One line with something at each of its ends, as one widget."""

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from qa.tui.widgets.laid_out_once import LaidOutOnce

GAP = 2
"""Columns between the two at least."""
MOST = 0.6
"""Of the line, what stands at its right end may take."""


class Ends(Visual):
    """Two texts; what has no room is cut off, with an ellipsis."""

    def __init__(self, left: Content, right: Content) -> None:
        self._left, self._right = left, right

    def __str__(self) -> str:
        """Return both, whole."""
        return " ".join(filter(None, (self._left.plain, self._right.plain)))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Return the columns there are."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Return one line."""
        return 1

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the line."""
        at_right = min(self._right.cell_length, int(MOST * width))
        at_left = width - at_right - (GAP if at_right else 0)
        left = self._left.truncate(max(0, at_left), ellipsis=True, pad=True)
        right = self._right.truncate(at_right, ellipsis=True)
        line = Content.assemble(left, " " * (width - at_right - left.cell_length), right)
        return line.render_strips(width, height, style, options)


class EndsLine(LaidOutOnce):
    """A line that shows them, however often they change, where it stands."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._shown = Ends(Content(), Content())

    def put(self, left: Content, right: Content) -> None:
        """Show other texts."""
        self._shown = Ends(left, right)
        self.refresh()

    def render(self) -> Ends:
        """Return what it shows."""
        return self._shown
