"""The whole article, read from an answer: what is marked in it, and every key of the screen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from chat_script import Chat, chat, cite, hit, screen, sees, shown, typed_at_once, until
from reading_room import (
    FIGURE,
    FLOOD,
    PUMPS,
    answered,
    citations_of,
    filled,
    hit_in,
    lines_in_view,
    reader,
    script_over,
    styled,
)
from rich.cells import cell_len
from shelf import article

from index.library import Library
from index.records import Article, Passage
from index.shelving import Content
from index.writing import Writer
from qa.records import Hit
from qa.tui.page import Heading
from qa.tui.plain import one_line
from qa.tui.reading import Opened, Reading, opened
from qa.tui.screens.chat import ChatScreen
from qa.tui.screens.reader import ReaderScreen

EVIL = "[@click=app.quit]here[/] [bold]x[/bold] [ ]] \x1b[31mred\x1b]8;;http://x.org\x07 \u202eback."
PATIENCE_S = 60
"""Seconds until something must have come, however busy the machine."""

SIZES = [(80, 24), (100, 30), (160, 50), (200, 60)]


async def loaded(pilot: Chat) -> None:
    """Wait until the article stands there."""
    await sees(pilot, "words", ".origin")
    await pilot.pause()


def store_text(library: Path, one: Article) -> None:
    """Store an article of one passage, as cutting ten megabytes would take a while."""
    passage = Passage(one.id, 0, 0, len(FIGURE), one.text[: len(FIGURE)])
    with Library.open(library) as opened, Writer.of(opened) as writer:
        writer.keep(Content(one, (passage,)))


def hit_at(one: Article, quote: str) -> Hit:
    """Return a hit that is just these words."""
    return replace(hit(1, one.title, quote, start=one.text.index(quote)), article=one.id, also_in=())


async def in_the_end(pilot: Chat, condition: Callable[[], bool]) -> None:
    """Let the chat work until the condition holds, for as long as ten megabytes take."""
    ends = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < ends, f"it did not come to that; the screen says:\n{shown(pilot)}"
        await pilot.pause(0.01)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("1", "1"), ("ctrl+o", "r"), ("ctrl+o", "enter")])
async def test_a_source_is_read_whole_at_the_cited_words(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """The article opens at the citation, marked, with its number beside it; Esc goes back."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=size) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE, PUMPS))
        await pilot.press(*keys)
        await loaded(pilot)
        await until(pilot, lambda: styled(pilot, "current") == FIGURE)
        assert any(line.strip().startswith(f"[1] {FIGURE[:20]}") for line in lines_in_view(pilot))
        assert shown(pilot, "#head .title") == "Flood cuts power"
        assert "Jane Smith · Millbrook Herald · 4 Mar 2024 · 1," in shown(pilot, "#head .origin")
        assert "citation [1], 1 of 2" in shown(pilot, ".place")
        assert reader(pilot).query_one("KeyLine").region.bottom == size[1]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ChatScreen)
        assert screen(pilot).panes.sources.selected.number == 1


async def test_n_goes_through_the_citations_and_around(tmp_path: Path) -> None:
    """`n` brings the next cited sentence into view and marks it, N the one before."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE, PUMPS))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("n")
        await until(pilot, lambda: styled(pilot, "current") == PUMPS)
        assert "citation [2], 2 of 2" in shown(pilot, ".place")
        await pilot.press("n")
        await until(pilot, lambda: styled(pilot, "current") == FIGURE)
        await pilot.press("N")
        await until(pilot, lambda: styled(pilot, "current") == PUMPS)


async def test_a_search_goes_through_what_it_finds_and_gives_way_to_the_citations(tmp_path: Path) -> None:
    """Typing after / finds at once; Enter and n step on; Esc ends the search, Esc again the reading."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE, PUMPS))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("g", "slash", *"STREETS and")
        await sees(pilot, "found 1 of 60", ".place")
        await until(pilot, lambda: styled(pilot, "current") == "streets and")
        await pilot.press("enter", "n")
        await sees(pilot, "found 2 of 60", ".place")
        await pilot.press("slash", "x")
        await sees(pilot, "not found", ".place")
        await pilot.press("escape")
        await until(pilot, lambda: not reader(pilot).search.display)
        await pilot.press("n")
        await sees(pilot, "citation [", ".place")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ChatScreen)


