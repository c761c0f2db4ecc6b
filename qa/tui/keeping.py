"""Kept conversations as the screens ask for them: each call opens the file, for it may be in any thread."""

from dataclasses import dataclass
from pathlib import Path

from qa.dialogue.kept_conversations import Conversation, Conversations, Match
from qa.dialogue.memory import TakenUp, take_up
from qa.printing.exporting import Exported

LISTED = 100
"""Conversations listed at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The conversations over the library in a directory.

    Raises:
        ConversationsError: From any call: they cannot be read or written.
        LibraryError: The library cannot be read, where turns are.
    """

    directory: Path

    def found(self, words: str, limit: int = LISTED) -> tuple[Match, ...]:
        """Return the conversations in which the words were said, all where there are none."""
        with Conversations.open(self.directory) as conversations:
            return conversations.search(words, limit)

    def before(self, last: Conversation, limit: int = LISTED) -> tuple[Match, ...]:
        """Return those that were spoken in before another."""
        with Conversations.open(self.directory) as conversations:
            return tuple(Match(one, "") for one in conversations.recent(limit, before=last))

    def last_but(self, current: str) -> Conversation | None:
        """Return the one spoken in last that is not the current one."""
        with Conversations.open(self.directory) as conversations:
            return next((one for one in conversations.recent(2) if one.id != current), None)

    def rename(self, conversation: Conversation, title: str) -> None:
        """Give one another title."""
        with Conversations.open(self.directory) as conversations:
            conversations.rename(conversation.id, title)

    def delete(self, conversation: Conversation) -> None:
        """Delete one; its words are wiped from the disk."""
        with Conversations.open(self.directory) as conversations:
            conversations.delete(conversation.id)

    def taken_up(self, conversation: Conversation) -> TakenUp:
        """Return one with its turns, compared with the library as it is now."""
        with Conversations.open(self.directory) as conversations:
            return take_up(conversations, conversation, self.directory)

    def exported(self, conversation: Conversation) -> Exported:
        """Return one as it is to be written to a file."""
        return Exported(conversation.title, self.taken_up(conversation).turns, conversation.began)
