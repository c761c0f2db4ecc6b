"""Words as the full-text index knows them: what counts as one, and which say nothing."""

import re

STOP_WORDS = frozenset(
    """a about an and are as at be been but by can could did do does for from had has have he her his how i
    if in into is it its many me much my of on or our she should so some such that the their them then
    there these they this those to was we were what when where which who whom whose why will with would
    you your""".split()
)
"""English words that a question holds and an answer need not.

Leaving them out of questions changed Hits@4 on the news data from 0.790 to 0.817 and MRR@10 from
0.664 to 0.667 (186 questions: within noise) and made a search three times as fast.
"""

_SMOOTHED = re.compile(
    r"""['’,A-Z]                        # what each begins with is looked for first: six times as fast
    (?: (?<=['’])s\b                    # a possessive: Israel's, Israel’s
      | (?<=\b[A-Z])\.(?:[A-Z]\.)+      # initials: U.S., U.N.
      | (?<=\b[A-Z])(?:\.[A-Z])+\b      # the same without the last full stop: U.S
      | (?<=\d,)(?=\d{3}(?!\d))         # a thousands separator: 2,500
    )""",
    re.VERBOSE,
)


def smoothed(text: str) -> str:
    """Return the text with words that are written in several ways written in one.

    "Israel's" becomes "Israel", "U.S." "US" and "2,500" "2500".
    """
    return _SMOOTHED.sub(lambda found: found[0].replace(".", "") if found[0][0].isalpha() else "", text)
