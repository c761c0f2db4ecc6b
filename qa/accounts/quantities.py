"""A sentence → the quantities in it: how much of what, and how surely it is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qa.language.facts import numbers
from qa.language.terms import stem

Bound = Literal["exact", "about", "least", "most"]

ABOUT = Decimal("0.05")
"""How far an approximate figure may lie from another and still be the same, as a share of it."""
PLURAL = re.compile(r"\w{2,}[^s\W]s$|^(?:people|men|women|children|police|troops|feet|teeth)$", re.IGNORECASE)
"""What a plural noun looks like."""
COUNTED_WITHIN = 4
"""Words after a number among which what it counts is named: "4,200 of the town's homes"."""
LEAST_ROUNDED = 100
"""A whole number from which its last zeros may come of rounding: "30 died" is a count."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as one sentence gives it."""

    value: Decimal
    step: Decimal
    """What it is rounded to: 100 for "4,200", 100,000 for "4.2 million"."""
    unit: str
    """Such as "£", "%" or "metre"; "" for a number that counts things or stands alone."""
    things: frozenset[str]
    """Stems of the words that follow it, up to the first plural: one of them is what it counts."""
    bound: Bound
    denied: bool
    """Whether the sentence says that it is not this: "287, not 340"."""
    former: bool
    """Whether it is what something is compared with: "up from 340", "than the 340"."""
    part: bool
    """Whether it is only a part or an addition: "61 of the homes", "a further 20"."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Score:
    """A result such as 2–1."""

    higher: int
    lower: int


_SCALES = r"(?:dozen|hundred|thousand|million|billion|trillion|bn|mn|tn|[kmb])s?"
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:[\s-]?{_SCALES}(?![\w’']))?"
    rf"|(?<![\w-])(?:(?:{_ONES})|a (?=dozen|hundred|thousand|million|billion)|half a (?=million|billion))"
    rf"(?:[ -]?(?:and )?(?:{_ONES}|dozen|hundred|thousand|million|billion)\b)*(?!\w)",
    re.IGNORECASE,
)
_SCORE = re.compile(r"(?<![\w.,/-])(\d{1,3})[-–](\d{1,3})(?![\w/-]|[.,]\d)")
_CURRENCY = re.compile(r"(US\$|A\$|C\$|[£$€¥])\s?$")
_UNITS: tuple[tuple[str, str], ...] = (
    ("%", r"%|per ?cent\b|percent\b|percentage points?\b"),
    ("£", r"pounds?\b(?! (?:of|in weight))"),
    ("$", r"(?:US )?dollars?\b"),
    ("€", r"euros?\b"),
    ("p", r"p\b|pence\b"),
    ("year old", r"years?[ -]old\b"),
    ("km/h", r"(?:km/h|kph|kilomet(?:re|er)s? (?:an|per) hour)\b"),
    ("mph", r"(?:mph|miles (?:an|per) hour)\b"),
    ("kilometre", r"(?:km|kilomet(?:re|er)s?)\b"),
    ("centimetre", r"(?:cm|centimet(?:re|er)s?)\b"),
    ("millimetre", r"(?:mm|millimet(?:re|er)s?)\b"),
    ("metre", r"(?:met(?:re|er)s?\b|m (?=high|long|wide|deep|tall|above|below))"),
    ("mile", r"miles?\b"),
    ("foot", r"(?:feet|foot|ft)\b"),
    ("inch", r"inch(?:es)?\b"),
    ("acre", r"acres?\b"),
    ("hectare", r"hectares?\b"),
    ("kilogram", r"(?:kg|kilos?|kilograms?)\b"),
    ("tonne", r"(?:tonnes?|tons?)\b"),
    ("degree", r"(?:°\s?[CF]?|degrees?\b|C\b)"),
    *((unit, rf"{unit}s?\b") for unit in ("second", "minute", "hour", "day", "night", "week", "month")),
    ("year", r"years?\b"),
)
_UNIT = re.compile("|".join(f"(?P<u{at}>{source})" for at, (_, source) in enumerate(_UNITS)))

_LEAST = re.compile(
    r"\b(?:at least|more than|over|above|upwards of|as many as|no fewer than|exceed\w*|least) $",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:at most|up to|fewer than|less than|under|below|no more than|as few as|maximum of) $", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|close to|just over|just under|estimated"
    r"|an estimated|more or less|or so|well over) $",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|rather than|instead of) (?:the |(?:about|around) )?$", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:from|than(?: the| a)?|compared (?:with|to)(?: the| a)?|against|previous(?: \w+)?|earlier(?: \w+)?"
    r" of|instead of) $",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:another|a further|an extra|an additional|the other|other|the remaining|all but) $", re.IGNORECASE
)
_PART = re.compile(
    r"\s(?:more|others|further|additional|extra|of (?:the|them|those|these|its|his|her|their|whom))\b"
)
_EACH = re.compile(r"\b(?:each|every|apiece|per (?!cent)\w+|an? (?:day|week|month|year|night|head|person))\b")
_WORD = re.compile(r"[\w’'-]*\w")


def quantities(sentence: str) -> list[Quantity]:
    """Return the quantities in a sentence, in order; scores such as 2–1 are none, see `scores`."""
    spans = [match.span() for match in _SCORE.finditer(sentence)]
    return [
        found
        for match in _NUMBER.finditer(sentence)
        if not any(start <= match.start() < end for start, end in spans)
        and (found := _quantity(sentence, match)) is not None
    ]


def scores(sentence: str) -> list[Score]:
    """Return the results such as 2–1 in a sentence, the higher number first; ages and years are none."""
    found = ((int(match[1]), int(match[2])) for match in _SCORE.finditer(sentence))
    return [Score(max(pair), min(pair)) for pair in found]


def agree(one: Quantity, other: Quantity) -> bool:
    """Return whether both may be true of one thing: equal, rounded, or within what is only a bound.

    Units are not looked at.
    """
    if _within(one, other) or _within(other, one):
        return True
    gap, larger = abs(one.value - other.value), max(one.value, other.value)
    if "about" in {one.bound, other.bound} and gap <= ABOUT * larger:
        return True
    return _rounded(one, other) or _rounded(other, one)


def _within(one: Quantity, other: Quantity) -> bool:
    if one.bound == "least":
        return other.value >= one.value or other.bound == "least"
    return one.bound == "most" and (other.value <= one.value or other.bound == "most")


def _rounded(rough: Quantity, fine: Quantity) -> bool:
    """Whether the one is the other, rounded to its own step, up, down or to the nearest."""
    return rough.step >= fine.step and abs(rough.value - fine.value) < rough.step


def _quantity(sentence: str, match: re.Match[str]) -> Quantity | None:
    before, after = sentence[: match.start()], sentence[match.end() :]
    written = match[0]
    metres = _in_metres(written, after)
    value = _value(written[:-1] if metres else written)
    if value is None:
        return None
    currency = _CURRENCY.search(before)
    lead = before[: currency.start()] if currency else before
    unit, end = (currency[1], 0) if currency else ("metre", 0) if metres else _unit_of(after)
    words = _phrase(after[end:])
    return Quantity(
        value=value,
        step=_step(written, value),
        unit=unit,
        things=frozenset(stem(word.lower()) for word in words),
        bound=_bound(lead, written),
        denied=_DENIED.search(lead) is not None,
        former=_FORMER.search(lead) is not None and not _LEAST.search(lead) and not _MOST.search(lead),
        part=bool(_ADDED.search(lead) or _PART.match(after) or _EACH.search(after[:24])),
        start=match.start(),
        end=match.end() + end,
    )


def _in_metres(written: str, after: str) -> bool:
    """Whether the m after a number stands for metres: "5m high" is no million."""
    return (
        written[-1:] == "m" and re.match(r"\s(?:high|long|wide|deep|tall|above|below)\b", after) is not None
    )


def _value(written: str) -> Decimal | None:
    if written.lower() == "one":
        return Decimal(1)
    values = numbers(written)
    return next(iter(values)) if len(values) == 1 else None


def _unit_of(after: str) -> tuple[str, int]:
    """Return the unit that follows a number, and how many characters it takes; "" and 0 for none."""
    gap = len(after) - len(after.lstrip(" -"))
    match = _UNIT.match(after, gap) if gap <= 1 else None
    if match is None or match.lastgroup is None:
        return "", 0
    return _UNITS[int(match.lastgroup[1:])][0], match.end()


def _phrase(after: str) -> Iterator[str]:
    """Yield the next few words, to the end of the phrase or its first plural: "people who left homes"."""
    run = re.split(r"[,;:.!?()“”\"—–]|\s(?=\d)", after, maxsplit=1)[0]
    for word in _WORD.findall(run)[:COUNTED_WITHIN]:
        yield word
        if PLURAL.search(word):
            return


def _bound(lead: str, written: str) -> Bound:
    if _LEAST.search(lead):
        return "least"
    if _MOST.search(lead):
        return "most"
    vague = re.match(r"a |half a ", written, re.IGNORECASE) is not None
    return "about" if vague or _ABOUT.search(lead) else "exact"


def _step(written: str, value: Decimal) -> Decimal:
    """Return what a number is rounded to: its last place shown, or from 100 on the zeros it ends in."""
    shown = re.match(r"[\d,]+(?:\.(\d+))?", written)
    bare = Decimal(shown[0].replace(",", "")) if shown else Decimal(0)
    scale = value / bare if bare else Decimal(1)
    if shown and (shown[1] or scale > 1):
        return scale / Decimal(10) ** len(shown[1] or "")
    return Decimal(10) ** _zeros(value) if value >= LEAST_ROUNDED else Decimal(1)


def _zeros(value: Decimal) -> int:
    digits = f"{value:f}".split(".")[0]
    return len(digits) - len(digits.rstrip("0"))
