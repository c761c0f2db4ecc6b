"""What could not be read, and why."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from index.troubles import Trouble
from qa.tui.plain import one_line
from qa.tui.widgets.pane import Pane
from qa.tui.wording import counted, day

MOST_SHOWN = 200
"""Each is two widgets; what is wrong with so many is wrong with the rest."""


class TroublesScreen(ModalScreen[None]):
    """The files that runs could not read, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,p,q", "dismiss", "Back to the library")]

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__()
        self._troubles = troubles

    def compose(self) -> ComposeResult:
        """Lay out path, reason and day of each."""
        with Pane(id="troubles"):
            title = f"{counted(len(self._troubles), 'file')} could not be read · Esc closes"
            yield Static(title, classes="title", markup=False)
            for each in self._troubles[:MOST_SHOWN]:
                when = day(each.at.astimezone().date())
                yield Vertical(
                    Static(one_line(each.path), classes="path", markup=False),
                    Static(f"{one_line(each.reason)} ({when})", classes="reason", markup=False),
                )
            if len(self._troubles) > MOST_SHOWN:
                yield Static(f"and {len(self._troubles) - MOST_SHOWN:,} more", markup=False)
            yield Static("A file leaves this list once a run reads it.", classes="note", markup=False)

    def on_mount(self) -> None:
        """Let the keys that scroll work at once."""
        self.query_one(Pane).focus()
