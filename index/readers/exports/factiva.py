"""Exports in the manner of Factiva: fields by two letters, such as HD, BY, WC, PD and LP, or without them.

Either form closes each article with a line "Document" and a long number in capitals.
"""

import re
from collections.abc import Sequence

from index.readers import bylines, dates, signals
from index.readers.blocks import blocks
from index.readers.draft import Draft
from index.readers.exports import fields as exports_fields
from index.readers.exports.fields import COPYRIGHT
from index.readers.titles import is_publication, is_section

_NUMBER = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?Document[ \t]+(?P<number>[A-Z]{3,}[A-Za-z0-9]{12,30})[ \t]*$", re.MULTILINE
)
_WORDS = re.compile(
    r"^[ \t]*(?:WC[ \t]+)?\d{1,3}(?:[,.]?\d{3})?[ \t]+words?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_CODE = re.compile(
    r"[ \t]*(?P<code>SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|CX|LP|TD|"
    r"ART|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?:[ \t]+(?P<value>\S.*)|[ \t]*)$"
)
_HEADLINE = re.compile(r"^[ \t]*HD(?:[ \t]|$)", re.MULTILINE)
_STORY = re.compile(r"^[ \t]*(?:LP|TD)(?:[ \t]|$)", re.MULTILINE)
_AFTER = frozenset("ART RF CO IN NS RE IPC IPD PUB AN".split())
_INDEXED = re.compile(r"[a-z0-9]{2,12} : .+")
"""How a subject, place or company is listed behind the story: "gpol : Domestic Politics"."""
_TIME = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s[A-Z]{2,4})?")


def is_export(text: str) -> bool:
    """Whether an article's length in words stands with coded headline and story, or with a closing number."""
    if not _WORDS.search(text):
        return False
    coded = _HEADLINE.search(text) and _STORY.search(text)
    return bool(coded) or (
        bool(_NUMBER.search(text)) and any(_is_head(piece) for piece in _NUMBER.split(text)[::2])
    )


def read(text: str) -> tuple[Draft, ...]:
    """The articles of the export, in order."""
    if _HEADLINE.search(text) and _STORY.search(text):
        return tuple(_coded(record) for record in _records(text))
    pieces = _NUMBER.split(text)[::2]
    return tuple(_uncoded(piece) for piece in pieces if _is_head(piece))


def _is_head(piece: str) -> bool:
    """Whether the length in words stands among the first lines of `piece`, with a day below it."""
    lines = [line.strip() for line in piece.strip().split("\n")[:30] if line.strip()]
    at = next((at for at, line in enumerate(lines) if _WORDS.fullmatch(line)), None)
    return at is not None and any(dates.find(line) and len(line) <= 40 for line in lines[at + 1 : at + 3])


def _records(text: str) -> list[dict[str, str]]:
    """The fields of each article by their codes; HD, or the SE above it, begins a new one."""
    records: list[dict[str, list[str]]] = []
    code = ""
    for line in text.split("\n"):
        found = _field(line, code)
        if found:
            new = found[0] in ("SE", "HD") and (not records or "WC" in records[-1] or "PD" in records[-1])
            if new or not records:
                records.append({})
            code = found[0]
        if records and code:
            records[-1].setdefault(code, []).append(found[1] if found else line)
    told = [{name: "\n".join(lines).strip("\n") for name, lines in record.items()} for record in records]
    return [record for record in told if record.get("LP") or record.get("TD")]


def _field(line: str, inside: str) -> tuple[str, str] | None:
    """The code that begins a line, and what follows; in the story only where no sentence could begin so."""
    found = _CODE.match(line)
    if found is None:
        return None
    code, value = found["code"], found["value"] or ""
    if inside in ("LP", "TD"):
        listed = not value or _INDEXED.match(value) or re.match(rf"[ \t]*{code}(?:\t|[ ]{{2,}})", line)
        new = (
            code == "HD"
            or (code == "SE" and (not value or is_section(value)))
            or (code == "TD" and inside == "LP")
        )
        if not new and not (code in _AFTER and (listed or code in ("AN", "PUB"))):
            return None
    return code, value


def _coded(record: dict[str, str]) -> Draft:
    values = {name: " ".join(value.split()) for name, value in record.items()}
    section = values.get("SE")
    found = Draft(
        text="",
        title=values.get("HD") or None,
        authors=exports_fields.people(values["BY"]) if values.get("BY") else (),
        source=exports_fields.paper(values["SN"]) if values.get("SN") else None,
        section=exports_fields.section(section) if section else None,
        date=dates.parse(values.get("PD", "")),
        language=signals.language(values.get("LA", "")),
    )
    story = [part for name in ("LP", "TD") for part in blocks(record.get(name, ""))]
    return exports_fields.told(found, story)


def _uncoded(piece: str) -> Draft:
    """An article whose head goes by order: section, headline, byline, words, day, hour, paper, notice."""
    parts = blocks(piece)
    lines = [line for block in parts for line in block]
    at = next(number for number, line in enumerate(lines) if _WORDS.fullmatch(line))
    above, below = lines[:at], lines[at + 1 :]
    section = above.pop(0) if len(above) > 1 and is_section(above[0]) else None
    byline = bylines.parse(above[-1]) if len(above) > 1 else None
    used, source, language = _below(below)
    found = Draft(
        text="",
        title=exports_fields.whole_title(above[:-1] if byline else above),
        authors=byline.authors if byline else (),
        source=source,
        section=section,
        date=next((dates.find(line)[0].date for line in below[:2] if dates.find(line)), None),
        language=language,
    )
    rest, skipped = [], at + 1 + used
    for block in parts:
        rest.append(block[skipped:])
        skipped = max(0, skipped - len(block))
    return exports_fields.told(found, [block for block in rest if block])


def _below(lines: Sequence[str]) -> tuple[int, str | None, str | None]:
    """How many lines under the length in words are its head still, the paper and the language there."""
    source, language, used = None, None, 0
    for number, line in enumerate(lines[:10]):
        if COPYRIGHT.fullmatch(line):
            return number + 1, source, language
        if len(line.split()) > 8:
            break
        coded = signals.language(line) if len(line.split()) == 1 and len(line) > 2 else None
        plain = not dates.find(line) and not _TIME.fullmatch(line)
        if plain and source is None and (is_publication(line) or line[0].isupper()):
            source = exports_fields.paper(line)
        elif coded:
            language = coded
        elif plain and not re.fullmatch(
            r"[A-Z0-9]{1,12}|\w{0,3}\d{1,4}|.{0,20}\bedition", line, re.IGNORECASE
        ):
            break
        used = number + 1
    return used, source, language
