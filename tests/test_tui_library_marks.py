"""Several articles marked in the library, and removed at once."""

from datetime import date
from pathlib import Path

from chat_script import sees, shown, until
from library_room import FAIR, FLOOD, TOWN, WALL, drawn, entered, library, over, titles
from reading_room import filled
from shelf import article, shelf, store

from index.library import Library
from qa.tui.screens.chat import ChatScreen
from qa.tui.screens.library import LibraryScreen


async def test_space_marks_and_goes_on_and_d_removes_all_that_is_marked(tmp_path: Path) -> None:
    """One question that says how many; n leaves all and their marks, y takes just those out."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("space", "j", "space")
        assert library(pilot).table.selected.listing.title == "Letters"
        assert "2 marked" in shown(pilot, "#stock")
        await pilot.press("d")
        await sees(pilot, "Remove 2 articles from the library?", "#confirm .title")
        assert "“A flood”" in shown(pilot, "#confirm .about")
        assert "“Fair” opens" in shown(pilot, "#confirm .about")
        await pilot.press("n")
        assert "2 marked" in shown(pilot, "#stock")
        await pilot.press("d")
        await sees(pilot, "Remove 2 articles", "#confirm .title")
        await pilot.press("y")
        await until(pilot, lambda: titles(pilot) == ["The wall", "Letters"])
        assert "marked" not in shown(pilot, "#stock")
        with Library.open(tmp_path) as opened:
            assert opened.article(WALL.id) is not None
            assert opened.article(FLOOD.id) is opened.article(FAIR.id) is None


async def test_a_mark_is_a_sign_and_not_only_a_colour(tmp_path: Path) -> None:
    """A star stands before the row, beside the bar of the selected one; without marks it takes no room."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(80, 24)) as pilot:
        await entered(pilot, 4)
        assert drawn(pilot)[1].startswith("▌A flood")
        await pilot.press("space")
        await until(pilot, lambda: drawn(pilot)[1].startswith(" * A flood"))
        assert drawn(pilot)[2].startswith("▌  The wall")
        await pilot.press("k")
        assert drawn(pilot)[1].startswith("▌* A flood")
        await pilot.press("space")
        await until(pilot, lambda: drawn(pilot)[1].startswith(" A flood"))


async def test_marks_stay_whatever_the_filter_shows_and_the_question_says_so(tmp_path: Path) -> None:
    """`*` marks what is shown, and no more; pressed again it takes those marks off."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("slash", *"herald", "enter")
        await until(pilot, lambda: titles(pilot) == ["The wall", "“Fair” opens"])
        await pilot.press("*")
        assert "2 marked" in shown(pilot, "#stock")
        await pilot.press("escape", "slash", *"post", "enter")
        await until(pilot, lambda: titles(pilot) == ["A flood"])
        assert "2 marked" in shown(pilot, "#stock")
        await pilot.press("space", "d")
        await sees(pilot, "Remove 3 articles from the library?", "#confirm .title")
        assert "2 of what is marked is not shown just now." in shown(pilot, "#confirm .about")
        await pilot.press("n", "*")
        assert "2 marked" in shown(pilot, "#stock")
        await pilot.press("escape", "escape")
        assert "marked" not in shown(pilot, "#stock")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ChatScreen)


async def test_files_of_marked_articles_are_removed_whole(tmp_path: Path) -> None:
    """`D` takes out what else their files hold, once for each file."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "a.txt", [WALL, FAIR])
        store(writer, "b.txt", [FLOOD])
    async with over(tmp_path).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 3)
        await pilot.press("*", "g", "space", "D")  # all but the flood
        await sees(pilot, "Remove 2 articles", "#confirm .title")
        assert shown(pilot, "#confirm .about").count("a.txt") == 1
        await pilot.press("y")
        await until(pilot, lambda: titles(pilot) == ["A flood"])


async def test_what_others_removed_is_marked_no_more(tmp_path: Path) -> None:
    """The rest of the marks stay when the library is read again."""
    async with over(filled(tmp_path, TOWN)).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 4)
        await pilot.press("*")
        assert "4 marked" in shown(pilot, "#stock")
        with shelf(tmp_path) as (_, writer):
            writer.leave_out_article(WALL.id)
            writer.sweep()
        await until(pilot, lambda: len(titles(pilot)) == 3)
        await sees(pilot, "3 marked", "#stock")


async def test_a_thousand_marked_articles_leave_at_once(tmp_path: Path) -> None:
    """It is said while it goes on, and what came of it."""
    many = [article(f"Title {n:04}", f"Text {n}.", day=date(2024, 1, 1)) for n in range(1000)]
    with shelf(tmp_path) as (_, writer):
        store(writer, "all.txt", many)
        store(writer, "wall.txt", [WALL])
    async with over(tmp_path).run_test(size=(100, 30)) as pilot:
        await entered(pilot, 1001)
        await pilot.press("slash", *"title", "enter", "*", "d")
        await sees(pilot, "Remove 1,000 articles", "#confirm .title")
        assert "and 997 more articles" in shown(pilot, "#confirm .about")
        await pilot.press("y", "escape")
        for _ in range(10):
            if titles(pilot) != ["The wall"]:
                await pilot.pause(1)
        await until(pilot, lambda: titles(pilot) == ["The wall"])
        told = [one.message for one in pilot.app._notifications]
        assert any(one.startswith("Removed 1,000 articles") for one in told)
