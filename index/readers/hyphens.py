"""Words that a line was broken in, made whole again."""

import re
from collections import Counter
from collections.abc import Iterable

BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)?[-\x02\u2010]$")
"""A line whose last word goes on in the next; `\\x02` is a hyphen known to be the line's."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = frozenset(
    "all anti cross ex far first half high ill left long low mid middle multi non one open post pre pro "
    "right second self semi short single so third three two under vice well world year twenty thirty forty "
    "fifty sixty seventy eighty ninety".split()
)
"""Words that open compounds written with a hyphen, such as well-known; broken there, the hyphen stays."""
_SECOND = frozenset(
    "backed based born built called century day educated free funded hour known led level made mile minute "
    "month off old owned quality range related round run scale shaped size style term time up week wide "
    "year".split()
)
"""Words that close such compounds."""
_LONGEST = 60
"""Letters of a word; what is longer was never one."""


def words(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in `texts`, in lower case; a word at a broken line's end is none."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(word.lower() for word in _WORD.findall(BROKEN.sub("", text)))
    return found


def glued(left: str, right: str, known: Counter[str]) -> str:
    """A line and the one after it as one text: a space between them, and none in a broken word.

    The arguments are those of `seam`.
    """
    kept, between = seam(left, right, known)
    return f"{kept}{between}{right}"


def seam(left: str, right: str, known: Counter[str]) -> tuple[str, str]:
    """What stays of a line, and what comes between it and the one after it.

    The hyphen of a broken word goes, unless the whole text writes the word with it, or both of its halves are
    words and it is none, or it looks like a compound, or what follows is a name or a number.

    Args:
        left: The line, which may end in a hyphen.
        right: The following line.
        known: What `words` gives for the whole text.
    """
    broken = BROKEN.search(left[-_LONGEST:])
    if broken is None or not right:
        return left, " "
    start = left[: len(left) - 1]
    if not (broken[1] or start[-1:].isdigit()):
        return start, "- " if start.endswith(" ") or not start else "-"
    following = _WORD.match(right[:_LONGEST])
    if following is None or not right[0].islower():
        return start, "-"
    return start, "-" if _keeps(broken[1] or start, following.group(), known) else ""


def _keeps(first: str, second: str, known: Counter[str]) -> bool:
    """Whether the hyphen between two halves of a word is the word's own."""
    first, second = first.lower(), second.lower()
    with_it, without = known[f"{first}-{second}"], known[first + second]
    if with_it or without:
        return with_it > without
    last = first.rpartition("-")[2]
    return last in _FIRST or second in _SECOND or "-" in first or (known[last] > 0 and known[second] > 0)
