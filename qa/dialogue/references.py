"""What a dialogue has spoken of: the phrases and names that a later question may mean."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from qa.language.facts import names
from qa.language.terms import STOP_WORDS, stem, terms
from qa.language.wanted import asking_stems
from qa.records import Answer

_CARRIED = re.compile(r"(?s)(.*\S) \(([^()]+)\)$")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_PAST = re.compile(r"[a-z]{3,}ed")
_ASKS_WHAT = re.compile(
    r"(?:and |but )?(?:in |on |at |by |for |of )?(?:what|which|who|whom|whose|where)\b", re.IGNORECASE
)

# What a question does rather than what it is about; only words that are seldom nouns.
_VERBS = (
    "accept add agree allow announce appear arrive ask attend bear become begin believe belong break"
    " bring build buy carry catch choose close collect come cross decide describe destroy die do draw"
    " drive earn eat employ end expect explain find follow found gather get give go grow gut happen"
    " have hear help hide hold hope hurt join keep kill lead learn leave lend let like live look lose"
    " make manage marry mean meet move need offer open own pay permit produce promise propose put"
    " raise reach read receive refuse run say see seem seize sell send serve set shoot sink sit speak"
    " spend stand start stay steal stop suffer take talk teach tell think travel try turn understand"
    " use wait walk want watch wear win write"
).split()
_ADVERBS = frozenset(
    "since ago already away back so far else instead yet ever still much even well soon today"
    " altogether".split()
)
_EMPTY_ALONE = frozenset("one ones first second third two new last old large big small good bad".split())
"""Words that say something only beside others: "the second Texas case", but not "the second"."""


def parted(understood: str) -> tuple[str, str]:
    """Return a question as understood, and apart from it what was carried into it; "" for nothing."""
    match = _CARRIED.match(understood)
    return (match[1], match[2]) if match else (understood, "")


def telling(question: str) -> list[str]:
    """Return the terms that say what a question is about, rather than what it asks for, in order."""
    return [term for term in terms(question) if term not in asking_stems()]


def phrases(text: str) -> list[str]:
    """Return the names in a text, then the runs of its other words that something can be about."""
    found = names(text)
    rest = text
    for name in found:
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " , ", rest, count=1)
    return [*found, *_runs(rest)]


def _runs(text: str) -> list[str]:
    runs: list[list[str]] = [[]]
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if text[end : match.start()].strip() or not _is_subject(word):
            runs.append([])
        if _is_subject(word):
            runs[-1].append(word)
        end = match.end()
    return [" ".join(run) for run in runs if not _EMPTY_ALONE.issuperset(map(str.lower, run))]


@cache
def _verb_stems() -> frozenset[str]:
    return frozenset(map(stem, _VERBS))


def _is_subject(word: str) -> bool:
    low = word.lower()
    if low in STOP_WORDS or low in _ADVERBS or _PAST.fullmatch(word):
        return False
    return stem(low) not in asking_stems() and stem(low) not in _verb_stems()


def different(found: Iterable[str], *, said: str, most: int, room: int) -> list[str]:
    """Return the phrases that add a term, in order: `most` at most, and no more characters than `room`.

    Args:
        found: Phrases, the most telling first.
        said: What they are added to; its terms are not said again.
        most: How many.
        room: For all of them with ", " between.
    """
    kept: list[str] = []
    known = set(terms(said))
    for phrase in found:
        new = set(terms(phrase)) - known
        if new and len(kept) < most and len(", ".join([*kept, phrase])) <= room:
            kept.append(phrase)
            known |= new
    return kept


def told_names(turn: Answer) -> list[str]:
    """Return the names in a turn's best quotation that its question, as understood, did not have.

    A single word that only begins a sentence there may be none.
    """
    quote = turn.citations[0].quote if turn.citations else ""
    known = set(terms(turn.understood))
    found = (
        name
        for name in dict.fromkeys(names(quote))
        if " " in name or re.search(rf"[\w,;’'”] {re.escape(name)}\b", quote)
    )
    return [name for name in found if set(terms(name)) - known]


def asks_for_thing(turn: Answer) -> bool:
    """Return whether a turn asked what, who or where, so that what answers it may be meant by "it"."""
    return _ASKS_WHAT.match(turn.question) is not None


def read_in(turns: Sequence[Answer]) -> str:
    """Return the passages that the turns rest on: of the articles cited, else of the best one found."""
    texts: dict[str, None] = {}
    for turn in turns:
        cited = {citation.hit.article for citation in turn.citations} or {
            hit.article for hit in turn.hits[:1]
        }
        shown = [*turn.hits, *(citation.hit for citation in turn.citations)]
        texts |= {hit.text: None for hit in shown if hit.article in cited}
    return "\n".join(texts)
