"""Pull quotes: words of the article printed a second time, large, on the same page.

Only what is certain is taken: a repetition that no full stop ends or that stands in quotation marks, an
abridgement set likewise, and the speaker's name beneath. A plain sentence that its author says twice stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from difflib import SequenceMatcher
from itertools import pairwise

from index.readers.blocks import words
from index.readers.names import is_name

_SHORTEST = 5
_LONGEST = 45
"""Words; a longer paragraph is part of the story."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+")
_SMALL = frozenset(
    "the a an of to in on at by for and or but with as is are was were be been it its that this from has "
    "have had he she they his her their who which will would not after amid s".split()
)
_SIGNED = re.compile(
    r"(?P<quote>[“\"‘«„].{10,300}[”\"’»])\s*[-–—,]?\s*(?P<speaker>[^”\"»]{4,80})$", re.DOTALL
)
_QUOTATION = re.compile(r"[“\"‘«„][^“”\"«»„]+[”\"’»]")
"""A paragraph that is one quotation and nothing else."""
_SPEAKER_WORDS = 4
_ROLE_WORDS = 8
_SHARE = 0.85
"""Of a pull quote's weighty words, how many must stand in one sentence; abridging editors swap the rest."""
_SHARE_WITH_RUN = 0.5
"""Likewise, where it also shares a run of words with that sentence."""
_RUN = 6
"""Words in a row that a pull quote shares with its sentence; chance gives two or three."""
_MOST_QUOTES = 300
"""Lines that could be pull quotes; where there are more, the text is a table or a poem."""
_MOST_COMPARED = 200
"""Sentences compared with one pull quote; those with its rarest words come first."""


def without(paragraphs: Sequence[str], said: Sequence[str]) -> list[str]:
    """`paragraphs` without those that only repeat or abridge another, or one of `said`.

    A repetition may stand anywhere. An abridgement is taken only if it has no full stop, as pull quotes are
    set and paragraphs are not, or is a mere quotation that adds no word of weight; all are short.

    Args:
        paragraphs: The body.
        said: Title, standfirst and captions, which may be set again in the body too.
    """
    above = {words(text) for text in said if text}
    unsigned = {part: _unsigned(part) for part in paragraphs}
    told = [*paragraphs, *(quote for part, quote in unsigned.items() if quote != part)]
    kept = set(without_repetitions(told))
    short = sum(_is_short(quote) for quote in unsigned.values())
    sentences = _Sentences(paragraphs if short <= _MOST_QUOTES else ())
    stopped = {words(part) for part in paragraphs if not _may_be_quote(part)}
    taken = {
        part
        for part, quote in unsigned.items()
        if quote not in kept or _is_unstopped(quote, stopped) or _abridges(quote, sentences)
    }
    speakers = {
        after
        for before, after in pairwise(paragraphs)
        if before in taken and unsigned[before] == before and _is_speaker(after)
    }
    return [part for part in paragraphs if part not in taken | speakers and words(part) not in above]


