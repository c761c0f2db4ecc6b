"""A question → what is searched for it: which words, among which articles."""

from dataclasses import dataclass, replace
from datetime import date

from index.library import Library
from index.period import Period
from index.scope import Scope
from qa.retrieval.parts import parts_of
from qa.retrieval.settings import USUAL, SearchSettings
from qa.times.asked_time import AskedTime, asked_time


@dataclass(frozen=True, slots=True)
class Plan:
    """What is searched for a question."""

    texts: tuple[str, ...]
    """The question as it is searched, then the questions it consists of, where it is several."""
    scope: Scope
    """The only articles looked at: the reader's choice, narrowed where the question says when."""
    when: AskedTime | None
    """What the question says of time; `None` where it says nothing."""
    narrowed: bool
    """Whether the question's own days narrow the scope."""


def planned(
    question: str, scope: Scope, today: date, *, library: Library, settings: SearchSettings = USUAL
) -> Plan:
    """Return what to search for a question.

    Days such as "last week" leave out the articles of other days, unless no article is of those
    days: then they are no help, and everything is searched.

    Args:
        question: In the reader's words.
        scope: The articles the reader chose.
        today: What "last week" is counted from.
        library: Is asked whether any article is of the question's days.
        settings: Say whether its words of time and its parts are looked for.
    """
    when = None if "times" in settings.left_out else asked_time(question, today)
    if when is None:
        return Plan(_texts(question, settings), scope, None, narrowed=False)
    narrower = _both(scope, when.period) if when.bearing == "restricts" and when.period else None
    if narrower is None or not library.has_dated(narrower):
        asked = when.rest if when.newest else question
        return Plan(_texts(asked, settings), scope, when, narrowed=False)
    return Plan(_texts(when.rest, settings), narrower, when, narrowed=True)


def _texts(question: str, settings: SearchSettings) -> tuple[str, ...]:
    parts = (question,) if "parts" in settings.left_out else parts_of(question)
    return (question,) if parts == (question,) else (question, *parts)


def _both(scope: Scope, days: Period) -> Scope | None:
    """Return the scope with its period cut down to some days; `None` where no day is left."""
    since = max(filter(None, (scope.period.since, days.since)), default=None)
    until = min(filter(None, (scope.period.until, days.until)), default=None)
    if since and until and since > until:
        return None
    return replace(scope, period=Period(since, until))
