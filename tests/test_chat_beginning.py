"""The empty library's screen: three ways in, each one key, and the samples out again."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from chat_script import Script, ask, screen, sees, shown, until
from library_room import bring_in, titles
from reading_room import filled
from shelf import article

from index.errors import LibraryMissingError
from index.library import Library
from index.progress import BuildEvent
from qa.asking import Asking, Cancelled, Holdings
from qa.places import sample_articles
from qa.settings import Settings
from qa.tui.app import ChatApp
from qa.tui.outfit import Outfit
from qa.tui.screens.adding import ADDRESS as ADDRESSES
from qa.tui.screens.adding import AddScreen, PathBox, objection
from qa.tui.screens.library import LibraryScreen
from qa.tui.widgets.prompt import Prompt

ROOT = Path(__file__).parents[1]


class Living(Script):
    """A script that tells what its library holds now."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        super().__init__()

    @property
    def holdings(self) -> Holdings:
        """Count each time."""
        return Holdings(self._directory, articles_in(self._directory), 0, None, None)

    @holdings.setter
    def holdings(self, _: Holdings) -> None:
        """Let what the other scripts hold be."""


def waiting(directory: Path, outfit: Outfit | None = None) -> ChatApp:
    """Return a chat over a library that is still to be made, and that may be made from it."""

    def open_asking(_: object) -> Asking:
        if not (directory / "library.db").exists():
            raise LibraryMissingError("no library")
        return Living(directory)

    app = ChatApp(open_asking, library=directory, outfit=outfit or Outfit())
    app.may_bring_in(bring_in(directory))
    return app


def articles_in(directory: Path) -> int:
    """Return how many articles a library holds; 0 where there is none."""
    try:
        with Library.open(directory) as opened:
            return opened.counts().articles
    except LibraryMissingError:
        return 0


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_three_ways_in_stand_on_the_screen_with_their_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """All of them are to be seen at once, and how the samples leave again."""
    async with waiting(tmp_path / "library").run_test(size=size) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        assert shown(pilot, "Welcome .key").split() == ["f", "a", "s"]
        assert "/samples off takes them out again" in shown(pilot, "Welcome Static")
        conversation = screen(pilot).panes.conversation
        await until(pilot, lambda: conversation.max_scroll_y == 0)
        assert "qa index PATH" in shown(pilot, "Welcome .command")


