"""What is to be brought into the library: a path or an address."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from qa.places import expanded
from qa.tui.plain import inert

HINT = "Folders are read with all below them: text, Markdown, web pages, PDF, Word, e-books, exports."


class PathSuggester(Suggester):
    """Completes the path of a folder or a file."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole of a path that begins so; `None` where there is none."""
        return completed(value)


def completed(written: str) -> str | None:
    """Return what is written with the first name of the file system that goes on with it, else `None`."""
    if not written or "://" in written:
        return None
    folder, slash, beginning = written.rpartition("/")
    try:
        found = sorted(
            entry.name + ("/" if entry.is_dir() else "")
            for entry in expanded(f"{folder}{slash}" or ".").iterdir()
            if entry.name.startswith(beginning) and entry.name.startswith(".") is beginning.startswith(".")
        )
    except OSError:  # a folder that is not there, or not ours to read, has nothing to offer
        return None
    found = [name for name in found if name.isprintable() and name != beginning]
    return f"{folder}{slash}{found[0]}" if found else None


def objection(given: str) -> str:
    """Return why something cannot be brought in, as far as can be told at once; "" where it may be."""
    if "://" in given:
        return ""
    path = expanded(given)
    try:
        return "" if path.exists() else f"{given}: there is no such file or folder"
    except OSError as error:
        return f"{given}: {error.strerror}"


class AddScreen(ModalScreen[str | None]):
    """Asks for a path or an address, and gives it back; `None` where nothing is to be brought in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back to the library"),
        Binding("tab", "complete", "Complete the path", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the box and what can be typed into it."""
        with Vertical(id="adding"):
            yield Static("Add a folder, a file or an address", classes="title")
            yield Input(placeholder="~/articles", suggester=PathSuggester(), compact=True)
            yield Static(HINT, classes="note")
            yield Static("", classes="objection", markup=False)
            yield Static("Enter adds · Tab completes · Esc closes", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Let the path be typed at once."""
        self.query_one(Input).focus()

    def action_complete(self) -> None:
        """Take over the path suggested."""
        box = self.query_one(Input)
        whole = completed(box.value)
        if whole is not None:
            box.value = whole
            box.cursor_position = len(whole)

    @on(Input.Changed)
    def _changed(self) -> None:
        self.query_one(".objection", Static).update("")

    @on(Input.Submitted)
    def _sent(self, event: Input.Submitted) -> None:
        given = event.value.strip()
        if not given:
            return
        if reason := objection(given):
            self.query_one(".objection", Static).update(inert(reason))
        else:
            self.dismiss(given if "://" in given else str(Path(expanded(given)).absolute()))
