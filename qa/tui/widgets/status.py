"""The line at the top: what is asked, and how far it is."""

from textual.content import Content

from qa.tui.plain import one_line
from qa.tui.widgets.ends import EndsLine


class StatusLine(EndsLine):
    """The library on the left; model and state on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._model: str | None = None
        self._library = self._usage = self._state = ""

    def show_library(self, line: str) -> None:
        """Show what the library holds."""
        self._library = line
        self._draw()

    def show_state(self, model: str | None, state: str) -> None:
        """Show the language model, if one is used, and what is being done."""
        self._model, self._state = model, state
        self._draw()

    def show_model(self, model: str | None) -> None:
        """Show another language model; `None` for quotations alone."""
        self._model = model
        self._draw()

    def show_usage(self, usage: str) -> None:
        """Show how fast the model wrote, and how much of its window it used; "" for nothing."""
        self._usage = usage
        self._draw()

    def _draw(self) -> None:
        usage = "" if self._state.endswith("…") else self._usage  # of the answer before the one that comes
        state = " · ".join(part for part in (self._model, usage, self._state) if part)
        self.put(Content(one_line(self._library)), Content(one_line(state)))
