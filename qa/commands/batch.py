"""A file of questions, a JSON object to a line."""

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.errors import ArticleQAError, QuestionError
from index.scope import EVERYTHING, Scope
from qa.commands.notices import Notice
from qa.exits import DONE, FAILED
from qa.printing.jsonform import Json, print_json
from qa.retrieval.filters import day, scope_of

_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A question of a batch."""

    number: int
    """1 for the first line of the file."""
    question: str
    scope: Scope = EVERYTHING
    """What the line itself says of it."""
    today: dt.date | None = None


def each(lines: Iterator[tuple[object, Line | str]], answer: Callable[[Line], Json]) -> int:
    """Print what `answer` gives for each line, or what is wrong with it."""
    code = DONE
    for identifier, line in lines:
        try:
            result = {"error": line} if isinstance(line, str) else answer(line)
        except ArticleQAError as error:
            result = {"error": str(error)}
        if "error" in result:
            code = FAILED
        print_json({"id": identifier, **result})
    return code


def lines(file: Path) -> Iterator[tuple[object, Line | str]]:
    """Return for each line its id, and its question or what is wrong with it.

    Raises:
        ArticleQAError: The file cannot be read.
    """
    try:
        stream = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise _unreadable(file, error) from error
    return _read_lines(stream, file)


def _read_lines(stream: BinaryIO, file: Path) -> Iterator[tuple[object, Line | str]]:
    try:
        with stream:
            for number, raw in enumerate(stream, start=1):
                if raw.strip():
                    yield _line(raw, number)
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> ArticleQAError:
    return ArticleQAError(f"{file}: cannot be read ({error.strerror}); give a JSONL file, or - for its lines")


def _line(raw: bytes, number: int) -> tuple[object, Line | str]:
    try:
        given = json.loads(raw.decode("utf-8-sig", errors="replace"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return None, f"line {number} is not JSON: {error}"
    if not isinstance(given, dict):
        return None, f"line {number} is not an object with id and question"
    identifier = given.get("id")
    question = given.get("question")
    if not isinstance(question, str):
        return identifier, f"line {number} has no question in words"
    try:
        line = Line(number, whole_characters(question), scope_of(given), day(given.get("today"), "today"))
    except QuestionError as error:
        return identifier, f"line {number}: {error}"
    return identifier, line


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def at_line(line: Line, notice: Notice) -> Notice:
    """Return what tells the reader the same, and of which line."""
    return lambda said: notice(f"line {line.number}: {said}")


def whole_characters(text: str) -> str:
    """Return text with a replacement mark for each half of a surrogate pair, which no model can read."""
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)
