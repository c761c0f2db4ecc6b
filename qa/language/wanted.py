"""A question → the kind of thing it asks for, and whether a sentence offers one."""

import re
from functools import cache
from typing import Literal

from qa.language.facts import days, names, numbers
from qa.language.measures import count_offered, measure_offered
from qa.language.terms import stem

Kind = Literal["number", "day", "person", "name", "place", "reason", "other"]

_ASKING_WORDS = frozenset(
    "amount number share percentage percent proportion figure total name kind type sort date day month year"
    " time length size place location reason cause purpose person happen mean describe explain list give long"
    " old far big large high tall often".split()
)

_KINDS: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(
        r"\bhow (?:many|much|old|long|far|big|large|high|tall|often|deep|wide|fast|heavy|hot|cold)\b"
        r"|\b(?:what|which)(?: [\w’'-]+){0,3} (?:share|percentage|percent|proportion|number|amount|cost|price"
        r"|score|age|speed|temperature|increase|rise|rate|fee|fine|sum|salary|wage|rent|margin|majority|distance"
        r"|height|length|width|depth|weight|population|budget|value|profit|loss)\b"
        r"|\bwhat (?:do|does|did|will|would|was|is|were)\b.*\b(?:cost|charged?|paid|worth|sold for|sell for"
        r"|weigh)\b",
        re.IGNORECASE,
    ),
    "day": re.compile(
        r"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|decade|century)\b", re.IGNORECASE
    ),
    "person": re.compile(
        r"\b(?:who|whom|whose)\b|\b(?:what|which) (?:\w+ )?(?:person|man|woman|president|minister|actor"
        r"|actress|singer|author|player|king|queen|boy|girl|official|officer|doctor|judge|teacher)\b",
        re.IGNORECASE,
    ),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|town|state|place|region|street|village|river"
        r"|county|island|continent|province)\b",
        re.IGNORECASE,
    ),
    "name": re.compile(
        r"\b(?:what|which) (?:\w+ )?(?:company|firm|business|group|team|club|party|university|school"
        r"|organi[sz]ation|agency|newspaper|paper|bank|charity|union|brand|film|book|song|show)\b"
        r"|\bwhat (?:is|was|are|were) (?:\w+ )*(?:called|named)\b|\bthe name of\b",
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

    1 where it has something of that kind that the question does not already say, less where it has
    something weaker ("half", "in the evening", a number of other things), 0 where it has nothing.
    An `other` question is content with any sentence: 0.5.
    """
    if kind == "number":
        return _number_offered(sentence, question)
    if kind == "day":
        return _graded(bool(days(sentence) - days(question)), bool(_DAY_WORDS.search(sentence)))
    if kind in {"person", "name", "place"}:
        new = [name for name in names(sentence) if name.lower() not in question.lower()]
        whole = kind != "person" or any(" " in name for name in new)
        return _graded(bool(new) and whole, bool(new))
    if kind == "reason":
        return _graded(bool(_REASONS.search(sentence)), False)
    return 0.5


def _number_offered(sentence: str, question: str) -> float:
    measured = measure_offered(sentence, question)
    if measured is not None and not measured:
        return 0.25 if numbers(sentence) - numbers(question) else 0.0
    if measured:
        return 1.0
    if not numbers(sentence) - numbers(question):
        return 0.0
    counted = count_offered(sentence, question)
    return 0.75 if counted is None else counted


def _graded(fully: bool, weakly: bool) -> float:
    return 1.0 if fully else 0.5 if weakly else 0.0
