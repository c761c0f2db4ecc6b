"""How many articles appeared when, as bars that can be chosen."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qa.tui.buckets import Bucket
from qa.tui.lines import cut
from qa.tui.wording import counted

_EIGHTHS = " ▁▂▃▄▅▆▇█"
ROWS = 3
"""Lines that a bar may be high."""
WIDEST = 5
"""Cells of a bar at most."""


class TimeBar(Widget):
    """Bars over a line of years, one of them chosen or none; says which one was clicked."""

    COMPONENT_CLASSES = {"time--bar", "time--chosen", "time--label", "time--caption"}  # noqa: RUF012

    class Chosen(Message):
        """A bar was clicked; `None` for the one that was chosen already."""

        def __init__(self, bucket: Bucket | None) -> None:
            super().__init__()
            self.bucket = bucket

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        super().__init__(id=id)
        self._buckets: list[Bucket] = []
        self._chosen: Bucket | None = None
        self._highest = 1

    def show(self, buckets: list[Bucket], chosen: Bucket | None) -> None:
        """Show these bars."""
        self._buckets, self._chosen = buckets, chosen
        self._highest = max((bucket.count for bucket in buckets), default=1) or 1
        self.refresh()

    def get_content_height(self, *_: object) -> int:
        """Return the lines it needs: caption, bars, years."""
        return ROWS + 2

    @property
    def _cells(self) -> int:
        """How wide a bar is, the space after it included where there is room for one."""
        return max(1, min(WIDEST, self.size.width // max(1, len(self._buckets))))

    @property
    def _shown(self) -> list[Bucket]:
        """The bars that have room: the newest, or those around the one chosen."""
        room = max(1, self.size.width // self._cells)
        last = len(self._buckets)
        at = next((n for n, one in enumerate(self._buckets) if one.same_time(self._chosen)), last - 1)
        end = min(last, max(room, at + room // 2)) if last - at > room // 2 else last
        return self._buckets[max(0, end - room) : end]

    def render_line(self, y: int) -> Strip:
        """Return a line of it."""
        width = self.size.width
        if y == 0:
            return Strip([Segment(cut(self._caption(), width), self._style("caption"))])
        line = self._bars(ROWS - y) if y <= ROWS else self._years()
        return Strip(line).extend_cell_length(width, self._style("bar")).crop(0, width)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"time--{part}")

    def _caption(self) -> str:
        if not self._buckets:
            return ""
        if self._chosen is not None:
            count = next((one.count for one in self._buckets if one.same_time(self._chosen)), 0)
            return f"▐ {self._chosen.label} · {counted(count, 'article')} · Esc shows all"
        unit, other = ("month", "years") if any(one.month for one in self._buckets) else ("year", "months")
        return f"Articles per {unit}, {self._highest:,} at most · ← → one {unit} alone · m {other}"

    def _bars(self, row: int) -> list[Segment]:
        """Return a line of bars, the lowest being row 0."""
        cells, segments = self._cells, []
        for bucket in self._shown:
            eighths = -(-bucket.count * ROWS * 8 // self._highest)
            sign = _EIGHTHS[min(8, max(0, eighths - 8 * row))]
            style = self._style("chosen" if bucket.same_time(self._chosen) else "bar")
            bar = sign * max(1, cells - 1)
            segments.append(Segment(bar + " " * (cells - len(bar)), style))
        return segments

    def _years(self) -> list[Segment]:
        """Return the line of years, as many as have room, and the sign of the bar chosen."""
        cells = self._cells
        line = [" "] * (len(self._shown) * cells + WIDEST)
        free = 0
        for place, bucket in enumerate(self._shown):
            label = "?" if bucket.year is None else str(bucket.year)
            begins = bucket.month in (None, 1) or place == 0 or bucket.year is None
            if begins and place * cells >= free:
                line[place * cells : place * cells + len(label)] = label
                free = place * cells + len(label) + 1
        chosen = next((n for n, one in enumerate(self._shown) if one.same_time(self._chosen)), None)
        if chosen is None:
            return [Segment("".join(line), self._style("label"))]
        at = chosen * cells
        sign = "▲" if line[at] == " " else line[at]
        return [
            Segment("".join(line[:at]), self._style("label")),
            Segment(sign, self._style("chosen")),
            Segment("".join(line[at + 1 :]), self._style("label")),
        ]

    def on_click(self, event: events.Click) -> None:
        """Say which bar was clicked."""
        event.stop()
        shown, place = self._shown, event.x // self._cells
        if place < len(shown):
            bucket = shown[place]
            self.post_message(self.Chosen(None if bucket.same_time(self._chosen) else bucket))
