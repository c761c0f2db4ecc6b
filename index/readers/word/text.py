"""The text of a Word document, paragraph by paragraph, without what was deleted or hidden in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from index.readers.word.lists import Lists, integer
from index.readers.word.parts import Parts, child, tag, value

Kind = Literal["paragraph", "item", "table", "note", "box"]

_THROUGH = frozenset("ins moveTo customXml smartTag hyperlink fldSimple dir bdo sdtContent oMathPara".split())
"""Elements that only enclose text."""
_GONE = frozenset("del moveFrom instrText delText delInstrText rt".split())
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off")
_PARAGRAPHS_IN_CELL = 3
"""A cell of so many is no cell of a table of figures: the table only places things."""
_CELLS = " | "
_HEADING = re.compile(r"heading ([1-9])")
_NO_LEVEL = 9
"""The outline's level of what is no heading; those of headings are counted from 0."""
_DEEPEST_STYLE = 20
"""Styles that each rest on another; Word allows no more than eleven."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, item, table, note or paragraph of a text box."""

    text: str
    """A table has a line for each row."""
    kind: Kind
    style: str
    """The English name of its style in lower case, such as "heading 1"; empty where it has none."""
    level: int = 0
    """That of a heading, 1 to 9; 0 for any other block."""


@dataclass(slots=True)
class _Style:
    name: str
    rests_on: str | None
    number: Any
    """What the style says of numbering, or `None`."""
    outline: Any
    """What it says of the level in the document's outline, or `None`."""


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read."""

    text: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    """Text boxes that are anchored in it."""


def read(parts: Parts) -> list[Block]:
    """The blocks of a document in order, the notes that its text refers to behind them; none is empty."""
    return list(_Reader(parts).blocks())


class _Reader:
    """Reads a document once, from its beginning to its end, for lists are counted on the way."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lists = Lists(parts.numbering)
        self._styles = _styles(parts.styles)
        self._notes: dict[tuple[str, str], Any] = {
            (tag(note), value(note, "id") or ""): note
            for root in (parts.footnotes, parts.endnotes)
            for note in (() if root is None else root)
        }
        self._referred: dict[tuple[str, str], None] = {}
        self._held = ""
        """The text of a paragraph whose end was deleted."""

    def blocks(self) -> Iterator[Block]:
        body = child(self._parts.document, "body")
        yield from self._within(() if body is None else body, "paragraph")
        if self._held.strip():
            yield Block(" ".join(self._held.split()), "paragraph", "")
        for reference in list(self._referred):
            if reference in self._notes:
                yield from self._within(self._notes[reference], "note")

    def _within(self, parent: Any, kind: Kind) -> Iterator[Block]:
        for one in parent:
            match tag(one):
                case "p":
                    yield from self._paragraph(one, kind)
                case "tbl":
                    yield from self._table(one, kind)
                case "sdt":
                    content = child(one, "sdtContent")
                    if content is not None and not _is_contents(one):
                        yield from self._within(content, kind)
                case "AlternateContent":
                    yield from self._within(_chosen(one), kind)
                case name if name in _THROUGH:
                    yield from self._within(one, kind)

    def _paragraph(self, element: Any, kind: Kind) -> Iterator[Block]:
        line = _Line()
        self._inline(element, line)
        text = self._held + "".join(line.text)
        if child(element, "pPr", "rPr", "del") is not None:
            self._held = text
            return
        self._held = ""
        text = "\n".join(filter(None, (" ".join(part.split()) for part in text.split("\n"))))
        style = self._style_of(element)
        number, depth = self._numbered(element, style)
        if text:
            marker = self._lists.marker(number, depth) if number else ""
            named = self._styles[style].name if style in self._styles else ""
            is_item = number and kind == "paragraph" and not named.startswith(("heading", "title"))
            level = self._level(element, style) if kind == "paragraph" and not is_item else 0
            yield Block(f"{marker} {text}".strip(), "item" if is_item else kind, named, level)
        for box in line.boxes:
            yield from self._within(box, "box")

    def _inline(self, parent: Any, line: _Line) -> None:
        for one in parent:
            name = tag(one)
            if name in ("t", "delText"):
                line.text += [one.text or ""] if name == "t" else []
            elif name in _SIGNS:
                line.text.append(_SIGNS[name] if value(one, "type") in (None, "textWrapping") else " ")
            elif name in ("footnoteReference", "endnoteReference"):
                self._referred[name.removesuffix("Reference"), value(one, "id") or ""] = None
            elif name == "r":
                if not _is_hidden(one):
                    self._inline(one, line)
            elif name == "AlternateContent":
                self._inline(_chosen(one), line)
            elif name in ("drawing", "pict", "object"):
                line.boxes += [box for box in one.iter("{*}txbxContent") if not _is_boxed(box, one)]
            elif name not in _GONE and (name in _THROUGH or name in _INNER):
                self._inline(one, line)

    def _table(self, table: Any, kind: Kind) -> Iterator[Block]:
        rows = [list(_inside(row, "tc")) for row in _inside(table, "tr")]
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1 or any(_places_things(cell) for cell in cells):
            for cell in cells:
                yield from self._within(cell, kind)
            return
        lines = []
        for row in rows:
            texts = [" ".join(block.text for block in self._within(cell, kind)) for cell in row]
            lines.append(_CELLS.join(" ".join(text.split()) for text in texts if text))
        text = "\n".join(filter(None, lines))
        if text:
            yield Block(text, "table", "")

    def _style_of(self, paragraph: Any) -> str:
        style = child(paragraph, "pPr", "pStyle")
        return "" if style is None else value(style) or ""

    def _level(self, paragraph: Any, style: str) -> int:
        """The level of a heading, as the paragraph or the styles it rests on say; 0 where none does."""
        outline = child(paragraph, "pPr", "outlineLvl")
        for _ in range(_DEEPEST_STYLE):
            if outline is not None or style not in self._styles:
                break
            resting = self._styles[style]
            if named := _HEADING.fullmatch(resting.name):
                return int(named[1])
            outline, style = resting.outline, resting.rests_on or ""
        level = _NO_LEVEL if outline is None else integer(value(outline), _NO_LEVEL)
        return level + 1 if level < _NO_LEVEL else 0

    def _numbered(self, paragraph: Any, style: str) -> tuple[str, int]:
        """The list a paragraph belongs to, empty for none, and its depth in it."""
        number = child(paragraph, "pPr", "numPr")
        for _ in range(_DEEPEST_STYLE):
            if number is not None or style not in self._styles:
                break
            number = self._styles[style].number
            style = self._styles[style].rests_on or ""
        if number is None:
            return "", 0
        which, depth = child(number, "numId"), child(number, "ilvl")
        name = "" if which is None else value(which) or ""
        return ("" if name == "0" else name), (0 if depth is None else integer(value(depth)))


