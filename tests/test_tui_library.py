"""The library screen: every key of it, over libraries that are really there."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from chat_script import sees, shown, typed_at_once, until
from library_room import EVIL, FAIR, FLOOD, SIZES, TOWN, WALL, drawn, entered, library, over, titles
from reading_room import filled
from rich.cells import cell_len
from shelf import article, shelf, store

from index.records import Article
from qa.tui.article_keys import LIBRARY_KEYS, READER_KEYS
from qa.tui.plain import one_line
from qa.tui.screens.chat import ChatScreen
from qa.tui.screens.reader import ReaderScreen
from qa.tui.widgets.article_table import ArticleTable
from qa.tui.widgets.article_text import ArticleText


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
        assert library(pilot).query_one("KeyLine").region.bottom == size[1]
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


async def test_what_is_typed_right_behind_the_slash_is_in_the_filter(tmp_path: Path) -> None:
    """No letter goes to the table, where it would do something else; a second slash is one."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        typed_at_once(pilot, "/asm/d")
        await until(pilot, lambda: library(pilot).filter.value == "asm/d")


async def test_enter_twice_at_once_filters_and_reads(tmp_path: Path) -> None:
    """The second one comes before the first has brought the focus to the table."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        typed_at_once(pilot, "/wall\r\r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await sees(pilot, "The wall", ".title")


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
        await pilot.press("pagedown", "pagedown")
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
    told = "Water reached the substation on Monday night and three streets went dark until noon."
    one = article("The wall", told, day=date(2024, 3, 4), source="Herald")
    other = article("A flood", f"{told} Nobody was hurt.", day=date(2024, 5, 9), source="Post")
    async with over(filled(tmp_path, [one, other, FAIR])).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 3)
        await pilot.press("c")
        lines = [line.strip("▌ ") for line in drawn(pilot)[1:3]]
        assert lines[0].startswith("A flood +1")
        assert lines[1].startswith("≈ The wall")
        assert "Herald" in lines[1]
        await pilot.press("j", "enter")
        await sees(pilot, "The wall", "#head .title")


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
