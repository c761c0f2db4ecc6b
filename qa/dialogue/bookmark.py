"""Which conversation a tab of a browser shows, so that it goes on where the tab is loaded anew."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

VARIABLE = "QA_TAB"
"""Set by `qa chat --web` for the chat behind each tab: the file of its bookmark."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A file that outlives the chat, and goes with the server."""

    file: Path

    @classmethod
    def given(cls) -> Self | None:
        """Return that of the tab this chat is shown in; `None` in a terminal."""
        named = os.environ.get(VARIABLE)
        return cls(Path(named)) if named else None

    def conversation(self) -> str:
        """Return the id that was noted last; "" where none was."""
        try:
            return self.file.read_text("utf-8")
        except OSError:
            return ""  # the tab is new

    def note(self, conversation: str) -> None:
        """Note which conversation is shown now.

        Raises:
            ConversationsError: The file cannot be written.
        """
        try:
            self.file.write_text(conversation, "utf-8")
        except OSError as error:
            from qa.dialogue.conversation_file import ConversationsError

            raise ConversationsError(
                f"{self.file} cannot be written ({error.strerror}): loaded anew, this tab shows another"
            ) from error
