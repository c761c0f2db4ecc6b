"""What people call an article or a file → what the library has."""

from pathlib import Path

from index.errors import QuestionError
from index.library import Library
from index.walk import absolute, printable
from index.whereabouts import Whereabouts

MOST_NAMED = 5
"""Ids listed where the beginning of an id is that of several articles."""


def identified(given: str, library: Library) -> str:
    """Return the id that begins with `given`.

    Raises:
        QuestionError: No article, or more than one, has an id that begins so.
    """
    if not given:
        raise QuestionError("the id is empty; qa list prints the ids")
    found = find(given, library)
    if not found:
        raise QuestionError(f"{said(given)}: no article has an id that begins so; qa list prints the ids")
    if len(found) > 1:
        raise ambiguous(given, found)
    return found[0]


def find(given: str, library: Library) -> tuple[str, ...]:
    """Return the ids that begin with `given`; none for what cannot be one."""
    return library.find(given) if given.isascii() and given.isalnum() else ()


def ambiguous(given: str, found: tuple[str, ...]) -> QuestionError:
    """Return the error of an id's beginning that several articles have."""
    named = ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "")
    return QuestionError(
        f"{given}: {len(found)} articles have an id that begins so ({named}); give more of it"
    )


def placed(given: str, view: Whereabouts) -> tuple[str, list[str]]:
    """Return the path or address that `given` means, as the library writes it, and the known files there.

    Those at a path or below it, the one at an address; none where nothing is known there.
    """
    if "://" in given:
        address = said(given)
        return address, [file for file in view.files_under(address) if file == address]
    path = printable(absolute(Path(given)))
    return path, view.files_under(path)


def said(given: str) -> str:
    """Return an argument as text that can be stored and printed, whatever bytes it was."""
    return given.encode("utf-8", "backslashreplace").decode()
