"""What a newcomer reads before the first question."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from qa.tui.plain import inert
from qa.tui.wording import MEANINGS, SIGNS


class Welcome(Vertical):
    """A title, some lines under it and, where one is needed, a command to type."""

    def __init__(self, title: str, lines: str, *, command: str = "") -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._command = command

    def compose(self) -> ComposeResult:
        """Lay out title, command and lines."""
        yield Static(self._title, classes="title", markup=False)
        if self._command:
            yield Static(inert(self._command), classes="command", markup=False)
        yield Static(inert(self._lines), markup=False)


def greeting() -> Welcome:
    """Return what stands there while there is something to ask."""
    signs = "\n".join(f"{SIGNS[origin]}  {meaning}" for origin, meaning in MEANINGS.items())
    return Welcome(
        "Ask, and check every sentence",
        "Each sentence of an answer leads to the exact words it rests on: "
        "type its number, or click it, and they stand beside it.\n\n"
        f"{signs}\n\n"
        "What the articles don’t say is not answered.\nF1 shows every key.",
    )


def empty_library(library: str, command: str) -> Welcome:
    """Return what to do where there is no article to ask about."""
    return Welcome(
        "There are no articles here yet",
        "PATH is a folder of articles or a single one: text, Markdown or HTML.\n"
        "Type it in another terminal, or add the folder here: Ctrl+L, then a. The chat begins by itself.\n\n"
        f"Library: {library}",
        command=command,
    )


def unusable(reason: str) -> Welcome:
    """Return why nothing can be asked; the reason says what to do."""
    return Welcome("The chat cannot start yet", f"{reason}\n\nPress r to try again, Ctrl+Q to leave.")
