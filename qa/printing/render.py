"""Answers, passages and articles as lines of text for a terminal or a pipe."""

import os
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import TextIO
from urllib.parse import quote

from index.inventory import ArticleEntry
from index.records import Article
from qa.printing.also_in import also_in, versions
from qa.records import Answer, Citation, Hit

WIDEST = 100
"""Columns; longer lines are hard to read."""
NEAREST = 3
"""Passages offered where the articles do not say."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Style:
    """How text is set: bold, dim and links on a terminal, plain elsewhere."""

    def __init__(self, *, terminal: bool, columns: int) -> None:
        self.width = min(columns, WIDEST) if terminal else None
        self._escapes = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._links = self._escapes

    def bold(self, text: str) -> str:
        """Return text in bold."""
        return f"\x1b[1m{text}\x1b[0m" if self._escapes else text

    def dim(self, text: str) -> str:
        """Return text that steps back."""
        return f"\x1b[2m{text}\x1b[0m" if self._escapes else text

    def link(self, path: str) -> str:
        """Return a path or address that can be opened from terminals that know OSC 8."""
        shown = inert(path)
        if not self._links:
            return shown
        address = path if "://" in path else f"file://{quote(path)}"
        return f"\x1b]8;;{inert(address)}\x1b\\{shown}\x1b]8;;\x1b\\"

    def wrapped(self, text: str, *, indent: str = "", first: str | None = None) -> str:
        """Return text in lines that fit the terminal, or in one line elsewhere.

        Args:
            text: Without escapes.
            indent: What every line begins with.
            first: What the first one begins with instead.
        """
        first = indent if first is None else first
        if self.width is None:
            return first + text
        return textwrap.fill(
            text, self.width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False
        )

    def cut(self, text: str) -> str:
        """Return text that is one line on the terminal, "…" for what has no room, or as it is elsewhere."""
        return text if self.width is None or len(text) <= self.width else f"{text[: self.width - 1]}…"


def style_of(stream: TextIO) -> Style:
    """Return the style for what is printed to a stream."""
    return Style(terminal=stream.isatty(), columns=shutil.get_terminal_size().columns)


def plain(text: str) -> str:
    """Return text from an article in one line, without what a terminal would obey."""
    return inert(" ".join(text.split()))


def inert(text: str) -> str:
    """Return text as it is but for what a terminal would obey: control characters, line ends, overrides."""
    return _CONTROLS.sub("", text)


def sources(citations: Iterable[Citation], style: Style) -> str:
    """Return the citations of an answer with the exact words each rests on."""
    return "\n".join(line for citation in citations for line in _source(citation, style))


def _source(citation: Citation, style: Style) -> list[str]:
    hit = citation.hit
    return [
        f"[{citation.n}] {style.bold(plain(hit.title))}{_whence(hit)}",
        style.wrapped(plain(citation.quotation), indent="    "),
        *_also_in(hit, style, indent="    "),
        f"    {style.dim(style.link(hit.path))}",
    ]


def _also_in(hit: Hit, style: Style, *, indent: str) -> list[str]:
    """Return the line that names other articles which say the same, where there are any."""
    others = also_in(hit)
    return [style.wrapped(f"also in: {plain(others)}", indent=indent)] if others else []


def shown(answer: Answer) -> tuple[Hit, ...]:
    """Return the hits that are shown with an answer: those it cites, else the nearest."""
    if answer.abstained:
        return answer.hits[:NEAREST]
    return tuple(citation.hit for citation in answer.citations)


def nearest(answer: Answer, style: Style) -> str:
    """Return what is offered where the articles do not say: the nearest passages."""
    if not answer.hits:
        return "The library holds nothing like it."
    lines = ["Nearest passages:"]
    for hit in shown(answer):
        lines.append(f"  {style.bold(plain(hit.title))}{_whence(hit)}")
        lines.append(style.wrapped(textwrap.shorten(plain(hit.text), 200, placeholder=" …"), indent="    "))
    return "\n".join(lines)


def passages(hits: Sequence[Hit], style: Style) -> str:
    """Return ranked passages in full, with where they stand."""
    return "\n\n".join("\n".join(_passage(hit, style)) for hit in hits)


def _passage(hit: Hit, style: Style) -> list[str]:
    return [
        f"{hit.rank}. {style.bold(plain(hit.title))}{_whence(hit)}  {style.dim(f'{hit.score:.3f}')}",
        style.wrapped(plain(hit.text), indent="   "),
        *_also_in(hit, style, indent="   "),
        f"   {style.dim(style.link(hit.path))} {style.dim(f'{hit.article} {hit.start}–{hit.end}')}",
    ]


def article_line(entry: ArticleEntry, style: Style) -> str:
    """Return one article of a list in one line."""
    article = entry.article
    day = str(article.date) if article.date else "no date   "
    source = f" · {plain(article.source)}" if article.source else ""
    story = style.dim(f" · story {article.story}") if article.story else ""
    return f"{article.id}  {day}  {style.bold(plain(article.title))}{source}{story}"


def article_page(article: Article, style: Style, *, others: Sequence[Article] = ()) -> str:
    """Return a whole article as a reader sees it, with the other articles that tell its story named."""
    head = [style.bold(plain(article.title))]
    if article.standfirst:
        head.append(style.wrapped(plain(article.standfirst)))
    said = [", ".join(article.authors), article.source, article.section, _dated(article)]
    head.append(style.dim(" · ".join(plain(part) for part in said if part)))
    head.append(style.dim(style.link(article.url or article.path)))
    if others:
        head.append(style.wrapped(plain(f"one story with: {versions(others)}")))
    body = [style.wrapped(plain(line)) if line.strip() else "" for line in article.text.split("\n")]
    captions = [style.dim(style.wrapped(f"Picture: {plain(caption)}")) for caption in article.captions]
    return "\n".join([*head, "", *body, *([""] if captions else []), *captions])


def _dated(article: Article) -> str:
    if article.date is None:
        return "no date"
    return str(article.date) if article.date_from == "stated" else f"{article.date} ({article.date_from})"


def _whence(hit: Hit) -> str:
    day = str(hit.date) if hit.date else "no date"
    return "".join(f" · {plain(part)}" for part in (hit.source, day) if part)


def size(octets: int) -> str:
    """Return a number of bytes as people say it."""
    amount = float(octets)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
