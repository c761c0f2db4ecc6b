"""JSON and JSON Lines: every object that has a text is an article."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from index.errors import NoArticleError, ReadError
from index.readers.gathered import Gathered
from index.readers.records import json_values, record
from index.readers.records import values as record_values
from index.readers.records.field_names import USUAL_NAMES, FieldNames, key
from index.readers.records.json_values import Ambiguous
from index.readers.records.record import APART, Record, Shared

if TYPE_CHECKING:
    from index.readers.draft import Draft

RECORD_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})

_KEY = r'"(?:[^"\\\n]|\\.){0,200}"\s*:'
_BEGINNING = re.compile(rf"\s*(?:\{{\s*{_KEY}|\[\s*\{{\s*(?:{_KEY}|\}}))")
_WRAPPERS = frozenset(
    "articles article items item data results result docs documents hits response responses posts "
    "stories news records entries entry rows feed channel graph value values payload content contents pages "
    "page list elements collection body objects".split()
)
"""Names, as `key` makes them, under which answers of servers and exports keep their records."""
_DEEPEST = 5


def is_records(text: str) -> bool:
    """Whether `text` is JSON meant as objects, whole or broken, and not prose that begins with a bracket."""
    return bool(_BEGINNING.match(text)) and json_values.is_json(text)


def read(text: str, names: FieldNames = USUAL_NAMES) -> Gathered:
    """The articles in a JSON or JSON Lines text.

    Objects are looked for in lists, and in objects such as {"articles": […]} around them.

    Args:
        text: The decoded file.
        names: Under which names the fields are, where they are not the usual ones.

    Raises:
        ReadError: It is no JSON, or is broken and there is no article in it.
        NoArticleError: It is sound, and there is no article in it.
    """
    gathering = _Gathering(names)
    for found in json_values.read(text):
        if found.flaw is not None:
            gathering.skip(found.where, found.flaw)
            gathering.broken = True
        else:
            gathering.take(found.where, found.value, Shared())
    return gathering.gathered()


class _Gathering:
    """Articles and what is none, as they are come upon."""

    def __init__(self, names: FieldNames) -> None:
        self._names = names
        self._drafts: list[Draft] = []
        self._skipped: list[str] = []
        self._textless: list[Record] = []
        self.broken = False
        """Whether there were flaws, and not only other things than articles."""

    def skip(self, where: str, reason: str) -> None:
        """Note that there is no article at a place."""
        self._skipped.append(f"{where}: {reason}" if where else reason)

    def take(self, where: str, value: object, shared: Shared, depth: int = 0) -> None:
        """Take all articles in a value."""
        if depth > _DEEPEST:
            self.skip(where, "nested too deeply")
        elif isinstance(value, list):
            for number, item in enumerate(value, 1):
                self.take(_within(where, f"item {number}"), item, shared, depth + 1)
        elif isinstance(value, Mapping):
            self._take_object(where, value, shared, depth)
        else:
            self.skip(where, "no object")

    def _take_object(self, where: str, value: Mapping[str, object], shared: Shared, depth: int) -> None:
        known = Record(value, self._names)
        if isinstance(value, Ambiguous) and (twice := [name for name in value.twice if known.means(name)]):
            self.skip(where, f'"{twice[0]}" stands in it twice, with different values')
            return
        text = known.text()
        inner = list(self._inside(value, text, depth))
        if inner:
            shared = _shared(value, shared)
            for name, part in inner:
                place = _within(where, name) if len(inner) > 1 else where
                self.take(place, part, shared, depth + 1)
        elif text is None:
            empty = known.without_words()
            self.skip(where, f'no words under "{empty}"' if empty else "no text")
            self._textless += [] if empty else [known]
        else:
            self._read(where, known, text, shared)

    def _inside(
        self, value: Mapping[str, object], text: str | None, depth: int
    ) -> Iterator[tuple[str, object]]:
        """The names and values of a wrapper that hold records; nothing for what is a record itself."""
        if _is_keyed(value, self._names):
            yield from value.items()
        elif text is None:
            named = [name for name, part in value.items() if key(name) in _WRAPPERS and _holds_objects(part)]
            lists = [] if named or depth else [
                name for name, part in value.items()
                if key(name) not in APART and isinstance(part, list) and _holds_objects(part)
            ]  # fmt: skip
            yield from ((name, value[name]) for name in named or lists)

    def _read(self, where: str, known: Record, text: str, shared: Shared) -> None:
        try:
            draft = record.draft(known, text, shared)
        except ReadError as error:
            self.skip(where, str(error))
            return
        if draft.text.strip():
            self._drafts.append(draft)
        else:
            self.skip(where, "no text but notices")

    def gathered(self) -> Gathered:
        """All that was taken.

        Raises:
            ReadError: That is nothing.
        """
        if self._drafts:
            return Gathered(tuple(self._drafts), tuple(self._skipped))
        kind = ReadError if self.broken else NoArticleError
        if not self._skipped:
            raise kind("no records in it; check that the file is not empty")
        if self._textless:
            raise kind(_no_text(self._textless, self._names))
        more = len(self._skipped) - 1
        raise kind(f"no article in it: {self._skipped[0]}" + (f" (and {more:,} more)" if more else ""))


def _no_text(records: Sequence[Record], names: FieldNames) -> str:
    fields = records[0].fields
    if not fields:
        return "no text in it: its records are empty"
    given = " or ".join(f'"{name}"' for name in names.of("text"))
    missing = f"no text under {given}" if given else "no field known to be a text"
    count = f"any of its {len(records):,} records" if len(records) > 1 else "its record"
    return (
        f"{missing} in {count}, whose fields are {', '.join(fields)}; "
        f"name the one that is, as in --fields {fields[-1]}=text"
    )


def _is_keyed(value: Mapping[str, object], names: FieldNames) -> bool:
    """Whether an object is a collection of records by their identifiers."""
    if len(value) < 2 or not all(isinstance(part, Mapping) for part in value.values()):
        return False
    if any(key(name) in APART or key(name) in _WRAPPERS for name in value):
        return False
    told = (Record(part, names).text() for part in value.values() if isinstance(part, Mapping))
    return sum(text is not None for text in told) > 1


def _holds_objects(part: object) -> bool:
    """Whether objects lie in a list, or in an object's lists and objects."""
    if isinstance(part, Mapping):
        return any(isinstance(one, Mapping) or _holds_objects(one) for one in part.values())
    return isinstance(part, list) and any(isinstance(one, Mapping | list) for one in part)


def _shared(value: Mapping[str, object], before: Shared) -> Shared:
    """What a JSON Feed says of all its items: its title is their source."""
    if "jsonfeed.org" not in str(value.get("version", "")):
        return before
    return Shared(record_values.words(value.get("title")), record_values.language(value.get("language")))


def _within(where: str, name: str) -> str:
    return f"{where}, {name[:40]}" if where else name[:40]
