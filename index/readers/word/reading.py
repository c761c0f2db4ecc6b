"""Word documents (DOCX): the text without marks, notes behind it, and what styles and properties tell."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.readers import above, bylines, dates, furniture, head, headings, properties, pullquotes
from index.readers.blocks import join, words
from index.readers.draft import Draft
from index.readers.head import Head
from index.readers.plain import draft, take_end
from index.readers.word import parts as docx_parts
from index.readers.word import text as docx_text
from index.readers.word.parts import tag
from index.readers.word.text import Block

_NO_TEXT = re.compile(
    r"toc\b|table of (?:figures|authorities|contents)|(?:page )?(?:header|footer)\b|index\b|comment"
)
_AUTHOR = re.compile(r"\b(?:by-?line|authors?)\b")
_MOST_ABOVE = 4
"""Lines that may stand above a title: a masthead, a section, a date, a kicker."""
_LONGEST_ABOVE = 120
_MOST_COMPARED = 500
_TEMPLATE = dt.date(2013, 12, 23)
"""The day that python-docx writes into every document that it makes."""


def read(data: bytes) -> tuple[Draft, ...]:
    """The article in a Word document.

    Raises:
        ReadError: It is no Word document, needs a password, is damaged, or unpacks beyond bounds.
    """
    parts = docx_parts.load(data)
    said = _properties(parts.properties)
    sorted_out = _sorted(docx_text.read(parts))
    found = _article(sorted_out, properties.title(said.get("title")))
    return (_with_properties(found, said),)


@dataclass(slots=True)
class _Sorted:
    """A document's blocks, by what their styles say they are."""

    above: list[Block] = field(default_factory=list)
    """What stands before the title."""
    title: list[str] = field(default_factory=list)
    standfirst: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    date: dt.date | None = None
    captions: list[str] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)


def _sorted(blocks: Sequence[Block]) -> _Sorted:
    found = _Sorted()
    for block in blocks:
        style = block.style
        day = dates.parse(block.text) if style == "date" and found.date is None else None
        if _NO_TEXT.match(style):
            continue
        if style == "title" and (not found.title or not found.body) and len(found.body) <= _MOST_ABOVE:
            found.above, found.body = [*found.above, *found.body], []
            found.title.append(block.text)
        elif style == "subtitle" and found.title and not found.body:
            found.standfirst.append(block.text)
        elif style == "caption":
            found.captions.append(block.text)
        elif day is not None:
            found.date = day
        elif _AUTHOR.search(style) and (names := bylines.authors_of(block.text)):
            found.authors += names
        else:
            found.body.append(block)
    return found


def _article(found: _Sorted, named: str | None) -> Draft:
    """The article as far as its text and its styles tell it.

    Args:
        found: Its blocks.
        named: The title in its properties, or `None`.
    """
    title = " ".join(found.title).replace("\n", " ") or None
    before, body = found.above, found.body
    if title is None:
        title, before, body = _title(body, named)
    over, prose = above.parse([block.text for block in before])
    lines = _first_lines(body)
    top = head.parse(lines, title)
    body = _without_lines(body, top.used)
    top = replace(
        top,
        standfirst=" ".join(found.standfirst) or top.standfirst,
        authors=tuple(dict.fromkeys(found.authors)) or top.authors,
        date=found.date or top.date,
    )
    body = [*(before[number] for number in prose), *body]
    return _drafted(above.under(top, over), body, found.captions)


def _title(body: list[Block], named: str | None) -> tuple[str | None, list[Block], list[Block]]:
    """The title where no style names it, the blocks above it, and those below.

    It is the paragraph that says the same as the properties, else a heading at the top; else the properties
    have it, if the text speaks of the same.
    """
    top = [block for block in body[: _MOST_ABOVE + 1] if len(block.text) <= _LONGEST_ABOVE]
    same = next((at for at, block in enumerate(top) if named and words(block.text) == words(named)), None)
    heading = next((at for at, block in enumerate(top) if block.style.startswith("heading")), None)
    at = same if same is not None else heading
    if at is not None and all(len(block.text) <= _LONGEST_ABOVE for block in body[:at]):
        return body[at].text, body[:at], body[at + 1 :]
    if named and properties.is_spoken_of(named, [block.text for block in body]):
        return named, [], body
    return None, [], body


def _first_lines(body: Sequence[Block]) -> list[str]:
    """The lines above the first heading, list or table."""
    lines: list[str] = []
    for block in body:
        if block.kind != "paragraph" or block.style.startswith("heading"):
            break
        lines += block.text.split("\n")
    return lines


def _without_lines(body: Sequence[Block], count: int) -> list[Block]:
    rest = []
    for block in body:
        lines = block.text.split("\n")
        kept, count = lines[count:], max(0, count - len(lines))
        rest += [replace(block, text="\n".join(kept))] if kept else []
    return rest


def _drafted(top: Head, body: Sequence[Block], captions: Sequence[str]) -> Draft:
    kept = _without_pull_quotes(body, [top.title or "", top.standfirst or "", *captions])
    notes = [block.text for block in kept if block.kind == "note"]
    told = _grouped(kept)
    texts = [one.text for one in told if "\n" in one.text or not furniture.is_furniture(one.text)]
    blocks, end = take_end([text.split("\n") for text in texts], top)
    texts = furniture.without(["\n".join(block) for block in blocks])
    return replace(
        draft(top, end, join([*texts, *notes])),
        captions=tuple(dict.fromkeys(captions)),
        headings=headings.placed(texts, told),
    )


def _grouped(blocks: Sequence[Block]) -> list[headings.Paragraph]:
    """All blocks but notes as paragraphs, the items of a list as the lines of one."""
    found: list[headings.Paragraph] = []
    before: Block | None = None
    for block in blocks:
        if block.kind == "note":
            continue
        if before is not None and before.kind == block.kind == "item":
            found[-1] = headings.Paragraph(f"{found[-1].text}\n{block.text}")
        else:
            found.append(headings.Paragraph(block.text, block.level))
        before = block
    return found


def _without_pull_quotes(body: Sequence[Block], said: Sequence[str]) -> list[Block]:
    """`body` without text boxes that only repeat it, or one of `said`."""
    boxes = any(block.kind == "box" for block in body)
    if not boxes or len(body) > _MOST_COMPARED:
        return list(body)
    kept = set(pullquotes.without([block.text for block in body], said))
    return [block for block in body if block.kind != "box" or block.text in kept]


def _properties(root: Any) -> dict[str, str]:
    """Title, creator, created, modified and language, as far as they are given."""
    return {
        tag(one): one.text.strip() for one in (() if root is None else root) if one.text and one.text.strip()
    }


def _with_properties(found: Draft, said: dict[str, str]) -> Draft:
    """`found` with what the properties say, where it says nothing."""
    made = properties.day(said.get("created"), said.get("modified")) if not found.date else None
    if made and made != _TEMPLATE and properties.is_borne_out(made, found.text):
        found = replace(found, date=made, date_from="metadata")
    language = re.match(r"([A-Za-z]{2})(?:[-_]|$)", said.get("language", ""))
    return replace(
        found,
        authors=found.authors or properties.authors(said.get("creator")),
        language=found.language or (language[1].lower() if language else None),
    )
