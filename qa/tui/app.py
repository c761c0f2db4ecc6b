"""The chat as a program of its own."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.theme import Theme

from index.errors import ArticleQAError
from qa.tui.asking_thread import OpenAsking
from qa.tui.finding.everything import EVERYTHING
from qa.tui.growing import GrowingApp
from qa.tui.keymap import chosen_keys, keys_in_browser
from qa.tui.keys import PROGRAM_KEYS
from qa.tui.outfit import Outfit
from qa.tui.screens.chat import ChatScreen
from qa.tui.surround import colour_surround
from qa.tui.terminal import LOOK_SECONDS, end_as_hung_up, input_descriptor, is_gone
from qa.tui.themes import THEMES, chosen_theme

if TYPE_CHECKING:
    from qa.dialogue.memory import OpenMemory
    from qa.tui.screens.help import Section

BARE = Outfit()
SOUGHT = "Find commands, keys, articles, conversations, models, themes…"


class ChatApp(GrowingApp):
    """Ask questions of one's own articles, with the sources beside the answers.

    What the first paint does not show is imported when it is gone to.
    """

    CSS_PATH = ["chat.tcss", "articles.tcss"]  # noqa: RUF012 - as the framework types it
    TITLE = "qa"
    COMMANDS = EVERYTHING
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as the framework types it

    BINDINGS: ClassVar[list[BindingType]] = PROGRAM_KEYS

    def __init__(
        self,
        open_asking: OpenAsking,
        *,
        library: Path,
        command: str = "qa index PATH",
        open_memory: "OpenMemory | None" = None,
        outfit: Outfit = BARE,
    ) -> None:
        """Prepare the chat; nothing is opened before it is on the screen.

        Args:
            open_asking: Opens the library and models, telling its argument each step it takes; it
                is called in a thread, after the first paint. It raises `ArticleQAError`.
            library: The library's directory; its name stands at the top.
            command: What to type to put articles into this library.
            open_memory: Opens where turns are kept, in the same thread; `None` keeps nothing.
            outfit: The reader's choices: filters, keys, colours, other models.

        Raises:
            SettingsError: A key or a theme that the settings name is none.
        """
        super().__init__()
        self._open_asking = open_asking
        self._library = library
        self._command = command
        self._open_memory = open_memory
        self._outfit = outfit
        for theme in THEMES:
            self.register_theme(theme)
        self._keys: dict[str, str] = {}
        if settings := outfit.settings:
            keys = keys_in_browser(settings.keys) if outfit.bookmark else settings.keys
            self._keys = chosen_keys(dict(self.sections()), keys, settings.file) if keys else {}
            self.set_keymap(self._keys)
        self.theme = chosen_theme(self, outfit) or self.theme

    def get_default_screen(self) -> Screen[None]:
        """Return the chat, the only screen that is always there."""
        return ChatScreen(
            self._open_asking,
            library=self._library,
            command=self._command,
            outfit=self._outfit,
            open_memory=self._open_memory,
        )

    def on_mount(self) -> None:
        """Remember which theme is chosen from now on, and end with the terminal."""
        self.set_interval(LOOK_SECONDS, self._end_with_terminal)
        self.theme_changed_signal.subscribe(self, self._remember_theme, immediate=True)
        self.call_after_refresh(colour_surround, self)

    def _end_with_terminal(self) -> None:
        descriptor = input_descriptor()
        if not self.is_headless and descriptor is not None and is_gone(descriptor):
            end_as_hung_up()

    @staticmethod
    def sections() -> "list[Section]":
        """Return the keys by the place where they work."""
        from qa.tui.sections import sections

        return sections()

    def action_command_palette(self) -> None:
        """Find anything by its name."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=SOUGHT, id="--command-palette"))

    def action_library(self) -> None:
        """Show the library."""
        chat = self.screen_stack[0]
        if isinstance(self.screen, ChatScreen) and isinstance(chat, ChatScreen):
            from qa.tui.screens.library import LibraryScreen

            self.push_screen(LibraryScreen(chat.directory))

    def action_help(self) -> None:
        """Show every key."""
        from qa.tui.screens.help import HelpScreen
        from qa.tui.sections import place_of

        if not isinstance(self.screen, HelpScreen):
            here = place_of(self.screen)
            sections = sorted(self.sections(), key=lambda section: here is not None and section[0] != here)
            self.push_screen(HelpScreen(sections, self._keys))

    def action_theme(self, name: str = "") -> None:
        """Choose the colours, from a list or by name."""
        if not name:
            self.search_themes()
        elif name in self.available_themes:
            self.theme = name
        else:
            self.notify(f"“{name}” is no theme; /theme lists them.", markup=False)

    def _remember_theme(self, theme: Theme) -> None:
        colour_surround(self)
        if remembered := self._outfit.remembered:
            try:
                self._outfit = replace(self._outfit, remembered=remembered.with_theme(theme.name))
            except ArticleQAError as error:
                self.notify(str(error), severity="error", markup=False)
