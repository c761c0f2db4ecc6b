"""Commands after a slash, the menu that completes them, and the palette that finds them."""

import json
from datetime import date
from pathlib import Path

import pytest
from chat_script import CITATIONS, Chat, Script, answer, ask, chat, screen, sees, shown, until, whole
from textual.command import CommandPalette
from textual.widgets import OptionList

from index.period import Period
from index.scope import EVERYTHING, Scope
from qa.asking import Terms
from qa.tui.app import ChatApp
from qa.tui.screens.chat import ChatScreen
from qa.tui.slash import COMMANDS, Command, find

QUESTION = "How many homes lost power?"


async def answered(pilot: Chat, script: Script, question: str = QUESTION) -> None:
    """Have a question answered."""
    before = len(script.asked)
    script.put(*whole(question))
    await ask(pilot, question)
    await until(pilot, lambda: len(script.asked) == before + 1)
    await until(pilot, lambda: shown(pilot, "state").splitlines()[-1:] == ["2 sources · 2.3 s"])


def said(pilot: Chat) -> str:
    """Return what was last told in passing; nothing, where nothing was."""
    return next(reversed([toast.message for toast in pilot.app._notifications]), "")


async def test_a_slash_offers_commands_and_tab_and_enter_take_them() -> None:
    """The list narrows as one types; Down chooses, Tab puts it in, Enter does what is whole."""
    script = Script()
    async with chat(script).run_test(size=(80, 24)) as pilot:
        await pilot.press("/")
        await sees(pilot, "/help", "#menu")
        await pilot.press(*"co")
        await sees(pilot, "/conversations [WORDS]", "#menu")
        assert "/copy" in shown(pilot, "#menu")
        assert "/help" not in shown(pilot, "#menu")
        await pilot.press("down", "tab")
        assert screen(pilot).prompt.text == "/copy"
        await pilot.press("space")
        await sees(pilot, "markdown", "#menu")
        await pilot.press("escape")
        assert shown(pilot, "#menu") == ""
        screen(pilot).prompt.text = ""
        await pilot.press(*"/hel", "enter")
        await sees(pilot, "Before each sentence")
        await pilot.press("escape")
        assert screen(pilot).prompt.text == ""
        await pilot.press(*"/with", "enter")
        assert screen(pilot).prompt.text == "/without "
        assert script.asked == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_found_by_its_names_and_leads_to_an_action(command: Command) -> None:
    """Its action is there, on the chat or the program."""
    where, _, name = command.action.rpartition(".")
    owner = {"app": ChatApp, "": ChatScreen}[where]
    assert callable(getattr(owner, f"action_{name}"))
    for alias in (command.name, *command.aliases):
        assert find(f"/{alias} some words") is command


async def test_filters_hold_from_then_on_and_the_box_and_the_question_say_them() -> None:
    """/filter and /since narrow what the next questions are asked of; off asks everything again."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, "/filter source:The Herald since:2024-03-01")
        await until(pilot, lambda: said(pilot) == "Asked: since:2024-03-01 · source:The Herald")
        await ask(pilot, "/since 2024-05-01")
        await answered(pilot, script)
        herald = Scope(Period(since=date(2024, 5, 1)), ("The Herald",))
        assert script.terms == [Terms(herald)]
        assert shown(pilot, "among") == "since:2024-05-01 · source:The Herald"
        await ask(pilot, "/filter colour:red")
        await until(pilot, lambda: "names no filter" in said(pilot))
        await ask(pilot, "/since yesterday")
        await until(pilot, lambda: "yesterday" in said(pilot))
        assert screen(pilot).terms == Terms(herald)
        await ask(pilot, "/filter off")
        await until(pilot, lambda: said(pilot) == "Asked: all articles")
        assert screen(pilot).terms.scope == EVERYTHING


async def test_a_question_is_asked_again_without_a_source_or_over_some_alone() -> None:
    """The articles of the numbers, and their copies, are left out; what was said before goes along."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await answered(pilot, script, "first?")
        await answered(pilot, script)
        for line, scope in (
            ("/without 1", Scope(without=("article1", "copy"))),
            ("/only 2, 1", Scope(only=("article2", "article1", "copy"))),
        ):
            script.put(*whole(QUESTION))
            await ask(pilot, line)
            await until(pilot, lambda: len(screen(pilot)._talk.answers) == len(script.asked))
            assert script.asked[-1] == (QUESTION, (answer("first?"),))
            assert script.terms[-1].scope == scope
            await until(pilot, lambda: screen(pilot)._talk.running is None)
            await pilot.press("ctrl+up")
        assert shown(pilot, "among") == "without:2\nonly:3"
        await ask(pilot, "/without 9")
        await until(pilot, lambda: said(pilot) == "there is no source 9 here")
        await ask(pilot, "/only herald")
        await until(pilot, lambda: "by their numbers" in said(pilot))


async def test_quotation_mode_is_switched_on_and_off() -> None:
    """While it is on no model is named, and none is asked to write."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await sees(pilot, "small-model · ready", "StatusLine")
        await ask(pilot, "/quote")
        await until(pilot, lambda: shown(pilot, "StatusLine").endswith(" ready"))
        await answered(pilot, script)
        assert script.terms == [Terms(quote=True)]
        assert "quotations alone" in shown(pilot, "among")
        await ask(pilot, "/quote off")
        await sees(pilot, "small-model", "StatusLine")
        assert not screen(pilot).terms.quote


@pytest.mark.parametrize("keys", [("ctrl+g",), ("ctrl+o", "a"), (*"/again", "enter")])
async def test_the_question_shown_is_asked_again(keys: tuple[str, ...]) -> None:
    """With what was said before it, and nothing of the answer it had."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await answered(pilot, script, "first?")
        await answered(pilot, script)
        script.put(*whole(QUESTION))
        await pilot.press(*keys)
        await until(pilot, lambda: len(script.asked) == 3)
        assert script.asked[2] == (QUESTION, (answer("first?"),))


