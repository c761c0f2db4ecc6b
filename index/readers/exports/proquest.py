"""Exports in the manner of ProQuest: "Author:", "Publication info:", "Full text:", rules between articles."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers import dates, signals
from index.readers.blocks import blocks, words
from index.readers.draft import Draft
from index.readers.exports import fields as exports_fields
from index.readers.exports.fields import COPYRIGHT

_RULE = re.compile(
    r"^[ \t]*(?:_{10,}|-{20,}|={20,}|document[ \t]+\d{1,5}[ \t]+of[ \t]+\d{1,5})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FULL = re.compile(r"^[ \t]*full[ \t]?text[ \t]*:", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(
    r"^[ \t]*(?:(?:publication (?:title|info|date|year)|document type|database|abstract|source type|links|"
    r"proquest document id|document url|publisher|(?:place|country) of publication)[ \t]*:|"
    r"proquest document link)",
    re.IGNORECASE | re.MULTILINE,
)
_LABELS = (
    "title|headline|authors?|publication(?: (?:info|title|date|year|subject))?|abstract(?: \\w+)?|full ?text|"
    "links|subject|business indexing term|location|people|company ?/ ?organization|classification|"
    "identifier(?: ?/ ?keyword)?|(?:first|last) page|pages?|number of pages|section|column|volume|issue|"
    "edition|date|year|publisher|(?:place|country) of publication|source(?: type)?|"
    "language(?: of publication)?|document (?:type|feature|url)|e?-?issn|isbn|proquest document id|"
    "copyright|last updated|database|credit|caption|illustration"
)
_LABEL = re.compile(rf"(?P<name>{_LABELS})\s*:\s*(?P<value>.*)", re.IGNORECASE)
_BEGINS = re.compile(rf"\n(?=[ \t]*(?:{_LABELS})[ \t]*:)", re.IGNORECASE)
_LINK = re.compile(r"proquest document link|\[?(?:https?://)?search\.proquest\.com\S*", re.IGNORECASE)
_CONTACT = re.compile(r"contact us at:? .{0,80}", re.IGNORECASE)


def is_export(text: str) -> bool:
    """Whether a line begins "Full text:" and lines with two of the other labels stand around it."""
    if not _FULL.search(text):
        return False
    return len({found.group().strip().lower() for found in _OTHER.finditer(text)}) >= 2


def read(text: str) -> tuple[Draft, ...]:
    """The articles of the export, in order; parts of the file without a full text are lists or notices."""
    pieces = (_BEGINS.sub("\n\n", piece) for piece in _RULE.split(text) if _FULL.search(piece))
    return tuple(_article(blocks(piece)) for piece in pieces)


def _article(parts: Sequence[Sequence[str]]) -> Draft:
    fields, story, above = _fields(parts)
    info = fields.get("publication info", "")
    title = fields.get("title") or fields.get("headline") or exports_fields.whole_title(above)
    source = fields.get("publication title") or fields.get("publication") or info
    date = next(
        (
            day
            for name in ("publication date", "date", "publication info")
            if (day := dates.parse(fields.get(name)))
        ),
        None,
    )
    names = fields.get("author") or fields.get("authors")
    found = exports_fields.told(
        Draft(
            text="",
            title=title or None,
            authors=exports_fields.people(names) if names else (),
            source=exports_fields.paper(source) if source else None,
            section=exports_fields.section(fields["section"]) if fields.get("section") else None,
            date=date,
            language=signals.language(fields.get("language of publication") or fields.get("language") or ""),
            url=_address(fields.get("document url")),
            captions=tuple(filter(None, (fields.get("caption"),))),
        ),
        story,
    )
    return _with_abstract(found, fields.get("abstract", ""))


def _fields(parts: Sequence[Sequence[str]]) -> tuple[dict[str, str], list[list[str]], list[str]]:
    """The labelled values, each as first given, the blocks of the story, and the lines above any label."""
    end = len(parts)
    while end and _is_field(parts[end - 1]):
        end -= 1
    fields: dict[str, str] = {}
    story: list[list[str]] = []
    above: list[str] = []
    label = ""
    for number, block in enumerate(parts):
        found = _LABEL.fullmatch(block[0]) if not story or number >= end else None
        if found:
            label = (
                re.sub(r"\s+", "", found["name"].lower())
                if "text" in found["name"].lower()
                else found["name"].lower()
            )
            value = " ".join([found["value"], *block[1:]]).strip()
            if label == "fulltext":
                story = [[found["value"], *block[1:]] if found["value"] else [*block[1:]]]
            else:
                fields.setdefault(label, value)
        elif story and number < end:
            story.append(list(block))
        elif label == "abstract":
            fields["abstract"] = f"{fields['abstract']} {' '.join(block)}"
        elif not label:
            above += [line for line in block if not _LINK.search(line)]
    return fields, [block for block in story if block], above


def _is_field(block: Sequence[str]) -> bool:
    line = block[0]
    found = _LABEL.fullmatch(line)
    if found:
        return not re.fullmatch(r"full\s?text", found["name"], re.IGNORECASE)
    return bool(COPYRIGHT.fullmatch(line) or _LINK.search(line) or _CONTACT.fullmatch(line))


def _address(value: str | None) -> str | None:
    return value if value and re.fullmatch(r"https?://\S+", value) else None


def _with_abstract(found: Draft, abstract: str) -> Draft:
    """`found` with the abstract as its standfirst, unless the story says the same."""
    said = words(abstract.replace("[...]", " "))
    told = f" {' '.join(words(found.text))} "
    new = len(said) >= 5 and f" {' '.join(said[:-1])} " not in told and f" {' '.join(said[:12])} " not in told
    return replace(found, standfirst=abstract.strip()) if new else found
