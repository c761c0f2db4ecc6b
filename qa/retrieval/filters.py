"""The words of options, or of a line of a batch → which articles are meant."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping

from index.errors import QuestionError
from index.period import Period
from index.scope import Scope

Given = Mapping[str, object]
"""By its name what stands for each filter: a text, several texts, or `None`."""

_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


def scope_of(given: Given, *, dash: str = "") -> Scope:
    """Return the articles meant by since, until, on, source, author, section and language.

    Args:
        given: What stands for each; a name that is missing leaves nothing out.
        dash: What stands before a name where the reader wrote it, as in "--since".

    Raises:
        QuestionError: One of them cannot be meant.
    """
    sources, authors, sections, languages = (
        _names(given.get(field), f"{dash}{field}") for field in Scope().names
    )
    return Scope(_period(given, dash), sources, authors, sections, languages)


def narrowed(outer: Scope, inner: Scope) -> Scope:
    """Return a scope with the inner one's part where it has one, else the outer one's.

    Raises:
        QuestionError: The days of both together end before they begin.
    """
    return Scope(
        Period(inner.period.since or outer.period.since, inner.period.until or outer.period.until),
        inner.sources or outer.sources,
        inner.authors or outer.authors,
        inner.sections or outer.sections,
        inner.languages or outer.languages,
        inner.only or outer.only,
        tuple(dict.fromkeys((*outer.without, *inner.without))),
    )


def described(scope: Scope) -> str:
    """Return the filters in short, as "since:2024-01-01 · source:herald"; "" where there are none."""
    since, until = scope.period.since, scope.period.until
    said = [f"on:{since}"] if since and since == until else []
    if not said:
        said = [f"{name}:{end}" for name, end in (("since", since), ("until", until)) if end]
    said += [f"{field}:{name}" for field, names in scope.names.items() for name in names]
    said += [f"{word}:{len(ids)}" for word, ids in (("only", scope.only), ("without", scope.without)) if ids]
    return " · ".join(said)


def day(written: object, where: str) -> dt.date | None:
    """Return a day written as 2024-03-04; `None` for none.

    Raises:
        QuestionError: It is written otherwise.
    """
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(str(written))
    except ValueError as error:
        raise QuestionError(f"{where} {written}: write the day as 2024-03-04") from error


def days(written: object, where: str) -> Period:
    """Return a day, a month (2024-03) or a year (2024); all days for `None`.

    Raises:
        QuestionError: It is written otherwise.
    """
    if written is None:
        return Period()
    refused = QuestionError(
        f"{where} {written}: write a day as 2024-03-04, a month as 2024-03, a year as 2024"
    )
    text = str(written)
    try:
        if found := _MONTH.fullmatch(text):
            year, first, last = int(found[1]), int(found[2] or 1), int(found[2] or 12)
            end = dt.date(year, last, calendar.monthrange(year, last)[1])
            return Period(dt.date(year, first, 1), end)
        one = dt.date.fromisoformat(text)
    except ValueError as error:
        raise refused from error
    return Period(one, one)


def _period(given: Given, dash: str) -> Period:
    on, since, until = (given.get(name) for name in ("on", "since", "until"))
    if on is not None and (since is not None or until is not None):
        raise QuestionError(
            f"{dash}on cannot stand beside {dash}since or {dash}until: name one day, or the ends of a span"
        )
    if on is not None:
        return days(on, f"{dash}on")
    return Period(days(since, f"{dash}since").since, days(until, f"{dash}until").until)


def _names(written: object, where: str) -> tuple[str, ...]:
    names = (written,) if isinstance(written, str) else written
    if names is None:
        return ()
    if not (isinstance(names, list | tuple) and all(isinstance(name, str) for name in names)):
        raise QuestionError(f"{where} {written}: write it as words, or as a list of words")
    return tuple(names)