@pytest.mark.parametrize("keys", [("ctrl+up", "ctrl+o", "b"), ("ctrl+up", *"/branch", "enter")])
async def test_an_earlier_question_is_edited_and_the_conversation_goes_on_there(
    keys: tuple[str, ...],
) -> None:
    """What came after it leaves the screen, and what came before it goes with the new question."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        for question in ("first?", "second?", "third?"):
            await answered(pilot, script, question)
        old = screen(pilot)._talk.conversation
        await pilot.press(*keys)
        await until(pilot, lambda: screen(pilot).prompt.text == "second?")
        await sees(pilot, "asked in the place of that question", "#editing")
        screen(pilot).prompt.text = "instead?"
        script.put(*whole("instead?"))
        await pilot.press("enter")
        await until(pilot, lambda: len(script.asked) == 4)
        assert script.asked[3] == ("instead?", (answer("first?"),))
        questions = [turn.question for turn in screen(pilot).panes.conversation.turns]
        assert questions == ["first?", "instead?"]
        assert screen(pilot)._talk.conversation != old
        assert "in the place of" not in shown(pilot, "#editing")


async def test_an_answer_is_copied_in_three_ways() -> None:
    """With citations, as Markdown, and alone."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, "/copy")
        await until(pilot, lambda: "nothing to work on" in said(pilot))
        await answered(pilot, script)
        await ask(pilot, "/copy")
        assert "[1] Flood cuts power" in pilot.app.clipboard
        await pilot.press("ctrl+o", "Y")
        assert pilot.app.clipboard.startswith(f"## {QUESTION}\n\n- ✓ About")
        assert "1. **Flood cuts power**, Millbrook Herald, 2024-03-01" in pilot.app.clipboard
        await pilot.press("escape")
        await ask(pilot, "/copy answer")
        assert pilot.app.clipboard == answer(QUESTION).text
        await ask(pilot, "/copy everything")
        await until(pilot, lambda: "is no way to copy" in said(pilot))


async def test_the_conversation_is_exported_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its first question where no file is named, else by the file's ending; nothing is overwritten."""
    monkeypatch.chdir(tmp_path)
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, "/export")
        await until(pilot, lambda: "nothing to export" in said(pilot))
        await answered(pilot, script)
        await ask(pilot, "/export")
        usual = tmp_path / "how-many-homes-lost-power.md"
        await until(pilot, lambda: said(pilot) == f"Written: {usual}")
        assert CITATIONS[0].quote in usual.read_text("utf-8")
        await ask(pilot, "/export talk.json")
        await until(pilot, (tmp_path / "talk.json").exists)
        await until(pilot, lambda: said(pilot) == f"Written: {tmp_path / 'talk.json'}")
        turns = json.loads((tmp_path / "talk.json").read_text("utf-8"))["turns"]
        assert turns[0]["citations"][0]["quote"] == CITATIONS[0].quote
        await ask(pilot, "/export html talk.json")
        await until(pilot, lambda: "is there already" in said(pilot))
        await ask(pilot, "/export talk.pdf")
        await until(pilot, lambda: "ends in .md, .html or .json" in said(pilot))


async def test_ctrl_c_stops_the_answer_where_nothing_is_selected() -> None:
    """As a hand does that knows terminals; with a selection in the box it copies that."""
    script = Script()
    async with chat(script).run_test(size=(120, 32)) as pilot:
        await ask(pilot, QUESTION)
        await until(pilot, lambda: len(script.asked) == 1)
        await pilot.press(*"half", "shift+home", "ctrl+c")
        assert pilot.app.clipboard == "half"
        assert not script.cancelled()
        await pilot.press("end", "ctrl+c")
        assert script.cancelled()
        await sees(pilot, "stopped", "state")


async def test_the_palette_finds_commands_by_what_they_do() -> None:
    """Ctrl+P, some letters, Enter; one that needs words is put into the box for them."""
    script = Script()
    async with chat(script).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        await pilot.press(*"source alone")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count > 0)
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen(pilot).prompt.text == "/only ")
        assert isinstance(screen(pilot).focused, type(screen(pilot).prompt))


async def test_a_theme_is_chosen_by_name() -> None:
    """Two of high contrast are there beside the framework's; a wrong name says so."""
    async with chat(Script()).run_test(size=(100, 30)) as pilot:
        await ask(pilot, "/theme contrast-dark")
        await until(pilot, lambda: pilot.app.theme == "contrast-dark")
        await ask(pilot, "/theme mauve")
        await until(pilot, lambda: said(pilot) == "“mauve” is no theme; /theme lists them.")


async def test_a_path_is_completed_and_an_unreadable_one_says_why(tmp_path: Path) -> None:
    """/add offers files and folders as they are typed."""
    (tmp_path / "papers old").mkdir()
    (tmp_path / "paper.txt").write_text("x")
    async with chat(Script()).run_test(size=(120, 30)) as pilot:
        screen(pilot).prompt.text = f"/add {tmp_path}/pap"
        await sees(pilot, "papers old/", "#menu")
        await pilot.press("down", "tab")
        assert screen(pilot).prompt.text == f"/add {tmp_path}/papers old/"