async def test_a_search_may_begin_before_the_article_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed by then is looked for as soon as it is."""
    may_come = Event()

    def comes_late(reading: Reading) -> Opened | None:
        assert may_come.wait(10)
        return opened(reading)

    monkeypatch.setattr("qa.tui.screens.reader.opened", comes_late)
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await pilot.press("slash", *"streets")
        assert reader(pilot).search.value == "streets"
        may_come.set()
        await sees(pilot, "found 1 of 60", ".place")


async def test_what_is_typed_right_behind_the_slash_is_searched(tmp_path: Path) -> None:
    """No letter goes to the article, where it would do something else; a second slash is one."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        typed_at_once(pilot, "/nog/q")
        await until(pilot, lambda: reader(pilot).search.value == "nog/q")


async def test_the_arrows_step_while_one_types(tmp_path: Path) -> None:
    """Down and Up in the search box go through what is found."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("g", "slash", *"tells")
        await sees(pilot, "found 1 of 120", ".place")
        await pilot.press("down", "down")
        await sees(pilot, "found 3 of 120", ".place")
        await pilot.press("up")
        await sees(pilot, "found 2 of 120", ".place")


async def test_a_passage_that_was_not_cited_is_unfolded_and_read(tmp_path: Path) -> None:
    """`f` unfolds what was read and not cited, n reaches it, r opens the article at the passage."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE), hit_in(FLOOD, PUMPS, rank=2))
        assert "1 more passage read, not cited" in shown(pilot, "CollapsibleTitle")
        await pilot.press("ctrl+o", "f")
        sources = screen(pilot).panes.sources
        await until(pilot, lambda: sources.selected.number is None)
        await pilot.press("n")
        await until(pilot, lambda: sources.selected.number == 1)
        await pilot.press("N", "r")
        await loaded(pilot)
        await until(pilot, lambda: styled(pilot, "current") == PUMPS)
        assert "passage read, not cited" in shown(pilot, ".place")
        await pilot.press("escape", "f")
        await until(pilot, lambda: sources.selected.number == 1)


async def test_a_click_on_a_source_that_is_clicked_twice_opens_its_article(tmp_path: Path) -> None:
    """Two clicks are the mouse's way to the whole article."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.click("Source", times=2)
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))


async def test_an_article_that_has_left_the_library_shows_the_passage_it_is_known_by(tmp_path: Path) -> None:
    """What was cited stays readable, and it is said that there is no more."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        cited = citations_of(FLOOD, FIGURE)
        await answered(pilot, script, cited)
        with Library.open(tmp_path) as library, Writer.of(library) as writer:
            writer.take_out([FLOOD.id])
        await pilot.press("ctrl+o", "r")
        await until(pilot, lambda: styled(pilot, "current") == FIGURE)
        assert any("has left the library" in toast.message for toast in pilot.app._notifications)


async def test_a_library_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """The reader shows the line instead of an article, and Esc goes back."""
    script = script_over(tmp_path / "none")
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await sees(pilot, "there is no library here", "#head .path")
        await pilot.press("slash", "n", "y", "o")
        assert not reader(pilot).search.display
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ChatScreen)


async def test_a_file_that_has_gone_is_a_notice_and_reading_goes_on(tmp_path: Path) -> None:
    """`o` asks for the file that the library knows; where there is none, a line says so."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("o")
        assert any("Cannot open /papers/" in toast.message for toast in pilot.app._notifications)
        assert isinstance(pilot.app.screen, ReaderScreen)


async def test_the_current_words_are_copied_with_their_source(tmp_path: Path) -> None:
    """`y` takes the cited sentence; from where nothing is cited, what is in view."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("y")
        assert pilot.app.clipboard.startswith(f"“{FIGURE}” Flood cuts power (Jane Smith · Millbrook Herald")
        assert pilot.app.clipboard.endswith("/papers/0.txt")


