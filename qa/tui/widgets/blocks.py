"""Blocks of text under each other, each with a word or a sign beside its first line, drawn as one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

NONE = Content()
Place = tuple[int, int]
"""Which letter of which line, of all texts."""
_PLACE = "offset"
"""The name by which the framework knows it in what is drawn."""


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

    @property
    def last_letters(self) -> int:
        """How many letters the last of these lines has."""
        return len(self.text.plain.rpartition("\n")[2])

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
            strips.extend(_blank(width, style, (0, first)) for _ in range(block.above))
            strips.extend(_drawn(self._coloured(block), first, width, style, options))
            first += block.lines
            end = block.last_letters, first - 1
            strips.extend(_blank(width, style, end) for _ in range(block.below))
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
    # The framework counts what is selected in lines: a text knows its own by empty ones before it.
    lines = Content.assemble("\n" * first, text).render_strips(room, None, style, options)[first:]
    margin = block.margin.render_strips(block.columns, 1, style, replace(options, selection=None))
    beside = Strip.join(margin).adjust_cell_length(block.columns, style.rich_style)
    for line in lines or [Strip([])]:
        yield Strip.join((_placed(beside, _begins(line) or (0, first)), line))
        beside = Strip([Segment(" " * block.columns, style.rich_style)], block.columns)


def _begins(line: Strip) -> Place | None:
    """Return where in all texts a line of one of them begins; `None` for an empty one."""
    first = next(iter(line), None)
    place = first.style.meta.get(_PLACE) if first and first.style else None
    return cast("Place | None", place)


def _placed(beside: Strip, place: Place) -> Strip:
    """Return what stands before a line so that who points at any of it points at the line's beginning."""
    at = RichStyle.from_meta({_PLACE: place})
    letters = [
        Segment(letter, segment.style + at if segment.style else at)
        for segment in beside
        for letter in segment.text
    ]
    return Strip(letters, beside.cell_length)


def _blank(columns: int, style: Style, place: Place) -> Strip:
    """Return an empty line, at which who points at any of it points at a place."""
    at = RichStyle.from_meta({_PLACE: place})
    return Strip([Segment("", at), Segment(" " * columns, style.rich_style)], columns)
