"""The HTML of a message as text: a newsletter's cells in order, a letter's quotations marked as such."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from index.errors import ReadError
from index.readers import markup
from index.readers.decoding import clean
from index.readers.mail import facts, furniture
from index.readers.segments import Segment, segments

_LARGE = 3_000_000
"""Characters; of a page of more, which no newsletter is, the bare lines are taken."""
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-(?:height|width)\s*:\s*0(?![.\d]*[1-9])|"
    r"(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:!|;|$)",
    re.IGNORECASE,
)
_TINY = re.compile(r"(?<![\w-])font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|%)?\s*(?:!|;|$)", re.IGNORECASE)
_SIZED = re.compile(r"(?<![\w-])font(?:-size)?\s*:", re.IGNORECASE)
_PREVIEW = re.compile(
    r"pre-?header|preview-?text|templatePreheader|gmail_signature|moz-signature|(?:^|[\s_-])signature(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"footer|unsubscribe|(?:mcn)?(?:Follow|Share)Content|social-?(?:media|links?|icons?|follow|bar|block|buttons?)|disclaimer|view-?in-?browser",
    re.IGNORECASE,
)
_NAMED_SHARE = 0.25
"""A block with more of the words is no footer, whatever it is called."""
_MOST_MEASURED = 300
"""Blocks named so; letters have a dozen, and each has to be gone through."""
_CITED = re.compile(r"(?:^|\s)(?:gmail_quote|yahoo_quoted|moz-cite)(?:$|\s)")
_PADDING = re.compile("(?:[\u034f\u200b-\u200d\u2007\u00ad\ufeff\u2060][\\s\u00a0]*){3,}")
"""What fills the preview of a mail up, so that nothing of the letter shows there."""
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_BLOCKS_IN_CELL = ("table", "p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "img", "blockquote")
_CELL_WORDS = 12
"""Words; cells of more on average are columns of a page and no table."""
_ALL_LINK = 0.9
_PROSE = 10
_HEADLINE = (3, 30)
_SENTENCE_END = re.compile(r"[.!?:…。！？][\"'”’»)\]」]*$")


@dataclass(frozen=True, slots=True)
class Letter:
    """What the HTML of a message shows."""

    text: str
    """Paragraphs, a blank line between them; those of an earlier letter begin with "> " on every line."""
    captions: tuple[str, ...] = ()
    url: str | None = None
    """Where it can be read in a browser."""
    language: str | None = None


def read(source: str) -> Letter:
    """What is to be read in the HTML of a message: every cell, for layout is not to be told from content.

    Nothing is weighed as on a page of the web, where the article is the largest of many blocks: the stories
    of a newsletter are many small ones. Links that stand alone go, but for headlines of the text below.

    Raises:
        ReadError: It cannot be parsed.
    """
    source = markup.squeezed(source)
    tree = _parsed(source) if len(source) <= _LARGE else None
    if tree is None:
        return Letter("\n\n".join(map(clean, markup.bare_lines(source))))
    url, language = _browser_address(tree), tree.get("lang")
    _hide(tree)
    _unmake_tables(tree)
    page = segments(tree)
    captions = dict.fromkeys(one.text for one in page if one.kind == "caption")
    return Letter(
        text="\n\n".join(_paragraphs(_shown(page))),
        captions=tuple(captions),
        url=url,
        language=language[:2].lower() if language and re.match(r"[A-Za-z]{2}(?:-|$)", language) else None,
    )


def _parsed(source: str) -> Any:
    """The root, an lxml element; `None` where nothing or not all of it could be taken in."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        if re.search(r"\w", source):
            raise ReadError("broken HTML in it; save its text as plain text instead") from error
        return None
    too_deep = any("depth" in entry.message for entry in parser.error_log)
    return None if too_deep else tree


