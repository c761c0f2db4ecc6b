"""What a newcomer reads before the first question."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from qa.printing.signs import MEANINGS, SIGNS
from qa.tui.plain import inert, one_line

SAMPLES = (
    "These are the sample articles, from an invented town’s papers.\n"
    "Ask: How many homes were flooded?\n/samples off takes them out again."
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to go on, by one key."""

    key: str
    """As the keyboard shows it."""
    action: str
    """What it does."""
    name: str
    about: str


class WayLine(Horizontal):
    """One way: its key, its name and what it brings; a click is as good as the key."""

    def __init__(self, way: Way) -> None:
        super().__init__(classes="way")
        self._way = way

    def compose(self) -> ComposeResult:
        """Lay out the key, the name, and under it what it is about."""
        yield Static(self._way.key, classes="key", markup=False)
        with Vertical():
            yield Static(self._way.name, classes="name", markup=False)
            yield Static(inert(self._way.about), markup=False)

    def on_click(self, event: events.Click) -> None:
        """Say which way was chosen."""
        event.stop()
        self.post_message(Welcome.Chosen(self._way.action))


class Welcome(Vertical):
    """A title, ways to go on where there are some, and lines under them."""

    class Chosen(Message):
        """A way was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, title: str, lines: str, *, ways: Sequence[Way] = (), command: str = "") -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._ways = ways
        self._command = command

    def compose(self) -> ComposeResult:
        """Lay out title, ways, command and lines."""
        yield Static(self._title, classes="title", markup=False)
        yield from map(WayLine, self._ways)
        if self._command:
            yield Static(inert(self._command), classes="command", markup=False)
        yield Static(inert(self._lines), markup=False)


def greeting(*, samples: bool = False) -> Welcome:
    """Return what stands there while there is something to ask; of the samples, also what to ask them."""
    signs = "\n".join(f"{SIGNS[origin]}  {meaning}" for origin, meaning in MEANINGS.items())
    how = (
        "Each sentence of an answer leads to the exact words it rests on: "
        "type its number, or click it, and they stand beside it."
    )
    last = "What the articles don’t say is not answered.\nF1 shows every key."
    lines = filter(None, (how, signs, SAMPLES if samples else "", last))
    return Welcome("Ask, and check every sentence", "\n\n".join(lines))


def empty_library(library: str, command: str, ways: Sequence[Way]) -> Welcome:
    """Return what to do where there is no article to ask about.

    Args:
        library: Where it is, or will be.
        command: What fills it from another terminal.
        ways: What fills it from here.
    """
    other = "Or in another terminal, PATH being a folder, a file or an address:" if ways else ""
    return Welcome(
        "There are no articles here yet",
        f"The chat begins by itself once there are articles.\nLibrary: {one_line(library)}",
        ways=ways,
        command="\n".join(filter(None, (other, f"  {command}"))),
    )


def unusable(reason: str) -> Welcome:
    """Return why nothing can be asked; the reason says what to do."""
    return Welcome("The chat cannot start yet", f"{reason}\n\nPress r to try again, Ctrl+Q to leave.")
