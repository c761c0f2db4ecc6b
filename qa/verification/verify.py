"""A sentence and its evidence → whether the evidence carries the sentence, without a model."""

import re
from collections import Counter
from collections.abc import Sequence

from index.sentences import sentences
from qa.language.facts import attributions, days, names, negations, numbers
from qa.records import Citation
from qa.verification.clauses import clauses_left_out
from qa.verification.marks import MARKS, marks_in, without_marks

__all__ = ["MARKS", "marks_in", "objection", "text_objection", "without_marks"]

_QUOTATION = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»")


def objection(sentence: str, evidence: Sequence[Citation], *, question: str = "") -> str | None:
    """Return why the cited evidence does not carry the sentence; `None` where it does.

    Args:
        sentence: What the model wrote, without marks.
        evidence: The citations that it names.
        question: What was asked, as it was understood.
    """
    del question
    return text_objection(sentence, " ".join(citation.quote for citation in evidence))


def text_objection(sentence: str, evidence: str) -> str | None:
    """Return why the evidence does not carry the sentence; `None` where it does.

    Every number, day and name must stand in the evidence and every quotation be verbatim; and the
    sentence must be one of the evidence's with no more than clauses left out, none of which
    denies, doubts, or says whose word it is. A rephrasing may be as true, but that cannot be told
    without a model: "Israel was struck by Iran" has every word of "Israel struck Iran".

    Args:
        sentence: What the model wrote, without marks.
        evidence: The quotation it is to rest on, or several joined by a space.
    """
    return (
        _absent("number", [f"{number:f}" for number in numbers(sentence) - numbers(evidence)])
        or _absent("day", days(sentence) - days(evidence))
        or _absent("name", _strange_names(sentence, evidence))
        or _absent("quotation", _strange_quotations(sentence, evidence))
        or _recast(sentence, evidence)
    )


def _absent(what: str, missing: Sequence[str] | frozenset[str]) -> str | None:
    return f"the {what} {', '.join(sorted(missing))} does not stand in the evidence" if missing else None


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


def _recast(sentence: str, evidence: str) -> str | None:
    """Return what a cut from one sentence of the evidence lost, or that it is no such cut."""
    quoted = (evidence[start:end] for start, end in sentences(evidence))
    whole = next((one for one in quoted if clauses_left_out(one, sentence)), None)
    if whole is None:
        return "it is more than a cut between clauses"
    for facts, what in ((negations, "denies or doubts"), (attributions, "says whose word it is")):
        lost = Counter(facts(whole)) - Counter(facts(sentence))
        if lost:
            return f"“{min(lost)}”, which {what}, was left out"
    return None
