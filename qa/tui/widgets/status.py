"""The line at the top: what is asked, and how far it is."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from qa.tui.plain import one_line


class StatusLine(Horizontal):
    """The library on the left; model and state on the right."""

    def compose(self) -> ComposeResult:
        """Lay out the two ends."""
        yield Static(id="library", markup=False)
        yield Static(id="state", markup=False)

    def show_library(self, line: str) -> None:
        """Show what the library holds."""
        self.query_one("#library", Static).update(one_line(line))

    def show_state(self, model: str | None, state: str) -> None:
        """Show the language model, if one is used, and what is being done."""
        parts = (part for part in (model, state) if part)
        self.query_one("#state", Static).update(one_line(" · ".join(parts)))
