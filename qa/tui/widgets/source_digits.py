"""Digits typed into an empty box: ways to sources, unless a question begins with them."""

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.widgets import TextArea

TYPING = 0.6
"""Seconds within which two keys are of one word: a digit and a letter, so close, begin a question."""
OPENING = 0.4
"""Seconds after which a number typed again opens its article: a question may go on from it till then."""
_GOES_ON = frozenset(" .,:-%’'")
"""What may follow a number in a question, beside letters and digits."""
_OPENS_FILE = "o"
"""The letter that a number has behind it only for the article's own key: so its file is opened."""


class SourceDigits:
    """What became of the digits typed last."""

    def __init__(self, box: "TextArea") -> None:
        self._box = box
        self.known = ""
        """The digits that go to a source."""
        self.is_at: Callable[[int], bool] = lambda _: False
        """Whether the reader went to a source by its number and is still there: again opens the article."""
        self._typed, self._typed_at = "", 0.0
        self._opening: Timer | None = None

    @property
    def are_typed(self) -> bool:
        """Whether the last key was one of them."""
        return bool(self._typed)

    def leads(self, key: str) -> bool:
        """Return whether a key goes to a source now."""
        return not self._box.text and key in self.known

    async def go(self, event: events.Key) -> None:
        """Go to the source of a digit; where the reader is there already, open its article in a moment."""
        self._typed = (self._typed if self._is_soon(event) else "") + event.key
        self._typed_at = event.time
        self._withdraw()
        if self.is_at(int(event.key)):
            self._opening = self._box.set_timer(OPENING, self._open)
        else:
            await self._jump()

    async def end(self, event: events.Key) -> bool:
        """Put the digits into the box after all, where a question goes on from them.

        Any other key means the article that was about to be opened: it is, and has the key. Return
        whether so.
        """
        was_due, character = self._withdraw(), event.character or ""
        goes_on = character.isalnum() or character in _GOES_ON
        if was_due and (character == _OPENS_FILE or not (character and goes_on)):
            event.stop()
            event.prevent_default()
            await self._jump()
            self._typed = ""
            app = self._box.app
            app.screen.call_after_refresh(app.post_message, events.Key(event.key, event.character))
            return True
        if character and goes_on and not self._box.text and self._is_soon(event):
            self._box.insert(self._typed)
        self._typed = ""
        return False

    async def _jump(self) -> None:
        await self._box.app.run_action(f"jump({self._typed[-1]})", self._box.screen)

    async def _open(self) -> None:
        self._opening = None
        screen = self._box.screen
        if not self._box.app.app_focus:
            screen.set_focus(self._box)  # the window that lost it had taken it from the box
        # Not what the box says of itself: it learns of the focus a little later.
        if screen.focused is self._box and not self._box.text and screen.is_current:
            await self._jump()

    def _withdraw(self) -> bool:
        """Return whether an article was about to be opened, which it no longer is."""
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.stop()
        return opening is not None

    def _is_soon(self, event: events.Key) -> bool:
        return event.time - self._typed_at <= TYPING
