"""The passages that were read and not cited, behind one line."""

from collections.abc import Sequence

from textual.widgets import Collapsible

from qa.records import Hit
from qa.tui.widgets.source import Source
from qa.tui.wording import counted


class Folded(Collapsible):
    """Passages that are drawn when they are first unfolded: most never are."""

    def __init__(self) -> None:
        super().__init__(title="")
        self.sources: list[Source] = []
        """In the order of the hits; none before they are unfolded."""
        self._hits: tuple[Hit, ...] = ()
        self.display = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to unfold."""
        return not self._hits

    async def hold(self, hits: Sequence[Hit]) -> None:
        """Hold these passages instead, folded."""
        self._hits = tuple(hits)
        self.collapsed = True
        self.display = bool(hits)
        self.title = f"{counted(len(hits), 'more passage')} read, not cited"
        if self.sources:
            self.sources = []
            await self._room.remove_children()

    async def watch_collapsed(self, collapsed: bool) -> None:
        """Draw the passages when they are first wanted."""
        if not collapsed:
            await self.unfold()

    async def unfold(self) -> None:
        """Show the passages."""
        self.collapsed = False
        if not self.sources:
            self.sources = [Source(hit, number=None) for hit in self._hits]
            await self._room.mount(*self.sources)

    @property
    def _room(self) -> Collapsible.Contents:
        return self.query_one(Collapsible.Contents)
