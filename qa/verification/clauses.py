"""Whether one sentence is another with whole clauses left out, and nothing else changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.facts import attributions, negations
from qa.language.persons import Persons
from qa.verification.tokens import BOUNDARIES, Token, carries

# A clause after one of these tells what happened, whatever stands before it.
_TELLS_A_FACT = frozenset("after because when while since although though".split())
# What begins with one of these belongs to the words just before it, and would be hung on others.
_HANGS_ON = frozenset(
    "and or but nor with after before while as when since because although though if unless until that"
    " which who whose whom where in on at by to from for of than".split()
)
_PLACED = frozenset("in at on near across within during for".split())
_AFTER_PLACE = frozenset("was were is are will in at on by near across to from after before".split())


@dataclass(frozen=True, slots=True)
class Known:
    """What helps to compare: the persons of the evidence, the question's phrases in small letters."""

    persons: Persons
    asked: frozenset[str] = frozenset()


def cut_from(
    whole: Sequence[Token], part: Sequence[Token], known: Known, *, whole_start: bool = False
) -> bool:
    """Return whether `part` says what `whole` says without some of its clauses.

    A clause may go from the beginning, from the end, and as an aside after the subject; it ends at
    punctuation, so that what is left was said just so, and holds no denial, doubt or word of whose
    word it is. The rules are narrow: "Mary Holt, whose son, Ali, was jailed, resigned" must not
    become "Ali resigned". A place or time that the question names may go from anywhere.

    Args:
        whole: A sentence of the evidence, or what somebody says in it.
        part: The sentence in question, likewise.
        known: Persons and the question.
        whole_start: Nothing may go from the beginning: what begins later may be another's word.
    """
    ends = BOUNDARIES - {"(", ")"}
    if not part or part[0].text in ends | {")"} or part[-1].text in ends | {"("}:
        return False
    return _Cut(whole, part, known).found(whole_start=whole_start) and not lost(whole, part)


def lost(whole: Sequence[Token], part: Sequence[Token]) -> list[str]:
    """Return the words of the whole that deny, doubt or say whose word it is, and are not in the part."""
    before, after = (" ".join(token.text for token in tokens) for tokens in (whole, part))
    gone = Counter(negations(before)) - Counter(negations(after))
    gone += Counter(attributions(before)) - Counter(attributions(after))
    return sorted(gone)


class _Cut:
    """A search for the one sentence in the other."""

    def __init__(self, whole: Sequence[Token], part: Sequence[Token], known: Known) -> None:
        self._whole, self._part = whole, part
        self._texts = [token.text for token in whole]
        self._persons, self._asked = known.persons, known.asked

    def found(self, *, whole_start: bool) -> bool:
        """Return whether all of the part stands in the whole, in order, and what lies between may go."""
        return any(
            carries(self._whole[first], self._part[0], self._persons)
            and self._beginning_may_go(self._texts[:first])
            and self._walk(first, 0, begin=first, aside=False)
            for first in range(min(1, len(self._whole)) if whole_start else len(self._whole))
        )

    def _walk(self, at: int, said: int, *, begin: int, aside: bool) -> bool:
        """Whether the part from `said` stands in the whole from `at`; `begin` is where it began."""
        if said == len(self._part):
            return self._end_may_go(at)
        if at >= len(self._whole):
            return False
        here = carries(self._whole[at], self._part[said], self._persons)
        if here and self._walk(at + 1, said + 1, begin=begin, aside=aside):
            return True
        if self._whole[at].may_go and self._walk(at + 1, said, begin=begin, aside=aside):
            return True
        end = self._asked_until(at)
        if end and self._walk(end, said, begin=begin, aside=aside):
            return True
        return not aside and any(
            self._aside_may_go(begin, at, end) and self._walk(end, said, begin=begin, aside=True)
            for end in range(at + 2, len(self._whole))
        )

    def _beginning_may_go(self, cut: Sequence[str]) -> bool:
        if not cut:
            return True
        if not _whole_phrases(cut):
            return False
        if cut[-1].lower() in _TELLS_A_FACT:
            return all(token.text not in BOUNDARIES for token in self._part)
        return cut[-1] in {",", ";", "–", "—"} and not BOUNDARIES.intersection(cut[:-1])

    def _end_may_go(self, end: int) -> bool:
        cut = self._texts[end:]
        if not cut or all(token.may_go for token in self._whole[end:]):
            return True
        if self._asked_until(end) == len(self._whole):
            return True
        return _whole_phrases(cut) and not BOUNDARIES.isdisjoint(self._texts[end - 1 : end + 1])

    def _aside_may_go(self, begin: int, start: int, end: int) -> bool:
        """Whether `whole[start:end]` is one aside between the subject at `begin` and what it does."""
        before, after = self._texts[begin:start], self._texts[end]
        cut = self._texts[start:end]
        if not before:
            return False
        if before[-1] in BOUNDARIES:
            cut.insert(0, before.pop())
        if after in BOUNDARIES:
            cut.append(after)
            after = self._texts[end + 1] if end + 1 < len(self._texts) else ""
        marked = len(cut) > 2 and cut[0] in BOUNDARIES and cut[-1] in BOUNDARIES
        one = not BOUNDARIES.intersection([*before, *cut[1:-1]])
        return marked and one and _whole_phrases(cut) and after.lower() not in _HANGS_ON

    def _asked_until(self, at: int) -> int:
        """Return where a place or time ends that begins here and the question names; 0 for none."""
        token = self._whole[at]
        if token.kind == "day":
            return at + 1 if token.text.lower() in self._asked and self._free(at + 1) else 0
        if token.text not in _PLACED:
            return 0
        for end in range(at + 2, min(at + 7, len(self._whole)) + 1):
            if " ".join(self._texts[at:end]).lower() in self._asked and self._free(end):
                return end
        return 0

    def _free(self, at: int) -> bool:
        """Whether a phrase may end before this: what follows does not go on with it."""
        if at >= len(self._whole) or self._whole[at].kind == "day":
            return True
        return self._texts[at] in _AFTER_PLACE or self._texts[at] in BOUNDARIES


def _whole_phrases(cut: Sequence[str]) -> bool:
    """Whether it holds words, and no quotation is opened or closed by it alone."""
    return any(any(map(str.isalnum, token)) for token in cut) and cut.count('"') % 2 == 0
