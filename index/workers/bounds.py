"""How long a file may take to be read, and how much memory, and what is said where it takes more."""

import os
from dataclasses import dataclass

MEGABYTE = 1000**2
MOST_WORKERS = 8
"""Each takes about 60 MB once it has read a web page; beyond so many, storing what they read is slower."""

SECONDS_A_MEGABYTE = 1.0
"""A message of a mailbox has about 100 KB and takes 0.05 s."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost."""

    seconds: float = 60.0
    megabytes: int = 2_000
    """Of what the readers take at all, 43 MB of text cost the most: 17 s and 680 MB on a core of a server."""

    def seconds_for(self, size: int) -> float:
        """Return how long a file of so many bytes may take: a mailbox of two gigabytes is many articles."""
        return max(self.seconds, SECONDS_A_MEGABYTE * size / MEGABYTE)

    @property
    def too_large(self) -> str:
        """The reason given for a file that needs more memory."""
        return f"needs more than {self.megabytes:,} MB of memory; leave it out or split it"


def too_slow(seconds: float) -> str:
    """Return the reason given for a file that takes longer than so many seconds."""
    return f"took longer than {seconds:g} s to read; leave it out or split it"


USUAL = Bounds()


def cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
