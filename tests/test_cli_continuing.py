"""`qa ask --continue`, and what is kept of conversations at all."""

from contextlib import closing
from pathlib import Path

import pytest
from command import Command, write

from index.errors import QuestionError
from index.library import Library
from qa.commands.keeping import memory_of
from qa.commands.options import Choice
from qa.dialogue.conversation_file import FILE
from qa.dialogue.kept_conversations import Conversations
from qa.dialogue.memory import NOTHING_BEFORE
from qa.records import Answer

BRIDGE = "The Weighhouse Bridge was closed in March 2023 because its girders had cracked. It will cost £14m."


@pytest.fixture
def bridge(qa: Command, tmp_path: Path) -> Command:
    """The command over one article about a bridge."""
    folder = write(
        tmp_path / "in", bridge=BRIDGE, harbour="The harbour was dredged in May 2019. It cost £2m."
    )
    assert qa("index", folder, "--quiet").code == 0
    return qa


def kept(library: Path) -> list[Answer]:
    """Return the turns of the conversation spoken in last."""
    with Conversations.open(library) as conversations, Library.open(library) as articles:
        last = conversations.latest()
        return list(conversations.turns(last.id, articles.article)) if last else []


@pytest.mark.bundled
def test_a_question_goes_on_with_the_last_conversation(bridge: Command) -> None:
    """It is understood by what was asked before, says so, and is kept; a plain question does neither."""
    first = bridge("ask", "-c", "--quote", "When was the Weighhouse Bridge closed?")
    assert (first.code, first.err) == (0, f"{NOTHING_BEFORE}\n")
    then = bridge("ask", "--continue", "--quote", "And what will it cost?")
    assert "£14m" in then.out
    assert then.err.startswith("understood as: And what will it cost? (")
    assert "Weighhouse Bridge" in then.err
    alone = bridge("ask", "--quote", "And what will it cost?", "--json")
    assert alone.json["understood"] == "And what will it cost?"
    turns = kept(bridge.library)
    assert [turn.question for turn in turns] == [
        "When was the Weighhouse Bridge closed?",
        "And what will it cost?",
    ]
    assert all(citation.verified for turn in turns for citation in turn.citations)
    assert turns[1].text in then.out.replace("\n", " ")


@pytest.mark.bundled
def test_a_plain_question_keeps_nothing(bridge: Command) -> None:
    """A script leaves no trace in the library."""
    assert bridge("ask", "--quote", "When was the Weighhouse Bridge closed?").code == 0
    assert not (bridge.library / FILE).exists()


@pytest.mark.bundled
def test_a_follow_up_without_its_conversation_is_not_answered(bridge: Command) -> None:
    """A damaged file is said in a line with what to do: taken alone, the question may mean another thing."""
    (bridge.library / FILE).write_bytes(b"no database" * 500)
    refused = bridge("ask", "-c", "--quote", "And what will it cost?").refused(1)
    assert "is damaged" in refused
    assert bridge("ask", "--quote", "What will the Weighhouse Bridge cost?").code == 0


def test_a_batch_has_no_conversation(nowhere: Command) -> None:
    """Each of its questions stands alone."""
    assert "leave out --continue" in nowhere("ask", "-c", "--batch", "-").refused(2)


def test_the_chat_keeps_its_turns_unless_told_not_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """QA_KEEP=0 keeps nothing, and then nothing can go on; what is neither 0 nor 1 is refused."""
    monkeypatch.delenv("QA_KEEP", raising=False)
    for going_on, line in ((False, ""), (True, NOTHING_BEFORE)):
        open_memory = memory_of(Choice(going_on=going_on))
        assert open_memory is not None
        with closing(open_memory(tmp_path)) as memory:
            assert memory.line == line
    monkeypatch.setenv("QA_KEEP", "0")
    assert memory_of(Choice()) is None
    with pytest.raises(QuestionError, match="leave out --continue"):
        memory_of(Choice(going_on=True))
    monkeypatch.setenv("QA_KEEP", "never")
    with pytest.raises(QuestionError, match="QA_KEEP is never: set it to 0"):
        memory_of(Choice())
