"""A question → the kind of account that can differ: a figure, a day, a name, or yes or no."""

import re
from dataclasses import dataclass
from typing import Literal

from qa.accounts.quantities import PLURAL
from qa.language.terms import STOP_WORDS, stem
from qa.language.wanted import Kind, kind_of

Matter = Literal["figure", "score", "day", "name", "stance"]

_HOW_MANY = re.compile(r"\bhow many((?: [\w’'-]+){1,5})|\bnumber of((?: [\w’'-]+){1,4})", re.IGNORECASE)
_SCORE = re.compile(r"\b(?:the|final|what) (?:final )?(?:score|result)\b(?!s)", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)\b", re.IGNORECASE
)
_ALTERNATIVE = re.compile(r"\bor\b", re.IGNORECASE)
_MATTERS: dict[Kind, Matter] = {"day": "day", "person": "name", "place": "name", "name": "name"}
_LENGTH = frozenset("kilometre centimetre millimetre metre mile foot inch acre hectare".split())
_TIME = frozenset("second minute hour day night week month year".split())
_MONEY = frozenset("£ $ € ¥ p US$ A$ C$".split())
_UNITS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), units)
    for asked, units in (
        (
            r"\b(?:share|percent(?:age)?|per cent|proportion|turnout|rate|(?:pay|wage) (?:rise|increase))\b",
            frozenset("%"),
        ),
        (r"\bhow old\b|\b(?:what|at what) age\b", frozenset({"year old"})),
        (r"\bhow (?:hot|cold)\b|\btemperature\b", frozenset({"degree"})),
        (r"\bhow heavy\b|\bweigh(?:s|ed|t)?\b", frozenset({"kilogram", "tonne"})),
        (r"\bhow fast\b|\bspeed\b", frozenset({"km/h", "mph"})),
        (
            r"\bhow (?:far|high|tall|deep|wide|big|large)\b|\b(?:height|length|width|depth|distance)\b",
            _LENGTH,
        ),
        (r"\bhow long\b", _TIME | _LENGTH),
        (
            r"\b(?:costs?|prices?|fees?|fine[sd]?|budget|sum|worth|salary|rent|value|bill|bail|how much)\b",
            _MONEY,
        ),
    )
)
"""What in a question asks for which units; the first that fits decides."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is after, where articles can differ about it."""

    matter: Matter
    kind: Kind
    things: frozenset[str] = frozenset()
    """Stems of what is to be counted; empty where nothing is."""
    units: frozenset[str] = frozenset()
    """Units of the measure asked for; empty where things are counted."""


def asked_for(question: str) -> Asked | None:
    """Return what a question is after; `None` where answers can differ and both be right: reasons, lists."""
    kind = kind_of(question)
    if _SCORE.search(question):
        return Asked("score", kind)
    if counted := _counted(question):
        return Asked("figure", kind, things=counted)
    yes_or_no = _YES_OR_NO.match(question) is not None
    units = _units(question)
    if kind in {"number", "other"} and units and not yes_or_no:
        return Asked("figure", kind, units=units)
    plain = yes_or_no and not _ALTERNATIVE.search(question)
    matter: Matter | None = _MATTERS.get(kind) or ("stance" if kind == "other" and plain else None)
    return Asked(matter, kind) if matter else None


def _counted(question: str) -> frozenset[str]:
    """Return the stem of the noun that "how many" counts, and what people who died are counted as."""
    match = _HOW_MANY.search(question)
    if match is None:
        return frozenset({stem("people"), stem("deaths")}) if _toll(question) else frozenset()
    words = [word for word in (match[1] or match[2]).split() if word.lower() not in STOP_WORDS]
    noun = next((word for word in words if PLURAL.search(word)), words[0] if words else "")
    return frozenset({stem(noun.lower())}) if noun else frozenset()


def _toll(question: str) -> bool:
    return re.search(r"\bdeath toll\b", question, re.IGNORECASE) is not None


def _units(question: str) -> frozenset[str]:
    return next((units for asked, units in _UNITS if asked.search(question)), frozenset())
