"""What each key of the chat does, wherever the focus is.

The description stands in the footer, the longer tooltip in the help; by its id the settings give it
another key. What moves the focus has priority, so that the key typed after it goes where the focus
went.
"""

from textual.binding import Binding, BindingType


def _digit(number: int) -> Binding:
    return Binding(
        str(number),
        f"jump({number})",
        "Source",
        show=number == 1,
        key_display="1-9",
        tooltip="Go to the source of this number; from the question box, while it is empty",
    )


def _quiet(keys: str, action: str, said: str, name: str) -> Binding:
    """Return a key that stands in the help and not in the footer."""
    return Binding(keys, action, said, show=False, id=name)


EDIT = "Edit the last question as it was understood; what is sent then is asked exactly as it stands"
AGAIN = "Ask the question shown once more, with its filters or those chosen since, and the model of now"
BRANCH = "Edit the question shown, and go on from there in a conversation of its own"

READ = "Read the whole article of the source; from the question box, its number once more"

PROGRAM_KEYS: list[BindingType] = [
    Binding("f1", "help", "Keys", tooltip="Show every key and command", id="help"),
    Binding(
        "ctrl+p",
        "command_palette",
        "All",
        show=False,
        priority=True,
        tooltip="Find anything by its name: commands, keys, articles, conversations, models, themes",
        id="palette",
    ),
    Binding("ctrl+q", "quit", "Quit", priority=True, tooltip="Leave", id="quit"),
]
"""What works over every screen."""

LIBRARY = "Show the library: filter, read, add and remove articles"

CHAT_KEYS: list[BindingType] = [
    Binding(
        "escape",
        "stop",
        "Stop",
        priority=True,
        tooltip="Stop the answer, then go to the question box",
        id="stop",
    ),
    *map(_digit, range(1, 10)),
    Binding("enter,r", "read", "Read", key_display="r", tooltip=READ, id="read"),
    Binding("o", "open", "Open", tooltip="Open the article at the cited words", id="open"),
    _quiet("f", "fold", "Unfold or fold the passages read, but not cited", "fold"),
    Binding("y,c", "copy", "Copy", key_display="y", tooltip="Copy the answer with its citations", id="copy"),
    Binding("ctrl+r", "edit", "Edit", priority=True, tooltip=EDIT, id="edit"),
    Binding("e", "edit", "Edit", show=False, tooltip=EDIT, id="edit-here"),
    _quiet("w", "why", "Show how the passages of the answer shown were found", "why"),
    _quiet("s", "said", "Show or hide what the model wrote that did not hold", "said"),
    _quiet("n", "step(1)", "Next source", "next-source"),
    _quiet("N", "step(-1)", "Previous source", "previous-source"),
    Binding(
        "ctrl+o",
        "sources",
        "Sources",
        priority=True,
        tooltip="Go to the sources; from there, hide them",
        id="sources",
    ),
    Binding("ctrl+l", "app.library", "Library", priority=True, tooltip=LIBRARY, id="library"),
    Binding("ctrl+n", "new", "New", priority=True, tooltip="Begin a new conversation", id="new"),
    Binding(
        "tab",
        "next_pane",
        "To the next pane; after a slash, complete",
        show=False,
        priority=True,
        id="next-pane",
    ),
    Binding(
        "shift+tab",
        "app.focus_previous",
        "To the pane before",
        show=False,
        priority=True,
        id="previous-pane",
    ),
    Binding("r", "retry", "Try again", tooltip="Look for articles again, where there were none", id="retry"),
]


def _way_in(key: str, action: str, word: str, said: str) -> Binding:
    tooltip = f"Where there are no articles yet: {said}"
    return Binding(key, action, word, tooltip=tooltip, id=action.replace("_", "-"))


BEGINNING_KEYS: list[BindingType] = [
    _way_in("f", "from_folder", "Folder", "add a folder or a file"),
    _way_in("a", "from_address", "Address", "add an address"),
    _way_in("s", "from_samples", "Samples", "bring the sample articles in"),
]
"""The ways into an empty library; what else these letters do needs an answer on the screen."""

TALK_KEYS: list[BindingType] = [
    Binding(
        "ctrl+s",
        "conversations",
        "Kept",
        show=False,
        priority=True,
        tooltip="Conversations that were kept: go on, search, rename, delete, export",
        id="conversations",
    ),
    Binding("ctrl+g", "again", AGAIN, show=False, priority=True, id="again"),
    _quiet("a", "again", AGAIN, "again-here"),
    _quiet("b", "branch", BRANCH, "branch"),
    Binding("ctrl+up", "turn(-1)", "To the question before", show=False, priority=True, id="turn-before"),
    Binding("ctrl+down", "turn(1)", "To the question after", show=False, priority=True, id="turn-after"),
    _quiet("K", "turn(-1)", "To the question before", "turn-before-here"),
    _quiet("J", "turn(1)", "To the question after", "turn-after-here"),
    _quiet("E", "earlier", "Show questions of before that are not shown", "earlier"),
    _quiet("Y", "copy('markdown')", "Copy the answer as Markdown, with its citations", "copy-markdown"),
    Binding(
        "f2", "model", "Model", show=False, tooltip="Choose the language model", priority=True, id="model"
    ),
]
"""Keys of the conversation as a whole, and of whoever answers."""

STOP_OR_COPY = Binding(
    "ctrl+c", "screen.copy_text", "Copy the selected text; where none is, stop the answer", show=False
)
"""The framework's own, named here for the help; `ChatScreen` says what it does where nothing is selected."""
