"""The title of a PDF and what stands above and below it, told by the size of the letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.readers import above, bylines, head, properties, signals
from index.readers.blocks import words
from index.readers.furniture import is_furniture
from index.readers.head import Head
from index.readers.pdf.paragraphs import Paragraph
from index.readers.titles import is_publication, is_section

_LARGER = 1.15
"""So many times as large as the body, the largest text of the first page is its title."""
_STANDFIRST = 1.06
_SAME = 0.12
_MOST_TITLE_WORDS = 30
_MOST_STANDFIRST_WORDS = 60
_LOOKED_AT = 12
"""Paragraphs among which a title that is not set larger is looked for."""


def body_size(paragraphs: Sequence[Paragraph]) -> float:
    """The size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        for line in paragraph.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def parted(paragraphs: Sequence[Paragraph], usual: float, named: str | None) -> tuple[Head, list[Paragraph]]:
    """The head of an article, and the paragraphs of its body.

    Args:
        paragraphs: All of its paragraphs.
        usual: What `body_size` gives.
        named: The title in the file's properties; taken where the first page says the same, or where the text
            speaks of nothing else and has no title of its own.
    """
    start, end = _title(paragraphs, usual, named)
    title = " ".join(part.text for part in paragraphs[start:end]).replace("\n", " ") or None
    over, prose = above.parse([part.text for part in paragraphs[:start]])
    rest = [paragraphs[number] for number in prose]
    below = list(paragraphs[end:])
    authors, below = _large_names(below, usual) if title else ((), below)
    standfirst = (
        below[0].text if title and below and _is_standfirst(below[0], paragraphs[start], usual) else None
    )
    if standfirst:
        further, below = _large_names(below[1:], usual)
        authors = authors or further
    if title is None and named and properties.is_spoken_of(named, [part.text for part in paragraphs]):
        title = named
    top = head.parse([line for part in below[:_LOOKED_AT] for line in part.text.split("\n")], title)
    used = top.used
    while below and used >= len(below[0].parts):
        used -= len(below[0].parts)
        below = below[1:]
    top = replace(top, standfirst=standfirst or top.standfirst, authors=authors or top.authors)
    return above.under(top, over), [*rest, *below]


def _title(paragraphs: Sequence[Paragraph], usual: float, named: str | None) -> tuple[int, int]:
    """Where the title begins and ends among the paragraphs; two equal numbers where there is none."""
    page = paragraphs[0].lines[0].page
    first = [part for part in paragraphs if part.lines[0].page == page]
    if named:
        same = [at for at, part in enumerate(first[:_LOOKED_AT]) if words(part.text) == words(named)]
        if same:
            return same[0], same[0] + 1
    large = [at for at, part in enumerate(first) if part.size >= _LARGER * usual and _may_be_title(part)]
    if not large:
        return 0, 0
    start = max(large, key=lambda at: (round(first[at].size), -at))
    end = start + 1
    while end < len(first) and _is_like(first[end], first[start]):
        end += 1
    return start, end


def _may_be_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    letters = sum(letter.isalpha() for letter in text)
    if paragraph.rows or letters < 3 or len(text.split()) > _MOST_TITLE_WORDS:
        return False
    return not (is_publication(text) or is_section(text) or is_furniture(text))


def _is_like(paragraph: Paragraph, title: Paragraph) -> bool:
    """Whether a paragraph is the next line of a title: as large, as bold, and right below."""
    off = paragraph.lines[0].base - title.lines[-1].base
    return (
        abs(paragraph.size - title.size) < _SAME * title.size
        and paragraph.bold == title.bold
        and 0 < off < 3 * title.size
        and _may_be_title(paragraph)
    )


def _large_names(below: Sequence[Paragraph], usual: float) -> tuple[tuple[str, ...], list[Paragraph]]:
    """The authors in the lines below a title that are larger than the body, and the other paragraphs."""
    names: list[str] = []
    at = 0
    while at < len(below) and below[at].size >= _STANDFIRST * usual:
        byline = bylines.parse(below[at].text)
        if byline is None:
            break
        names += byline.authors
        at += 1
    return tuple(dict.fromkeys(names)), list(below[at:])


def _is_standfirst(paragraph: Paragraph, title: Paragraph, usual: float) -> bool:
    """Whether the paragraph below a title is set larger than the body, is short and no byline."""
    count = len(paragraph.text.split())
    larger = _STANDFIRST * usual <= paragraph.size < title.size
    return larger and 4 <= count <= _MOST_STANDFIRST_WORDS and signals.read(paragraph.text) is None
