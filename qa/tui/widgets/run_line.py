"""One line about the run that brings articles in."""

from textual.widgets import Static

from qa.tui.indexing import Progress, line_of
from qa.tui.plain import one_line


class RunLine(Static):
    """How far the run is; not there while none is."""

    def __init__(self) -> None:
        super().__init__(id="run", markup=False)
        self.display = False

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        self.update(one_line(line_of(progress)))
        self.display = True

    def clear(self) -> None:
        """Show nothing."""
        self.display = False
