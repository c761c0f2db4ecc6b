"""A question → the kind of thing it asks for, and whether a sentence offers one."""

import re
from functools import cache
from typing import Literal

from qa.facts import days, names, numbers
from qa.terms import stem

Kind = Literal["number", "day", "name", "place", "reason", "other"]

_ASKING_WORDS = frozenset(
    "amount number share percentage percent proportion figure total name kind type sort date day month year"
    " time length size place location reason cause purpose person happen mean describe explain list give long"
    " old far big large high tall often".split()
)

_KINDS: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(
        r"\bhow (?:many|much|old|long|far|big|large|high|tall|often|deep|wide|fast|heavy)\b"
        r"|\b(?:what|which)(?: \w+)? (?:share|percentage|percent|proportion|number|amount|cost|price|score"
        r"|age|speed)\b"
        r"|\bwhat (?:is|was|are|were|did) the (?:\w+ )?(?:share|percentage|number|amount|cost|price"
        r"|population|score|total|length|height|size|budget|fine)\b",
        re.IGNORECASE,
    ),
    "day": re.compile(
        r"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|decade|century)\b", re.IGNORECASE
    ),
    "name": re.compile(
        r"\b(?:who|whom|whose)\b"
        r"|\b(?:what|which) (?:\w+ )?(?:company|group|team|club|party|person|man|woman|president|minister"
        r"|actor|singer|university|school|organi[sz]ation|agency|newspaper|paper|bank|author|player|king|queen)\b",
        re.IGNORECASE,
    ),
    "place": re.compile(
        r"\bwhere\b"
        r"|\b(?:what|which) (?:\w+ )?(?:city|country|town|state|place|region|street|village|river|county"
        r"|island|continent|province)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\bwhy\b|\bwhat (?:\w+ )?(?:reason|cause|causes|caused)\b|\bhow come\b", re.IGNORECASE
    ),
}
_REASONS = re.compile(
    r"\b(?:because|due to|owing to|thanks to|since|as a result|so that|in order to|caused?|led to|after"
    r"|meant as|aimed? (?:at|to)|to (?:avoid|prevent|protect|help|make|stop|secure|reduce)|reasons?|blamed?"
    r"|prompt\w*|over)\b",
    re.IGNORECASE,
)
_COUNTING_WORDS = re.compile(
    r"\b(?:half|third|quarters?|dozens?|hundreds|thousands|millions|once|twice|first|second|fourth|fifth"
    r"|sixth|seventh|eighth|ninth|tenth|one|no|single|double|all)\b",
    re.IGNORECASE,
)
_DAY_WORDS = re.compile(
    r"\b(?:morning|afternoon|evening|night|week|month|year|decade|century|centuries|spring|summer|autumn"
    r"|winter|\d{3,4}|noon|midnight|dawn|a\.?m|p\.?m|o’clock|now|annually|daily)\b",
    re.IGNORECASE,
)


@cache
def asking_stems() -> frozenset[str]:
    """Return the stems of the words that say what is asked for, and so need not stand in an answer."""
    return frozenset(stem(word) for word in _ASKING_WORDS)


def kind_of(question: str) -> Kind:
    """Return the kind of thing a question asks for; the question word that comes first decides."""
    found = [(match.start(), kind) for kind, pattern in _KINDS.items() if (match := pattern.search(question))]
    return min(found)[1] if found else "other"


def offers(kind: Kind, sentence: str, question: str) -> float:
    """Return how well a sentence offers what is asked for, in [0, 1].

    1 where it has something of that kind that the question does not already say, 0.5 where it has
    something weaker ("half", "in the evening"), 0 where it has nothing. An `other` question is
    content with any sentence: 0.5.
    """
    if kind == "number":
        return _graded(bool(numbers(sentence) - numbers(question)), bool(_COUNTING_WORDS.search(sentence)))
    if kind == "day":
        return _graded(bool(days(sentence) - days(question)), bool(_DAY_WORDS.search(sentence)))
    if kind in {"name", "place"}:
        said = question.lower()
        return _graded(any(name.lower() not in said for name in names(sentence)), False)
    if kind == "reason":
        return _graded(bool(_REASONS.search(sentence)), False)
    return 0.5


def _graded(fully: bool, weakly: bool) -> float:
    return 1.0 if fully else 0.5 if weakly else 0.0
