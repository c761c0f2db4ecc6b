"""True sentences → lies about the same things, of every kind we can think of.

Tests import them as `from lies import lies`. Nothing here knows how a lie is found out: words are
exchanged, dropped and put in by rules of thumb.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.sentences import sentences
from qa.verification.evidence_text import Quoted

_ARTICLES = Path(__file__).parent / "data" / "articles"
_WRITTEN = date(2024, 2, 2)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w-])")
_NAME = re.compile(r"(?<![.!?“] )(?<!^)(?<![\w’-])[A-Z][a-zé]{2,}(?: [A-Z][a-zé]+)*(?:’s)?")
_SPEAKER = re.compile(
    r"(?<=”) (?:said|added) [A-Z][^.,]*|, [^,.“”]{3,40} said(?=[.,])|^[^,.“”]{3,40} said (?:that )?"
)
_QUOTED = re.compile(r"“([^”]{12,})”")
_OPPOSITES = {
    "rose": "fell", "fell": "rose", "more": "fewer", "fewer": "more", "higher": "lower", "lower": "higher",
    "before": "after", "after": "before", "first": "last", "last": "first", "up": "down", "down": "up",
    "opened": "closed", "closed": "opened", "won": "lost", "lost": "won", "from": "to", "into": "out of",
    "above": "below", "below": "above", "most": "fewest", "oldest": "newest", "largest": "smallest",
    "over": "under", "under": "over", "north": "south", "south": "north", "early": "late", "late": "early",
    "increased": "decreased", "best": "worst", "old": "new", "new": "old", "all": "none", "many": "few",
    "accepted": "refused", "refused": "accepted", "with": "without", "without": "with", "longer": "shorter",
    "morning": "evening", "east": "west", "west": "east", "left": "joined", "against": "for", "men": "women",
}  # fmt: skip
_UNITS = {
    "per cent": "percentage points", "km": "miles", "miles": "kilometres", "metres": "feet", "tonnes": "tons",
    "weeks": "months", "months": "weeks", "years": "months", "days": "weeks", "hours": "minutes",
    "minutes": "hours", "year": "month", "week": "day", "day": "week", "hour": "minute", "litres": "gallons",
    "degrees": "per cent", "C": "F", "m": "bn", "£": "€", "million": "billion", "pounds": "euros",
    "centimetres": "metres", "hectares": "acres", "acres": "hectares", "knots": "miles an hour",
}  # fmt: skip
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_DENIALS = re.compile(r"\b(?:not|never|no|nobody|none|neither|cannot|without|refused to|failed to)\b ?|n’t\b")
_WEAKENING = re.compile(
    r"\b(?:about|around|some|nearly|almost|more than|less than|at least|up to|over|under|fewer than|only|just"
    r"|may|might|could|would|will|if|unless|except|until|probably|perhaps|expected to|planned|hopes to) "
)


@dataclass(frozen=True, slots=True)
class Lie:
    """A false sentence, the evidence it is told about, and what was done to it."""

    kind: str
    sentence: str
    evidence: tuple[Quoted, ...]


def paragraphs() -> list[list[str]]:
    """Return the sentences of each article of the samples that is plain text, long ones only."""
    found = []
    for file in sorted((*_ARTICLES.glob("*.txt"), *_ARTICLES.glob("*.md"))):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        told = [line[start:end] for line in lines if len(line) > 90 for start, end in sentences(line)]
        found.append([one for one in told if len(one) > 30])
    return found


def lies() -> Iterator[Lie]:
    """Yield lies about every sentence of the samples."""
    for article in paragraphs():
        for at, true in enumerate(article):
            other = article[(at + 3) % len(article)]
            passage = " ".join([*article[max(0, at - 3) : at + 4], other])
            for tell in _ALONE:
                for sentence in tell(true):
                    yield from _lie(tell.__name__, sentence, [true], passage)
            for borrow in _BORROWED:
                for sentence in borrow(true, other):
                    yield from _lie(borrow.__name__, sentence, [true, other], passage)


def _lie(kind: str, sentence: str, truths: Sequence[str], passage: str) -> Iterator[Lie]:
    plain = [_bare(true) for true in truths]
    if _bare(sentence) and _bare(sentence) not in plain:
        evidence = tuple(quotation(true, passage) for true in truths)
        yield Lie(kind.strip("_"), sentence, evidence)


def quotation(true: str, passage: str) -> Quoted:
    """Return a sentence of a passage as it is cited, of an article of a known day."""
    return Quoted(true, passage, passage[: passage.index(true)], "The Herald", _WRITTEN)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w£$€%’-]+", text))


def _each(pattern: re.Pattern[str], text: str, put: Callable[[str], str | None]) -> Iterator[str]:
    for match in pattern.finditer(text):
        other = put(match.group())
        if other is not None and other != match.group():
            yield text[: match.start()] + other + text[match.end() :]


def _wrong_number(true: str) -> Iterator[str]:
    def other(written: str) -> str:
        last = max(at for at, figure in enumerate(written) if figure.isdigit())
        return written[:last] + str((int(written[last]) + 3) % 10) + written[last + 1 :]

    yield from _each(_NUMBER, true, other)
    yield from _each(_NUMBER, true, lambda written: f"{written}0" if "." not in written else None)
    # "£1.8" is no lie about "£1.80".
    shorter = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?[1-9](?![\w-])")
    yield from _each(shorter, true, lambda written: written[:-1].rstrip(".,"))
    yield from _each(_NUMBER, true, lambda written: f"about {written[0]}000000")


def _wrong_word_number(true: str) -> Iterator[str]:
    words = (
        "two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand".split()
    )
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")
    yield from _each(pattern, true, lambda word: words[(words.index(word) + 1) % len(words)])


def _opposite(true: str) -> Iterator[str]:
    yield from _each(re.compile(rf"\b(?:{'|'.join(_OPPOSITES)})\b"), true, _OPPOSITES.get)


def _other_unit(true: str) -> Iterator[str]:
    units = "|".join(sorted(_UNITS, key=len, reverse=True))
    yield from _each(re.compile(rf"(?<=[\d ]){units}(?!\w)|£|(?<=\d)m(?!\w)"), true, _UNITS.get)


def _other_day(true: str) -> Iterator[str]:
    for days in (_DAYS, _MONTHS):
        pattern = re.compile(rf"\b(?:{'|'.join(days)})\b")
        yield from _each(pattern, true, lambda day, days=days: days[(days.index(day) + 1) % len(days)])  # type: ignore[misc]
    yield from _each(re.compile(r"\b(?:yesterday|today)\b"), true, lambda _: "tomorrow")
    yield from _each(re.compile(r"\b(?:19|20)\d\d\b"), true, lambda year: str(int(year) - 1))


def _no_denial(true: str) -> Iterator[str]:
    yield from _each(_DENIALS, true, lambda _: "")


def _denial(true: str) -> Iterator[str]:
    auxiliary = re.compile(r"\b(?:was|were|is|are|will|had|has|have|could|would)\b(?! not)")
    yield from _each(auxiliary, true, lambda word: f"{word} not")
    yield f"It is not true that {true}"


def _stronger(true: str) -> Iterator[str]:
    yield from _each(_WEAKENING, true, lambda _: "")


def _no_speaker(true: str) -> Iterator[str]:
    for sentence in _each(_SPEAKER, true, lambda _: ""):
        yield sentence
        yield sentence.replace("“", "").replace("”", "")


def _swapped_names(true: str) -> Iterator[str]:
    names = list(dict.fromkeys(name.group().removesuffix("’s") for name in _NAME.finditer(true)))
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if one not in other and other not in one:
                yield true.replace(one, "\0").replace(other, one).replace("\0", other)


def _added_name(true: str) -> Iterator[str]:
    yield f"{true.rstrip('.')} in Ostrava."
    yield f"{true.rstrip('.')}, Ida Lorne said."
    yield f"Ida Lorne said that {true[0].lower()}{true[1:]}"


def _other_order(true: str) -> Iterator[str]:
    """The two sides of a verb exchanged: "Israel struck Iran", "Iran struck Israel"."""
    verb = re.compile(r" (?:was|were|had|has|will|[a-z]{3,}ed|lost|won|took|gave|made|met|held) ")
    for match in verb.finditer(true):
        first, second = true[: match.start()], true[match.end() :].rstrip(".")
        yield f"{second[:1].upper()}{second[1:]}{match.group()}{first[:1].lower()}{first[1:]}."


def _dropped_word(true: str) -> Iterator[str]:
    """One word less in the middle, where it is one that restricts or turns round."""
    restricting = re.compile(
        r" (?:former|alleged|first|last|next|only|former|acting|deputy|half|other|another) "
    )
    yield from _each(restricting, true, lambda _: " ")


def _number_elsewhere(true: str, other: str) -> Iterator[str]:
    for number in _NUMBER.findall(other)[:3]:
        yield from _each(_NUMBER, true, lambda _, number=number: number)  # type: ignore[misc]


def _name_elsewhere(true: str, other: str) -> Iterator[str]:
    for name in [match.group().removesuffix("’s") for match in _NAME.finditer(other)][:3]:
        yield from _each(_NAME, true, lambda old, name=name: name + ("’s" if "’s" in old else ""))  # type: ignore[misc]


def _stitched(true: str, other: str) -> Iterator[str]:
    """The beginning of one and the end of the other, with and without a comma between."""
    for place in re.finditer(r", | (?=(?:was|were|had|has|will|and|in|on|of|for|by) )", true):
        for second in re.finditer(r", | (?=(?:was|were|had|has|will|and|in|on|of|for|by) )", other):
            if true[: place.start()].lower() not in other.lower():
                yield true[: place.start()] + other[second.start() :]
            break


def _stitched_quotation(true: str, other: str) -> Iterator[str]:
    for mine in _QUOTED.findall(true):
        for theirs in _QUOTED.findall(other):
            yield true.replace(mine, theirs)
            yield true.replace(mine, f"{mine.rstrip(',.')} {theirs}")
        words = mine.split()
        yield true.replace(mine, " ".join(words[: len(words) // 2] + words[len(words) // 2 + 1 :]))


def _quoted(true: str, other: str) -> Iterator[str]:
    """Put the writer's words between quotation marks, or into the mouth of another."""
    if "“" not in true:
        yield f"“{true.rstrip('.')},” said Ida Lorne."
        for name in [match.group() for match in _NAME.finditer(other) if "’s" not in match.group()][:2]:
            yield f"“{true.rstrip('.')},” said {name}."
            yield f"{name} said {true[0].lower()}{true[1:]}"


_ALONE = (
    _wrong_number, _wrong_word_number, _opposite, _other_unit, _other_day, _no_denial, _denial, _stronger,
    _no_speaker, _swapped_names, _added_name, _other_order, _dropped_word,
)  # fmt: skip
_BORROWED = (_number_elsewhere, _name_elsewhere, _stitched, _stitched_quotation, _quoted)
