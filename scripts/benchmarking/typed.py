"""Keys typed into the chat and, by turns, into a program of one line: how long each takes to be seen."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarking.terminal import Terminal

PACE = 0.08
"""Seconds between a letter's echo and the next one: somebody who types fast."""
SEEN = 6
"""Letters before one that must be seen with it: what else is drawn meanwhile is not taken for it."""
TEXT = "ZONING COUNCIL DECIDED THAT THE FERRY NEEDS ANOTHER TIMETABLE"
"""What is typed; again from its beginning once it is at its end. All else is in small letters."""
EMPTY_PAUSE = 0.3
"""Seconds, in which a table shows all its rows again."""
EMPTIED = b"\x15"
"""Ctrl-U: to the beginning of the line."""

Lasting = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Key:
    """One key in both; seconds."""

    chat: float
    """From the key to what it shows."""
    bare: float
    drawing: float | None
    """What the thread that draws the chat ran from the key until it was left alone; `None` where the
    system does not tell."""
    queued: float | None
    """How long it was ready meanwhile, and others had the processors."""


@dataclass(frozen=True, slots=True)
class Echo:
    """Keys in the chat and in the bare program, in milliseconds."""

    keys: int
    p50: float
    p95: float
    most: float
    bare_p50: float
    bare_p95: float
    drawing: float | None
    """The mean of a key."""
    queued: float | None

    @classmethod
    def of(cls, keys: Sequence[Key]) -> "Echo":
        """Return it for one key or more."""
        chat, bare = ([1000 * getattr(key, name) for key in keys] for name in ("chat", "bare"))
        p50, p95 = map(float, np.percentile(chat, (50, 95)))
        bare_p50, bare_p95 = map(float, np.percentile(bare, (50, 95)))
        drawing, queued = _mean(key.drawing for key in keys), _mean(key.queued for key in keys)
        return cls(len(keys), p50, p95, max(chat), bare_p50, bare_p95, drawing, queued)


def _mean(seconds: Iterable[float | None]) -> float | None:
    known = [1000 * each for each in seconds if each is not None]
    return sum(known) / len(known) if known else None


@dataclass(slots=True)
class Typist:
    """Types into both, a letter here and a letter there."""

    chat: Terminal
    bare: Terminal

    def typed(self, keys: int, text: str = TEXT, lasting: Lasting = lambda: True) -> list[Key]:
        """Return how long letters take where the focus is; the line is empty afterwards.

        Args:
            keys: How many at most, and one at least.
            text: Capitals, of which they are the first; they begin anew at its end.
            lasting: Says after each whether to go on.
        """
        typed: list[Key] = []
        while len(typed) < keys and (not typed or lasting()):
            at = len(typed) % len(text)
            if typed and not at:
                self.empty()
            typed.append(self._letter(text[max(0, at - SEEN) : at + 1]))
        self.empty()
        return typed

    def _letter(self, seen: str) -> Key:
        """Type the last of some letters; the others stand there already."""
        letter, pattern = seen[-1].encode(), re.escape(seen)
        before = self.chat.cost()
        seconds = self.chat.press(letter, pattern)
        self.chat.rest(PACE)
        after = self.chat.cost()
        bare = self.bare.press(letter, pattern)
        if before is None or after is None:
            return Key(seconds, bare, None, None)
        return Key(seconds, bare, after.ran - before.ran, after.queued - before.queued)

    def empty(self) -> None:
        """Empty both lines, and let what follows from that be drawn."""
        for terminal in (self.chat, self.bare):
            terminal.send(EMPTIED)
        self.chat.rest(EMPTY_PAUSE)
