"""Pull quotes: words of the article printed a second time, large, on the same page."""

import re
from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from index.readers.blocks import words

_SHORTEST = 5
_LONGEST = 45
"""Words; a longer paragraph is part of the story."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+")
_SMALL = frozenset(
    "the a an of to in on at by for and or but with as is are was were be been it its that this from has "
    "have had he she they his her their who which will would not after amid s".split()
)
_SHARE = 0.85
"""Of a pull quote's weighty words, how many must stand in one sentence; abridging editors swap the rest."""
_SHARE_WITH_RUN = 0.5
"""Likewise, where it also shares a run of words with that sentence."""
_RUN = 6
"""Words in a row that a pull quote shares with its sentence; chance gives two or three."""


def without(paragraphs: Sequence[str], said: Sequence[str]) -> list[str]:
    """`paragraphs` without those that only repeat or abridge another, or one of `said`.

    A repetition may stand anywhere. An abridgement is taken only if it has no full stop, as pull quotes are
    set and paragraphs are not; both are short.

    Args:
        paragraphs: The body.
        said: Title, standfirst and captions, which may be set again in the body too.
    """
    above = {words(text) for text in said if text}
    sentences = {words(sentence) for part in paragraphs for sentence in (*_SENTENCE.split(part), part)}
    abridged = {part for part in set(paragraphs) if _abridges(part, sentences)}
    return [
        part for part in without_repetitions(paragraphs) if words(part) not in above and part not in abridged
    ]


def without_repetitions(paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs` without short ones whose very words, at least five, stand in another, longer one.

    A paragraph that ends in a full stop and is no quotation stays: writers repeat themselves, layout does not
    repeat plain sentences.
    """
    told = [words(paragraph) for paragraph in paragraphs]
    where: dict[tuple[str, ...], set[int]] = {}
    for number, said in enumerate(told):
        for at in range(len(said) - _SHORTEST + 1):
            where.setdefault(said[at : at + _SHORTEST], set()).add(number)
    repeated = {
        paragraph
        for paragraph, quote in dict(zip(paragraphs, told, strict=True)).items()
        if _may_be_quote(paragraph)
        and _repeats(quote, [told[number] for number in where.get(quote[:_SHORTEST], ())])
    }
    return [paragraph for paragraph in paragraphs if paragraph not in repeated]


def _may_be_quote(paragraph: str) -> bool:
    return not paragraph.endswith((".", "!", "?")) or paragraph.startswith(("“", '"', "‘", "«", "„"))


def _repeats(quote: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words of `quote` stand in a row in a longer paragraph."""
    if not _SHORTEST <= len(quote) <= _LONGEST:
        return False
    needle = f" {' '.join(quote)} "
    return any(len(other) > len(quote) and needle in f" {' '.join(other)} " for other in others)


def _abridges(paragraph: str, sentences: Set[tuple[str, ...]]) -> bool:
    """Whether a paragraph without a full stop says in fewer words what one of the other sentences says."""
    quote = words(paragraph)
    weighty = set(quote) - _SMALL
    if not _SHORTEST <= len(quote) <= _LONGEST or len(weighty) < 4 or re.search(r"[.:;,]\W*$", paragraph):
        return False
    shortest, longest = 0.8 * len(quote), max(60, 3 * len(quote))
    others = (other for other in sentences if shortest < len(other) <= longest and other != quote)
    return any(_says_the_same(quote, weighty, sentence) for sentence in others)


def _says_the_same(quote: tuple[str, ...], weighty: set[str], sentence: tuple[str, ...]) -> bool:
    shared = len(weighty & set(sentence)) / len(weighty)
    if shared < _SHARE_WITH_RUN:
        return False
    run = SequenceMatcher(None, quote, sentence, autojunk=False).find_longest_match().size
    return shared >= _SHARE or run >= _RUN
