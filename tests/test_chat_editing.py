"""The question as it was understood: shown, put back into the box, changed, and asked as it stands."""

import pytest
from chat_script import Chat, Script, answer, ask, chat, screen, sees, shown, until, whole

from qa.tui.widgets.key_line import KeyLine
from qa.tui.widgets.prompt import Prompt

FIRST, SECOND = "How many homes lost power?", "and how long?"
UNDERSTOOD = "and how long? (homes, power)"
HINT = "asked exactly as it stands"


def offered(pilot: Chat) -> list[str]:
    """Return what the keys of the last line do, those that have room in it."""
    return [key.action for key in screen(pilot).query_one(KeyLine).keys]


async def talked(pilot: Chat, script: Script) -> None:
    """Have two questions answered, the second understood by the first."""
    script.put(*whole(FIRST), *whole(SECOND, UNDERSTOOD))
    await ask(pilot, FIRST)
    await ask(pilot, SECOND)
    await sees(pilot, f"understood as: {UNDERSTOOD}", "understood")
    await until(pilot, lambda: shown(pilot, "state").count("2 sources") == 2)


@pytest.mark.parametrize("keys", [("ctrl+r",), ("ctrl+o", "e"), (*"/edit", "enter")])
async def test_the_understood_question_is_edited_and_asked_as_it_stands(keys: tuple[str, ...]) -> None:
    """By key from the box, by letter from a pane, or by command; nothing said before goes with it."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await talked(pilot, script)
        await pilot.press(*keys)
        prompt = screen(pilot).prompt
        await until(pilot, lambda: prompt.text == UNDERSTOOD)
        assert isinstance(screen(pilot).focused, Prompt)
        await sees(pilot, HINT, "#editing")
        await pilot.press("backspace", *" cut)")
        script.put(*whole("edited"))
        await pilot.press("enter")
        await until(pilot, lambda: len(script.asked) == 3)
        assert script.asked[2] == ("and how long? (homes, power cut)", ())
        assert HINT not in shown(pilot, "#editing")


async def test_the_question_after_an_edited_one_is_part_of_the_conversation_again() -> None:
    """Only what was put into the box by that key is asked without the turns before."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await talked(pilot, script)
        script.put(*whole(UNDERSTOOD), *whole("why?"))
        await pilot.press("ctrl+r", "enter")
        await ask(pilot, "why?")
        await until(pilot, lambda: len(script.asked) == 4)
        second = answer(SECOND, understood=UNDERSTOOD)
        assert script.asked[3] == ("why?", (answer(FIRST), second, answer(UNDERSTOOD)))


async def test_an_emptied_box_is_for_the_conversation_again() -> None:
    """Taking the question out, or going back to one sent before, ends the editing."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await talked(pilot, script)
        await pilot.press("ctrl+r")
        await sees(pilot, HINT, "#editing")
        screen(pilot).prompt.text = ""
        await until(pilot, lambda: HINT not in shown(pilot, "#editing"))
        script.put(*whole("why?"))
        await ask(pilot, "why?")
        await until(pilot, lambda: len(script.asked) == 3)
        assert len(script.asked[2][1]) == 2
        await pilot.press("ctrl+r", "up")
        await until(pilot, lambda: HINT not in shown(pilot, "#editing"))
        assert screen(pilot).prompt.text == "why?"


async def test_what_was_being_typed_comes_back_after_the_edited_question() -> None:
    """A question half written is not lost to the one that is edited."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await talked(pilot, script)
        script.put(*whole(UNDERSTOOD))
        await pilot.press(*"half", "ctrl+r", "ctrl+r", "enter")
        await until(pilot, lambda: len(script.asked) == 3)
        assert script.asked[2] == (UNDERSTOOD, ())
        assert screen(pilot).prompt.text == "half"


@pytest.mark.parametrize("width", [80, 120])
async def test_editing_is_offered_once_something_was_understood(width: int) -> None:
    """The key stands in the footer from the first answer on; before it, /edit says that there is nothing."""
    script = Script()
    async with chat(script).run_test(size=(width, 24)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        assert "edit" not in offered(pilot)
        await ask(pilot, "/edit")
        assert screen(pilot).prompt.text == ""
        script.put(*whole(FIRST))
        await ask(pilot, FIRST)
        await sees(pilot, "2 sources", "state")
        await until(pilot, lambda: "edit" in offered(pilot))
