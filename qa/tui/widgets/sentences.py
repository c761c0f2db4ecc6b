"""Checked sentences, each with its sign in the margin and marks that can be clicked."""

import re
from collections.abc import Sequence

from textual.content import Content
from textual.style import Style

from qa.printing.replaced import replaced_line
from qa.printing.signs import SIGNS
from qa.records import Citation, Sentence
from qa.tui.plain import one_line
from qa.tui.widgets.blocks import Block

_LIST_MARKER = re.compile(r"^(?:[-+*•]\s+)+")
_LAST_MARKS = re.compile(r"(?:\s*\[\d+\])+\s*$")
_MARK = re.compile(r"\[(\d+)\]")
_CHECKING = "…"
"""The sign of evidence that no sentence stands for yet."""
_EMPHASISING = frozenset("*_`")
_EMPHASIS = {"em_open": "italic", "strong_open": "bold"}
_COLUMNS = 2
"""Of a sign and the space after it."""


def sentence_content(sentence: Sentence) -> Content:
    """Return the words of a checked sentence, its marks as ways to their sources.

    A sentence the model wrote keeps its emphasis, and headings, images, links and HTML stay the
    characters they are; what the program put there is shown to the letter.
    """
    text = one_line(sentence.text)
    if sentence.origin == "quoted":
        return _quoted(text, sentence.marks)
    words = Content(text) if sentence.origin == "compared" else _emphasised(_LIST_MARKER.sub("", text))
    return _linked(words, sentence.marks)


def evidence_content(citation: Citation) -> Content:
    """Return evidence that is still being checked, its mark as the way to its source."""
    return _quoted(f"{one_line(citation.quotation)} [{citation.n}]", (citation.n,))


def _quoted(text: str, marks: Sequence[int]) -> Content:
    """Return a quotation in quotation marks, which it has or is given; only what follows it are its marks."""
    found = _LAST_MARKS.search(text)
    words, tail = (text[: found.start()], found.group().strip()) if found else (text, "")
    if not any(mark in words for mark in '“”"'):
        words = f"“{words}”"
    return Content.assemble(words, " " if tail else "", _linked(Content(tail), marks))


def _emphasised(text: str) -> Content:
    """Return a text with what Markdown emphasises in it."""
    if _EMPHASISING.isdisjoint(text):
        return Content(text)
    from markdown_it import MarkdownIt  # which few sentences wait for

    (line,) = MarkdownIt("zero").enable(["emphasis", "backticks"]).parseInline(text)
    parts: list[tuple[str, str]] = []
    styles: list[str] = []
    for token in line.children or []:
        if token.nesting > 0:
            styles.append(_EMPHASIS[token.type])
        elif token.nesting < 0:
            styles.pop()
        else:
            parts.append((token.content, " ".join(styles) or ("bold" if token.type == "code_inline" else "")))
    return Content.assemble(*parts)


def _linked(content: Content, marks: Sequence[int]) -> Content:
    """Return the words with those marks that are a sentence's own to be clicked."""
    own = set(map(str, marks))
    for found in _MARK.finditer(content.plain):
        if found[1] in own:
            content = content.stylize(Style.from_meta({"@click": f"mark({found[1]})"}), *found.span())
    return content


def sentence_block(sentence: Sentence) -> Block:
    """Return a checked sentence behind the sign of how it was come by."""
    sign = Content.styled(SIGNS[sentence.origin], "$text-accent")
    return Block(sentence_content(sentence), sign, _COLUMNS)


def replaced_block(sentence: Sentence) -> Block | None:
    """Return what the model wrote where a sentence stands, seen only when asked for; `None` for nothing."""
    said = replaced_line(sentence)
    return Block(Content(one_line(said)), columns=_COLUMNS, is_muted=True) if said else None


def evidence_block(citation: Citation) -> Block:
    """Return evidence that is still being checked."""
    return Block(evidence_content(citation), Content(_CHECKING), _COLUMNS, is_muted=True)
