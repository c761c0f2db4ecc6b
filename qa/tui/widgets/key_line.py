"""The keys of a screen in its last line."""

from textual import events
from textual.widgets import Footer

ROOM = 100
"""Columns from which the key that finds anything has room of its own at the right."""


class KeyLine(Footer):
    """A footer in which no key is cut off by the one at its right end, where a screen is narrow."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._keys: list[tuple[str, str, str, bool]] = []
        self._resized = False

    async def recompose(self) -> None:
        """Draw the keys anew where others are to be seen: they are told to have changed far more often."""
        keys = [
            (key, active.binding.description, self.app.get_key_display(active.binding), active.enabled)
            for key, active in self.screen.active_bindings.items()
            if active.binding.show
        ]
        if keys != self._keys or self._resized:
            self._keys, self._resized = keys, False
            await super().recompose()

    def on_resize(self, event: events.Resize) -> None:
        """Show the key at the right end where there is room."""
        has_room = event.size.width >= ROOM
        if has_room is not self.show_command_palette:
            self.show_command_palette, self._resized = has_room, True
            self.refresh(recompose=True)
