"""A sentence that its evidence does not carry → what of it fails, as far as that can be told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.language.facts import days, names, negations, numbers
from qa.language.persons import plain
from qa.language.quantities import carries, quantities
from qa.language.terms import STOP_WORDS, stem
from qa.language.variants import key, written_out

Failing = Literal["number", "unit", "day", "name", "quotation", "denial", "speaker", "word", "order"]

_SAYINGS: dict[Failing, str] = {
    "number": "the number {} does not stand in the evidence",
    "unit": "{} does not stand in the evidence with that unit",
    "day": "the day {} does not stand in the evidence",
    "name": "the name {} does not stand in the evidence",
    "quotation": "the quotation {} does not stand in the evidence",
    "denial": "“{}”, which denies or doubts, was added or left out",
    "speaker": "“{}”, which says whose word it is, was left out",
    "word": "the evidence does not say “{}”",
    "order": "the evidence has its words, but does not say this with them",
}
_QUOTATION = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»")
_WORD = re.compile(r"\w+(?:[’']\w+)*")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why evidence does not carry a sentence: what kind of thing fails, and its words."""

    failing: Failing
    words: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One line for a person."""
        return _SAYINGS[self.failing].format(", ".join(self.words))


def strange_quotation(sentence: str, evidence: Sequence[str]) -> Objection | None:
    """Return the quotations in a sentence that stand in no quoted text to the letter; `None` for none."""
    texts = [_straight(text) for text in evidence]
    quoted = ["".join(groups) for groups in _QUOTATION.findall(sentence)]
    missing = [
        words for words in quoted if not any(_straight(words).rstrip(".,!?") in text for text in texts)
    ]
    return Objection("quotation", tuple(sorted(missing))) if missing else None


def told(sentence: str, evidence: Sequence[str], lost: Sequence[Sequence[str]]) -> Objection:
    """Return the most telling reason why a sentence is not carried.

    Args:
        sentence: What was said.
        evidence: The quotations it cites.
        lost: The words of denial and attribution that each reading of the evidence lost, as far as
            it has the sentence otherwise.
    """
    together = " ".join(evidence)
    return (
        _numbers(sentence, together)
        or _some("day", sorted(days(sentence) - days(together)))
        or _some("name", sorted(_names(sentence, together)))
        or strange_quotation(sentence, evidence)
        or _words(sentence, together)
        or _lost(sentence, together, lost)
        or Objection("order")
    )


def _some(failing: Failing, words: Sequence[str]) -> Objection | None:
    return Objection(failing, tuple(words)) if words else None


def _numbers(sentence: str, evidence: str) -> Objection | None:
    stated = quantities(written_out(evidence))
    text = written_out(sentence)
    strange = [said for said in quantities(text) if not any(carries(one, said) for one in stated)]
    values = {one.value for one in stated}
    absent = numbers(sentence) - numbers(evidence)
    for said in strange:
        if said.value in values and said.unit:
            return Objection("unit", (text[said.start : said.end],))
    rough = {value for said in strange for value in numbers(text[said.start : said.end])}
    missing = absent & rough or (absent if len(strange) == len(quantities(text)) else frozenset())
    return _some("number", sorted(f"{number:f}" for number in missing))


def _names(sentence: str, evidence: str) -> list[str]:
    """Return the names with a word that the evidence does not have with a capital."""
    known = {plain(word) for word in re.findall(r"\w+", written_out(evidence)) if word[0].isupper()}
    # What only begins the sentence may stand in the middle of the evidence, and be no name.
    first = plain(next(iter(sentence.split()), ""))
    known |= {first} & {plain(word) for word in re.findall(r"\w+", evidence)}
    return [
        name
        for name in names(sentence)
        if any(
            plain(word) not in known for word in re.findall(r"\w+", written_out(name)) if word[0].isupper()
        )
    ]


def _words(sentence: str, evidence: str) -> Objection | None:
    known = {stem(word) for word in _contents(evidence)} | {key(word) for word in _contents(evidence)}
    strange = [word for word in _contents(sentence) if stem(word) not in known and key(word) not in known]
    return _some("word", list(dict.fromkeys(strange)))


def _contents(text: str) -> list[str]:
    words = (match.group().lower() for match in _WORD.finditer(written_out(text)))
    return [word for word in words if word not in STOP_WORDS and not word[0].isdigit()]


def _lost(sentence: str, evidence: str, lost: Sequence[Sequence[str]]) -> Objection | None:
    gone = min((words for words in lost if words), key=len, default=())
    added = [word for word in negations(sentence) if word not in negations(evidence)]
    if added:
        return Objection("denial", (added[0],))
    if gone:
        return Objection("denial" if negations(gone[0]) else "speaker", (gone[0],))
    return None


def _straight(text: str) -> str:
    """Return a text with straight apostrophes and single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").split())
