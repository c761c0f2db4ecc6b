"""Which blocks of a page are its article, given the text that an extractor found there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from index.readers.headings import Paragraph
from index.readers.segments import Segment

_TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_RUN = 3
_SAME = 0.7
"""A block is in a text of which so many of its runs of three words are."""
_HELD = 0.9
"""The article's element is the innermost that holds so many of the found words: the rest stands elsewhere."""
_COVERED = 0.8
_LEAST_PROSE = 10
_LINKED = 0.5
_ALL_LINK = 0.9
_HEADLINE = 4
"""Words; items of fewer on average are names, and a list of names may well be part of the article."""
_LEAST_SHARE = 0.3
_MOST_ASIDE = 0.2
_SENTENCE_END = re.compile(r"[.!?:…。！？][\"'”’»)\]」]*$")
_LONG_ITEM = 40
"""Words; items longer than this on average are paragraphs that happen to be numbered."""


def paragraphs(page: Sequence[Segment], found: str) -> list[Paragraph]:
    """The article as paragraphs: what was found, and the prose between its first and its last block.

    Rows of a table and items of a list are lines of one paragraph. Empty where the page does not show what
    was found, as when it stands in a script.

    Args:
        page: The page's blocks in order.
        found: The text of the article as far as an extractor found it.
    """
    kept = _kept(page, found)
    return list(_written([segment for segment, keep in zip(page, kept, strict=True) if keep]))


def prose(page: Sequence[Segment]) -> list[Paragraph]:
    """Everything on a page that reads like an article, as paragraphs, where none could be looked for."""
    shown = (one for one in page if not one.aside and one.kind != "caption" and one.linked < _LINKED)
    return list(_written([one for one in shown if one.kind != "text" or _is_prose(one)]))


def _kept(page: Sequence[Segment], found: str) -> list[bool]:
    """For each block whether it belongs to the article."""
    seen = _Seen(found)
    same = _without_strays(page, [seen.share(segment) >= _SAME for segment in page])
    where = _container([segment for segment, one in zip(page, same, strict=True) if one])
    covered = sum(segment.size for segment, one in zip(page, same, strict=True) if one)
    if where is None or covered < _COVERED * seen.size:
        return [False] * len(page)
    inside = [any(one is where for one in s.element.iterancestors()) or s.element is where for s in page]
    sure = [at for at, one in enumerate(page) if same[at] and inside[at] and one.size >= _RUN]
    if not sure:
        return [False] * len(page)
    kin = _Kin([page[at] for at in sure])
    first = sure[0]
    while first and same[first - 1] and inside[first - 1] and page[first - 1].kind == "heading":
        first -= 1
    between = range(first, sure[-1] + 1)
    links = _link_lists(page)
    kept = [
        _belongs(one, kin, same[at] and inside[at], at in between)
        and not (one.groups and one.groups[0] in links)
        for at, one in enumerate(page)
    ]
    return _without_last_headings(page, kept)


def _without_last_headings(page: Sequence[Segment], kept: list[bool]) -> list[bool]:
    last = next((at for at in reversed(range(len(page))) if kept[at] and page[at].kind != "heading"), -1)
    return [one and at <= last for at, one in enumerate(kept)]


def _belongs(segment: Segment, kin: "_Kin", found: bool, between: bool) -> bool:
    if _is_teaser(segment):
        return False
    if found:
        return between or segment.size >= _RUN
    if segment.aside or segment.kind == "caption":
        return False
    if between and segment.kind != "text":
        return kin.beside(segment) or kin.around(segment)
    if segment.linked >= _LINKED or not _is_prose(segment):
        return False
    return kin.beside(segment) or kin.alike(segment, 2 if between else 3)


def _without_strays(page: Sequence[Segment], same: Sequence[bool]) -> list[bool]:
    """`same`, but without single items of lists that hold much else, and without the lesser of two copies.

    A list of the latest stories repeats the opening of this one; a box for another width of screen repeats
    all of it.
    """
    same = _without_asides(page, same)
    held, whole = _weights(page, same), _weights(page, [True] * len(page))
    copies: dict[tuple[str, ...], int] = {}
    kept = list(same)
    for at, segment in enumerate(page):
        if not same[at] or segment.size < _LEAST_PROSE:
            continue
        home = _home(segment)
        if segment.groups and held[home] < _LEAST_SHARE * whole[home] and not held[home.getparent()]:
            kept[at] = False
            continue
        opening = tokens(segment.text)[:_LEAST_PROSE]
        other = copies.setdefault(opening, at)
        if _home(page[other]) is not home:
            lesser = other if held[home] > held[_home(page[other])] else at
            kept[lesser] = False
            copies[opening] = at if lesser == other else other
    return kept


def _without_asides(page: Sequence[Segment], same: Sequence[bool]) -> Sequence[bool]:
    """`same` without boxes marked as beside the article, but where most of what was found is so marked."""
    shares = [segment.size if one else 0 for segment, one in zip(page, same, strict=True)]
    marked = sum(size for segment, size in zip(page, shares, strict=True) if segment.aside)
    if marked > _MOST_ASIDE * sum(shares):
        return same
    return [one and not segment.aside for segment, one in zip(page, same, strict=True)]


