"""Conversation and sources, side by side or under each other."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from qa.records import Answer
from qa.tui.widgets.conversation import Conversation
from qa.tui.widgets.source import Source
from qa.tui.widgets.sources import Sources
from qa.tui.widgets.turn import Turn
from qa.tui.widgets.welcome import Welcome


class Panes(Container):
    """Keeps the sources those of one turn: the newest, until the reader picks another."""

    class SourcesChanged(Message):
        """Other sources stand there now; `count` of them have a number."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(self) -> None:
        super().__init__()
        self.conversation = Conversation(id="conversation")
        self.sources = Sources(id="sources")
        self.shown: Turn | None = None
        """The turn whose sources stand there."""

    def compose(self) -> ComposeResult:
        """Lay out both panes; the stylesheet says where."""
        yield self.conversation
        yield self.sources

    async def show_sources(self, turn: Turn) -> None:
        """Show what a turn rests on."""
        if turn is not self.shown:
            self.sources.deselect()
        self.shown = turn
        self.add_class("-sourced")
        await self.sources.show(turn.citations, turn.hits)
        self.post_message(self.SourcesChanged(self.sources.count))

    async def show_again(self, answers: Sequence[Answer], line: str) -> None:
        """Show answers of before, the last one's sources, and a line, above what stands there already."""
        turns = [Turn(answer.question) for answer in answers]
        await self.conversation.show_again(turns, line)
        for turn, answer in zip(turns, answers, strict=True):
            await turn.answered(answer)
        if turns:
            await self.show_sources(turns[-1])

    async def begin_again(self, welcome: Welcome) -> None:
        """Remove every turn and its sources, and show a welcome."""
        self.shown = None
        self.remove_class("-sourced")
        await self.conversation.forget()
        await self.conversation.greet(welcome)
        await self.sources.show((), ())
        self.post_message(self.SourcesChanged(0))

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

    @on(Turn.Picked)
    async def _turn_picked(self, event: Turn.Picked) -> None:
        event.stop()
        if event.turn is not self.shown:
            await self.show_sources(event.turn)
        if event.n is not None:
            self.jump(event.n)

    @on(Source.Picked)
    def _source_picked(self, event: Source.Picked) -> None:
        event.stop()
        self.sources.pick(event.source)
