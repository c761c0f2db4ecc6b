"""Words that mean the opposite of each other, and statements that say no."""

import re
from functools import cache

from qa.language.terms import stem

# Pairs of groups: any word of the one stands against any word of the other.
_PAIRS = (
    "increase rise grow gain raise climb/decrease fall decline drop reduce lose shrink cut, first"
    " earliest/last latest final, most/least fewest, more/less fewer, before prior/after following,"
    " north northern/south southern, east eastern/west western, large larger largest big bigger biggest"
    " greatest/small smaller smallest tiny, high higher highest/low lower lowest, older oldest/younger"
    " youngest newer newest, early earlier/late later, long longer longest/short shorter shortest, best"
    " better/worst worse, good/bad, begin start/finish stop, win victory/lose defeat, allow permit"
    " legal/forbid ban prohibit illegal, accept approve support agree welcome/reject refuse oppose"
    " disagree, male man/female woman, majority major main/minority minor, maximum/minimum, common"
    " frequent/rare uncommon, strong stronger strongest/weak weaker weakest, rich wealthy/poor,"
    " public/private, import/export, buy/sell, enter join/leave quit, inside indoor internal/outside"
    " outdoor external, positive/negative, success succeed/failure fail, create build/destroy demolish"
    " abolish, above/below, upper/lower, ancient/modern, simple simplest easy easiest/complex difficult"
    " hardest, active/inactive passive, fast faster fastest quick/slow slower slowest, heavier"
    " heaviest/lighter lightest, hot hotter hottest warm/cold colder coldest cool, wet wettest/dry"
    " driest, include/exclude, appear/disappear, love/hate, always/never, natural/artificial,"
    " direct/indirect, tall taller tallest/short shortest, wide wider widest/narrow narrowest, deep"
    " deeper deepest/shallow shallowest, same/different, safe safest/dangerous unsafe, cheap"
    " cheapest/expensive, attack/defend, domestic/foreign, war/peace, day/night, summer/winter, ally"
    " friend/enemy, inferior/superior, odd/even, remember/forget, separate/unite, encourage"
    " promote/discourage, possible/impossible, necessary/unnecessary, true/false, finite/infinite,"
    " liberal/conservative, urban/rural, arrive/depart, dependent/independent,"
    " responsible/irresponsible, known/unknown, single/multiple, former/current, guilty convict/innocent"
    " acquit, survive/die kill, hire employ/dismiss sack, lend/borrow, full/empty, love/hatred,"
    " gain/loss, profit surplus/deficit"
)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|without|cannot|except|unable|lack\w*|fail\w*|refus\w+)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(?:non|un|in|im|ir|il|dis|anti)-?([a-z]{4,})")


def negated(text: str) -> bool:
    """Return whether a text says no of something: "not", "never", "without", "refused"."""
    return _NEGATED.search(text) is not None


def opposed(question: str, text: str) -> bool:
    """Return whether a text has the opposite of a word of the question, and not the word itself.

    Opposites are those of a short list ("largest", "smallest") and words made so by their
    beginning: a question for the "non-imperial" or "unknown" against "imperial" and "known".
    """
    asked, said = _stems(question), _stems(text)
    if any(_opposites().get(word, frozenset()) & said - asked for word in asked - said):
        return True
    return any(
        stem(match[1]) in said - asked
        for word in _WORD.findall(question.lower())
        if (match := _PREFIXED.fullmatch(word)) and stem(word) not in said
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text.lower()))


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """Return the stems that each stem stands against."""
    against: dict[str, frozenset[str]] = {}
    for pair in _PAIRS.split(","):
        one, other = (frozenset(map(stem, side.split())) for side in pair.split("/"))
        for words, contrary in ((one, other), (other, one)):
            for word in words:
                against[word] = against.get(word, frozenset()) | (contrary - words)
    return against
