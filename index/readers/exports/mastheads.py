"""The lines with which an export opens an article: paper, day, section, page and edition."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.readers import bylines, dates
from index.readers.names import PARTICLES
from index.readers.titles import is_publication, is_section, publication_cased

_PARTS = re.compile(r"\s+[-–—/]\s+|\s*[|·•;]\s*|,\s+|\s{3,}|\s*[()]\s*|\s+[-–—]$|^[-–—]\s+")
_LABEL = re.compile(
    r"""(?:
    (?:pages?|pgs?\.?|pp?\.)\s*[a-z]{0,2}\d{1,3}[a-z]?(?:\s*[-–,&]\s*[a-z]?\d{1,3})*|
    [a-z]?\d{1,3}|
    (?:main\ )?section\ \w{1,2}|main\ section|
    (?:(?:\d(?:st|nd|rd)|first|second|third|early|late|final|city|national|local|weekend|morning|evening|main|
      international|[a-z]+day)\ )+edition|
    edition(?:\ *:?\ *\w+)?|issue\ (?:no\.?\ )?\d+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun", re.IGNORECASE)
_MOST_CHARACTERS = 140
_SOURCE_WORDS = 6
_SECTION_WORDS = 4
_MOST_LINES = 5
_SMALL = PARTICLES | frozenset("of the and & for und die".split())


@dataclass(frozen=True, slots=True)
class Masthead:
    """What one or several lines above a headline say."""

    source: str | None = None
    section: str | None = None
    date: dt.date | None = None
    authors: tuple[str, ...] = ()
    paged: bool = False
    """Whether a page or an edition is named."""
    known: bool = False
    """Whether the source is called as papers are, or the section as parts of papers are."""

    @property
    def told(self) -> int:
        """How many of paper, section, day and page are named."""
        return sum(map(bool, (self.source, self.section, self.date, self.paged)))


def is_label(line: str) -> bool:
    """Whether `line` only names a page, an edition or a part of the paper, such as "Page A4"."""
    return bool(_LABEL.fullmatch(line.strip(" .-–—[]()"))) and not line.strip().isdigit()


def parse(line: str) -> Masthead | None:
    """What a line such as "The Herald - News - 15 Mar 2024 - Page 4" says, or `None`.

    The paper and one thing more have to stand in it, and nothing else may; where nothing in it is known,
    paper and section are two capitalised phrases.
    """
    found = _parse(line)
    return found if found and found.source and found.told >= 2 else None


def top(lines: Sequence[str]) -> tuple[Masthead, int]:
    """What the first lines say together, and how many they are: 0 where they are no masthead."""
    whole, used = Masthead(), 0
    for line in lines[:_MOST_LINES]:
        one = _parse(line)
        if one is None or (one.authors and not one.source) or not _adds(whole, one, line):
            break
        whole, used = _merged(whole, one), used + 1
    return (whole, used) if whole.source and (whole.told >= 2 or whole.known) else (Masthead(), 0)


def _adds(whole: Masthead, one: Masthead, line: str) -> bool:
    """Whether a further line says something new; a bare phrase is no second line, it is the headline."""
    if whole.source is None:
        return one.source is not None or one.date is not None or is_section(line)
    if one.source and one.source != whole.source:
        return False
    return one.known or one.date is not None or one.paged


def _merged(first: Masthead, second: Masthead) -> Masthead:
    return Masthead(
        source=first.source or second.source,
        section=first.section or second.section,
        date=first.date or second.date,
        authors=first.authors or second.authors,
        paged=first.paged or second.paged,
        known=first.known or second.known,
    )


def _parse(line: str) -> Masthead | None:
    """What a line says that holds nothing but parts of a masthead; any one of them will do."""
    line = line.strip()
    if not line or len(line) > _MOST_CHARACTERS or line.endswith((".", "?", "!", ":", ",")):
        return None
    days = dates.find(line)
    rest = line
    for day in reversed(days):
        rest = f"{rest[: day.start]} | {rest[day.end :]}"
    found = Masthead(date=days[0].date if days else None)
    for piece in _PARTS.split(rest):
        if not piece or not re.search(r"\w", piece) or _DAY.fullmatch(piece.strip(" .")):
            continue
        added = _with(found, piece.strip(" -–—"))
        if added is None:
            return None
        found = added
    return found


def _with(found: Masthead, piece: str) -> Masthead | None:
    """`found` with what a piece of its line says, or `None` where that is no part of a masthead."""
    if _LABEL.fullmatch(piece):
        return replace(found, paged=True)
    words = piece.split()
    if not all(not word[0].islower() or word.lower() in _SMALL for word in words):
        return None
    if found.section is None and is_section(piece) and (found.source or not is_publication(piece)):
        return replace(found, section=section_cased(piece), known=True)
    if found.source is None:
        named = len(words) <= _SOURCE_WORDS and words[0][0].isupper()
        known = found.known or is_publication(piece)
        return replace(found, source=publication_cased(piece), known=known) if named else None
    byline = bylines.parse(f"- {piece}")
    authors = byline.authors if byline and byline.certain else ()
    if not authors and (found.section or len(words) > _SECTION_WORDS):
        return None
    return replace(found, authors=authors) if authors else replace(found, section=section_cased(piece))


def section_cased(name: str) -> str:
    """A section's name in lower case but for its first letter where it stands in capitals."""
    return name.capitalize() if name.isupper() and len(name) > 3 else name
