"""Text → quantities: a value, what it is measured in, and whether the words mark it as rough."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from qa.language.facts import numbers
from qa.language.units import METRIC, unit_after

Bound = Literal["about", "nearly", "over", "at least", "up to", "under", "at most", "just over", "just under"]

_BOUNDS: dict[str, Bound] = {
    "about": "about", "around": "about", "roughly": "about", "approximately": "about", "some": "about",
    "an estimated": "about", "nearly": "nearly", "almost": "nearly", "close to": "nearly",
    "more than": "over", "over": "over", "at least": "at least", "no fewer than": "at least",
    "no less than": "at least", "up to": "up to", "as many as": "up to", "as much as": "up to",
    "fewer than": "under", "less than": "under", "under": "under", "at most": "at most",
    "no more than": "at most", "just over": "just over", "just under": "just under",
}  # fmt: skip
_ROUGHEST: dict[Bound, Fraction] = {"about": Fraction(1, 16), "nearly": Fraction(1, 16)}
_ROUGHEST_LIMIT = Fraction(1, 8)
"""The farthest a rounding may be from what it rounds, as a share of that: "about 4,000" for 4,213 and
"more than 4,000" for 4,400, but neither for 4,900."""

_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_COUNT = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_LARGE = "hundred|thousand|million|billion|trillion|dozen"
_RUN = (
    rf"(?:(?:(?:half )?an?|one)[ -](?={_LARGE})|(?:{_COUNT})\b|one (?=per cent|percent|and a half))"
    rf"(?:(?:[ -]| and )(?:{_COUNT}|one|{_LARGE}|a half)\b)*(?:{_LARGE})?"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SHORT_SCALE = r"(?:[ -]?(?:trillion|billion|million|thousand|hundred|dozen|tn|bn|mn)\b|[mk](?![\w²]))?"
_CURRENCY = r"(?:US\$|A\$|C\$|HK\$|NZ\$|[£$€¥₹]|(?:GBP|USD|EUR)\s)"
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_ORDINAL = re.compile(rf"(?<![\w-])(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_FIRST)}))\b")


_TIME_OR_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|(?:1?\d|2[0-3])\.[0-5]\d")
"""What may be one is compared as it is written."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text, with its unit.

    - value: exact; a share is a part of one ("50 per cent" and "half" are 1/2).
    - unit: one name for each, metric ones in their base unit; empty for what is only counted.
    - bound: what marks it as rough or as a limit; `None` where it stands as it is.
    """

    start: int
    end: int
    value: Fraction
    unit: str
    bound: Bound | None


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text, in order, none overlapping another.

    Times of day, scores, ranges and names like F-16 are none: they are compared as they are written.
    """
    found: list[Quantity] = []
    for quantity in sorted((*_shares(text), *_numbers(text), *_ordinals(text)), key=lambda one: one.start):
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
    return found


def carries(stated: Quantity, said: Quantity) -> bool:
    """Return whether what is stated bears out what is said: the same, or a rounding marked as one.

    "About 4,200", "more than 4,000" and "nearly 4,300" are true to 4,213; "4,200" is not, and what is
    stated as rough already is not rounded again.
    """
    if stated.unit != said.unit and not (stated.unit == "celsius" and said.unit == "degree"):
        return False
    if stated.value == said.value:
        weaker = (stated.bound, said.bound) in {("over", "at least"), (None, "about"), ("just over", "over")}
        return stated.bound == said.bound or weaker
    if stated.bound is not None or said.bound is None or stated.unit == "ordinal" or stated.value <= 0:
        return False
    return _rounds(stated.value, said.value, said.bound)


def _rounds(exact: Fraction, rough: Fraction, bound: Bound) -> bool:
    if abs(exact - rough) > exact * _ROUGHEST.get(bound, _ROUGHEST_LIMIT):
        return False
    step = _step(rough)
    below = exact // step * step
    if bound == "about":
        # Halves may go either way; a share in words ("a third") has no last digit to round at.
        return step == 0 or abs(exact - rough) * 2 <= step
    if bound in {"over", "at least", "just over"}:
        return rough == below < exact
    return bound in {"nearly", "under", "just under"} and rough == below + step > exact


