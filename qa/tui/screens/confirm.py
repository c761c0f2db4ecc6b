"""A question with two answers, over the screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class ConfirmScreen(ModalScreen[bool]):
    """Says what would happen, and gives back whether it is to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes"),
        Binding("n,escape,q", "answer(False)", "No"),
    ]

    def __init__(self, question: str, about: str, *, note: str = "") -> None:
        super().__init__()
        self._question = question
        self._about = about
        self._note = note

    def compose(self) -> ComposeResult:
        """Lay out the question, what it is about, and the keys."""
        with Vertical(id="confirm"):
            yield Static(self._question, classes="title", markup=False)
            yield Static(self._about, classes="about", markup=False)
            if self._note:
                yield Static(self._note, classes="note", markup=False)
            yield Static("y yes   n no", classes="keys", markup=False)

    def action_answer(self, answer: bool) -> None:
        """Give back the answer."""
        self.dismiss(answer)
