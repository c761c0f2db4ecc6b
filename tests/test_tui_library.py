"""The library screen: every key of it, over libraries that are really there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from chat_script import Chat, Script, sees, shown, until
from reading_room import filled, script_over
from rich.cells import cell_len
from shelf import EMBEDDER, SETTINGS, article, shelf, store

from index.build import build
from index.library import Library
from index.progress import BuildEvent
from index.records import Article
from qa.asking import Cancelled
from qa.tui.app import ChatApp
from qa.tui.article_keys import LIBRARY_KEYS, READER_KEYS
from qa.tui.plain import one_line
from qa.tui.screens.adding import PathBox, completions
from qa.tui.screens.chat import ChatScreen
from qa.tui.screens.library import LibraryScreen
from qa.tui.screens.reader import ReaderScreen
from qa.tui.widgets.article_table import ArticleTable
from qa.tui.widgets.article_text import ArticleText

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


async def entered(pilot: Chat, articles: int) -> None:
    """Open the library, and wait until so many articles stand there."""
    await sees(pilot, "ready", "#state")
    await pilot.press("ctrl+l")
    await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
    await until(pilot, lambda: library(pilot).stock is not None and library(pilot).stock.whole)
    assert len(library(pilot).stock.rows) == articles


@pytest.mark.parametrize("size", SIZES)
async def test_the_library_is_a_table_of_its_articles(tmp_path: Path, size: tuple[int, int]) -> None:
    """Title, source, date, passages and the day it came, the newest first; Esc goes back."""
    async with over(filled(tmp_path, TOWN)).run_test(size=size) as pilot:
        await entered(pilot, 4)
        header, *lines = drawn(pilot)
        assert header.split()[0] == "Title"
        assert "Date▼" in header
        assert titles(pilot) == ["A flood", "The wall", "“Fair” opens", "Letters"]
        assert all(said in lines[1] for said in ("The wall", "Herald", "4 Mar 2024", "1"))
        assert {cell_len(library(pilot).table.render_line(y).text) for y in range(5)} == {
            library(pilot).table.scrollable_content_region.width
        }
        assert library(pilot).query_one("Footer").region.bottom == size[1]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ChatScreen)


async def test_typing_filters_by_title_source_path_and_date(tmp_path: Path) -> None:
    """Every word has to stand somewhere, in any case and with or without accents; Esc shows all again."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("slash", *"HERALD")
        await until(pilot, lambda: titles(pilot) == ["The wall", "“Fair” opens"])
        assert "2 of 4 articles" in shown(pilot, "#stock")
        await pilot.press("space", *"2023")
        await until(pilot, lambda: titles(pilot) == ["“Fair” opens"])
        await pilot.press("escape", "slash", *"elan")
        await until(pilot, lambda: titles(pilot) == ["Letters"])
        await pilot.press(*"x")
        await sees(pilot, "No article is like that", "#nothing")
        await pilot.press("escape")
        await until(pilot, lambda: len(titles(pilot)) == 4)
        await pilot.press("slash", *"1.txt", "enter")
        await until(pilot, lambda: titles(pilot) == ["A flood"])
        assert library(pilot).table.has_focus
        await pilot.press("escape")
        await until(pilot, lambda: len(titles(pilot)) == 4)


async def test_the_arrows_move_in_the_table_while_one_types(tmp_path: Path) -> None:
    """Down, Up and the page keys in the filter are the table's; Enter then reads."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("slash", "down", "down")
        assert library(pilot).table.selected.listing.title == "“Fair” opens"
        await pilot.press("up", "pagedown")
        assert library(pilot).table.selected.listing.title == "Letters"
        await pilot.press("pageup", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))


async def test_the_table_is_sorted_by_any_column_either_way(tmp_path: Path) -> None:
    """`s` takes the next column, `S` turns it; a click on a name does both. What is unknown comes last."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("S")
        assert titles(pilot) == ["“Fair” opens", "The wall", "A flood", "Letters"]
        await pilot.press("s", "s", "s")
        assert "Title▲" in drawn(pilot)[0]
        assert titles(pilot) == ["A flood", "“Fair” opens", "Letters", "The wall"]
        await pilot.click(library(pilot).table, offset=(3, 0))
        assert titles(pilot) == ["The wall", "Letters", "“Fair” opens", "A flood"]
        await pilot.press("s")
        assert titles(pilot)[0] == "Letters"  # Élan before Herald and Post


async def test_the_arrows_choose_a_month_and_m_makes_years_of_them(tmp_path: Path) -> None:
    """Left begins at the newest, empty months are passed over, undated articles have a bar of their own."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("right")
        assert titles(pilot) == ["“Fair” opens"]
        assert "Aug 2023 · 1 article" in library(pilot).bar.render_line(0).text
        await pilot.press("right", "right")
        assert titles(pilot) == ["A flood"]
        await pilot.press("right")
        assert titles(pilot) == ["Letters"]
        await pilot.press("right")
        assert len(titles(pilot)) == 4
        await pilot.press("left", "left", "m")
        assert titles(pilot) == ["A flood", "The wall"]
        await pilot.press("escape")
        assert len(titles(pilot)) == 4


async def test_a_click_on_a_bar_chooses_it_and_another_click_all(tmp_path: Path) -> None:
    """The bars are the mouse's filter."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("m")
        await pilot.click(library(pilot).bar, offset=(1, 2))
        await until(pilot, lambda: titles(pilot) == ["“Fair” opens"])
        await pilot.click(library(pilot).bar, offset=(1, 2))
        await until(pilot, lambda: len(titles(pilot)) == 4)


