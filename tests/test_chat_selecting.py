"""What is selected with the mouse in turns and sources, each of which is one widget of many texts.

The mouse is moved as the terminal's driver does it: the pilot's own clicks know no dragging.
"""

import pytest
from chat_script import (
    CITATIONS,
    SENTENCES,
    Chat,
    Script,
    ask,
    chat,
    chat_answered,
    found,
    screen,
    sees,
    until,
)
from rich.cells import cell_len
from textual import events

from qa.records import Checked
from qa.tui.app import ChatApp
from qa.tui.screens.reader import ReaderScreen

QUESTION = "How many homes lost power?"
Cell = tuple[int, int]


def cell_of(pilot: Chat, words: str) -> Cell:
    """Return where words that stand on the screen begin, for the first time."""
    for y, strip in enumerate(screen(pilot)._compositor.render_strips()):
        before, found, _ = strip.text.partition(words)
        if found:
            return cell_len(before), y
    raise AssertionError(f"{words} does not stand there")


async def mouse(pilot: Chat, kind: type[events.MouseEvent], at: Cell, button: int = 1) -> None:
    """Let the mouse do something at a cell."""
    x, y = at
    pilot.app.post_message(kind(None, x, y, 0, 0, button, False, False, False, x, y))
    await pilot.pause()


async def drag(pilot: Chat, first: Cell, last: Cell) -> None:
    """Drag from one cell to another."""
    await mouse(pilot, events.MouseMove, first, 0)
    await mouse(pilot, events.MouseDown, first)
    await mouse(pilot, events.MouseMove, last)
    await mouse(pilot, events.MouseUp, last)
    await pilot.pause(0.05)


async def clicks(pilot: Chat, at: Cell, times: int) -> None:
    """Click a cell so many times in a row."""
    await mouse(pilot, events.MouseMove, at, 0)
    for _ in range(times):
        await mouse(pilot, events.MouseDown, at)
        await mouse(pilot, events.MouseUp, at)
    await pilot.pause(0.05)


def selected(pilot: Chat) -> str | None:
    """Return what would be copied."""
    return screen(pilot).get_selected_text()


async def test_a_drag_selects_from_word_to_word() -> None:
    """Within a sentence, from its sign, from the line above it, and from one part to another."""
    async with chat_answered(QUESTION) as pilot:
        x, y = cell_of(pilot, "“The company corrected")
        for first, last, words in (
            ((x + 5, y), (x + 11, y), "company"),
            ((x - 2, y), (x + 11, y), "“The company"),
            ((x - 1, y), (x + 11, y), "“The company"),
            ((x + 30, y - 1), (x + 11, y), "\n“The company"),
            ((x + 3, y - 1), (x + 30, y - 1), ""),
        ):
            await drag(pilot, first, last)
            assert selected(pilot) == words
        await drag(pilot, cell_of(pilot, "2 sources"), cell_of(pilot, "4,200 homes"))
        assert selected(pilot) == "2 sources · 2.3 s\nAbout 4"


@pytest.mark.parametrize("width", [60, 90, 120])
async def test_what_is_selected_is_what_stands_there(width: int) -> None:
    """Each line of a source that is dragged over whole is copied as it is drawn, however narrow."""
    async with chat_answered(QUESTION, width) as pilot:
        await pilot.press("ctrl+o")
        await pilot.pause(0.3)
        source = screen(pilot).panes.sources.selected
        left, top = source.content_region.offset
        for row in range(source.size.height):
            drawn = source.render_line(row).text
            text = drawn[3:].rstrip()
            at = cell_len(drawn[: drawn.index(text)])
            await drag(pilot, (left + at, top + row), (left + at + cell_len(text) - 1, top + row))
            assert selected(pilot) == text
            await drag(pilot, (left - 2, top + row), (left - 1, top + row))  # from its edge: no fault


async def test_a_double_click_takes_a_sentence_and_a_third_click_the_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As it does in a text: the part that was clicked, then what it is a part of."""
    monkeypatch.setattr(ChatApp, "CLICK_CHAIN_TIME_THRESHOLD", 60.0)  # however slow the machine
    async with chat_answered(QUESTION) as pilot:
        at = cell_of(pilot, "corrected its figure")
        await clicks(pilot, at, 2)
        assert selected(pilot) == "“The company corrected its figure: 3,870 homes had lost power.” [2]"
        await clicks(pilot, at, 1)
        (turn,) = screen(pilot).panes.conversation.turns
        assert selected(pilot) == str(turn.render())


async def test_a_drag_is_no_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it ends on is neither followed nor opened."""
    async with chat_answered(QUESTION) as pilot:
        sources = screen(pilot).panes.sources
        await drag(pilot, cell_of(pilot, "“The company corrected"), cell_of(pilot, "[2]"))
        assert sources.selected.number == 1
        await drag(pilot, cell_of(pilot, "Recount"), cell_of(pilot, "Millbrook Herald · 2 Mar"))
        assert sources.selected.number == 1
        await clicks(pilot, cell_of(pilot, "[2]"), 1)
        await until(pilot, lambda: sources.selected.number == 2)
        monkeypatch.setattr(ChatApp, "CLICK_CHAIN_TIME_THRESHOLD", 60.0)
        await clicks(pilot, cell_of(pilot, "Flood cuts power"), 2)
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))


async def test_selected_words_stay_selected_while_others_come_and_go() -> None:
    """Evidence that moves down is followed; once it is gone, nothing is selected, and nothing copied."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION))
        await sees(pilot, CITATIONS[1].quote, "evidence")
        await pilot.pause(0.3)
        x, y = cell_of(pilot, "“The company corrected")
        await drag(pilot, (x + 5, y), (x + 11, y))
        script.put(Checked(SENTENCES[0]))
        await sees(pilot, "1 sentence checked", "state")
        assert selected(pilot) == "company"
        await pilot.press("escape")
        await sees(pilot, "stopped", "state")
        assert selected(pilot) is None
        await pilot.press("ctrl+c")
        await pilot.pause(0.1)
        assert pilot.app.is_running
