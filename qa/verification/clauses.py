"""Whether one text is another with whole clauses left out, and nothing else changed."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|(?:\w\.){2,}|\w[\w'-]*\.?|\S")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_END = re.compile(r"[.!?…]*([\"')\]]*)[.!…]*$")
_BOUNDARIES = frozenset(",;:–—()")

# A clause after one of these tells what happened, whatever stands before it.
_TELLS_A_FACT = frozenset("after because when while since although though".split())
# What begins with one of these belongs to the words just before it, and would be hung on others.
_HANGS_ON = frozenset(
    "and or but nor with after before while as when since because although though if unless until that"
    " which who whose whom where in on at by to from for of than".split()
)


def clauses_left_out(whole: str, part: str) -> bool:
    """Return whether `part` says, word for word, what `whole` says without some of its clauses.

    Both are single sentences. A clause may go from the beginning, from the end, and as an aside
    after the subject; it ends at punctuation, so that what is left was said just so. Only the
    first letter, the last full stop and the way a number is written may differ. The rules are
    narrow: "Mary Holt, whose son, Ali, was jailed, resigned" must not become "Ali resigned".
    """
    tokens, said = _tokens(whole), _tokens(part)
    if not said or said[0] in _BOUNDARIES - {"("} or said[-1] in _BOUNDARIES - {")"}:
        return False
    lowered = [said[0][:1].lower() + said[0][1:], *said[1:]]
    return _only_cut(tokens, said) or _only_cut(tokens, lowered)


def _tokens(text: str) -> list[str]:
    """Return words, numbers and marks; the sentence's last full stop is none of them."""
    plain = " ".join(text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"').split())
    plain = _END.sub(r"\1", plain) if not plain.endswith("?") else plain
    plain = re.sub(r"\s?%|\bpercent\b", " per cent", _THOUSANDS.sub("", plain))
    return _TOKEN.findall(plain)


def _only_cut(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Whether all of `part` stands in `whole`, in order, and what lies between may go."""
    matcher = SequenceMatcher(None, whole, part, autojunk=False)
    *blocks, _ = matcher.get_matching_blocks()
    if sum(block.size for block in blocks) != len(part):
        return False
    kept = [(block.a, block.a + block.size) for block in blocks]
    first, last = kept[0][0], kept[-1][1]
    asides = list(pairwise(kept))
    if not _beginning_may_go(whole[:first], part) or not _end_may_go(whole, last):
        return False
    return len(asides) <= 1 and all(_aside_may_go(whole, *before, after[0]) for before, after in asides)


def _beginning_may_go(cut: Sequence[str], part: Sequence[str]) -> bool:
    if not cut:
        return True
    if not _whole_phrases(cut):
        return False
    if cut[-1].lower() in _TELLS_A_FACT:
        return not _BOUNDARIES.intersection(part)
    return cut[-1] in {",", ";", "–", "—"} and not _BOUNDARIES.intersection(cut[:-1])


def _end_may_go(whole: Sequence[str], end: int) -> bool:
    cut = whole[end:]
    return not cut or (_whole_phrases(cut) and not _BOUNDARIES.isdisjoint(whole[end - 1 : end + 1]))


def _aside_may_go(whole: Sequence[str], begin: int, start: int, end: int) -> bool:
    """Whether `whole[start:end]` is one aside between the subject at `begin` and what it does."""
    before, after = list(whole[begin:start]), whole[end]
    cut = list(whole[start:end])
    if before[-1] in _BOUNDARIES:
        cut.insert(0, before.pop())
    if after in _BOUNDARIES:
        cut.append(after)
        after = whole[end + 1] if end + 1 < len(whole) else ""
    marked = len(cut) > 2 and cut[0] in _BOUNDARIES and cut[-1] in _BOUNDARIES
    one = not _BOUNDARIES.intersection([*before, *cut[1:-1]])
    return marked and one and _whole_phrases(cut) and after.lower() not in _HANGS_ON


def _whole_phrases(cut: Sequence[str]) -> bool:
    """Whether it holds words, and no quotation is opened or closed by it alone."""
    return any(token[0].isalnum() for token in cut) and cut.count('"') % 2 == 0
