"""The headings of an article, to go to one of them."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qa.tui.page import Heading


class OutlineScreen(ModalScreen[Heading | None]):
    """The headings, those of lower levels set in; gives back the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,t,q", "dismiss", "Back to the article"),
        Binding("j", "app.simulate_key('down')", "Down", show=False),
        Binding("k", "app.simulate_key('up')", "Up", show=False),
    ]

    def __init__(self, headings: Sequence[Heading], here: int) -> None:
        super().__init__()
        self._headings = headings
        self._here = here

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        highest = min((heading.level for heading in self._headings), default=1)
        with Vertical(id="outline"):
            yield Static("Contents · Enter goes there, Esc closes", classes="title")
            yield OptionList(
                *(Option(Content("  " * (each.level - highest) + each.title)) for each in self._headings)
            )

    def on_mount(self) -> None:
        """Begin at the heading one is under."""
        self.query_one(OptionList).highlighted = self._here

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._headings[event.option_index])
