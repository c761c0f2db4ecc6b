"""What of an answer and its sources is drawn only when it is seen, and then only once."""

import subprocess
import sys

import pytest
from chat_script import (
    CITATIONS,
    HITS,
    SENTENCES,
    Script,
    answer,
    ask,
    chat,
    chat_answered,
    found,
    screen,
    sees,
    shown,
    until,
)
from library_room import key_line
from textual import events
from textual.geometry import Region
from textual.widget import Widget

from qa.records import Answered, Checked
from qa.tui import garbage
from qa.tui.screens.help import HelpScreen
from qa.tui.widgets.backdrop import Backdrop
from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.source import Source

QUESTION = "How many homes lost power?"


async def test_a_source_stays_while_its_answer_comes() -> None:
    """What the evidence brought is not drawn anew for the answer; what is not cited goes."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION))
        await sees(pilot, "reading 3 passages…", "state")
        sources = screen(pilot).panes.sources
        evidence = list(sources.query(Source))
        assert [source.number for source in evidence] == [1, 2]
        last = (SENTENCES[1],)
        script.put(*map(Checked, last), Answered(answer(QUESTION, last)))
        await sees(pilot, "1 source", "state")
        assert list(sources.query(Source)) == evidence[1:]
        assert sources.selected is evidence[1]
        assert sources.citations == CITATIONS[1:]
        assert "2 more passages read, not cited" in shown(pilot, "CollapsibleTitle")


async def test_passages_that_were_not_cited_are_drawn_once_they_are_unfolded() -> None:
    """They stand there folded as a number alone, in the order they were found."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        only = SENTENCES[:1]
        script.put(found(QUESTION), *map(Checked, only), Answered(answer(QUESTION, only)))
        await ask(pilot, QUESTION)
        await sees(pilot, "1 source", "state")
        sources = screen(pilot).panes.sources
        assert len(sources.query(Source)) == 1
        await pilot.click("CollapsibleTitle")
        await until(pilot, lambda: len(sources.query(Source)) == 3)
        assert [source.hit for source in sources.query(Source)] == list(HITS)
        await pilot.press("ctrl+o", "f", "f")
        await until(pilot, lambda: sources.selected is list(sources.query(Source))[1])


@pytest.mark.parametrize("columns", [120, 60])
async def test_what_stands_behind_is_drawn_as_the_framework_draws_it(columns: int) -> None:
    """Line for line, edges and all, whatever part of it; though but one line of it is drawn."""
    async with chat_answered(QUESTION, columns) as pilot:
        for key in ("f6", "tab"):  # borders and colours change with the focus
            await pilot.press(key)
            every = screen(pilot).query("*")
            behind = [widget for widget in every if isinstance(widget, Backdrop) and widget.size]
            assert len(behind) >= 3
            for widget in behind:
                width, height = widget.outer_size
                for y, lines in ((0, height), (1, height - 1), (2, 3), (height - 1, 1)):
                    crop = Region(0, y, width, lines)
                    assert widget.render_lines(crop) == Widget.render_lines(widget, crop)


async def test_keys_that_stay_the_same_are_not_drawn_anew() -> None:
    """The last line is made anew for other keys alone, however often they are looked at."""
    async with chat_answered(QUESTION) as pilot:
        line = screen(pilot).query_one(KeyLine)
        drawn = line.render()
        screen(pilot).refresh_bindings()
        await pilot.pause(0.2)
        assert line.render() is drawn
        await pilot.press("ctrl+o")
        await until(pilot, lambda: line.render() is not drawn)


async def test_the_keys_of_where_the_focus_is_stand_when_the_terminal_is_gone_to_again() -> None:
    """A terminal, or a browser's page, can lose the focus at any moment, and has it again later."""
    async with chat_answered(QUESTION) as pilot:
        at_the_prompt = key_line(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: key_line(pilot) != at_the_prompt)
        at_the_sources = key_line(pilot)
        screen(pilot).set_focus(screen(pilot).prompt)
        pilot.app.post_message(events.AppBlur())
        await pilot.pause(0.3)
        pilot.app.post_message(events.AppFocus())
        await until(pilot, lambda: key_line(pilot) == at_the_prompt)
        await pilot.press("ctrl+o")
        pilot.app.post_message(events.AppBlur())
        pilot.app.post_message(events.AppFocus())
        await until(pilot, lambda: key_line(pilot) == at_the_sources)


