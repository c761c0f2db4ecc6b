"""What a model wrote → the marks by which it cites, and its words without them."""

import re

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# After a stop or a long word in small letters; "km²" and "10⁶" are units and powers.
_RAISED = r"(?:(?<=[.!?…”\"’)\],])|(?<=[a-zà-ÿ]{4}))[⁰¹²³⁴-⁹]{1,6}(?!\w)"

MARKS = (
    r"(?:\s*[\[【［〔]\s*(?:\^?\d{1,2}(?:†[^\]】］〕]{0,20})?\s*[,;，、]\s*)*\^?\d{1,2}"
    r"(?:†[^\]】］〕]{0,20})?\s*[\]】］〕]|" + _RAISED + ")"
)
"""A pattern for what cites: [1], [1, 2], [^1], 【1】, 【1†source】, ［1］, and "¹" after the words."""
_MARKS = re.compile(MARKS)
_NUMBER = re.compile(r"(?<![\w†])\^?(\d{1,2})(?=\s*(?:[†,;，、\]】］〕]))")


def marks_in(sentence: str) -> tuple[int, ...]:
    """Return the numbers of the marks in a sentence, in order, each once.

    Raised figures that stand together are a mark each: no answer cites ten things. Numbers that
    name no evidence are returned like the others; who knows the evidence can tell them.
    """
    found = (number for match in _MARKS.finditer(sentence) for number in _numbers(match.group().strip()))
    return tuple(dict.fromkeys(found))


def _numbers(mark: str) -> list[int]:
    if mark[0] in "[【［〔":
        return [int(number) for number in _NUMBER.findall(mark)]
    return [int(figure) for figure in mark.translate(_SUPERSCRIPTS)]


def without_marks(sentence: str) -> str:
    """Return a sentence without its marks, white space made single."""
    return " ".join(_MARKS.sub("", sentence).split())
