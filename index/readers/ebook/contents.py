"""Where a book's chapters begin, by its navigation document or its NCX."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.readers import xhtml
from index.readers.ebook.package import Package, resolved
from index.readers.unpacking import Unpacking, printable
from index.readers.xhtml import tag, types

NO_CHAPTER = frozenset(
    "cover frontcover cover-image title-page titlepage halftitlepage halftitle copyright-page copyright toc "
    "landmarks page-list loi lot loa lov index index-group seriespage imprint imprimatur colophon "
    "other-credits contributors".split()
)
"""Types of pages without running text, as the EPUB vocabularies (guide, epub:type, DPUB-ARIA) call them."""
_PART = re.compile(r"(?:part|book|volume|teil|buch|band|partie|livre|tome|parte|libro|deel)\b", re.IGNORECASE)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """The place where a chapter, or a page that is none, begins."""

    path: str
    """The file's name in the archive."""
    fragment: str
    """The id there; empty for the file's beginning."""
    title: str | None
    section: str | None = None
    """The title of the part of the book that the chapter is in."""
    is_chapter: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the navigation."""

    depth: int
    title: str
    path: str
    """Empty where it leads nowhere and only heads those below it."""
    fragment: str


def read(unpacking: Unpacking, package: Package) -> tuple[Mark, ...]:
    """The marks in the order of the navigation; empty where the book has none.

    An entry below another is a chapter of that part if it leads to another file, and a section of that
    chapter, hence no mark, if it leads further into the same file; unless the upper one is a "Part One".

    Raises:
        ReadError: The navigation is there and cannot be read.
    """
    entries: list[_Entry] = []
    marks: list[Mark] = []
    if package.navigation in unpacking.names:
        root = xhtml.page(unpacking.read(package.navigation), printable(package.navigation))
        entries = list(_lists(root, package.navigation))
        marks += _landmarks(root, package.navigation)
    if not entries and package.ncx in unpacking.names:
        entries = list(_points(xhtml.xml(unpacking.read(package.ncx), printable(package.ncx)), package.ncx))
    for kind, href in package.guide:
        if kind in NO_CHAPTER:
            marks.append(Mark(*resolved(package.path, href), None, is_chapter=False))
    return (*_marks(entries), *marks)


def _lists(root: Any, base: str) -> Iterator[_Entry]:
    """The entries of the table of contents in a navigation document."""
    from lxml import etree

    navs = list(root.iter("{*}nav"))
    contents = next((nav for nav in navs if "toc" in types(nav)), None)
    if contents is None:
        contents = next((nav for nav in navs if not types(nav)), None)
    depth = 0
    walk = etree.iterwalk(contents, events=("start", "end")) if contents is not None else ()
    for event, element in walk:
        name = tag(element)
        if name == "ol":
            depth += 1 if event == "start" else -1
        elif event == "start" and depth and name in ("a", "span"):
            href = element.get("href") or ""
            title = xhtml.words(element)[:_LONGEST_TITLE]
            if href or (name == "span" and tag(element.getparent()) == "li"):
                yield _Entry(depth, title, *(resolved(base, href) if href else ("", "")))


def _points(root: Any, base: str) -> Iterator[_Entry]:
    """The entries of an NCX."""
    from lxml import etree

    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="{*}navPoint"):
        depth += 1 if event == "start" else -1
        if event == "start":
            labels = (xhtml.words(child) for child in element if tag(child) == "navlabel")
            sources = (child.get("src") or "" for child in element if tag(child) == "content")
            target = resolved(base, next(sources, ""))
            yield _Entry(depth, next(labels, "")[:_LONGEST_TITLE], *target)


def _landmarks(root: Any, base: str) -> Iterator[Mark]:
    for nav in root.iter("{*}nav"):
        if "landmarks" in types(nav):
            for link in nav.iter("{*}a"):
                if types(link) & NO_CHAPTER and link.get("href"):
                    yield Mark(*resolved(base, link.get("href")), None, is_chapter=False)


def _marks(entries: Iterable[_Entry]) -> list[Mark]:
    found: list[Mark] = []
    above: list[tuple[_Entry, int]] = []  # each with the number of the mark that it belongs to, or -1
    for entry in entries:
        while above and above[-1][0].depth >= entry.depth:
            above.pop()
        parent, number = above[-1] if above else (None, -1)
        mark = Mark(entry.path, entry.fragment, entry.title or None, parent.title if parent else None)
        if not entry.path:
            number = -1
        elif parent is None or number < 0 or found[number].path != entry.path or _PART.match(parent.title):
            found.append(mark)
            number = len(found) - 1
        elif parent.fragment == entry.fragment == found[number].fragment:
            found[number] = mark  # a part that begins with its first chapter, so far
        elif found[number].section == parent.title:  # not so: there is a second one in the same file
            outer = above[-2][0].title if len(above) > 1 else None
            found[number] = replace(found[number], title=parent.title, section=outer)
        above.append((entry, number))
    return found
