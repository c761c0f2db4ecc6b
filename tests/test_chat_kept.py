"""The screen of kept conversations: found, gone on with, renamed, deleted, written to a file."""

from pathlib import Path

import pytest
from chat_script import Chat, Script, ask, screen, sees, until, whole
from chat_script import chat as without_memory
from test_chat_continuing import QUESTION, chat, kept_answer, kept_questions, library
from textual.widgets import Input, OptionList

from qa.asking import Holdings
from qa.dialogue.kept_conversations import Conversations
from qa.tui.keeping import LISTED
from qa.tui.screens.conversations import ConversationsScreen
from qa.tui.widgets.key_line import KeyLine


class Over(Script):
    """A script whose library is where the conversations are."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        held = self.holdings
        self.holdings = Holdings(folder, held.articles, held.passages, held.first, held.last)


def kept_in(folder: Path, *conversations: list[str]) -> Path:
    """Keep conversations of these questions, the last one last, and return the folder."""
    library(folder)
    for questions in conversations:
        with Conversations.open(folder) as opened:
            conversation = opened.begin()
            for question in questions:
                opened.add(conversation, kept_answer(question))
    return folder


def listed(pilot: Chat) -> list[str]:
    """Return the first line of each conversation in the list."""
    there = pilot.app.screen.query_one(OptionList)
    return [str(option.prompt).splitlines()[0].strip() for option in there.options]


async def opened(pilot: Chat, count: int) -> None:
    """Open the list and wait until so many are in it."""
    await sees(pilot, "ready", "StatusLine")
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ConversationsScreen))
    await until(pilot, lambda: len(listed(pilot)) == count)


async def test_a_conversation_is_found_by_its_words_and_goes_on(tmp_path: Path) -> None:
    """Ctrl+S, a word, Enter: it stands there again, and what is asked next is kept in it."""
    folder = kept_in(tmp_path, ["Who won the boat race?", "And when?"], [QUESTION], ["Who pays?"])
    script = Over(folder)
    async with chat(script, folder).run_test(size=(100, 30)) as pilot:
        await opened(pilot, 3)
        assert listed(pilot) == ["Who pays?", QUESTION, "Who won the boat race?"]
        keys = [key.word for key in pilot.app.screen.query_one(KeyLine).keys]
        assert keys[:5] == ["Go on", "Rename", "Delete", "Export", "Back"]
        await pilot.press(*"boat")
        await until(pilot, lambda: listed(pilot) == ["Who won the boat race?"])
        await pilot.press("enter")
        await sees(pilot, "goes on.", ".notice")
        assert [turn.question for turn in screen(pilot).panes.conversation.turns][-1] == "And when?"
        script.put(*whole("who rowed?"))
        await ask(pilot, "who rowed?")
        await until(pilot, lambda: len(screen(pilot)._talk.answers) == 3)
        await until(pilot, lambda: screen(pilot)._talk.running is None)
        assert kept_questions(folder)[0] == ["Who won the boat race?", "And when?", "who rowed?"]


async def test_a_conversation_is_renamed_and_another_deleted(tmp_path: Path) -> None:
    """The title is changed in the box; deleting asks once more, and Esc lets it live."""
    folder = kept_in(tmp_path, ["one?"], ["two?"])
    async with chat(Over(folder), folder).run_test(size=(100, 30)) as pilot:
        await opened(pilot, 2)
        await pilot.press("down", "ctrl+r")
        box = pilot.app.screen.query_one(Input)
        await until(pilot, lambda: box.value == "one?")
        await pilot.press(*" renamed", "enter")
        await until(pilot, lambda: listed(pilot) == ["two?", "one? renamed"])
        assert box.value == ""
        await pilot.press("ctrl+d")
        await sees(pilot, "Delete “two?”, 1 question? Once more deletes it, Esc keeps it.", "#told")
        await pilot.press("escape")
        assert listed(pilot) == ["two?", "one? renamed"]
        await pilot.press("ctrl+d", "ctrl+d")
        await until(pilot, lambda: listed(pilot) == ["one? renamed"])
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen(pilot))
    assert kept_questions(folder) == [["one?"]]


async def test_deleting_the_conversation_on_the_screen_begins_another(tmp_path: Path) -> None:
    """Nothing said after it comes back into it."""
    folder = kept_in(tmp_path)
    script = Over(folder)
    async with chat(script, folder).run_test(size=(100, 30)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationsScreen))
        await until(pilot, lambda: listed(pilot) == [f"● {QUESTION}"])
        await pilot.press("ctrl+d", "ctrl+d")
        await until(pilot, lambda: listed(pilot) == [])
        await sees(pilot, "No conversation was kept here yet", "#told")
        await pilot.press("escape")
        await until(pilot, lambda: not screen(pilot).query("Turn"))
    assert kept_questions(folder) == []


async def test_a_kept_conversation_is_written_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Markdown, where the chat was begun."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    folder = kept_in(tmp_path / "library", [QUESTION])
    async with chat(Over(folder), folder).run_test(size=(100, 30)) as pilot:
        await opened(pilot, 1)
        await pilot.press("ctrl+e")
        await sees(pilot, "written:", "#told")
    (file,) = (tmp_path / "here").iterdir()
    assert "About 4,200 homes were without power by noon." in file.read_text("utf-8")


async def test_resume_goes_back_to_the_one_before_or_to_one_about_something(tmp_path: Path) -> None:
    """Without words the last other one; with words the last one that has them."""
    folder = kept_in(tmp_path, ["Who won the boat race?"], [QUESTION])
    async with chat(Over(folder), folder).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await ask(pilot, "/resume")
        await sees(pilot, QUESTION, "question")
        await ask(pilot, "/resume")
        await sees(pilot, "Who won the boat race?", "question")
        await ask(pilot, "/resume zeppelin")
        await until(
            pilot,
            lambda: (
                [one.message for one in pilot.app._notifications][-1:] == ["No conversation has “zeppelin”."]
            ),
        )
        await ask(pilot, "/sessions boat")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationsScreen))
        await until(pilot, lambda: len(listed(pilot)) == 1)


async def test_more_conversations_are_listed_as_one_goes_down(tmp_path: Path) -> None:
    """A page at a time; the first is there at once."""
    folder = kept_in(tmp_path, *([f"question {number}?"] for number in range(LISTED + 7)))
    async with chat(Over(folder), folder).run_test(size=(100, 30)) as pilot:
        await opened(pilot, LISTED)
        for _ in range(LISTED // 10):
            await pilot.press("pagedown")
        await until(pilot, lambda: len(listed(pilot)) == LISTED + 7)
        assert listed(pilot)[-1] == "question 0?"


async def test_enter_right_after_a_letter_means_what_was_typed(tmp_path: Path) -> None:
    """The list follows a moment after the last letter; Enter does not take what stood there before."""
    folder = kept_in(tmp_path, ["Who won the boat race?"], [QUESTION])
    async with chat(Over(folder), folder).run_test(size=(100, 30)) as pilot:
        await opened(pilot, 2)
        box = pilot.app.screen.query_one(Input)
        box.value = "boat"
        await pilot.press("enter")
        await until(pilot, lambda: bool(screen(pilot)._talk.answers))
        assert [turn.question for turn in screen(pilot)._talk.answers] == ["Who won the boat race?"]


async def test_where_nothing_is_kept_it_is_said(tmp_path: Path) -> None:
    """The key does not open an empty list that would stay empty."""
    async with without_memory(Over(tmp_path)).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await pilot.press("ctrl+s")
        assert pilot.app.screen is screen(pilot)
        assert [one.message for one in pilot.app._notifications] == [
            "No conversation is kept here: QA_KEEP is 0."
        ]
