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

LIBRARY_KEYS: list[BindingType] = [
    Binding("enter,r", "read", "Read", key_display="Enter", tooltip="Read the article"),
    Binding(
        "slash", "filter", "Filter", key_display="/", tooltip="Filter by title, source, byline, path or date"
    ),
    Binding("left", "period(-1)", "Earlier", show=False, tooltip="Only the month or year before"),
    Binding("right", "period(1)", "Later", show=False, tooltip="Only the month or year after"),
    Binding("m", "unit", "Month/year", tooltip="Bars of months or of years"),
    Binding("s", "sort", "Sort", tooltip="Sort by the next column"),
    Binding("S", "turn", "Sort the other way", show=False, tooltip="Sort the other way round"),
    Binding(
        "c", "copies", "Copies", tooltip="Only articles that there are copies of, with their copies; or all"
    ),
    Binding("a", "add", "Add", tooltip="Add a folder, a file or an address"),
    Binding(
        "d,delete", "remove", "Remove", key_display="d", tooltip="Remove the article, once you have said yes"
    ),
    Binding(
        "D", "remove_file", "Remove its file", show=False, tooltip="Remove the file with all its articles"
    ),
    Binding("x", "stop", "Stop", tooltip="Stop adding; what is stored stays, the next run does the rest"),
    Binding("p", "troubles", "Problems", tooltip="What could not be read, and why"),
    Binding("o", "open", "Open file", show=False, tooltip="Open the article's file, or its address"),
    Binding(
        "escape,q",
        "back",
        "Back",
        key_display="Esc",
        tooltip="Show all articles again; then back to the chat",
    ),
]
