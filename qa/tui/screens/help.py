"""Every key and command, read from where they are bound."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from qa.printing.signs import MEANINGS, SIGNS
from qa.tui.keymap import keys_of
from qa.tui.slash import COMMANDS
from qa.tui.widgets.pane import Pane

_NAMES = {
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}

DIGITS = "123456789"

USUAL: Mapping[str, str] = {}
Section = tuple[str, Iterable[BindingType]]


def key_name(key: str) -> str:
    """Return a key as a keyboard shows it: "ctrl+n" → "Ctrl+N"; a single letter stays as it is."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last) or (last if len(last) == 1 and not modifiers else last.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def rows(bindings: Iterable[BindingType], keymap: Mapping[str, str] = USUAL) -> list[tuple[str, str]]:
    """Return the keys of each action, as the settings have them, and what it does, in the order bound."""
    found: dict[str, list[str]] = {}
    for binding in bindings:
        if not isinstance(binding, Binding) or not binding.description:
            continue
        shown = ["1-9"] if binding.key in DIGITS else map(key_name, keys_of(binding, keymap))
        keys = found.setdefault(binding.tooltip or binding.description, [])
        keys.extend(key for key in shown if key not in keys)
    return [(", ".join(keys), description) for description, keys in found.items()]


class HelpScreen(ModalScreen[None]):
    """The key map, over the chat."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q", "dismiss", "Back to the chat")]

    def __init__(self, sections: Iterable[Section], keymap: Mapping[str, str] = USUAL) -> None:
        super().__init__()
        self._keymap = keymap
        self._sections = [*sections, ("Editing the question", TextArea.BINDINGS)]

    def compose(self) -> ComposeResult:
        """Lay out signs, keys by place, and commands."""
        signs = [(SIGNS[origin], meaning) for origin, meaning in MEANINGS.items()]
        commands = [(command.shown, command.description) for command in COMMANDS]
        with Pane(id="help"):
            yield Static("Help · Esc closes, PageDown shows more", classes="closing", markup=False)
            yield self._table("Before each sentence", signs)
            for title, bindings in self._sections[:-1]:
                yield self._table(title, rows(bindings, self._keymap))
            yield self._table("Commands", commands)
            title, bindings = self._sections[-1]
            yield self._table(title, rows(bindings))

    def _table(self, title: str, lines: Iterable[tuple[str, str]]) -> Vertical:
        header = Static(title, classes="title", markup=False)
        return Vertical(header, *(_row(keys, meaning) for keys, meaning in lines), classes="section")


def _row(keys: str, meaning: str) -> Horizontal:
    return Horizontal(
        Static(keys, classes="keys", markup=False), Static(meaning, classes="meaning", markup=False)
    )
