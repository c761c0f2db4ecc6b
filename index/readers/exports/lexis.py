"""Exports in the manner of LexisNexis: a counted head of labels in capitals, "LENGTH: 512 words" among them.

Older files centre paper and day above the headline and end with LOAD-DATE and a notice of copyright; newer
ones begin with the headline, set "Body" on a line of its own and close with "End of Document".
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.readers import dates, signals
from index.readers.blocks import blocks
from index.readers.draft import Draft
from index.readers.exports import fields as exports_fields
from index.readers.exports import mastheads
from index.readers.exports.fields import COPYRIGHT
from index.readers.titles import is_publication

_LENGTH = re.compile(
    r"^[ \t]*length[ \t]*:[ \t]*[\d,.]{1,9}[ \t]+words?[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_COUNTED = re.compile(
    r"^[ \t]*(?:document[ \t]+\d{1,5}[ \t]+of[ \t]+\d{1,5}|"
    r"\d{1,5}[ \t]+of[ \t]+\d{1,5}[ \t]+documents?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSED = re.compile(r"^[ \t]*end[ \t]+of[ \t]+document[ \t]*$", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(
    r"^[ \t]*(?:(?:byline|section|headline|highlight|dateline|load-date|publication-type)[ \t]*:|"
    r"body:?[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = "headline title byline section length dateline highlight series edition"
_TAIL = (
    "load-date language publication-type graphic journal-code subject country state city company "
    "organization person geographic type correction correction-date notes document-type acc-no "
    "distribution industry ticker classification url"
)
_LABEL = re.compile(
    rf"(?P<name>body|text|{'|'.join(f'{_HEAD} {_TAIL}'.split())})(?P<colon>\s*:\s*|\s*$)(?P<value>.*)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"\n(?=[ \t]*(?:{'|'.join(name.upper() for name in f'{_HEAD} {_TAIL} body'.split())}|"
    rf"{'|'.join(name.title() for name in f'{_HEAD} {_TAIL}'.split())})[ \t]*:)"
)
_BARE = frozenset({"body", "graphic", "classification", "text", "notes"})
"""Labels that newer files set on a line of their own, without a colon."""
_MOST_BESIDE = 6
"""Words beside the day, as in "March 15, 2024 Friday 6:15 AM GMT First Edition"."""
_TAIL_NAMES = frozenset(_TAIL.split())


@dataclass(slots=True)
class _Record:
    """The lines of one document by the label they stand under."""

    above: list[str] = field(default_factory=list)
    """Lines without a label: paper, day, headline, notices."""
    fields: dict[str, list[str]] = field(default_factory=dict)
    body: list[list[str]] = field(default_factory=list)


def is_export(text: str) -> bool:
    """Whether a line gives a length in words, beside a document's number or end, or two of the labels."""
    if not _LENGTH.search(text):
        return False
    labels = {found.group().strip().lower() for found in _OTHER.finditer(text)}
    return bool(_COUNTED.search(text) or _CLOSED.search(text)) or len(labels) >= 2


def read(text: str) -> tuple[Draft, ...]:
    """The articles of the export, in order; what holds no length of an article is a list of contents."""
    return tuple(
        _article(_record(blocks(_BEGINS.sub("\n\n", piece))))
        for piece in _documents(text)
        if _LENGTH.search(piece)
    )


def _documents(text: str) -> list[str]:
    """The text, document by document: parted at their numbers, at their ends, or behind their last labels."""
    parted = [piece for part in _COUNTED.split(text) for piece in _CLOSED.split(part)]
    lengths = [len(_LENGTH.findall(piece)) for piece in parted]
    if max(lengths) < 2:
        return parted
    pieces: list[str] = []
    lines: list[str] = []
    ended = False
    for line in text.split("\n"):
        label = _labelled(line)
        if label and label[0] in _TAIL_NAMES:
            ended = ended or label[0] == "load-date"
        elif ended and line.strip() and not label and not COPYRIGHT.fullmatch(line):
            pieces.append("\n".join(lines))
            lines, ended = [], False
        lines.append(line)
    return [*pieces, "\n".join(lines)]


def _labelled(line: str) -> tuple[str, str] | None:
    """The label of a line in lower case, and its value; labels stand in capitals or begin with one."""
    found = _LABEL.fullmatch(line.strip())
    if found is None or not line.strip()[0].isupper():
        return None
    name = found["name"].lower()
    return (name, found["value"].strip()) if ":" in found["colon"] or name in _BARE else None


def _record(parts: Sequence[Sequence[str]]) -> _Record:
    """The lines of a document under their labels; without a label BODY the story begins behind the head's."""
    found = _Record()
    has_body = any((_labelled(line) or ("",))[0] in ("body", "text") for block in parts for line in block)
    place, label = "above", ""
    for block in parts:
        for at, line in enumerate(block):
            named = _labelled(line)
            if named and (place != "body" or named[0] in _TAIL_NAMES):
                label = named[0]
                place = "body" if label in ("body", "text") else "fields"
                if place == "body":
                    found.body += [[named[1]]] if named[1] else []
                else:
                    found.fields.setdefault(label, []).append(named[1])
            elif place == "fields" and label not in _TAIL_NAMES and not has_body and not at:
                place = "body"
                found.body.append([line])
            elif place == "fields" and not COPYRIGHT.fullmatch(line):
                found.fields[label].append(line)
            elif place == "body":
                found.body.append([line]) if not at or not found.body else found.body[-1].append(line)
            elif place == "above":
                found.above.append(line)
    return found


def _article(record: _Record) -> Draft:
    values = {name: " ".join(filter(None, lines)) for name, lines in record.fields.items()}
    source, title, date = _top(record.above)
    graphics = [exports_fields.picture(line) for line in record.fields.get("graphic", ()) if line]
    found = Draft(
        text="",
        title=values.get("headline") or values.get("title") or title,
        standfirst=values.get("highlight") or None,
        authors=exports_fields.people(values["byline"]) if values.get("byline") else (),
        source=source,
        section=exports_fields.section(values["section"]) if values.get("section") else None,
        date=date or dates.parse(values.get("load-date", "")),
        language=signals.language(values.get("language", "")),
        captions=tuple(line for line in graphics if len(line.split()) >= 3 and not COPYRIGHT.fullmatch(line)),
    )
    return exports_fields.told(found, record.body)


def _top(lines: Sequence[str]) -> tuple[str | None, str | None, dt.date | None]:
    """Paper, headline and day as lines without a label give them; the paper stands right above the day."""
    left = [line for line in lines if not COPYRIGHT.fullmatch(line) and not mastheads.is_label(line)]
    at = next((at for at, line in enumerate(left) if _is_day(line)), None)
    if at is None:
        source = next((line for line in left if is_publication(exports_fields.paper(line))), None)
        rest = [line for line in left if line != source]
        return exports_fields.paper(source) if source else None, exports_fields.whole_title(rest), None
    date = dates.find(left[at])[0].date
    source = exports_fields.paper(left[at - 1]) if at else None
    return source, exports_fields.whole_title([*left[: max(0, at - 1)], *left[at + 1 :]]), date


def _is_day(line: str) -> bool:
    """Whether a line gives a date and beside it at most a weekday, an hour and an edition."""
    found = dates.find(line)
    rest = f"{line[: found[0].start]} {line[found[0].end :]}".split() if found else []
    return bool(found) and len(rest) <= _MOST_BESIDE and all(not word[0].islower() for word in rest)
