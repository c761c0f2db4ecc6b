"""A question and a sentence → what the sentence claims about it, as it is compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from qa.accounts.asked import Asked
from qa.accounts.event_days import Days, all_stated_days
from qa.accounts.quantities import Quantity, agree, quantities, scores
from qa.evidence.weighing import Candidate
from qa.language.facts import names
from qa.language.terms import stem, terms

Said = Quantity | Days | str | bool | tuple[int, int]
"""A figure, the days of an event, a name, whether it is so, or a score."""

One = TypeVar("One")

MONTHS_APART = 27
"""Days. "In March" and "on 5 May" differ; "in March" and "on 5 March" do not."""

_NUMBER_OF = re.compile(
    r"\b(?:number|total|count|toll)\b[^.;]{0,90}\b(?:was|is|were|stands? at|stood at|to|at|be|reached|now)"
    r"(?: (?:about|around|at least|nearly|over|more than|some|now))* $",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|denied|denies|deny|denying|false|untrue|failed to|refused to|cannot"
    r"|without|rejected|ruled out)\b|n[’']t\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:will|would|could|may|might|should|if|whether|expect\w*|forecast\w*|predict\w*|plan(?:s|ned|ning)?"
    r"|hop(?:e|es|ed|ing)|target\w*|aim(?:s|ed|ing)?|propos\w+|likely|unlikely|want(?:s|ed)?|seek\w*|ask(?:s|ed|ing)?"
    r"|call(?:s|ed|ing)? for|threat\w*|fear\w*|warn\w*|potential\w*|project(?:s|ed|ions?)|possibl[ey])\b"
)
_SPEAKS = r"(?:sa(?:id|ys|y)|told|add(?:s|ed)|wr(?:ote|ites)|accord\w*|report(?:s|ed)?|announced|tweeted)"
_SPEAKER_AFTER = re.compile(rf"^[^.;“”\"]{{0,40}}\b{_SPEAKS}\b")
_SPEAKER_BEFORE = re.compile(rf"\b(?:{_SPEAKS}|according to|by)\b[^.;,“”\"]{{0,30}}$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and what it says to the question."""

    candidate: Candidate
    said: Said
    sure: bool
    """Whether it is told as fact, and not as a plan, a forecast or a possibility."""


def claim(asked: Asked, question: str, candidate: Candidate) -> Claim | None:
    """Return what a sentence claims; `None` where it says nothing, or more than one thing."""
    sentence = candidate.quote
    said = _said(asked, question, candidate)
    return None if said is None else Claim(candidate, said, _UNSURE.search(_unquoted(sentence)) is None)


def contradict(one: Said, other: Said) -> bool:
    """Return whether two claims about one thing cannot both be true."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.unit == other.unit and not agree(one, other)
    if isinstance(one, Days) and isinstance(other, Days):
        return one.apart(other) > (0 if max(one.length, other.length) == 1 else MONTHS_APART // 9)
    if isinstance(one, str) and isinstance(other, str):
        return _other_name(one, other)
    return type(one) is type(other) and one != other


def _said(asked: Asked, question: str, candidate: Candidate) -> Said | None:
    sentence = candidate.quote
    match asked.matter:
        case "figure":
            return _only(_figures(asked, sentence))
        case "score":
            return _only(list(dict.fromkeys(scores(sentence))))
        case "day":
            return _only(all_stated_days(sentence, candidate.hit.date))
        case "name":
            return _only(_new_names(question, sentence))
        case "stance":
            return _stance(question, sentence)


def _only(found: Sequence[One]) -> One | None:
    return found[0] if len(found) == 1 else None


def _figures(asked: Asked, sentence: str) -> list[Quantity]:
    """Return the quantities of the kind asked for, without those that are denied, former or a part."""
    return [
        quantity
        for quantity in quantities(sentence)
        if not (quantity.denied or quantity.former or quantity.part)
        and (_counts(asked, quantity, sentence) if asked.things else quantity.unit in asked.units)
    ]


def _counts(asked: Asked, quantity: Quantity, sentence: str) -> bool:
    """Whether a quantity counts the things asked about, beside it or as "the number of … was 287"."""
    if quantity.unit:
        return False
    if quantity.things & asked.things:
        return True
    lead = sentence[: quantity.start]
    named = any(stem(word.lower()) in asked.things for word in re.findall(r"\w+", lead))
    return named and _NUMBER_OF.search(lead) is not None


def _new_names(question: str, sentence: str) -> list[str]:
    """Return the names that the question does not have, without those of people who are quoted."""
    known = set(terms(question))
    found = []
    for name in dict.fromkeys(names(sentence)):
        at = sentence.find(name)
        after, before = sentence[at + len(name) :], sentence[:at]
        speaks = _SPEAKER_AFTER.match(after) or _SPEAKER_BEFORE.search(before)
        if not speaks and not set(terms(name)) <= known:
            found.append(name)
    return found


def _other_name(one: str, other: str) -> bool:
    """Whether two names are of two: they share no word, and neither is the other's initials."""
    left, right = set(terms(one)), set(terms(other))
    initials = {"".join(word[0] for word in name.split()).lower() for name in (one, other) if " " in name}
    short = {re.sub(r"\W", "", name).lower() for name in (one, other)}
    return left.isdisjoint(right) and initials.isdisjoint(short)


def _stance(question: str, sentence: str) -> bool | None:
    """Return whether a sentence says that it is so, or that it is not."""
    asked_not = _NOT.search(question) is not None
    denials = len(_NOT.findall(sentence))
    if denials > 1 or asked_not:
        return None
    return denials == 0


def _unquoted(sentence: str) -> str:
    """Return a sentence without what is quoted in it."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"", "", sentence)
