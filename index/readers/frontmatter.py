"""The fields written above a Markdown text."""

import re
import tomllib
from typing import TypeGuard

import yaml

_YAML = re.compile(r"\A\s*---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(?P<fields>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^([A-Za-z][\w -]*?)\s*:\s*(.*)$")
_WIDEST_FIELD = 40
"""Lines of front matter that is not valid YAML must be this regular, or it is text between two rules."""


def split(text: str) -> tuple[dict[str, object], str]:
    """The fields, their names in lower case, and the text after them.

    Front matter that is not valid YAML is read line by line; what shows no fields at all stays in the text.
    """
    block = _YAML.match(text)
    if block:
        fields = _yaml(block["fields"])
        return (fields, text[block.end() :]) if fields is not None else ({}, text)
    block = _TOML.match(text)
    if block:
        try:
            return _lowered(tomllib.loads(block["fields"])), text[block.end() :]
        except tomllib.TOMLDecodeError:
            return {}, text
    return {}, text


def _yaml(fields: str) -> dict[str, object] | None:
    """The mapping that `fields` holds, or `None` where it holds prose."""
    try:
        found: object = yaml.safe_load(fields)
    except (yaml.YAMLError, ValueError):  # ValueError: a timestamp such as 2024-13-45
        return _line_by_line(fields)
    if found is None:
        return {}
    return _lowered(found) if _is_mapping(found) else None


def _line_by_line(fields: str) -> dict[str, object] | None:
    lines = [line for line in fields.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    read = [_LINE.match(line) for line in lines]
    found = {match[1].lower(): match[2].strip().strip("\"'") for match in read if match}
    loose = sum(len(line) > _WIDEST_FIELD and not match for line, match in zip(lines, read, strict=True))
    return dict(found) if found and not loose else None


def _is_mapping(found: object) -> TypeGuard[dict[object, object]]:
    return isinstance(found, dict)


def _lowered(fields: dict[object, object] | dict[str, object]) -> dict[str, object]:
    return {str(name).lower(): value for name, value in fields.items()}
