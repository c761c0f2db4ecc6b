"""What the chat has beside someone to ask; all of it can do without."""

from dataclasses import dataclass

from index.scope import EVERYTHING, Scope
from qa.dialogue.bookmark import Bookmark
from qa.models.shelf import Shelf
from qa.remembered import Remembered
from qa.settings import Settings


@dataclass(frozen=True, slots=True)
class Outfit:
    """The reader's choices, and what further choices need."""

    scope: Scope = EVERYTHING
    """The only articles asked, until the reader says otherwise."""
    settings: Settings | None = None
    """`None` leaves keys and colours as they are."""
    shelf: Shelf | None = None
    """`None` offers no other model."""
    remembered: Remembered | None = None
    """`None` remembers nothing from one time to the next."""
    bookmark: Bookmark | None = None
    """That of the browser's tab the chat is shown in; `None` in a terminal."""
