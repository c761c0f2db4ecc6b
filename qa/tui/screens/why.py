"""How the passages of an answer were found, over the chat."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qa.printing.explaining import Account, Note, Row
from qa.tui.plain import one_line
from qa.tui.widgets.pane import Pane


class WhyScreen(ModalScreen[None]):
    """What was searched, what each passage got, and what the figures mean."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,w,q", "dismiss", "Back to the chat")]

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def compose(self) -> ComposeResult:
        """Lay out the search, the table where there is one, and what its columns say."""
        with Pane(id="why"):
            yield Static("How this was found · Esc closes", classes="title")
            yield _notes(self._account.search)
            if self._account.rows:
                yield Vertical(*self._table(), classes="rows")
                yield _notes(self._account.meanings)

    def on_mount(self) -> None:
        """Let the keys that scroll work at once."""
        self.query_one(Pane).focus()

    def _table(self) -> Iterator[Static]:
        yield Static(f"{self._account.header}  passage", classes="header", markup=False)
        for row in self._account.rows:
            yield from _lines(row)


def _lines(row: Row) -> Iterator[Static]:
    yield Static(f"{row.figures}  {one_line(row.name)}", classes="figures", markup=False)
    for remark in row.remarks:
        yield Static(one_line(remark), classes="remark", markup=False)


def _notes(notes: Iterable[Note]) -> Vertical:
    lines = (
        Horizontal(
            Static(note.label, classes="label", markup=False),
            Static(one_line(note.text), classes="said", markup=False),
        )
        for note in notes
    )
    return Vertical(*lines, classes="notes")
