"""The numbers of a Word document's lists and headings, which stand nowhere in its text."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from index.readers.word.parts import child, tag, value

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 9
"""Levels that Word knows."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of one level are numbered."""

    form: str
    start: int
    pattern: str
    """The number as it is shown, such as "%1.%2"."""


class Lists:
    """Counts the items of every list while a document is read from its beginning.

    Args:
        numbering: The root of the part that describes lists, or `None`.
    """

    def __init__(self, numbering: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._kinds: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for one in () if numbering is None else numbering:
            number = value(one, "abstractNumId" if tag(one) == "abstractNum" else "numId") or ""
            if tag(one) == "abstractNum":
                self._levels[number] = _levels(one)
            elif tag(one) == "num":
                link = child(one, "abstractNumId")
                self._kinds[number] = "" if link is None else value(link) or ""

    def marker(self, number: str, depth: int) -> str:
        """What stands before the next item of the list `number` at a depth from 0; nothing for a bullet."""
        levels = self._levels.get(self._kinds.get(number, ""), {})
        level = levels.get(depth)
        if level is None or level.form in ("bullet", "none") or depth >= _DEEPEST:
            return ""
        counts = self._counts[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        shown = level.pattern
        for at in range(depth + 1):
            other = levels.get(at, level)
            shown = shown.replace(f"%{at + 1}", _shown(counts.get(at, other.start), other.form))
        return shown.strip()


def _levels(kind: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in kind:
        if tag(one) == "lvl":
            form, start, text = (child(one, name) for name in ("numFmt", "start", "lvlText"))
            found[integer(value(one, "ilvl"))] = _Level(
                "decimal" if form is None else value(form) or "decimal",
                1 if start is None else integer(value(start), 1),
                "" if text is None else value(text) or "",
            )
    return found


def integer(text: str | None, otherwise: int = 0) -> int:
    """A small number, or `otherwise` where `text` is none."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise


def _shown(number: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter" if number > 0:
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 3 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman" if 0 < number < 4000:
            numeral, rest = "", number
            for size, sign in (*_ROMAN, *_SMALL):
                numeral += sign * (rest // size)
                rest %= size
            return numeral.upper() if form == "upperRoman" else numeral
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)
