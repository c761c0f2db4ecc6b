"""Whether a sentence is its quotation with whole clauses left out, and still answers."""

import re
from difflib import SequenceMatcher

from qa.facts import days, names, negations, numbers
from qa.terms import terms
from qa.wanted import kind_of, offers

_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_BOUNDARY = re.compile(r"[,;:—–.!?“”\"()]")


def shortening_objection(sentence: str, quote: str, question: str) -> str | None:
    """Return why a sentence may not stand for its quotation; `None` where it may.

    Cuts lie between punctuation only, so that what is left was said just so; nothing that denies
    or doubts is lost; and of what the question asks for, and of its own words, all is kept. A
    question that asks for no single fact is not shortened: nobody can tell what of it to leave out.
    """
    if not _clauses_left_out(_WORD.findall(_plain(quote)), _WORD.findall(_plain(sentence))):
        return "it is more than a cut between clauses"
    if sorted(negations(sentence)) != sorted(negations(quote)):
        return "a word that denies or doubts was lost"
    if set(terms(question)) & set(terms(quote)) - set(terms(sentence)):
        return "it lost words of the question"
    return _lost(sentence, quote, question)


def _lost(sentence: str, quote: str, question: str) -> str | None:
    kind = kind_of(question)
    if kind == "number":
        return "it lost a number" if numbers(quote) - numbers(question) - numbers(sentence) else None
    if kind == "day":
        return "it lost a day" if days(quote) - days(question) - days(sentence) else None
    if kind in {"person", "name", "place"} and names(sentence):
        kept = offers(kind, sentence, question) >= offers(kind, quote, question)
        return None if kept else "it lost the name"
    return "the question asks for more than one fact"


def _plain(text: str) -> str:
    return " ".join(text.replace("‘", "'").replace("’", "'").split())


def _clauses_left_out(whole: list[str], part: list[str]) -> bool:
    """Whether `part` is `whole` without some runs that begin and end at punctuation.

    Capitals at the new beginning, and punctuation where a run was, may differ.
    """
    lowered = [word.lower() for word in whole]
    matcher = SequenceMatcher(None, lowered, [word.lower() for word in part], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            continue
        if any(not _BOUNDARY.fullmatch(word) for word in part[first:last]):
            return False
        if tag in {"delete", "replace"} and not _between_clauses(whole, start, end):
            return False
    return True


def _between_clauses(words: list[str], start: int, end: int) -> bool:
    """Whether the run of words begins and ends where a clause may."""
    begins = (
        start == 0 or bool(_BOUNDARY.fullmatch(words[start])) or bool(_BOUNDARY.fullmatch(words[start - 1]))
    )
    ends = (
        end == len(words)
        or bool(_BOUNDARY.fullmatch(words[end]))
        or bool(_BOUNDARY.fullmatch(words[end - 1]))
    )
    return begins and ends