async def test_the_article_s_address_opens_in_the_browser(tmp_path: Path) -> None:
    """`u` goes to the address the article names; an address of another kind is never followed."""
    good = replace(FLOOD, url="https://millbrook.example/flood")
    script = script_over(filled(tmp_path, [good]))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        opened: list[str] = []
        pilot.app._driver.open_url = lambda url, *_: opened.append(url)
        await answered(pilot, script, citations_of(good, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("u")
        assert opened == ["https://millbrook.example/flood"]
        reader(pilot)._article = replace(reader(pilot)._article, url="file:///etc/passwd")
        await pilot.press("u")
        assert len(opened) == 1


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_markup_and_escapes_in_an_article_are_text(tmp_path: Path, size: tuple[int, int]) -> None:
    """Tags, escapes, controls of direction and unbalanced brackets are shown and do nothing."""
    said = f"Before. {EVIL} After it all."
    one = replace(article(f"Title {EVIL}", f"First.\n\n{said}\n\nLast."), authors=(EVIL,), source=EVIL)
    script = script_over(filled(tmp_path, [one]))
    async with chat(script).run_test(size=size) as pilot:
        await answered(pilot, script, citations_of(one, said))
        await pilot.press("1", "1")
        await loaded(pilot)
        drawn = " ".join(line[5:] for line in (text.strip("▐") for text in lines_in_view(pilot)))
        assert " ".join(one_line(EVIL).split()) in " ".join(drawn.split())
        assert one_line(EVIL)[:20] in shown(pilot, "#head .title")
        metas = [segment.style.meta for y in range(10) for segment in reader(pilot).text.render_line(y)]
        assert not any("@click" in meta for meta in metas)
        assert "\x1b" not in pilot.app.export_screenshot()
        await pilot.press("y")
        assert "\x1b" not in pilot.app.clipboard


async def test_ten_megabytes_in_one_paragraph_are_read(tmp_path: Path) -> None:
    """The text is broken into lines beside the screen; its end can be reached, and searched for."""
    text = "The river rose and fell again that day. " * 250_000 + FIGURE
    one = article("Long", text)
    library = filled(tmp_path)
    store_text(library, one)
    script = script_over(library)
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, [cite(1, hit_at(one, FIGURE), FIGURE)])
        await pilot.press("ctrl+o", "r")
        await in_the_end(pilot, lambda: styled(pilot, "current") == FIGURE)
        await pilot.press("g", "slash", *"river rose")
        await sees(pilot, "found 1 of 10,000+", ".place")
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "The river rose" in lines_in_view(pilot)[0])


async def test_a_resize_keeps_the_reader_s_place(tmp_path: Path) -> None:
    """What was the first line in view is there afterwards, however the lines break now."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(160, 50)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("g", *"jjjjjjjj")
        await until(pilot, lambda: "Paragraph 3 " in lines_in_view(pilot)[0])
        await pilot.resize_terminal(40, 24)
        await until(pilot, lambda: "Paragraph 3 " in lines_in_view(pilot)[0])


async def test_wide_and_joined_characters_stay_in_their_columns(tmp_path: Path) -> None:
    """Every line of every script is drawn as wide as the pane, and no line is cut."""
    words = "水在黎明时分到达变电站。" * 20 + "\n" + "שלום עולם " * 30 + "\n" + "👨‍👩‍👧 family 🇩🇪 " * 30
    one = article("Scripts", f"{words}\n{FIGURE}")
    script = script_over(filled(tmp_path, [one]))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(one, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("g")
        text = reader(pilot).text
        await until(pilot, lambda: text.scroll_offset.y == 0)
        strips = [text.render_line(y) for y in range(text.size.height)]
        assert {strip.cell_length for strip in strips} == {text.scrollable_content_region.width}
        assert {cell_len(strip.text) for strip in strips} == {text.scrollable_content_region.width}


@pytest.mark.parametrize("no_color", ["", "1"])
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_cited_words_are_told_by_a_sign_in_every_theme(
    tmp_path: Path, theme: str, no_color: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number stands beside them and they are bold, whatever the colours are."""
    monkeypatch.setenv("NO_COLOR", no_color)
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 40)) as pilot:
        pilot.app.theme = theme
        await answered(pilot, script, citations_of(FLOOD, FIGURE, PUMPS))
        await pilot.press("1", "1")
        await loaded(pilot)
        await until(pilot, lambda: any("[1]" in line for line in lines_in_view(pilot)))
        bold = [
            segment.text
            for y in range(reader(pilot).text.size.height)
            for segment in reader(pilot).text.render_line(y)
            if segment.style.bold
        ]
        assert "".join(bold) == FIGURE


async def test_headings_are_stepped_through_and_chosen_from_a_list(tmp_path: Path) -> None:
    """`]` and `[` go from heading to heading, `t` lists them; without any the keys are not there."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE))
        await pilot.press("1", "1")
        await loaded(pilot)
        await pilot.press("t")
        assert isinstance(pilot.app.screen, ReaderScreen)
        page = reader(pilot)._article.page
        named = [f"Paragraph {number} " for number in (5, 50, 80)]
        headings = tuple(Heading(name, page.text.index(name), 2) for name in named)
        reader(pilot)._article = replace(reader(pilot)._article, page=replace(page, headings=headings))
        await pilot.press("g", "right_square_bracket")
        await until(pilot, lambda: named[0] in lines_in_view(pilot)[0])
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: named[1] in lines_in_view(pilot)[0])
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: named[0] in lines_in_view(pilot)[0])
        await pilot.press("t", "down", "down", "enter")
        await until(pilot, lambda: named[2] in lines_in_view(pilot)[0])
