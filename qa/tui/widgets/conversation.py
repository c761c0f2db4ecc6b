"""The turns, oldest first."""

from textual.widgets import Static

from qa.tui.plain import inert
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.turn import Turn
from qa.tui.widgets.welcome import Welcome


class Conversation(Pane):
    """Turns and notices; follows what is new only while the reader is at the end."""

    def on_mount(self) -> None:
        """Stay at the end until the reader scrolls away, and again once back there."""
        self.anchor()

    async def greet(self, welcome: Welcome) -> None:
        """Show a welcome, in the place of the one before."""
        await self.query(Welcome).remove()
        await self.mount(welcome)

    async def add(self, turn: Turn) -> None:
        """Show a new turn and go to it."""
        await self.query(Welcome).remove()
        await self.mount(turn)
        self.anchor()

    async def note(self, line: str) -> None:
        """Show a line that is neither question nor answer."""
        await self.mount(Static(inert(line), classes="notice", markup=False))
        self.anchor()
