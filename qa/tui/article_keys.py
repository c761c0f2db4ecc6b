"""What each key does while an article is read, and in the library.

The short word stands in the footer, the rest in the help; by its name the settings can tell a key.
"""

from textual.binding import Binding, BindingType

_SIGNS = {"escape": "Esc", "enter": "⏎", "space": "Space"}


def _footer(keys: str, action: str, *, name: str, word: str, said: str) -> Binding:
    first = keys.split(",", maxsplit=1)[0]
    return Binding(keys, action, word, tooltip=said, id=name, key_display=_SIGNS.get(first, first))


def _box(action: str, *, name: str, word: str, said: str) -> Binding:
    """Return the slash that goes to a box, before anything else: letters right behind it come there."""
    return Binding("slash", action, word, tooltip=said, id=name, key_display="/", priority=True)


def _quiet(keys: str, action: str, *, name: str, said: str) -> Binding:
    """Return a key that stands in the help and not in the footer."""
    return Binding(keys, action, said, show=False, id=name)


READER_KEYS: list[BindingType] = [
    _footer(
        "n",
        "step(1)",
        name="next-citation",
        word="Next",
        said="The next citation; while a search is open, the next place found",
    ),
    _quiet("N", "step(-1)", name="citation-before", said="The citation, or the place found, before"),
    _box("search", name="search-article", word="Search", said="Search in the article"),
    _footer(
        "o",
        "open",
        name="open-article",
        word="Open file",
        said="Open the file at these words in $EDITOR, or the address",
    ),
    _quiet("u", "browse", name="browse", said="Open the article's address in the browser"),
    _footer("t", "outline", name="outline", word="Contents", said="Show the headings of the article"),
    _quiet("right_square_bracket", "heading(1)", name="next-heading", said="The next heading"),
    _quiet("left_square_bracket", "heading(-1)", name="heading-before", said="The heading before"),
    _footer("y,c", "copy", name="copy-words", word="Copy", said="Copy the words with their source"),
    _footer(
        "escape,q",
        "back",
        name="leave-article",
        word="Back",
        said="End the search; then back to where one was",
    ),
]

LIBRARY_KEYS: list[BindingType] = [
    _footer("enter,r", "read", name="read-article", word="Read", said="Read the article"),
    _box("filter", name="filter", word="Filter", said="Filter by title, source, byline, path or date"),
    _quiet("left", "period(-1)", name="period-before", said="Only the month or year before"),
    _quiet("right", "period(1)", name="period-after", said="Only the month or year after"),
    _quiet("m", "unit", name="unit", said="Bars of months, or of years"),
    _footer("s", "sort", name="sort", word="Sort", said="Sort by the next column"),
    _quiet("S", "turn", name="sort-back", said="Sort the other way round"),
    _quiet("c", "copies", name="copies", said="Only articles that there are copies of; or all again"),
    _footer("a", "add", name="add", word="Add", said="Add a folder, a file or an address"),
    _footer("space", "mark", name="mark", word="Mark", said="Mark the article or not, and go on to the next"),
    _quiet("asterisk", "mark_all", name="mark-all", said="Mark all articles that are shown, or none of them"),
    _footer(
        "d,delete",
        "remove",
        name="remove",
        word="Remove",
        said="Remove the marked articles, else the selected one, once you have said yes",
    ),
    _quiet("D", "remove_file", name="remove-file", said="Remove their files with all they hold"),
    _footer("x", "stop", name="stop-adding", word="Stop", said="Stop adding; the next run does the rest"),
    _quiet("p", "troubles", name="problems", said="What could not be read, and why"),
    _quiet("o", "open", name="open-file", said="Open the article's file, or its address"),
    _footer(
        "escape,q",
        "back",
        name="leave-library",
        word="Back",
        said="Show all articles again; take marks off; then back to the chat",
    ),
]
