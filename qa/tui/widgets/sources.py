"""What the answer rests on, beside it."""

from collections.abc import Sequence

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Collapsible, Static

from qa.records import Citation, Hit
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.source import PassageText, Source
from qa.tui.wording import counted

AGAIN = "number again: whole article"
EMPTY = "The passages an answer rests on stand here, its words marked in them."


class Sources(Pane):
    """The cited passages by number, then the others that were read, folded."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        head = Horizontal(Static("Sources", classes="heading"), classes="head")
        super().__init__(head, Static(EMPTY, classes="hint"), id=id)
        self._numbered: list[Source] = []
        self._folded: list[Source] = []
        self._selected: Source | None = None
        self._arrived: int | None = None
        self._shown: tuple[tuple[Citation, ...], tuple[Hit, ...]] = ((), ())

    @property
    def selected(self) -> Source | None:
        """The source that `o` opens: the selected one, else the first; `None` while there is none."""
        return self._selected or next(iter(self._numbered), None)

    @property
    def count(self) -> int:
        """How many sources a digit can reach."""
        return len(self._numbered)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited of the sources that stand there."""
        return self._shown[0]

    def arrived_at(self, number: int) -> bool:
        """Return whether the reader went to the source of this number and is still there."""
        return self._arrived == number

    def toggle_folded(self) -> bool:
        """Unfold the passages that are not cited, or fold them; `False` where there are none."""
        for folded in self.query(Collapsible):
            folded.collapsed = not folded.collapsed
            if not folded.collapsed:
                self.call_after_refresh(self.pick, self._folded[0])
            elif self._selected in self._folded:
                self.step(1)
        return bool(self._folded)

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
                self._selected = None
                await self._rebuild(citations, hits)
        if citations and self._selected is None:
            if not self.select(selected or 1):
                self.select(1)
            self._arrived = None  # nobody went there

    async def _rebuild(self, citations: Sequence[Citation], hits: Sequence[Hit]) -> None:
        cited = {citation.hit.passage for citation in citations}
        others = [hit for hit in hits if hit.passage not in cited]
        if citations:
            self._numbered = [Source(c.hit, number=c.n, citation=c) for c in citations]
            heading, folded = "Sources", [Source(hit, number=None) for hit in others]
        else:
            self._numbered = [Source(hit, number=rank) for rank, hit in enumerate(others, 1)]
            heading, folded = "Nearest passages" if others else "Sources", []
        self._folded, self._arrived = folded, None
        await self._replace(heading, folded)

    async def _replace(self, heading: str, folded: Sequence[Source]) -> None:
        with self.app.batch_update():
            await self.remove_children()
            self.scroll_home(animate=False)
            head = Horizontal(Static(heading, classes="heading"), classes="head")
            await self.mount(head, *self._numbered)
            if self._numbered:
                await head.mount(Static(AGAIN, classes="hint"))
            if not self._numbered:
                await self.mount(Static(EMPTY, classes="hint"))
            if folded:
                title = f"{counted(len(folded), 'more passage')} read, not cited"
                await self.mount(Collapsible(*folded, title=title))

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
        is_open = any(not folded.collapsed for folded in self.query(Collapsible))
        sources = [*self._numbered, *self._folded] if is_open else self._numbered
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

    def _reveal(self, source: Source) -> None:
        if not source.is_attached:
            return
        passage = source.query_one(PassageText)
        lines = passage.cited_lines()
        height, at = self.content_size.height, self.scroll_offset.y
        top = self._line_of(source)
        first, last = (self._line_of(passage) + line for line in (lines.start, lines.stop))
        too_much = last - top - height
        if too_much > 0 and source.begin_later(lines.start - too_much):
            self.call_after_refresh(self._reveal, source)
            return
        if at <= top and last <= at + height:
            return
        self.scroll_to(y=top if last - top <= height else min(first, last - height), animate=False)

    def _line_of(self, widget: Widget) -> int:
        """Return how far below the first line of the sources a widget in them begins."""
        line = 0
        for node in widget.ancestors_with_self:
            if node is self or not isinstance(node, Widget):
                break
            line += node.virtual_region.y
        return line
