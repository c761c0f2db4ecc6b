"""Long text in lines of a screen: where each begins and ends, for a text of any length.

Only numbers are kept, so that ten million characters in one paragraph cost a second in a thread and no
widget ever holds more than the lines in view. 10 MB of English take 0.15 s on the machine it was
measured on, of Chinese 0.5 s.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size, split_graphemes

_NEVER_FIRST = frozenset("、。，．！？：；）」』】》〉…")
"""East Asian marks that no line begins with."""
_JOINER = "\u200d"
_JOINERS = (_JOINER, "\ufe0f")
"""What makes several characters one glyph: an emoji of several people, or one shown in colour."""
_LOOKED_AT = 8
"""Characters looked at for each cell of a line where they join: more in one line are cut."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text broken into lines of at most `width` cells; line n is `text[starts[n]:ends[n]]`."""

    text: str
    width: int
    starts: "array[int]"
    ends: "array[int]"

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, line: int) -> tuple[int, int]:
        """Return where a line begins and ends in the text."""
        return self.starts[line], self.ends[line]

    def at(self, offset: int) -> int:
        """Return the line on which the character at an offset stands, the last one for what is beyond."""
        return max(0, bisect_right(self.starts, offset) - 1)


def wrapped(text: str, width: int) -> Lines:
    """Return the text in lines of at most `width` cells, broken at spaces where there are any.

    A line ends with a paragraph too; the space and newline at which it ends belong to no line. There is
    at least one line, though it may be empty.
    """
    starts, ends = array("q"), array("q")
    at, width = 0, max(2, width)
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        _break(text, (at, end), width, (starts, ends))
        at = end + 1
    return Lines(text, width, starts, ends)


def _break(text: str, paragraph: tuple[int, int], width: int, into: "tuple[array[int], array[int]]") -> None:
    """Add the lines of a paragraph, an empty one for an empty paragraph."""
    at, end = paragraph
    starts, ends = into
    while True:
        stop = _fitting(text, at, end, width)
        after = stop
        if stop < end:
            stop, after = _turn(text, at, stop)
        starts.append(at)
        ends.append(stop)
        if after >= end:
            return
        at = after


def _turn(text: str, at: int, stop: int) -> tuple[int, int]:
    """Return where a line that is full at `stop` ends, and where the next one begins."""
    if text[stop] == " ":
        return stop, stop + 1
    if _is_wide(text[stop - 1]) or _is_wide(text[stop]):
        if text[stop] in _NEVER_FIRST and stop - at > 1:
            stop -= 1
        return stop, stop
    space = text.rfind(" ", at + 1, stop)
    return (space, space + 1) if space > 0 else (stop, stop)


def _fitting(text: str, at: int, end: int, width: int) -> int:
    """Return the furthest place up to which the text from `at` on fits the width; further than `at`."""
    stop = min(at + width, end)
    ahead = text[at:stop]
    if ahead.isascii():
        return stop
    if any(joiner in ahead for joiner in _JOINERS):
        return _fitting_joined(text, at, end, width)
    room, place = width, at
    while place < end:
        character = text[place]
        if character in _JOINERS:
            return _fitting_joined(text, at, end, width)
        room -= get_character_cell_size(character)
        if room < 0:
            break
        place += 1
    return max(place, at + 1) if at < end else at


def _fitting_joined(text: str, at: int, end: int, width: int) -> int:
    """Return the same where characters join, which is slower to tell."""
    spans, _ = split_graphemes(text[at : min(end, at + _LOOKED_AT * width)])
    room, place = width, 0
    for _, stop, cells in spans:
        room -= cells
        if room < 0:
            break
        place = stop
    return min(end, at + max(place, 1))


def _is_wide(character: str) -> bool:
    return not character.isascii() and get_character_cell_size(character) == 2


def cut(text: str, width: int) -> str:
    """Return a line's text in exactly `width` cells: "…" for what has no room, spaces for what is left."""
    if width < 1:
        return ""
    text = text.rstrip(_JOINER)  # it would join the space after it
    missing = width - cell_len(text)
    if missing >= 0:
        return text + " " * missing
    kept = text[: _fitting(text, 0, len(text), width - 1)].rstrip(_JOINER)
    if cell_len(kept) >= width:  # one character is wider than the room
        kept = ""
    return f"{kept}…" + " " * (width - 1 - cell_len(kept))
