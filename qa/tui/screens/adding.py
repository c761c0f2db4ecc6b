"""What is to be brought into the library: a path or an address."""

from dataclasses import dataclass
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
from qa.tui.plain import inert, one_line
from qa.tui.widgets.typed_line import TypedLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    title: str
    example: str
    hint: str
    only_addresses: bool = False


PATHS = "Folders are read with all below them: text, Markdown, web pages, PDF, Word, e-books, exports."
ANYTHING = Wanted("Add a folder, a file or an address", "~/articles", PATHS)
FOLDER = Wanted("Add a folder or a file", "~/articles", PATHS)
ADDRESS = Wanted(
    "Add an address",
    "https://example.org/feed.xml",
    "A page, a feed, a PDF or a book on the web. It is fetched now, and again when you name it again.",
    only_addresses=True,
)
MOST_SHOWN = 12
"""Names that fit, in a line."""


class PathSuggester(Suggester):
    """Completes the path of a folder or a file."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole of a path that begins so; `None` where there is none."""
        return next(iter(completions(value)), None)


def completions(written: str) -> list[str]:
    """Return the paths that begin with what is written, folders first; hidden ones where a dot is written."""
    if not written or "://" in written:
        return []
    folder, slash, beginning = written.rpartition("/")
    try:
        found = sorted(
            entry.name + ("/" if entry.is_dir() else "")
            for entry in expanded(f"{folder}{slash}" or ".").iterdir()
            if entry.name.startswith(beginning) and entry.name.startswith(".") is beginning.startswith(".")
        )
    except OSError:  # a folder that is not there, or not ours to read, has nothing to offer
        return []
    fit = [name for name in found if name.isprintable() and name != beginning]
    fit.sort(key=lambda name: not name.endswith("/"))
    return [f"{folder}{slash}{name}" for name in fit]


def objection(given: str, wanted: Wanted = ANYTHING) -> str:
    """Return why something cannot be brought in, as far as can be told at once; "" where it may be."""
    if "://" in given:
        return ""
    if wanted.only_addresses:
        return f"{given}: an address begins with https:// or http://"
    path = expanded(given)
    try:
        return "" if path.exists() else f"{given}: there is no such file or folder"
    except OSError as error:
        return f"{given}: {error.strerror}"


class PathBox(TypedLine):
    """A line for a path or an address, in which Tab completes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete the path; again, the next that fits", show=False)
    ]

    def __init__(self, example: str) -> None:
        super().__init__(placeholder=example, suggester=PathSuggester(), compact=True)
        self._fitting: list[str] = []

    @property
    def fitting(self) -> list[str]:
        """The paths that Tab puts in, one after the other."""
        return self._fitting if self.value in self._fitting[1:] else completions(self.value)

    def action_complete(self) -> None:
        """Put in the path that fits, or the next one after it."""
        if self.value not in self._fitting or len(self._fitting) == 1:
            self._fitting = completions(self.value)
        if self._fitting:
            at = self._fitting.index(self.value) + 1 if self.value in self._fitting else 0
            self.value = self._fitting[at % len(self._fitting)]
            self.cursor_position = len(self.value)


class AddScreen(ModalScreen[str | None]):
    """Asks for a path or an address, and gives it back; `None` where nothing is to be brought in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back"),
    ]

    def __init__(self, wanted: Wanted = ANYTHING) -> None:
        super().__init__()
        self._wanted = wanted

    def compose(self) -> ComposeResult:
        """Lay out the box and what can be typed into it."""
        with Vertical(id="adding"):
            yield Static(self._wanted.title, classes="title", markup=False)
            yield PathBox(self._wanted.example)
            yield Static("", classes="fitting", markup=False)
            yield Static("", classes="objection", markup=False)
            yield Static(self._wanted.hint, classes="note", markup=False)
            completes = "" if self._wanted.only_addresses else " · Tab completes"
            yield Static(f"Enter adds{completes} · Esc closes", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Let the path be typed at once."""
        self.query_one(PathBox).focus()

    @on(Input.Changed)
    def _changed(self) -> None:
        self.query_one(".objection", Static).update("")
        names = [path.rstrip("/").rpartition("/")[2] for path in self.query_one(PathBox).fitting]
        self.query_one(".fitting", Static).update(one_line("   ".join(names[:MOST_SHOWN])))

    @on(Input.Submitted)
    def _sent(self, event: Input.Submitted) -> None:
        given = event.value.strip()
        if not given:
            return
        if reason := objection(given, self._wanted):
            self.query_one(".objection", Static).update(inert(reason))
        else:
            self.dismiss(given if "://" in given else str(Path(expanded(given)).absolute()))
