"""The turns, oldest first."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.message import Message

from qa.tui.plain import inert
from qa.tui.widgets.laid_out_once import Column, Words
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.welcome import Welcome
from qa.tui.wording import counted

if TYPE_CHECKING:
    from qa.tui.widgets.turn import Turn


class Notice(Words):
    """A line that is neither question nor answer."""

    def __init__(self, line: str) -> None:
        super().__init__(inert(line), classes="notice", markup=False)

    def say(self, line: str) -> None:
        """Say something else instead."""
        self.update(inert(line))


class Conversation(Pane):
    """Turns and notices; follows what is new only while the reader is at the end."""

    class Neared(Message):
        """The reader has come near the first turn drawn (`up`), or the last, and there are more."""

        def __init__(self, *, up: bool) -> None:
            super().__init__()
            self.up = up

    class EndWanted(Message):
        """The reader wants to go to the last turn, which is not drawn."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        super().__init__(id=id)
        self._above = self._below = 0
        self.is_held = False
        """Whether turns come and go while the reader stays where they are."""

    def compose(self) -> ComposeResult:
        """Lay out a column at least as high as the pane, so that little text begins at the top."""
        yield Column(id="turns")

    @property
    def _turns(self) -> Column:
        return self.query_one("#turns", Column)

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
        self._draw_turns_anew()  # they have more room between their lines on a wide screen
        self.call_after_refresh(self.refresh, layout=True)

    def toggle_said(self) -> bool:
        """Show what the model wrote where it did not hold, or hide it; `False` where there is none."""
        if not any(turn.has_replaced for turn in self.turns):
            return False
        self.toggle_class("-said")
        self._draw_turns_anew()
        return True

    def _draw_turns_anew(self) -> None:
        for turn in self.turns:
            turn.changed()

    async def greet(self, welcome: Welcome) -> None:
        """Show a welcome, in the place of the one before; above the turns there are."""
        await self.query(Welcome).remove()
        await self._turns.mount(welcome, before=0 if self._turns.children else None)
        if self.turns:
            self.release_anchor()
            self.scroll_home(animate=False)

    async def end_welcome(self) -> None:
        """Show no welcome any more; the turns stay."""
        await self.query(Welcome).remove()
        self.anchor()

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
        self._above = count
        await self.query("#earlier").remove()
        if count:
            line = f"{counted(count, 'question')} before this · E shows more"
            await self._turns.mount(Words(line, id="earlier", markup=False), before=0)

    async def say_later(self, count: int) -> None:
        """Say below the last turn how many questions after it are not shown."""
        self._below = count
        await self.query("#later").remove()
        if count:
            line = f"{counted(count, 'question')} after this · G goes to the end"
            last = next(reversed(self.turns), None)
            await self._turns.mount(Words(line, id="later", markup=False), after=last)

    async def put_before(self, turns: "Sequence[Turn]") -> None:
        """Show turns above the first one."""
        first = next(iter(self.turns), None)
        await self._turns.mount(*turns, before=first)

    async def put_after(self, turns: "Sequence[Turn]") -> None:
        """Show turns below the last one, above notices where there is none."""
        if last := next(reversed(self.turns), None):
            await self._turns.mount(*turns, after=last)
        else:
            await self._turns.mount(*turns, before=0 if self._turns.children else None)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Leave the reader where they are, while turns come and go above and below."""
        # Not by their places on the screen, which a scroll changes only once it has been drawn.
        seen = next((turn for turn in self.turns if turn.virtual_region.bottom > self.scroll_y), None)
        line = seen.virtual_region.y - self.scroll_y if seen else 0
        self.is_held = True
        self.release_anchor()
        try:
            yield
        finally:
            self.call_after_refresh(self._let_go, seen, line)

    def _let_go(self, seen: "Turn | None", line: float) -> None:
        """Bring the turn that was the first in view back to the line it stood on."""
        if seen is not None and seen.is_attached:
            self.scroll_to(y=seen.virtual_region.y - line, animate=False, immediate=True)
        self.is_held = False
        if self.max_scroll_y > 0:  # the reader may have gone on meanwhile, to where nothing moves any more
            if self._above and self.scroll_y <= 0:
                self.post_message(self.Neared(up=True))
            elif self._below and self.scroll_y >= self.max_scroll_y:
                self.post_message(self.Neared(up=False))

    @contextmanager
    def turned_over(self) -> Iterator[None]:
        """Ask for no further turns while the last ones are drawn in the place of others."""
        self.is_held = True
        try:
            yield
        finally:
            self.call_after_refresh(self._end_hold)

    def _end_hold(self) -> None:
        self.is_held = False

    def is_far_above(self, turn: "Turn") -> bool:
        """Return whether a turn is more than a page above the view."""
        there = turn.virtual_region  # empty, where it has not been laid out yet
        return bool(there) and there.bottom < self.scroll_y - self.size.height

    def is_far_below(self, turn: "Turn") -> bool:
        """Return whether a turn is more than a page below the view."""
        there = turn.virtual_region
        return bool(there) and there.y > self.scroll_y + 2 * self.size.height

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say when the reader comes within a page of where what is drawn ends."""
        super().watch_scroll_y(old_value, new_value)
        if self.is_held:
            return
        page = self.size.height
        if self._above and new_value < old_value and new_value <= page:
            self.post_message(self.Neared(up=True))
        elif self._below and new_value > old_value and new_value >= self.max_scroll_y - page:
            self.post_message(self.Neared(up=False))

    async def drop(self, turns: "Sequence[Turn]") -> None:
        """Show turns no more, nor what stands between them."""
        if not turns:
            return
        children = list(self._turns.children)
        first, last = children.index(turns[0]), children.index(turns[-1])
        await self._turns.remove_children(children[first : last + 1])

    async def forget(self) -> None:
        """Remove everything."""
        self._above = self._below = 0
        await self._turns.remove_children()

    def page(self, pages: int) -> None:
        """Scroll by a page: down, or up where `pages` is negative."""
        if pages < 0 and self.scroll_y > 0:
            self.scroll_page_up(animate=False)
        elif pages > 0 and self.scroll_y < self.max_scroll_y:
            self.scroll_page_down(animate=False)
        elif self._above if pages < 0 else self._below:  # all that is drawn has room in the view
            self.post_message(self.Neared(up=pages < 0))

    def action_scroll_end(self) -> None:
        """Go to the last turn of all."""
        if self._below:
            self.post_message(self.EndWanted())
        else:
            super().action_scroll_end()
