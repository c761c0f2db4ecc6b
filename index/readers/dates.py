"""Dates where a text states them in full: day, month and year."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Unicode CLDR month names, wide and abbreviated, of the languages most often met in saved articles.
_MONTHS = (
    "january jan januar janvier enero gennaio januari janeiro jänner ene janv gen",
    "february feb februar février fevrier febrero febbraio februari fevereiro fév févr fev",
    "march mar märz mars marzo maart março marco mär mrt",
    "april apr avril abril aprile avr abr",
    "may mai mayo maggio mei maio mag",
    "june jun juni juin junio giugno junho giu",
    "july jul juli juillet julio luglio julho juil lug",
    "august aug août aout agosto augustus ago",
    "september sep sept septembre septiembre settembre setembro set",
    "october oct oktober octobre octubre ottobre outubro okt ott out",
    "november nov novembre noviembre novembro",
    "december dec dezember décembre diciembre dicembre dezembro dez déc dic",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:1[6-9]|20|21)\d\d)(?!\d)"
_ANY_YEAR = re.compile(r"(?:1[6-9]|20|21)\d\d")
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º)?"
_BEFORE_MONTH = r"[ \u00a0-]+(?:of |de |d')?"
_BEFORE_YEAR = r"[ \u00a0-]+(?:de |del )?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.-])(?P<day>\d{{1,2}}){_ORDINAL}{_BEFORE_MONTH}(?P<month>{_MONTH})\.?,?{_BEFORE_YEAR}{_YEAR}",
        rf"\b(?P<month>{_MONTH})\.?[ \u00a0]+(?P<day>\d{{1,2}}){_ORDINAL}(?:,[ \u00a0]?|[ \u00a0]+){_YEAR}",
        rf"(?<![\d/.-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])",
        rf"(?<![\d/.-]){_YEAR}/(?P<month>\d\d)/(?P<day>\d\d)(?![\d/])",
        rf"(?<![\d/.-]){_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
        rf"(?<![\d/.-])(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<mark>[/-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}",
    )
)
_ADDRESS = (
    re.compile(
        rf"/{_YEAR}[/-](?P<month>\d{{1,2}}|[a-z]{{3}})[/-](?P<day>\d{{1,2}})(?=[/_-]|\.|$)", re.IGNORECASE
    ),
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=[/_.-]|$)"),
)
_ISO = re.compile(rf"\s*{_YEAR}-?(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ].*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A date and the characters that state it."""

    date: dt.date
    start: int
    end: int


def find(text: str) -> tuple[Found, ...]:
    """Every full date in `text`, in order; 04/03/2024, which may be March or April, is none."""
    if not _ANY_YEAR.search(text):
        return ()
    found: list[Found] = []
    for candidate in sorted(_candidates(text), key=lambda item: (item.start, -item.end)):
        if not found or candidate.start >= found[-1].end:
            found.append(candidate)
    return tuple(found)


def parse(value: object) -> dt.date | None:
    """The day a metadata value names: a `date`, ISO 8601, RFC 2822 or a written date; else `None`."""
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    iso = _ISO.match(value)
    if iso:
        return _day(iso["year"], iso["month"], iso["day"])
    found = find(value)
    return found[0].date if found else None


def from_address(address: str) -> dt.date | None:
    """The day named in a web address such as /2024/03/04/flood or /flood-20240304.html, or `None`."""
    for pattern in _ADDRESS:
        for match in pattern.finditer(address):
            day = _day(match["year"], match["month"], match["day"])
            if day:
                return day
    return None


def _candidates(text: str) -> Iterator[Found]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if "first" in groups:
                day = _either(groups["year"], groups["first"], groups["second"])
            else:
                day = _day(groups["year"], groups["month"], groups["day"])
            if day:
                yield Found(day, match.start(), match.end())


def _either(year: str, first: str, second: str) -> dt.date | None:
    """The day if only one order of day and month is possible, or both are the same number."""
    readings = {_day(year, second, first), _day(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(month) if month.isdigit() else MONTH_NUMBERS.get(month.lower(), 0)
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None