def _hide(tree: Any) -> None:
    """Make what no reader sees, and what is named as foot or signature, elements that are passed over."""
    everything, measured = _length(tree), 0
    for element in list(tree.iter("*")):
        if element.tag == "title":  # of a whole page that was put into another
            element.tag = "template"
        if element.tag in ("html", "body", "head") or not element.attrib:
            continue
        style = element.get("style") or ""
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            _HIDDEN.search(style)
            or (_TINY.search(style) and not _is_resized(element))
            or _PREVIEW.search(named)
        ):
            element.tag = "template"
        elif measured < _MOST_MEASURED and _NAMED.search(named):
            measured += 1
            if _length(element) <= _NAMED_SHARE * everything:
                element.tag = "template"


def _is_resized(element: Any) -> bool:
    """Whether something in an element sets its own size: cells are often set to none to close gaps."""
    return any(
        _SIZED.search(inner.get("style") or "") or inner.get("size") for inner in element.iterdescendants("*")
    )


def _length(element: Any) -> int:
    return sum(len(part.strip()) for part in element.itertext() if part)


def _unmake_tables(tree: Any) -> None:
    """Make blocks of tables that only place things."""
    data = {table for table in tree.iter("table") if _is_data(table)}
    for element in list(tree.iter(*_TABLE_PARTS)):
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table not in data:
            element.tag = "div"


def _is_data(table: Any) -> bool:
    """Whether a table holds figures or words in rows and columns."""
    if (
        table.get("role") in ("presentation", "none")
        or next(table.iterdescendants(*_BLOCKS_IN_CELL), None) is not None
    ):
        return False
    rows = [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter("td", "th")]
        for row in table.iter("tr")
    ]
    full = [row for row in rows if sum(bool(cell) for cell in row) >= 2]
    cells = [cell for row in full for cell in row]
    return len(full) >= 2 and sum(len(cell.split()) for cell in cells) <= _CELL_WORDS * len(cells)


def _browser_address(tree: Any) -> str | None:
    """Where a link to the letter on the web leads, if it leads there straight."""
    for link in tree.iter("a"):
        words = " ".join("".join(link.itertext()).split())
        if len(words) <= 100 and furniture.leads_to_browser(words):
            url = facts.plain_address((link.get("href") or "").strip())
            if url:
                return url
    return None


def _shown(page: Sequence[Segment]) -> list[Segment]:
    return [one for at, one in enumerate(page) if one.kind != "caption" and not _is_button(page, at)]


def _is_button(page: Sequence[Segment], at: int) -> bool:
    """Whether a block is nothing but a link: to a page, or to a story that is not told here."""
    one = page[at]
    if one.linked < _ALL_LINK or furniture.is_furniture(one.text):  # which says later where the foot begins
        return False
    if one.kind == "item":
        return True
    if one.size >= _PROSE and _SENTENCE_END.search(one.text):
        return False
    below = page[at + 1] if at + 1 < len(page) else None
    titles = (
        below is not None
        and below.linked < _ALL_LINK
        and (below.size >= _PROSE or bool(_SENTENCE_END.search(below.text)))
    )
    fewest = 1 if one.kind == "heading" else _HEADLINE[0]
    return not (titles and fewest <= one.size <= _HEADLINE[1])


def _paragraphs(kept: Sequence[Segment]) -> Iterator[str]:
    """Blocks as paragraphs: those of one list or table together, the quoted ones marked."""
    for (_, cited), run in groupby(
        kept, key=lambda one: (one.groups[0] if one.groups else one.element, _is_cited(one))
    ):
        together = list(run)
        text = (
            "\n".join(_lines(together)) if together[0].groups else "\n\n".join(one.text for one in together)
        )
        text = clean(_PADDING.sub(" ", text)).strip()
        if text:
            yield "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if cited else text


def _lines(together: Sequence[Segment]) -> Iterator[str]:
    for row, run in groupby(together, key=lambda one: one.row):
        texts = [" ".join(one.text.split()) for one in run]
        yield from [" | ".join(texts)] if row is not None else texts


def _is_cited(segment: Segment) -> bool:
    """Whether a block stands in what a reply quotes of an earlier letter."""
    return any(
        one.get("type") == "cite" or _CITED.search(one.get("class") or "")
        for one in (segment.element, *segment.element.iterancestors("blockquote"))
        if one.tag == "blockquote"
    )
