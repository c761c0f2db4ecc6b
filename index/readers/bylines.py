"""Who wrote it: names told from places, roles and the words around them."""

import re
from dataclasses import dataclass

from index.readers.names import agency, cased, is_capitals, is_name, is_place, is_role, looks_like_name
from index.readers.titles import is_publication

_OPENING = re.compile(
    r"^(?:[-–—]\s*)?(?:(?:words(?:\s+and\s+pictures)?|story|text|written|reported|report|posted|article|interview|"
    r"exclusive|(?:special\s+)?report(?:ing)?|analysis|comment|opinion|review)\s+by|by|"
    r"von|par|por|author|authors|byline)\b\s*:?\s+",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"^[-–—*(\s]*(?:with\s+)?(?:(?:additional|further|extra)\s+)?reporting\s+(?:by|from)\s+(?P<names>.+?)\W*$",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"(?:(?:a|our|the|by)\s+)*(?:(?:staff|own|special|news|local|foreign|political)\s+)+"
    r"(?:reporters?|writers?|correspondents?|agencies)|(?:staff\s+and\s+|wire\s+)?agencies|our\s+reporters?",
    re.IGNORECASE,
)
"""Who wrote it without a name: "Staff Reporter", "Our own correspondent", "Agencies"."""
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
_TITLES = re.compile(r"^(?:dr|prof|professor|sir|mr|mrs|ms|cllr|rev)\.?\s+(?=\w)", re.IGNORECASE)
_TAGLINE = re.compile(
    r"^(?P<dash>[-–—*_•]\s*)?(?P<name>[^\W\d_][^,;:.!?()]{2,60}?)\s+(?:is|was|are|were)\s+(?:an?|the|our|also|now|"
    r"editor|chief|professor|director|head|[^\W\d_]+[’']s?)\b.{2,400}[.)]\W*$|"
    r"^(?P<dash2>[-–—*_•]\s*)?(?P<name2>[^\W\d_][^,;:.!?()]{2,60}?)\s+(?:writes|teaches|reports|covers|edits)\s+"
    r"(?:for|about|on|at|the|from|this|local|politics|business)\b.{2,400}[.)]\W*$"
)
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
    if len(line) > 2 * _LONGEST:
        return None
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
        unnamed = _UNNAMED.fullmatch(body.strip())
        return Byline((), certain=bool(dash or body.isupper())) if unnamed else None
    roles = any(is_role(piece) for piece in _JOINED.split(body))
    agencies = all(agency(author) for author in authors)
    return Byline(authors, certain=bool(reports or roles or agencies or (dash and _capital_runs(body))))


def contributors(line: str) -> tuple[str, ...]:
    """The names in a line such as "Additional reporting by Jane Doe", or none."""
    found = _CONTRIBUTED.match(line) if len(line) <= _LONGEST else None
    byline = _introduced(found["names"]) if found else None
    return byline.authors if byline else ()


def signature(line: str) -> tuple[str, ...] | None:
    """The name in a last line that is nothing but a dash and a name, "— Jane Doe"; else `None`."""
    dash = _DASH.match(line)
    rest = line[dash.end() :].rstrip(" .") if dash and len(line) <= _LONGEST else ""
    return (cased(rest),) if 2 <= len(rest.split()) <= 4 and is_name(rest) else None


def tagline(line: str, authors: tuple[str, ...]) -> str | None:
    """The name in a last line such as "— Jane Doe is the Herald's critic.", or `None` for a sentence.

    After a dash any name will do; else it has to be one of `authors`, the article's, in full.
    """
    found = _TAGLINE.match(line)
    if found is None:
        return None
    name = cased(" ".join((found["name"] or found["name2"]).split()))
    dash = found["dash"] or found["dash2"]
    return name if name in authors or (dash and is_name(name)) else None


def authors_of(value: str) -> tuple[str, ...]:
    """The names in a field that is known to hold authors, such as front matter or a meta element."""
    value = " ".join(_CONTACT.sub("", value).split())
    found = parse(value) or parse(f"By {value}")
    if found is not None:
        return found.authors
    return tuple(dict.fromkeys(piece.strip() for piece in re.split(r"[;,]", value) if piece.strip()))


def _introduced(rest: str) -> Byline | None:
    """The byline after its "By"; `None` where a sentence follows, as in "By the time crews arrived"."""
    authors = _capital_runs(rest) or _names(rest) or _turned(rest)
    if authors:
        return Byline(authors, certain=True)
    return Byline((), certain=True) if is_role(rest) and len(rest.split()) <= 5 else None


def _turned(rest: str) -> tuple[str, ...]:
    """The name in "Doe, Jane", as catalogues give it."""
    family, comma, given = (part.strip() for part in rest.partition(","))
    name = f"{given} {family}"
    short = len(family.split()) <= 2 and len(given.split()) <= 2
    return (cased(name),) if comma and short and is_name(name) else ()


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
        names += [_TITLES.sub("", " ".join(_cut_place(run))) for run in runs]
    found = [cased(name) for name in names if len(name.split()) >= 2 and not is_role(name)]
    return tuple(dict.fromkeys(found)) if all(is_name(name) for name in found) else ()


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
        if number and piece.lower().startswith("the ") and is_publication(f"T{piece[1:]}"):
            continue
        piece = _before_agency(piece)
        if agency(piece) and not all(agency(name) for name in names):
            continue  # it only says for whom, as in "Jane Doe, Reuters"
        if agency(piece):
            names.append(cased(piece))
        elif is_role(piece) or (number and is_place(piece)):
            name = _name_before_role(piece)
            names += [name] if name else []
        elif is_name(piece):
            names.append(cased(piece))
        else:
            return ()
    return tuple(dict.fromkeys(names))


def _before_agency(piece: str) -> str:
    """The "Jane Doe" of "Jane Doe Reuters"; a piece without an agency behind the name as it is."""
    words = piece.split()
    return " ".join(words[:-1]) if len(words) >= 3 and agency(words[-1]) and not agency(piece) else piece


def _name_before_role(piece: str) -> str | None:
    """The "Jane Doe" of "Jane Doe Political Editor", or `None` for a role or a place alone."""
    words = piece.split()
    if len(words) >= 4 and is_name(" ".join(words[:2])) and not is_role(" ".join(words[:2])):
        return cased(" ".join(words[:2]))
    return None
