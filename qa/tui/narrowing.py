"""Words after /filter, /since, /without and /only → which articles are asked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.errors import QuestionError
from index.scope import EVERYTHING, Scope
from qa.records import Citation, Hit
from qa.retrieval.filters import narrowed, scope_of

FILTERS = ("since", "until", "on", "source", "author", "section", "language")
OFF = frozenset({"off", "none", "all"})
_FILTER = re.compile(rf"(?<!\S)({'|'.join(FILTERS)}):\s*")


def filtered(scope: Scope, words: str) -> Scope:
    """Return the articles meant by filters, each in the place of the one of its kind before.

    Args:
        scope: What was meant before.
        words: As source:herald since:2024, or one word that takes all filters away.

    Raises:
        QuestionError: They cannot be meant.
    """
    if words.casefold() in OFF:
        return EVERYTHING
    before, *rest = _FILTER.split(words)
    if before.strip() or not rest:
        raise QuestionError(
            f"“{words}” names no filter: write it as source:herald since:2024-03; "
            f"there are {', '.join(FILTERS)}, and off"
        )
    given: dict[str, list[str]] = {}
    for name, value in zip(rest[::2], rest[1::2], strict=True):
        given.setdefault(name, []).append(value.strip())
    days = {name: given.pop(name) for name in ("since", "until", "on") if name in given}
    if more := [name for name, values in days.items() if len(values) > 1]:
        raise QuestionError(f"{more[0]} stands there twice: name one day")
    found = scope_of({**given, **{name: values[0] for name, values in days.items()}})
    if "on" in days:  # a day of its own, whatever the ends were before
        scope = replace(scope, period=EVERYTHING.period)
    return narrowed(scope, found)


def numbers(words: str) -> list[int]:
    """Return the numbers of sources in "2", "1,3" or "1 3".

    Raises:
        QuestionError: Something else stands there, or nothing.
    """
    found = [word for word in re.split(r"[\s,]+", words.strip("[] ")) if word]
    if not found or not all(word.strip("[]").isdecimal() for word in found):
        raise QuestionError("name sources by their numbers, as in /without 2 or /only 1,3")
    return [int(word.strip("[]")) for word in found]


def articles_of(wanted: Sequence[int], citations: Sequence[Citation], hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the ids of the articles that the sources of some numbers are from, their copies with them.

    Args:
        wanted: The numbers.
        citations: The sources shown, where there are any.
        hits: The nearest passages, numbered by their rank where nothing is cited.

    Raises:
        QuestionError: There is no source of such a number.
    """
    by_number = {one.n: one.hit for one in citations} or dict(enumerate(hits, 1))
    if missing := [number for number in wanted if number not in by_number]:
        raise QuestionError(f"there is no source {missing[0]} here")
    chosen = (by_number[number] for number in wanted)
    return tuple(dict.fromkeys(one for hit in chosen for one in (hit.article, *hit.also_in)))
