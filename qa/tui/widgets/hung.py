"""Text with a word or a sign beside its first line, as one widget.

A row of two widgets would be three with their container, and every widget costs at every change of the
layout: an answer and its sources are some dozens of such rows.
"""

from dataclasses import replace

from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from qa.tui.widgets.laid_out_once import Words


class Hanging(Visual):
    """Text all of whose lines begin so many columns further right, and what stands before the first."""

    def __init__(self, margin: Content, text: Content, columns: int) -> None:
        self.margin = margin
        self.text = text
        self._columns = columns

    def __str__(self) -> str:
        """Return the text alone."""
        return self.text.plain

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the columns in which no line is wrapped."""
        return self._columns + self.text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines it takes in so many columns."""
        return max(1, self.text.get_height(rules, self._room(width)))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return its lines; only the text can be selected."""
        lines = self.text.render_strips(self._room(width), height, style, options)
        unselected = replace(options, selection=None)
        margins = self.margin.render_strips(self._columns, 1, style, unselected)
        first = [margin.adjust_cell_length(self._columns, style.rich_style) for margin in margins]
        blank = Strip([Segment(" " * self._columns, style.rich_style)], self._columns)
        beside = [*first, *[blank] * len(lines)]
        return [Strip.join(pair) for pair in zip(beside, lines or [Strip([])], strict=False)]

    def _room(self, width: int) -> int:
        return max(1, width - self._columns)


class Hung(Words):
    """Text that can change, beside what says what it is."""

    def __init__(self, margin: Content, text: str | Content = "", *, columns: int, classes: str) -> None:
        """Show a text so many columns further right than what stands before it."""
        super().__init__(text, classes=classes, markup=False)
        self._margin = margin
        self._columns = columns

    @property
    def margin(self) -> Content:
        """What stands before its first line."""
        return self._margin

    def put_before(self, margin: Content) -> None:
        """Show something else before its first line, which takes the same room."""
        self._margin = margin
        self.refresh()

    def render(self) -> Hanging:
        """Return both."""
        text = super().render()
        assert isinstance(text, Content), "it was given as text"
        return Hanging(self._margin, text, self._columns)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return what is selected of the text."""
        return selection.extract(str(self.render())), "\n"