async def test_the_samples_come_in_by_one_key_and_leave_by_a_command(tmp_path: Path) -> None:
    """`s` fills the library and the chat begins, with something to ask; `/samples off` empties it again."""
    library = tmp_path / "library"
    async with waiting(library).run_test(size=(100, 40)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        await pilot.press("s")
        await sees(pilot, "Ask: How many homes were flooded?", "Welcome Static")
        await until(pilot, lambda: "32 articles" in shown(pilot, "StatusLine"))
        assert isinstance(screen(pilot).focused, Prompt)
        assert not screen(pilot).query_one("#run").display
        await ask(pilot, "/samples off")
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        assert articles_in(library) == 0
        assert not screen(pilot).prompt.display
        assert "32 articles" not in shown(pilot, "StatusLine")
        await pilot.press("s")
        await until(pilot, lambda: "32 articles" in shown(pilot, "StatusLine"))


async def test_samples_leave_without_what_is_ones_own(tmp_path: Path) -> None:
    """Among other articles the chat goes on; taken out twice it is said that there are none."""
    mine = article("Mine", "It rained on my own roof.")
    async with waiting(filled(tmp_path / "library", [mine])).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await ask(pilot, "/samples")
        await until(pilot, lambda: "33 articles" in shown(pilot, "StatusLine"))
        await ask(pilot, "/samples off")
        await until(pilot, lambda: shown(pilot, "StatusLine").startswith("library · 1 article "))
        await ask(pilot, "/samples off")
        await until(
            pilot, lambda: any("has no file there" in one.message for one in pilot.app._notifications)
        )
        await ask(pilot, "/samples of")
        await until(pilot, lambda: any("“of” is no way" in one.message for one in pilot.app._notifications))
    with Library.open(tmp_path / "library") as opened:
        assert opened.article(mine.id) is not None


async def test_the_first_question_is_typed_while_the_first_articles_come_in(tmp_path: Path) -> None:
    """Its letters are no keys then; sent, it waits for them and is asked."""
    library, begins = tmp_path / "library", Event()
    app = waiting(library)

    def slowly(given: str, cancelled: Cancelled) -> Iterator[BuildEvent]:
        assert begins.wait(30)
        yield from bring_in(library)(given, cancelled)

    app.may_bring_in(slowly)
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        await pilot.press("s")
        await until(pilot, lambda: screen(pilot).prompt.has_focus)
        await pilot.press(*"was a shop flooded", "enter")
        await sees(pilot, "waiting…", "Turn")
        await pilot.press("f")
        assert pilot.app.screen is screen(pilot)
        begins.set()
        await sees(pilot, "searching…", "StatusLine")
        assert screen(pilot).prompt.text == "f"


async def test_the_ways_in_are_back_where_nothing_came_in(tmp_path: Path) -> None:
    """A file without an article leaves the library empty, and its keys are keys again."""
    (tmp_path / "empty.txt").touch()
    async with waiting(tmp_path / "library").run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        await pilot.press("f")
        await pilot.press(*str(tmp_path / "empty.txt"), "enter")
        await until(pilot, lambda: any("skipped" in one.message for one in pilot.app._notifications))
        await until(pilot, lambda: not screen(pilot).prompt.display)
        await pilot.press("a")
        await sees(pilot, "Add an address", "#adding .title")


async def test_a_folder_is_asked_for_by_one_key(tmp_path: Path) -> None:
    """`f`, the path, Enter."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("Title\n\nIt rained for days in the town.\n")
    async with waiting(tmp_path / "library").run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        await pilot.press("f")
        await sees(pilot, "Add a folder or a file", "#adding .title")
        await pilot.press(*str(tmp_path / "papers"), "enter")
        await until(pilot, lambda: "1 article" in shown(pilot, "StatusLine"))
        assert "sample" not in shown(pilot, "Welcome Static")


async def test_an_address_is_asked_for_by_one_key_and_nothing_else_is_taken(tmp_path: Path) -> None:
    """`a` opens a box for addresses; a path in it is none."""
    async with waiting(tmp_path / "library").run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        given: list[str | None] = []
        pilot.app.bring_in = given.append
        await pilot.press("a", *"example.org/x", "enter")
        await sees(pilot, "an address begins with https://", ".objection")
        pilot.app.screen.query_one(PathBox).value = "https://example.org/x"
        await pilot.press("enter")
        assert given == ["https://example.org/x"]
    assert objection("https://example.org/x", ADDRESSES) == ""


async def test_a_way_in_can_be_clicked_and_have_another_key(tmp_path: Path) -> None:
    """What the screen shows is the key that works."""
    settings = Settings(tmp_path / "settings.toml", keys={"from-folder": "f6"})
    async with waiting(tmp_path / "library", Outfit(settings=settings)).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        assert shown(pilot, "Welcome .key").split() == ["F6", "a", "s"]
        await pilot.press("f")
        assert pilot.app.screen is screen(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, AddScreen))
        await pilot.press("escape")
        await pilot.click("Welcome .name")
        await until(pilot, lambda: isinstance(pilot.app.screen, AddScreen))


async def test_the_letters_are_the_answers_again_once_there_is_something_to_ask() -> None:
    """No way in is left among the keys, and none without anything that brings articles in."""
    script = Script()
    app = ChatApp(lambda _: script, library=Path("/libraries/millbrook"))
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await pilot.press("tab", "f", "a", "s")
        assert pilot.app.screen is screen(pilot)
    script = Script(articles=0)
    app = ChatApp(lambda _: script, library=Path("/libraries/millbrook"))
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        assert shown(pilot, "Welcome .key") == ""
        await pilot.press("f", "s")
        assert pilot.app.screen is screen(pilot)


async def test_a_library_emptied_by_hand_is_an_empty_one(tmp_path: Path) -> None:
    """The last article removed in the library's screen, the chat offers the ways in again."""
    async with waiting(filled(tmp_path, [article("Mine", "It rained.")])).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen) and titles(pilot) == ["Mine"])
        await pilot.press("d")
        await sees(pilot, "Remove 1 article", "#confirm .title")
        await pilot.press("y")
        await until(pilot, lambda: titles(pilot) == [])
        await pilot.press("escape")
        await sees(pilot, "There are no articles here yet", "Welcome Static")


def test_the_samples_are_shipped_and_found() -> None:
    """The wheel takes them from the tests, under the name that the program looks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    taken = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert taken["tests/data/articles"] == "qa/samples"
    assert sample_articles() == ROOT / "tests" / "data" / "articles"
    assert "tests" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
