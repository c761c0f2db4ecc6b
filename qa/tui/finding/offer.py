"""Something Ctrl+P can offer → its place among what fits what is typed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from textual.command import Hit
from textual.content import Content
from textual.fuzzy import Matcher

from qa.tui.listing import folded
from qa.tui.plain import one_line

Kind = Literal["command", "key", "model", "theme", "article", "conversation"]
_BEFORE: dict[Kind, float] = {
    "command": 0.05,
    "key": 0.04,
    "model": 0.03,
    "theme": 0.02,
    "article": 0.01,
    "conversation": 0.0,
}
"""Which goes first of two that fit as well: what there are few of."""
_BY_LETTERS = frozenset({"command", "model", "theme"})
"""What has so short a name that its letters alone mean it: "tmln" stands in too many sentences."""
BEGINS, BEGIN_WORDS, IN_NAME, IN_REST, LETTERS = 0.9, 0.7, 0.5, 0.3, 0.1
"""How well something fits: its name begins so; each word begins one of its words; stands in its name;
stands in the name or in what is said of it; the letters alone stand in its name, in this order."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be found, and what choosing it does."""

    kind: Kind
    name: str
    about: str
    run: Callable[[], Any]
    also: str = ""
    """Other words it is found by, which are not shown."""
    found: bool = False
    """Whether it fits already, as whoever looked for it knows; what is typed need not stand in it."""


def hits(offers: Iterable[Offer], query: str) -> Iterator[Hit]:
    """Yield those of the offers that fit what is typed."""
    matcher, words = Matcher(query), folded(query).split()
    for offer in offers:
        fit = _fit(offer, words, matcher)
        if fit or offer.found:
            yield Hit((fit or IN_REST) + _BEFORE[offer.kind], shown(offer, words), offer.run, text=offer.name)


def shown(offer: Offer, words: Iterable[str] = ()) -> Content:
    """Return the two lines of an offer, the words in its name marked; nothing in them is read as markup."""
    name = _marked(one_line(offer.name), words)
    about = Content(one_line(offer.about)).stylize("$text-muted")
    return Content("\n").join([name, about]) if offer.about else name


def _fit(offer: Offer, words: list[str], matcher: Matcher) -> float:
    name = folded(offer.name)
    if words and name.startswith(" ".join(words)):
        return BEGINS
    if all(f" {word}" in f" {name}" for word in words):
        return BEGIN_WORDS
    if all(word in name for word in words):
        return IN_NAME
    rest = f"{name} {folded(offer.about)} {folded(offer.also)}"
    if all(word in rest for word in words):
        return IN_REST
    return LETTERS if offer.kind in _BY_LETTERS and matcher.match(offer.name) > 0 else 0.0


def _marked(name: str, words: Iterable[str]) -> Content:
    content, plain = Content(name), folded(name)
    if len(plain) != len(name):
        return content  # a letter became two: places in one are none in the other
    for word in words:
        at = plain.find(word)
        if at >= 0:
            content = content.stylize("bold underline", at, at + len(word))
    return content
