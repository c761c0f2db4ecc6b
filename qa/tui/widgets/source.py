"""One passage, and the words in it that an answer rests on."""

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message

from index.outline import Place
from qa.printing.also_in import also_in
from qa.printing.placing import UNDER, counted
from qa.printing.vanished import remark
from qa.records import Citation, Hit
from qa.tui.excerpt import Excerpt, shortened, whole
from qa.tui.plain import one_line
from qa.tui.widgets.hung import Hung
from qa.tui.widgets.laid_out_once import Column, Words
from qa.tui.wording import origin

CITED = "bold $foreground"
CITED_AND_SELECTED = "bold $foreground on $accent 35%"
"""Here and not in the stylesheet: a class of a span loses most of a translucent background."""
NUMBER = 3
"""Columns of a source's number."""
HEADING = "underline"
"""Bold is what is cited."""


class PassageText(Words):
    """An excerpt with its cited words marked."""

    def show(self, excerpt: Excerpt, style: str) -> None:
        """Show another part of the passage, its cited words in a style."""
        self._excerpt = excerpt
        content = Content(excerpt.text)
        for start, end in excerpt.headings:
            content = content.stylize(HEADING, start, end)
        self.update(content.stylize(style, excerpt.start, excerpt.end))

    def cited_lines(self) -> range:
        """Return which of its lines, from 0, the cited words stand on, at its width now."""
        width = max(1, self.content_size.width)
        end = max(self._excerpt.end, self._excerpt.start + 1)
        upto = [
            len(Content(self._excerpt.text[:stop]).wrap(width)) for stop in (self._excerpt.start + 1, end)
        ]
        return range(upto[0] - 1, upto[1])


class Source(Column):
    """A passage with its number, title and origin; in full while it is the selected one."""

    class Picked(Message):
        """The source was clicked."""

        def __init__(self, source: "Source") -> None:
            super().__init__()
            self.source = source

    class Wanted(Message):
        """The source was clicked twice: its whole article is wanted."""

    def __init__(self, hit: Hit, *, number: int | None, citation: Citation | None = None) -> None:
        super().__init__()
        self.hit = hit
        self.number = number
        self.citation = citation
        self._whole = whole(hit, citation)
        self._begins_later = False
        self._placed: tuple[str, str] | None = None
        """The origin and the headings that are shown."""

    @property
    def _place(self) -> Place:
        return self.citation.place if self.citation else self.hit.place

    @property
    def quote(self) -> str:
        """The words to look for in the article: those cited, else the passage."""
        return self.citation.quote if self.citation else self.hit.text

    def compose(self) -> ComposeResult:
        """Lay out number and title, origin, the headings above, and the passage."""
        number = Content("·" if self.number is None else str(self.number))
        yield Hung(number, one_line(self.hit.title), columns=NUMBER, classes="title")
        yield Words(classes="origin", markup=False)
        yield Words(classes="section", markup=False)
        if self.hit.elsewhere:
            yield Words(f"also in: {one_line(also_in(self.hit))}", classes="elsewhere", markup=False)
        yield PassageText(classes="passage", markup=False)

    def on_mount(self) -> None:
        """Begin short."""
        self.select(False)

    def select(self, selected: bool) -> None:
        """Show the whole passage if selected, else the cited words with a little around them.

        Likewise all headings above them or the nearest. Other articles that say the same are counted,
        and named at the selected source.
        """
        self.set_class(selected, "-selected")
        self._begins_later = False
        self._show_place()
        for elsewhere in self.query(".elsewhere"):
            elsewhere.display = selected
        passage = self.query_one(PassageText)
        if selected:
            passage.show(self._whole, CITED_AND_SELECTED)
        else:
            passage.show(shortened(self._whole), CITED)

    def on_resize(self) -> None:
        """Find the line with room for the number of the paragraph again."""
        self._show_place()

    def _show_place(self) -> None:
        """Show where the article is from, the headings above, and the number of the paragraph.

        The number stands in the first line if there is room; it would be the only word of a second.
        """
        selected = self.has_class("-selected")
        said, number = origin(self.hit) + remark(self.citation), counted(self._place)
        headings = UNDER.join(self._place.headings if selected else self._place.headings[-1:])
        line, section = self.query_one(".origin", Words), self.query_one(".section", Words)
        full = " · ".join(filter(None, (said, number)))
        if cell_len(full) > line.content_size.width > 0:
            full, headings = said, " · ".join(filter(None, (headings, number)))
        if (full, headings) != self._placed:  # what is put there anew, even the same, is laid out anew
            self._placed = full, headings
            line.update(full)
            section.update(one_line(headings))
            section.display = bool(headings)

    def begin_later(self, lines: int) -> bool:
        """Leave out what stands more than so many lines before the cited words, by half a line at a time.

        Return `False`, and change nothing, where that has been done or nothing stands there.
        """
        if self._begins_later or self._whole.start == 0:
            return False
        self._begins_later = True
        passage = self.query_one(PassageText)
        room = min(self._whole.start - 1, max(0, lines) * passage.content_size.width)
        while True:
            passage.show(shortened(self._whole, before=room, after=None), CITED_AND_SELECTED)
            if room <= 0 or passage.cited_lines().start <= lines:
                return True
            room -= passage.content_size.width // 2

    def on_click(self, event: events.Click) -> None:
        """Say that it was clicked, or clicked twice."""
        event.stop()
        self.post_message(self.Picked(self))
        if event.chain == 2:
            self.post_message(self.Wanted())
