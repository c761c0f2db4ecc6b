"""JSON, and JSON line by line: a text → the values in it, and where it is broken."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.errors import NoArticleError, ReadError

_SAMPLE = 50
"""Lines that tell a text of one value a line from one value over many lines."""
_DEEP = "nested too deeply; that is no collection of articles"
_LONGEST_SETTINGS = 1_000_000
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = re.compile(rf"{_STRING}|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/")
_LAST_COMMA = re.compile(rf"{_STRING}|,(?=\s*[}}\]])")
_NOT_BLANK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a text."""

    where: str
    """Such as "line 7"; empty where the whole text is the value."""
    value: object
    """As `json` gives it, but every number is a float: however many digits one has, it costs nothing."""
    flaw: str | None
    """Why there is no value there; else `None`."""


class Ambiguous(dict[str, object]):
    """An object that names things twice, with different values; it holds the last ones."""

    twice: tuple[str, ...] = ()
    """Those names."""


def read(text: str) -> Iterator[Value]:
    """The value in `text`, or those of its lines; a broken line is a `Value` with a flaw, and costs no other.

    Objects that follow each other may also take several lines each.

    Raises:
        ReadError: It is meant as one value and is none; raised by the first step.
        NoArticleError: Likewise, but only for the comments in it.
    """
    start = _beginning(text, 0)
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError) as error:
        if not is_lines(text):
            if _is_commented(text):
                raise NoArticleError(
                    "JSON with comments in it, as programs keep settings; leave it out"
                ) from error
            raise ReadError(_flaw_of_all(error, text)) from error
        yield from _lines(text)
        return
    after = _beginning(text, end)
    if after == len(text):
        yield Value("", value, None)
    elif isinstance(value, dict) and (text[after] == "{" or is_lines(text)):
        yield from _lines(text)
    else:
        line, column = _place(text, after)
        raise ReadError(f"more than JSON (line {line}, column {column}: the value has ended); take that out")


def is_json(text: str) -> bool:
    """Whether `text`, which begins like an object or a list of them, is JSON, whole or broken, and not prose.

    Seldom looks at more than both ends.
    """
    if text[-200:].rstrip().endswith(("}", "]")) or is_lines(text):
        return True
    try:
        _, end = _DECODER.raw_decode(text, _beginning(text, 0))
    except json.JSONDecodeError as error:
        return _breaks_off(error, text)
    except RecursionError:
        return True
    return text.startswith("{", _beginning(text, end))


def is_lines(text: str) -> bool:
    """Whether of the first fifty lines that are not blank at least every second is an object by itself."""
    lines = [line for line in text.split("\n", 2 * _SAMPLE)[: 2 * _SAMPLE] if line.strip()][:_SAMPLE]
    whole = sum(line.lstrip().startswith("{") and _decoded([line]) is not None for line in lines)
    return whole > 0 and 2 * whole >= len(lines)


def _is_commented(text: str) -> bool:
    """Whether `text` is JSON but for comments, and commas after the last of several."""
    if len(text) > _LONGEST_SETTINGS:
        return False
    for left_out in (_COMMENT, _LAST_COMMA):
        text = left_out.sub(lambda found: found[0] if found[0].startswith('"') else " ", text)
    try:
        _DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def _lines(text: str) -> Iterator[Value]:
    """The values of lines, or of objects that begin a line with their bracket and go on over others.

    A text's line ends were made one kind, so a string may have one inside that was another character.
    """
    number = 1
    for group in _groups(text):
        taken = 0
        if (found := _decoded(group)) is not None:
            value, taken = found
            yield Value(f"line {number}", value, None)
        rest = group[taken:]
        if any(line.strip() for line in rest):
            yield Value(_range(number + taken, rest), None, _flaw_of_line(rest))
        number += len(group)


def _groups(text: str) -> Iterator[list[str]]:
    """The lines from one that begins with a bracket up to the next such."""
    group: list[str] = []
    for line in text.split("\n"):
        if line.startswith("{") and group:
            yield group
            group = []
        group.append(line)
    yield group


def _decoded(lines: Sequence[str]) -> tuple[object, int] | None:
    """The value that stands at the beginning of lines and ends with one, and how many it takes, or `None`."""
    text = "\n".join(lines)
    try:
        value, end = _DECODER.raw_decode(text, _beginning(text, 0))
    except (json.JSONDecodeError, RecursionError):
        return None
    taken = text.count("\n", 0, end) + 1
    ended = _beginning(text, end) == len(text) or "\n" in text[end : _beginning(text, end)]
    return (value, taken) if ended else None


def _flaw_of_line(lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as error:
        if _breaks_off(error, text):
            return "broken JSON (it breaks off)"
        return f"broken JSON (column {error.colno}: {_said(error)})"
    except RecursionError:
        return _DEEP
    return "no object"


def _flaw_of_all(error: Exception, text: str) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return _DEEP
    place = f"line {error.lineno}, column {error.colno}"
    if _breaks_off(error, text):
        line, column = _place(text, len(text.rstrip()))
        return f"JSON that breaks off at line {line}, column {column}; get the whole file again"
    return f"broken JSON ({place}: {_said(error)}); mend it there"


def _breaks_off(error: json.JSONDecodeError, text: str) -> bool:
    return error.msg.startswith("Unterminated string") or not _NOT_BLANK.search(text, error.pos)


def _said(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _range(first: int, lines: Sequence[str]) -> str:
    last = first + max(number for number, line in enumerate(lines) if line.strip())
    return f"line {first}" if last == first else f"lines {first} to {last}"


def _beginning(text: str, at: int) -> int:
    found = _NOT_BLANK.search(text, at)
    return found.start() if found else len(text)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    ambiguous = Ambiguous(found)
    ambiguous.twice = tuple(dict.fromkeys(name for name, value in pairs if found[name] != value))
    return ambiguous


# Not strict: line ends and tabs in strings are what many programs write.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=float, strict=False)
