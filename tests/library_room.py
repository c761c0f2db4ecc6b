"""Libraries that are really there, and the chat whose library screen shows them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from chat_script import Chat, sees, until
from reading_room import script_over
from shelf import EMBEDDER, SETTINGS, article

from index.build import build
from index.progress import BuildEvent
from qa.asking import Cancelled
from qa.tui.app import ChatApp
from qa.tui.screens.library import LibraryScreen
from qa.tui.widgets.key_line import KeyLine

SIZES = [(80, 24), (100, 30), (160, 50), (200, 60)]
EVIL = "[@click=app.quit]here[/] [bold]x[/bold] [ ]] \x1b[31mred\x1b]8;;http://x.org\x07 \u202eback."

WALL = article("The wall", "The council voted for a higher wall.", day=date(2024, 3, 4), source="Herald")
FLOOD = article("A flood", "Water reached the substation.", day=date(2024, 5, 9), source="Post")
FAIR = article("“Fair” opens", "The herring fair opened again.", day=date(2023, 8, 1), source="Herald")
UNDATED = article("Letters", "Dear editor, the parking is dear.", source="Élan")
TOWN = (WALL, FLOOD, FAIR, UNDATED)


def bring_in(directory: Path) -> Callable[[str, Cancelled], Iterator[BuildEvent]]:
    """Return what brings paths into a library with the embedder of the tests."""

    def brought(given: str, cancelled: Cancelled) -> Iterator[BuildEvent]:
        return build([Path(given)], directory, lambda: EMBEDDER, settings=SETTINGS, cancelled=cancelled)

    return brought


def over(directory: Path, *, may_write: bool = True) -> ChatApp:
    """Return a chat over a library."""
    script = script_over(directory)
    app = ChatApp(lambda _: script, library=directory)
    if may_write:
        app.may_bring_in(bring_in(directory))
    return app


def library(pilot: Chat) -> LibraryScreen:
    """Return the library screen, which is the one that is seen."""
    assert isinstance(pilot.app.screen, LibraryScreen)
    return pilot.app.screen


def titles(pilot: Chat) -> list[str]:
    """Return the titles in the table, in order."""
    return [row.listing.title for row in library(pilot).table.rows]


def drawn(pilot: Chat) -> list[str]:
    """Return the lines of the table on the screen, the header first."""
    table = library(pilot).table
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


def key_line(pilot: Chat) -> list[str]:
    """Return the keys of the last line that have all their room on the screen."""
    return [key.said for key in pilot.app.screen.query_one(KeyLine).keys]


async def entered(pilot: Chat, articles: int) -> None:
    """Open the library, and wait until so many articles stand there."""
    await sees(pilot, "ready", "StatusLine")
    await pilot.press("ctrl+l")
    await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
    await until(pilot, lambda: library(pilot).stock is not None and library(pilot).stock.whole)
    assert len(library(pilot).stock.rows) == articles
