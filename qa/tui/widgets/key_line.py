"""The keys of a screen in its last line."""

from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer

ROOM = 100
"""Columns from which the key that finds anything has room of its own at the right."""

Key = tuple[str, str, str, bool]
"""A key, what it does in a word, how it is written, and whether it can be pressed."""


class KeyLine(Footer):
    """A footer in which no key is cut off by the one at its right end, where a screen is narrow."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._drawn: list[Key] | None = None

    def compose(self) -> ComposeResult:
        """Draw the keys that there are at this moment."""
        self._drawn = self._keys() if self._bindings_ready else None
        yield from super().compose()

    async def recompose(self) -> None:
        """Draw the keys anew where others are to be seen: they are told to have changed far more often."""
        if self._drawn != self._keys():
            await super().recompose()

    def on_resize(self, event: events.Resize) -> None:
        """Show the key at the right end where there is room."""
        has_room = event.size.width >= ROOM
        if has_room is not self.show_command_palette:
            self.show_command_palette, self._drawn = has_room, None
            self.refresh(recompose=True)

    def _keys(self) -> list[Key]:
        return [
            (key, active.binding.description, self.app.get_key_display(active.binding), active.enabled)
            for key, active in self.screen.active_bindings.items()
            if active.binding.show
        ]
