"""What the chat does to the library it asks: brings articles in, and the samples out again."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding

from qa.places import expanded, sample_articles
from qa.tui.growing import GrowingApp
from qa.tui.keymap import keys_of
from qa.tui.keys import BEGINNING_KEYS
from qa.tui.screens.commanded import OFF, CommandedScreen
from qa.tui.widgets.welcome import Way, Welcome
from qa.tui.wording import counted

if TYPE_CHECKING:
    from qa.tui.screens.adding import Wanted
    from qa.tui.titles import Titles

WAYS_IN = {
    "from_folder": (
        "A folder or a file of yours",
        "With all below it: text, Markdown, web pages, PDF, Word, e-books, mail, exports.",
    ),
    "from_address": ("An address on the web", "A page, a feed or a PDF; fetched now, and at no other time."),
    "from_samples": (
        "The sample articles",
        "An invented town’s papers, to try it with; /samples off takes them out again.",
    ),
}
"""By its action each way into an empty library: its name, and what it brings."""


class StockedScreen(CommandedScreen):
    """The library's part of the chat."""

    _asks_samples = False
    """Whether the sample articles were brought in from this chat, and not taken out again."""
    _is_empty = False
    """Whether there is no article to ask about."""

    _titles: "Titles | None" = None

    @property
    def directory(self) -> Path:
        """The library that is asked; the one named, until it is open."""
        raise NotImplementedError

    @property
    def _growing(self) -> GrowingApp | None:
        """What brings articles in; `None` where the library is not to be changed from here."""
        app = self.app
        return app if isinstance(app, GrowingApp) and app.indexing is not None else None

    @property
    def titles(self) -> "Titles":
        """The articles, as they are looked for by their titles."""
        from qa.tui.titles import Titles

        if self._titles is None or self._titles.directory != self.directory:
            self._titles = Titles(self.directory)
        return self._titles

    @property
    def _fills(self) -> bool:
        """Whether something is being brought into the library, from whatever screen."""
        app = self._growing
        return app is not None and app.indexing is not None and app.indexing.is_running

    def _is_way_in(self, action: str) -> bool:
        """Return whether an action leads into the library, which is empty."""
        there = self._is_empty and self._growing is not None
        return there and (action != "from_samples" or sample_articles() is not None)

    def _ways_in(self) -> list[Way]:
        """Return the ways into the empty library, with the keys that the settings give them."""
        from qa.tui.screens.help import key_name

        keymap = self.app._keymap  # the settings' keys; the framework tells them in no other way
        bindings = [one for one in BEGINNING_KEYS if isinstance(one, Binding) and self._is_way_in(one.action)]
        return [Way(key_name(keys_of(one, keymap)[0]), one.action, *WAYS_IN[one.action]) for one in bindings]

    @on(Welcome.Chosen)
    async def _way_chosen(self, event: Welcome.Chosen) -> None:
        await self.app.run_action(event.action, self)

    def _may_change(self) -> GrowingApp | None:
        """Return what brings articles in, or say why nothing does."""
        if self._growing is None:
            self._say("Nothing can be added to the files that were named with --from.")
        return self._growing

    def action_add(self, words: str) -> None:
        """Bring a file, a folder or an address into the library, while the chat goes on."""
        if not words:
            self._say("Write a file, a folder or an address after it, as in /add ~/articles.")
        elif app := self._may_change():
            app.bring_in(words if "://" in words else str(expanded(words).absolute()))

    def action_from_folder(self) -> None:
        """Ask for a folder or a file to begin with."""
        from qa.tui.screens.adding import FOLDER

        self._ask_for(FOLDER)

    def action_from_address(self) -> None:
        """Ask for an address to begin with."""
        from qa.tui.screens.adding import ADDRESS

        self._ask_for(ADDRESS)

    def _ask_for(self, wanted: "Wanted") -> None:
        from qa.tui.screens.adding import AddScreen

        if app := self._may_change():
            app.push_screen(AddScreen(wanted), app.bring_in)

    async def action_from_samples(self) -> None:
        """Begin with the sample articles."""
        await self.action_samples()

    async def action_samples(self, words: str = "") -> None:
        """Bring the sample articles in, or take them out again."""
        folder = sample_articles()
        if words and words.casefold() not in OFF:
            self._say(f"“{words}” is no way to have them: write /samples, or /samples off.")
        elif folder is None:
            self._say("This installation has no sample articles.")
        elif app := self._may_change():
            if words:
                await self._take_out(folder)
            else:
                self._asks_samples = True
                app.bring_in(str(folder))

    async def _take_out(self, folder: Path) -> None:
        self._asks_samples = False
        from index import removal

        removed = await self._done(lambda: removal.remove([str(folder)], self.directory))
        if removed is not None and self._growing is not None:
            said = counted(len(removed.articles), "sample article")
            self._say(f"Removed {said}; /samples brings them in again.")
            self._growing.library_changed()
