"""Functions that a reader's process is made to call: parsers as bad as they come.

Tests import it as `import misbehaving`.
"""

import ctypes
import os
import time
from pathlib import Path

from index.errors import NoArticleError, ReadError


def double(number: int) -> int:
    """Return twice a number."""
    return 2 * number


def process() -> int:
    """Return the number of the process this is called in."""
    return os.getpid()


def hang(told: Path | None = None) -> None:
    """Never come back, and say first in which process."""
    if told:
        told.write_text(str(os.getpid()))
    while True:
        time.sleep(1)


def spin() -> bool:
    """Be busy for hours inside one call that nothing in Python can interrupt."""
    import re

    return bool(re.match(r"(?:a|aa)+$", "a" * 60 + "b"))


def crash() -> None:
    """Read memory that is not ours."""
    ctypes.string_at(0)


def grow() -> int:
    """Take ever more memory, little by little."""
    held = []
    while True:
        held.append(bytearray(10_000_000))


def burst() -> int:
    """Take more memory at once than there is."""
    return len(bytes(10**15))


def keep() -> int:
    """Hold on to memory after having come back."""
    globals()["held"] = b"x" * 200_000_000
    return os.getpid()


def refuse() -> None:
    """Say why a file cannot be read."""
    raise ReadError("torn")


def find_nothing() -> None:
    """Say that a file is not meant as articles."""
    raise NoArticleError("settings")


def fail() -> None:
    """Have a fault that nobody foresaw."""
    raise KeyError("chapter\nfive")


def leave() -> None:
    """End the process."""
    os._exit(3)


def chatter() -> int:
    """Print what nobody asked for, as parsers do."""
    os.write(1, b"warning\n")
    os.write(2, b"warning\n")
    return 1
