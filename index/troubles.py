"""What indexing runs could not read, kept until a run reads it: errors outlive the terminal of the run.

They are kept in the library's own database, beside what it was made with.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.progress import Skip

MOST_KEPT = 1000
"""Of a folder of many unreadable files the first are enough to see what is wrong."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file, or a part of one, that could not be read."""

    path: str
    reason: str
    at: dt.datetime
    """When the run was that said so, in UTC."""


def carried_on(
    before: Iterable[Trouble], skips: Sequence[Skip], *, is_settled: Callable[[str], bool], now: dt.datetime
) -> tuple[Trouble, ...]:
    """Return what is troublesome after a run, the newest first, `MOST_KEPT` at most.

    Args:
        before: What was before it.
        skips: What it could not read.
        is_settled: Says of a path whether the run has been there; if so, what it did not skip is well.
        now: When the run ended.
    """
    known = {(trouble.path, trouble.reason): trouble for trouble in before}
    new = [known.get((skip.path, skip.reason)) or Trouble(skip.path, skip.reason, now) for skip in skips]
    again = {skip.path for skip in skips}
    old = [each for each in known.values() if each.path not in again and not is_settled(each.path)]
    return tuple(dict.fromkeys([*new, *old]))[:MOST_KEPT]


def to_stored(troubles: Iterable[Trouble]) -> str:
    """Return troubles as they are stored."""
    rows = [[each.path, each.reason, each.at.isoformat(timespec="seconds")] for each in troubles]
    return json.dumps(rows, ensure_ascii=False)


def from_stored(stored: str) -> tuple[Trouble, ...]:
    """Return what `to_stored` stored; nothing for what cannot be read: no word of an article hangs on it."""
    try:
        rows = json.loads(stored)
        return tuple(Trouble(path, reason, dt.datetime.fromisoformat(at)) for path, reason, at in rows)
    except (ValueError, TypeError):
        return ()
