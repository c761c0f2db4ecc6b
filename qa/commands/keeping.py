"""Whether conversations are kept, and what `qa ask --continue` says and is said before."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import QuestionError

if TYPE_CHECKING:
    from qa.commands.notices import Notice
    from qa.commands.options import Choice
    from qa.dialogue.memory import Memory, OpenMemory
    from qa.records import Answer

KEEP = "QA_KEEP"
_MEANT = {"": True, "1": True, "0": False}


def _leave(_answer: "Answer") -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before a question, and where its answer is kept."""

    turns: "tuple[Answer, ...]" = ()
    keep: "Callable[[Answer], None]" = _leave


def memory_of(choice: "Choice") -> "OpenMemory | None":
    """Return what opens the memory of a chat; `None` where nothing is to be kept.

    What opening takes is imported then: the chat's first paint comes before it.

    Raises:
        QuestionError: QA_KEEP is neither 0 nor 1, or is 0 where a conversation is to go on.
    """
    named = os.environ.get(KEEP, "")
    if named not in _MEANT:
        raise QuestionError(f"{KEEP} is {named}: set it to 0 to keep no conversations, or to 1 to keep them")
    if _MEANT[named]:
        return _going_on if choice.going_on else _beginning
    if choice.going_on:
        raise QuestionError(f"with {KEEP}=0 no conversation is kept or goes on: leave out --continue")
    return None


def _beginning(directory: Path) -> "Memory":
    from qa.dialogue.memory import Memory

    return Memory.beginning(directory)


def _going_on(directory: Path) -> "Memory":
    from qa.dialogue.memory import Memory

    return Memory.going_on(directory)


def going_back(conversation: str, directory: Path) -> "Memory":
    """Return the memory of a chat that goes on with the conversation of that id."""
    from qa.dialogue.memory import Memory

    return Memory.going_back(conversation, directory)


@contextmanager
def said_before(choice: "Choice", directory: Path, notice: "Notice") -> Iterator[Said]:
    """Lend the last conversation where it is to go on; else nothing was said, and nothing is kept.

    Args:
        choice: Says whether.
        directory: The library's, in which conversations lie.
        notice: Is told where there is none to go on with, and where a turn cannot be kept.

    Raises:
        QuestionError: As `memory_of`.
        ConversationsError: The conversations cannot be read: the question would be taken alone.
        LibraryError: The library cannot be read.
    """
    open_memory = memory_of(choice) if choice.going_on else None
    if open_memory is None:
        yield Said()
        return
    from qa.dialogue.conversation_file import ConversationsError
    from qa.dialogue.memory import NOTHING_BEFORE
    from qa.dialogue.turns import TURNS_TAKEN_UP

    memory = open_memory(directory)
    if memory.taken_up is None:
        notice(NOTHING_BEFORE)
    conversation = memory.taken_up.conversation.id if memory.taken_up else memory.conversations.begin()

    def keep(answer: "Answer") -> None:
        try:
            memory.conversations.add(conversation, answer)
        except ConversationsError as error:
            notice(f"this answer is not kept: {error}")

    try:
        yield Said(memory.taken_up.turns[-TURNS_TAKEN_UP:] if memory.taken_up else (), keep)
    finally:
        memory.close()
