"""Which articles an answer was asked of → what is kept of it, and back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from index.errors import QuestionError
from index.period import Period
from index.scope import Scope

_NAMES = ("sources", "authors", "sections", "languages", "only", "without")


def kept_scope(scope: Scope) -> dict[str, Any]:
    """Return as JSON what is wanted; nothing where all articles are."""
    days = {"since": scope.period.since, "until": scope.period.until}
    return {
        **{name: end.isoformat() for name, end in days.items() if end},
        **{name: list(getattr(scope, name)) for name in _NAMES if getattr(scope, name)},
    }


def recalled_scope(stated: Mapping[str, Any]) -> Scope:
    """Return the articles that were wanted.

    Raises:
        ValueError, TypeError: It is not what `kept_scope` gives.
    """
    ends = (stated.get(end) for end in ("since", "until"))
    since, until = (dt.date.fromisoformat(end) if end is not None else None for end in ends)
    try:
        return Scope(Period(since, until), **{name: tuple(stated.get(name, ())) for name in _NAMES})
    except QuestionError as error:
        raise ValueError(str(error)) from error
