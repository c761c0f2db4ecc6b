"""A quotation with what is known around it, ready to be compared with sentences."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.sentences import sentences
from qa.language.persons import Persons
from qa.records import Citation
from qa.verification.speech import tagged
from qa.verification.tokens import Token, tokens

_LEADS = frozenset("but and yet so".split())
_GOES_ON = frozenset({"and", "while", "whereas"})
_HE_OR_SHE = {"he": False, "she": True}
"""Pronoun → whether it is a woman."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of one citation.

    - text: verbatim.
    - around: the passage they stand in; may be the same text.
    - before: what stands before them in the passage.
    - source: the publication; empty where it is not known.
    - written: the day of the article.
    """

    text: str
    around: str
    before: str = ""
    source: str = ""
    written: dt.date | None = None


def quoted(citation: Citation) -> Quoted:
    """Return the words of a citation with its passage, source and day."""
    hit = citation.hit
    inside = hit.start <= citation.start and citation.end <= hit.end
    before = hit.text[: citation.start - hit.start] if inside else ""
    return Quoted(citation.quote, hit.text, before, hit.source or "", hit.date)


def tokenised(evidence: Quoted, persons: Persons) -> list[list[Token]]:
    """Return the tokens of each sentence of the quotation.

    A sentence also stands there without "But" at its beginning, with the person that "he" or "she"
    surely is, and up to the ", and" or ", while" after which it tells something else.
    """
    found: list[list[Token]] = []
    for start, end in sentences(evidence.text):
        whole = tokens(evidence.text[start:end], persons, evidence.written)
        if whole and whole[0].text.lower() in _LEADS and len(whole) > 1:
            whole = [replace(whole[1], begins=True), *whole[2:]]
        found += [whole, *_first_clauses(whole)]
        named = _named(whole, evidence.before + evidence.text[:start], persons)
        if named:
            found.append(named)
    return found


def _first_clauses(whole: Sequence[Token]) -> list[list[Token]]:
    """Return what stands before each ", and", where nothing after it says whose word it all is."""
    if any(token.text == '"' for token in whole):
        return []
    return [
        list(whole[:at])
        for at in range(3, len(whole) - 2)
        if whole[at].text == ";" or (whole[at].text == "," and whole[at + 1].text in _GOES_ON)
        if not tagged(whole[at:])
    ]


def _named(whole: Sequence[Token], before: str, persons: Persons) -> list[Token]:
    """Return the sentence with a name for the "he" or "she" it has; empty where it is not sure whose.

    Sure is the only person whom the sentence before names, if that is a man for "he" and a woman
    for "she", and the sentence itself names nobody.
    """
    places = [at for at, token in enumerate(whole) if token.text.lower() in _HE_OR_SHE]
    spans = sentences(before)
    if len(places) != 1 or not spans or any(token.kind == "person" for token in whole):
        return []
    (at,) = places
    mentioned = tokens(before[slice(*spans[-1])], persons)
    people = {token.meant.surname: token for token in mentioned if token.kind == "person" and token.meant}  # type: ignore[union-attr]
    strangers = _strangers(mentioned)
    if len(people) != 1 or strangers:
        return []
    (person,) = people.values()
    woman = persons.woman(person.meant)  # type: ignore[arg-type]
    if woman is not _HE_OR_SHE[whole[at].text.lower()]:
        return []
    return [*whole[:at], replace(person, begins=False, owns=False), *whole[at + 1 :]]


def _strangers(mentioned: Sequence[Token]) -> bool:
    """Whether two capitals stand together that are no known person: it may be one."""
    words = [token.kind == "word" and token.text[0].isupper() and not token.begins for token in mentioned]
    return any(one and other for one, other in pairwise(words))
