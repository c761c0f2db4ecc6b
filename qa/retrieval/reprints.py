"""Two passages → whether one only says again, word for word, what the other says."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property

from index.analysis import smoothed
from qa.language.facts import days, negations, numbers
from qa.language.terms import stem

SHINGLE = 5
"""Words in a row that count as the same text. Of the 28,858 passages of the news data 220,000 pairs share
such a run, but only 7,741 share a fifth of theirs: most have a set phrase in common."""
MOST_OWN = 0.2
"""The share of a copy's words that may be its own: a sentence at its edge that the other paper's passage
ends before. Passages of the news data that share a notice of 78 words and nothing else have from 0.22."""
LEAST_SHARED = 0.5
"""The share of either passage's words that stands in the other; a line of contact under two stories makes
neither a copy."""
LONGEST_BYLINE = 16
"""Words; also of a note on who reported or when."""

Shingle = tuple[str, ...]

_LETTERS = r"[^\W\d_぀-ヿ㐀-鿿가-힣]"
_ADDRESS = re.compile(r"\S*(?:@|://)\S*\w")
_AROUND = ".,;:!?()[]{}\"“”'‘—–…/|"
_LONGEST_WORD = 16
"""Characters of a word, on average, from which a text is in a script without spaces."""
_STOPS = frozenset({".", "!", "?", "。", "！", "？", "\n\n"})
_DASHES = frozenset({"—", "–", "--", "-"})
_MARKS = _STOPS | _DASHES
_TELLS_NOTHING = frozenset(
    "a an the that which who whom is are was were be been being has have had do does did also it its"
    " said says say told mr mrs ms dr percent per cent".split()
)
_OPENS_A_BYLINE = frozenset(
    "additional by contact contributed contributing edited editing email follow originally photo posted"
    " published reach reporting story updated writing written".split()
)
_NEWSROOM = frozenset(
    "@ contributor correspondent reporter staff afp agencies ansa ap associated bloomberg dpa efe pa reuters"
    " tass upi xinhua".split()
)
_BYLINE = (
    _OPENS_A_BYLINE
    | _NEWSROOM
    | frozenset(
        "a am and article at editor et first for from gmt him her in news of on online or our pm press read"
        " report reported the them this to was with writer".split()
    )
)
_DISPUTES = re.compile(
    r"\b(?:disput|contradict|contest|challeng|correct|retract|mistake|wrong|untrue|contrary|contrast"
    r"|disagree|dismiss|refut|instead|rather|however|yet|misstat|dissent|differ|overturn|revers|revis)\w*",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


@cache
def _token() -> re.Pattern[str]:
    """Return what matches a token; made when texts are first compared, as it takes 3 ms."""
    return re.compile(
        rf"{_LETTERS}+(?:'{_LETTERS}+)*"
        r"|(?:(?<!\w)[-−])?[$€£¥]?\d+(?:[.,:]\d+)*%?"  # its sign, currency and per cent are part of a number
        r"|[.!?。！？@—–]|--|(?<=\s)-(?=\s)|\n\n|\w"  # scripts without spaces go by the character
    )


@dataclass(frozen=True)  # not slotted: its properties are worked out once
class Wording:
    """A text as it is compared with others."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The text with every gap one space: what copies to the letter have in common."""
        return " ".join(self.text.split())

    @cached_property
    def shingles(self) -> frozenset[Shingle]:
        """Every run of `SHINGLE` words, lower case; none in a shorter text."""
        return frozenset(_runs(self._words))

    def touches(self, known: Set[Shingle]) -> bool:
        """Return whether any of its shingles is known; takes a third of the time to gather them.

        Most passages of a list have none in common with those before them.
        """
        return not known.isdisjoint(_runs(self._words))

    @cached_property
    def _words(self) -> list[str]:
        return _shingled(self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words and numbers as they are written, with the ends of sentences and paragraphs."""
        text = self.text.replace("’", "'").replace("‘", "'")
        return tuple(_token().findall(_ADDRESS.sub("@", text)))

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """The tokens in lower case, as they are compared."""
        return tuple(token.lower() for token in self.tokens)


def repeats(text: Wording, shown: Wording, known: Set[Shingle] = frozenset()) -> bool:
    """Return whether a text says again what another says, and nothing that is not shown.

    Whole sentences may be left out, at most `MOST_OWN` of the text may be more, at its edges or as
    whole sentences, and bylines may be others. Within a sentence only words that tell nothing may
    differ: a changed number, name, verb or "not" makes it another report. What is more holds no
    number, no negation and no dispute, unless it stands in `known`.

    Args:
        text: The one that may be a copy.
        shown: The one it may be a copy of.
        known: The shingles of everything shown, so that a passage that another paper's cut falls
            in the middle of can be a copy of two.
    """
    if text.plain == shown.plain:
        return True
    # an edit within a sentence breaks as many shingles as they have words
    shared = len(text.shingles & shown.shingles)
    if shared < LEAST_SHARED / 2 * max(len(text.shingles), len(shown.shingles), 1):
        return False
    return _Comparison(text, shown, known).holds()


class _Comparison:
    """Two texts side by side."""

    def __init__(self, text: Wording, shown: Wording, known: Set[Shingle]) -> None:
        self._text, self._shown, self._known = text, shown, known

    def holds(self) -> bool:
        """Whether the text repeats the other."""
        said, shown = self._text.tokens, self._shown.tokens
        own = same = 0
        for kind, s0, s1, t0, t1 in _differences(self._shown.lowered, self._text.lowered):
            ours, theirs = said[t0:t1], shown[s0:s1]
            if kind == "equal":
                same += _length(ours)
                continue
            if _signs(said, t0, t1) and _signs(shown, s0, s1):
                continue
            edge = t0 == 0 or t1 == len(said) or s0 == 0 or s1 == len(shown)
            whole = _whole(shown, s0, s1) and _whole(said, t0, t1)
            if not self._may_differ(ours, theirs, edge=edge, whole=whole):
                return False
            own += 0 if self._is_known(ours) else _length(ours)
        least = LEAST_SHARED * max(_length(said), _length(shown))
        return same >= least and own <= MOST_OWN * _length(said)

    def _may_differ(self, ours: Sequence[str], theirs: Sequence[str], *, edge: bool, whole: bool) -> bool:
        if _tells_nothing(ours, theirs):
            return True
        if not (edge or whole):
            return False
        # a sentence that only the other has takes nothing back; half of one may
        if not whole and _turns(theirs):
            return False
        if not _length(ours) or self._is_known(ours):
            return True
        return not _length(theirs) and not _turns(ours)

    def _is_known(self, ours: Sequence[str]) -> bool:
        """Whether every word of a run stands in a run of words already shown."""
        runs = _shingles(" ".join(ours))
        return bool(runs) and runs <= self._known


def _differences(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how one becomes the other, as `SequenceMatcher.get_opcodes` does.

    What they begin and end with alike is set aside first: that makes slight edits ten times as
    fast to compare.
    """
    least = min(len(first), len(second))
    head = next((at for at in range(least) if first[at] != second[at]), least)
    rest = least - head
    tail = next((at for at in range(rest) if first[-1 - at] != second[-1 - at]), rest)
    middle = SequenceMatcher(
        None, first[head : len(first) - tail], second[head : len(second) - tail], autojunk=False
    )
    inner = [
        (kind, s0 + head, s1 + head, t0 + head, t1 + head) for kind, s0, s1, t0, t1 in middle.get_opcodes()
    ]
    return [
        ("equal", 0, head, 0, head),
        *inner,
        ("equal", len(first) - tail, len(first), len(second) - tail, len(second)),
    ]


def _tells_nothing(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two runs differ only in words that tell nothing, or in how a word is written."""
    left = [word for word in _words(ours) if word not in _TELLS_NOTHING]
    right = [word for word in _words(theirs) if word not in _TELLS_NOTHING]
    if "".join(left) == "".join(right) and "".join(left).isalpha():
        return True
    return len(left) == len(right) and all(map(_same_word, left, right))


def _same_word(one: str, other: str) -> bool:
    if one.isalpha() and other.isalpha():
        return stem(one) == stem(other)
    return smoothed(one) == smoothed(other)


def _whole(tokens: Sequence[str], start: int, end: int) -> bool:
    """Whether a run is whole sentences, or nothing.

    Of two sentences that begin alike the run may hold the first one's beginning or the second's.
    """
    if not _length(tokens[start:end]):
        return True
    while True:
        opened = start == 0 or tokens[start - 1] in _STOPS or tokens[start] in _STOPS
        closed = end == len(tokens) or tokens[end - 1] in _STOPS or tokens[end] in _STOPS
        if opened and closed:
            return True
        if start == 0 or tokens[start - 1].lower() != tokens[end - 1].lower():
            return False
        start, end = start - 1, end - 1


def _turns(run: Sequence[str]) -> bool:
    """Whether a run denies, doubts, limits or disputes something, or counts."""
    text = " ".join(run)
    return bool(_DIGIT.search(text) or negations(text) or _DISPUTES.search(text) or numbers(text))


def _signs(tokens: Sequence[str], start: int, end: int) -> bool:
    """Whether a run, if any, is part of a line that says who reported or when, and no more."""
    if not _length(tokens[start:end]):
        return True
    first = next((at for at in range(start, 0, -1) if not _MARKS.isdisjoint(tokens[at - 1 : at + 1])), 0)
    last = next((at for at in range(end - 1, len(tokens)) if tokens[at] in _MARKS), len(tokens))
    words = [word for word in tokens[first:last] if word not in _MARKS]
    known = {word.lower() for word in words}
    if len(words) > LONGEST_BYLINE or not (words[0].lower() in _OPENS_A_BYLINE or known & _NEWSROOM):
        return False
    dated = bool(days(" ".join(words)))
    return all(
        word[0].isupper() or word.lower() in _BYLINE or (dated and bool(_DIGIT.search(word)))
        for word in words
    )


def _words(run: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in run if word not in _MARKS)


def _length(run: Sequence[str]) -> int:
    return len(run) - sum(map(_MARKS.__contains__, run))


def _shingles(text: str) -> frozenset[Shingle]:
    return frozenset(_runs(_shingled(text)))


def _runs(words: Sequence[str]) -> Iterator[Shingle]:
    """Return every `SHINGLE` words in a row."""
    return zip(*(words[at:] for at in range(SHINGLE)), strict=False)


def _shingled(text: str) -> list[str]:
    """Return the words that shingles are made of."""
    text = text.replace("’", "'").replace("-", " ").lower()
    words = [bare for word in text.split() if (bare := word.strip(_AROUND))]
    if len(words) * _LONGEST_WORD < len(text):
        words = _token().findall(text)
    return words
