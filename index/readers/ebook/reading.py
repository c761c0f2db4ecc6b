"""EPUB: a book's chapters, each an article, by the book's own order and navigation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.errors import ReadError
from index.readers import bylines, headings, xhtml
from index.readers.blocks import join, words
from index.readers.draft import Draft
from index.readers.ebook import contents as epub_contents
from index.readers.ebook import package as epub_package
from index.readers.ebook import text as epub_text
from index.readers.ebook.contents import NO_CHAPTER, Mark
from index.readers.ebook.metadata import About
from index.readers.ebook.package import Package
from index.readers.ebook.text import Block, Page
from index.readers.unpacking import Unpacking, printable

_HARDLY_ANY = 120
"""Characters; a dedication, a motto or a part's title has fewer, a chapter more."""
_HARDLY_ANY_NAMED = 60
"""Likewise, where the navigation names the page."""
_SHORT_PAGE = 3_600
"""Characters, about 600 words; a longer page is a chapter, even one that is called "Cover"."""
_LINE = 72
"""Characters; a page of shorter lines, on the average, is a list such as an index."""
_MOST_LINKED = 0.5
"""Of a page's characters; one that mostly consists of links is a table of contents."""
_NO_CHAPTER_TITLE = re.compile(
    r"(?:front |book |back )?cover(?: page| image)?|(?:half[ -]?)?title(?: ?page)?|imprint|colophon|index|"
    r"copyright(?: page| notice)?|(?:table of )?contents|also (?:available )?(?:by|from) .*|titelseite|"
    r"impressum|inhalt(?:sverzeichnis)?|table des mati[eè]res|sommaire|[ií]ndice|sommario|inhoud(?:sopgave)?",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"all rights reserved|\bisbn\b|©|\(c\) ?\d{4}|copyright|library of congress|first published|printed in",
    re.IGNORECASE,
)
_LEGAL_PAGE = 3
"""Different ones of these on a short page without a title make it the copyright page."""
_BARE_NUMBER = re.compile(
    r"(?:(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk)\s+)?(?:\d{1,3}|[ivxlc]{1,8})\.?",
    re.IGNORECASE,
)
_LONGEST_TITLE_LINE = 12
"""Words of a paragraph that may be the title, set without a heading."""


@dataclass(slots=True)
class _Chapter:
    """A chapter as it is being gathered from one file or several."""

    mark: Mark | None
    """`None` where the navigation does not know of it."""
    blocks: list[Block] = field(default_factory=list)


def read(data: bytes) -> tuple[Draft, ...]:
    """The chapters of a book in reading order, without cover, title page, contents and the like.

    A chapter is what lies between two entries of the navigation, be it several files or a part of one. Its
    footnotes follow its text; the raised numbers that led to them are gone.

    Args:
        data: The whole file.

    Raises:
        ReadError: It is no EPUB, is damaged, protected or too large, or has no chapter with text in it.
    """
    unpacking = Unpacking(data)
    package = epub_package.read(unpacking)
    marks = epub_contents.read(unpacking, package)
    chapters = [one for one in _chapters(unpacking, package, marks) if _is_running_text(one)]
    if not chapters:
        raise ReadError("no text in this e-book: its pages are pictures or empty; leave it out")
    return tuple(_draft(chapter, package.about) for chapter in chapters)


def _chapters(unpacking: Unpacking, package: Package, marks: Iterable[Mark]) -> Iterator[_Chapter]:
    by_path: dict[str, list[Mark]] = {}
    for mark in marks:
        by_path.setdefault(mark.path, []).append(mark)
    navigated = any(mark.is_chapter for path in package.spine for mark in by_path.get(path, ()))
    current: _Chapter | None = None
    for path in package.spine:
        if path in package.auxiliary and path not in by_path:
            continue
        for found, blocks in _pieces(_page(unpacking, path), by_path.get(path, [])):
            if found is None and current is not None and _continues(current, blocks, navigated=navigated):
                current.blocks += blocks
                continue
            if current is not None:
                yield current
            current = _Chapter(found, list(blocks))
    if current is not None:
        yield current


def _page(unpacking: Unpacking, path: str) -> Page:
    return epub_text.read(xhtml.page(unpacking.read(path), printable(path)))


def _pieces(page: Page, marks: Iterable[Mark]) -> Iterator[tuple[Mark | None, Sequence[Block]]]:
    """The blocks of a page from one mark to the next; `None` for those before the first."""
    places = _places(page, marks)
    if page.types & NO_CHAPTER and len(places) <= 1:
        mark = next(iter(places.values()), Mark("", "", None))
        places = {0: replace(mark, is_chapter=False)}
    starts = sorted(places)
    bounds = [*starts, len(page.blocks)]
    before = page.blocks[: bounds[0]]
    if not starts or any(block.kind == "text" for block in before):
        yield None, before
    else:
        bounds[0] = 0  # only headings stand before the first mark, and they belong to it
    for start, (begin, end) in zip(starts, pairwise(bounds), strict=True):
        yield places[start], page.blocks[begin:end]


