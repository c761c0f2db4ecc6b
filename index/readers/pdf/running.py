"""What stands at the top and at the foot of every page: running heads, page numbers, a browser's address."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.readers import signals
from index.readers.pdf.file import Page, Run
from index.readers.pdf.lines import CELLS, Line, rows

_ZONE = 0.16
"""Of the page's height, at its top and at its foot."""
_OUTERMOST = 4
"""Lines looked at in each zone."""
_APART = 1.6
"""Of the size: what is farther from the next line is no line of its paragraph."""
_NEAR = 6.0
"""Points that a running line may move from page to page."""
_FEW_PAGES = 5
"""In so short a text, two pages with the same line are enough: the left and the right ones may differ."""
_NUMBER = re.compile(r"\d+")
_OF = r"(?:of|/|von|sur|de|di)"
_PAGE_NUMBER = re.compile(
    r"[-–—(\[|• ]*(?:(?:page|seite|pagina|página|p\.|pp?)\s*\d{1,4}|\d{1,3}|"
    rf"\d{{1,4}}(?=\s*{_OF}\s)|(?=[ivx])(?-i:x{{0,3}}(?:ix|iv|v?i{{0,3}})))"
    rf"(?:\s*{_OF}\s*\d{{1,4}})?[-–—)\]|• ]*",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"^\d{1,4} \| |^\d{1,3} | \| (?:page )?\d{1,4}$| (?:page \d{1,4}|\d{1,3})$", re.IGNORECASE
)
_ADDRESS = re.compile(r"(https?://[^\s|]+)(?:[\s|]+\d{1,4}\s*/\s*\d{1,4})?")
_PRINTED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}[:.]\d{2}\b")


@dataclass(frozen=True, slots=True)
class Running:
    """What was taken from the edges of the pages."""

    lines: tuple[str, ...]
    """Each once, without its page's number; a line that a browser prints over a page is not among them."""
    url: str | None = None
    """The address that a browser prints under each page."""


def without_number(line: str) -> str:
    """A running line without the page's number at one of its ends."""
    return _AT_END.sub("", line)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the edge of a page."""

    line: Line
    outermost: bool
    top: bool
    apart: bool
    """Whether it is set in another size than most of the page, or farther from it than lines are."""


def parted(pages: Sequence[Page]) -> tuple[tuple[Page, ...], Running]:
    """The pages without what runs along their edges, and that.

    A line runs along if it stands on several pages in the same place, its numbers being the same or counting
    the pages; a page number and a browser's lines are told by their shape as well.
    """
    edges = [edge for page in pages for edge in _edges(page)]
    printed = {edge.line.page for edge in edges if not edge.top and _ADDRESS.fullmatch(edge.line.text)}
    taken = _repeated(edges, len(pages))
    alone = [edge for edge in edges if edge.outermost]
    taken |= {
        edge.line
        for edge in alone
        if _is_page_number(edge) or _is_printed(edge, printed) or _is_masthead(edge)
    }
    offsets = _offsets(taken)
    taken |= {edge.line for edge in alone if _is_numbered(edge.line, offsets)}
    bases: dict[int, list[Line]] = defaultdict(list)
    for line in taken:
        bases[line.page].append(line)
    kept = tuple(replace(page, runs=tuple(_without(page.runs, bases[page.number]))) for page in pages)
    return kept, _running(sorted(taken, key=lambda line: (line.page, line.base)))


def _running(taken: Iterable[Line]) -> Running:
    texts = dict.fromkeys(line.text for line in taken)
    address = next((found[1] for text in texts if (found := _ADDRESS.fullmatch(text))), None)
    lines = [
        without_number(text)
        for text in texts
        if not (_PAGE_NUMBER.fullmatch(text) or _PRINTED.match(text) or _ADDRESS.fullmatch(text))
    ]
    return Running(tuple(dict.fromkeys(lines)), address)


def _edges(page: Page) -> list[_Edge]:
    """The lines in the zones at the top and the foot, from the outside to the inside."""
    found: list[_Edge] = []
    lines = rows(page.runs, page.number)
    usual = Counter(round(line.size) for line in lines).most_common(1)[0][0] if lines else 0
    for top in (True, False):
        inwards = lines if top else lines[::-1]
        outer = [
            line
            for line in inwards[:_OUTERMOST]
            if (line.base if top else page.height - line.base) < _ZONE * page.height
        ]
        off = [abs(line.base - after.base) > _APART * line.size for line, after in pairwise(inwards)] + [True]
        found += [
            _Edge(line, at == 0, top, True in off[at : len(outer)] or round(line.size) != usual)
            for at, line in enumerate(outer)
        ]
    return found


def _without(runs: Iterable[Run], lines: Sequence[Line]) -> list[Run]:
    if not lines:
        return list(runs)
    return [run for run in runs if not any(abs(run.base - line.base) <= 0.4 * line.size for line in lines)]


def _repeated(edges: Sequence[_Edge], pages: int) -> set[Line]:
    """The lines that stand in the same place on several pages and differ in nothing but page numbers."""
    groups: dict[tuple[bool, str], list[Line]] = defaultdict(list)
    for edge in edges:
        if not edge.apart:
            continue
        groups[edge.top, _key(edge.line.text)].append(edge.line)
    least = 2 if pages <= _FEW_PAGES else 3
    taken: set[Line] = set()
    for (_, key), lines in groups.items():
        places = Counter(_place(line) for line in lines)
        same = [line for line in lines if _stands_as(line, places) >= least]
        numbered = _count_pages(same)
        if len({line.page for line in same}) >= least and (numbered or (key and _are_one(same))):
            taken.update(same)
    return taken


def _key(text: str) -> str:
    """A line's letters, without its numbers."""
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _place(line: Line) -> tuple[int, int]:
    return round(line.base / _NEAR), round(line.size)


