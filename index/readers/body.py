"""The body of an article that was handed over by itself, as text or as HTML: every paragraph is kept."""

import html
import re

from index.readers import furniture, head, plain, pullquotes, xhtml
from index.readers.blocks import blocks, join, paragraphs
from index.readers.decoding import clean
from index.readers.draft import Draft
from index.readers.ebook import text as epub_text
from index.readers.headings import Paragraph, placed

_INLINE = r"a|abbr|b|cite|code|em|font|i|img|mark|q|s|small|span|strong|sub|sup|u|wbr"
_BLOCK = (
    r"p|div|br|li|[uo]l|h[1-6]|blockquote|table|tr|td|figure|section|article|main|html|body|pre|hr|header|dl"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}|script|style)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;/(?:{_BLOCK}|{_INLINE})&gt;|&lt;br ?/?&gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,20});")
_TOP = 8
"""Paragraphs in which a body may still repeat its title, byline and date."""


def read(value: str, title: str | None) -> Draft:
    """The article whose body is `value`, with what the first lines of it say about it.

    Nothing is sought in it or weighed, as on a whole page: what was handed over as the body is the body.

    Args:
        value: HTML, a fragment of it, or text.
        title: As known from elsewhere, else `None`; then the first line may be it.

    Raises:
        ReadError: It is HTML that is too large or nests too deeply.
    """
    text = clean(value)
    if _ESCAPED_TAG.search(text) and not _BLOCK_TAG.search(text):
        text = html.unescape(text)
    captions: tuple[str, ...] = ()
    found: list[Paragraph] = []
    if _BLOCK_TAG.search(text):
        found, captions = _told(text)
        told = [paragraph.text for paragraph in found]
        top = head.parse([part.replace("\n", " ") for part in told[:_TOP]], title or None)
        told = pullquotes.without_repetitions(told[top.used :])
    else:
        parts = blocks(_without_inline(text))
        top = head.parse([line for block in parts for line in block], title or None)
        told = paragraphs(plain.without_first(parts, top.used))
    kept = furniture.without(told)
    return Draft(
        text=join(kept),
        title=top.title,
        standfirst=top.standfirst,
        authors=top.authors,
        source=top.source,
        section=top.section,
        date=top.date,
        date_from="stated" if top.date else None,
        language=top.language,
        url=top.url,
        captions=captions,
        headings=placed(kept, found),
    )


def line(value: str) -> str | None:
    """`value` as one line, such as a title that may hold tags and entities; `None` where nothing is left."""
    for _ in range(2):  # some escape what is escaped already
        value = _BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", value)) if "<" in value else value
        value = html.unescape(value) if _ENTITY.search(value) else value
    return " ".join(clean(value).split()) or None


def _without_inline(text: str) -> str:
    """Text that has perhaps a link or a word in bold in it, but lines for paragraphs."""
    text = _INLINE_TAG.sub("", text) if "<" in text else text
    return clean(html.unescape(text)) if _ENTITY.search(text) else text


def _told(markup: str) -> tuple[list[Paragraph], tuple[str, ...]]:
    """The paragraphs of HTML and its captions."""
    found = epub_text.read(xhtml.page(f"<html><body>{markup}</body></html>".encode(), "its text")).blocks
    captions = dict.fromkeys(clean(block.text) for block in found if block.kind == "caption")
    told = [Paragraph(clean(block.text), block.level) for block in found if block.kind != "caption"]
    return told, tuple(captions)
