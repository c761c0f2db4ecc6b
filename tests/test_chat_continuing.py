"""The chat that keeps its turns and goes on where the last one ended."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chat_script import Script, answer, ask, cite, hit, screen, sees, shown, until, whole
from shelf import article, shelf, store

from index.library import Library
from qa.dialogue.bookmark import Bookmark
from qa.dialogue.conversation_file import FILE, ConversationsError
from qa.dialogue.kept_conversations import Conversations
from qa.dialogue.memory import NOTHING_BEFORE, Memory
from qa.records import Answer
from qa.tui.app import ChatApp
from qa.tui.outfit import Outfit

QUESTION = "How many homes lost power?"
FLOOD = article("Flood cuts power", "Water rose at dawn. About 4,200 homes were without power by noon.")


def kept_answer(question: str) -> Answer:
    """Return an answer that cites the stored article."""
    source = replace(hit(1, FLOOD.title, FLOOD.text), article=FLOOD.id, also_in=())
    citation = cite(1, source, "About 4,200 homes were without power by noon.")
    said = answer(question)
    return replace(said, sentences=said.sentences[:1], citations=(citation,), hits=(source,))


def library(folder: Path, *, questions: Sequence[str] = ()) -> Path:
    """Make a library of one article, and a conversation over it; return its directory."""
    with shelf(folder) as (_, writer):
        store(writer, "flood.txt", [FLOOD])
    if questions:
        with Conversations.open(folder) as conversations:
            conversation = conversations.begin()
            for question in questions:
                conversations.add(conversation, kept_answer(question))
    return folder


def chat(script: Script, folder: Path, *, going_on: bool = False) -> ChatApp:
    """Return a chat that asks the script and keeps its turns in a folder."""
    memory = Memory.going_on if going_on else Memory.beginning
    return ChatApp(lambda _: script, library=folder, open_memory=lambda _: memory(folder))


def kept_questions(folder: Path) -> list[list[str]]:
    """Return the questions of each conversation, the one spoken in last first."""
    with Conversations.open(folder) as conversations, Library.open(folder) as articles:
        told = (conversations.turns(each.id, articles.article) for each in conversations.recent())
        return [[turn.question for turn in turns] for turns in told]


async def test_a_turn_is_kept_when_it_stands_there_and_another_conversation_is_another(
    tmp_path: Path,
) -> None:
    """Both turns of one conversation are on disk while the chat is open; after /new the next is apart."""
    script = Script()
    folder = library(tmp_path)
    async with chat(script, folder).run_test(size=(120, 32)) as pilot:
        for question in (QUESTION, "And when?"):
            script.put(*whole(question))
            await ask(pilot, question)
            await until(pilot, lambda: shown(pilot, "state").count("2 sources") == len(script.asked))
        assert kept_questions(folder) == [[QUESTION, "And when?"]]
        await ask(pilot, "/new")
        script.put(*whole("Who pays?"))
        await ask(pilot, "Who pays?")
        await sees(pilot, "2 sources", "state")
        assert kept_questions(folder) == [["Who pays?"], [QUESTION, "And when?"]]


async def test_the_last_conversation_stands_there_again_and_goes_on(tmp_path: Path) -> None:
    """Its turns, sources and passages are shown, the next question is asked with them, and kept with them."""
    script = Script()
    folder = library(tmp_path, questions=[QUESTION, "And when?"])
    async with chat(script, folder, going_on=True).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "goes on.", ".notice")
        assert shown(pilot, "question").splitlines() == [QUESTION, "And when?"]
        assert "About 4,200 homes lost power. [1]" in shown(pilot, "sentence")
        assert "Flood cuts power" in shown(pilot, "title")
        await pilot.press("1")
        selected = screen(pilot).panes.sources.selected
        assert selected is not None
        assert selected.hit.text == FLOOD.text
        script.put(*whole("Who pays?"))
        await ask(pilot, "Who pays?")
        await until(pilot, lambda: len(script.asked) == 1)
        assert [turn.question for turn in script.asked[0][1]] == [QUESTION, "And when?"]
        await sees(pilot, "2 sources · 2.3 s", "state")
        assert kept_questions(folder) == [[QUESTION, "And when?", "Who pays?"]]


async def test_a_tab_of_a_browser_goes_back_to_its_own_conversation(tmp_path: Path) -> None:
    """Whatever was said last elsewhere; to an empty one, where nothing was said in it yet."""
    script, folder = Script(), library(tmp_path)
    bookmark = Bookmark(tmp_path / "tab")
    assert bookmark.conversation() == ""
    app = ChatApp(
        lambda _: script,
        library=folder,
        open_memory=lambda _: Memory.beginning(folder),
        outfit=Outfit(bookmark=bookmark),
    )
    async with app.run_test(size=(120, 32)) as pilot:
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        library(tmp_path, questions=["Who pays?"])  # in another tab
        with contextlib.closing(Memory.going_back(bookmark.conversation(), folder)) as memory:
            assert memory.taken_up is not None
            assert [turn.question for turn in memory.taken_up.turns] == [QUESTION]
        await ask(pilot, "/new")
        await sees(pilot, "Ask, and check", "*")
    with contextlib.closing(Memory.going_back(bookmark.conversation(), folder)) as memory:
        assert (memory.taken_up, memory.line) == (None, "")


async def test_a_source_that_has_left_is_said_to_be_gone(tmp_path: Path) -> None:
    """Its quotation stands there still, with the words that it could not be found again."""
    folder = library(tmp_path, questions=[QUESTION])
    with shelf(folder) as (_, writer):
        store(writer, "flood.txt", [article("Recount", "It was 3,870 homes.")])
    async with chat(Script(), folder, going_on=True).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "! Source 1 is no longer in the library as quoted.", "closing")
        assert "no longer in the library as quoted" in shown(pilot, "origin")
        assert "About 4,200 homes were without power by noon." in shown(pilot, "passage")


async def test_what_waits_from_before_the_library_was_open_is_asked_in_the_conversation(
    tmp_path: Path,
) -> None:
    """A question sent at once stands below the turns shown again, and gets them."""
    script = Script()
    folder = library(tmp_path, questions=[QUESTION])
    async with chat(script, folder, going_on=True).run_test(size=(120, 40)) as pilot:
        await ask(pilot, "And when?")
        await until(pilot, lambda: len(script.asked) == 1)
        assert [turn.question for turn in script.asked[0][1]] == [QUESTION]
        lines = shown(pilot, "Turn, .notice").splitlines()
        assert lines.index(QUESTION) < lines.index("And when?")


async def test_without_a_conversation_to_go_on_with_a_new_one_begins(tmp_path: Path) -> None:
    """It is said, and what is asked is kept."""
    script = Script()
    async with chat(script, library(tmp_path), going_on=True).run_test(size=(120, 32)) as pilot:
        await sees(pilot, NOTHING_BEFORE, ".notice")
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources", "state")
        assert kept_questions(tmp_path) == [[QUESTION]]


async def test_a_chat_without_memory_works(tmp_path: Path) -> None:
    """A damaged file is said in a line, and questions are answered all the same."""
    script = Script()
    folder = library(tmp_path)
    (folder / FILE).write_bytes(b"no database at all" * 100)
    async with chat(script, folder, going_on=True).run_test(size=(120, 32)) as pilot:
        await sees(pilot, "This conversation is not kept:", ".notice")
        script.put(*whole(QUESTION))
        await ask(pilot, QUESTION)
        await sees(pilot, "2 sources · 2.3 s", "state")


async def test_where_a_turn_cannot_be_kept_it_is_said_once(tmp_path: Path) -> None:
    """The file may be damaged while the chat is open: the answers go on."""
    script = Script()
    folder = library(tmp_path)

    class Full(Conversations):
        """A disk that is full."""

        def add(self, conversation: str, answer: Answer) -> None:
            raise ConversationsError("the disk is full")

    app = ChatApp(lambda _: script, library=folder, open_memory=lambda _: Memory(Full.open(folder)))
    async with app.run_test(size=(120, 32)) as pilot:
        for question in (QUESTION, "And when?"):
            script.put(*whole(question))
            await ask(pilot, question)
            await until(pilot, lambda: len(screen(pilot).query("Turn")) == len(script.asked))
        await until(pilot, lambda: shown(pilot, "state").count("2 sources") == 2)
        assert shown(pilot, ".notice").count("This conversation is not kept: the disk is full") == 1
