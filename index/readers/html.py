"""HTML: the article found among menus and notices, by trafilatura, and what the page says about it."""

import datetime as dt
import logging
import re
from copy import deepcopy
from typing import Any

from index.errors import ReadError
from index.readers import article, dates, furniture, head, layout, markup, notices, page, pullquotes
from index.readers.blocks import join, words
from index.readers.draft import Draft
from index.readers.head import Head
from index.readers.headings import Paragraph, placed
from index.readers.page import Page
from index.readers.segments import segments

_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer")
_LARGE = 1_500_000
"""Characters; a page of more is taken as it is, for looking for the article in it takes minutes."""
_LARGEST = 10_000_000
"""Characters without scripts; a page of so many takes ten seconds."""
_MANY_PARAGRAPHS = 400
"""Of a longer text not each paragraph is looked at for being a notice."""
_TOP = 8
"""Paragraphs in which a page may still repeat its title, byline and date."""


def read(text: str) -> Draft:
    """The article of a page.

    Raises:
        ReadError: The page cannot be parsed, holds no article, or only a notice in one's place.
    """
    _quieten()
    source = markup.squeezed(text)
    if len(source) > _LARGEST:
        raise ReadError(
            f"too large for one page ({len(source) / 1e6:.0f} million characters, at most "
            f"{_LARGEST // 1_000_000}); split it into its articles"
        )
    try:
        tree = _parsed(source)
        shown = layout.simplified(tree) if tree is not None else None
        document = _document(shown) if shown is not None and len(source) <= _LARGE else None
    except Exception as error:  # trafilatura documents no errors and raises many on broken pages
        raise ReadError(
            f"broken HTML ({type(error).__name__}); save its text as plain text instead"
        ) from error
    if tree is None:
        raise ReadError("no HTML page in it; save its text as plain text instead")
    draft = _draft(_paragraphs(source, shown, document), page.read(tree), document)
    if not draft.text and next(tree.iter("frameset", "iframe"), None) is not None:
        raise ReadError("a page of frames without text of its own; save the frame that shows the article")
    return draft


def _quieten() -> None:
    """Keep the libraries' warnings off stderr, where an application that set up logging still gets them."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _parsed(source: str) -> Any:
    """The page's root, an lxml element; `None` where there is no page in it."""
    from trafilatura.utils import load_html

    tree = load_html(source) if re.search(r"<[A-Za-z!/]", source) else None
    return tree if tree is not None else load_html(f"<html><body><div>{source}</div></body></html>")


def _document(tree: Any) -> Any:
    """What trafilatura finds on a page; `None` where it finds nothing."""
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG

    return bare_extraction(
        deepcopy(tree),
        include_comments=False,
        include_formatting=False,
        favor_precision=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
        config=DEFAULT_CONFIG,
    )


def _paragraphs(source: str, tree: Any, document: Any) -> list[Paragraph]:
    """The article as its paragraphs: what was found, as the page shows it, or else whatever can be read."""
    if len(source) > _LARGE:
        return article.prose(segments(tree)) or _too_deep(source)
    found = (document.text if document is not None else None) or ""
    kept = article.paragraphs(segments(tree), found) if found else []
    return kept or _lines(found) or _all_text(source) or _too_deep(source)


def _too_deep(source: str) -> list[Paragraph]:
    """The lines of a page nested deeper than a parser follows, which then sees nothing of it."""
    return [Paragraph(line) for line in markup.bare_lines(source)] if markup.is_too_deep(source) else []


def _all_text(text: str) -> list[Paragraph]:
    """The words of a page too short or too odd for extraction, without its scripts and menus."""
    from trafilatura import baseline

    _, found, _ = baseline(text)
    return _lines(found)


def _lines(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip().removeprefix("- ")) for line in text.split("\n") if line.strip()]


def _draft(found: list[Paragraph], about: Page, document: Any) -> Draft:
    title = about.title or (document.title if document is not None else None)
    paragraphs, top = _without_top([paragraph.text for paragraph in found], title, about)
    captions = {words(caption) for caption in about.captions}
    kept = [part for part in furniture.without(paragraphs) if words(part) not in captions]
    kept = pullquotes.without_repetitions(kept)
    notices.refuse(join(kept))
    if len(kept) <= _MANY_PARAGRAPHS:
        kept = [part for part in kept if notices.notice_in(part) is None]
    day, origin = about.date, about.date_from
    if day is None or (origin == "address" and top.date):
        day, origin = (
            (top.date, "stated") if top.date else (day or _guessed_date(document), origin or "metadata")
        )
    return Draft(
        text=join(kept),
        title=title,
        standfirst=_standfirst(about, top, kept),
        authors=about.authors or top.authors or _guessed_authors(document),
        source=about.source or top.source or (document.sitename if document is not None else None),
        section=about.section or top.section,
        date=day,
        date_from=origin,
        language=about.language,
        url=about.url,
        captions=about.captions,
        headings=placed(kept, found),
    )


def _without_top(paragraphs: list[str], title: str | None, about: Page) -> tuple[list[str], Head]:
    """Paragraphs without title, standfirst, byline and date lines at their top, and what those say."""
    shown = {words(part) for part in (title, about.dek, *about.titles) if part}
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
    return page.names_in(named) if named else ()


def _guessed_date(document: Any) -> dt.date | None:
    return dates.parse(document.date) if document is not None else None
