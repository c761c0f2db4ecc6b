"""Words that ask for what is newest, or for what is still to come."""

import re
from functools import cache

from qa.times.words import MONTH, SEASON, WEEKDAY, pattern

_RECURRING = (
    "elections?|meeting|report|survey|poll|census|match|game|race|tournament|championship|final|cup|olympics"
    "|update|version|edition|issue|earthquake|eruption|hurricane|budget|summit|vote|round|episode|speech"
    "|briefing|figures|results|count|time|strike|attack|crash|outbreak|visit|interview|release|funeral"
)
_WHOSE = r"(?:(?<=the\s)|(?<=['’]s\s)|(?<=\bits\s)|(?<=\bhis\s)|(?<=\bher\s)|(?<=\btheir\s))"
_TO_COME = (
    r"\btomorrow\b",
    r"(?<!the\s)\bnext (?:few )?(?:day|week|weekend|month|quarter|year|season|decade)s?\b",
    rf"(?<!the\s)\bnext (?:{WEEKDAY}|{SEASON}|{MONTH})(?! \d)",
    rf"(?<=the\s)next(?= (?:[\w-]{{1,20}} )?(?:{_RECURRING})\b)",
    r"\b(?:in )?the (?:coming|next few) (?:days|weeks|months|years)\b",
    r"\bthe (?:upcoming|coming)(?= )|\bupcoming\b",
    r"\blater (?:today|tonight|this (?:week|month|year|summer|spring|winter|autumn|fall))\b",
)
_NEWEST = (
    r"\bthe latest (?:on|about|with|regarding)(?= \w)",
    r"(?<!at\sthe\s)(?<!at\s)\blatest\b",
    r"\b(?:most|more) recent(?:ly)?\b|\bnewest\b|\brecently\b|\blately\b",
    r"\b(?:in|over|of|during) (?:the )?(?:most )?recent (?:days|weeks|months|years|times)\b|\brecent(?= \w)",
    rf"{_WHOSE}last(?= (?:[\w-]{{1,20}} )?(?:{_RECURRING})\b)",
    r"\b(?:right |just )now\b(?![-’'])",
    r"\b(?<!-)(?<!until\s)(?<!till\s)(?<!by\s)(?<!from\s)(?<!and\s)(?<!to\s)now\b(?!-| that\b| and\b)",
    r"\bcurrently\b|\bpresently\b|\bnowadays\b|\bthese days\b|\bat present\b|\bat this time\b",
    r"\bat the moment\b(?! (?:of|when|that)\b)|\bas of (?:now|today)\b",
    rf"{_WHOSE}current(?= (?!account|affairs|of\b|in\b|and\b|that\b|is\b|was\b|flows?\b|through\b)[a-zA-Z])",
    r"\bso far\b(?! (?:away|from|as|that|right|left|off|out|apart|behind|ahead|below|above)\b|-)",
    r"\bup(?: |-)to(?: |-)date\b|\bbreaking(?= news\b)",
    r"(?:(?<=world\s)|(?<=society\s)|(?<=\beven\s)|(?<=\bof\s)|(?<=\bstill\s))today\b",
    r"\btoday(?=['’]s\b)",
)
"""What is matched may be left out of the question without a loss."""
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|shall|(?:is|are) (?:going|set|scheduled|expected|planning|due) to)\b[^,;.?!]{0,80}$"
)


@cache
def _readers() -> tuple[re.Pattern[str], ...]:
    return tuple(map(pattern, (*_TO_COME, *_NEWEST)))


def newest_words(text: str) -> list[tuple[int, int]]:
    """Return where the words stand that ask for the newest, start and end, in no order.

    What is still to come is told by the newest articles too. "The last" counts before what comes
    again and again ("the last election"), not in "the last king of France".
    """
    return [match.span() for reader in _readers() for match in reader.finditer(text)]


def to_come(text: str, start: int) -> bool:
    """Whether a day named at `start` lies ahead: "will" stands before it in the same clause."""
    return _AHEAD.search(text[max(0, start - 100) : start]) is not None
