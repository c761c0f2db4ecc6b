"""HTML: the article found among menus and notices, by trafilatura, and what the page says about it."""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from typing import Any

from index.errors import ReadError
from index.readers import bylines, dates, furniture, head, layout, page, pullquotes
from index.readers.blocks import join, words
from index.readers.draft import Draft
from index.readers.head import Head
from index.readers.page import Page

_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer")
_BLOCKS = frozenset(
    {"p", "head", "quote", "list", "table", "code", "ab", "div", "figure", "fw", "item", "row"}
)
_TOP = 8
"""Paragraphs in which a page may still repeat its title, byline and date."""


def read(text: str) -> Draft:
    """The article of a page.

    Raises:
        ReadError: The page cannot be parsed, or holds no article.
    """
    _quieten()
    try:
        tree, document = _extracted(text)
    except Exception as error:  # trafilatura documents no errors and raises many on broken pages
        raise ReadError(
            f"broken HTML ({type(error).__name__}); save its text as plain text instead"
        ) from error
    if tree is None:
        raise ReadError("no HTML page in it; save its text as plain text instead")
    body = document.body if document is not None else None
    return _draft(
        (_paragraphs(body) if body is not None else []) or _all_text(text), page.read(tree), document
    )


def _quieten() -> None:
    """Keep the libraries' warnings off stderr, where an application that set up logging still gets them."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _extracted(text: str) -> tuple[Any, Any]:
    """The parsed page and trafilatura's document; either is `None` where there is none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG
    from trafilatura.utils import load_html

    tree = load_html(text) if re.search(r"<[A-Za-z!/]", text) else None
    if tree is None:
        tree = load_html(f"<html><body><div>{text}</div></body></html>")
    if tree is None:
        return None, None
    document = bare_extraction(
        layout.simplified(tree),
        include_comments=False,
        include_formatting=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
        config=DEFAULT_CONFIG,
    )
    return tree, document


def _all_text(text: str) -> list[str]:
    """The words of a page too short or too odd for extraction, without its scripts and menus."""
    from trafilatura import baseline

    _, found, _ = baseline(text)
    return [line.strip() for line in found.split("\n") if line.strip()]


def _draft(paragraphs: list[str], about: Page, document: Any) -> Draft:
    title = about.title or (document.title if document is not None else None)
    paragraphs, top = _without_top(paragraphs, title, about)
    captions = {words(caption) for caption in about.captions}
    kept = [part for part in furniture.without(paragraphs) if words(part) not in captions]
    kept = pullquotes.without_repetitions(kept)
    found, origin = about.date, about.date_from
    if found is None or (origin == "address" and top.date):
        found, origin = (
            (top.date, "stated") if top.date else (found or _guessed_date(document), origin or "metadata")
        )
    return Draft(
        text=join(kept),
        title=title,
        standfirst=_standfirst(about, top, kept),
        authors=about.authors or top.authors or _guessed_authors(document),
        source=about.source or top.source or (document.sitename if document is not None else None),
        section=about.section or top.section,
        date=found,
        date_from=origin,
        language=about.language,
        url=about.url,
        captions=about.captions,
    )


def _without_top(paragraphs: list[str], title: str | None, about: Page) -> tuple[list[str], Head]:
    """Paragraphs without title, standfirst, byline and date lines at their top, and what those say."""
    shown = {words(part) for part in (title, about.dek) if part}
    first = [part for part in paragraphs[:_TOP] if words(part) not in shown]
    lines = [*first, *paragraphs[_TOP:]]
    top = head.parse([line.replace("\n", " ") for line in lines[:_TOP]], title or "")
    return lines[top.used :], top


def _standfirst(about: Page, top: Head, paragraphs: list[str]) -> str | None:
    """The standfirst, but no description that only begins the body over again."""
    if about.dek:
        return about.dek
    if top.standfirst:
        return top.standfirst
    described = words(about.standfirst or "")
    opening = words(" ".join(paragraphs[:3]))
    repeated = described[:8] == opening[:8] or described == words(about.title or "")
    return about.standfirst if described and not repeated else None


def _guessed_authors(document: Any) -> tuple[str, ...]:
    named = document.author if document is not None else None
    return bylines.authors_of(named) if named else ()


def _guessed_date(document: Any) -> dt.date | None:
    return dates.parse(document.date) if document is not None else None


def _paragraphs(body: Any) -> list[str]:
    """The blocks of trafilatura's tree as plain text: rows and items are lines of one paragraph."""
    found: list[str] = []
    for block in _blocks(body):
        found += [part for part in (_tidy(part) for part in re.split(r"\n\s*\n", block)) if part]
    return found


def _blocks(element: Any) -> Iterator[str]:
    """The text of each block in `element`, and of the text between blocks."""
    loose = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield loose
            loose = child.tail or ""
            yield from _block(child)
        else:
            loose += _inline(child) + (child.tail or "")
    yield loose


def _block(element: Any) -> Iterator[str]:
    if element.tag == "list":
        yield "\n".join(_items(element))
    elif element.tag == "table":
        rows = (
            " | ".join(filter(None, (_flat(cell) for cell in row.iter("cell"))))
            for row in element.iter("row")
        )
        yield "\n".join(row for row in rows if row)
    elif element.tag == "code":
        yield _inline(element)
    else:
        yield from _blocks(element)


def _items(element: Any) -> Iterator[str]:
    for item in element.iter("item"):
        text = item.text or ""
        for child in item:
            text += (" " if child.tag == "list" else _inline(child)) + (child.tail or "")
        if text.strip():
            yield " ".join(text.split())


def _inline(element: Any) -> str:
    if element.tag == "lb":
        return "\n"
    if element.tag == "graphic" or not isinstance(element.tag, str):
        return ""
    return (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)


def _flat(element: Any) -> str:
    return " ".join(_inline(element).split())


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
