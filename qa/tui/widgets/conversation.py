"""The turns, oldest first."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from qa.tui.plain import inert
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.welcome import Welcome
from qa.tui.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.tui.widgets.turn import Turn


class Notice(Static):
    """A line that is neither question nor answer."""

    def __init__(self, line: str) -> None:
        super().__init__(inert(line), classes="notice", markup=False)

    def say(self, line: str) -> None:
        """Say something else instead."""
        self.update(inert(line))


class Conversation(Pane):
    """Turns and notices; follows what is new only while the reader is at the end."""

    def compose(self) -> ComposeResult:
        """Lay out a column at least as high as the pane, so that little text begins at the top."""
        yield Vertical(id="turns")

    @property
    def _turns(self) -> Vertical:
        return self.query_one("#turns", Vertical)

    @property
    def understood(self) -> str | None:
        """The last question as it was understood; `None` where none was yet."""
        turns = reversed(self.turns)
        return next((turn.understood for turn in turns if turn.understood is not None), None)

    def on_mount(self) -> None:
        """Stay at the end until the reader scrolls away, and again once back there."""
        self.anchor()

    def on_resize(self) -> None:
        """Find the end again: the framework looked for it at the size before."""
        self.call_after_refresh(self.refresh, layout=True)

    def toggle_said(self) -> bool:
        """Show what the model wrote where it did not hold, or hide it; `False` where there is none."""
        if not self.query("Replaced"):
            return False
        self.toggle_class("-said")
        return True

    async def greet(self, welcome: Welcome) -> None:
        """Show a welcome, in the place of the one before; above the turns there are."""
        await self.query(Welcome).remove()
        await self._turns.mount(welcome, before=0 if self._turns.children else None)

    async def add(self, turn: "Turn") -> None:
        """Show a new turn and go to it."""
        await self.query(Welcome).remove()
        await self._turns.mount(turn)
        self.anchor()

    async def show_again(self, turns: "Sequence[Turn]", line: str) -> None:
        """Show turns of before and a line after them, above what stands there already."""
        if turns:
            await self.query(Welcome).remove()
        notice = Notice(line)
        first = next(iter(self.turns), None)
        await self._turns.mount(*turns, notice, before=first)
        self.anchor()

    async def note(self, line: str) -> "Notice":
        """Show a line that is neither question nor answer, and return it, since it may change."""
        notice = Notice(line)
        await self._turns.mount(notice)
        self.anchor()
        return notice

    @property
    def turns(self) -> "list[Turn]":
        """Those that are shown, oldest first."""
        return cast("list[Turn]", list(self.query("Turn")))  # by name: one that shows none imports none

    async def say_earlier(self, count: int) -> None:
        """Say above everything how many questions of before are not shown."""
        await self.query("#earlier").remove()
        if count:
            line = f"{counted(count, 'question')} before this · E shows more"
            await self._turns.mount(Static(line, id="earlier", markup=False), before=0)

    async def put_before(self, turns: "Sequence[Turn]") -> None:
        """Show turns above the first one."""
        first = next(iter(self.turns), None)
        await self._turns.mount(*turns, before=first)

    async def drop(self, turns: "Sequence[Turn]") -> None:
        """Show turns no more, nor what stands between them."""
        if not turns:
            return
        children = list(self._turns.children)
        first, last = children.index(turns[0]), children.index(turns[-1])
        await self._turns.remove_children(children[first : last + 1])

    async def forget(self) -> None:
        """Remove everything."""
        await self._turns.remove_children()

    def page(self, pages: int) -> None:
        """Scroll by a page: down, or up where `pages` is negative."""
        if pages < 0:
            self.scroll_page_up(animate=False)
        else:
            self.scroll_page_down(animate=False)
