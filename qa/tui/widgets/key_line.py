"""The keys of a screen in its last line."""

from textual import events
from textual.widgets import Footer

ROOM = 100
"""Columns from which the key that finds anything has room of its own at the right."""


class KeyLine(Footer):
    """A footer in which no key is cut off by the one at its right end, where a screen is narrow."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)

    def on_resize(self, event: events.Resize) -> None:
        """Show the key at the right end where there is room."""
        self.show_command_palette = event.size.width >= ROOM
