"""A letter that somebody passed on inside of another: its own header, and what stands below that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.mail import facts

_LABELS = {
    "from": "from von de da van från fra od expéditeur",
    "date": "date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat sendt dato",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne emne",
    "other": "to an à para a aan till til cc bcc kopie copie reply-to importance priority wichtigkeit "
    "priorität organization",
}
_FIELDS = {label: field for field, labels in _LABELS.items() for label in labels.split()}
_LABELLED = re.compile(
    r"[>\s*]*(?P<label>[^\W\d_]+(?:-[^\W\d_]+)?)\*?[ \t\u00a0]?:\*?[ \t\u00a0|]*(?P<value>.*)"
)
_FORWARDED = re.compile(
    r"[\s>*_=-]*(?:begin(?:ning of)? forwarded message|forwarded message|forwarded by\b.{0,80}|"
    r"(?:anfang der )?weitergeleitete[nr]? (?:nachricht|e-?mail)|message (?:transféré|réexpédié|transmis)|"
    r"début du message (?:transféré|réexpédié|transmis)|mensaje reenviado|(?:inizio )?messaggio inoltrato|"
    r"(?:begin )?doorgestuurd bericht|mensagem (?:re)?encaminhada|vidarebefordrat (?:meddelande|mejl))"
    r"[\s:*_=-]*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"[\s>*_-]*(?:original (?:message|email)|ursprüngliche nachricht|message d['’]origine|mensaje original|"
    r"messaggio originale|oorspronkelijk bericht|mensagem original)[\s:*_-]*|\s*_{20,}\s*",
    re.IGNORECASE,
)
_MOST_LINES = 60
"""Of a header; the addresses of a dozen receivers fill twenty."""
_DEEPEST = 10
_COMMENT = 10
"""Words; a line or two above a forwarded letter, such as "See below", are no letter of their own."""


@dataclass(frozen=True, slots=True)
class Forward:
    """The header of a letter that was passed on, as the program that passed it on wrote it."""

    sender: str
    """With its address or without."""
    subject: str
    date: str
    """In any language and form; either may be empty."""


@dataclass(frozen=True, slots=True)
class _Found:
    forward: Forward
    start: int
    """The line on which the marker or the header begins."""
    end: int
    marked: bool
    """Whether a line above says that a letter was forwarded."""
    quoted: bool


def innermost(text: str, *, forwards: bool, is_reply: bool) -> tuple[Forward | None, str]:
    """The letter that was passed on first, if `text` passes one on, and the text that is left to read.

    What somebody wrote above a forwarded letter goes; what a reply quotes below itself, with its header and
    no word of forwarding, goes instead.

    Args:
        text: A whole body, its lines as they stand or paragraphs.
        forwards: Whether the subject says that the letter forwards another.
        is_reply: Whether the letter answers another; a header in one that does neither may be part of it, as
            where an article quotes a letter.
    """
    lines, forward = text.split("\n"), None
    for _ in range(_DEEPEST):
        found = _first(lines)
        if found is None:
            break
        above = sum(len(line.split()) for line in lines[: found.start])
        if not (found.marked or forwards or above < _COMMENT):
            lines = lines[: found.start] if is_reply else lines
            break
        forward = found.forward
        lines = _unquoted(lines[found.end :]) if found.quoted else lines[found.end :]
        forwards = facts.subject(forward.subject)[1]
    return forward, "\n".join(lines).strip("\n")


def _first(lines: Sequence[str]) -> _Found | None:
    """The first header of a letter among some lines."""
    for at, line in enumerate(lines):
        marked = bool(_FORWARDED.fullmatch(line[:200]))
        if marked or _ORIGINAL.fullmatch(line[:200]):
            start = next(
                (n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip("> \t")), at + 1
            )
        elif _field(line) in ("from", "subject", "date"):
            start = at
        else:
            continue
        found = _header(lines, start, fewest=2 if start > at else 3)
        if found is not None:
            return _Found(found[0], at, found[1], marked, lines[start].lstrip().startswith(">"))
    return None


def _field(line: str) -> str | None:
    found = _LABELLED.match(line) if ":" in line[:40] else None
    return _FIELDS.get(found["label"].lower()) if found else None


def _header(lines: Sequence[str], start: int, *, fewest: int) -> tuple[Forward, int] | None:
    """The header that begins on a line and the line behind it; `None` for fewer than `fewest` fields."""
    said: dict[str, str] = {}
    count, at, last = 0, start, ""
    while at < min(len(lines), start + _MOST_LINES):
        field = _field(lines[at])
        if field is not None and (field == "other" or field not in said):
            value = _LABELLED.match(lines[at])
            said[field] = value["value"].strip(" *") if value else ""
            count, last = count + 1, field
        elif not lines[at].strip("> \t"):
            if at + 1 >= len(lines) or _field(lines[at + 1]) is None:
                break
        elif _continues(last, lines, at):
            said[last] += f" {lines[at].strip('> ')}"
        else:
            break
        at += 1
    complete = said.get("from") and (said.get("subject") or said.get("date")) and count >= fewest
    forward = Forward(said.get("from", ""), said.get("subject", ""), said.get("date", ""))
    return (forward, at) if complete else None


def _continues(last: str, lines: Sequence[str], at: int) -> bool:
    """Whether a line only ends the one before it, which was too long for a mail program."""
    before, line = lines[at - 1].rstrip(), lines[at]
    if last == "other":
        return before.endswith((",", ";")) or line.lstrip("> ").startswith(("<", "mailto:"))
    return last in ("subject", "from") and (len(before) >= 65 or line.startswith((" ", "\t", "> \t", ">  ")))


def _unquoted(lines: Sequence[str]) -> list[str]:
    return [re.sub(r"^\s*> ?", "", line) for line in lines]
