"""A question that asks several things → the questions it consists of, and their lists → one."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.sentences import sentences
from qa.language.facts import names
from qa.language.terms import terms
from qa.retrieval.pairs import paired

MOST_PARTS = 4
LONGEST = 400
"""Characters; what is longer is a text with a question in it, and is asked as it is."""
LEAST_WORDS = 3
MOST_CONTEXT = 8
"""Words that a part takes from the one before."""
PART_WEIGHT = 0.9
"""What a part's score counts for beside the whole question's. Of 150 pairs of reading-comprehension
questions joined by "and" both paragraphs are in the best five for 0.507 by the whole question alone, for
0.773, 0.820 and 0.840 with 0.7, 0.9 and 1; with 1, questions that were parted needlessly lose most."""
FAR_BELOW = 0.5
"""A part whose best score is less than this share of the best of all has no place of its own."""

Ranked = Sequence[tuple[int, float]]
"""Passage ids with fused scores in [0, 1], best first."""

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|won['’]t|can['’]t)"
)
_SUBJECT = r"(?:the|a|an|it|he|she|they|there|this|that|these|those|his|her|their|its|any|you|(?-i:[A-Z]))"
_ASKS = (
    rf"(?:(?:when|where|why|how)\s+{_AUXILIARY}\b"
    r"|how\s+(?:many|much|long|old|far|often|big|tall|large|high|fast|soon)\b"
    rf"|(?:who|whom|whose|what|which)\s+(?!(?:he|she|they|it|we|you|i|the|a|an|in|on|at|to|of|for)\b)\w)"
)
_NEXT_CLAUSE = re.compile(rf"\s*[,;]?\s+(?:and|but)\s+(?:also\s+)?(?={_ASKS})", re.IGNORECASE)
_NEXT_YES_OR_NO = re.compile(rf"\s*[,;]\s+(?:and|but|or)\s+(?={_AUXILIARY}\s+{_SUBJECT})", re.IGNORECASE)
_OPENS = re.compile(
    rf"(?:(?:in|on|at|to|for|from|by|with|of|about)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b"
    rf"|{_AUXILIARY}\b|(?:please\s+)?(?:tell|explain|describe|list|name|say)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w[\w’'-]*")
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|this|these|those|that|there|then)\b",
    re.IGNORECASE,
)


def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions that a question consists of, each standing alone; itself alone where it is one.

    Two questions in one, two things compared, and "both … and …" have parts; there are at most
    `MOST_PARTS`. What comes before a question, and what its parts share, is said in each part. The
    rules are narrow and know English only: a name with "and" in it stays whole unless the question
    speaks of two. Whatever the parts are, the whole question is to be asked as well.
    """
    text = " ".join(question.split())
    if not text or len(text) > LONGEST:
        return (question,)
    context, asked = _asked(text)
    if len(asked) == 1:
        (only,) = asked
        asked = _clauses(only) or list(paired(only))
    else:
        asked = _standing(asked)
    parts = tuple(dict.fromkeys(f"{context} {_sentence(part)}".strip() for part in asked))
    return parts if 1 < len(parts) <= MOST_PARTS and all(map(_WORD.search, asked)) else (question,)


def merged(lists: Sequence[Ranked], limit: int) -> list[tuple[int, float]]:
    """Return one list of at most `limit` passages, with scores in [0, 1] that never rise.

    A passage has the best of its scores, that of a part weighing `PART_WEIGHT`. The best passage
    of each part is among the first ones, as many as there are lists, unless it scores far below the
    best of all. Where a passage stands before better ones for that, their scores are cut to its own.

    Args:
        lists: The whole question's first, then one for each part.
        limit: The most passages.
    """
    scores: dict[int, float] = {}
    for at, ranked in enumerate(lists):
        for passage, score in ranked:
            weighed = score * PART_WEIGHT if at else score
            scores[passage] = max(weighed, scores.get(passage, 0.0))
    order = sorted(scores, key=lambda passage: -scores[passage])
    if not order:
        return []
    least = FAR_BELOW * scores[order[0]]
    ahead = {ranked[0][0] for ranked in lists[1:] if ranked and scores[ranked[0][0]] >= least}
    others = [passage for passage in order if passage not in ahead][: len(lists) - len(ahead)]
    first = sorted([*ahead, *others], key=order.index)
    reached = 1.0
    placed = []
    for passage in dict.fromkeys([*first, *order]):
        reached = min(reached, scores[passage])
        placed.append((passage, reached))
    return placed[: max(0, limit)]


def _asked(text: str) -> tuple[str, list[str]]:
    """Return what is told before the first question, and the questions; the text itself where unsure."""
    said = [text[start:end] for start, end in sentences(text)]
    first = next((at for at, sentence in enumerate(said) if sentence.endswith("?")), len(said))
    questions = said[first:]
    if not questions or not all(sentence.endswith("?") for sentence in questions):
        return "", [text]
    return " ".join(said[:first]), questions


def _clauses(question: str) -> list[str]:
    """Return the questions joined by "and" in one sentence, or nothing."""
    if not _OPENS.match(question):
        return []
    for joint in (_NEXT_CLAUSE, _NEXT_YES_OR_NO):
        found = [clause.strip(" ,;") for clause in joint.split(question)]
        if len(found) > 1 and all(map(_asks_something, found)) and not _relative(found):
            return _standing(found)
    return []


def _asks_something(clause: str) -> bool:
    """Whether a clause is more than "when" or "who won", which need the other one's words."""
    return len(clause.split()) >= LEAST_WORDS and bool(terms(clause))


def _relative(clauses: Sequence[str]) -> bool:
    """Whether a later clause may tell more of somebody in the one before: "the man who … and who …"."""
    return any(
        re.search(rf"\w\W+{clause.split()[0]}\b", before, re.IGNORECASE)
        for before, clause in pairwise(clauses)
    )


def _standing(questions: Sequence[str]) -> list[str]:
    """Return questions with what a later one takes from the first put in words."""
    first, *later = questions
    return [first, *(_with_context(question, first) for question in later)]


def _with_context(question: str, before: str) -> str:
    """Return a question with words of the one before, where it points back or says too little."""
    if len(terms(question)) > 1 and not _POINTS_BACK.search(question):
        return question
    # a question with a name of its own asks about that one instead
    replaced = {term for name in names(before) for term in terms(name)} if names(question) else set()
    told = [word for word in _WORD.findall(before) if terms(word) and not replaced.issuperset(terms(word))]
    told = list(dict.fromkeys(told))[:MOST_CONTEXT]
    return f"{question.rstrip('?. ')} ({', '.join(told)})" if len(told) > 1 - (not replaced) else question


def _sentence(part: str) -> str:
    """Return a part as a sentence of its own."""
    part = part.strip(" ,;")
    return f"{part[:1].upper()}{part[1:].rstrip('?. ')}?"
