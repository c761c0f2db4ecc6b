"""A conversation with its citations → a file for other programs and other people."""

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import ReadError
from qa.printing.jsonform import answer_object
from qa.printing.markdown_page import markdown_page
from qa.printing.web_page import web_page
from qa.records import Answer

Form = Literal["markdown", "html", "json"]

ENDINGS: dict[Form, str] = {"markdown": ".md", "html": ".html", "json": ".json"}
_OTHER_ENDINGS: dict[str, Form] = {".markdown": "markdown", ".htm": "html"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A conversation to be written."""

    title: str
    turns: Sequence[Answer]
    """Oldest first."""
    began: dt.datetime | None = None
    """`None` where it is not known."""


def page(exported: Exported, form: Form) -> str:
    """Return the whole file as text."""
    makers: dict[Form, Callable[[], str]] = {
        "markdown": lambda: markdown_page(exported.title, exported.turns),
        "html": lambda: web_page(exported.title, exported.turns),
        "json": lambda: _json(exported),
    }
    return makers[form]()


def form_of(file: Path) -> Form | None:
    """Return the form that a file's ending stands for; `None` for another ending."""
    endings = {ending: form for form, ending in ENDINGS.items()} | _OTHER_ENDINGS
    return endings.get(file.suffix.lower())


def usual_file(exported: Exported, form: Form) -> Path:
    """Return a name after the title that no file in this directory has."""
    stem = _stem(exported)
    for number in range(1, 10_000):
        file = Path.cwd() / f"{stem}{f'-{number}' if number > 1 else ''}{ENDINGS[form]}"
        if not file.exists():
            return file
    raise ReadError(f"{Path.cwd()}: too many conversations are called {stem} here; name a file")


def usual_name(exported: Exported, form: Form) -> str:
    """Return the name of a file after the title, whatever others are called."""
    return f"{_stem(exported)}{ENDINGS[form]}"


def _stem(exported: Exported) -> str:
    return "-".join(re.findall(r"\w+", exported.title.lower()))[:60].rstrip("-") or "conversation"


def write(exported: Exported, file: Path, form: Form) -> None:
    """Write a new file; one that is there already is left as it is.

    Raises:
        ReadError: It is there already, or cannot be written.
    """
    text = page(exported, form)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise ReadError(f"{file} is there already; name another file") from error
    except OSError as error:
        raise ReadError(f"{file} cannot be written ({error.strerror}); name another file") from error


def _json(exported: Exported) -> str:
    value = {
        "title": exported.title,
        "began": exported.began.isoformat() if exported.began else None,
        "turns": [answer_object(turn) for turn in exported.turns],
    }
    return json.dumps(value, ensure_ascii=True, indent=2) + "\n"
