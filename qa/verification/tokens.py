"""A sentence → tokens that can be compared by what they mean: words, marks, quantities, days, persons."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.language import quantities as amounts
from qa.language.dates import Day, named_days, same_day
from qa.language.persons import Person, Persons
from qa.language.quantities import Quantity, quantities
from qa.language.variants import key, simple_past, written_out

BOUNDARIES = frozenset(",;:–—()")
"""The marks between clauses."""

_LETTERS = r"\w+(?:'(?!s\b)\w+)*"
_TOKEN = re.compile(rf"\d+(?:[.,:]\d+)*|(?:\w\.){{2,}}|[A-Z]\.(?!\w)|'s\b|{_LETTERS}(?:-{_LETTERS})*|\S")
_END = re.compile(r"[.!?…]*([\"')\]]*)[.!…]*$")
_LASTING = re.compile(
    r"\bsince\b|\bfor (?:(?:the|more|over|about) )?(?:[\w-]+ )?(?:day|week|month|year|decade)s?\b"
)
"""What makes "has run" something else than "ran"."""
_MAY_GO = frozenset("also already meanwhile now".split())
_NOT_NOW = frozenset("until till from by for not right just than up".split())
_MOVED = frozenset("rise increase fall drop cut majority margin fine profit loss grant loan penalty".split())
_ROSE = frozenset(
    "rose risen rise fell fallen fall grew grown increased dropped declined climbed jumped".split()
)
_TELLING = frozenset("said says told knew believed thought believes".split())
_LIMITS = frozenset("before after since by until till from to between".split())
"""What before a day makes all of it count: "before 3 March" is not "before March"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence; `meant` is what it names, or `None` for a word or a mark.

    - begins: it may owe its capital to its place.
    - may_go: it may be left out, and nothing is lost.
    - limited: a day that a word like "before" stands before.
    - owns: "'s" follows.
    """

    text: str
    meant: Quantity | Day | Person | None = None
    begins: bool = False
    may_go: bool = False
    limited: bool = False
    owns: bool = False

    @property
    def kind(self) -> Literal["word", "mark", "quantity", "day", "person"]:
        """What it is."""
        if isinstance(self.meant, Quantity):
            return "quantity"
        if isinstance(self.meant, Day):
            return "day"
        if isinstance(self.meant, Person):
            return "person"
        return "word" if any(map(str.isalnum, self.text)) else "mark"


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the article a sentence is compared with.

    - persons: those that the evidence names.
    - written: its day; `None` where it is not known.
    - narrated: it tells of other years than that day's.
    """

    persons: Persons
    written: dt.date | None = None
    narrated: bool = False


def tokens(text: str, setting: Setting) -> list[Token]:
    """Return the tokens of one sentence; its last full stop is none of them."""
    whole = written_out(text)
    whole = whole if whole.rstrip("\"')").endswith("?") else _END.sub(r"\1", whole)
    found = list(_placed(whole, setting))
    if found:
        at = next((n for n, token in enumerate(found) if token.kind != "mark"), 0)
        found[at] = replace(found[at], begins=True)
    lasting = _LASTING.search(whole)
    return _in_order(found if lasting else _simple(found))


def carries(stated: Token, said: Token, persons: Persons) -> bool:
    """Return whether a token of the evidence bears out one of the sentence."""
    if isinstance(stated.meant, Quantity) and isinstance(said.meant, Quantity):
        return amounts.carries(stated.meant, said.meant)
    if isinstance(stated.meant, Day) and isinstance(said.meant, Day):
        return _written_alike(stated, said) or same_day(stated.meant, said.meant, exactly=stated.limited)
    if isinstance(stated.meant, Person) and isinstance(said.meant, Person):
        filled = bool(said.meant.given or said.meant.title)
        bare = not (stated.meant.given or stated.meant.title)
        return persons.agree(stated.meant, said.meant) and not (stated.owns and bare and filled)
    if stated.meant is not None or said.meant is not None:
        return False
    if key(stated.text) == key(said.text):
        return True
    return (stated.begins or said.begins) and key(_lowered(stated.text)) == key(_lowered(said.text))


def _written_alike(stated: Token, said: Token) -> bool:
    return re.sub(r"^(?:on|in) ", "", stated.text.lower()) == re.sub(r"^(?:on|in) ", "", said.text.lower())


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:]


def _placed(text: str, setting: Setting) -> Iterator[Token]:
    """Yield what is named and, between, the words and marks."""
    end = 0
    before = ""
    for start, stop, meant in _named(text, setting):
        for token in _words(text[end:start], glued=end > 0):
            before = token.text
            yield token
        limited = before.lower() in _LIMITS
        yield Token(text[start:stop], meant, limited=limited, owns=text.startswith("'", stop))
        before, end = "", stop
        if isinstance(meant, Quantity) and meant.unit == "share" and text.startswith(" of ", stop):
            end += 4
    yield from _words(text[end:], glued=end > 0)


def _named(text: str, setting: Setting) -> list[tuple[int, int, Quantity | Day | Person]]:
    """Return what is named, in order; where two overlap, days come before persons and quantities."""
    taken: set[int] = set()
    found: list[tuple[int, int, Quantity | Day | Person]] = []
    days = named_days(text, setting.written, narrated=setting.narrated)
    named: list[Quantity | Day | Person] = [*days, *setting.persons.mentions(text), *quantities(text)]
    for meant in named:
        if taken.isdisjoint(range(meant.start, meant.end)):
            taken.update(range(meant.start, meant.end))
            found.append((meant.start, meant.end, meant))
    return sorted(found, key=lambda one: one[0])


def _words(text: str, *, glued: bool) -> Iterator[Token]:
    """Yield words and marks; a hyphen that hangs on what is named before ("24-year-old") is none."""
    before = ""
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word == "-" and ((glued and match.start() == 0) or text[match.end() :][:1].isalnum()):
            continue
        yield Token(word, may_go=word in _MAY_GO and before not in _NOT_NOW)
        before = word.lower()


def _simple(found: Sequence[Token]) -> list[Token]:
    """Return tokens with "has risen" as "rose"."""
    simple: list[Token] = []
    for token in found:
        at = len(simple) - 1
        while at > 0 and simple[at].may_go:
            at -= 1
        if at >= 0 and token.meant is None:
            before = simple[at - 1].text if at else ""
            past = simple_past(before, simple[at].text, token.text)
            if past is not None:
                simple[at:] = [*simple[at + 1 :], Token(past, begins=simple[at].begins)]
                continue
        simple.append(token)
    return simple


def _in_order(found: Sequence[Token]) -> list[Token]:
    """Return "a 5 per cent rise" for "a rise of 5 per cent", "rose" for "rose by", "said" for "said that"."""
    ordered: list[Token] = []
    for token in found:
        if token.text == "that" and ordered and ordered[-1].text in _TELLING:
            continue
        if isinstance(token.meant, Quantity) and token.meant.unit and len(ordered) >= 2:
            before, last = ordered[-2].text.lower(), ordered[-1].text
            if last == "of" and before in _MOVED:
                ordered[-2:] = [token, ordered[-2]]
                continue
            if last == "by" and before in _ROSE:
                ordered.pop()
        ordered.append(token)
    return ordered
