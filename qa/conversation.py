"""A question inside a conversation → the question that stands alone."""

import re
from collections.abc import Sequence

from qa.facts import names
from qa.records import Answer
from qa.terms import STOP_WORDS, stem, terms
from qa.wanted import asking_stems

MOST_CONTEXT = 120
"""Characters taken from the turn before: about a dozen words, however long the conversation is."""

# "Is there …" and "who said that …" point at nothing; "was he there" and "after that" do.
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|this|these|those|then|same|latter|former"
    r"|ones?(?! (?:that|who))|others?"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there"
    r"|(?<!\bsay )(?<!\bsays )(?<!\bsaid )(?<!\btrue )(?<!\bdeny )(?<!\bdenied )(?<!\bclaim )(?<!\bclaimed )"
    r"(?<!\bone )(?<!\bthose )that)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^\s*(?:and |but )?(?:(?:what|how) about\b|(?:in|at|on|from|for|with|by) \S+(?: \S+)?\s*$)",
    re.IGNORECASE,
)
_ADDS_ON = re.compile(r"^\s*(?:and|but|or|so|also|then|what else|who else)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def standing_alone(question: str, turns: Sequence[Answer]) -> str:
    """Return the question with what it takes from the turn before put in words.

    Those words are the dialogue's own: what the last question was about, and the names in the
    answer it got. A question that needs nothing from before is returned as it is.
    """
    if not turns or not _leans_on_before(question):
        return question
    context = _context(question, turns[-1])
    return f"{question.rstrip()} ({', '.join(context)})" if context else question


def _leans_on_before(question: str) -> bool:
    """Whether the question points back, adds on, or is too short to stand alone."""
    told = [term for term in terms(question) if term not in asking_stems()]
    if _ADDS_ON.search(question) or _INSTEAD.search(question) or not told:
        return True
    return bool(_POINTS_BACK.search(question)) and not names(question)[1:]


def _context(question: str, before: Answer) -> list[str]:
    """Return the phrases that the question takes from the turn before, none it says itself."""
    about = re.sub(r"[()]", ",", before.understood)
    replaced = set(names(about)) if _INSTEAD.search(question) and names(question) else set()
    phrases = [name for name in names(about) if name not in replaced]
    phrases += [word for word in _WORD.findall(about) if _tells(word)]
    if before.citations:
        phrases += names(before.citations[0].quote)[:2]
    return _different(phrases, said=set(terms(question)) | {t for name in replaced for t in terms(name)})


def _tells(word: str) -> bool:
    return word.lower() not in STOP_WORDS and stem(word.lower()) not in asking_stems()


def _different(phrases: Sequence[str], *, said: set[str]) -> list[str]:
    """Return the phrases that add a term, in order, those that would make it too long left out."""
    kept: list[str] = []
    known = set(said)
    for phrase in phrases:
        new = set(terms(phrase)) - known
        if new and len(", ".join([*kept, phrase])) <= MOST_CONTEXT:
            kept.append(phrase)
            known |= new
    return kept
