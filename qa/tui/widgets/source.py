"""One passage, and the words in it that an answer rests on."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message

from index.outline import Place
from qa.printing.also_in import also_in
from qa.printing.placing import UNDER, counted
from qa.printing.vanished import remark
from qa.records import Citation, Hit
from qa.tui.excerpt import Excerpt, shortened, whole
from qa.tui.plain import one_line
from qa.tui.widgets.blocks import Block
from qa.tui.widgets.stacked import Stacked
from qa.tui.wording import origin

CITED = "bold $foreground"
CITED_AND_SELECTED = "bold $foreground on $accent 35%"
"""Here and not in the stylesheet: a class of a span loses most of a translucent background."""
NUMBER = 3
"""Columns of a source's number."""
HEADING = "underline"
"""Bold is what is cited."""


class Source(Stacked):
    """A passage with its number, title and origin; in full while it is the selected one."""

    class Picked(Message):
        """The source was clicked."""

        def __init__(self, source: "Source") -> None:
            super().__init__()
            self.source = source

    class Placed(Message):
        """The source has another size, its first among them, while it is selected."""

        def __init__(self, source: "Source") -> None:
            super().__init__()
            self.source = source

    class Wanted(Message):
        """The source was clicked twice: its whole article is wanted."""

    def __init__(self, hit: Hit, *, number: int | None, citation: Citation | None = None) -> None:
        """Show a passage, short."""
        super().__init__()
        self.hit = hit
        self.number = number
        self.citation = citation
        self.is_selected = False
        self._whole = whole(hit, citation)
        self._excerpt = shortened(self._whole)
        self._begins_later = False

    @property
    def _place(self) -> Place:
        return self.citation.place if self.citation else self.hit.place

    @property
    def quote(self) -> str:
        """The words to look for in the article: those cited, else the passage."""
        return self.citation.quote if self.citation else self.hit.text

    def select(self, selected: bool) -> None:
        """Show the whole passage if selected, else the cited words with a little around them.

        Likewise all headings above them or the nearest. Other articles that say the same are counted,
        and named at the selected source.
        """
        self.set_class(selected, "-selected")
        self.is_selected = selected
        self._begins_later = False
        self._show(self._whole if selected else shortened(self._whole))

    def _show(self, excerpt: Excerpt) -> None:
        self._excerpt = excerpt
        self.changed()

    def blocks(self, width: int) -> Sequence[Block]:
        """Return number and title, origin, the headings above, and the passage."""
        passage = Block(self._passage(), columns=NUMBER, is_muted=not self.is_selected)
        return [*self._head(width), passage]

    def _head(self, width: int) -> Iterator[Block]:
        number = "·" if self.number is None else str(self.number)
        title = Content.styled(one_line(self.hit.title), "bold" if self.is_selected else "")
        yield Block(title, Content.styled(number, "bold" if self.is_selected else ""), NUMBER)
        first, headings = self._about(width - NUMBER)
        yield Block(Content(first), columns=NUMBER, is_muted=True)
        if headings:
            is_cut = not self.is_selected
            yield Block(Content(one_line(headings)), columns=NUMBER, is_cut=is_cut, is_muted=True)
        if self.hit.elsewhere and self.is_selected:
            others = f"also in: {one_line(also_in(self.hit))}"
            yield Block(Content(others), columns=NUMBER, is_muted=True)

    def _about(self, width: int) -> tuple[str, str]:
        """Return where the article is from, and the headings above, with the number of the paragraph.

        The number stands in the first line if there is room; it would be the only word of a second.
        """
        said, number = origin(self.hit) + remark(self.citation), counted(self._place)
        headings = UNDER.join(self._place.headings if self.is_selected else self._place.headings[-1:])
        full = " · ".join(filter(None, (said, number)))
        if cell_len(full) > width > 0:
            return said, " · ".join(filter(None, (headings, number)))
        return full, headings

    def _passage(self) -> Content:
        """Return the words shown of the passage, those cited marked."""
        excerpt = self._excerpt
        content = Content(excerpt.text)
        for start, end in excerpt.headings:
            content = content.stylize(HEADING, start, end)
        cited = CITED_AND_SELECTED if self.is_selected else CITED
        return content.stylize(cited, excerpt.start, excerpt.end)

    def cited_lines(self) -> range:
        """Return which of its lines, from 0, the cited words stand on, at its width now."""
        above, columns = self._lines_above(), self._columns
        start, end = self._excerpt.start + 1, max(self._excerpt.end, self._excerpt.start + 1)
        first, last = (len(Content(self._excerpt.text[:stop]).wrap(columns)) for stop in (start, end))
        return range(above + first - 1, above + last)

    @property
    def _columns(self) -> int:
        """Of the passage."""
        return max(1, self.content_size.width - NUMBER)

    def _lines_above(self) -> int:
        """Return the lines above the passage."""
        width = self.content_size.width
        heads = self._head(width)
        return sum(1 if head.is_cut else len(head.text.wrap(head.room(width))) for head in heads)

    def begin_later(self, line: int) -> bool:
        """Leave out half a line after the other of the passage until the cited words begin on that line.

        Return `False`, and change nothing, where that has been done or nothing stands there.
        """
        if self._begins_later or self._whole.start == 0:
            return False
        self._begins_later = True
        room = min(self._whole.start - 1, max(0, line - self._lines_above()) * self._columns)
        while True:
            self._show(shortened(self._whole, before=room, after=None))
            if room <= 0 or self.cited_lines().start <= line:
                return True
            room -= max(1, self._columns // 2)

    def on_resize(self) -> None:
        """Say that there is more to see of it, or less."""
        if self.is_selected:
            self.post_message(self.Placed(self))

    def on_click(self, event: events.Click) -> None:
        """Say that it was clicked, or clicked twice."""
        event.stop()
        if self.was_dragged_over:
            event.prevent_default()
            return
        self.post_message(self.Picked(self))
        if event.chain == 2:
            self.post_message(self.Wanted())
