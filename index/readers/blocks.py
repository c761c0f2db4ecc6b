"""Lines of a plain text as paragraphs, whichever way the lines were broken."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.readers import hyphens

_ITEM = re.compile(r"\s*(?:[-*•▪◦·–—]\s+|\(?\d{1,3}[.)]\s+|\(?[a-z]\)\s+)\S")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_WIDEST_WRAP = 100
"""Characters; e-mail wraps at 72 to 78, typewritten pages at up to 90."""


def blocks(text: str) -> list[list[str]]:
    """The blocks of `text` between blank lines, each a list of whole lines.

    Lines that a program broke to fit a width are joined again; lines that end where their author ended them
    (a title, a byline, an item of a list, a paragraph in a file without blank lines) stay apart.
    """
    raw: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            raw[-1].append(line.rstrip())
        elif raw[-1]:
            raw.append([])
    width = _wrap_width(raw)
    known = hyphens.words(line for block in raw for line in block)
    return [_joined(block, width, known) for block in raw if block]


def paragraphs(parts: Iterable[Sequence[str]]) -> list[str]:
    """Blocks as paragraphs: runs of items or short lines keep their lines, other lines stand alone."""
    found: list[str] = []
    for block in parts:
        run: list[str] = []
        for line in block:
            if _is_listlike(line):
                run.append(line)
                continue
            found += ["\n".join(run)] if run else []
            found.append(line)
            run = []
        found += ["\n".join(run)] if run else []
    return found


def join(parts: Iterable[str]) -> str:
    """Paragraphs as a body: one blank line between them."""
    return "\n\n".join(part for part in parts if part.strip())


def words(text: str) -> tuple[str, ...]:
    """The words of `text` in lower case, for telling whether two lines say the same."""
    return tuple(word.lower() for word in re.findall(r"\w+", text))


def _wrap_width(raw: Sequence[Sequence[str]]) -> int:
    """The width that lines were broken to, or 0 where they were not."""
    pairs = [pair for block in raw for pair in pairwise(block)]
    inner = [len(line) for line, _ in pairs]
    everything = [len(line) for block in raw for line in block]
    if len(pairs) < 2 or sum(length > _WIDEST_WRAP for length in everything) > 0.1 * len(everything):
        return 0
    width = max((length for length in inner if length <= _WIDEST_WRAP), default=0)
    full = sum(_is_full(line, following, width) for line, following in pairs)
    return width if width >= 40 and full >= 0.5 * len(pairs) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted; give or take 8 characters."""
    first = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) > width - 8


def _joined(block: Sequence[str], width: int, known: Counter[str]) -> list[str]:
    lines = [[" ".join(block[0].split())]]
    for previous, line in pairwise(block):
        tidy = " ".join(line.split())
        if _continues(previous, line, width):
            lines[-1][-1:] = (*hyphens.seam(lines[-1][-1], tidy, known), tidy)
        else:
            lines.append([tidy])
    return ["".join(pieces) for pieces in lines]


def _continues(previous: str, line: str, width: int) -> bool:
    """Whether `line` goes on with the sentence or paragraph of `previous`."""
    if _ITEM.match(line):
        return False
    if width and _is_full(previous, line, width):
        indented = len(line) - len(line.lstrip()) >= 2 and not previous.startswith(" ")
        return not (indented and _SENTENCE_END.search(previous))
    return line.lstrip()[:1].islower() and not _SENTENCE_END.search(previous)


def _is_listlike(line: str) -> bool:
    return bool(_ITEM.match(line)) or (len(line) <= 60 and not _SENTENCE_END.search(line))
