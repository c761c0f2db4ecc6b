"""A question in a dialogue → whether it points at something said before, or names what it is about."""

import re

from qa.language.facts import names
from qa.language.terms import STOP_WORDS

_TIME = (
    r"(?:year|month|week|weekend|day|night|time|season|spring|summer|autumn|fall|winter|century|decade"
    r"|morning|evening)\b"
)
# "Is there …" and "who said that …" point at nothing; "was he there" and "after that" do.
_POINTS = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|these|then|same|latter|former|others?"
    rf"|this(?! (?:{_TIME}|\w+ of\b))|those(?! who\b)"
    r"|(?<!\bcan )(?<!\bdoes )(?<!\bmay )(?<!\bmust )(?<!\bshould )ones?(?! (?:that|who))"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there"
    r"|(?<!\bsay )(?<!\bsays )(?<!\bsaid )(?<!\btrue )(?<!\bdeny )(?<!\bdenied )(?<!\bclaim )(?<!\bclaimed )"
    r"(?<!\bone )(?<!\bthose )(?<!\bfound out )(?<!\bknow )(?<!\bknew )that)\b",
    re.IGNORECASE,
)
_SUBJECTS = frozenset("he she it they".split())
_POSSESSIVES = frozenset("his her its their".split())
_BEGINS_CLAUSE = re.compile(
    r"\b(?:when|before|after|since|until|while|because|if|as|once|where|although|though)\s$", re.IGNORECASE
)
_DEFINITE = re.compile(r"\b(?:the|an?|any|every) \w+ $", re.IGNORECASE)
_GOES_ON = re.compile(rf" (?!{_TIME})\w")
_ONLY_SAYS_WHERE = re.compile(
    r"\b(?:in|at|on|near|from|to|against|with|for|by|since|until|before|after|during)\s(?:the\s)?$",
    re.IGNORECASE,
)


def points_back(question: str) -> bool:
    """Return whether a word of a question points at something that the question itself does not name.

    One that names two things says enough. "Where did Rowan Ward's patients go when it closed?" and "the
    boat that was dug up" point at nothing outside; "Who bought its phones in New Jersey?" does.
    """
    named = names(question)
    if named[1:]:
        return False
    end = question.find(named[0]) + len(named[0]) if named else None
    return any(
        not (_means_the_named(question, match, end) or _is_relative(question, match))
        for match in _POINTS.finditer(question)
    )


def names_its_subject(question: str) -> bool:
    """Return whether a question names what it is about.

    A single word behind "in" or "against" only says where or against whom: what won in Beijing, or who
    scored against Norway, is what was talked about before. A letter alone is no name.
    """
    return any(
        " " in name or not _ONLY_SAYS_WHERE.search(question[: question.find(name)])
        for name in names(question)
        if len(name) > 1
    )


def _means_the_named(question: str, pronoun: re.Match[str], end: int | None) -> bool:
    """Whether a pronoun stands for the name that ends there: it begins a clause, or says whose a thing is."""
    word = pronoun.group().lower()
    if end is None or pronoun.start() < end:
        return False
    between = question[end : pronoun.start()]
    if word in _SUBJECTS:
        return _BEGINS_CLAUSE.search(between) is not None
    following = re.match(r"\s(\w+)", question[pronoun.end() :])
    owns = word in _POSSESSIVES and following is not None and following[1].lower() not in STOP_WORDS
    return owns and re.search(r"\s\w+\s", between) is not None


def _is_relative(question: str, match: re.Match[str]) -> bool:
    """Whether it is the "that" of "the boat that was dug up"."""
    return (
        match.group().lower() == "that"
        and _DEFINITE.search(question[: match.start()]) is not None
        and _GOES_ON.match(question[match.end() :]) is not None
    )
