"""What each key of the chat does, wherever the focus is.

The description stands in the footer, the longer tooltip in the help.
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


CHAT_KEYS: list[BindingType] = [
    Binding("escape", "stop", "Stop", tooltip="Stop the answer, then go to the question box"),
    *map(_digit, range(1, 10)),
    Binding("o", "open", "Open", tooltip="Open the article at the cited words"),
    Binding("y,c", "copy", "Copy", key_display="y", tooltip="Copy the answer with its citations"),
    Binding("n", "step(1)", "Next source", show=False),
    Binding("N", "step(-1)", "Previous source", show=False),
    Binding("ctrl+o", "sources", "Sources", tooltip="Go to the sources; from there, hide them"),
    Binding("ctrl+n", "new", "New", tooltip="Forget this conversation and begin a new one"),
    Binding("r", "retry", "Try again", tooltip="Look for articles again, where there were none"),
]