def without_repetitions(paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs` without short ones whose very words, at least five, stand in another, longer one.

    A paragraph that ends in a full stop and is no quotation stays: writers repeat themselves, layout does not
    repeat plain sentences.
    """
    told = {paragraph: words(paragraph) for paragraph in paragraphs}
    where: dict[tuple[str, ...], dict[str, None]] = {}
    for paragraph, said in told.items():
        for run in _runs(said):
            where.setdefault(run, {})[paragraph] = None
    repeated = set()
    for paragraph, quote in told.items():
        if _may_be_quote(paragraph) and _SHORTEST <= len(quote) <= _LONGEST:
            rarest = min((where[run] for run in _runs(quote)), key=len)
            if _repeats(quote, [told[other] for other in rarest]):
                repeated.add(paragraph)
    return [paragraph for paragraph in paragraphs if paragraph not in repeated]


def _runs(said: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every run of words by which paragraphs that share one are found."""
    return [said[at : at + _SHORTEST] for at in range(len(said) - _SHORTEST + 1)]


class _Sentences:
    """The sentences of a body, found by their words."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        told = {words(sentence): None for part in paragraphs for sentence in (*_SENTENCE.split(part), part)}
        self._all = list(told)
        self._with: dict[str, list[int]] = {}
        for number, sentence in enumerate(self._all):
            for word in set(sentence) - _SMALL:
                self._with.setdefault(word, []).append(number)

    def like(self, weighty: set[str]) -> Iterator[tuple[str, ...]]:
        """Sentences that hold one of the rarer half of these words, as any with half of them does."""
        rarest = sorted(weighty, key=lambda word: (len(self._with.get(word, ())), word))
        seen: dict[int, None] = {}
        for word in rarest[: len(weighty) // 2 + 1]:
            seen |= dict.fromkeys(self._with.get(word, ())[:_MOST_COMPARED])
            if len(seen) >= _MOST_COMPARED:
                break
        return (self._all[number] for number in seen)


def _unsigned(part: str) -> str:
    """A pull quote in two lines or with a dash, without the name of its speaker; any other text as it is."""
    quote, line, speaker = part.rpartition("\n")
    if line and _is_speaker(speaker):
        return quote.replace("\n", " ")
    signed = _SIGNED.match(part)
    return signed["quote"] if signed and _is_speaker(signed["speaker"]) else part


def _is_speaker(line: str) -> bool:
    """Whether `line` is a name and perhaps what its bearer does: "Anna Kell, envoy", "— ANNA KELL"."""
    name, _, role = line.lstrip("-–—~ ").strip().partition(",")
    return (
        is_name(name)
        and len(name.split()) <= _SPEAKER_WORDS
        and len(role.split()) <= _ROLE_WORDS
        and not line.endswith((".", "!", "?", ":"))
    )


def _is_short(quote: str) -> bool:
    return len(quote) <= 12 * _LONGEST and _may_be_quote(quote)


def _is_unstopped(quote: str, stopped: Set[tuple[str, ...]]) -> bool:
    """Whether `quote` is a whole paragraph again, without the full stop it has there."""
    said = words(quote)
    return not quote.endswith((".", "!", "?")) and _SHORTEST <= len(said) <= _LONGEST and said in stopped


def _may_be_quote(paragraph: str) -> bool:
    return not paragraph.endswith((".", "!", "?")) or paragraph.startswith(("“", '"', "‘", "«", "„"))


def _repeats(quote: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words of `quote` stand in a row in a longer paragraph."""
    needle = f" {' '.join(quote)} "
    return any(len(other) > len(quote) and needle in f" {' '.join(other)} " for other in others)


def _abridges(paragraph: str, sentences: _Sentences) -> bool:
    """Whether a paragraph without a full stop, or a mere quotation, abridges one of the sentences."""
    quote = words(paragraph)
    weighty = set(quote) - _SMALL
    if not _SHORTEST <= len(quote) <= _LONGEST or len(weighty) < 4:
        return False
    stopped = re.search(r"[.:;,]\W*$", paragraph) is not None
    if stopped and not _QUOTATION.fullmatch(paragraph):
        return False
    shortest, longest = 0.8 * len(quote), max(60, 3 * len(quote))
    others = (
        other for other in sentences.like(weighty) if shortest < len(other) <= longest and other != quote
    )
    if stopped:
        return any(weighty <= set(other) and len(other) > len(quote) for other in others)
    return any(_says_the_same(quote, weighty, other) for other in others)


def _says_the_same(quote: tuple[str, ...], weighty: set[str], sentence: tuple[str, ...]) -> bool:
    shared = len(weighty & set(sentence)) / len(weighty)
    if shared < _SHARE_WITH_RUN:
        return False
    run = SequenceMatcher(None, quote, sentence, autojunk=False).find_longest_match().size
    return shared >= _SHARE or run >= _RUN
