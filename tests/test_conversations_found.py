"""Kept conversations found by what was said in them, renamed, branched, and brought forward."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_conversations import ARTICLE, told

from qa.dialogue import conversation_file
from qa.dialogue.conversation_file import APPLICATION, FILE
from qa.dialogue.kept_conversations import Conversations

LOOK_UP = {ARTICLE.id: ARTICLE}.get


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    """Conversations over a library of which only the directory is needed."""
    with Conversations.open(tmp_path) as opened:
        yield opened


def began(conversations: Conversations, *questions: str) -> str:
    """Keep a conversation of these questions and return its id."""
    conversation = conversations.begin()
    time.sleep(0.002)  # the moment it was last spoken in is kept in milliseconds
    for question in questions:
        conversations.add(conversation, told(question))
    return conversation


def titles(conversations: Conversations, words: str, limit: int = 50) -> list[str]:
    """Return the titles found for some words."""
    return [match.conversation.title for match in conversations.search(words, limit)]


def test_words_are_found_by_their_beginning_without_case_and_accents(conversations: Conversations) -> None:
    """In questions and in answers, all of them in one turn; the one spoken in last comes first."""
    began(conversations, "Who runs the café?", "And the bridge?")
    began(conversations, "Was the bridge closed?")
    assert titles(conversations, "BRID") == ["Was the bridge closed?", "Who runs the café?"]
    assert titles(conversations, "cafe") == ["Who runs the café?"]
    assert titles(conversations, "cafe bridge") == []
    assert len(titles(conversations, "4,200 homes without power")) == 2
    assert titles(conversations, "zeppelin") == []
    assert titles(conversations, "  ") == ["Was the bridge closed?", "Who runs the café?"]


def test_an_excerpt_shows_the_words_of_the_last_turn_that_has_them(conversations: Conversations) -> None:
    """Around the word, in one line."""
    began(conversations, "Who runs the café?", "And who owned the old café before\nthem?")
    (match,) = conversations.search("café")
    assert "And who owned the old café before them?" in match.excerpt


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_nothing_typed_is_an_operator(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    """Whatever stands in the box, it is looked for, and is no error."""
    folder = tmp_path_factory.mktemp("kept")
    with Conversations.open(folder) as conversations:
        began(conversations, "Was the bridge closed?")
        assert titles(conversations, f"bridge {words}") in ([], ["Was the bridge closed?"])
        conversations.search(words)


def test_a_conversation_is_found_by_its_new_title_and_by_its_words_still(
    conversations: Conversations,
) -> None:
    """A title is one line; one of white space is not taken."""
    conversation = began(conversations, "Was the bridge closed?")
    conversations.rename(conversation, "  Weighhouse\n works ")
    assert titles(conversations, "weighhouse") == titles(conversations, "closed") == ["Weighhouse works"]
    conversations.rename(conversation, " \n")
    assert titles(conversations, "weigh") == ["Weighhouse works"]


def test_no_more_are_found_than_wanted(conversations: Conversations) -> None:
    """Those spoken in last."""
    for number in range(6):
        began(conversations, f"bridge {number}", f"again bridge {number}")
    assert titles(conversations, "bridge", 2) == ["bridge 5", "bridge 4"]


def test_a_branch_has_the_turns_before_and_leaves_the_other_as_it_is(conversations: Conversations) -> None:
    """Its turns are found and deleted by themselves; made twice it is made once."""
    trunk = began(conversations, "One?", "Two?", "Three?")
    branch = conversations.begin()
    for _ in range(2):
        conversations.branch(trunk, branch, turns=2)
    conversations.add(branch, told("Instead?"))
    asked = [turn.question for turn in conversations.turns(branch, LOOK_UP)]
    assert asked == ["One?", "Two?", "Instead?"]
    assert [one.turns for one in conversations.recent()] == [3, 3]
    conversations.delete(trunk)
    assert [turn.question for turn in conversations.turns(branch, LOOK_UP)] == asked
    assert titles(conversations, "three") == []
    conversations.branch(branch, nothing := conversations.begin(), turns=0)
    assert conversations.turns(nothing, LOOK_UP) == ()


def test_what_the_version_before_kept_is_found_too(tmp_path: Path) -> None:
    """A file without an index of words gets one, and loses no turn."""
    with Conversations.open(tmp_path) as conversations:
        began(conversations, "Was the bridge closed?", "And when?")
        turns = conversations._rows(
            "SELECT conversation, position, at, question, understood, answer, model, rest FROM turns", ()
        )
    for file in tmp_path.iterdir():
        file.unlink()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.executescript(conversation_file._FIRST)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 1")
        listed = (turns[0][0], "Bridge", "2026-01-01", "2026-01-02", 2)
        connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", listed)
        connection.executemany("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)", turns)
    with Conversations.open(tmp_path) as conversations:
        assert titles(conversations, "closed") == ["Bridge"]
        (only,) = conversations.recent()
        asked = [turn.question for turn in conversations.turns(only.id, LOOK_UP)]
        assert asked == ["Was the bridge closed?", "And when?"]