def _stands_as(line: Line, places: Counter[tuple[int, int]]) -> int:
    """How many lines stand as high as `line` and are as large."""
    at, size = _place(line)
    return sum(places[at + off, size] for off in (-1, 0, 1))


def _are_one(lines: Sequence[Line]) -> bool:
    """Whether all lines have the same numbers in them."""
    return len({tuple(_NUMBER.findall(line.text)) for line in lines}) == 1


def _count_pages(lines: Sequence[Line]) -> bool:
    """Whether one number in each line is its page's, and the others are the same in all."""
    numbers = [[int(number[:9]) for number in _NUMBER.findall(line.text)] for line in lines]
    if len(lines) < 2 or len({len(found) for found in numbers}) != 1:
        return False
    changing = [place for place in zip(*numbers, strict=True) if len(set(place)) > 1]
    return bool(changing) and all(
        len({number - line.page for number, line in zip(place, lines, strict=True)}) == 1
        for place in changing
    )


def _offsets(taken: Iterable[Line]) -> set[int]:
    """How far the numbers printed on the pages are from their place in the file, where three pages agree."""
    off = Counter(int(line.text) - line.page for line in taken if line.text.isdecimal())
    off.update(found - line.page for line in taken for found in _beside(line))
    return {number for number, count in off.items() if count >= 3}


def _beside(line: Line) -> list[int]:
    """The numbers that stand as a first or last part of a line, far from its words."""
    parts = line.text.split(CELLS)
    return [int(part) for part in {parts[0], parts[-1]} if len(parts) > 1 and re.fullmatch(r"\d{1,4}", part)]


def _is_numbered(line: Line, offsets: set[int]) -> bool:
    """Whether a line has its page's number beside it, as a chapter's running head does."""
    return any(number - line.page in offsets for number in _beside(line))


def _is_page_number(edge: _Edge) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(edge.line.text))


def _is_masthead(edge: _Edge) -> bool:
    """Whether a line gives the publication at one side of the page and its day or section at the other."""
    if not edge.line.cells:
        return False
    signal = signals.read(without_number(edge.line.text))
    return signal is not None and bool(signal.source) and not signal.authors


def _is_printed(edge: _Edge, printed: set[int]) -> bool:
    """Whether a browser has printed the line: the address at the foot, the hour and the title at the top."""
    if edge.line.page not in printed:
        return False
    return bool(_PRINTED.match(edge.line.text) if edge.top else _ADDRESS.fullmatch(edge.line.text))
