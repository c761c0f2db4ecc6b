"""Numbers in the question box: the way to a source, or the beginning of a question."""

import pytest
from chat_script import Script, ask, chat, found, screen, sees, until, whole

from qa.tui.widgets.prompt import TYPING

QUESTION = "How many homes lost power?"


@pytest.mark.parametrize("typed", ["2024 budget", "2 boats", "2.5 million", "2nd flood", "1,200 homes"])
async def test_a_question_may_begin_with_a_number(typed: str) -> None:
    """What is typed in one go is the question, although its first digit is that of a source."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", ".state")
        await pilot.press(*("space" if character == " " else character for character in typed))
        assert screen(pilot).prompt.text == typed


async def test_a_number_looked_at_is_no_part_of_the_next_question() -> None:
    """Who went to a source and types after a while begins anew; a command follows at once."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", ".state")
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
        await sees(pilot, "Flood cuts power", "Source .title")
        await pilot.press("enter")
        sources = screen(pilot).panes.sources
        await until(pilot, lambda: sources.selected is not None and sources.selected.number == 2)
        assert screen(pilot).prompt.text == ""
        assert len(script.asked) == 1