_INNER = frozenset(
    "sdt ruby rubyBase oMath e num den sub sup deg fName f sSup sSub sSubSup rad nary d func".split()
)
"""Parts of content controls, of readings beside signs, and of formulas."""


def _styles(root: Any) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for one in () if root is None else root:
        if tag(one) == "style" and value(one, "type") in (None, "paragraph"):
            name, base = child(one, "name"), child(one, "basedOn")
            found[value(one, "styleId") or ""] = _Style(
                "" if name is None else (value(name) or "").lower(),
                None if base is None else value(base),
                child(one, "pPr", "numPr"),
                child(one, "pPr", "outlineLvl"),
            )
    return found


def _chosen(alternatives: Any) -> Any:
    """The first of several ways to show the same, or nothing."""
    return next((one for one in alternatives if tag(one) in ("Choice", "Fallback")), ())


def _is_hidden(run: Any) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in _OFF


def _is_contents(control: Any) -> bool:
    """Whether a content control holds a table of contents."""
    gallery = child(control, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and value(gallery) == "Table of Contents"


def _is_boxed(box: Any, drawing: Any) -> bool:
    """Whether a text box lies in another one of the drawing, or is a second way to show one."""
    for above in box.iterancestors():
        if above is drawing:
            return False
        if tag(above) in ("txbxContent", "Fallback"):
            return True
    return False


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, without deleted ones."""
    for one in parent:
        if tag(one) == name:
            if child(one, f"{name}Pr", "del") is None and child(one, f"{name}Pr", "cellDel") is None:
                yield one
        elif tag(one) in _THROUGH or tag(one) == "sdt":
            yield from _inside(one, name)


def _places_things(cell: Any) -> bool:
    paragraphs = [one for one in cell if tag(one) == "p" and next(one.iter("{*}t"), None) is not None]
    return len(paragraphs) >= _PARAGRAPHS_IN_CELL or child(cell, "tbl") is not None
