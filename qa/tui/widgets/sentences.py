"""Checked sentences under each other, each with its sign in the margin and marks that can be clicked."""

import re
from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.message import Message
from textual.style import Style

from qa.printing.replaced import replaced_line
from qa.printing.signs import SIGNS
from qa.records import Citation, Sentence
from qa.tui.plain import one_line
from qa.tui.widgets.hung import Hung
from qa.tui.widgets.laid_out_once import Column, Words

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


class SentenceLine(Hung):
    """One sentence."""

    class MarkClicked(Message):
        """A mark was clicked."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(self, sign: str, words: Content, *, colour: str, classes: str = "") -> None:
        """Show words behind a sign, which has a colour that the theme names, or "" for that of the words."""
        super().__init__(Content.styled(sign, colour), words, columns=_COLUMNS, classes=classes)

    def action_mark(self, n: int) -> None:
        """Say which mark was clicked."""
        self.post_message(self.MarkClicked(n))


class Replaced(Words):
    """What the model wrote where it did not hold; seen only when asked for."""


class Sentences(Column):
    """Sentences in the order they came, or evidence in that of its numbers."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._evidence: dict[int, SentenceLine] = {}

    async def add(self, *sentences: Sentence) -> None:
        """Show checked sentences under the others."""
        await self.mount(*(line for sentence in sentences for line in _lines(sentence)))

    async def show_evidence(self, citations: Iterable[Citation]) -> None:
        """Show evidence that is still being checked."""
        self._evidence = {citation.n: _evidence_line(citation) for citation in citations}
        await self.mount(*self._evidence.values())

    async def drop_evidence(self, numbers: Iterable[int]) -> None:
        """Show evidence of these numbers no more."""
        gone = [self._evidence.pop(n) for n in numbers if n in self._evidence]
        if gone:
            await self.remove_children(gone)

    async def clear(self) -> None:
        """Show no evidence any more."""
        await self.drop_evidence(list(self._evidence))


def _lines(sentence: Sentence) -> list[Words]:
    """Return a checked sentence, and below it what the model wrote in its place, if anything."""
    said = replaced_line(sentence)
    classes = "-replaced" if said else ""
    sign, words = SIGNS[sentence.origin], sentence_content(sentence)
    line = SentenceLine(sign, words, colour="$text-accent", classes=classes)
    return [line, Replaced(one_line(said), markup=False)] if said else [line]


def _evidence_line(citation: Citation) -> SentenceLine:
    return SentenceLine(_CHECKING, evidence_content(citation), colour="")
