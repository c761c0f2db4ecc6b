"""What each key does while an article is read, and in the library."""

from textual.binding import Binding, BindingType

READER_KEYS: list[BindingType] = [
    Binding("n", "step(1)", "Next", tooltip="Next citation; while a search is open, next place found"),
    Binding("N", "step(-1)", "Previous", show=False, tooltip="The citation, or the place found, before"),
    Binding("slash", "search", "Search", key_display="/", tooltip="Search in the article"),
    Binding("o", "open", "Open file", tooltip="Open the file at these words in $EDITOR, or the address"),
    Binding("u", "browse", "Web page", show=False, tooltip="Open the article's address in the browser"),
    Binding("t", "outline", "Contents", tooltip="Show the headings of the article"),
    Binding("right_square_bracket", "heading(1)", "Next heading", show=False, key_display="]"),
    Binding("left_square_bracket", "heading(-1)", "The heading before", show=False, key_display="["),
    Binding("y,c", "copy", "Copy", key_display="y", tooltip="Copy the cited words with their source"),
    Binding(
        "escape,q", "back", "Back", key_display="Esc", tooltip="End the search; then back, where one was"
    ),
]
