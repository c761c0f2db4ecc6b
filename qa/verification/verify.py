"""A sentence and its evidence → whether the evidence carries the sentence, without a model."""

import re
from collections.abc import Iterator, Sequence

from index.sentences import sentences
from qa.language.facts import attributions
from qa.language.persons import Persons
from qa.language.variants import is_past
from qa.records import Citation
from qa.verification.clauses import Known, cut_from, lost
from qa.verification.evidence_text import Quoted, quoted, setting, tokenised
from qa.verification.marks import MARKS, marks_in, without_marks
from qa.verification.objections import Objection, strange_quotation, told
from qa.verification.rewording import reordered, without_quotes
from qa.verification.speech import Statement, appositions, same_verb, statements
from qa.verification.tokens import Setting, Token, carries, tokens

__all__ = ["MARKS", "check", "marks_in", "objection", "text_objection", "without_marks"]

_SEVERAL = frozenset("than or both each compared versus respectively and".split())
"""Words of a question that names more than one place or time: none of them may be left to it."""
_AND = re.compile(r"(?:,\s+(?:and|but|while|whereas)|;(?:\s+and)?|\s+and)\s+")
_POINTS_BACK = frozenset(
    "he she it they his her its their him them this that these those there which who then so also not nor"
    " to by of in on at from for with".split()
)
_SCOPED = re.compile(
    r"^(?:according to|in|on|at|after|before|when|if|as|since|yesterday|today|last)\b", re.IGNORECASE
)
_VERBS = frozenset("is are was were has have had will would can could may might must do does did".split())


def objection(sentence: str, evidence: Sequence[Citation], *, question: str = "") -> str | None:
    """Return why the cited evidence does not carry the sentence; `None` where it does.

    Args:
        sentence: What the model wrote, without marks.
        evidence: The citations that it names. One of them must carry it alone, or each half of a
            sentence that "and" joins.
        question: What was asked, as it was understood: a place or time that it names need not be said
            again.
    """
    found = check(sentence, [quoted(citation) for citation in evidence], question=question)
    return found.text if found else None


def text_objection(sentence: str, evidence: str, *, question: str = "") -> str | None:
    """Return the same for evidence of which only the words are known."""
    found = check(sentence, [Quoted(evidence, evidence)], question=question)
    return found.text if found else None


def check(sentence: str, evidence: Sequence[Quoted], *, question: str = "") -> Objection | None:
    """Return what of a sentence its evidence does not carry; `None` where it carries all.

    It carries what a sentence of it says in its own words and order, with clauses left out that
    neither deny, nor doubt, nor say whose word it is; and what surely means the same: numbers,
    units, days and names written otherwise, roundings marked as such, a day moved to the other
    end, a passive turned round, "according to Smith" for "Smith said". Where none of this makes
    it the evidence's own sentence there is an objection, though it may be true: "Israel was
    struck by Iran" has every word of "Israel struck Iran".
    """
    texts = [one.text for one in evidence]
    strange = strange_quotation(sentence, texts)
    if strange is not None:
        return told(sentence, texts, [])
    spans = sentences(sentence)
    if spans and all(_holds(sentence[start:end], evidence, question) for start, end in spans):
        return None
    return told(sentence, texts, _losses(sentence, evidence))


def _holds(sentence: str, evidence: Sequence[Quoted], question: str) -> bool:
    if any(_carried(sentence, one, question) for one in evidence):
        return True
    return any(
        all(any(_carried(half, one, question, half=True) for one in evidence) for half in halves)
        for halves in _halves(sentence)
    )


def _halves(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the two statements that "and" may join, where nothing of one reaches into the other."""
    for match in _AND.finditer(sentence):
        first, second = sentence[: match.start()], sentence[match.end() :]
        alone = not _SCOPED.match(first) and second.split()[:1] != []
        if not alone or second.split()[0].lower() in _POINTS_BACK or not (_told(first) and _told(second)):
            continue
        if bool(attributions(first)) == bool(attributions(second)) and '"' not in sentence + second:
            yield first, second


def _told(clause: str) -> bool:
    """Whether it has a verb, as far as spelling tells."""
    return any(word in _VERBS or is_past(word) for word in re.findall(r"[a-z]+", clause))


def _carried(sentence: str, evidence: Quoted, question: str, *, half: bool = False) -> bool:
    """Whether one quotation carries one sentence; a half begins where a sentence of it begins."""
    article = setting(evidence)
    known = Known(article.persons, _asked(question, article))
    said = tokens(sentence, article)
    wholes = tokenised(evidence, article)
    texts = [token.text for token in said]
    if texts and any([token.text for token in whole] == texts for whole in wholes):
        return True
    if any(cut_from(whole, said, known, whole_start=half) for whole in wholes):
        return True
    return any(
        (not half or claimed.speaker or stated.content[:1] == claimed.content[:1])
        and (_same(stated, claimed, known) or _reported(stated, claimed, evidence.source, known))
        for claimed in statements(said)
        for whole in wholes
        for stated in statements(whole)
    )


def _asked(question: str, article: Setting) -> frozenset[str]:
    """Return the phrases of a question that names one place and time at most."""
    words = [token.text.lower() for token in tokens(question, article)] if question else []
    if _SEVERAL.intersection(words):
        return frozenset()
    return frozenset(" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, at + 8))


def _same(stated: Statement, claimed: Statement, known: Known) -> bool:
    """Whether the same speaker says it, or nobody; and it is the same."""
    if not stated.speaker or not claimed.speaker:
        return not stated.speaker and not claimed.speaker and _content(stated, claimed, known)
    speakers = appositions(stated.speaker)
    if not any(cut_from(speaker, claimed.speaker, known) for speaker in speakers):
        return False
    if not same_verb(stated.verb, claimed.verb):
        return False
    if claimed.day and not (stated.day and carries(stated.day, claimed.day, known.persons)):
        return False
    return _content(stated, claimed, known)


def _reported(stated: Statement, claimed: Statement, source: str, known: Known) -> bool:
    """Whether the publication itself is said to say it: "the Herald reported that it rained"."""
    speaker = " ".join(token.text for token in claimed.speaker).lower().removeprefix("the ")
    names = {source.lower().removeprefix("the "), "article", "report"} - {""}
    reports = claimed.verb in {"said", "says", "reported", "reports", "according"}
    if stated.speaker or speaker not in names or not reports or claimed.day:
        return False
    return _content(stated, claimed, known)


def _content(stated: Statement, claimed: Statement, known: Known) -> bool:
    bare = list(without_quotes(stated.content)) if stated.speaker else []
    return any(
        cut_from(whole, part, known, whole_start=bool(stated.speaker))
        for content in (list(stated.content), *bare)
        for whole in reordered(content)
        for part in reordered(claimed.content)
    )


def _losses(sentence: str, evidence: Sequence[Quoted]) -> list[list[str]]:
    """Return what each sentence of the evidence that has the same words would lose by it."""
    losses: list[list[str]] = []
    for one in evidence:
        article = setting(one)
        said = tokens(sentence, article)
        wholes = tokenised(one, article)
        losses += [lost(whole, said) for whole in wholes if _within(said, whole, article.persons)]
    return losses


def _within(part: Sequence[Token], whole: Sequence[Token], persons: Persons) -> bool:
    """Whether every token of the part stands somewhere in the whole."""
    return all(any(carries(stated, said, persons) for stated in whole) for said in part)
