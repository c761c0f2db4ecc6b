"""Pages made simpler before the article is looked for in them."""

import re
from copy import deepcopy
from typing import Any

_NOTICE = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|fineprint|cookies?|gdpr|consent|newsletter|paywall|promo|shar(?:e|ing)|social|"
    r"related|most-?read|around|comments?|discussion)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_OF_PAGE = 0.2
"""A block with more than this share of the words is no notice, whatever it is called."""
_PARAGRAPHS_IN_CELL = 3
_WORDS_OF_PROSE = 12


def simplified(tree: Any) -> Any:
    """A copy of a parsed page whose layout tables are plain blocks, without notices that its classes name.

    Args:
        tree: The page's root, an lxml element; it stays as it is.
    """
    copy = deepcopy(tree)
    for table in list(copy.iter("table")):
        if _is_layout(table):
            _unmake(table)
    for element in list(copy.iter("time")):
        element.tag = "span"  # else its words are dropped from the line they stand in
    _without_notices(copy)
    return copy


def _is_layout(table: Any) -> bool:
    """Whether a table only places things: it holds a table, or a cell holds paragraphs."""
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return True
    return any(len(list(cell.iter("p"))) >= _PARAGRAPHS_IN_CELL for cell in table.iter("td"))


def _unmake(table: Any) -> None:
    for element in list(table.iter("tbody", "tr", "td", "th")):
        if next(element.iterancestors("table"), None) is not table:
            continue
        if element.tag in ("td", "th") and not _holds_prose(element):
            element.drop_tree()  # a menu, a list of headlines or a notice beside the article
        else:
            element.tag = "div"
    table.tag = "div"


def _holds_prose(cell: Any) -> bool:
    blocks = (one for one in (cell, *cell.iter("p", "td", "div", "li", "h1", "h2")))
    longest = max(len((one.text or "").split()) for one in blocks)
    return longest >= _WORDS_OF_PROSE or next(cell.iter("table", "h1"), None) is not None


def _without_notices(tree: Any) -> None:
    everything = _length(tree)
    for element in list(tree.iter("div", "section", "aside", "p", "ul", "footer")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.getparent() is None or not _NOTICE.search(named):
            continue
        holds_article = next(element.iter("h1", "article", "main"), None) is not None
        if not holds_article and _length(element) <= _MOST_OF_PAGE * everything:
            element.drop_tree()


def _length(element: Any) -> int:
    return sum(len(part) for part in element.itertext() if part)
