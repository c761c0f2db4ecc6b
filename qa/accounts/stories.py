"""Two sentences of two articles → whether they tell of one event, as far as words can show."""

import re

from qa.accounts.event_days import Days, stated_days
from qa.evidence.weighing import Candidate
from qa.language.facts import names
from qa.language.terms import terms
from qa.times.moments import days_before

TOLD_WITHIN = 7
"""Days within which an article tells what happened, where it does not say when."""
ONE_TIME = 31
"""Days. Articles that tell of one thing at most so far apart tell of it at one time; figures of what
goes on, such as prices and polls, change over longer ones."""
SHARED_NAMES = 2
"""Name words two passages must share, besides the question's, where the question itself names nothing
or they are of different times: what makes them one story."""

_RESTRICTS = re.compile(
    r"\b(?:in|at|on|of|from|near|across|around|outside|for|by|to)(?: the)? $", re.IGNORECASE
)


def events_apart(one: Candidate, other: Candidate) -> int | None:
    """Return how many days lie between what two sentences tell; `None` where that is not known."""
    first, second = _when(one), _when(other)
    return None if first is None or second is None else first.apart(second)


def both_state_days(one: Candidate, other: Candidate) -> bool:
    """Return whether both sentences say of which days their event is."""
    return all(stated_days(each.quote, each.hit.date) is not None for each in (one, other))


def _when(candidate: Candidate) -> Days | None:
    stated = stated_days(candidate.quote, candidate.hit.date)
    if stated is not None or candidate.hit.date is None:
        return stated
    return Days(days_before(candidate.hit.date, TOLD_WITHIN), candidate.hit.date)


def one_story(one: Candidate, other: Candidate, question: str) -> bool:
    """Return whether names or days tie the two together.

    Where the question names something, they are of one time or share further names; where it
    names nothing ("how many homes lost power?"), they share names and are of the same days.
    """
    apart = events_apart(one, other)
    shared = _name_words(_around(one)) & _name_words(_around(other))
    tied = len(shared - set(terms(question))) >= SHARED_NAMES
    if names(question):
        return tied or apart is None or apart <= ONE_TIME
    return tied and (apart is None or apart <= TOLD_WITHIN)


def other_scope(one: Candidate, other: Candidate, question: str) -> bool:
    """Return whether the two sentences name different places or people as what they are about.

    So where each has such a name that the other's passage lacks, or where one of them limits its
    account ("61 homes in Mill Lane") and the other passage does not know the name.
    """
    strange = [_strange(*pair, question) for pair in ((one, other), (other, one))]
    return all(strange) or any(
        _limits(candidate.quote, found) for candidate, found in zip((one, other), strange, strict=True)
    )


def _strange(candidate: Candidate, other: Candidate, question: str) -> list[str]:
    """Return the names of a sentence of which neither the question nor the other passage has a word."""
    known = set(terms(f"{_around(other)} {question} {candidate.hit.source or ''}"))
    return [name for name in names(candidate.quote) if known.isdisjoint(terms(name))]


def _limits(sentence: str, strange: list[str]) -> bool:
    return any(_RESTRICTS.search(sentence[: sentence.find(name)]) for name in strange)


def _around(candidate: Candidate) -> str:
    return f"{candidate.hit.title}. {candidate.hit.source or ''}. {candidate.hit.text}"


def _name_words(text: str) -> set[str]:
    return {term for name in names(text) for term in terms(name)}
