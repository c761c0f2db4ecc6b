"""A parsed page as the blocks of text a reader sees, in the order of the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "heading", "item", "cell", "caption", "code"]

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul video picture".split()
)
_UNSEEN = frozenset(
    "script style template svg math noscript head iframe object embed select button input textarea datalist "
    "audio canvas map".split()
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "pre": "code",
}
_GROUPS = frozenset(("ul", "ol", "dl", "menu", "dir", "table"))
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ASIDE_TAGS = frozenset(("aside", "footer", "nav", "form", "dialog", "fieldset", "menu"))
_ASIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:comments?|replies|disqus|related|sidebar|recommend\w*|footer|foot|shar(?:e|ing)|social|"
    r"promo\w*|newsletter|cookies?|consent|gdpr|subscri\w+|paywall|popular|trending|teasers?|widget|most-?read|"
    r"read-?(?:more|next|also)|see-?also|more-?(?:on|from|stories|news)|tags|breadcrumbs?|toolbar|byline|author-?bio|"
    r"author-?info|about-?author|outbrain|taboola|advert\w*|ads?|sponsor\w*|pagination|pager|skip|tooltip|"
    r"modal|popup|toc|hatnote|ambox|navbox|visually-?hidden|sr-only|screen-reader\w*|noprint|no-print|caption|credits?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WHOLE_PAGE = frozenset(("html", "body", "main", "article"))


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One block of text: a paragraph, a heading, an item, a cell, lines between two breaks."""

    text: str
    """With single spaces; code keeps its line ends."""
    kind: Kind
    element: Any
    """The lxml element that sets it apart."""
    groups: tuple[Any, ...]
    """The lists and tables it lies in, outermost first."""
    row: Any
    """The table row it lies in, or `None`."""
    linked: float
    """The share of its characters that are links, in [0, 1]."""
    aside: bool
    """Whether it lies in what is marked as beside the article: a footer, a form, a box named so."""

    @property
    def level(self) -> int:
        """That of the heading it stands in, 1 to 6; 0 where it stands in none."""
        around = (self.element, *self.element.iterancestors())
        return next((int(one.tag[1]) for one in around if one.tag in _HEADINGS), 0)

    @property
    def size(self) -> int:
        """Its words; a character of a script without spaces counts for half of one."""
        return len(self.text.split()) + len(_UNSPACED.findall(self.text)) // 2


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(slots=True)
class _Place:
    """Where in the page the walk is."""

    element: Any
    kind: Kind
    aside: bool
    groups: tuple[Any, ...] = ()
    row: Any = None


@dataclass(slots=True)
class _Pieces:
    """The text gathered since the last border of a block."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    place: _Place | None = None

    def add(self, text: str | None, place: _Place, *, linked: bool) -> None:
        if text:
            self.parts.append(text)
            if text.strip():
                self.place = self.place or place
                self.linked += len("".join(text.split())) if linked else 0

    def cut(self) -> Iterator[Segment]:
        """The segments gathered, and nothing left: an empty line between breaks parts two paragraphs."""
        whole, place = "".join(self.parts), self.place
        linked = self.linked / max(1, len("".join(whole.split())))
        self.parts, self.linked, self.place = [], 0, None
        if place is None:
            return
        for part in [whole] if place.kind == "code" else re.split(r"\n[ \t]*\n", whole):
            text = _tidy(part, code=place.kind == "code")
            if text:
                yield Segment(text, place.kind, place.element, place.groups, place.row, linked, place.aside)


def segments(tree: Any) -> Sequence[Segment]:
    """Every block of text under an lxml element, in order; however deep, without recursion."""
    return list(_walk(tree))


def _walk(tree: Any) -> Iterator[Segment]:
    from lxml.etree import iterwalk

    top = _Place(tree, "text", aside=False)
    places, pieces, links = [top], _Pieces(), 0
    walk = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            pieces.add(_spaced(element.tail), places[-1], linked=links > 0)
            continue
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield from pieces.cut()
                places.append(_inside(places[-1], element))
            links += tag == "a"
            text = element.text
        else:
            if tag in _UNSEEN or _is_hidden(element):
                if element is not tree:
                    pieces.add(_spaced(element.tail), places[-1], linked=links > 0)
                continue
            if tag in _BLOCKS:
                yield from pieces.cut()
                places.pop()
            links -= tag == "a"
            if tag == "br":
                pieces.add("\n", places[-1], linked=False)
            text = element.tail if element is not tree else None
        here = places[-1] if places else top
        pieces.add(text if here.kind == "code" else _spaced(text), here, linked=links > 0)
    yield from pieces.cut()


def _inside(above: _Place, element: Any) -> _Place:
    tag = element.tag
    kind = _KINDS.get(tag, above.kind if above.kind in ("item", "cell", "caption", "code") else "text")
    groups = (*above.groups, element) if tag in _GROUPS else above.groups
    return _Place(
        element, kind, above.aside or is_aside(element), groups, element if tag == "tr" else above.row
    )


def is_aside(element: Any) -> bool:
    """Whether an element's tag or its names say that it stands beside the article."""
    tag = element.tag
    if tag in _WHOLE_PAGE:
        return False
    if tag in _ASIDE_TAGS:
        return True
    named = _ASIDE_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return (
        bool(named) and next(element.iter("h1", "article", "main"), None) is None
    )  # "with-sidebar" holds all


def _is_hidden(element: Any) -> bool:
    if element.tag in _WHOLE_PAGE:
        return False
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _spaced(text: str | None) -> str | None:
    """Source line ends as spaces: only a break or a block ends a line."""
    return re.sub(r"\s+", " ", text) if text else text


def _tidy(text: str, *, code: bool) -> str:
    if code:
        return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
