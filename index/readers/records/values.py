"""What the values in a record mean: words, a day, names, a language."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate
from functools import lru_cache
from urllib.parse import urlsplit

from index.readers import bylines, dates
from index.readers.body import line
from index.readers.records.field_names import key

_INNER = "rendered main $date $numberlong @value #text value text plain html name title @id href".split()
"""Under which names an object keeps the one value it is about; of MongoDB, WordPress, JSON-LD and others."""
_NOT_PARAGRAPHS = frozenset(
    "title headline byline author author_info kicker date image picture gallery video audio media embed ad "
    "advert caption credit tweet related newsletter divider deck".split()
)
"""Types of the pieces of a text that are no part of the body."""
_ONE_WORD = re.compile(r"[!-~]*")
"""An address, an identifier or a digest."""
_DAY = re.compile(r"((?:1[6-9]|20|21)\d\d)(\d\d)(\d\d)(?:\.0)?")
_EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?")
_ASCTIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) [\d:]{8}(?: [+A-Z-]\S{0,5})? (\d{4})")
_FIRST_EPOCH = 1e8
"""Seconds, in March 1973: a smaller number is a count or a year."""
_LAST_EPOCH = 4.2e9
"""Seconds, in the year 2103; what is larger is milliseconds, microseconds or nanoseconds."""
_LISTED = re.compile(r"""(?<=[\[,\s])(?:'([^']*)'|"([^"]*)")(?=\s*[,\]])""")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]\w.*)?")
_LANGUAGES = {
    "en": "english eng", "de": "german deutsch deu ger", "fr": "french français fra fre", "it": "italian ita",
    "es": "spanish español spa", "pt": "portuguese por", "nl": "dutch nld dut", "ar": "arabic ara",
    "pl": "polish pol", "ru": "russian rus", "zh": "chinese zho chi", "ja": "japanese jpn",
}  # fmt: skip
_CODES = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_MOST_AUTHORS = 50


def body(value: object) -> str | None:
    """The words of a text: a string, or a list of paragraphs or of pieces with a type; `None` for less.

    A single word is none: it is an address, an identifier or a digest.
    """
    if isinstance(value, list):
        parts = [part for part in map(_piece, value) if part]
        return "\n\n".join(parts) if parts and len(" ".join(parts).split()) > 1 else None
    told = inner(value)
    return told if isinstance(told, str) and not _ONE_WORD.fullmatch(told.strip()) else None


def words(value: object) -> str | None:
    """One line of text from a string, the first of a list, or the name of an object; `None` for others."""
    told = inner(value[0] if isinstance(value, list) and value else value)
    return line(told[:20_000]) if isinstance(told, str) else None


def address(value: object) -> str | None:
    """The web address that a value is, or `None`."""
    told = words(value)
    return told if told and re.match(r"https?://[^\s/]", told) and " " not in told else None


def host(value: str) -> str:
    """The name of the site of an address, without its "www"."""
    try:
        return (urlsplit(value).hostname or value).removeprefix("www.")
    except ValueError:  # brackets that are no IPv6 address
        return value


def day(value: object) -> dt.date | None:
    """The calendar day as it is written, in whatever time zone that is; of a number of seconds, in UTC.

    `None` where it is no full date, or one like 04/03/2024 that may be two.
    """
    told = inner(value[0] if isinstance(value, list) and value else value)
    if isinstance(told, float):
        told = f"{told:.0f}" if abs(told) < 1e19 else ""
    text = told.strip()[:100] if isinstance(told, str) else ""
    if match := _DAY.fullmatch(text):
        return dates.parse("-".join(match.groups()))
    if _EPOCH.fullmatch(text):
        return _epoch(float(text))
    if match := _ASCTIME.fullmatch(text):
        return dates.parse(f"{match[1]} {match[2]}, {match[3]}")
    return dates.parse(text) or _rfc822(text)


def authors(value: object) -> tuple[str, ...]:
    """The names in a string, a list of strings, an object with a name, or a list of such objects."""
    found: dict[str, None] = {}
    for told in _told_authors(value):
        found |= dict.fromkeys(_named(told[:2000]))
    return tuple(found)[:_MOST_AUTHORS]


def language(value: object) -> str | None:
    """The ISO 639-1 code of a value such as "en", "en-GB", "eng" or "English"."""
    told = (words(value) or "").strip()
    match = _LANGUAGE.fullmatch(told)
    return match[1].lower() if match else _CODES.get(told.lower())


def inner(value: object) -> object:
    """What an object is about, such as the string in {"rendered": …}; any other value itself."""
    for _ in range(2):
        if not isinstance(value, Mapping):
            break
        lowered = {name.lower(): part for name, part in value.items() if isinstance(part, str | float | dict)}
        value = next((lowered[name] for name in _INNER if name in lowered), None)
    return value


def _piece(value: object) -> str | None:
    """A paragraph in a list of them; `None` for a picture, a byline and for whole articles in a list."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else None
    kinds = {str(value.get(name)).lower() for name in ("type", "subtype", "kind")}
    if (kinds == {"none"} and len(value) > 1) or kinds & _NOT_PARAGRAPHS:
        return None
    told = next(
        (value[name] for name in ("content", "text", "value", "html", "data") if value.get(name)), None
    )
    told = inner(told)
    return told if isinstance(told, str) else None


@lru_cache(4096)  # the same few people write most of a collection
def _named(told: str) -> tuple[str, ...]:
    named = line(told)
    return bylines.authors_of(named) if named and "://" not in named else ()


def _told_authors(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for part in value[:_MOST_AUTHORS]:
            yield from _told_authors(part) if not isinstance(part, list) else ()
    elif isinstance(value, Mapping):
        named = {key(name): part for name, part in value.items() if isinstance(part, str)}
        whole = next(
            (named[name] for name in ("name", "fullname", "displayname", "value") if named.get(name)), ""
        )
        given = named.get("firstname") or named.get("givenname") or named.get("given") or ""
        family = named.get("lastname") or named.get("familyname") or named.get("family") or ""
        yield whole or f"{given} {family}"
    elif isinstance(value, str) and value.lstrip().startswith("["):  # a list as Python prints it
        yield from (one or other for one, other in _LISTED.findall(value[:5000]))
    elif isinstance(value, str):
        yield value


def _epoch(number: float) -> dt.date | None:
    while number >= _LAST_EPOCH:
        number /= 1000
    if number < _FIRST_EPOCH:
        return None
    return dt.datetime.fromtimestamp(number, dt.UTC).date()


def _rfc822(text: str) -> dt.date | None:
    """The day of a mail's date whose year has two digits."""
    moment = parsedate(text) if re.match(r"[A-Za-z]{3}, \d", text) else None
    try:
        return dt.date(*moment[:3]) if moment else None
    except ValueError:
        return None
