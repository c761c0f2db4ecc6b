"""A quotation with what is known around it, ready to be compared with sentences."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.sentences import sentences
from qa.language.persons import Person, Persons
from qa.records import Citation
from qa.verification.rewording import told_beside
from qa.verification.speech import tagged
from qa.verification.tokens import Setting, Token, tokens

_LEADS = frozenset({"but", "and"})
_GOES_ON = frozenset({"and", "while", "whereas"})
_HE_OR_SHE = {"he": False, "she": True}
"""Pronoun → whether it is a woman."""


_PEOPLE = frozenset(
    "mother father wife husband sister brother daughter son woman man girl boy widow widower aunt uncle"
    " niece nephew cousin friend partner girlfriend boyfriend fiancee fiance colleague teacher boss lawyer"
    " assistant deputy predecessor successor rival opponent victim grandmother grandfather he she him".split()
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


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


def setting(evidence: Quoted) -> Setting:
    """Return what is known of the article around a quotation."""
    texts = (evidence.around, evidence.text)
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    narrated = evidence.written is not None and bool(years - {evidence.written.year})
    return Setting(Persons(texts), evidence.written, narrated)


def tokenised(evidence: Quoted, known: Setting) -> list[list[Token]]:
    """Return the tokens of each sentence of the quotation.

    A sentence also stands there without "But" at its beginning, with the person that "he" or "she"
    surely is, up to the ", and" or ", while" after which it tells something else, and as what it
    tells beside: "The pier, which closed in May, is for sale" also says that the pier closed in May.
    """
    found: list[list[Token]] = []
    for start, end in sentences(evidence.text):
        whole = tokens(evidence.text[start:end], known)
        if whole and whole[0].text.lower() in _LEADS and len(whole) > 1:
            found.append([replace(whole[1], begins=True), *whole[2:]])
        found += [whole, *_first_clauses(whole), *told_beside(whole)]
        named = _named(whole, evidence.before + evidence.text[:start], known)
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


def _named(whole: Sequence[Token], before: str, known: Setting) -> list[Token]:
    """Return the sentence with a name for the "he" or "she" it has; empty where it is not sure whose.

    Sure is the only person of the sentence before, if it begins with that name and the person is a
    man for "he" and a woman for "she", and the sentence itself names nobody.
    """
    places = [at for at, token in enumerate(whole) if token.text.lower() in _HE_OR_SHE]
    spans = sentences(before)
    if len(places) != 1 or not spans or any(token.kind == "person" for token in whole):
        return []
    (at,) = places
    mentioned = tokens(before[slice(*spans[-1])], known)
    people = {token.meant.surname for token in mentioned if isinstance(token.meant, Person)}
    person = mentioned[0] if mentioned else whole[at]
    if len(people) != 1 or not isinstance(person.meant, Person) or _others(mentioned):
        return []
    if known.persons.woman(person.meant) is not _HE_OR_SHE[whole[at].text.lower()]:
        return []
    return [*whole[:at], replace(person, begins=at == 0, owns=False), *whole[at + 1 :]]


def _others(mentioned: Sequence[Token]) -> bool:
    """Whether somebody else may be spoken of: a mother, a man, or two capitals that may be a name."""
    if any(token.text.lower() in _PEOPLE for token in mentioned):
        return True
    words = [token.kind == "word" and token.text[0].isupper() and not token.begins for token in mentioned]
    return any(one and other for one, other in pairwise(words))