def _places(page: Page, marks: Iterable[Mark]) -> dict[int, Mark]:
    """The marks by the number of the block that each stands before."""
    places: dict[int, Mark] = {}
    for mark in marks:
        place = page.anchors.get(mark.fragment) if mark.fragment else 0
        if place is None:
            places.setdefault(0, mark)  # the id is not there; at least the file is right
            continue
        other = places.get(place)
        real = mark if mark.is_chapter or other is None else other
        places[place] = replace(real, is_chapter=mark.is_chapter and (other is None or other.is_chapter))
    return places


def _continues(chapter: _Chapter, blocks: Sequence[Block], *, navigated: bool) -> bool:
    """Whether blocks that no mark precedes go on with the chapter before them."""
    named = _NO_CHAPTER_TITLE.fullmatch(_first_heading(blocks) or "")
    if named or _is_legal(blocks) or _is_list_of_links(blocks):
        return False
    if chapter.mark is not None:
        return chapter.mark.is_chapter
    return not navigated and all(block.kind != "heading" for block in blocks)


def _is_running_text(chapter: _Chapter) -> bool:
    """Whether a chapter is one, and no cover, title page, copyright page, list of contents or index."""
    text = [block for block in chapter.blocks if block.kind in ("text", "note")]
    size = _size(text)
    mark = chapter.mark
    title = (mark.title if mark else None) or _first_heading(chapter.blocks)
    named = bool(title and _NO_CHAPTER_TITLE.fullmatch(title))
    least = _HARDLY_ANY_NAMED if mark and mark.title else _HARDLY_ANY
    if size < least or _is_list_of_links(text):
        return False
    if named and (size <= _SHORT_PAGE or size / len(text) < _LINE):
        return False
    if mark is not None and not mark.is_chapter:  # as the book says, unless it is about to hide a chapter
        return size > _SHORT_PAGE and not named and bool(mark.title or mark.fragment)
    return mark is not None or not _is_legal(text)


def _is_legal(blocks: Sequence[Block]) -> bool:
    """Whether blocks are the page with the copyright, the ISBN and the printer."""
    if _size(blocks) > _SHORT_PAGE:
        return False
    found = {one.lower() for block in blocks for one in _LEGAL.findall(block.text)}
    return len(found) >= _LEGAL_PAGE


def _is_list_of_links(blocks: Sequence[Block]) -> bool:
    return sum(block.linked for block in blocks) > _MOST_LINKED * max(1, _size(blocks))


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _draft(chapter: _Chapter, about: About) -> Draft:
    title, blocks = _titled(chapter, about)
    first = next((block for block in blocks if block.kind == "text"), None)
    byline = bylines.parse(first.text) if first else None
    signed = byline.authors if byline and byline.certain else ()
    if signed:
        blocks = [block for block in blocks if block is not first]
    told = [
        headings.Paragraph(block.text, block.level)
        for kinds in (("heading", "text"), ("note",))
        for block in blocks
        if block.kind in kinds
    ]
    texts = [paragraph.text for paragraph in told]
    return Draft(
        text=join(texts),
        title=title or about.title,
        authors=signed or about.authors,
        source=about.title,
        section=chapter.mark.section if chapter.mark else None,
        date=about.date,
        date_from="metadata" if about.date else None,
        language=about.language,
        captions=tuple(" ".join(block.text.split()) for block in blocks if block.kind == "caption"),
        headings=headings.placed(texts, told),
    )


def _titled(chapter: _Chapter, about: About) -> tuple[str | None, list[Block]]:
    """The chapter's title, and its blocks without the lines at their top that repeat it.

    A title that is only a number takes the heading that follows: "Chapter 1: The flood".
    """
    blocks = list(chapter.blocks)
    title = (chapter.mark.title if chapter.mark else None) or _first_heading(blocks)
    above = {words(text) for text in (about.title, chapter.mark.section if chapter.mark else None) if text}
    at = 0
    while title and at < len(blocks):
        block = blocks[at]
        if block.kind == "caption":
            at += 1
        elif _is_title(block, title) or (block.kind == "heading" and words(block.text) in above):
            del blocks[at]
        elif block.kind == "heading" and _BARE_NUMBER.fullmatch(title):
            title = f"{title.rstrip('.')}: {_line(block)}"
            del blocks[at]
        else:
            break
    return title, blocks


def _first_heading(blocks: Sequence[Block]) -> str | None:
    return next((_line(block) for block in blocks if block.kind == "heading"), None)


def _is_title(block: Block, title: str) -> bool:
    """Whether a line at the top of a chapter is its title, a part of that, or its number."""
    line, whole = words(block.text), words(title)
    if len(line) > _LONGEST_TITLE_LINE + len(whole):
        return False
    if _BARE_NUMBER.fullmatch(_line(block)) or line == whole:
        return True
    if block.kind == "heading":
        return _is_within(line, whole) or _is_within(whole, line)
    return len(line) > 1 and _is_within(line, whole)


def _is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _line(block: Block) -> str:
    return " ".join(block.text.split())
