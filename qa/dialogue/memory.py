"""What a conversation takes up from the last one, and where its turns are kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from index.library import Library
from qa.dialogue.kept_conversations import Conversation, Conversations
from qa.records import Answer

NOTHING_BEFORE = "No conversation was kept here yet; this is the first."


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The conversation that goes on."""

    conversation: Conversation
    turns: tuple[Answer, ...]
    """Oldest first, their citations compared with the articles as they are now."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Where the turns over one library are kept, and the conversation that goes on."""

    conversations: Conversations
    taken_up: TakenUp | None = None
    """`None` where a new one begins."""
    line: str = ""
    """What the reader is to know of it; "" for nothing."""

    @classmethod
    def beginning(cls, directory: Path) -> Self:
        """Return the memory of the library in `directory` for a new conversation.

        Raises:
            ConversationsError: Nothing can be kept there.
        """
        return cls(Conversations.open(directory))

    @classmethod
    def going_on(cls, directory: Path) -> Self:
        """Return the memory with the conversation spoken in last, where there is one.

        Raises:
            ConversationsError: Conversations cannot be read there, or not kept.
            LibraryError: The library cannot be read.
        """
        memory = cls._with(Conversations.latest, directory)
        return memory if memory.taken_up else replace(memory, line=NOTHING_BEFORE)

    @classmethod
    def going_back(cls, conversation: str, directory: Path) -> Self:
        """Return the memory with a conversation; for a new one, where nothing of that is kept.

        Args:
            conversation: Its id.
            directory: The library's.

        Raises:
            ConversationsError: As `going_on`.
            LibraryError: Likewise.
        """
        return cls._with(lambda conversations: conversations.named(conversation), directory)

    @classmethod
    def _with(cls, chosen: Callable[[Conversations], Conversation | None], directory: Path) -> Self:
        conversations = Conversations.open(directory)
        try:
            conversation = chosen(conversations)
            taken_up = take_up(conversations, conversation, directory) if conversation else None
        except BaseException:
            conversations.close()
            raise
        return cls(conversations, taken_up, goes_on(taken_up.conversation) if taken_up else "")

    def close(self) -> None:
        """Let go of the file."""
        self.conversations.close()


OpenMemory = Callable[[Path], Memory]
"""A library's directory → its memory; raises `ArticleQAError`."""


def take_up(conversations: Conversations, conversation: Conversation, directory: Path) -> TakenUp:
    """Return a conversation with its turns.

    Args:
        conversations: Over the library.
        conversation: One of them.
        directory: The library's.

    Raises:
        ConversationsError: They are damaged.
        LibraryError: The library cannot be read.
    """
    with Library.open(directory) as library:
        turns = conversations.turns(conversation.id, library.article)
    return TakenUp(conversation, turns)


def goes_on(conversation: Conversation) -> str:
    """Return the line that says which conversation goes on."""
    last = conversation.last.astimezone()
    return f"The conversation of {last.day} {last:%b %Y, %H:%M} goes on."
