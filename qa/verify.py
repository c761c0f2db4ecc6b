"""A sentence and its evidence → whether the evidence carries the sentence, without a model."""

import re
from collections import Counter
from collections.abc import Sequence

from qa.facts import days, names, negations, numbers
from qa.terms import terms

_MARK = re.compile(r"\s*[\[【(]\s*(?:\d{1,2}\s*[,;]\s*)*\d{1,2}\s*[\]】)]")
_BRACKETED = re.compile(r"[\[【]\s*((?:\d{1,2}\s*[,;]\s*)*\d{1,2})\s*[\]】]")
_QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»")

LEAST_COVERED = 0.85
"""Share of a sentence's terms that must stand in its evidence; the rest may join and rephrase."""
LEAST_IN_ORDER = 0.7
"""Share of them that must stand there in the same order: who did what to whom lies in the order."""


def marks_in(sentence: str) -> tuple[int, ...]:
    """Return the numbers of the marks in a sentence, in order, each once."""
    found = (int(n) for marks in _BRACKETED.findall(sentence) for n in re.findall(r"\d+", marks))
    return tuple(dict.fromkeys(found))


def without_marks(sentence: str) -> str:
    """Return a sentence without its marks, white space made single."""
    return " ".join(_BRACKETED.sub("", sentence).split())


def objection(sentence: str, evidence: str) -> str | None:
    """Return why the evidence does not carry the sentence; `None` where it does.

    Every number, day and name must stand in the evidence, every quotation be verbatim, the words
    that deny or doubt be the same, and nearly all terms be there, in much the same order. What
    passes is a shortening of the evidence; that is all a small model can be trusted with.

    Args:
        sentence: What the model wrote, without marks.
        evidence: The quotation it is to rest on, or several joined by a space.
    """
    return (
        _absent("number", numbers(sentence) - numbers(evidence))
        or _absent("day", days(sentence) - days(evidence))
        or _absent("name", _strange_names(sentence, evidence))
        or _absent("quotation", _strange_quotations(sentence, evidence))
        or _turned_round(sentence, evidence)
        or _uncovered(sentence, evidence)
    )


def _absent(what: str, missing: Sequence[object] | frozenset[object]) -> str | None:
    if not missing:
        return None
    return (
        f"the {what} {', '.join(sorted(f'{item:f}' if what == 'number' else str(item) for item in missing))}"
        " does not stand in the evidence"
    )


def _strange_names(sentence: str, evidence: str) -> list[str]:
    """Return the names with a word that the evidence does not have with a capital."""
    known = set(re.findall(r"\w+", evidence))
    return [
        name
        for name in names(sentence)
        if any(word not in known for word in re.findall(r"\w+", name) if word[0].isupper())
    ]


def _strange_quotations(sentence: str, evidence: str) -> list[str]:
    """Return the quotations that are not in the evidence to the letter."""
    quoted = ("".join(groups) for groups in _QUOTATION.findall(sentence))
    text = _plain(evidence)
    return [quotation for quotation in quoted if _plain(quotation).rstrip(".,!?") not in text]


def _plain(text: str) -> str:
    """Return a text with straight apostrophes and single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


def _turned_round(sentence: str, evidence: str) -> str | None:
    said, stands = Counter(negations(sentence)), Counter(negations(evidence))
    if said == stands:
        return None
    words = sorted((said - stands) + (stands - said))
    return f"“{words[0]}” is in only one of sentence and evidence"


def _uncovered(sentence: str, evidence: str) -> str | None:
    said, stands = terms(sentence), terms(evidence)
    if not said:
        return "it says nothing"
    there = set(stands)
    if sum(term in there for term in said) < LEAST_COVERED * len(said):
        return f"the evidence does not speak of “{next(term for term in said if term not in there)}”"
    if _longest_common_subsequence(said, stands) < LEAST_IN_ORDER * len(said):
        return "the evidence puts it in another order"
    return None


def _longest_common_subsequence(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the longest common subsequence of two sequences."""
    row = [0] * (len(second) + 1)
    for item in first:
        diagonal = 0
        for at, other in enumerate(second, start=1):
            diagonal, row[at] = row[at], diagonal + 1 if item == other else max(row[at], row[at - 1])
    return row[-1]
