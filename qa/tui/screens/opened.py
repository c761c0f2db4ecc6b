"""How the chat comes to have a library to ask, and what it shows where there is none."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from qa.tui import messages
from qa.tui.asking_thread import LOOK_AGAIN_SECONDS, AskingThread, OpenAsking
from qa.tui.screens.sourced import SourcedScreen
from qa.tui.widgets.welcome import Welcome, empty_library, greeting, unusable
from qa.tui.wording import library_facts

if TYPE_CHECKING:
    from qa.dialogue.memory import OpenMemory


class OpenedScreen(SourcedScreen):
    """The part of the chat that opens the library and the models, and goes on where they cannot be."""

    _open_asking: OpenAsking
    _open_memory: "OpenMemory | None"
    _library: Path
    """The directory that was named."""
    _directory: Path
    _command: str
    """What to type to put articles into the library."""
    _opened = False
    """Whether questions are answered."""
    _refused = False
    """Whether there is nothing to ask, and the screen says so."""

    @property
    def directory(self) -> Path:
        """The library that is asked; the one named, until it is open."""
        return self._directory

    def _state(self, state: str) -> None:
        self.status.show_state(None if self.terms.quote else self._model, state)

    def _open(self) -> None:
        if self._thread is not None:
            self._thread.close()
        self._thread = AskingThread(self._open_asking, self.post_message, self._open_memory)
        self.run_worker(self._thread.work, thread=True, exclusive=True, group="asking")

    @on(messages.Loading)
    def _loading(self, message: messages.Loading) -> None:
        self._state(f"{message.step}…")

    @on(messages.Remembered)
    async def _remembered(self, message: messages.Remembered) -> None:
        if message.taken_up is not None:
            self._talk.take_up(message.taken_up)
        await self.panes.show_again(self._talk.answers, message.line)
        self.refresh_bindings()

    @on(messages.Unkept)
    async def _unkept(self, message: messages.Unkept) -> None:
        await self.panes.conversation.note(f"This conversation is not kept: {message.reason}")

    @on(messages.Opened)
    async def _ready(self, message: messages.Opened) -> None:
        if self._refused:  # there were no articles, and now there are
            await self._admit()
        from qa.tui.keeping import Kept

        self._model, self._opened = message.model, True
        self._directory = message.holdings.directory
        self.kept = Kept(message.holdings.directory) if self.keeps else None
        self.status.show_library(library_facts(self._library.name, message.holdings))
        self._state("ready")
        self._ask_next()

    @on(messages.Empty)
    async def _empty(self) -> None:
        self._is_empty = True
        self.status.show_library([self._library.name])
        welcome = empty_library(str(self._library), self._command, self._ways_in())
        await self._refuse(welcome, "no articles")

    @on(messages.LibraryFills)
    def _library_fills(self) -> None:
        """Let the first question be typed while the first articles are brought in."""
        if self._is_empty:
            self.prompt.display = True
            self.set_focus(self.prompt)

    @on(messages.LibraryChanged)
    def _library_changed(self) -> None:
        if self._thread is not None and self._opened:
            self._thread.put(messages.Recount())
        if self._is_empty:
            self.set_timer(2 * LOOK_AGAIN_SECONDS, self._show_ways_in)

    def _show_ways_in(self) -> None:
        """Take the box away again where nothing came in."""
        if self._is_empty and not self._fills and self.prompt.display:
            self.prompt.display = False
            self.set_focus(self.panes.conversation)
            self.refresh_bindings()

    @on(messages.Counted)
    def _counted(self, message: messages.Counted) -> None:
        self.status.show_library(library_facts(self._library.name, message.holdings))

    @on(messages.Unopened)
    async def _unopened(self, message: messages.Unopened) -> None:
        self._is_empty = False
        await self._refuse(unusable(message.reason), "not ready")

    async def _refuse(self, welcome: Welcome, state: str) -> None:
        self._refused = True
        self._state(state)
        self.prompt.display = False
        self.panes.hide_sources()
        await self.panes.conversation.greet(welcome)
        self.set_focus(self.panes.conversation)
        self.refresh_bindings()

    async def action_retry(self) -> None:
        """Try again to open the library."""
        await self._admit()
        self._state("loading…")
        self._open()

    async def _admit(self) -> None:
        self._refused = self._is_empty = False
        if self.panes.conversation.turns:
            await self.panes.conversation.end_welcome()
        else:
            await self.panes.conversation.greet(greeting(samples=self._asks_samples))
        self.prompt.display = True
        self.panes.unhide_sources()
        self.set_focus(self.prompt)
