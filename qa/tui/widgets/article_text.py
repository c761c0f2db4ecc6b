"""The text of an article, of any length: only the lines in view are ever drawn."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.worker import get_current_worker

from qa.tui.lines import Lines, wrapped
from qa.tui.page import Mark, Page

Span = tuple[int, int]

WIDEST = 88
"""Cells of a line: longer ones are hard to read."""
GUTTER = 5
"""Cells left of the text, for the number of a citation."""
AT_ONCE = 100_000
"""Characters that are broken into lines at once: some milliseconds. More are in a thread."""
_EMPTY = Page("", (), ())


class ArticleText(ScrollView, can_focus=True):
    """The text in lines, the cited words marked in it, one of them or of the words found the current one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article--{part}" for part in ("plain", "number", "cited", "read", "found", "current", "heading")
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Scroll down", show=False, id="line-down"),
        Binding("k", "scroll_up", "Scroll up", show=False, id="line-up"),
        Binding("g", "scroll_home", "To the beginning", show=False, id="article-start"),
        Binding("G", "scroll_end", "To the end", show=False, id="article-end"),
        Binding("space", "page_down", "A page down", show=False, id="article-page"),
        Binding("b", "page_up", "A page up", show=False, id="article-page-up"),
    ]

    class Moved(Message):
        """Another part of the text is in view."""

    class _Broken(Message):
        """The text has been broken into lines, in a thread."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        super().__init__(id=id)
        self._page = _EMPTY
        self._lines = wrapped("", WIDEST)
        self._found: list[Span] = []
        self._current: Span | None = None
        self._goal: Span | None = None
        """What is to come into view once there are lines."""

    @property
    def top(self) -> int:
        """Where the first line in view begins."""
        return self._lines.starts[min(self.scroll_offset.y, len(self._lines) - 1)]

    @property
    def share_read(self) -> float:
        """How much of the text is above the last line in view, in [0, 1]."""
        return min(1.0, (self.scroll_offset.y + self.size.height) / max(1, len(self._lines)))

    def show(self, page: Page) -> None:
        """Show a page from its beginning, or from where `go_to` says next."""
        self._page, self._found, self._current = page, [], None
        self._goal = (0, 0)
        self._break()

    def mark_found(self, found: list[Span]) -> None:
        """Mark the places of a search, or of none."""
        self._found = found
        self.refresh()

    def go_to(self, start: int, end: int) -> None:
        """Bring a place into view, and mark it as the current one; `start == end` marks nothing."""
        self._current = (start, end) if end > start else None
        self._goal = (start, end)
        if self._lines.text is self._page.text:
            self.call_after_refresh(self._reveal)
        self.refresh()

    def on_resize(self) -> None:
        """Break the text anew, and keep what was the first line in view there, or what is to be shown."""
        if self._text_width != self._lines.width:
            self._goal = self._goal or (self.top, self.top)
            self._break()
        else:
            self._measure()

    @property
    def _room(self) -> int:
        """Cells of a line, the scrollbar's not among them."""
        return self.scrollable_content_region.width

    @property
    def _text_width(self) -> int:
        return min(WIDEST, self._room - GUTTER)

    def _break(self) -> None:
        width = self._text_width
        if width < 1:
            return  # not laid out yet; then a resize comes
        if len(self._page.text) <= AT_ONCE:
            self._take(wrapped(self._page.text, width))
        else:
            text = self._page.text
            self.run_worker(lambda: self._break_in_thread(text, width), thread=True, exclusive=True)

    def _break_in_thread(self, text: str, width: int) -> None:
        lines = wrapped(text, width)
        if not get_current_worker().is_cancelled:
            self.post_message(self._Broken(lines))

    def on_article_text__broken(self, event: _Broken) -> None:
        """Take lines that a thread made, unless another text or width came meanwhile."""
        event.stop()
        if event.lines.text is self._page.text:
            self._take(event.lines)

    def _take(self, lines: Lines) -> None:
        self._lines = lines
        self._measure()
        self.call_after_refresh(self._reveal)
        self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self._room, len(self._lines))

    def _reveal(self) -> None:
        if self._goal is None or not self.size.height:
            return
        if self._lines.text is not self._page.text:  # asked for by the text before; this one's lines come yet
            return
        first, last = (self._lines.at(offset) for offset in self._goal)
        height, at = self.size.height, self.scroll_offset.y
        if self._goal[0] == self._goal[1]:
            self.scroll_to(y=first, animate=False, immediate=True)
        elif not at <= first <= last < at + height:
            # A third of the screen above it says what it follows.
            self.scroll_to(y=max(0, first - height // 3), animate=False, immediate=True)
        self._goal = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say that another part is in view."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen."""
        line, base = self.scroll_offset.y + y, self._style("plain")
        if line >= len(self._lines):
            return Strip.blank(self._room, base)
        start, end = self._lines.span(line)
        text = Strip(self._segments(line, base)).apply_offsets(0, line)
        margin = " " * ((self._room - GUTTER - self._lines.width) // 2)
        gutter = [Segment(margin, base), Segment(self._sign(start, end), self._style("number"))]
        strip = Strip([*gutter, *text])
        return strip.extend_cell_length(self._room, base).crop(0, self._room)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"article--{part}")

    def _sign(self, start: int, end: int) -> str:
        """Return what stands beside a line: the number of a citation that begins there, else a bar in one."""
        within = [mark for mark in self._page.marks if mark.start < max(end, start + 1) and start < mark.end]
        if not within:
            return " " * GUTTER
        begins = next((mark for mark in within if mark.number and mark.start >= start), None)
        return f"[{begins.number}]".rjust(GUTTER - 1) + " " if begins else "▐ ".rjust(GUTTER)

    def _segments(self, line: int, base: Style) -> list[Segment]:
        """Return a line's text, each part of it in its style."""
        start, end = self._lines.span(line)
        drawn = [*self._layers(start, end), *self._selected(line)]
        layers = [(span, style) for span, style in drawn if span[0] < span[1]]
        edges = sorted({start, end, *(edge for span, _ in layers for edge in span)})
        segments = []
        for first, after in pairwise(edges):
            style = base
            for span, added in layers:
                if span[0] <= first and after <= span[1]:
                    style += added
            segments.append(Segment(self._page.text[first:after], style))
        return segments

    def _layers(self, start: int, end: int) -> Iterator[tuple[Span, Style]]:
        """Yield what of a line is set off, and how, the strongest last."""
        for heading in self._page.headings:
            if heading.start <= start < heading.start + max(1, len(heading.title)):
                yield (start, end), self._style("heading")
        for mark in self._page.marks:
            yield _within(mark, start, end), self._style("cited" if mark.number else "read")
        for place in _near(self._found, start, end):
            yield _clipped(place, start, end), self._style("found")
        if self._current:
            yield _clipped(self._current, start, end), self._style("current")

    def _selected(self, line: int) -> Iterator[tuple[Span, Style]]:
        """Yield what the mouse has selected of a line."""
        selection = self.text_selection
        chosen = selection.get_span(line) if selection else None
        if chosen is not None:
            (start, end), (first, after) = self._lines.span(line), chosen
            until = end if after < 0 else min(start + after, end)
            yield (start + first, until), self.screen.get_component_rich_style("screen--selection")

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected words as the article has them, without the breaks of the lines shown."""
        first, until = selection.start, selection.end
        begin = self._offset(first.y, first.x) if first is not None else 0
        end = self._offset(until.y, until.x) if until is not None else len(self._page.text)
        return self._page.text[begin:end], "\n"

    def _offset(self, line: int, column: int) -> int:
        start, end = self._lines.span(max(0, min(line, len(self._lines) - 1)))
        return min(start + column, end)

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Draw the selection."""
        self.refresh()


def _clipped(span: Span, start: int, end: int) -> Span:
    return max(span[0], start), min(span[1], end)


def _within(mark: Mark, start: int, end: int) -> Span:
    return _clipped((mark.start, mark.end), start, end)


def _near(found: list[Span], start: int, end: int) -> Iterator[Span]:
    """Yield those of some places, in order, that may touch a line."""
    at = max(0, bisect_right(found, (start, start)) - 1)
    while at < len(found) and found[at][0] < end:
        yield found[at]
        at += 1
