"""An article → as another paper might print it: cut, added to, edited slightly; every edit is drawn anew."""

import random
import re
from collections.abc import Callable, Mapping, Sequence

Edit = Callable[[str, str, random.Random], str]
"""The article's text, another article's text to take words from, chance → the edited text."""

_FIGURE = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_PLACES = "LONDON PARIS CAIRO OSLO DELHI LIMA".split()
_AGENCIES = ("Reuters", "AP", "AFP", "dpa")
_NAMES = ("Jane Doe", "Tom Beck", "Ana Ruiz", "Ole Lund")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text without the lines between them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def joined(parts: Sequence[str]) -> str:
    """Return paragraphs as a text."""
    return "\n\n".join(parts)


def by_an_agency(text: str, _: str, chance: random.Random) -> str:
    """Put a byline and a place before the text and a credit behind it."""
    one, other = chance.sample(_NAMES, 2)
    agency = chance.choice(_AGENCIES)
    head = f"By {one}\n\n{chance.choice(_PLACES)} ({agency}) — "
    return f"{head}{text}\n\n(Reporting by {one} in Geneva; editing by {other}. Copyright {agency} 2024.)"


def cut(share: float) -> Edit:
    """Return the edit that leaves the first so many of the words, up to the end of a paragraph."""

    def edit(text: str, _: str, __: random.Random) -> str:
        left, kept = share * len(text.split()), []
        for paragraph in paragraphs(text):
            if left <= 0:
                break
            kept.append(paragraph)
            left -= len(paragraph.split())
        return joined(kept)

    return edit


def left_out(share: float) -> Edit:
    """Return the edit that takes out sentences here and there."""

    def edit(text: str, _: str, chance: random.Random) -> str:
        kept = []
        for paragraph in paragraphs(text):
            some = [one for one in _SENTENCE.split(paragraph) if chance.random() >= share]
            kept += [" ".join(some)] if some else []
        return joined(kept)

    return edit


def swapped(text: str, _: str, chance: random.Random) -> str:
    """Put all paragraphs but the first in another order."""
    first, *rest = paragraphs(text)
    return joined([first, *chance.sample(rest, len(rest))])


def added(share: float) -> Edit:
    """Return the edit that adds paragraphs of its own here and there, until they are so many of the words."""

    def edit(text: str, other: str, chance: random.Random) -> str:
        parts = paragraphs(text)
        left = share * len(text.split())
        for paragraph in paragraphs(other):
            if left <= 0:
                break
            parts.insert(chance.randint(0, len(parts)), paragraph)
            left -= len(paragraph.split())
        return joined(parts)

    return edit


def reworded(share: float) -> Edit:
    """Return the edit that puts other words in the place of so many."""

    def edit(text: str, other: str, chance: random.Random) -> str:
        words = other.split()
        return re.sub(r"\S+", lambda one: chance.choice(words) if chance.random() < share else one[0], text)

    return edit


def other_figures(text: str, _: str, chance: random.Random) -> str:
    """Put other figures in the place of all."""
    return _FIGURE.sub(lambda one: str(int(one[0]) + chance.randint(1, 9)), text)


def by_another_paper(text: str, other: str, chance: random.Random) -> str:
    """Do several things at once: cut, reword, add a paragraph, sign."""
    text = cut(chance.uniform(0.6, 1))(text, other, chance)
    text = added(0.1)(reworded(0.02)(text, other, chance), other, chance)
    return by_an_agency(text, other, chance)


EDITS: Mapping[str, Edit] = {
    "byline, place, credit": by_an_agency,
    "cut to three quarters": cut(0.75),
    "cut to half": cut(0.5),
    "cut to a third": cut(1 / 3),
    "cut to a quarter": cut(0.25),
    "a fifth of the sentences left out": left_out(0.2),
    "two fifths of the sentences left out": left_out(0.4),
    "paragraphs swapped": swapped,
    "paragraphs added, a fifth": added(0.2),
    "paragraphs added, a half": added(0.5),
    "one word in 50 another": reworded(0.02),
    "one word in 20 another": reworded(0.05),
    "one word in 10 another": reworded(0.1),
    "every figure another": other_figures,
}
"""What is done to one of two copies, by its name in the table."""
BOTH = "both cut, signed, reworded, added to"
"""The row of two papers' versions, which share less than either does with the report itself."""
