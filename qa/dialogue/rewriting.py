"""A follow-up → the question that stands alone, by a language model where a capable one is set."""

import re
from collections.abc import Sequence

from index.errors import ModelError
from qa.answering.prompt import REWRITTEN_TOKENS, rewriting
from qa.answering.writing import CAPABLE_PARAMETERS
from qa.asking import Cancelled, never
from qa.dialogue.conversation import leans_on_before, standing_alone
from qa.language.facts import days, names, negations, numbers
from qa.language.terms import terms
from qa.language.wanted import asking_stems, kind_of
from qa.models.llm import LanguageModel
from qa.records import Answer

MOST_ADDED = 160
"""Characters a rewritten question may be longer than the one typed: one clause with a name or two."""

_LABEL = re.compile(r"^\s*(?:the same question, complete|complete question|question)\s*:\s*", re.IGNORECASE)
_JOINED = re.compile(r"^\s*(?:and|but|or|so)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def understood_as(
    question: str,
    turns: Sequence[Answer],
    model: LanguageModel | None = None,
    cancelled: Cancelled = never,
) -> str:
    """Return the question as it is understood after the turns of its dialogue.

    A capable model completes it, and is believed only where nothing speaks against what it wrote;
    otherwise the dialogue's own terms are added. Without turns the question is returned as it is.
    """
    own = standing_alone(question, turns)
    if model is None or model.parameters < CAPABLE_PARAMETERS or not turns:
        return own
    if names(question) and not leans_on_before(question, turns):
        return own
    messages = rewriting(question, turns, model)
    if messages is None:
        return own
    try:
        said = _bare("".join(model.write(messages, max_tokens=REWRITTEN_TOKENS, cancelled=cancelled)))
    except ModelError:  # whoever lent the model knows of it, and says why
        return own
    return own if cancelled() or rewriting_objection(said, question, turns) is not None else said


def rewriting_objection(said: str, question: str, turns: Sequence[Answer]) -> str | None:
    """Return why a model's question may not stand for the one typed; `None` where it may."""
    if not said.endswith("?") or said.count("?") > max(1, question.count("?")) or "\n" in said:
        return "it is not one question"
    if len(said) > len(question) + MOST_ADDED:
        return "it is too long"
    lost = _told(question) - _told(said)
    if lost:
        return f"it lost “{min(lost)}”"
    if kind_of(question) not in {"other", kind_of(said)}:
        return "it asks for something else"
    if set(negations(_JOINED.sub("", question))) != set(negations(said)):
        return "it turned the question round"
    return _invented(said, " \n".join([question, *map(_text, turns)]))


def _bare(written: str) -> str:
    """Return what a model wrote without a label before it, quotation marks around it and white space."""
    said = _LABEL.sub("", written.strip()).strip()
    pairs = {'"': '"', "“": "”"}
    if len(said) > 1 and pairs.get(said[0]) == said[-1]:
        said = said[1:-1].strip()
    return said


def _told(question: str) -> set[str]:
    return set(terms(question)) - asking_stems()


def _text(turn: Answer) -> str:
    """Return what may be taken from a turn: its question and the words cited, nothing that a model wrote."""
    quotes = " \n".join(citation.quote for citation in turn.citations if citation.verified)
    return f"{turn.question} \n{turn.understood} \n{quotes}"


def _invented(said: str, dialogue: str) -> str | None:
    """Return which name, number or day of a question its dialogue does not have; `None` for none."""
    known = {word.lower() for word in _WORD.findall(dialogue)}
    for name in names(said):
        if any(word.lower() not in known for word in _WORD.findall(name)):
            return f"the dialogue has no “{name}”"
    if numbers(said) - numbers(dialogue):
        return "the dialogue has no such number"
    if days(said) - days(dialogue):
        return "the dialogue has no such day"
    return None
