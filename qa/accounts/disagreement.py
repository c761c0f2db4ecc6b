"""A question and the sentences that may answer it → where different articles disagree."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.accounts.asked import Asked, asked_for
from qa.accounts.claims import Claim, claim, contradict
from qa.accounts.quantities import Quantity, quantities
from qa.accounts.stories import (
    ONE_TIME,
    both_state_days,
    events_apart,
    one_story,
    other_scope,
)
from qa.evidence.weighing import Candidate

Manner = Literal["disagrees", "changed"]
"""`disagrees`: two accounts of one time; `changed`: a later article gives a newer or a corrected one."""

MOST_ACCOUNTS = 3
LEAST_OWN = {"figure": 0.4, "score": 0.4, "day": 0.6, "name": 0.75, "stance": 0.75}
"""Matter → share of the question's weighted terms that an account's own sentence has."""
LEAST_WHOLE = {"figure": 0.75, "score": 0.75, "day": 0.85, "name": 0.85, "stance": 0.85}
"""Matter → share that it has together with the sentence before and the title."""
MARGIN = 9.0
"""An account scores at most so much less than the best sentence: it need not be evidence by itself."""

_CORRECTS = re.compile(
    r"\bcorrect(?:s|ed|ion|ing)?\b|\brevis(?:es?|ed|ion)\b|\b(?:first|earlier|previously|originally|initially)"
    r" (?:\w+ )?(?:reported|thought|given|said|announced|estimated|figure|count|estimate)\b|\brecount\w*\b"
    r"|\blower(?:s|ed) (?:its |the |their )?(?:\w+ )?(?:count|figure|toll|estimate)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:ris(?:es|en|ing|e)|rose|climb(?:s|ed|ing)?|grow(?:s|n|ing)|grew|increas(?:es?|ed|ing)|jump(?:s|ed)"
    r"|f[ae]ll(?:s|en|ing)?|dropp?(?:s|ed|ing)?|now|so far|latest|updated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Sentences of different articles that give different accounts of one thing."""

    accounts: tuple[Candidate, ...]
    """Two or more, best first, each of another article."""
    manner: Manner


def disagreement(question: str, candidates: Sequence[Candidate]) -> Disagreement | None:
    """Return where the articles disagree on what is asked; `None` where they do not, as far as seen.

    An account is a sentence that has most of the question's words and says one thing to it: a
    figure with the unit or of the things asked for, a day, a name, or yes or no. Two of them
    disagree if they cannot both be true, are told as fact, and nothing shows that they are of
    different events: neither the names nor the days in them.

    Args:
        question: One that stands alone.
        candidates: Sentences of the passages found, with their features.
    """
    asked = asked_for(question)
    if asked is None or not candidates:
        return None
    found = _claims(asked, question, candidates)
    if not found:
        return None
    best, *others = found
    differing = [other for other in others if _differ(asked, question, best, other)]
    chosen = [best]
    for other in differing:
        if len(chosen) < MOST_ACCOUNTS and all(contradict(other, each) for each in chosen):
            chosen.append(other)
    if len(chosen) < 2:
        return None
    return Disagreement(tuple(each.candidate for each in chosen), _manner(chosen))


def _claims(asked: Asked, question: str, candidates: Sequence[Candidate]) -> list[Claim]:
    """Return the best claim of each article, best first."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.features.score())
    least = ranked[0].features.score() - MARGIN
    told: dict[str, Claim] = {}
    for candidate in ranked:
        article = candidate.hit.article
        if article not in told and candidate.features.score() >= least and _about(asked, candidate):
            found = claim(asked, question, candidate)
            if found is not None:
                told[article] = found
    return list(told.values())


def _about(asked: Asked, candidate: Candidate) -> bool:
    features = candidate.features
    whole = features.covered + features.carried + features.titled
    return features.covered >= LEAST_OWN[asked.matter] and whole >= LEAST_WHOLE[asked.matter]


def _differ(asked: Asked, question: str, one: Claim, other: Claim) -> bool:
    first, second = one.candidate, other.candidate
    copies = second.hit.article in first.hit.also_in or first.hit.article in second.hit.also_in
    if copies or one.sure != other.sure or not contradict(one, other):
        return False
    if _corrects(one, other) or _corrects(other, one):
        return True
    if _knows(one, other) or _knows(other, one):
        return False
    if asked.matter != "name" and other_scope(first, second, question):
        return False
    apart = events_apart(first, second)
    if asked.matter != "day" and apart and both_state_days(first, second):
        return False
    return one_story(first, second, question)


def _knows(one: Claim, other: Claim) -> bool:
    """Whether the one's passage has the other's figure: then it is of something else, or both are."""
    text, said = one.candidate.hit.text, other.said
    if not isinstance(said, Quantity):
        return False
    return any(found.value == said.value and found.unit == said.unit for found in quantities(text))


def _corrects(one: Claim, other: Claim) -> bool:
    """Whether the one takes back the other's figure: "287, not 340 as first reported"."""
    said = other.said
    if not isinstance(said, Quantity):
        return False
    quote, text = one.candidate.quote, f"{one.candidate.hit.title} {one.candidate.hit.text}"
    denied = any(found.denied and found.value == said.value for found in quantities(quote))
    known = any(found.value == said.value for found in quantities(text))
    return denied or (known and _CORRECTS.search(text) is not None)


def _manner(chosen: Sequence[Claim]) -> Manner:
    """Return whether the later account is a newer one rather than another."""
    first = chosen[0]
    if any(_corrects(first, each) or _corrects(each, first) for each in chosen[1:]):
        return "changed"
    apart = [events_apart(first.candidate, each.candidate) for each in chosen[1:]]
    if any(gap is not None and gap > ONE_TIME for gap in apart):
        return "changed"
    dated = [each for each in chosen if each.candidate.hit.date is not None]
    newest = _newest(dated)
    return "changed" if newest and _CHANGES.search(newest.candidate.quote) else "disagrees"


def _newest(claims: Iterable[Claim]) -> Claim | None:
    ordered = sorted(claims, key=lambda each: str(each.candidate.hit.date))
    return (
        ordered[-1]
        if len(ordered) > 1 and ordered[-1].candidate.hit.date != ordered[0].candidate.hit.date
        else None
    )
