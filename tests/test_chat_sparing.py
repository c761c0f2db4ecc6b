"""What of an answer and its sources is drawn only when it is seen, and then only once."""

import asyncio

from chat_script import (
    CITATIONS,
    HITS,
    SENTENCES,
    Script,
    answer,
    ask,
    chat,
    found,
    screen,
    sees,
    shown,
    until,
)
from library_room import key_line
from textual.widgets._footer import FooterKey  # the framework exports none of its parts

from qa.records import Answered, Checked
from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.source import Source

QUESTION = "How many homes lost power?"


async def test_a_source_stays_while_its_answer_comes() -> None:
    """What the evidence brought is not drawn anew for the answer; what is not cited goes."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION))
        await sees(pilot, "reading 3 passages…", ".state")
        sources = screen(pilot).panes.sources
        evidence = list(sources.query(Source))
        assert [source.number for source in evidence] == [1, 2]
        last = (SENTENCES[1],)
        script.put(*map(Checked, last), Answered(answer(QUESTION, last)))
        await sees(pilot, "1 source", ".state")
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
        await sees(pilot, "1 source", ".state")
        sources = screen(pilot).panes.sources
        assert len(sources.query(Source)) == 1
        await pilot.click("CollapsibleTitle")
        await until(pilot, lambda: len(sources.query(Source)) == 3)
        assert [source.hit for source in sources.query(Source)] == list(HITS)
        await pilot.press("ctrl+o", "f", "f")
        await until(pilot, lambda: sources.selected is list(sources.query(Source))[1])


async def test_keys_that_stay_the_same_are_not_drawn_anew() -> None:
    """The last line is made anew for other keys alone, however often they are looked at."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        script.put(found(QUESTION), *map(Checked, SENTENCES), Answered(answer(QUESTION)))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", ".state")
        await pilot.pause(0.5)
        keys = list(screen(pilot).query(FooterKey))
        screen(pilot).refresh_bindings()
        await pilot.pause(0.2)
        assert list(screen(pilot).query(FooterKey)) == keys
        await pilot.press("ctrl+o")
        await until(pilot, lambda: list(screen(pilot).query(FooterKey)) != keys)


async def test_the_keys_of_the_last_focus_stand_when_it_changes_while_they_are_drawn() -> None:
    """A browser takes the focus away and gives it back faster than the line can be drawn."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        script.put(found(QUESTION), *map(Checked, SENTENCES), Answered(answer(QUESTION)))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", ".state")
        await pilot.pause(0.5)
        at_the_prompt = key_line(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: key_line(pilot) != at_the_prompt)
        elsewhere = screen(pilot).focused
        line = screen(pilot).query_one(KeyLine)

        async def away() -> None:
            screen(pilot).set_focus(elsewhere)

        async def back_away_and_back() -> None:
            screen(pilot).set_focus(screen(pilot).prompt)
            await asyncio.gather(line.recompose(), away())
            screen(pilot).set_focus(screen(pilot).prompt)

        line.call_later(back_away_and_back)
        await until(pilot, lambda: key_line(pilot) == at_the_prompt)


async def test_the_key_that_finds_anything_comes_and_goes_with_its_room() -> None:
    """It stands at the right end of a wide screen, and a narrow one leaves its room to the others."""
    async with chat(Script()).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "ready", "#state")
        for width, there in ((80, 0), (120, 1), (80, 0)):
            await pilot.resize_terminal(width, 24)
            await until(pilot, lambda there=there: len(screen(pilot).query(".-command-palette")) == there)
