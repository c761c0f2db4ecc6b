"""A question for a number → the measure it asks in, and whether a sentence gives one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.terms import STOP_WORDS, stem

_NUMBER = (
    r"(?:\d[\d.,]*|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|several|half an?|dozen|hundred|thousand"
    r"|million|billion)"
)
_MONEY = (
    r"[£$€¥]\s?\d|\b" + _NUMBER + r"[\s-]?(?:p|pence|pounds?|dollars?|euros?|cents?|rupees?|yen)\b|\bfree\b"
)
_SHARE = (
    r"\d\s?%|\b(?:per ?cent|percent(?:age)?|half|two-thirds|thirds?|quarters?|one in \w+|nobody|everyone)\b"
)
_LENGTH = (
    r"\b"
    + _NUMBER
    + r"[\s-]?(?:square |cubic )?(?:metres?|meters?|m|km|kilomet(?:re|er)s?|miles?|feet|foot|ft"
    r"|inch(?:es)?|cm|centimet(?:re|er)s?|millimet(?:re|er)s?|mm|yards?|acres?|hectares?|storeys?|stories)\b"
)
_DURATION = (
    r"\b" + _NUMBER + r"[\s-](?:and a half )?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?"
    r"|decades?|centur(?:y|ies)|term)\b"
)
_AGE = (
    r"\baged? \w+|\b\w+[\s-]years?[\s-]old\b|, \d{1,3},|\bborn\b|\bof \d{2,3}\b|\b1[0-9]{3}\b|\b\d+ years\b"
)
_WEIGHT = (
    r"\b" + _NUMBER + r"[\s-]?(?:kg|kilos?|kilograms?|grams?|g|tonnes?|tons?|pounds?|lbs?|stone|ounces?)\b"
)
_HEAT = r"\d\s?(?:°|C\b|F\b|degrees?)"
_SPEED = r"\b(?:mph|km/h|kph|knots|miles an hour|kilometres an hour|a second)\b"
_OFTEN = (
    r"\b(?:every|once|twice|times|daily|weekly|monthly|yearly|annual\w*|hourly|an hour"
    r"|a (?:day|week|month|year))\b"
)

# What in a question asks for which measure; the first that fits decides.
_MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE))
    for asked, given in {
        r"\b(?:share|percent(?:age)?|proportion|(?:pay|wage|price|salary|tax) (?:rise|increase))\b": _SHARE,
        r"\b(?:cost|price|fee|fine|salary|wage|rent|budget|sum|sold for|sell for|worth|charged|value)\b"
        r"|\bhow much\b.*\b(?:pay|paid|spen[dt]|rais\w+|receiv\w+|pric\w+|fine\w*|fees|charg\w+|earn\w*"
        r"|s[oe]ll|sold|buy|bought|g[ie]ve|gave|stole\w*|tax|money|lost?|owe\w*|sav\w+)\b": _MONEY,
        r"\bhow old\b|\bage\b": _AGE,
        r"\bhow (?:hot|cold)\b|\btemperature\b": _HEAT,
        r"\bhow heavy\b|\bweigh": _WEIGHT,
        r"\bhow fast\b|\bspeed\b": _SPEED,
        r"\bhow often\b": _OFTEN,
        r"\bhow long\b.*\b(?:take|took|last(?:ed)?|been|stay\w*|serv\w+|until|before|wait\w*)\b": _DURATION,
        r"\bhow long\b": f"{_LENGTH}|{_DURATION}",
        r"\bhow (?:far|high|tall|deep|wide|big|large)\b|\b(?:height|length|width|depth|distance)\b": _LENGTH,
    }.items()
)
_COUNTED = re.compile(r"\bhow many\b((?: [\w’'-]+){1,3})|\bnumber of\b((?: [\w’'-]+){1,2})", re.IGNORECASE)
_WORD = re.compile(r"[\w’'£$€.,%-]*\w")
_COUNT = re.compile(rf"{_NUMBER}$", re.IGNORECASE)
NEAR = 4
"""Words between a number and what it counts: "4,200 of the town's homes"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question for a number is after."""

    measure: re.Pattern[str] | None
    counted: frozenset[str]
    """Stems of what is to be counted; empty where the question names nothing."""


def measure_offered(sentence: str, question: str) -> bool | None:
    """Return whether a sentence gives the measure asked for; `None` where none is asked for."""
    measure = _asked(question).measure
    return None if measure is None else measure.search(sentence) is not None


def count_offered(sentence: str, question: str) -> float | None:
    """Return how well a sentence counts the things asked about, in [0, 1]; `None` where there are none.

    1 where a number stands beside them, 0.75 where it stands elsewhere in their sentence, 0.5
    where the sentence has a number of something else.
    """
    counted = _asked(question).counted
    if not counted:
        return None
    words = [match.group() for match in _WORD.finditer(sentence)]
    things = [at for at, word in enumerate(words) if stem(word.lower().strip("’'.,")) in counted]
    counts = [at for at, word in enumerate(words) if _COUNT.fullmatch(word.strip("£$€.,%"))]
    if any(0 < thing - count <= NEAR for thing in things for count in counts):
        return 1.0
    return 0.75 if things else 0.5


@lru_cache(maxsize=256)
def _asked(question: str) -> _Asked:
    measure = next((given for asked, given in _MEASURES if asked.search(question)), None)
    found = _COUNTED.search(question)
    words = "".join(group or "" for group in found.groups()).lower().split() if found else []
    counted = frozenset(stem(word) for word in words if word not in STOP_WORDS)
    return _Asked(None if counted else measure, counted)
