"""Made articles: sentence-like, all different, the same for the same seed, and about nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarking.vocabulary import Words

FRAMES = """
    The {a} {n} of {p} was {v} on {d}, {s} said.
    {s} {v} the {n} near {p} after the {n} had been {v}.
    On {d} the {n} {v} {k} of the {a} {n} in {p}.
    Nobody in {p} had seen a {n} so {a} since the {n} {v} the {n}.
    {k} people {v} the {n} at {p}, among them the {n} and a {a} {n}.
    "We {v} the {n} because the {n} was {a}," said {s} of {p}.
    The {n}, which {s} {v} for {k} pounds, stands beside the {a} {n}.
    Since {d} every {n} in {p} is {a}, and the {n} is to be {v}.
    A {a} {n} and a {a} {n} {v} the {n} of {s}.
    It was the {n} that {v} {p}, not the {n}, according to {s}.
    In {p} the {n} costs {k} pounds a {n}, and the {a} one {k}.
    The {n} of the {n} {v} {s}, who {v} the {n} in turn.
    Without the {n} there would be no {n} in {p}, the {a} {n} found.
    {s} and {s} {v} a {n} with {k} {a} seats.
    Until {d} the {n} had {v} the {n} only at {p}.
    What the {a} {n} {v} was a {n} from {p}.
"""
TITLES = """
    {p} {n} {v}
    {a} {n} for {p}
    {n} and {n}: {s} and the {a} {n}
    {k} {n}s {v} in {p}
    {s} {v} the {n}
"""
QUESTIONS = """
    What did {s} say about the {n} in {p}?
    How many people {v} the {a} {n}?
    Why was the {n} of {p} {v}?
    Who {v} the {n} near the {a} {n}?
    When is the {n} to be {v}?
    Which {n} costs {k} pounds in {p}?
    Where does the {a} {n} of the {n} stand?
"""
FIRST_DAY = date(2015, 1, 1)
DAYS = 4_000

_Frame = tuple[tuple[str, Sequence[str]], ...]
_SLOT = re.compile(r"\{(\w)\}")


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article as its writer would hand it in."""

    title: str
    byline: str
    day: date
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body."""
        return "\n\n".join(self.paragraphs)

    def file(self) -> str:
        """Return the article as a text file has it."""
        day = f"{self.day.day} {self.day:%B %Y}"
        return f"{self.title}\n\nBy {self.byline}\n{day}\n\n{self.text}\n"


class Prose:
    """A writer of articles and questions in some words."""

    def __init__(self, words: Words, *, seed: int) -> None:
        self._lists = words.lists
        self._seed = seed
        self._sentences = self._frames(FRAMES)
        self._titles = self._frames(TITLES)
        self._questions = self._frames(QUESTIONS)

    def article(self, number: int, *, paragraphs: int, words: int) -> MadeArticle:
        """Return the article of that number, every paragraph of at least so many words."""
        chance = self._chance(number)
        return MadeArticle(
            title=_capital(_filled(chance, self._titles)),
            byline=_drawn(chance, self._lists["s"]),
            day=FIRST_DAY + timedelta(days=int(chance.random() * DAYS)),
            paragraphs=tuple(self._paragraph(chance, words) for _ in range(paragraphs)),
        )

    def questions(self, count: int) -> list[str]:
        """Return so many different questions."""
        chance = self._chance(-1)
        found: dict[str, None] = {}
        while len(found) < count:
            found[_filled(chance, self._questions)] = None
        return list(found)

    def _paragraph(self, chance: Random, words: int) -> str:
        sentences: list[str] = []
        length = 0
        while length < words:
            sentences.append(_filled(chance, self._sentences))
            length += sentences[-1].count(" ") + 1
        return " ".join(sentences)

    def _chance(self, number: int) -> Random:
        return Random(self._seed * 1_000_000_007 + number)

    def _frames(self, lines: str) -> list[_Frame]:
        return [tuple(self._parts(line.strip())) for line in lines.strip().splitlines()]

    def _parts(self, line: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield what stands before each slot, and what the slot is filled from; nothing after the last."""
        pieces = [*_SLOT.split(line), ""]
        for literal, slot in zip(pieces[::2], pieces[1::2], strict=True):
            yield literal, self._lists[slot] if slot else ()


def _filled(chance: Random, frames: Sequence[_Frame]) -> str:
    parts = []
    for literal, words in frames[int(chance.random() * len(frames))]:
        parts.append(literal)
        if words:
            parts.append(_drawn(chance, words))
    return "".join(parts)


def _drawn(chance: Random, words: Sequence[str]) -> str:
    """Return a word, the one of rank r about 1 / r as often as the first: Zipf's law."""
    return words[int((len(words) + 1) ** chance.random()) - 1]


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