def _step(rough: Fraction) -> Fraction:
    """Return what the last figure that is not 0 counts: 100 for 4,200, 1/10 for 2.5."""
    step = Fraction(1)
    while rough % (step * 10) == 0 and step < rough:
        step *= 10
    while rough % step != 0 and step > Fraction(1, 10**6):
        step /= 10
    return step if rough % step == 0 else rough


@cache
def _number_read() -> re.Pattern[str]:
    """Return what matches a number with what stands around it; to make it takes 2 ms."""
    return re.compile(
        rf"(?<![\w.,:/’'-])(?:(?P<bound>{'|'.join(sorted(_BOUNDS, key=len, reverse=True))})\s+)?"
        rf"(?:(?P<currency>{_CURRENCY})\s?(?P<money>{_DIGITS}{_SHORT_SCALE})"
        rf"|(?P<digits>[-−]?{_DIGITS}(?:[ -]?(?:trillion|billion|million|thousand|hundred|dozen|tn|bn|mn)\b"
        rf"|m(?= (?:euro|dollar|pound)s))?)"
        rf"|(?P<words>{_RUN}))(?![.,:/–]?\d|[–-]\d|-(?:{'|'.join(_FIRST)}|half)\b)",
        re.IGNORECASE,
    )


def _numbers(text: str) -> Iterator[Quantity]:
    for match in _number_read().finditer(text):
        written = match["money"] or match["digits"] or match["words"]
        value = _value(written)
        if value is None:
            continue
        if match["currency"]:
            unit, end = _currency(match["currency"]), match.end()
        else:
            unit, end = unit_after(text, match.end(), large=value >= 1000)
            if end < len(text) and end == match.end() and text[end].isalnum():
                continue
        if not unit and _TIME_OR_YEAR.fullmatch(written):
            continue
        share = unit == "percent"
        size = value / 100 if share else value * METRIC[unit][1] if unit in METRIC else value
        base = "share" if share else METRIC[unit][0] if unit in METRIC else unit
        yield Quantity(match.start(), end, size, base, _bound(match["bound"]))


def _value(written: str) -> Fraction | None:
    plain = re.sub(r"(?<=\d)m$", " million", re.sub(r"(?<=\d)k$", " thousand", written.lower().strip()))
    found = frozenset({Decimal(1)}) if plain == "one" else numbers(plain)
    return Fraction(next(iter(found))) if len(found) == 1 else None


@cache
def _currency(sign: str) -> str:
    names = {"£": "pound sterling", "$": "dollar", "€": "euro", "¥": "yen", "₹": "rupee", "us$": "us dollar"}
    codes = {"gbp": "pound sterling", "usd": "us dollar", "eur": "euro"}
    sign = sign.strip().lower()
    return names.get(sign) or codes.get(sign) or sign


@cache
def _fraction_read() -> re.Pattern[str]:
    """Return what matches a fraction in words."""
    return re.compile(
        rf"(?<![\w-])(?:(?P<bound>{'|'.join(sorted(_BOUNDS, key=len, reverse=True))})\s+)?"
        r"(?:(?P<half>half)(?= (?:of|the)\b)|(?P<top>an?|one|two|three|four)[ -]"
        r"(?P<part>third|quarter|fifth|sixth|eighth|tenth)s?(?= of\b)"
        r"|one in (?P<every>two|three|four|five|six|seven|eight|nine|ten))\b",
        re.IGNORECASE,
    )


def _shares(text: str) -> Iterator[Quantity]:
    for match in _fraction_read().finditer(text):
        if match["every"]:
            value = Fraction(1, int(next(iter(numbers(match["every"])))))
        elif match["half"]:
            value = Fraction(1, 2)
        else:
            top = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}[match["top"].lower()]
            value = Fraction(top, _PARTS[match["part"].lower()])
        yield Quantity(*match.span(), value, "share", _bound(match["bound"]))


def _ordinals(text: str) -> Iterator[Quantity]:
    for match in _ORDINAL.finditer(text):
        place = int(match["digits"]) if match["digits"] else _FIRST.index(match["word"]) + 1
        yield Quantity(*match.span(), Fraction(place), "ordinal", None)


def _bound(words: str | None) -> Bound | None:
    return _BOUNDS[" ".join(words.lower().split())] if words else None
