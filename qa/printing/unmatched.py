"""A scope that holds no article → a line that says so, and what there is instead."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from index.library import Library
from index.period import Period
from index.scope import Field, Scope, words
from qa.printing.render import plain

NAMED = 3
"""How many of the library's own names are offered."""
LONGEST_NAME = 60
"""Characters of a name that are printed."""
CLOSE = 0.7
"""The ratio of difflib from which a word is a slip for another: "gaurdian" and "guardian" have 0.88."""

_SAID: dict[Field, str] = {
    "source": "from",
    "author": "by",
    "section": "in the section",
    "language": "in the language",
}


def unmatched(library: Library, scope: Scope) -> str | None:
    """Return in a line which filter no article of the library passes, and what there is instead.

    `None` where an article passes all of them, or there is no article at all.
    """
    if library.is_empty or not _is_nothing(library, scope):
        return None
    said = []
    for field, alone in _each_field(scope):
        phrase = f"{_SAID[field]} {_quoted(alone.names[field], 'or')}"
        if _is_nothing(library, alone):
            return f"no article is {phrase}; {_instead(library, field, alone.names[field])}"
        said.append(phrase)
    if not scope.period.everything:
        said.append(_of_days(scope.period))
        if _is_nothing(library, Scope(scope.period)):
            return f"no article is {said[-1]}; {_days_there_are(library)}"
    if not said:
        return "none of the articles chosen is in the library any more"
    return f"no article is {_listed(said, 'and')}: there are articles for each of these alone"


def _is_nothing(library: Library, scope: Scope) -> bool:
    allowed = library.within(scope)
    return allowed is not None and not len(allowed)


def _each_field(scope: Scope) -> Iterator[tuple[Field, Scope]]:
    """Yield the fields that something is wanted in, each with a scope of that alone."""
    alone: dict[Field, Scope] = {
        "source": Scope(sources=scope.sources),
        "author": Scope(authors=scope.authors),
        "section": Scope(sections=scope.sections),
        "language": Scope(languages=scope.languages),
    }
    return ((field, one) for field, one in alone.items() if not one.everything)


def _instead(library: Library, field: Field, wanted: Sequence[str]) -> str:
    """Return the names of the library that look most like those wanted, else the most frequent."""
    there = list(library.values(field))
    if not there:
        return f"no article says its {field}"
    close = _closest(wanted, there)
    if close:
        return f"did you mean {_quoted(close[:NAMED], 'or')}?"
    most = _quoted(there[:NAMED], "and")
    return f"there is {most}" if len(there) <= NAMED else f"most are {_SAID[field]} {most}"


def _closest(wanted: Sequence[str], there: Sequence[str]) -> list[str]:
    """Return the names that have a word like one of those wanted, the most like first."""
    by_word: dict[str, list[str]] = {}
    for name in there:
        for word in words(name):
            by_word.setdefault(word, []).append(name)
    sought = [word for name in wanted for word in words(name)]
    found = [word for one in sought for word in get_close_matches(one, by_word, n=NAMED, cutoff=CLOSE)]
    return list(dict.fromkeys(name for word in found for name in by_word[word]))


def _of_days(period: Period) -> str:
    if period.since == period.until:
        return f"of {period.since}"
    ends = (f"since {period.since}" if period.since else "", f"until {period.until}" if period.until else "")
    return "of the days " + " ".join(filter(None, ends))


def _days_there_are(library: Library) -> str:
    counts = library.counts()
    return f"they are of {counts.first} to {counts.last}"


def _quoted(names: Sequence[str], word: str) -> str:
    """Return names in quotation marks, each in a short line."""
    return _listed([f"“{_short(name)}”" for name in names], word)


def _short(name: str) -> str:
    line = " ".join(plain(name).split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def _listed(items: Sequence[str], word: str) -> str:
    """Return "a", "a and b", "a, b and c"."""
    *before, last = items
    return f"{', '.join(before)} {word} {last}" if before else last
