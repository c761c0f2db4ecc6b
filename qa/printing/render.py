"""Answers, passages and articles as lines of text for a terminal or a pipe."""

import os
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO
from urllib.parse import quote

from index.inventory import ArticleEntry
from index.outline import BETWEEN, Place
from index.records import Article
from qa.printing.also_in import also_in, versions
from qa.printing.controls import inert
from qa.printing.placing import below_title
from qa.records import Answer, Citation, Hit

WIDEST = 100
"""Columns; longer lines are hard to read."""
NEAREST = 3
"""Passages offered where the articles do not say."""


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


def sources(citations: Iterable[Citation], style: Style) -> str:
    """Return the citations of an answer with the exact words each rests on."""
    return "\n".join(line for citation in citations for line in _source(citation, style))


def _source(citation: Citation, style: Style) -> list[str]:
    hit = citation.hit
    return [
        _headline(hit, citation.place, style=style, mark=f"[{citation.n}] "),
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
        lines.append(_headline(hit, hit.place, style=style, mark="  "))
        lines.append(style.wrapped(textwrap.shorten(plain(hit.text), 200, placeholder=" …"), indent="    "))
    return "\n".join(lines)


def passages(hits: Sequence[Hit], style: Style) -> str:
    """Return ranked passages in full, with where they stand."""
    return "\n\n".join("\n".join(_passage(hit, style)) for hit in hits)


def _passage(hit: Hit, style: Style) -> list[str]:
    score = f"  {hit.score:.3f}"
    headline = _headline(hit, hit.place, style=style, mark=f"{hit.rank}. ", spare=len(score))
    return [
        headline + style.dim(score),
        *_words(hit, style, indent="   "),
        *_also_in(hit, style, indent="   "),
        f"   {style.dim(style.link(hit.path))} {style.dim(f'{hit.article} {hit.start}–{hit.end}')}",
    ]


def _words(hit: Hit, style: Style, *, indent: str) -> Iterator[str]:
    """Yield the words of a passage, on a terminal each heading in it on a line of its own."""
    at = hit.start
    for section in hit.sections if style.width else ():
        if section.start >= hit.start:
            if before := plain(hit.text[at - hit.start : section.start - hit.start]):
                yield style.wrapped(before, indent=indent)
            yield style.bold(style.wrapped(plain(section.title), indent=indent))
            at = section.end
    if rest := plain(hit.text[at - hit.start :]):
        yield style.wrapped(rest, indent=indent)


def article_line(entry: ArticleEntry, style: Style) -> str:
    """Return one article of a list in one line."""
    article = entry.article
    day = str(article.date) if article.date else "no date   "
    source = f" · {plain(article.source)}" if article.source else ""
    story = style.dim(f" · story {article.story}") if article.story else ""
    return f"{article.id}  {day}  {style.bold(plain(article.title))}{source}{story}"


def article_page(article: Article, style: Style, *, others: Sequence[Article] = ()) -> str:
    """Return a whole article as a reader sees it, with the other articles that tell its story named.

    On a terminal its paragraphs are numbered.
    """
    head = [style.bold(plain(article.title))]
    if article.standfirst:
        head.append(style.wrapped(plain(article.standfirst)))
    said = [", ".join(article.authors), article.source, article.section, _dated(article)]
    head.append(style.dim(" · ".join(plain(part) for part in said if part)))
    head.append(style.dim(style.link(article.url or article.path)))
    if others:
        head.append(style.wrapped(plain(f"one story with: {versions(others)}")))
    captions = [style.dim(style.wrapped(f"Picture: {plain(caption)}")) for caption in article.captions]
    return "\n".join([*head, "", *_paragraphs(article, style), *([""] if captions else []), *captions])


def _paragraphs(article: Article, style: Style) -> Iterator[str]:
    """Yield the lines of an article's text, on a terminal each paragraph's number before it."""
    paragraphs = article.text.split(BETWEEN)
    margin = 0 if style.width is None else len(str(len(paragraphs))) + 2
    headings = {heading.start for heading in article.headings}
    start = 0
    for number, paragraph in enumerate(paragraphs, 1):
        if number > 1:
            yield ""
        set_as = style.bold if start in headings else str
        lines = [style.wrapped(plain(line), indent=" " * margin) for line in paragraph.split("\n")]
        before = style.dim(f"{number:{margin - 2}}  ") if margin else ""
        yield "\n".join([before + set_as(lines[0][margin:]), *map(set_as, lines[1:])])
        start += len(paragraph) + len(BETWEEN)


def _dated(article: Article) -> str:
    if article.date is None:
        return "no date"
    return str(article.date) if article.date_from == "stated" else f"{article.date} ({article.date_from})"


def _headline(hit: Hit, place: Place, *, style: Style, mark: str, spare: int = 0) -> str:
    """Return the line that names an article and, where it has room, where in it something stands.

    Args:
        hit: The passage.
        place: Where it, or what is quoted of it, begins.
        style: Says how wide a line may be.
        mark: What the line begins with.
        spare: Characters to leave free at its end.
    """
    title, whence = plain(hit.title), _whence(hit)
    room = None if style.width is None else style.width - len(f"{mark}{title}{whence}") - spare
    return f"{mark}{style.bold(title)}{inert(below_title(place, room))}{whence}"


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
