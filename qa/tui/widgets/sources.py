"""What the answer rests on, beside it."""

from collections.abc import Sequence

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from qa.records import Citation, Hit
from qa.tui.widgets.folded import Folded
from qa.tui.widgets.laid_out_once import Words
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.source import Source

CITED, NEAREST = "Sources", "Nearest passages"
AGAIN = "number again: whole article"
EMPTY = "The passages an answer rests on stand here, its words marked in them."

Numbered = tuple[int, Hit, Citation | None]
"""What a source shows."""


class Sources(Pane):
    """The cited passages by number, then the others that were read, folded."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        self._heading = Words(CITED, classes="heading")
        self._again = Words(AGAIN, classes="hint")
        self._empty = Words(EMPTY, classes="hint")
        self._folded = Folded()
        self._again.display = False
        head = Horizontal(self._heading, self._again, classes="head")
        super().__init__(head, self._empty, self._folded, id=id)
        self._numbered: list[Source] = []
        self._selected: Source | None = None
        self._arrived: int | None = None
        self._shown: tuple[tuple[Citation, ...], tuple[Hit, ...]] = ((), ())

    @property
    def selected(self) -> Source | None:
        """The source that `o` opens: the selected one, else the first; `None` while there is none."""
        return self._selected or next(iter(self._numbered), None)

    @property
    def digits(self) -> str:
        """Those that go to a source each: an answer may rest on the second alone."""
        return "".join(str(number) for number, _ in self.numbers if number < 10)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited of the sources that stand there."""
        return self._shown[0]

    def arrived_at(self, number: int) -> bool:
        """Return whether the reader went to the source of this number and is still there."""
        return self._arrived == number

    async def toggle_folded(self) -> bool:
        """Unfold the passages that are not cited, or fold them; `False` where there are none."""
        folded = self._folded
        if folded.is_empty:
            return False
        if folded.collapsed:
            await folded.unfold()
            self.call_after_refresh(self.pick, folded.sources[0])
        else:
            folded.collapsed = True
            if self._selected in folded.sources:
                self.step(1)
        return True

    @property
    def numbers(self) -> list[tuple[int, str]]:
        """The number and the title of each source that has one."""
        return [(one.number, one.hit.title) for one in self._numbered if one.number is not None]

    async def show(self, citations: Sequence[Citation], hits: Sequence[Hit]) -> None:
        """Show cited passages by their numbers, one of them selected; else the hits as the nearest."""
        async with self.lock:  # a click can ask for other sources while an answer brings its own
            selected = self._selected.number if self._selected else None
            if (tuple(citations), tuple(hits)) != self._shown:
                self._shown = (tuple(citations), tuple(hits))
                await self._rebuild(citations, hits)
                if self._selected not in self._numbered:
                    self._selected = self._arrived = None
        if citations and self._selected is None:
            if not self.select(selected or 1):
                self.select(1)
            self._arrived = None  # nobody went there

    async def _rebuild(self, citations: Sequence[Citation], hits: Sequence[Hit]) -> None:
        """Draw what is not there yet, and take away what is not wanted any more."""
        cited = {citation.hit.passage for citation in citations}
        others = [hit for hit in hits if hit.passage not in cited]
        wanted: list[Numbered] = [(one.n, one.hit, one) for one in citations]
        if not citations:
            wanted = [(rank, hit, None) for rank, hit in enumerate(others, 1)]
        with self.app.batch_update():
            await self._draw(wanted)
            await self._folded.hold(others if citations else ())
        self._heading.update(NEAREST if wanted and not citations else CITED)
        self._again.display = bool(wanted)
        self._empty.display = not wanted

    async def _draw(self, wanted: Sequence[Numbered]) -> None:
        """Have these sources stand there; where all of them do already, only the others go."""
        there = {(one.number, one.hit, one.citation): one for one in self._numbered}
        comes = any(key not in there for key in wanted)
        kept = [] if comes else [there[key] for key in wanted]
        if gone := [one for one in self._numbered if one not in kept]:
            await self.remove_children(gone)
        self._numbered = kept
        if comes:
            self.scroll_home(animate=False)
            self._numbered = [Source(hit, number=number, citation=one) for number, hit, one in wanted]
            await self.mount(*self._numbered, after=0)

    def select(self, number: int) -> bool:
        """Go to the source of this number; `False` if there is none."""
        for source in self._numbered:
            if source.number == number:
                self.pick(source)
                self._arrived = number
                return True
        return False

    def deselect(self) -> None:
        """Have no source selected."""
        if self._selected is not None:
            self._selected.select(False)
        self._selected = None

    def step(self, by: int) -> None:
        """Go to the source so many after the selected one, around the ends; to folded ones too, if open."""
        folded = [] if self._folded.collapsed else self._folded.sources
        sources = [*self._numbered, *folded]
        if sources:
            at = sources.index(self._selected) if self._selected in sources else -max(by, 0)
            self.pick(sources[(at + by) % len(sources)])

    def pick(self, source: Source) -> None:
        """Select a source and bring its cited words into view."""
        if self._selected is not None and self._selected is not source:
            self._selected.select(False)
        self._selected, self._arrived = source, None
        source.select(True)
        self.call_after_refresh(self._reveal, source)

    def on_resize(self) -> None:
        """Keep the cited words in view."""
        if self._selected is not None:
            self._selected.select(True)
            self.call_after_refresh(self._reveal, self._selected)

    @on(Source.Placed)
    def _placed(self, event: Source.Placed) -> None:
        event.stop()
        self._reveal(event.source)

    def _reveal(self, source: Source) -> None:
        if source is not self._selected or not source.size:  # it is not laid out yet, and will say when
            return
        lines = source.cited_lines()
        height, at = self.content_size.height, self.scroll_offset.y
        top = self._line_of(source)
        first, last = top + lines.start, top + lines.stop
        too_much = last - top - height
        if too_much > 0 and source.begin_later(lines.start - too_much):
            self.call_after_refresh(self._reveal, source)
            return
        if at <= top and last <= at + height:
            return
        self.scroll_to(y=top if last - top <= height else min(first, last - height), animate=False)

    def _line_of(self, source: Source) -> int:
        """Return how far below the first line of the sources one of them begins."""
        line = 0
        for node in source.ancestors_with_self:
            if node is self or not isinstance(node, Widget):
                break
            line += node.virtual_region.y
        return line
