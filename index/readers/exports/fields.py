"""What the press databases' exports share: names turned round, sections with pages, the story's lines."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers import bylines, captions, headlines
from index.readers.blocks import join, paragraphs
from index.readers.dateline import find as find_dateline
from index.readers.draft import Draft
from index.readers.exports.mastheads import section_cased
from index.readers.furniture import is_furniture
from index.readers.names import cased, is_name

COPYRIGHT = re.compile(
    r"\s*(?:(?:©|\(c\)|copyright\W{1,3}(?:©|\(c\)|\d{4})).{0,200}|"
    r"copyright .{0,160}|all rights reserved\.?)\s*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_GRAPHIC = re.compile(
    r"^(?:(?:color\s+)?(?:photo(?:graph)?|picture|image|graphic|map|chart|drawing)s?\b[:,.;]?\s*)+",
    re.IGNORECASE,
)


def people(value: str) -> tuple[str, ...]:
    """The names in an author's field, whether "By Jane Doe and John Roe" or "Doe, Jane; Roe, John"."""
    if ";" not in value and not re.fullmatch(r"[^,;]+,\s*[^,;]+", value.strip()):
        return bylines.authors_of(value)
    names: list[str] = []
    for piece in filter(None, (part.strip(" .") for part in value.split(";"))):
        family, comma, given = (part.strip() for part in piece.partition(","))
        turned = f"{given} {family}" if comma else piece
        names += [cased(turned)] if is_name(turned) else bylines.authors_of(piece)
    return tuple(dict.fromkeys(names))


def section(value: str) -> str | None:
    """The section in "NEWS; Pg. 4" or "Sport, p. 12"; `None` where only a page is named."""
    name = re.split(
        r"\s*[;,]\s*|\s+(?=(?:pg|pp?|page)\.?\s*\w?\d)", value.strip(), maxsplit=1, flags=re.IGNORECASE
    )[0]
    return (
        section_cased(name)
        if name and not re.fullmatch(r"(?:pg|pp?|page)?\.?\s*\w?\d+", name, re.IGNORECASE)
        else None
    )


def paper(value: str) -> str:
    """A paper's name without the place behind it: "The Herald (England)", "The Herald; Carrowby"."""
    name = _BRACKETS.sub("", value.split(";", maxsplit=1)[0]).strip()
    return name.title() if name.isupper() and len(name.split()) > 1 else name


def picture(value: str) -> str:
    """A caption without the word "photo" or the number before it and the credit behind it."""
    return captions.without_credit(_GRAPHIC.sub("", value.strip()))


def whole_title(lines: Sequence[str]) -> str | None:
    """The headline that begins with the first of `lines`; `None` where there are none."""
    return headlines.whole([lines])[0][0] if lines else None


def told(found: Draft, parts: Sequence[Sequence[str]]) -> Draft:
    """`found` with the story that blocks of lines tell, its captions apart."""
    kept, shown = captions.parted([[], *parts])
    lines = [[line for line in block if not is_furniture(line)] for block in kept]
    text = join(paragraphs(block for block in lines if block))
    date = found.date or find_dateline(text)
    return replace(
        found,
        text=text,
        captions=tuple(dict.fromkeys((*found.captions, *shown))),
        date=date,
        date_from="stated" if found.date else ("text" if date else None),
    )
