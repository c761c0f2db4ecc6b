"""A passage of a story → the other articles of that story in which it stands.

Copies among the candidates of a search are seen by `qa.retrieval.copies`; these are the ones that the
search did not come upon: a reprint whose passages are cut otherwise, or that many others stand before.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.library import Library
from index.records import Article, Passage
from index.scope import Scope
from index.sentences import Span, sentences
from qa.retrieval.reprints import Shingle, Wording, repeats

MOST = 50
"""Articles of a story that are looked through; the rest of a larger one goes unnamed."""
MOST_COMPARED = 5
"""Articles compared with a passage word by word, which takes milliseconds; that it stands in one sentence by
sentence is seen in microseconds."""
LEAST_COMMON = 0.65
"""The share of a passage's runs of words that an article has before it is looked at sentence by sentence."""
KEPT = 100
"""Articles whose sentences are kept at hand from one search to the next."""
RECENT = 200
"""Texts whose words are: a story's passages are looked for in many articles, and found in the same places."""


@dataclass(frozen=True)  # not slotted: its properties are worked out once
class _Sought:
    """A text as it is looked for in many articles."""

    text: str

    @cached_property
    def said(self) -> str:
        """Its sentences, a line each."""
        return _lines(self.text, sentences(self.text))

    @cached_property
    def wording(self) -> Wording:
        """The words it is compared by."""
        return _wording(self.text)

    @cached_property
    def paragraphs(self) -> Sequence["_Sought"]:
        """Its lines that are not empty."""
        return [_Sought(part) for part in self.text.split("\n") if part.strip()]


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as passages are looked for in it."""

    text: str
    said: str
    """Its sentences, a line each."""
    spans: Sequence[Span]
    """Of its sentences."""
    shingles: Sequence[frozenset[Shingle]]
    """Of each sentence."""
    known: frozenset[Shingle]
    """Of all of them."""

    @classmethod
    def of(cls, text: str) -> "_Read":
        spans = sentences(text)
        runs = [Wording(text[start:end]).shingles for start, end in spans]
        return cls(text, _lines(text, spans), spans, runs, frozenset().union(*runs))

    def windows(self, passage: Wording) -> Iterator[str]:
        """Yield runs of sentences in which some of the passage's words stand, with one between at most."""
        first = last = None
        for at, runs in enumerate(self.shingles):
            if runs.isdisjoint(passage.shingles):
                continue
            if first is not None and last is not None and at > last + 2:
                yield self._text(first, last)
                first = None
            first, last = at if first is None else first, at
        if first is not None and last is not None:
            yield self._text(first, last)

    def _text(self, first: int, last: int) -> str:
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def has(self, sought: _Sought) -> bool:
        """Return whether all sentences of a text stand in the article, those of each paragraph in a row."""
        return all(part.said in self.said for part in sought.paragraphs)

    def holds(self, sought: _Sought) -> bool:
        """Return whether the article says all that a text says, and nothing else in its place.

        Another paper may have its paragraphs in another order.
        """
        if self.has(sought) or self._says(sought):
            return True
        parts = sought.paragraphs
        return (len(parts) > 1 or parts[0] != sought) and all(map(self._says, parts))

    def _says(self, sought: _Sought) -> bool:
        # From one sentence's beginning to another's end: "5 people" stands in "15 people" too.
        if sought.said in self.said:
            return True
        part = sought.wording
        if len(part.shingles & self.known) < LEAST_COMMON * len(part.shingles):
            return False
        windows = map(_wording, self.windows(part))
        return any(repeats(window, part) and repeats(part, window) for window in windows)


@lru_cache(maxsize=RECENT)
def _sought(text: str) -> _Sought:
    return _Sought(text)


@lru_cache(maxsize=RECENT)
def _wording(text: str) -> Wording:
    return Wording(text)


def _in_whole_sentences(passage: Passage, text: str) -> str:
    """Return a passage with the rest of the sentences it begins and ends within."""
    spans = [span for span in sentences(text) if span[1] > passage.start and span[0] < passage.end]
    return text[spans[0][0] : spans[-1][1]] if spans else passage.text


def _lines(text: str, spans: Sequence[Span]) -> str:
    """Return sentences, each on a line of its own with every gap one space."""
    said = (" ".join(text[start:end].split()) for start, end in spans)
    return "".join(f"\n{sentence}\n" for sentence in said)


class Versions:
    """The versions of stories, read when they are first needed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._at_hand: OrderedDict[str, _Read] = OrderedDict()

    def holding(
        self, passage: Passage, article: Article, scope: Scope, *, known: Collection[str]
    ) -> list[str]:
        """Return the ids of the articles of one's story that hold a passage of it too, in order of coming in.

        Args:
            passage: One of the article's.
            article: With its text.
            scope: Only these articles are named.
            known: Ids of articles that need not be looked through.
        """
        if article.story is None:
            return []
        others = [one for one in self._library.told_in(article.story)[:MOST] if one != article.id]
        meant = self._library.described(one for one in others if one not in known)
        wanted = [identifier for identifier, one in meant.items() if scope.holds(one)]
        sought = _sought(_in_whole_sentences(passage, article.text))
        found = {identifier for identifier in wanted if self._at(identifier).has(sought)}
        unlike = [identifier for identifier in wanted if identifier not in found]
        found.update(one for one in unlike[:MOST_COMPARED] if self._at(one).holds(sought))
        return [identifier for identifier in wanted if identifier in found]

    def holds(self, identifier: str, text: str) -> bool:
        """Return whether an article says all that a text says, and nothing else in its place."""
        return self._at(identifier).holds(_sought(text))

    def _at(self, identifier: str) -> _Read:
        one = self._at_hand.get(identifier)
        if one is None:
            article = self._library.article(identifier)
            if article is None:  # it left between two looks, and may come back
                return _Read.of("")
            one = self._at_hand[identifier] = _Read.of(article.text)
        self._at_hand.move_to_end(identifier)
        if len(self._at_hand) > KEPT:
            self._at_hand.popitem(last=False)
        return one
