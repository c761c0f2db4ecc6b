"""Pull quotes: words of the article printed a second time, large, on the same page."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.readers.blocks import words

_LONGEST = 45
"""Words; a longer paragraph is part of the story."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+")
_SMALL = frozenset(
    "the a an of to in on at by for and or but with as is are was were be been it its that this from has have had "
    "he she they his her their who which will would not after amid s".split()
)
_SHARE = 0.7
"""Of a pull quote's weighty words, how many must stand in one sentence; abridging editors swap the rest."""
_RUN = 6
"""Words in a row that a pull quote shares with its sentence; chance gives two or three."""


def without(paragraphs: Sequence[str], said: Sequence[str]) -> list[str]:
    """`paragraphs` without those that only repeat or abridge another, or one of `said`.

    A repetition may stand anywhere. An abridgement is taken only if it has no full stop, as pull quotes are set
    and paragraphs are not; both are short.

    Args:
        paragraphs: The body.
        said: Title, standfirst and captions, which may be set again in the body too.
    """
    told = [words(paragraph) for paragraph in paragraphs]
    above = {words(text) for text in said if text}
    kept: list[str] = []
    for at, paragraph in enumerate(paragraphs):
        others = told[:at] + told[at + 1 :]
        if told[at] in above or _repeats(told[at], others) or _abridges(paragraph, at, paragraphs):
            continue
        kept.append(paragraph)
    return kept


def without_repetitions(paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs` without short ones whose very words stand in another, longer one."""
    told = [words(paragraph) for paragraph in paragraphs]
    return [
        paragraph
        for at, paragraph in enumerate(paragraphs)
        if not _repeats(told[at], told[:at] + told[at + 1 :])
    ]


def _repeats(quote: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words of `quote`, at least five, stand in a row inside a longer paragraph."""
    if not 5 <= len(quote) <= _LONGEST:
        return False
    needle = f" {' '.join(quote)} "
    return any(len(other) > len(quote) and needle in f" {' '.join(other)} " for other in others)


def _abridges(paragraph: str, at: int, paragraphs: Sequence[str]) -> bool:
    quote = words(paragraph)
    weighty = set(quote) - _SMALL
    if not 5 <= len(quote) <= _LONGEST or len(weighty) < 4 or re.search(r"[.:;,]\W*$", paragraph):
        return False
    for number, other in enumerate(paragraphs):
        if number == at or len(other) <= len(paragraph):
            continue
        for sentence in _SENTENCE.split(other):
            if _says_the_same(quote, weighty, words(sentence)):
                return True
    return False


def _says_the_same(quote: tuple[str, ...], weighty: set[str], sentence: tuple[str, ...]) -> bool:
    shared = len(weighty & set(sentence)) / len(weighty)
    run = SequenceMatcher(None, quote, sentence, autojunk=False).find_longest_match().size
    return shared >= 0.85 or (run >= _RUN and shared >= _SHARE - 0.2)
