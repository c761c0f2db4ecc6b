"""Characters that a terminal would obey, taken out of what is printed."""

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def inert(text: str) -> str:
    """Return text as it is but for what a terminal would obey: control characters, line ends, overrides."""
    return _CONTROLS.sub("", text)
