"""Numbers in the question box: the way to a source, or the beginning of a question."""

from pathlib import Path

import pytest
from chat_script import (
    SENTENCES,
    Script,
    answer,
    ask,
    chat,
    found,
    screen,
    sees,
    shown,
    typed_at_once,
    until,
    whole,
)
from reading_room import FIGURE, FLOOD, PUMPS, answered, citations_of, filled, reader, script_over
from textual.events import AppBlur, AppFocus

from qa.records import Answered, Checked
from qa.tui.screens.reader import ReaderScreen
from qa.tui.widgets.source_digits import OPENING, TYPING

QUESTION = "How many homes lost power?"


@pytest.mark.parametrize("typed", ["2024 budget", "2 boats", "2.5 million", "2nd flood", "1,200 homes"])
async def test_a_question_may_begin_with_a_number(typed: str) -> None:
    """What is typed in one go is the question, although its first digit is that of a source."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        typed_at_once(pilot, typed)
        await until(pilot, lambda: screen(pilot).prompt.text == typed)


async def test_a_number_looked_at_is_no_part_of_the_next_question() -> None:
    """Who went to a source and types after a while begins anew; a command follows at once."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        await pilot.press("2", "slash")
        assert screen(pilot).prompt.text == "/"
        await pilot.press("backspace", "1")
        await pilot.pause(TYPING + 0.1)
        await pilot.press("W")
        assert screen(pilot).prompt.text == "W"


async def test_a_number_typed_too_early_goes_to_its_source_by_enter() -> None:
    """Before there are sources it is text; a number alone is no question, then or later."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        await until(pilot, lambda: len(script.asked) == 1)
        await pilot.press("2")
        assert screen(pilot).prompt.text == "2"
        script.put(found(QUESTION))
        await sees(pilot, "Flood cuts power", "title")
        await pilot.press("enter")
        sources = screen(pilot).panes.sources
        await until(pilot, lambda: sources.selected is not None and sources.selected.number == 2)
        assert screen(pilot).prompt.text == ""
        assert len(script.asked) == 1


@pytest.mark.parametrize("typed", ["11 people died – who?", "22nd flood", "112 homes", "1,100 homes"])
async def test_a_question_may_begin_with_a_source_s_number_twice(typed: str) -> None:
    """The article that the number again would open stays closed while a question goes on from it."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        typed_at_once(pilot, typed)
        await until(pilot, lambda: screen(pilot).prompt.text == typed)
        await pilot.pause(OPENING + 0.1)
        assert pilot.app.screen is screen(pilot)


async def test_a_question_may_begin_with_the_number_of_the_source_looked_at() -> None:
    """Who looks at source 1 and types a question about 1 boat has asked for no article."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        await pilot.press("1")
        await pilot.pause(TYPING + 0.1)
        typed_at_once(pilot, "1 boat")
        await until(pilot, lambda: screen(pilot).prompt.text == "1 boat")
        assert pilot.app.screen is screen(pilot)


async def test_a_number_twice_and_a_key_of_the_article_is_a_way_into_it(tmp_path: Path) -> None:
    """The key goes to the article, which is opened for it at once."""
    script = script_over(filled(tmp_path))
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await answered(pilot, script, citations_of(FLOOD, FIGURE, PUMPS))
        typed_at_once(pilot, "11/")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await until(pilot, lambda: reader(pilot).search.has_focus)
        assert screen(pilot).prompt.text == ""


async def test_a_number_twice_and_nothing_more_opens_the_article() -> None:
    """It waits only until no question can go on; where the focus has left the box, it stays shut."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        typed_at_once(pilot, "22\t")
        await until(pilot, lambda: not screen(pilot).prompt.has_focus)
        await pilot.pause(OPENING + 0.1)
        assert pilot.app.screen is screen(pilot)
        await pilot.press("escape", "2", "2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        assert "Recount" in shown(pilot, ".title")


async def test_a_number_twice_opens_the_article_though_the_window_loses_the_focus() -> None:
    """It is the box that has it again once the article is left."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        typed_at_once(pilot, "22")
        await until(pilot, lambda: screen(pilot).panes.sources.arrived_at(2))
        pilot.app.post_message(AppBlur())
        await until(pilot, lambda: not pilot.app.app_focus)
        assert not screen(pilot).prompt.has_focus
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        pilot.app.post_message(AppFocus())
        await until(pilot, lambda: pilot.app.app_focus)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen(pilot))
        assert screen(pilot).prompt.has_focus


async def test_a_number_twice_opens_the_article_though_the_answer_ends_in_between() -> None:
    """The source that stays is still the one that was gone to."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        script.put(found(QUESTION))
        await sees(pilot, "reading 3 passages…", "state")
        await pilot.press("2")
        script.put(Checked(SENTENCES[1]), Answered(answer(QUESTION, SENTENCES[1:])))
        await sees(pilot, "1 source", "state")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
