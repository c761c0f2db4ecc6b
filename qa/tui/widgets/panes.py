"""Conversation and sources, side by side or under each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from qa.records import Answer
from qa.tui.widgets.conversation import Conversation
from qa.tui.widgets.source import Source
from qa.tui.widgets.sources import Sources
from qa.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from qa.tui.widgets.turn import Turn

AGAIN = 20
"""Turns shown again at once: few enough to be drawn without a wait."""
MOST, LEFT = 60, 40
"""Turns shown at most, and so many are left when there are more: each costs at every drawing."""


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
        self.earlier = 0
        """How many answers of the conversation stand before the first one shown."""

    def compose(self) -> ComposeResult:
        """Lay out both panes; the stylesheet says where."""
        yield self.conversation
        yield self.sources

    async def show_sources(self, turn: "Turn") -> None:
        """Show what a turn rests on."""
        if turn is not self.shown:
            self.sources.deselect()
        if self.shown is not None:
            self.shown.remove_class("-shown")
        self.shown = turn
        turn.add_class("-shown")
        self.add_class("-sourced")
        await self.sources.show(turn.citations, turn.hits)
        self.post_message(self.SourcesChanged(self.sources.count))

    async def show_again(self, answers: Sequence[Answer], line: str) -> None:
        """Show the last answers of before and a line, above what stands there already.

        The last one's sources are shown; of the answers before these it is said how many there are.
        """
        from qa.tui.widgets.turn import Turn

        self.earlier = max(0, len(answers) - AGAIN)
        last = answers[self.earlier :]
        turns = [Turn(answer.question, place=place) for place, answer in enumerate(last, self.earlier)]
        await self.conversation.show_again(turns, line)
        for turn, answer in zip(turns, last, strict=True):
            await turn.answered(answer)
        await self.conversation.say_earlier(self.earlier)
        if turns:
            await self.show_sources(turns[-1])

    async def show_earlier(self, answers: Sequence[Answer]) -> None:
        """Show some of the answers before those shown, and leave the reader where they are.

        Args:
            answers: All of the conversation's.
        """
        from qa.tui.widgets.turn import Turn

        first = max(0, self.earlier - AGAIN)
        more = answers[first : self.earlier]
        turns = [Turn(answer.question, place=place) for place, answer in enumerate(more, first)]
        top = next(iter(self.conversation.turns))
        self.conversation.release_anchor()
        await self.conversation.put_before(turns)
        for turn, answer in zip(turns, more, strict=True):
            await turn.answered(answer)
        self.earlier = first
        await self.conversation.say_earlier(first)

        self.conversation.call_after_refresh(self.conversation.scroll_to_widget, top, top=True, animate=False)

    async def fold(self) -> None:
        """Show fewer turns where there are too many, unless the reader is reading further up."""
        turns = self.conversation.turns
        gone, left = turns[:-LEFT], turns[-LEFT:]
        places = [turn.place for turn in left if turn.place is not None]
        if len(turns) <= MOST or not places or not self.conversation.is_vertical_scroll_end:
            return
        await self.conversation.drop(gone)
        self.earlier = places[0]
        await self.conversation.say_earlier(self.earlier)

    async def cut(self, place: int) -> None:
        """Show no turn any more from the one at a place on."""
        turns = self.conversation.turns
        at = next((at for at, turn in enumerate(turns) if turn.place == place), len(turns))
        await self.conversation.drop(turns[at:])
        if self.shown in turns[at:]:
            self.shown = None
            await self.sources.show((), ())
            before = [turn for turn in turns[:at] if turn.answer]
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
        self.earlier = 0
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
