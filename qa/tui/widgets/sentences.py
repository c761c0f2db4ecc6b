"""Checked sentences as Markdown, each with its sign in the margin and marks that can be clicked."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from textual.message import Message
from textual.widgets import Markdown
from textual.widgets._markdown import (  # one chooses its bullet, one is hidden by itself; not exported
    MarkdownBlockQuote,
    MarkdownUnorderedListItem,
)

from qa.printing.replaced import replaced_line
from qa.printing.signs import SIGNS
from qa.records import Citation, Sentence
from qa.tui.plain import one_line

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_STRUCTURE = re.compile(r"([\\\[\]<>&])")
_LIST_MARKER = re.compile(r"^(?:[-+*•]\s+)+")
_LAST_MARKS = re.compile(r"(?:\s*\[\d+\])+\s*$")
_MARK = re.compile(r"\\\[(\d+)\\\]")
_END = "\n\n---\n"
"""A rule, which is not displayed: what stands before it is not read again when a sentence is added."""
_CHECKING = "…"
"""The sign of evidence that no sentence stands for yet."""


def parser() -> MarkdownIt:
    """Return a parser that knows lists, rules, block quotes, emphasis, code and links, all else being text.

    Headings, images, HTML and bare addresses stay the characters they are. The first character of a
    list item is its sign, and no part of its text.
    """
    rules = ["list", "hr", "blockquote", "emphasis", "backticks", "escape", "link"]
    found = MarkdownIt("zero").enable(rules)
    found.core.ruler.after("block", "signs", _take_signs)
    return found


def _take_signs(state: StateCore) -> None:
    for item, text in zip(state.tokens, state.tokens[2:], strict=False):
        if item.type == "list_item_open" and text.type == "inline":
            item.markup, text.content = text.content[:1], text.content[2:]


def written_markdown(sentence: Sentence) -> str:
    """Return a list item of Markdown for a checked sentence.

    A sentence the model wrote keeps its emphasis; what the program put there is shown character by
    character. Marks become links to `#n`; there is no other way to a link. What the model wrote and
    is not shown follows in a block quote.
    """
    text = one_line(sentence.text)
    if sentence.origin == "quoted":
        shown = _quoted(text, sentence.marks)
    elif sentence.origin == "compared":
        shown = _linked(_PUNCTUATION.sub(r"\\\1", text), sentence.marks)
    else:
        shown = _linked(_STRUCTURE.sub(r"\\\1", _LIST_MARKER.sub("", text)), sentence.marks)
    line = replaced_line(sentence)
    below = "\n  > " + _PUNCTUATION.sub(r"\\\1", one_line(line)) if line else ""
    return f"- {SIGNS[sentence.origin]} {shown}{below}{_END}"


def evidence_markdown(citation: Citation) -> str:
    """Return a list item of Markdown for evidence that is still being checked."""
    shown = _quoted(f"{one_line(citation.quotation)} [{citation.n}]", (citation.n,))
    return f"- {_CHECKING} {shown}{_END}"


def _quoted(text: str, marks: tuple[int, ...]) -> str:
    found = _LAST_MARKS.search(text)
    words, tail = (text[: found.start()], found.group().strip()) if found else (text, "")
    if not any(mark in words for mark in '“”"'):
        words = f"“{words}”"
    literal, linked = (_PUNCTUATION.sub(r"\\\1", part) for part in (words, tail))
    return f"{literal} {_linked(linked, marks)}"


def _linked(text: str, marks: tuple[int, ...]) -> str:
    def link(found: re.Match[str]) -> str:
        return f"[{found.group()}](#{found[1]})" if int(found[1]) in marks else found.group()

    return _MARK.sub(link, text)


class _SignedItem(MarkdownUnorderedListItem):
    """A list item whose bullet is the sign of its sentence."""

    def __init__(self, markdown: Markdown, token: Token, _bullet: str) -> None:
        super().__init__(markdown, token, f"{token.markup} ")


class Replaced(MarkdownBlockQuote):
    """What the model wrote where it did not hold; seen only when asked for."""


class Sentences(Markdown):
    """Sentences under each other, in the order they were checked."""

    BLOCKS = Markdown.BLOCKS | {"list_item_unordered_open": _SignedItem, "blockquote_open": Replaced}

    class MarkClicked(Message):
        """A mark was clicked."""

        def __init__(self, sentences: "Sentences", n: int) -> None:
            super().__init__()
            self.sentences = sentences
            self.n = n

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes, parser_factory=parser, open_links=False)

    async def add(self, sentence: Sentence) -> None:
        """Show one more checked sentence under the others."""
        await self.append(written_markdown(sentence))

    async def show_evidence(self, citations: Iterable[Citation]) -> None:
        """Show quotations instead of what is there."""
        await self.update("".join(evidence_markdown(citation) for citation in citations))

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Turn a click on a mark into its number; nothing else is a link."""
        event.stop()
        number = event.href.removeprefix("#")
        if number.isdecimal():
            self.post_message(self.MarkClicked(self, int(number)))
