"""Whether one sentence is another with whole clauses left out, and nothing else changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.dates import Day
from qa.language.facts import attributions, negations
from qa.language.persons import Persons
from qa.language.variants import is_past
from qa.verification.tokens import BOUNDARIES, Token, carries

# A clause after one of these tells what happened, whatever stands before it.
_TELLS_A_FACT = frozenset("after because when while since although though".split())
# What begins with one of these belongs to the words just before it, and would be hung on others.
_HANGS_ON = frozenset(
    "and or but nor with after before while as when since because although though if unless until that"
    " which who whose whom where in on at by to from for of than".split()
)
# What begins with one of these says of how much the rest is true: "In Harbour ward, turnout was 51%".
_NARROWS = frozenset(
    "in at on for among of by under within across since between during from outside inside near to with"
    " without like unlike per as given until according throughout over beyond amid through".split()
)
# Words of what did not happen, or only somewhere that is not the world.
_UNREAL = frozenset(
    "theory paper principle practice novel film movie book play story dream dreams fiction myth legend script"
    " series song game scenario simulation exercise rumour rumours supposedly so-called pretend pretended"
    " imagined joked ideally potentially theoretically nominally officially hypothetically average typically"
    " usually sometimes often mostly partly nearly almost mainly".split()
)
_RELATIVE = frozenset(
    "who which whose where when while after before as because since although though".split()
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
    gone -= _of_reasons(whole, part)
    gone += Counter(attributions(before)) - Counter(attributions(after))
    unreal = (_UNREAL - _PARTLY).intersection(token.text.lower() for token in whole)
    return sorted([*gone, *(unreal - {token.text.lower() for token in part})])


def _of_reasons(whole: Sequence[Token], part: Sequence[Token]) -> Counter[str]:
    """Return the denials in a last clause like ", because nobody came", where the part has no such clause."""
    starts = [
        at
        for at in range(1, len(whole) - 1)
        if whole[at - 1].text == ","
        and (whole[at].text in _REASONS or (whole[at].text in _PARTLY and whole[at + 1].text in _REASONS))
    ]
    if not starts or any(token.text in _REASONS for token in part):
        return Counter()
    tail = negations(" ".join(token.text for token in whole[starts[0] :]))
    return Counter(tail) if set(tail) <= _PLAIN_DENIALS else Counter()


_REASONS = frozenset("because where whose".split())
_PARTLY = frozenset("partly mainly mostly".split())
_PLAIN_DENIALS = frozenset("not no never none nobody nothing could would cannot".split())


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
            and self._beginning_may_go(first)
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

    def _beginning_may_go(self, first: int) -> bool:
        cut = self._texts[:first]
        if not cut:
            return True
        if not _whole_phrases(cut) or not (self._only_a_day(first) or self._tells_apart(0, first)):
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
        if not _whole_phrases(cut) or BOUNDARIES.isdisjoint(self._texts[end - 1 : end + 1]):
            return False
        return not self._tag(end)

    def _only_a_day(self, first: int) -> bool:
        """Whether the beginning up to `first` is one day, on which something happened."""
        meant = self._whole[0].meant
        one = all(text in BOUNDARIES for text in self._texts[1:first])
        return isinstance(meant, Day) and one and (meant.weekday is not None or meant.day is not None)

    def _tells_apart(self, start: int, end: int) -> bool:
        """Whether what stands there tells something of its own, and does not narrow down the rest."""
        begin = start + (self._texts[start] in BOUNDARIES)
        if self._texts[begin].lower() not in _NARROWS and self._whole[begin].kind != "day":
            return True
        asked = self._asked_until(begin)
        return asked > 0 and asked + 1 >= end

    def _tag(self, end: int) -> bool:
        """Whether the end says whose word it is without any of the known verbs: ", a court heard"."""
        tail = [token for token in self._whole[end:] if token.text not in BOUNDARIES]
        while len(tail) > 2 and tail[-1].kind == "day":
            tail.pop()
        first = tail[0].text.lower() if tail else ""
        told = first not in _RELATIVE | _NARROWS | {"and", "but", "or", "by"} and not first.endswith("ing")
        return told and 2 <= len(tail) <= 8 and is_past(tail[-1].text) and tail[-2].text != "being"

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
        apart = self._tells_apart(start, end)
        return marked and one and apart and _whole_phrases(cut) and after.lower() not in _HANGS_ON

    def _asked_until(self, at: int) -> int:
        """Return where a place or time ends that begins here and the question names; 0 for none."""
        token = self._whole[at]
        if token.kind == "day":
            return at + 1 if token.text.lower() in self._asked and self._free(at + 1) else 0
        if token.text.lower() not in _PLACED:
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
