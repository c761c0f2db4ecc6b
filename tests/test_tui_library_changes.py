"""Adding to the library and taking out of it, from its screen."""

from datetime import date
from pathlib import Path

from chat_script import Script, sees, shown, until
from library_room import (
    FAIR,
    TOWN,
    WALL,
    bring_in,
    entered,
    key_line,
    library,
    over,
    titles,
)
from reading_room import filled
from shelf import article, shelf, store

from index.library import Library
from qa.tui.app import ChatApp
from qa.tui.screens.adding import PathBox, completions
from qa.tui.screens.library import LibraryScreen


async def test_an_article_is_removed_once_one_has_said_yes(tmp_path: Path) -> None:
    """`d` says what would go; n leaves it, y takes it out of the library and off the screen."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("j", "d")
        await sees(pilot, "Remove 1 article from the library?", "#confirm .title")
        assert "“The wall”" in shown(pilot, "#confirm .about")
        await pilot.press("n")
        assert len(titles(pilot)) == 4
        await pilot.press("d")
        await sees(pilot, "Remove 1 article", "#confirm .title")
        await pilot.press("y")
        await until(pilot, lambda: titles(pilot) == ["A flood", "“Fair” opens", "Letters"])
        with Library.open(tmp_path) as opened:
            assert opened.article(WALL.id) is None


async def test_a_file_is_removed_with_all_its_articles_but_those_that_lie_elsewhere(tmp_path: Path) -> None:
    """`D` names what the file holds and what stays."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "a.txt", [WALL, FAIR])
        store(writer, "b.txt", [FAIR])
    async with over(tmp_path).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 2)
        await pilot.press("D")
        await sees(pilot, "1 article of it lies elsewhere too", "#confirm .about")
        assert "/papers/a.txt" in shown(pilot, "#confirm .about")
        await pilot.press("y")
        await until(pilot, lambda: titles(pilot) == ["“Fair” opens"])


async def test_a_folder_is_added_with_its_progress_and_its_end_told(tmp_path: Path) -> None:
    """`a` asks for a path; what it brings stands in the table without leaving the chat."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(3):
        (papers / f"{number}.txt").write_text(f"Title {number}\n\nIt rained for {number} days in the town.\n")
    (papers / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    async with over(filled(tmp_path / "library", TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("a")
        await pilot.press(*str(papers)[:-2], "tab")
        await pilot.press("enter")
        await until(pilot, lambda: len(library(pilot).stock.rows) == 7)
        await until(pilot, lambda: any("3 added" in toast.message for toast in pilot.app._notifications))
        await sees(pilot, "1 file could not be read: p", "#stock")
        assert not library(pilot).run_line.display
        await pilot.press("p")
        await sees(pilot, str(papers / "bad.pdf"), "#troubles .path")
        assert "29" not in shown(pilot, "#troubles .title")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_path_that_is_not_there_is_said_before_anything_begins(tmp_path: Path) -> None:
    """The box stays open with the line; Esc leaves it."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("a", *"/nowhere/[x", "enter")
        await sees(pilot, "/nowhere/[x: there is no such file or folder", ".objection")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_run_is_shown_as_it_goes_and_can_be_stopped(tmp_path: Path) -> None:
    """The line tells how far it is; `x` ends it, what was stored stays, and all keys have room."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(2000):
        (papers / f"{number}.txt").write_text(f"Title {number}\n\nIt rained for {number} days in the town.\n")
    async with over(filled(tmp_path / "library", TOWN)).run_test(size=(80, 24)) as pilot:
        await entered(pilot, 4)
        pilot.app.bring_in(str(papers))
        await sees(pilot, "of 2,000 files", "#run")
        await until(pilot, lambda: {"x Stop", "Esc Back", "f1 Keys"} <= set(key_line(pilot)))
        await pilot.press("x")
        await until(pilot, lambda: any("stopped" in toast.message for toast in pilot.app._notifications))
        await until(pilot, lambda: 4 < len(library(pilot).stock.rows) < 2004)


async def test_what_cannot_be_written_is_told_and_the_screen_goes_on(tmp_path: Path) -> None:
    """Another process is writing, say: one line, and nothing is lost."""
    papers = tmp_path / "papers.txt"
    papers.write_text("Title\n\nIt rained for days in the town.\n")
    async with over(filled(tmp_path / "library", TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        with shelf(tmp_path / "library"):
            pilot.app.bring_in(str(papers))
            await until(
                pilot, lambda: any("is being written" in toast.message for toast in pilot.app._notifications)
            )
        pilot.app.bring_in(str(papers))
        await until(pilot, lambda: len(titles(pilot)) == 5)


async def test_what_others_bring_in_comes_into_the_table_by_itself(tmp_path: Path) -> None:
    """The library is looked at again; the selected row stays selected."""
    async with over(filled(tmp_path, TOWN[:3])).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 3)
        await pilot.press("j")
        with shelf(tmp_path) as (_, writer):
            store(writer, "new.txt", [article("New", "It snowed.", day=date(2026, 1, 1))])
        await until(pilot, lambda: titles(pilot)[0] == "New")
        assert library(pilot).table.selected.listing.title == "The wall"


async def test_a_library_that_is_only_read_offers_no_change(tmp_path: Path) -> None:
    """Over named files nothing is added or removed from here: the keys are not there."""
    async with over(filled(tmp_path, TOWN), may_write=False).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("a", "d")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert "⏎ Read" in key_line(pilot)
        assert "a Add" not in key_line(pilot)


async def test_an_empty_library_says_how_to_fill_it_and_is_filled_from_there(tmp_path: Path) -> None:
    """Where there is no library yet, the screen opens, `a` makes one, and the chat begins."""
    papers = tmp_path / "papers.txt"
    papers.write_text("Title\n\nIt rained for days in the town.\n")
    script = Script(articles=0)
    app = ChatApp(lambda _: script, library=tmp_path / "library")
    app.may_bring_in(bring_in(tmp_path / "library"))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "There are no articles here yet", "Welcome Static")
        await pilot.press("ctrl+l")
        await sees(pilot, "Press a to add", "#nothing")
        await pilot.press("a", *str(papers), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen) and titles(pilot) == ["Title"])


def test_paths_are_completed_folders_first_and_hidden_ones_where_a_dot_is_typed(tmp_path: Path) -> None:
    """An address and a folder that is not there have nothing to offer."""
    for name in ("papers", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "paper.txt").touch()
    assert completions(f"{tmp_path}/pa") == [f"{tmp_path}/papers/", f"{tmp_path}/paper.txt"]
    assert completions(f"{tmp_path}/.h") == [f"{tmp_path}/.hidden/"]
    assert completions(f"{tmp_path}/nowhere/x") == []
    assert completions("https://example.org/a") == []


async def test_tab_goes_through_the_paths_that_fit(tmp_path: Path) -> None:
    """Keys typed at once are worked on in their order."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "paper.txt").touch()
    async with over(filled(tmp_path / "library", TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("a", *f"{tmp_path}/pap", "tab")
        box = pilot.app.screen.query_one(PathBox)
        assert box.value == f"{tmp_path}/papers/"
        await pilot.press("tab")
        assert box.value == f"{tmp_path}/paper.txt"
