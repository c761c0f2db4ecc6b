"""The chat as a program of its own."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qa.dialogue.memory import OpenMemory
from qa.tui.article_keys import LIBRARY_KEYS, READER_KEYS
from qa.tui.asking_thread import OpenAsking
from qa.tui.growing import GrowingApp
from qa.tui.keys import CHAT_KEYS, COPY_SELECTED
from qa.tui.screens.chat import ChatScreen
from qa.tui.screens.help import HelpScreen, Section
from qa.tui.screens.library import LibraryScreen
from qa.tui.screens.reader import ReaderScreen
from qa.tui.widgets.article_table import ArticleTable
from qa.tui.widgets.article_text import ArticleText
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.prompt import Prompt

IN_LIBRARY, IN_ARTICLE = "In the library", "In an article"


class ChatApp(GrowingApp):
    """Ask questions of one's own articles, with the sources beside the answers."""

    CSS_PATH = ["chat.tcss", "articles.tcss"]  # noqa: RUF012 - as the framework types it
    TITLE = "qa"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as the framework types it

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Keys", tooltip="Show every key and command"),
        Binding(
            "ctrl+p",
            "command_palette",
            "All",
            show=False,
            priority=True,
            tooltip="Find anything by its name",
        ),
        Binding("ctrl+q", "quit", "Quit", priority=True, tooltip="Leave"),
    ]

    def __init__(
        self,
        open_asking: OpenAsking,
        *,
        library: Path,
        command: str = "qa index PATH",
        filters: str = "",
        open_memory: OpenMemory | None = None,
    ) -> None:
        """Prepare the chat; nothing is opened before it is on the screen.

        Args:
            open_asking: Opens the library and models, telling its argument each step it takes; it
                is called in a thread, after the first paint. It raises `ArticleQAError`.
            library: The library's directory; its name stands at the top.
            command: What to type to put articles into this library.
            filters: Which articles are asked, in short; "" for all.
            open_memory: Opens where turns are kept, in the same thread; `None` keeps nothing.
        """
        super().__init__()
        self._open_asking = open_asking
        self._library = library
        self._command = command
        self._asked_of = filters
        self._open_memory = open_memory

    def get_default_screen(self) -> Screen[None]:
        """Return the chat, the only screen that is always there."""
        return ChatScreen(
            self._open_asking,
            library=self._library,
            command=self._command,
            filters=self._asked_of,
            open_memory=self._open_memory,
        )

    @staticmethod
    def sections() -> list[Section]:
        """Return the keys by the place where they work."""
        return [
            ("Anywhere", [*ChatApp.BINDINGS, *CHAT_KEYS, COPY_SELECTED]),
            ("In the question box", Prompt.BINDINGS),
            ("In the conversation, the sources and this help", Pane.BINDINGS),
            (IN_LIBRARY, [*LIBRARY_KEYS, *ArticleTable.BINDINGS]),
            (IN_ARTICLE, [*READER_KEYS, *ArticleText.BINDINGS]),
        ]

    def action_library(self) -> None:
        """Show the library."""
        chat = self.screen_stack[0]
        if isinstance(self.screen, ChatScreen) and isinstance(chat, ChatScreen):
            self.push_screen(LibraryScreen(chat.directory))

    def action_help(self) -> None:
        """Show every key."""
        if not isinstance(self.screen, HelpScreen):
            places = {LibraryScreen: IN_LIBRARY, ReaderScreen: IN_ARTICLE}
            here = places.get(type(self.screen))
            sections = sorted(self.sections(), key=lambda section: here is not None and section[0] != here)
            self.push_screen(HelpScreen(sections))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the palette offers: the chat's own commands, then the framework's."""
        if isinstance(screen, ChatScreen):
            yield SystemCommand("New conversation", "Forget what was said", screen.action_new)
            yield SystemCommand("Edit question", "As it was understood", screen.action_edit)
            yield SystemCommand("Why", "How the passages of the answer were found", screen.action_why)
            yield SystemCommand("Said", "What the model wrote that did not hold", screen.action_said)
            yield SystemCommand("Copy answer", "With its citations", screen.action_copy)
            yield SystemCommand("Library", "All articles: filter, read, add, remove", self.action_library)
            yield SystemCommand("Read article", "The whole article of a source", screen.action_read)
            yield SystemCommand("Open article", "At the cited words, in $EDITOR", screen.action_open)
            yield SystemCommand("Sources", "Show, focus or hide them", screen.action_sources)
            yield SystemCommand("Help", "Every key and command", self.action_help)
        yield from super().get_system_commands(screen)
