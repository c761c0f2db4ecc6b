"""Blocks of text under each other, each with a word or a sign beside its first line, as one widget.

A widget for every block, and for every row and column of them, would be some dozens for an answer and
its sources; and every widget costs at every change of the layout.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from qa.tui.widgets.laid_out_once import LaidOutOnce

NONE = Content()


@dataclass(frozen=True, slots=True)
class Block:
    """Text all of whose lines begin so many columns further right, and what stands before the first."""

    text: Content
    margin: Content = NONE
    columns: int = 0
    above: int = 0
    """Empty lines before it, and after it below."""
    below: int = 0
    is_cut: bool = False
    """It has one line, which ends with an ellipsis where there is more."""
    is_muted: bool = False
    """It is read only by who looks for it."""

    @property
    def lines(self) -> int:
        """How many lines its text has, however wide."""
        return self.text.plain.count("\n") + 1

    def room(self, width: int) -> int:
        """Return the columns of the text, of so many."""
        return max(1, width - self.columns)

    def height(self, rules: RulesMap, width: int) -> int:
        """Return the lines it takes in so many columns."""
        lines = 1 if self.is_cut else max(1, self.text.get_height(rules, self.room(width)))
        return self.above + lines + self.below


Blocks = Callable[[int], Sequence[Block]]
"""The columns there are → what stands in them."""


class Stack(Visual):
    """Blocks under each other."""

    def __init__(self, blocks: Blocks, muted: str) -> None:
        """Show blocks; `muted` is the colour of some, as the theme says it."""
        self._blocks = blocks
        self._muted = muted

    def __str__(self) -> str:
        """Return the texts alone."""
        return "\n".join(block.text.plain for block in self._blocks(0))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the columns in which no line is wrapped."""
        blocks = self._blocks(container_width)
        widths = (block.columns + block.text.get_optimal_width(rules, container_width) for block in blocks)
        return max(widths, default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines they take in so many columns."""
        return sum(block.height(rules, width) for block in self._blocks(width))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return their lines; only the texts can be selected."""
        strips: list[Strip] = []
        first = 0
        for block in self._blocks(width):
            strips.extend(_blank(width, style) for _ in range(block.above))
            strips.extend(_drawn(self._coloured(block), first, width, style, options))
            strips.extend(_blank(width, style) for _ in range(block.below))
            first += block.lines
        return strips[:height]

    def _coloured(self, block: Block) -> Block:
        if not block.is_muted:
            return block
        text, margin = (part.stylize_before(self._muted) for part in (block.text, block.margin))
        return replace(block, text=text, margin=margin)


def _drawn(block: Block, first: int, width: int, style: Style, options: RenderOptions) -> Iterator[Strip]:
    """Yield the lines of a block, the first line of whose text is that line of all texts."""
    room = block.room(width)
    text = block.text.truncate(room, ellipsis=True) if block.is_cut else block.text
    # The line a text begins on is known by those before it: what is selected is counted in lines.
    lines = Content.assemble("\n" * first, text).render_strips(room, None, style, options)[first:]
    if not block.columns:
        yield from lines
        return
    beside = block.margin.render_strips(block.columns, 1, style, replace(options, selection=None))
    margins = [margin.adjust_cell_length(block.columns, style.rich_style) for margin in beside]
    for number, line in enumerate(lines or [Strip([])]):
        before = margins[number] if number < len(margins) else _blank(block.columns, style)
        yield Strip.join((before, line))


def _blank(columns: int, style: Style) -> Strip:
    return Strip([Segment(" " * columns, style.rich_style)], columns)


class Stacked(LaidOutOnce):
    """A widget of blocks that can change."""

    @abstractmethod
    def blocks(self, width: int) -> Sequence[Block]:
        """Return what stands there in so many columns; 0 where it is not drawn."""

    def render(self) -> Stack:
        """Return the blocks."""
        # The framework loses the theme's share of a colour that a style names by "$text-muted".
        return Stack(self.blocks, self.app.theme_variables["text-muted"])

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return what is selected of the texts."""
        return selection.extract(str(self.render())), "\n"
