"""Articles → pieces that fit the embedder's window → passages, each a run of some pieces.

A piece is small enough that its vector says what it is about, a passage long enough to be understood
and to hold the words of a question together. So passages overlap, each beginning a piece after the
one before, and the vector of a passage is made from those of its pieces: every word is embedded once.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.outline import nearest
from index.records import Article, Heading, Passage
from index.sentences import Span, sentences

CountTokens = Callable[[Sequence[str]], list[int]]

TITLE_CHARACTERS = 200
"""A longer title is cut where it is prefixed to a passage; that is about 45 tokens."""
TITLE_TOKENS = 64
"""Room kept in the embedder's window for the title and the two special tokens."""
HEADING_CHARACTERS = 90
SHORTEST_PASSAGE = 16
"""Tokens; about one sentence. No piece is asked to be shorter either."""
USUAL = 0.8
"""The share of the most tokens that a piece usually has."""
PARTING = 0.5
"""What it costs to end a piece within a paragraph; as much as one 1.7 times its usual length, or 0.3.
Beside pieces of even length, chunking data, pieces of 72 tokens: recall 91.7 and IoU 5.31 became 91.9
and 5.50."""
LONGEST_PASSAGE = 8192
"""Tokens; the window of the largest embedders in use."""


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How articles are cut; stored with the library, since it shapes what is in it."""

    tokens: int = 216
    """The most tokens of text in a passage, the title before it not counted."""
    pieces: int = 3
    """How many pieces a passage is made of; with one, passages do not overlap."""
    headings: int = 1
    """How many of the headings above a piece, the nearest, are embedded with it."""

    @classmethod
    def of(cls, tokens: int) -> "PassageSettings":
        """Return the usual settings for passages of so many tokens, no piece shorter than a sentence."""
        return cls(tokens, max(1, min(cls().pieces, tokens // SHORTEST_PASSAGE)))

    @classmethod
    def stored(cls, stored: Mapping[str, int]) -> "PassageSettings":
        """Return the settings that a library keeps; what it says nothing of is as it was in its time.

        Before schema 3 passages had one piece, and before headings were known none was embedded.

        Raises:
            TypeError: It has settings that this program does not know.
        """
        return cls(**{"pieces": 1, "headings": 0, **stored})

    def renewed(self) -> "PassageSettings":
        """Return what a library of these settings is made anew with: today's usual ones for yesterday's.

        Headings are as usual whatever else was asked for: nobody is asked about them.
        """
        now = replace(self, headings=PassageSettings().headings)
        return PassageSettings() if self == _FORMER else now

    @property
    def piece_tokens(self) -> int:
        """The most tokens of text in a piece."""
        return max(1, self.tokens // self.pieces)

    def within(self, max_tokens: int) -> "PassageSettings":
        """Return the settings for an embedder that reads at most `max_tokens`, title included.

        It reads one piece at a time: a passage may be longer than its window.
        """
        room = max(SHORTEST_PASSAGE, max_tokens - TITLE_TOKENS)
        return replace(self, tokens=max(SHORTEST_PASSAGE, min(self.tokens, room * self.pieces)))


_FORMER = PassageSettings(tokens=160, pieces=1, headings=0)
"""The usual settings of schemas 1 and 2; a library that has them was never asked for others."""


def embedded_text(title: str, text: str) -> str:
    """Return what is embedded for a piece, and indexed for a passage: the title, then its words.

    The title names what the words only allude to; it was worth 1 to 3 points of Hits@4 on the
    news data (`scripts/evaluate retrieval`).
    """
    return f"{title[:TITLE_CHARACTERS]}\n{text}"


def embedded_texts(article: Article, passage: Passage, *, headings: int) -> tuple[str, ...]:
    """Return the texts, one for each of its pieces, whose vectors make that of a passage.

    Args:
        article: The passage's.
        passage: What is embedded.
        headings: How many headings with each, as `PassageSettings` has it.
    """
    starts = (passage.start, *passage.cuts)
    return tuple(
        embedded_text(_titled(article, start, headings), piece)
        for start, piece in zip(starts, passage.pieces, strict=True)
    )


def indexed_text(article: Article, start: int, end: int, *, headings: int) -> str:
    """Return what is indexed for the passage `article.text[start:end]`, and read again by rerankers.

    Args:
        article: The passage's.
        start: Where it begins.
        end: Where it ends.
        headings: How many headings with it, as `PassageSettings` has it.
    """
    return embedded_text(_titled(article, start, headings), article.text[start:end])


def _titled(article: Article, start: int, headings: int) -> str:
    """Return the title, and the nearest headings that what begins at `start` stands under.

    The nearest one says what a section's words only allude to: it brought 2.5 and 1.7 points of recall
    over encyclopedia articles and pages of documentation (`scripts/evaluate passages`; the intervals are 0.1
    to 4.9 and 0.2 to 3.6). The whole path of headings brought less to the first, and 0.2 more to the second.
    """
    return " › ".join([article.title, *nearest(article, start, headings)])


def cut(article: Article, settings: PassageSettings, count_tokens: CountTokens) -> list[Passage]:
    """Return the passages of an article, in order, each beginning a piece after the one before.

    Together they hold every sentence, and `article.text[start:end] == text` for each. Two that
    follow each other have all but one of their pieces in common; an article of fewer pieces than a
    passage is made of is one passage. Pieces are of about equal length, so that none is a left-over
    line, and end with a paragraph where that costs little; a heading goes with what follows it, even
    where that fills a piece by itself. A sentence longer than a piece may be is parted at a space.

    Args:
        article: What is cut.
        settings: How long a passage may be, and of how many pieces it is made.
        count_tokens: The embedder's own count for each of some texts.
    """
    pieces = pieces_of(article.text, settings.piece_tokens, count_tokens, headings=article.headings)
    last = max(0, len(pieces) - settings.pieces)
    runs = [pieces[at : at + settings.pieces] for at in range(last + 1)] if pieces else []
    return [_passage(article, position, run) for position, run in enumerate(runs)]


def _passage(article: Article, position: int, pieces: Sequence[Span]) -> Passage:
    start, end = pieces[0][0], pieces[-1][1]
    cuts = tuple(first for first, _ in pieces[1:])
    return Passage(article.id, position, start, end, article.text[start:end], cuts=cuts)


def pieces_of(
    text: str, limit: int, count_tokens: CountTokens, *, headings: Sequence[Heading] = ()
) -> list[Span]:
    """Return where the pieces of a text are.

    They have at most `limit` tokens, but for a sentence parted unevenly and one with a heading over it.

    Args:
        text: What is cut.
        limit: The most tokens in a piece.
        count_tokens: The embedder's own count for each of some texts.
        headings: Those known in the text, in its order.
    """
    spans, lengths = _parts(text, limit, count_tokens)
    units, sizes = _with_headings(text, spans, lengths, limit=limit, headings=headings)
    ends = ["\n" in text[end:start] for (_, end), (start, _) in pairwise(units)] + [True]
    return [(units[first][0], units[last][1]) for first, last in _packed(sizes, ends, limit)]


def _parts(text: str, limit: int, count_tokens: CountTokens) -> tuple[list[Span], list[int]]:
    """Return the sentences, and the parts of long ones, with their lengths in tokens, none over `limit`."""
    spans = sentences(text)
    sizes = count_tokens([text[start:end] for start, end in spans])
    parts: list[Span] = []
    lengths: list[int] = []
    for span, size in zip(spans, sizes, strict=True):
        for part in _parted(text, span, max(1, math.ceil(size / limit))):
            parts.append(part)
            # What has no tokens counts as one: thousands of such lines are no piece.
            lengths.append(max(1, min(size, limit)))
    return parts, lengths


def _with_headings(
    text: str, parts: Sequence[Span], lengths: Sequence[int], *, limit: int, headings: Sequence[Heading]
) -> tuple[list[Span], list[int]]:
    """Join each heading to what follows it: a known one always, what looks like one if both fit a piece."""
    spans: list[Span] = []
    sizes: list[int] = []
    before = False
    for part, length in zip(parts, lengths, strict=True):
        known = _is_known(part, headings)
        fits = bool(sizes) and sizes[-1] + length <= limit
        if (before and (fits or not known)) or (fits and _is_heading(text, spans[-1], part)):
            spans[-1] = (spans[-1][0], part[1])
            sizes[-1] += length
        else:
            spans.append(part)
            sizes.append(length)
        before = known
    return spans, sizes


def _is_known(span: Span, headings: Sequence[Heading]) -> bool:
    """Whether a span lies in one of the headings, which are in the order of the text."""
    at = bisect_right(headings, span[0], key=lambda heading: heading.start) - 1
    return at >= 0 and span[1] <= headings[at].end


def _is_heading(text: str, span: Span, following: Span) -> bool:
    start, end = span
    alone = "\n\n" in text[end : following[0]] and (start == 0 or text[start - 1] == "\n")
    return alone and end - start <= HEADING_CHARACTERS and text[end - 1] not in ".!?…”\"’':;,"


def _parted(text: str, span: Span, parts: int) -> Iterator[Span]:
    """Part a span into about `parts` equal pieces at spaces, or anywhere where there are none."""
    start, end = span
    step = math.ceil((end - start) / parts)
    while end - start > step:
        space = text.rfind(" ", start + step // 2, start + step)
        at = space if space > 0 else start + step
        yield start, at
        start = at + 1 if space > 0 else at
    yield start, end


def _packed(sizes: Sequence[int], ends: Sequence[bool], limit: int) -> list[tuple[int, int]]:
    """Return the first and last index of each run of units, the cheapest way to part them all.

    A run holds at most `limit` tokens, unless one unit alone is longer. It costs the square of how
    far it is from its usual length, as a share of it, and `PARTING` where it ends within a paragraph.

    Args:
        sizes: The length of each unit in tokens.
        ends: Whether a paragraph ends with it.
        limit: The most tokens in a run.
    """
    usual = USUAL * limit
    costs, firsts = [0.0], []
    for last in range(len(sizes)):
        best, filled = (math.inf, last), 0
        for first in range(last, -1, -1):
            filled += sizes[first]
            if filled > limit and first < last:
                break
            best = min(best, (costs[first] + (filled / usual - 1) ** 2, first))
        costs.append(best[0] + (0.0 if ends[last] else PARTING))
        firsts.append(best[1])
    runs = []
    last = len(sizes) - 1
    while last >= 0:
        runs.append((firsts[last], last))
        last = firsts[last] - 1
    return runs[::-1]
