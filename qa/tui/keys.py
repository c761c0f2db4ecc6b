"""What each key of the chat does, wherever the focus is.

The description stands in the footer, the longer tooltip in the help. What moves the focus has
priority, so that the key typed after it goes where the focus went.
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


EDIT = "Edit the last question as it was understood; what is sent then is asked exactly as it stands"

READ = "Read the whole article of the source; from the question box, its number once more"

LIBRARY = "Show the library: filter, read, add and remove articles"

CHAT_KEYS: list[BindingType] = [
    Binding("escape", "stop", "Stop", priority=True, tooltip="Stop the answer, then go to the question box"),
    *map(_digit, range(1, 10)),
    Binding("enter,r", "read", "Read", key_display="r", tooltip=READ, id="read"),
    Binding("o", "open", "Open", tooltip="Open the article at the cited words"),
    Binding("f", "fold", "Unfold or fold the passages read, but not cited", show=False, id="fold"),
    Binding("y,c", "copy", "Copy", key_display="y", tooltip="Copy the answer with its citations"),
    Binding("ctrl+r", "edit", "Edit", priority=True, tooltip=EDIT),
    Binding("e", "edit", "Edit", show=False, tooltip=EDIT),
    Binding("w", "why", "Why", show=False, tooltip="Show how the passages of the answer shown were found"),
    Binding("s", "said", "Said", show=False, tooltip="Show or hide what the model wrote that did not hold"),
    Binding("n", "step(1)", "Next source", show=False),
    Binding("N", "step(-1)", "Previous source", show=False),
    Binding(
        "ctrl+o", "sources", "Sources", priority=True, tooltip="Go to the sources; from there, hide them"
    ),
    Binding("ctrl+l", "app.library", "Library", priority=True, tooltip=LIBRARY, id="library"),
    Binding("ctrl+n", "new", "New", priority=True, tooltip="Begin a new conversation"),
    Binding("tab", "app.focus_next", "To the next pane", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", "To the pane before", show=False, priority=True),
    Binding("r", "retry", "Try again", tooltip="Look for articles again, where there were none"),
]

COPY_SELECTED = Binding("ctrl+c", "screen.copy_text", "Copy the selected text", show=False)
"""The framework's own, named here for the help."""
