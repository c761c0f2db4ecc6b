"""A question and a sentence → what the sentence claims about it, as it is compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from qa.accounts.asked import Asked
from qa.accounts.event_days import Days, all_stated_days
from qa.accounts.quantities import Quantity, Score, agree, quantities, scores
from qa.evidence.weighing import Candidate
from qa.language.facts import names
from qa.language.terms import stem, terms

Said = Quantity | Days | bool | Score | tuple[str, ...]
"""A figure, the days of an event, whether it is so, a result, or the names it gives."""

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
_SPEAKER_AFTER = re.compile(rf"^(?:,[^,.;“”\"]{{0,40}},)? (?:\w+ )?{_SPEAKS}\b")
_SPEAKER_BEFORE = re.compile(rf"\b(?:{_SPEAKS}|according to)\b[^.;,“”\"]{{0,30}}$")
_AT = re.compile(r"\b(?:in|at|near|on|off|from|to|outside|inside|under|of)(?: the)? $", re.IGNORECASE)
_CLAUSES = re.compile(r"[,;:–—()]\s*(?:but|and|although|though|while)?|\s(?:but|although|while)\s")
_CLAUSE = re.compile(r"[,;:–—(]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and what it says to the question."""

    candidate: Candidate
    said: Said
    sure: bool
    """Whether it is told as fact, and not as a plan, a forecast or a possibility."""


def claim(asked: Asked, question: str, candidate: Candidate) -> Claim | None:
    """Return what a sentence claims; `None` where it says nothing, or more than one thing."""
    said = _said(asked, question, candidate)
    if said is None:
        return None
    lead = candidate.quote[: said.start] if isinstance(said, Quantity) else None
    told = _unquoted(candidate.quote) if lead is None else _CLAUSE.split(lead)[-1]
    return Claim(candidate, said, _UNSURE.search(told) is None)


def contradict(first: Claim, second: Claim) -> bool:
    """Return whether two claims about one thing cannot both be true."""
    one, other = first.said, second.said
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.unit == other.unit and not agree(one, other)
    if isinstance(one, Days) and isinstance(other, Days):
        return one.apart(other) > (0 if max(one.length, other.length) == 1 else MONTHS_APART // 9)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _names_differ(first, second)
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
            return _new_names(asked, question, sentence) or None
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


def _new_names(asked: Asked, question: str, sentence: str) -> tuple[str, ...]:
    """Return the names that the question does not have and that may be what is asked for.

    A person who is only quoted is not, nor is a place that nothing is said to be in or at.
    """
    known = set(terms(question))
    found = []
    for name in dict.fromkeys(names(sentence)):
        before, _, after = sentence.partition(name)
        there = _AT.search(before) is not None
        speaks = _SPEAKER_AFTER.match(after) or _SPEAKER_BEFORE.search(before)
        fits = there if asked.kind == "place" else not speaks
        if fits and not set(terms(name)) <= known:
            found.append(name)
    return tuple(found)


def _names_differ(one: Claim, other: Claim) -> bool:
    """Whether each has one name that is none of the other's, nor anywhere in the other's passage."""
    left, right = _own_names(one, other), _own_names(other, one)
    return len(left) == len(right) == 1 and _other_name(left[0], right[0])


def _own_names(one: Claim, other: Claim) -> list[str]:
    known = set(terms(f"{other.candidate.hit.title} {other.candidate.hit.text}"))
    said = one.said if isinstance(one.said, tuple) else ()
    return [name for name in said if isinstance(name, str) and known.isdisjoint(terms(name))]


def _other_name(one: str, other: str) -> bool:
    """Whether neither name is the other's initials."""
    initials = {"".join(word[0] for word in name.split()).lower() for name in (one, other) if " " in name}
    short = {re.sub(r"\W", "", name).lower() for name in (one, other)}
    return initials.isdisjoint(short)


def _stance(question: str, sentence: str) -> bool | None:
    """Return whether a sentence says that it is so, or that it is not; `None` where that is not plain.

    A denial counts in the clause that has most of the question's words: "kept the toll, but did not
    say for how long" denies nothing.
    """
    asked = set(terms(question))
    told = max(_CLAUSES.split(sentence), key=lambda clause: len(asked & set(terms(clause))))
    denials = len(_NOT.findall(told))
    return None if denials > 1 or _NOT.search(question) else denials == 0


def _unquoted(sentence: str) -> str:
    """Return a sentence without what is quoted in it."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"", "", sentence)
