"""What is typed before the chat is there, and right behind a question or a command."""

from chat_script import Script, chat, screen, sees, typed_at_once, until, whole
from textual.events import Key

from qa.tui.screens.library import LibraryScreen

FIRST, SECOND = "Who won?", "And who lost?"


async def test_questions_typed_in_one_go_are_asked_one_after_the_other() -> None:
    """A second Enter right behind the first sends the second question."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(FIRST), *whole(SECOND))
        typed_at_once(pilot, f"{FIRST}\r{SECOND}\r")
        await until(pilot, lambda: [question for question, _ in script.asked] == [FIRST, SECOND])
        assert screen(pilot).prompt.text == ""


async def test_a_question_right_behind_new_is_the_first_of_the_new_conversation() -> None:
    """It is asked, and after nothing: only what was said before the command is forgotten."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(FIRST))
        typed_at_once(pilot, f"{FIRST}\r")
        await sees(pilot, "2 sources", "state")
        script.put(*whole(SECOND))
        typed_at_once(pilot, f"/new\r{SECOND}\r")
        await until(pilot, lambda: len(script.asked) == 2)
        await sees(pilot, "2 sources", "state")
        assert script.asked[1] == (SECOND, ())
        assert [turn.question for turn in screen(pilot).panes.conversation.turns] == [SECOND]


async def test_a_command_is_the_chat_s_though_another_screen_is_gone_to_at_once() -> None:
    """Ctrl+L right behind it opens the library, which has commands of the same names."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        typed_at_once(pilot, "/filter source:Herald\r")
        pilot.app.post_message(Key("ctrl+l", None))
        await until(pilot, lambda: screen(pilot).terms.scope.sources == ("Herald",))
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert not pilot.app.screen.query_one("#filter").has_focus


async def test_what_was_typed_before_the_chat_was_there_is_asked() -> None:
    """Until the chat has the terminal, an Enter comes from it as a new line; afterwards that is Ctrl+J."""
    script = Script()
    early = [Key("ctrl+j" if letter == "\n" else letter, letter) for letter in f"{FIRST}\n{SECOND}\n"]
    async with chat(script).run_test(size=(120, 32)) as pilot:
        script.put(*whole(FIRST), *whole(SECOND))
        for key in early:
            screen(pilot).post_message(key)
        await until(pilot, lambda: [question for question, _ in script.asked] == [FIRST, SECOND])
        await pilot.press("a", "ctrl+j", "b")
        assert screen(pilot).prompt.text == "a\nb"
