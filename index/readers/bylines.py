"""Who wrote it: names told from places, roles and the words around them."""

import re
from dataclasses import dataclass

from index.readers.names import cased, is_capitals, is_name, is_place, is_role, looks_like_name

_OPENING = re.compile(
    r"^(?:[-–—]\s*)?(?:(?:words|story|text|written|reported|report|posted|article|interview)\s+by|by|"
    r"von|par|por|author|authors|byline)\b\s*:?\s+",
    re.IGNORECASE,
)
_DASH = re.compile(r"^[-–—]\s*(?=[^\W\d_])")
_REPORTS = re.compile(r"\s+(?:reports?|writes)(?:\s+(?:from|in|for|on)\s+.{2,40})?$")
_OTHERS = re.compile(
    r"[;,.|]?\s*\b(?:photograph(?:s|y)?|photos?|pictures?|illustrations?|graphics?)\s*(?:by\b|:).*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\S+@\S+\.\w+|\(?(?<!\w)@\w+\)?|https?://\S+")
_WHERE = re.compile(
    r"\s+(?i:in|from|at|for|bei|aus|à|en)\s+(?:(?i:the|la|le|der|den)\s+)?[^\W\d_a-z]\S*(?:\s+\S+){0,3}$"
)
_JOINED = re.compile(r"\s*(?:,|;|/|\||&|\band\b|\bund\b|\bet\b|\bwith\b|\by\b)\s*", re.IGNORECASE)
_TITLES = re.compile(r"^(?:dr|prof|professor|sir|mr|mrs|ms)\.?\s+(?=\w)", re.IGNORECASE)
_LONGEST_ROLE = 6
"""Words of a name and its role; more of them are a sentence about somebody."""
_LONGEST = 180
"""Characters; seven names with their places fit."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says about who wrote the article."""

    authors: tuple[str, ...]
    """Names in title case; empty where the line names only a role, as in "By our correspondent"."""
    certain: bool
    """Whether the line can be nothing else; otherwise its surroundings have to decide."""


def parse(line: str) -> Byline | None:
    """The byline that `line` is, or `None`.

    Certain are "By Jane Doe", "- JANE DOE Baghdad", "Jane Doe reports" and "Jane Doe, Chief Reporter"; a bare
    "JANE DOE" or "Jane Doe" is a byline only next to a title or a date.
    """
    line = _OTHERS.sub("", _CONTACT.sub("", line)).strip(" \t*_")
    if not line or len(line) > _LONGEST or line.endswith(("?", "!", ":")):
        return None
    opening = _OPENING.match(line)
    if opening:
        return _introduced(line[opening.end() :].rstrip("."))
    if line.endswith("."):
        return None
    dash = _DASH.match(line)
    body = line[dash.end() :] if dash else line
    reports = _REPORTS.search(body)
    if reports:
        body = body[: reports.start()]
    authors = _capital_runs(body) or _names(body)
    if not authors:
        return None
    roles = any(is_role(piece) for piece in _JOINED.split(body))
    return Byline(authors, certain=bool(reports or roles or (dash and _capital_runs(body))))


def authors_of(value: str) -> tuple[str, ...]:
    """The names in a field that is known to hold authors, such as front matter or a meta element."""
    value = " ".join(_CONTACT.sub("", value).split())
    found = parse(value) or parse(f"By {value}")
    if found is not None:
        return found.authors
    return tuple(dict.fromkeys(piece.strip() for piece in re.split(r"[;,]", value) if piece.strip()))


def _introduced(rest: str) -> Byline | None:
    """The byline after its "By"; `None` where a sentence follows, as in "By the time crews arrived"."""
    authors = _capital_runs(rest) or _names(rest)
    if authors:
        return Byline(authors, certain=True)
    return Byline((), certain=True) if is_role(rest) and len(rest.split()) <= 5 else None


def _capital_runs(text: str) -> tuple[str, ...]:
    """Names set in capitals among places in mixed case: "SINAN MAHMOUD Baghdad HADYA AL ALAWI"."""
    names: list[str] = []
    for piece in _JOINED.split(text):
        words, run, runs = piece.split(), [], []
        short_role = is_role(piece) and len(words) <= _LONGEST_ROLE
        for word in words:
            if is_capitals(word):
                run.append(word)
            elif not (is_place(word) or looks_like_name(word)) and not short_role:
                return ()  # a word of a sentence
            else:
                runs.append(run)
                run = []
        runs.append(run)
        names += [" ".join(_cut_place(run)) for run in runs]
    found = [cased(name) for name in names if len(name.split()) >= 2 and not is_role(name)]
    return tuple(dict.fromkeys(found))


def _cut_place(run: list[str]) -> list[str]:
    """The words of a run in capitals before its "IN" or "FROM"."""
    where = next((at for at, word in enumerate(run) if word in ("IN", "FROM", "FOR")), len(run))
    return run[:where]


def _names(text: str) -> tuple[str, ...]:
    """The names in "Jane Doe and John Roe, Environment Correspondents"; nothing if any piece is a phrase."""
    pieces = [piece for piece in _JOINED.split(text) if piece]
    names: list[str] = []
    for number, whole in enumerate(pieces):
        piece = _TITLES.sub("", _WHERE.sub("", f" {whole}").strip(" ."))
        if not piece and number:
            continue  # it only said where, as in "Jane Doe, in Baghdad"
        if is_role(piece) or (number and is_place(piece)):
            name = _name_before_role(piece)
            names += [name] if name else []
        elif is_name(piece):
            names.append(cased(piece))
        else:
            return ()
    return tuple(dict.fromkeys(names))


def _name_before_role(piece: str) -> str | None:
    """The "Jane Doe" of "Jane Doe Political Editor", or `None` for a role or a place alone."""
    words = piece.split()
    if len(words) >= 4 and is_name(" ".join(words[:2])) and not is_role(" ".join(words[:2])):
        return cased(" ".join(words[:2]))
    return None