async def test_an_article_is_read_and_one_comes_back_to_its_row(tmp_path: Path) -> None:
    """Enter, r or a double click open the selected article; Esc is back at the same row."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await sees(pilot, "The wall", "#head .title")
        await sees(pilot, "Herald · 4 Mar 2024 · 7 words", ".origin")
        await pilot.press("escape")
        assert library(pilot).table.selected.listing.title == "The wall"
        await pilot.click(library(pilot).table, offset=(4, 3), times=2)
        await sees(pilot, "“Fair” opens", "#head .title")


async def test_the_keys_of_a_list_move_the_selection(tmp_path: Path) -> None:
    """J k g G, the page keys and Home and End; it stays in view and within the ends."""
    many = [article(f"Title {number:03}", f"Text {number}.", day=date(2024, 1, 1)) for number in range(100)]
    async with over(filled_at_once(tmp_path, many)).run_test(size=(80, 24)) as pilot:
        await entered(pilot, 100)
        table = library(pilot).table
        for keys, expected in (("j", 1), ("jj", 3), ("k", 2), ("k" * 5, 0), ("G", 99), ("j", 99), ("g", 0)):
            await pilot.press(*keys)
            assert table.rows.index(table.selected) == expected
        await pilot.press("space", "pagedown")
        at = table.rows.index(table.selected)
        assert at == 2 * (table.size.height - 2)
        assert any(line.lstrip("▌ ").startswith(table.selected.listing.title) for line in drawn(pilot))


def filled_at_once(directory: Path, articles: Sequence[Article]) -> Path:
    """Return the directory of a library with these articles in one file."""
    with shelf(directory) as (_, writer):
        store(writer, "all.txt", articles)
    return directory


async def test_copies_are_shown_as_clusters(tmp_path: Path) -> None:
    """`c` leaves the articles there are copies of, each with the other files it lies in; `c` shows all."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "a.txt", [WALL, FAIR])
        store(writer, "b.txt", [WALL])
        store(writer, "c.txt", [WALL, FLOOD])
    async with over(tmp_path).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 3)
        assert any("The wall +2" in line for line in drawn(pilot))
        await pilot.press("c")
        lines = [line.strip("▌ ") for line in drawn(pilot)[1:4]]
        assert lines[0].startswith("The wall +2")
        assert lines[1:] == ["= /papers/b.txt", "= /papers/c.txt"]
        await pilot.press("c")
        assert len(titles(pilot)) == 3
        await pilot.press("c", "slash", *"flood")
        await sees(pilot, "No article is like that", "#nothing")


async def test_articles_of_one_story_are_a_cluster_too(tmp_path: Path) -> None:
    """Copies in other words stand under the first of them, with their own source and date."""
    one, other = replace(WALL, story="s"), replace(FLOOD, story="s")
    async with over(filled(tmp_path, [one, other, FAIR])).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 3)
        await pilot.press("c")
        lines = [line.strip("▌ ") for line in drawn(pilot)[1:3]]
        assert lines[0].startswith("A flood +1")
        assert lines[1].startswith("≈ The wall")
        assert "Herald" in lines[1]
        await pilot.press("j", "enter")
        await sees(pilot, "The wall", "#head .title")


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
    """The line tells how far it is; `x` ends it, and what was stored stays."""
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(2000):
        (papers / f"{number}.txt").write_text(f"Title {number}\n\nIt rained for {number} days in the town.\n")
    async with over(filled(tmp_path / "library", TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        pilot.app.bring_in(str(papers))
        await sees(pilot, "of 2,000 files", "#run")
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
        assert "Add" not in shown(pilot, "FooterKey")


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


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_markup_escapes_and_wide_characters_stay_in_their_cells(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """What an article says of itself is text, whatever it is, and moves no column."""
    odd = [
        article(EVIL, "Text one.", day=date(2024, 1, 4), source=EVIL),
        article("水在黎明时分到达变电站。" * 4, "Text two.", day=date(2024, 1, 3), source="読売新聞"),
        article("שלום עולם", "Text three.", day=date(2024, 1, 2), source="ידיעות"),
        article("👨‍👩‍👧 family 🇩🇪 ❤️", "Text four.", day=date(2024, 1, 1), source="🗞️"),
    ]
    async with over(filled(tmp_path, odd)).run_test(size=size) as pilot:
        await entered(pilot, 4)
        table = library(pilot).table
        lines = [table.render_line(y) for y in range(table.size.height)]
        assert {strip.cell_length for strip in lines} == {table.scrollable_content_region.width}
        dates = {cell_len(line[: line.index(" Jan 2024")]) for line in drawn(pilot)[1:5]}
        assert len(dates) == 1
        assert one_line(EVIL)[:10] in lines[1].text
        assert not any(segment.style and segment.style.meta for strip in lines for segment in strip)
        assert "\x1b" not in pilot.app.export_screenshot()
        await pilot.press("d")
        await sees(pilot, one_line(EVIL)[:20], "#confirm .about")


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


async def test_the_help_begins_with_the_keys_of_where_one_is(tmp_path: Path) -> None:
    """F1 in the library shows its keys first; each has a name of its own by which settings can tell it."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("f1")
        await sees(pilot, "In the library", "#help .title")
        assert shown(pilot, "#help .title").split("\n")[1] == "In the library"
    names = [key.id for key in [*LIBRARY_KEYS, *READER_KEYS, *ArticleTable.BINDINGS, *ArticleText.BINDINGS]]
    assert None not in names
    assert len(set(names)) == len(names)
