"""Conversation and sources, side by side or under each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from qa.records import Answer
from qa.tui.widgets.backdrop import Backdrop
from qa.tui.widgets.conversation import Conversation
from qa.tui.widgets.source import Source
from qa.tui.widgets.sources import Sources
from qa.tui.widgets.stretch import Stretch
from qa.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from qa.tui.widgets.turn import Turn


class Panes(Container, Backdrop):
    """Keeps the sources those of one turn: the newest, until the reader picks another."""

    class SourcesChanged(Message):
        """Other sources stand there now, which these digits go to."""

        def __init__(self, digits: str) -> None:
            super().__init__()
            self.digits = digits

    def __init__(self) -> None:
        super().__init__()
        self.conversation = Conversation(id="conversation")
        self.sources = Sources(id="sources")
        self.shown: Turn | None = None
        """The turn whose sources stand there."""
        self.stretch = Stretch(self.conversation)

    def compose(self) -> ComposeResult:
        """Lay out both panes; the stylesheet says where."""
        yield self.conversation
        yield self.sources

    async def show_sources(self, turn: "Turn") -> None:
        """Show what a turn rests on."""
        if turn is not self.shown:
            self.sources.deselect()
        if self.shown is not None:
            self.shown.mark_shown(False)
        self.shown = turn
        turn.mark_shown(True)
        self.add_class("-sourced")
        await self.sources.show(turn.citations, turn.hits)
        self.post_message(self.SourcesChanged(self.sources.digits))

    async def add(self, turn: "Turn", answers: Sequence[Answer]) -> None:
        """Show a new turn below all others and go to it.

        Args:
            turn: Not answered yet.
            answers: All of the conversation's.
        """
        self._mark(await self.stretch.go_to_end(answers))
        await self.conversation.add(turn)

    async def show_again(self, answers: Sequence[Answer], line: str) -> None:
        """Show the last answers of before and a line, above what stands there already.

        The last one's sources are shown; of the answers before these it is said how many there are.
        """
        turns = await self.stretch.begin(answers, line)
        if turns:
            await self.show_sources(turns[-1])

    async def show_more(self, answers: Sequence[Answer], *, up: bool) -> None:
        """Show some of the answers before those shown, or after them, and leave the reader where they are."""
        if up and self.stretch.earlier:
            self._mark(await self.stretch.go_up(answers))
        elif not up and self.stretch.later:
            self._mark(await self.stretch.go_down(answers))

    async def show_end(self, answers: Sequence[Answer]) -> None:
        """Go to the last turn."""
        self._mark(await self.stretch.go_to_end(answers))
        self.conversation.anchor()

    def _mark(self, turns: "Sequence[Turn]") -> None:
        """Take the turn whose sources stand there for the one it was, where it has come back."""
        for turn in turns:
            if self.shown is not None and not self.shown.is_attached and turn.place == self.shown.place:
                self.shown = turn
                turn.mark_shown(True)

    async def cut(self, answers: Sequence[Answer]) -> None:
        """Show no turn any more that the conversation does not have; these are its answers."""
        self._mark(await self.stretch.cut(answers))
        shown = self.shown
        if shown and not shown.is_attached and (shown.place is None or shown.place >= len(answers)):
            self.shown = None
            await self.sources.show((), ())
            before = [turn for turn in self.conversation.turns if turn.answer]
            if before:
                await self.show_sources(before[-1])

    async def step_turn(self, by: int) -> bool:
        """Go to the question after the one whose sources are shown, or before; `False` at the end."""
        turns = [turn for turn in self.conversation.turns if turn.hits or turn.answer]
        to = turns.index(self.shown) + by if self.shown in turns else len(turns) - 1
        if not 0 <= to < len(turns):
            return False
        await self.show_sources(turns[to])
        self.conversation.release_anchor()
        turns[to].scroll_visible(top=True, animate=False)
        return True

    async def begin_again(self, welcome: Welcome) -> None:
        """Remove every turn and its sources, and show a welcome."""
        self.shown = None
        self.stretch.forget()
        self.remove_class("-sourced")
        await self.conversation.forget()
        await self.conversation.greet(welcome)
        await self.sources.show((), ())
        self.post_message(self.SourcesChanged(""))

    def jump(self, number: int) -> bool:
        """Show the source of a number; `False` if there is none."""
        found = self.sources.select(number)
        if found:
            self.unhide_sources()
        return found

    def toggle_sources(self) -> bool:
        """Hide the sources if they have the focus, else show and focus them; return whether they show."""
        if self.sources.has_focus:
            self.hide_sources()
            return False
        self.unhide_sources()
        self.add_class("-sourced")
        self.screen.set_focus(self.sources)
        return True

    def hide_sources(self) -> None:
        """Give the conversation all the space."""
        self.add_class("-hidden")

    def unhide_sources(self) -> None:
        """Give the sources their space again."""
        self.remove_class("-hidden")

    async def on_turn_picked(self, event: "Turn.Picked") -> None:
        """Show the sources of a turn that was picked, and the one whose mark was clicked."""
        event.stop()
        if event.turn is not self.shown:
            await self.show_sources(event.turn)
        if event.n is not None:
            self.jump(event.n)

    @on(Source.Picked)
    def _source_picked(self, event: Source.Picked) -> None:
        event.stop()
        self.sources.pick(event.source)
