"""A page of a book as paragraphs: every word of its text, and nothing that only belongs to its pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from index.readers.xhtml import tag, types

Kind = Literal["heading", "text", "caption", "note"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_JOINTS = {"list": "\n", "table": "\n", "row": " | ", "cell": " "}
_TABLES = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_BLOCKS = _HEADINGS | _LISTS | frozenset(
    "p div section article main header footer aside body blockquote figure figcaption li dt dd table caption "
    "thead tbody tfoot tr td th pre address hr center details summary fieldset form".split()
)  # fmt: skip
_DROPPED = frozenset(
    "head script style template nav audio video iframe object svg rt rp annotation annotation-xml noscript "
    "button select textarea".split()
)
_PAGE_BREAK = re.compile(r"(?:^|\s)page-?(?:num(?:ber)?|no|break)s?(?:$|\s)", re.IGNORECASE)
_LONGEST_PAGE_BREAK = 20
"""Characters; some books give whole chapters the class of a page break."""
_LICENCE = re.compile(r"(?:^|\s)pg-?(?:boilerplate|header|footer)(?:$|\s)")
"""The licence that Project Gutenberg sets around a book."""
_CAPTION = re.compile(r"(?:^|[\s_-])captions?(?:$|[\s_-])", re.IGNORECASE)
_CAPTIONS = frozenset({"figcaption", "p", "div", "span"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NUMBER = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶#]+|[a-z]|[ivxlc]{1,6})[\])]?\.?", re.IGNORECASE)
_SIGN = re.compile(r"\[(?:\d{1,4}|[a-z])\]|[*†‡§¶]+|[↩↑^←⤴\ufe0e\ufe0f]+")
_PUNCTUATION = re.compile(r"[.,;:!?)\]”’»]")
_WORD = re.compile(r"\w")
_REFERENCE_CLASS = re.compile(r"noteref|footnote|fnref|super", re.IGNORECASE)
_NOTES = frozenset({"footnote", "endnote", "rearnote"})
_PARAGRAPHS_IN_CELL = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a whole list or a whole table."""

    text: str
    """Lines are those of the writer: items, rows, verses."""
    kind: Kind
    linked: int
    """Of its characters, how many stand in links."""
    level: int = 0
    """That of a heading, 1 to 6; 0 for any other block."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a book."""

    blocks: tuple[Block, ...]
    anchors: Mapping[str, int]
    """For each id in the file, the number of the block that it stands in or before."""
    types: frozenset[str]
    """What the page as a whole says it is, such as "chapter" or "copyright-page"."""


def read(root: Any) -> Page:
    """The blocks of a page whose root, an lxml element, is `root`."""
    from lxml import etree

    setting = _Setting()
    dropped: Any = None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            setting.anchor(element)
            if _is_dropped(element, in_note=setting.kind == "note"):
                dropped = element
                walk.skip_subtree()
            else:
                setting.start(element)
        else:
            if element is not dropped:
                setting.end(element)
            elif _PUNCTUATION.match(element.tail or ""):
                setting.close_up()
            setting.add(element.tail)
    setting.flush()
    return Page(tuple(setting.blocks), setting.anchors, _types(root))


@dataclass(slots=True)
class _Frame:
    """A list, a table, a row or a cell that is still open, with what it holds so far."""

    element: Any
    sort: str
    parts: list[str] = field(default_factory=list)


