"""Whether a sentence may stand for its quotation: true to it, and still an answer."""

import re

from qa.language.facts import days, names, numbers
from qa.language.terms import terms
from qa.language.wanted import kind_of, offers
from qa.verification.verify import text_objection

_SINGLE_FACTS = frozenset({"number", "day", "person", "name", "place"})
_BETWEEN_CLAUSES = re.compile(r"[,;:)]\s|\s[–—(]")


def asks_one_fact(question: str) -> bool:
    """Return whether a question asks for a single fact: of what answers others nothing may be left out."""
    return kind_of(question) in _SINGLE_FACTS


def may_be_shortened(quote: str, question: str) -> bool:
    """Return whether there is anything a shortening could leave out; else no model need be asked."""
    return asks_one_fact(question) and _BETWEEN_CLAUSES.search(quote) is not None


def shortening_objection(sentence: str, quote: str, question: str) -> str | None:
    """Return why a sentence may not stand for its quotation; `None` where it may.

    The quotation must carry it, as everywhere; and of what the question asks for, and of its own
    words, all is kept. A question that asks for no single fact is not shortened: nobody can tell
    what of it to leave out.
    """
    said = text_objection(sentence, quote)
    if said is not None:
        return said
    if set(terms(question)) & set(terms(quote)) - set(terms(sentence)):
        return "it lost words of the question"
    return _lost(sentence, quote, question)


def _lost(sentence: str, quote: str, question: str) -> str | None:
    kind = kind_of(question)
    if kind == "number":
        return "it lost a number" if numbers(quote) - numbers(question) - numbers(sentence) else None
    if kind == "day":
        return "it lost a day" if days(quote) - days(question) - days(sentence) else None
    if kind in _SINGLE_FACTS and names(sentence):
        kept = offers(kind, sentence, question) >= offers(kind, quote, question)
        return None if kept else "it lost the name"
    return "the question asks for more than one fact"
