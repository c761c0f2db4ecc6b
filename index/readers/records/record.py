"""A record, which is an object of a JSON file, → an article."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from index.errors import ReadError
from index.readers import body, dateline, dates
from index.readers.blocks import words
from index.readers.draft import Draft
from index.readers.records import values as record_values
from index.readers.records.field_names import FIELDS, USUAL, WEAK, Field, FieldNames, key
from index.records import DateOrigin

APART = frozenset(
    {name for field in ("authors", "source", "section", "language") for name in USUAL[field]}
    | set(
        "image images picture pictures photo photos thumbnail media video videos logo icon avatar tags tag "
        "keywords comments comment replies related parent children previous next links user users owner "
        "embedding embeddings entities highlight highlights metrics shares social seo breadcrumb "
        "potentialaction".split()
    )
)
"""Names, as `key` makes them, of objects in a record that are about something else than its article."""
_LONGEST_SECTION = 60
_SHOWN = 12
"""Names of fields in a message."""

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Shared:
    """What a file says of all its articles."""

    source: str | None = None
    language: str | None = None


class Record:
    """An object, asked by field and not by name.

    Args:
        values: The object.
        names: The names that were given; other fields are found under their usual names, in the object
            itself or else in an object within it.
    """

    def __init__(self, values: Mapping[str, object], names: FieldNames) -> None:
        self._values = values
        self._names = names
        self._given: dict[Field, tuple[str, ...]] = {what: names.of(what) for _, what in names.given}
        self._inside: list[dict[str, object]] = []
        self._top = _by_key(values)
        for name, value in self._top.items():
            if isinstance(value, Mapping) and name not in APART:
                self._inside.append(_by_key(value))

    @property
    def fields(self) -> tuple[str, ...]:
        """The record's own names, those of strings first, the longest string last, as far as fit a line."""
        sizes = {name: len(value) if isinstance(value, str) else 0 for name, value in self._values.items()}
        return tuple(_printable(name) for name in sorted(sizes, key=lambda name: sizes[name])[-_SHOWN:])

    def means(self, name: str) -> bool:
        """Whether anything is read under a name of the record's."""
        given = {key(one.partition(".")[0]) for one, _ in self._names.given}
        return key(name) in given or any(key(name) in USUAL[field] for field in FIELDS)

    def text(self) -> str | None:
        """The body; `None` where there is none."""
        return self.first("text", record_values.body)

    def without_words(self) -> str | None:
        """The name under which the text should be and is not, such as a number's; `None` for no such name."""
        names = self._given.get("text", USUAL["text"])
        return next((name for name in names if next(_under(self._top, name), None) is not None), None)

    def first(self, field: Field, read: Callable[[object], _Told | None]) -> _Told | None:
        """The first value of a field from which `read` gets something."""
        return next((told for value in self._candidates(field) if (told := read(value))), None)

    def _candidates(self, field: Field) -> Iterator[object]:
        if field in self._given:
            for name in self._given[field]:
                yield from _under(self._top, name)
            return
        for name in USUAL[field]:
            if name in self._top:
                yield self._top[name]
        for values in self._inside:
            for name in USUAL[field]:
                if name in values and name not in WEAK:
                    yield values[name]


def draft(record: Record, text: str, shared: Shared) -> Draft:
    """The article of a record; what it does not say is taken from its text.

    Args:
        record: The record.
        text: Its body, as `Record.text` gives it.
        shared: What to take where neither says it.

    Raises:
        ReadError: The text is HTML that is too large or nests too deeply, or is only the beginning of one.
    """
    if text.endswith(" chars]") and "[+" in text[-20:]:  # as a much used news interface cuts its articles
        raise ReadError("only the beginning of a text; save its page and add that")
    title = record.first("title", record_values.words)
    told = body.read(text, title)
    url = record.first("url", record_values.address) or record.first("source", record_values.address)
    url = url or told.url
    source = record.first("source", record_values.words)
    section = record.first("section", record_values.words)
    day, origin = _date(record, told, url)
    return replace(
        told,
        title=title or told.title,
        authors=record.first("authors", record_values.authors) or told.authors,
        source=(record_values.host(source) if source and "://" in source else source)
        or told.source
        or shared.source
        or (record_values.host(url) if url else None),
        section=section if section and len(section) <= _LONGEST_SECTION else told.section,
        language=record.first("language", record_values.language) or told.language or shared.language,
        url=url,
        standfirst=_standfirst(record, title, told),
        date=day,
        date_from=origin,
    )


def _date(record: Record, told: Draft, url: str | None) -> tuple[dt.date | None, DateOrigin | None]:
    """The day that a record names, else the one in its head, its address or its text."""
    if day := record.first("date", record_values.day):
        return day, "metadata"
    if told.date:
        return told.date, told.date_from
    if url and (day := dates.from_address(url)):
        return day, "address"
    day = dateline.find(told.text)
    return day, "text" if day else None


def _standfirst(record: Record, title: str | None, told: Draft) -> str | None:
    """The standfirst, but no description that only begins the body over again."""
    stated = record.first("standfirst", record_values.words)
    if not stated:
        return told.standfirst
    said = words(stated)
    repeated = said[:8] == words(told.text[:1000])[:8] or said == words(title or "")
    return told.standfirst if repeated else stated


def _by_key(values: Mapping[str, object]) -> dict[str, object]:
    """The values by comparable name; of two the first that is not empty."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if not found.get(key(name)):
            found[key(name)] = value
    return found


def _under(values: Mapping[str, object], name: str) -> Iterator[object]:
    """The values under a given name: one of the record's, or a way through objects in each other."""
    if key(name) in values:
        yield values[key(name)]
        return
    front, _, rest = name.partition(".")
    below = values.get(key(front)) if rest else None
    if isinstance(below, Mapping):
        yield from _under(_by_key(below), rest)
    elif isinstance(below, list):
        found = [one for part in below if isinstance(part, Mapping) for one in _under(_by_key(part), rest)]
        yield from [found] if found else []


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name[:40])
