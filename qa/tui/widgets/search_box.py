"""A line in which one types what to look for."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from qa.tui.widgets.typed_line import TypedLine


class SearchBox(TypedLine):
    """An input that can be left, and that hands the arrows on to what it searches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", tooltip="Go on with what is found"),
        Binding("escape", "leave", "End", tooltip="Empty the box and leave it"),
        Binding("up", "hand_on('up')", "Up in what is searched", show=False),
        Binding("down", "hand_on('down')", "Down in what is searched", show=False),
        Binding("pageup", "hand_on('pageup')", "A page up in what is searched", show=False),
        Binding("pagedown", "hand_on('pagedown')", "A page down in what is searched", show=False),
    ]

    class Left(Message):
        """The reader wants to be out of the box."""

    class Handed(Message):
        """A key for what is searched."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, hint: str, *, id: str) -> None:  # noqa: A002 - the framework's name
        super().__init__(id=id, placeholder=hint, compact=True, select_on_focus=False)

    def action_leave(self) -> None:
        """Say that the box is to be left."""
        self.post_message(self.Left())

    def action_hand_on(self, key: str) -> None:
        """Say that a key is for what is searched."""
        self.post_message(self.Handed(key))