async def test_the_keys_stay_while_the_terminal_has_not_the_focus() -> None:
    """They are drawn a moment after others were told of; it may have gone in between, and nothing has it."""
    async with chat_answered(QUESTION) as pilot:
        at_the_prompt = key_line(pilot)

        def leave(_: object) -> None:
            pilot.app.app_focus = False

        screen(pilot).bindings_updated_signal.subscribe(pilot.app, leave)
        screen(pilot).refresh_bindings()
        await until(pilot, lambda: not pilot.app.app_focus)
        await pilot.pause(0.1)
        assert key_line(pilot) == at_the_prompt
        screen(pilot).bindings_updated_signal.unsubscribe(pilot.app)
        screen(pilot).set_focus(screen(pilot).panes.sources)
        pilot.app.app_focus = True
        await until(pilot, lambda: key_line(pilot) != at_the_prompt)


async def test_a_key_of_the_last_line_can_be_clicked() -> None:
    """It does what it does when it is pressed, and says more of that under the pointer."""
    async with chat(Script()).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        line = screen(pilot).query_one(KeyLine)
        drawn = str(line.render())
        first = line.content_region.x - line.region.x
        place = (first + drawn.index("f1 Keys") + 1, 0)
        await pilot.hover(line, offset=place)
        assert line.tooltip == line.keys[key_line(pilot).index("f1 Keys")].tooltip
        await pilot.hover(
            line, offset=(line.content_region.x - line.region.x + len(" ".join(key_line(pilot))) + 2, 0)
        )
        assert line.tooltip is None
        await pilot.click(line, offset=place)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))


async def test_the_key_that_finds_anything_comes_and_goes_with_its_room() -> None:
    """It stands at the right end of a wide screen, and a narrow one leaves its room to the others."""
    async with chat(Script()).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        for width, there in ((99, 0), (100, 1), (101, 1), (120, 1), (80, 0)):
            await pilot.resize_terminal(width, 24)
            line = screen(pilot).query_one(KeyLine)
            await until(pilot, lambda line=line, there=there: str(line.render()).count("^p ") == there)


async def test_what_an_answer_leaves_is_looked_through_once_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not before; and all there is only while nothing is typed and nothing is asked."""
    looks: list[str] = []
    monkeypatch.setattr(garbage, "clear_an_answer", lambda: looks.append("answer"))
    monkeypatch.setattr(garbage, "clear_all", lambda: looks.append("all"))
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        await sees(pilot, "searching…", "state")
        screen(pilot).rest()
        assert not looks
        script.put(found(QUESTION), Answered(answer(QUESTION)))
        await until(pilot, lambda: looks == ["answer"])
        screen(pilot).prompt.text = "And"
        screen(pilot).rest()
        assert looks == ["answer"]
        screen(pilot).prompt.text = ""
        screen(pilot).rest()
        assert looks == ["answer", "all"]


def test_little_is_looked_through_at_a_time() -> None:
    """What was there before it began is never looked through again; what comes later is, and goes."""
    code = """
import gc, weakref
from qa.tui import garbage
class Ring:
    def __init__(self): self.me = self
before = Ring(); garbage.begin()
was, before = weakref.ref(before), None
rings = [weakref.ref(Ring()) for _ in range(20 * garbage.YOUNG)]
kept = [Ring() for _ in range(5 * garbage.YOUNG)]
later, kept = weakref.ref(kept[0]), None
assert sum(ring() is not None for ring in rings) <= 2 * garbage.YOUNG
assert later() is not None
garbage.clear_all()
assert later() is None and was() is not None
"""
    subprocess.run([sys.executable, "-c", code], check=True)
