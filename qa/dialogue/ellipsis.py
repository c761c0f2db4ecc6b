"""A fragment after a question ("and in 2021?", "what about France?", "why?") → the whole question."""

import re

from qa.language.facts import names
from qa.language.wanted import kind_of

_PREPOSITION = r"(?:in|at|on|from|for|with|by|of|against|to|since|before|after|during|under|near)"
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|might|should|must)"
_JOINED = r"(?:and |but |so |or )?"

_FRAGMENTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_JOINED}(?:what|how) about (?P<part>[^?,;]+)\??$",
        r"(?P<added>and|but|or) (?P<part>[^?,;]+)\??$",
        rf"(?P<part>{_PREPOSITION} [^?,;]+)\??$",
    )
)
_CLAUSE = re.compile(
    rf"\b(?:{_AUXILIARY}|who|whom|whose|what|which|when|where|why|how|he|she|it|they|them|him|her|that|those"
    r"|this|these|ones?|else)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"{_JOINED}(?P<word>why|when|where|how|since when|how long|how often)\s*\??$", re.IGNORECASE
)
_ADVERB = re.compile(
    rf"{_JOINED}(?:when|where|why|how(?: long| often| far)?) (?P<rest>{_AUXILIARY}\b.*)$", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"{_JOINED}how (?:many|much) (?P<thing>[^?]+?) (?P<auxiliary>{_AUXILIARY}) (?P<rest>.*)$", re.IGNORECASE
)
_SUBJECT = re.compile(rf"\b{_AUXILIARY} (?:the )?$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_OF_ANOTHER = re.compile(r": [^:?]+\?$")


def is_fragment(question: str) -> bool:
    """Return whether a question is only a part of one: "and in 2021?", "what about France?", "why?"."""
    return _part(question) is not None or _BARE.match(question.strip()) is not None


def completed(question: str, before: str) -> str | None:
    """Return the question before with a fragment in the place of what is of its kind.

    After "How many medals has Germany won?", "and India?" is "How many medals has India won?"; a bare
    asking word asks the same again: "Why did it close?" after "When did it close?". `None` where the
    question is no fragment, or nothing in the one before can give way to it.

    Args:
        question: What was typed.
        before: The whole question before it.
    """
    asked = _OF_ANOTHER.sub("?", before)
    bare = _BARE.match(question.strip())
    if bare:
        return _asked_with(bare["word"], asked)
    match = _part(question)
    if match is None:
        return None
    part = match["part"].strip(" .!")
    whole = _with_part(part, asked)
    if whole is None and match.groupdict().get("added"):
        whole = _other_thing(part, asked)
    return whole


def _part(question: str) -> re.Match[str] | None:
    """Return what a fragment puts in the place of something; `None` where the question is whole."""
    found = (pattern.match(question.strip()) for pattern in _FRAGMENTS)
    return next((match for match in found if match and not _CLAUSE.search(match["part"])), None)


def _asked_with(word: str, before: str) -> str | None:
    """Return the question before with another asking word: "When did it close?" as "Why did it close?"."""
    begun = word.capitalize()
    if match := _ADVERB.match(before):
        return f"{begun} {match['rest']}"
    if match := _COUNTED.match(before):
        return f"{begun} {match['auxiliary']} {match['thing']} {match['rest']}"
    return None


def _with_part(part: str, before: str) -> str | None:
    year, old = _YEAR.search(part), _YEAR.search(before)
    if year and not names(part):
        return _put(before, old.span(), year.group()) if old else _added(part, before)
    match = re.match(rf"({_PREPOSITION}) (?:the )?(.+)$", part, re.IGNORECASE)
    if match:
        return _after_preposition(match[1], match[2], before, part)
    return _other_name(part, before) if names(part) else None


def _after_preposition(preposition: str, said: str, before: str, part: str) -> str | None:
    """Return the question before with what follows the same preposition replaced, or the part added."""
    same = re.search(rf"\b{preposition} (?:the )?(?P<old>[\w’'-]+(?: [A-Z][\w’'-]+)*)", before)
    if same:
        return _put(before, same.span("old"), said)
    return _added(part, before) if names(part) else None


def _other_thing(said: str, before: str) -> str | None:
    """Return the question before counting something else: "How many homes were …" as "How many shops were …".

    Another question for a number gets it at its end.
    """
    match = _COUNTED.match(before)
    if match and not names(match["thing"]) and " of " not in f" {match['thing']} ":
        return _put(before, match.span("thing"), said)
    return f"{before.rstrip(' ?.!')}: {said}?" if kind_of(before) == "number" else None


def _other_name(said: str, before: str) -> str | None:
    """Return the question before about somebody else: its subject, or its only name, is replaced."""
    spans = _spans_of_names(before)
    subjects = [span for span in spans if _SUBJECT.search(before[: span[0]])]
    placed = [span for span in spans if re.search(r"\bin (?:the )?$", before[: span[0]])]
    chosen = subjects[:1] or (spans if len(spans) == 1 else placed[-1:])
    if not chosen:
        return None
    start, end = chosen[0]
    return _put(before, (start - 4 if before[:start].endswith("the ") else start, end), said)


def _spans_of_names(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for name in names(text):
        start = text.find(name, at)
        at = start + len(name)
        spans.append((start, at))
    return spans


def _put(text: str, span: tuple[int, int], words: str) -> str:
    return f"{text[: span[0]]}{words}{text[span[1] :]}"


def _added(words: str, before: str) -> str:
    return f"{before.rstrip(' ?.!')} {words}?"
