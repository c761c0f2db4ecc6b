"""Names of units → one name for each, and the metric ones in their base unit."""

import re
from fractions import Fraction
from functools import cache

METRIC: dict[str, tuple[str, Fraction]] = {
    "kilometre": ("metre", Fraction(1000)),
    "metre": ("metre", Fraction(1)),
    "centimetre": ("metre", Fraction(1, 100)),
    "millimetre": ("metre", Fraction(1, 1000)),
    "kilogram": ("gram", Fraction(1000)),
    "gram": ("gram", Fraction(1)),
    "megawatt": ("watt", Fraction(10**6)),
    "gigawatt": ("watt", Fraction(10**9)),
    "kilowatt": ("watt", Fraction(1000)),
}
"""Unit → its base unit and how many of those it is. Miles and metres are never exchanged: nobody
writes such a figure exactly."""

_UNITS = {
    "percent": r"%|per cent|percent|pct",
    "percentage point": r"percentage points?",
    "kilometre": r"km|kilometres?|kilometers?",
    "metre": r"metres?|meters?",
    "centimetre": r"cm|centimetres?|centimeters?",
    "millimetre": r"mm|millimetres?|millimeters?",
    "mile": r"miles?",
    "mile an hour": r"mph|miles (?:an|per) hour",
    "kilometre an hour": r"km/h|kph|kilomet(?:re|er)s (?:an|per) hour",
    "foot": r"feet|foot|ft",
    "inch": r"inch(?:es)?",
    "yard": r"yards?",
    "square kilometre": r"square kilomet(?:re|er)s?|sq km|km²",
    "square metre": r"square met(?:re|er)s?|sq m|m²",
    "square mile": r"square miles?|sq miles?",
    "square foot": r"square (?:feet|foot)|sq ft",
    "hectare": r"hectares?|ha",
    "acre": r"acres?",
    "kilogram": r"kg|kilos?|kilograms?|kilogrammes?",
    "gram": r"g|grams?|grammes?",
    "tonne": r"tonnes?",
    "ton": r"tons?",
    "litre": r"litres?|liters?",
    "celsius": r"°C|C|degrees (?:Celsius|C|centigrade)",
    "fahrenheit": r"°F|F|degrees (?:Fahrenheit|F)",
    "degree": r"degrees?",
    "megawatt": r"MW|megawatts?",
    "gigawatt": r"GW|gigawatts?",
    "kilowatt": r"kW|kilowatts?",
    "us dollar": r"US dollars?",
    "dollar": r"dollars?",
    "euro": r"euros?",
    "yen": r"yen",
    "rupee": r"rupees?",
    "pence": r"p|pence",
    "cent": r"cents?",
    "pound": r"pounds?",
    "second": r"seconds?",
    "minute": r"minutes?|mins?",
    "hour": r"hours?|hrs?",
    "day": r"days?",
    "week": r"weeks?",
    "fortnight": r"fortnights?",
    "month": r"months?",
    "year": r"years?",
    "decade": r"decades?",
}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(rf"[\s-]?(?:{pattern})(?!\w)")) for name, pattern in _UNITS.items()]


def unit_after(text: str, at: int, *, large: bool) -> tuple[str, int]:
    """Return the unit that follows a number which ends at `at`, and where it ends.

    Empty, and `at`, where none does. "Pounds" are money only after a large number, and the longest
    name counts: "miles an hour" is no distance.
    """
    matches = ((pattern.match(text, at), name) for name, pattern in _patterns())
    end, unit = max(((match.end(), name) for match, name in matches if match), default=(at, ""))
    if unit == "pound" and large:
        unit = "pound sterling"
    return unit, end