def _weights(page: Sequence[Segment], counted: Sequence[bool]) -> Counter[Any]:
    """The counted words by the element that their blocks share with their neighbours."""
    weights: Counter[Any] = Counter()
    for segment, one in zip(page, counted, strict=True):
        weights[_home(segment)] += segment.size if one else 0
    return weights


def _is_prose(segment: Segment) -> bool:
    """Whether a block reads like a sentence or more."""
    return segment.size >= _LEAST_PROSE or (segment.size >= _RUN and bool(_SENTENCE_END.search(segment.text)))


class _Kin:
    """Where the found blocks stand and how their elements are named, to know others of their kind."""

    def __init__(self, found: Sequence[Segment]) -> None:
        self._homes = {_home(segment) for segment in found}
        self._signs = {(levels, _sign(segment, levels)) for segment in found for levels in (2, 3)}
        self._articles = {_article(segment) for segment in found}

    def beside(self, segment: Segment) -> bool:
        """Whether found blocks stand in the same element, list or table."""
        return _home(segment) in self._homes

    def around(self, segment: Segment) -> bool:
        """Whether a list or table of its own stands beside found blocks, and is no list of links."""
        return (
            bool(segment.groups) and segment.groups[0].getparent() in self._homes and segment.linked < _LINKED
        )

    def alike(self, segment: Segment, levels: int) -> bool:
        """Whether found blocks stand in elements of the same tags and classes, so many levels up."""
        sign = _sign(segment, levels)
        named = any(name for _, name in sign)
        return named and (levels, sign) in self._signs and _article(segment) in self._articles


def _home(segment: Segment) -> Any:
    """The element that a block shares with its neighbours: its list or table, or else what it stands in.

    A quotation's neighbours are those of its whole.
    """
    if segment.groups:
        return segment.groups[0]
    element = segment.element
    for above in segment.element.iterancestors("blockquote"):
        element = above
    return element.getparent()


def _sign(segment: Segment, levels: int) -> tuple[tuple[str, str], ...]:
    chain = (segment.element, *segment.element.iterancestors())[:levels]
    return tuple((element.tag, element.get("class") or "") for element in chain)


def _article(segment: Segment) -> Any:
    return next((one for one in segment.element.iterancestors() if one.tag == "article"), None)


class _Seen:
    """The runs of words and the whole lines of a text."""

    def __init__(self, text: str) -> None:
        words = tokens(text)
        self.size = len(words)
        self._runs = set(_runs(words))
        self._lines = {tokens(line) for line in text.split("\n")}

    def share(self, segment: Segment) -> float:
        """How much of a block stands in the text, in [0, 1]."""
        words = tokens(segment.text)
        if len(words) < _RUN:
            return float(words in self._lines)
        runs = list(_runs(words))
        return sum(run in self._runs for run in runs) / len(runs)


def tokens(text: str) -> tuple[str, ...]:
    """The words of `text` in lower case; in scripts without spaces its characters."""
    return tuple(_TOKEN.findall(text.lower()))


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def _container(found: Sequence[Segment]) -> Any:
    """The innermost element that holds most of the words found; `None` where nothing was."""
    held: Counter[Any] = Counter()
    for segment in found:
        for element in (segment.element, *segment.element.iterancestors()):
            held[element] += segment.size
    enough = _HELD * sum(segment.size for segment in found)
    holding = [element for element, size in held.items() if size >= enough]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_teaser(segment: Segment) -> bool:
    """Whether a block is nothing but a link to something else."""
    return segment.kind == "text" and segment.linked > _ALL_LINK


def _link_lists(page: Sequence[Segment]) -> set[Any]:
    """The lists of nothing but headlines of other articles, or of this one's own sections."""
    lists: dict[Any, list[Segment]] = {}
    for segment in page:
        if segment.groups and segment.kind == "item":
            lists.setdefault(segment.groups[0], []).append(segment)
    return {group for group, items in lists.items() if _only_links(group, items)}


def _only_links(group: Any, items: Sequence[Segment]) -> bool:
    if any(item.linked <= _ALL_LINK for item in items):
        return False
    own = [link for link in group.iter("a") if (link.get("href") or "").startswith("#")]
    headlines = sum(item.size for item in items) >= _HEADLINE * len(items)
    return headlines or (len(items) > 2 and len(own) >= len(items))


def _written(kept: Sequence[Segment]) -> Iterator[Paragraph]:
    """Kept blocks as paragraphs, those of one list or table together."""
    for group, run in groupby(kept, key=lambda segment: segment.groups[:1]):
        segments = list(run)
        if not group or sum(one.size for one in segments) > _LONG_ITEM * len(segments):
            yield from (Paragraph(one.text, one.level) for one in segments)
        else:
            yield Paragraph("\n".join(_lines(segments)))


def _lines(segments: Sequence[Segment]) -> Iterator[str]:
    for row, run in groupby(segments, key=lambda segment: segment.row):
        if row is None:
            yield from (segment.text for segment in run)
        else:
            yield " | ".join(" ".join(segment.text.split()) for segment in run)
