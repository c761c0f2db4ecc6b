"""Markdown as the words a reader sees: no hashes, stars, link targets or tags."""

import html
import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr|blockquote|figcaption)>", re.IGNORECASE)
_NOTE = re.compile(r"\[\^[\w-]+\]:?\s?")


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list or table."""

    lines: list[str]
    """As the author broke them; a paragraph's are joined by spaces for reading."""
    kind: str
    """"p", "heading1" to "heading6", "list", "table" or "code"."""
    emphasised: bool = False
    """Whether all of it is set in italics or bold."""

    @property
    def level(self) -> int:
        """That of a heading, from 1; 0 for any other block."""
        return int(self.kind[-1]) if self.kind.startswith("heading") else 0

    @property
    def text(self) -> str:
        """The block as it stands in the body."""
        return " ".join(self.lines) if self.kind == "p" else "\n".join(self.lines)


@dataclass(slots=True)
class _State:
    blocks: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    """The number of the next item for each open list; `None` for bullets."""
    marker: str = ""
    row: list[str] | None = None
    kind: str = "p"


def blocks(text: str) -> tuple[list[Block], list[str]]:
    """The blocks of a Markdown text, and the descriptions of its images."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    state = _State()
    for token in parser.parse(text):
        _take(state, token)
    return [block for block in state.blocks if block.text.strip()], state.captions


def _take(state: _State, token: Token) -> None:
    match token.type:
        case "heading_open":
            state.kind = f"heading{token.tag[1:]}"
        case "heading_close":
            state.kind = "p"
        case "inline":
            _inline(state, token)
        case "code_block" | "fence":
            state.blocks.append(Block(token.content.rstrip("\n").split("\n"), "code"))
        case "html_block":
            _html(state, token.content)
        case _:
            _structure(state, token)


def _structure(state: _State, token: Token) -> None:
    match token.type:
        case "bullet_list_open" | "ordered_list_open":
            ordered = token.type.startswith("ordered")
            if not state.lists:
                state.blocks.append(Block([], "list"))
            state.lists.append(int(token.attrs.get("start", 1)) if ordered else None)
        case "bullet_list_close" | "ordered_list_close":
            state.lists.pop()
        case "list_item_open":
            number = state.lists[-1]
            state.marker = f"{number}. " if number is not None else ""
            state.lists[-1] = None if number is None else number + 1
        case "table_open":
            state.blocks.append(Block([], "table"))
        case "tr_open":
            state.row = []
        case "tr_close":
            state.blocks[-1].lines.append(" | ".join(cell for cell in state.row or [] if cell))
            state.row = None


def _inline(state: _State, token: Token) -> None:
    children = token.children or []
    lines = [" ".join(line.split()) for line in _text(children).split("\n")]
    pictures = [child.content.strip() for child in children if child.type == "image"]
    state.captions += [picture for picture in pictures if picture]
    lines = [line for line in lines if line]
    if state.row is not None:
        state.row.append(" ".join(lines))
    elif lines and state.lists:
        if state.blocks[-1].kind != "list":
            state.blocks.append(Block([], "list"))
        state.blocks[-1].lines.append(state.marker + " ".join(lines))
        state.marker = ""
    elif lines:
        state.blocks.append(Block(lines, state.kind, emphasised=_is_emphasised(children)))


def _text(children: list[Token]) -> str:
    parts: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if _BREAK.match(child.content) else "")
        elif child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
    return _NOTE.sub("", "".join(parts))


def _is_emphasised(children: list[Token]) -> bool:
    """Whether one pair of emphasis marks encloses everything."""
    shown = [child for child in children if child.type != "text" or child.content.strip()]
    if len(shown) < 3 or not re.match(r"(?:em|strong)_open", shown[0].type):
        return False
    closing = shown[0].type.replace("open", "close")
    level = shown[0].level
    ends = [at for at, child in enumerate(shown) if child.type == closing and child.level == level]
    return bool(ends) and ends[0] == len(shown) - 1


def _html(state: _State, content: str) -> None:
    plain = html.unescape(_TAG.sub("", _BREAK.sub("\n\n", content)))
    for part in re.split(r"\n\s*\n", plain):
        lines = [" ".join(line.split()) for line in part.split("\n") if line.strip()]
        if lines:
            state.blocks.append(Block(lines, "p"))
