"""A question inside a conversation → the question that stands alone, in the dialogue's own terms."""

import re
from collections.abc import Sequence

from qa.dialogue.ellipsis import completed, is_fragment
from qa.dialogue.pointing import names_its_subject, points_back
from qa.dialogue.pronouns import with_persons
from qa.dialogue.references import (
    asks_for_thing,
    different,
    parted,
    phrases,
    read_in,
    telling,
    told_names,
)
from qa.language.facts import names
from qa.language.terms import terms
from qa.records import Answer

MOST_ADDED = 200
"""Characters a question may grow by in all, however long the conversation is."""
MOST_CARRIED = 120
"""Characters of it that are carried in parentheses: about a dozen words."""
PHRASES_CARRIED = 5
"""Phrases of them. With 3 to 6 recall@5 is the same (`scripts/evaluate followups`); fewer leave more
room in the evidence to what is asked, more find again what a short question has lost."""
FAMILIAR = 0.5
"""Share of a question's terms that the articles read so far have, from which it goes on about them."""

_ADDS_ON = re.compile(r"^\s*(?:and|but|or|so|also|then|what else|who else)\b", re.IGNORECASE)


def standing_alone(question: str, turns: Sequence[Answer]) -> str:
    """Return the question with what it takes from the turns before put in words.

    A fragment takes the place of what is of its kind in the question before; "he" and "she" become
    names; and what the dialogue was about is carried along in parentheses. Those words are the
    dialogue's own. A question that needs nothing from before is returned as it is, and so is one
    that carries what it needs already.
    """
    if not turns or parted(question)[1] or not leans_on_before(question, turns):
        return question
    for turn in turns[: -3 if names(question) else -2 : -1]:
        before, carried = parted(turn.understood)
        whole = completed(question, before)
        if whole is not None and len(whole) <= len(question) + MOST_ADDED - MOST_CARRIED:
            return _carrying(whole, carried.split(", "), grown=len(whole) - len(question))
    named = with_persons(question, turns)
    return _carrying(named, _context(question, turns), grown=len(named) - len(question))


def leans_on_before(question: str, turns: Sequence[Answer]) -> bool:
    """Return whether a question points back, adds on, or goes on about what was read without naming it."""
    told = telling(question)
    if _ADDS_ON.search(question) or not told or is_fragment(question):
        return True
    if points_back(question):
        return True
    if names_its_subject(question):
        return False
    place = _source(question, turns)
    before = turns[place]
    read = set(terms(f"{before.understood} {read_in([before])}"))
    about = _about(question) or told
    familiar = sum(term in read for term in about) / len(about)
    if names(question):
        # All of it was read, and yet it repeats nothing of the question before: it needs its subject.
        return familiar == 1 and not set(told) & set(terms(before.understood))
    subject = _subject(turns[: place + 1])
    return familiar >= FAMILIAR and set(about).isdisjoint(terms(subject))


def _about(question: str) -> list[str]:
    return [term for phrase in phrases(question) for term in terms(phrase)]


def _source(question: str, turns: Sequence[Answer]) -> int:
    """Return the place of the turn a question goes on from.

    It is the last, unless an earlier one has words the question takes up and the last has none.
    """
    about = set(_about(question))
    last = len(turns) - 1
    if about.isdisjoint(terms(turns[last].understood)):
        for place in range(last - 1, -1, -1):
            if not about.isdisjoint(terms(turns[place].question)):
                return place
    return last


def _context(question: str, turns: Sequence[Answer]) -> list[str]:
    """Return what a question may take from before, the most telling first.

    That is the subject, the words of the turn it goes on from, and names in the answer to that.
    """
    source = _source(question, turns)
    turn = turns[source]
    found = [*phrases(_subject(turns[: source + 1])), *phrases(parted(turn.understood)[0])]
    return [*found, *told_names(turn)[:2]] if asks_for_thing(turn) else found


def _subject(turns: Sequence[Answer]) -> str:
    """Return the last question that stood alone: what the dialogue has been about since."""
    return next(
        (turn.understood for turn in reversed(turns) if not parted(turn.understood)[1]), turns[0].understood
    )


def _carrying(question: str, context: Sequence[str], *, grown: int) -> str:
    room = min(MOST_CARRIED, MOST_ADDED - grown) - len(" ()")
    kept = different(context, said=question, most=PHRASES_CARRIED, room=room)
    return f"{question.rstrip()} ({', '.join(kept)})" if kept else question
