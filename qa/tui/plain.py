"""Article text as text: nothing in it steers the terminal, the markup or the reading order."""

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_SPACES = dict.fromkeys((0x09, 0x0D, 0x85, 0x2028, 0x2029), 0x20)
_UNSHOWABLE = dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0x200B)
_INERT = _PICTURES | _SPACES | _UNSHOWABLE | _DIRECTIONS | {0x0A: 0x0A}


def inert(text: str) -> str:
    """Return the text with every control character made visible and harmless.

    Each character becomes exactly one, so that offsets into the text keep their meaning: control
    characters become their pictures (U+2400 on), those without one U+FFFD, tabs and other breaks
    a space, and characters that force a direction on what follows a zero-width space. Newlines stay.
    """
    return text.translate(_INERT)


def one_line(text: str) -> str:
    """Return the text made inert, with every run of white space one space."""
    return " ".join(inert(text).split())
