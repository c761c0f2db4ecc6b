"""Whether a printed sentence stands in the words it cites: a strict check of the evaluation's own.

Nothing here is shared with the program's verification, or its mistakes would be measured away. It
reads letters alone: a sentence that says the same in words of its own may be counted against.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

COVERED = 0.8
"""Least share of a sentence's content words that stand in what it cites or in the question."""
STEM = 5
"""Letters by which words are compared: "closed" and "closing", not "contract" and "contrary"."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’][^\W\d_]+)*")
"""Letters after a digit are a unit, as in 34.6C and £18.4m."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)[\"“”‘’'(\[]*$")
_SPELLED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_VALUES = {word: str(value) for value, word in enumerate(_SPELLED.split())}
_VALUES |= {
    word: str(10 * tens)
    for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
}
_UNCOUNTED = {"one"}
"""Words that are seldom meant as numbers."""
_NEGATIONS = frozenset("no not never nobody none nothing neither nor without cannot denied".split())
_PLAIN = frozenset(
    (
        "a about after again all also although am an and any are as at be because been before being "
        "between both but by can could did do does doing during each for from further had has have having "
        "he her here hers him his how i if in into is it its just may me might more most must my no nor "
        "not of off on once only or other our out over own said same says she should so some such than "
        "that the their them then there these they this those through to too under until up very was we "
        "were what when where which while who whom why will with would you your"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a sentence comes to beside the words it cites."""

    figures: int
    """How many numbers are printed in it."""
    wrong_figures: int
    """How many of these the cited words do not have."""
    strange_names: tuple[str, ...]
    """Its names that neither the cited words nor the question have."""
    covered: float
    """Share of its content words that stand in either, in [0, 1]."""
    turned: bool
    """Whether it denies what is not denied there, or states what is."""
    supported: bool
    """Whether it is there word for word, or nothing of all this speaks against it."""


def checked(sentence: str, quotes: Iterable[str], question: str, origins: Iterable[str] = ()) -> Finding:
    """Return what speaks against a sentence.

    Args:
        sentence: Without its marks.
        quotes: The words it cites; none where it cites nothing, and then it is not supported.
        question: May lend names and words, and numbers too, which still count as wrong figures.
        origins: Source, title and day of the cited articles, which may be named.
    """
    cited = " ".join(quotes)
    known = f"{cited} {question} {' '.join(origins)}"
    said, lent = figures(sentence), figures(f"{cited} {' '.join(origins)}")
    strange = tuple(name for name in names(sentence) if _stem(name) not in _stems(known))
    content = _content(sentence)
    covered = len(content & _stems(known)) / len(content) if content else 1.0
    turned = _turned(sentence, cited)
    verbatim = bool(cited) and _plain(sentence) in _plain(cited)
    sound = said <= lent | figures(question) and not strange and covered >= COVERED and not turned
    return Finding(len(said), len(said - lent), strange, covered, turned, verbatim or (bool(cited) and sound))


def figures(text: str) -> set[str]:
    """Return the numbers of a text, digits without their commas; small ones spelled out count too."""
    digits = {number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text)}
    words = {word for word in _words(text) if word in _VALUES and word not in _UNCOUNTED}
    return digits | {_VALUES[word] for word in words}


def names(text: str) -> list[str]:
    """Return the words with a capital that begin no sentence."""
    return [
        match[0]
        for match in _WORD.finditer(text)
        if match[0][0].isupper()
        and not _SENTENCE_START.search(text[: match.start()])
        and match[0].lower() not in _PLAIN
    ]


def _turned(sentence: str, cited: str) -> bool:
    """Return whether just one of both denies: the sentence at all, or the cited words what it says."""
    denied = bool(_negated(sentence))
    if denied:
        return not _negated(cited)
    return bool(_negated(cited) & _content(sentence))


def _negated(text: str) -> set[str]:
    """Return the stems of the content words next after each negation."""
    words = list(_words(text))
    found = set()
    for at, word in enumerate(words):
        if word in _NEGATIONS or word.endswith(("n't", "n’t")):
            found |= {_stem(next((after for after in words[at + 1 :] if after not in _PLAIN), word))}
    return found


def _content(text: str) -> set[str]:
    # numbers are compared by themselves, whether in words or in digits
    others = _PLAIN | _NEGATIONS | set(_VALUES)
    return {_stem(word) for word in _words(text) if word not in others}


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _words(text)}


def _words(text: str) -> Iterable[str]:
    return (match[0].lower() for match in _WORD.finditer(text))


def _stem(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())[:STEM]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
