"""Every key of the chat by the place where it works, in the order of the help."""

from qa.tui.article_keys import LIBRARY_KEYS, READER_KEYS
from qa.tui.keymap import EVERYWHERE, IN_PANES, IN_THE_BOX
from qa.tui.keys import BEGINNING_KEYS, CHAT_KEYS, PROGRAM_KEYS, STOP_OR_COPY, TALK_KEYS
from qa.tui.screens.conversations import ConversationsScreen
from qa.tui.screens.help import Section
from qa.tui.screens.models import ModelsScreen
from qa.tui.widgets.article_table import ArticleTable
from qa.tui.widgets.article_text import ArticleText
from qa.tui.widgets.pane import Pane
from qa.tui.widgets.prompt import Prompt

AT_FIRST = "Where there are no articles yet"
IN_LIBRARY, IN_ARTICLE = "In the library", "In an article"
KEPT, AMONG_MODELS = "Among kept conversations", "Among models"
_PLACES = {
    "LibraryScreen": IN_LIBRARY,
    "ReaderScreen": IN_ARTICLE,
    "ConversationsScreen": KEPT,
    "ModelsScreen": AMONG_MODELS,
}
"""By the name of a screen, where one is then."""


def place_of(screen: object) -> str | None:
    """Return the place where one is on a screen; `None` for the chat."""
    return _PLACES.get(type(screen).__name__)


def sections() -> list[Section]:
    """Return the keys by the place where they work."""
    return [
        (EVERYWHERE, [*PROGRAM_KEYS, *CHAT_KEYS, *TALK_KEYS, STOP_OR_COPY]),
        (AT_FIRST, BEGINNING_KEYS),
        (IN_THE_BOX, Prompt.BINDINGS),
        (IN_PANES, Pane.BINDINGS),
        (IN_LIBRARY, [*LIBRARY_KEYS, *ArticleTable.BINDINGS]),
        (IN_ARTICLE, [*READER_KEYS, *ArticleText.BINDINGS]),
        (KEPT, ConversationsScreen.BINDINGS),
        (AMONG_MODELS, ModelsScreen.BINDINGS),
    ]
