"""Checked sentences as Markdown, each with its sign in the margin and marks that can be clicked."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.message import Message
from textual.widgets import Markdown
from textual.widgets._markdown import MarkdownUnorderedListItem  # chooses its bullet; not exported

from qa.records import Citation, Sentence
from qa.tui.plain import one_line
from qa.tui.wording import SIGNS

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_STRUCTURE = re.compile(r"([\\\[\]<>&])")
_LIST_MARKER = re.compile(r"^(?:[-+*•]\s+)+")
_ORDINAL = re.compile(r"^(\d+)([.)])")
_LAST_MARKS = re.compile(r"(?:\s*\[\d+\])+\s*$")
_MARK = re.compile(r"\\\[(\d+)\\\]")
_BULLETS = {"written": "-", "quoted": "+", "checking": "*"}
_END = "\n\n---\n"
"""A rule, which is not displayed: what stands before it is not read again when a sentence is added."""
_SIGN_OF_BULLET = {"-": SIGNS["written"], "+": SIGNS["quoted"], "*": "…"}


def parser() -> MarkdownIt:
    """Return a parser that knows lists, rules, emphasis, code and links, and leaves all else as text.

    Headings, images, HTML and bare addresses stay the characters they are.
    """
    rules = ["list", "hr", "emphasis", "backticks", "escape", "link"]
    return MarkdownIt("zero").enable(rules)


def written_markdown(sentence: Sentence) -> str:
    """Return a list item of Markdown for a checked sentence.

    A sentence the model wrote keeps its emphasis; a quoted one is shown character by character.
    Marks become links to `#n`; there is no other way to a link.
    """
    text = one_line(sentence.text)
    if sentence.origin == "quoted":
        return _quoted(text, sentence.marks, bullet=_BULLETS["quoted"])
    text = _STRUCTURE.sub(r"\\\1", _LIST_MARKER.sub("", text))
    text = _ORDINAL.sub(r"\1\\\2", text)
    return f"{_BULLETS['written']} {_linked(text, sentence.marks)}{_END}"


def evidence_markdown(citation: Citation) -> str:
    """Return a list item of Markdown for evidence that is still being checked."""
    return _quoted(
        f"{one_line(citation.quotation)} [{citation.n}]", (citation.n,), bullet=_BULLETS["checking"]
    )


def _quoted(text: str, marks: tuple[int, ...], *, bullet: str) -> str:
    found = _LAST_MARKS.search(text)
    words, tail = (text[: found.start()], found.group().strip()) if found else (text, "")
    if not any(mark in words for mark in '“”"'):
        words = f"“{words}”"
    literal, linked = (_PUNCTUATION.sub(r"\\\1", part) for part in (words, tail))
    return f"{bullet} {literal} {_linked(linked, marks)}{_END}"


def _linked(text: str, marks: tuple[int, ...]) -> str:
    def link(found: re.Match[str]) -> str:
        return f"[{found.group()}](#{found[1]})" if int(found[1]) in marks else found.group()

    return _MARK.sub(link, text)


class _SignedItem(MarkdownUnorderedListItem):
    """A list item whose bullet is the sign of its sentence."""

    def __init__(self, markdown: Markdown, token: Token, bullet: str) -> None:
        super().__init__(markdown, token, f"{_SIGN_OF_BULLET.get(token.markup, bullet)} ")


class Sentences(Markdown):
    """Sentences under each other, in the order they were checked."""

    BLOCKS = Markdown.BLOCKS | {"list_item_unordered_open": _SignedItem}

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