class _Setting:
    """Blocks as they come about, from the elements in their order; no recursion, however deep they lie."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.anchors: dict[str, int] = {}
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._verbatim = 0
        self._frames: list[_Frame] = []
        self._kinds: list[tuple[Any, Kind]] = [(None, "text")]
        self._tables: list[bool] = []

    @property
    def kind(self) -> Kind:
        """What the next words are."""
        return self._kinds[-1][1]

    def anchor(self, element: Any) -> None:
        """Note where an element's id stands; a block that begins with it is still to come."""
        if tag(element) in _BLOCKS:
            self.flush()
        for key in ("id", "name"):
            if name := element.get(key):
                self.anchors.setdefault(name, len(self.blocks))

    def start(self, element: Any) -> None:
        """Take an element's beginning and the text up to its first child."""
        name = tag(element)
        kind = _kind(element, name)
        if kind and self.kind != "note":
            self.flush()
            self._kinds.append((element, kind))
        if name == "table":
            self._tables.append(_is_layout(element))
        self._open(element, name)
        self._links += name == "a" and bool(element.get("href"))
        self._verbatim += name == "pre"
        if name == "br":
            self._pieces.append("\n")
        elif name == "img" and re.fullmatch(r"[^\W\d_]", element.get("alt") or ""):
            self._pieces.append(element.get("alt"))  # a painted initial
        self.add(element.text)

    def end(self, element: Any) -> None:
        """Take an element's end."""
        name = tag(element)
        if name in _BLOCKS or self._kinds[-1][0] is element:
            self.flush()
        if self._frames and self._frames[-1].element is element:
            self._close()
        if self._kinds[-1][0] is element:
            self._kinds.pop()
        if name == "table":
            self._tables.pop()
        self._links -= name == "a" and bool(element.get("href"))
        self._verbatim -= name == "pre"

    def add(self, text: str | None) -> None:
        """Take words; outside of `pre` a line's end is a space."""
        if text:
            self._pieces.append(text if self._verbatim else re.sub(r"\s+", " ", text))
            self._linked += len(text.strip()) if self._links else 0

    def close_up(self) -> None:
        """Take back the space before what was left out, which a full stop or comma now follows."""
        if self._pieces and not self._verbatim:
            self._pieces[-1] = self._pieces[-1].rstrip(" ")

    def flush(self) -> None:
        """End the paragraph, if there is one."""
        lines = (" ".join(line.split()) for line in "".join(self._pieces).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._pieces.clear()
        if text and self._frames and self.kind not in ("caption", "note"):
            self._frames[-1].parts.append(text.replace("\n", " "))
        elif text:
            self._emit(text)

    def _open(self, element: Any, name: str) -> None:
        """Open a frame for a list or for a part of a real table; one of each sort is enough."""
        sort = "list" if name in _LISTS else _TABLES.get(name)
        placing = self._tables[-1] if self._tables else False
        if sort is None or (sort != "list" and placing):
            return
        if all(frame.sort != sort for frame in self._frames):
            self._frames.append(_Frame(element, sort))

    def _close(self) -> None:
        frame = self._frames.pop()
        text = _JOINTS[frame.sort].join(frame.parts)
        if frame.sort == "cell":
            text = " ".join(text.split())
        if text and self._frames:
            self._frames[-1].parts.append(text)
        elif text:
            self._emit(text)

    def _emit(self, text: str) -> None:
        if self.kind == "note" and not _WORD.search(text):
            return  # the brackets around the number that led back
        element, kind = self._kinds[-1]
        level = int(tag(element)[1:]) if kind == "heading" else 0
        self.blocks.append(Block(text, kind, self._linked, level))
        self._linked = 0


def _kind(element: Any, name: str) -> Kind | None:
    """What an element makes of the words in it, or `None` where it leaves that as it is."""
    if name in _HEADINGS:
        return "heading"
    if name == "figcaption" or (name in _CAPTIONS and _CAPTION.search(element.get("class") or "")):
        return "caption"
    return "note" if element.attrib and _NOTES & types(element) else None


def _is_dropped(element: Any, *, in_note: bool) -> bool:
    """Whether nothing in an element is text of the book."""
    name = tag(element)
    if not name or name in _DROPPED:
        return True
    if not element.attrib:
        return name == "sup" and _is_note_mark(element, name, in_note=in_note)
    said, classes = types(element), element.get("class") or ""
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    if hidden or "noteref" in said or "backlink" in said or _LICENCE.search(classes):
        return True
    if "pagebreak" in said or _PAGE_BREAK.search(classes):
        return len(_beginning(element)) <= _LONGEST_PAGE_BREAK
    return _is_note_mark(element, name, in_note=in_note)


def _is_note_mark(element: Any, name: str, *, in_note: bool) -> bool:
    """Whether an element is the raised number that leads to a note, or the sign that leads back from it."""
    link = element if name == "a" else element.find("./{*}a") if name == "sup" else None
    if link is None or "#" not in (link.get("href") or ""):
        return False
    text = _beginning(element)
    if _SIGN.fullmatch(text) or (in_note and _NUMBER.fullmatch(text)):
        return True
    parent = element.getparent()
    raised = "sup" in (
        name,
        tag(parent) if parent is not None else "",
        *(tag(child) for child in element[:3]),
    )
    raised = raised or bool(_REFERENCE_CLASS.search(element.get("class") or ""))
    return raised and bool(_NUMBER.fullmatch(text))


def _beginning(element: Any) -> str:
    """The text of an element, as much of it as tells a mark from words."""
    return "".join(islice(element.itertext(), 9)).strip()


def _is_layout(table: Any) -> bool:
    """Whether a table only places things: it holds a table, or a cell of it holds paragraphs."""
    paragraphs = 0
    for inner in islice(table.iter("{*}table", "{*}td", "{*}th", "{*}p"), 1, None):
        name = tag(inner)
        paragraphs = paragraphs + 1 if name == "p" else 0
        if name == "table" or paragraphs >= _PARAGRAPHS_IN_CELL:
            return True
    return False


def _types(root: Any) -> frozenset[str]:
    """The types of the body and of an element that encloses everything in it."""
    element = next(root.iter("{*}body"), None)
    found: frozenset[str] = frozenset()
    for _ in range(4):
        if element is None:
            break
        found |= types(element)
        element = element[0] if len(element) == 1 else None
    return found
