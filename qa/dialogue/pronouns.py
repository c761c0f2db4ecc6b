"""Whom "he" or "she" stands for in a dialogue."""

import re
from collections.abc import Sequence

from qa.dialogue.references import read_in, told_names
from qa.language.facts import names
from qa.language.terms import STOP_WORDS
from qa.language.wanted import kind_of
from qa.records import Answer

TURNS_LOOKED_AT = 3
"""Nobody points back further without a name."""
LONGEST_NAME = 50
"""Characters; a run of capitals longer than this is no person's name."""
SURE = 2
"""How much more often "he" than "she" must follow a name of which nothing else says that it is a man's."""
_NEAR = 160
"""Characters after a name in which "he" or "she" is taken to be the one named: about a sentence."""

_PRONOUN = re.compile(r"\b(?P<word>he|she|him|his|her)\b(?=(?: (?P<next>\w+))?)", re.IGNORECASE)
_MALE = re.compile(r"\b(?:he|him|his|himself|mr|father|husband|son|brother|man|boy)\b", re.IGNORECASE)
_FEMALE = re.compile(
    r"\b(?:she|her|hers|herself|mrs|ms|mother|wife|daughter|sister|woman|girl)\b", re.IGNORECASE
)
_TITLES = re.compile(
    r"^(?:(?:Vice |Former |Deputy |Prime )?(?:President|Minister|Congress(?:wo)?man|Senator|Governor|Speaker"
    r"|Secretary(?: of (?:the )?\w+)?|Judge|Justice|Dr|Mr|Mrs|Ms|Sir|Dame|Prince|Princess|Duchess|Duke|Queen"
    r"|King|Pope|Lord|Lady|Rep|Sen|Gov|Captain|Councillor|Professor)\.?(?: |$))+"
)
_NO_PERSON = re.compile(
    r"\d|\bU\.?[SK]\b|\b(?:The|New|North|South|East|West|Saint|St|United|States|Council|City|Party|Club|Company"
    r"|University|School|College|Hospital|Infirmary|Street|Lane|Road|Bridge|River|Bay|Island|House|Court|Board|Bank"
    r"|Group|Union|Office|Department|Committee|Association|League|Cup|Bowl|Games|Awards?|Magazine|Times|Post"
    r"|Herald|News|Congress|Senate|Illustrated|Capitol|Democrat\w*|Republicans?|Fair|Fire|Cent(?:er|re)|Museum|Park|Ward"
    r"|Town|Valley|County|Services?|Inc|Ltd|LLC|Health|Police|Act|Day|War|Army|Navy|National|International"
    r"|Society|Trust|Foundation)\b"
)
_PLACED = re.compile(r"\b(?:in|at|near|from|across|around|outside|throughout)(?: the)?$", re.IGNORECASE)


def with_persons(question: str, turns: Sequence[Answer]) -> str:
    """Return the question with the names of those whom "he" and "she" stand for.

    Only the first of each is replaced: the others follow from it. A pronoun after a name is left,
    for it means that one, and so is one that nobody in the dialogue fits.
    """
    looked_for: set[bool] = set()
    at = 0
    while (match := _PRONOUN.search(question, at)) and len(looked_for) < 2:
        at = match.end()
        male = _MALE.fullmatch(match["word"]) is not None
        if male in looked_for:
            continue
        if not looked_for and names(question[: match.start()]):
            return question
        looked_for.add(male)
        who = person_meant(turns, male=male)
        if who:
            name = _possessive(who) if _owns(match) else who
            question = f"{question[: match.start()]}{name}{question[match.end() :]}"
            at = match.start() + len(name)
    return question


def person_meant(turns: Sequence[Answer], *, male: bool) -> str | None:
    """Return the last person named whom the articles call "he", or "she" where not `male`.

    `None` where nobody named fits.
    """
    recent = turns[-TURNS_LOOKED_AT:]
    text = read_in(recent)
    asked = " \n".join(turn.understood for turn in recent)
    named = dict.fromkeys(name for turn in reversed(recent) for name in _people(turn, turns))
    called = {
        name: _called(name, text) * (1 if male else -1)
        for name in named
        if _may_be_person(name) and not _is_place(name, text, asked)
    }
    answers = {
        _TITLES.sub("", name) for turn in recent if _asks_for_person(turn) for name in told_names(turn)
    }
    likely = {name for name in called if " " in name and (name in answers or _like_a_person(name, text))}
    sure = [name for name, often in called.items() if often >= (1 if name in likely else SURE)]
    uncalled = [name for name, often in called.items() if not often and name in likely]
    return next(iter([*sure, *uncalled]), None)


def _asks_for_person(turn: Answer) -> bool:
    return kind_of(turn.question) in {"person", "name"}


def _people(turn: Answer, turns: Sequence[Answer]) -> list[str]:
    """Return the names of a turn, those it was asked for first; whole names before single words."""
    asked, told = names(turn.understood), told_names(turn)
    found = [*told, *asked] if _asks_for_person(turn) else [*asked, *told]
    people = [_in_full(_TITLES.sub("", name), turns) for name in found]
    return sorted(people, key=lambda name: " " not in name)


def _owns(pronoun: re.Match[str]) -> bool:
    """Whether the pronoun says whose something is: "her mother", but not "against her before"."""
    word, following = pronoun["word"].lower(), pronoun["next"]
    return word == "his" or (word == "her" and bool(following) and following.lower() not in STOP_WORDS)


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _may_be_person(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST_NAME and _NO_PERSON.search(name) is None


def _like_a_person(name: str, text: str) -> bool:
    """Return whether a text says of a name what is said of people."""
    said = rf"\b{re.escape(name)}(?:,? (?:who|whose|aged|said|says|told|\d\d\b)|, (?:a|an|the|\d\d)\b)"
    return re.search(said, text) is not None


def _called(name: str, text: str) -> int:
    """Return how much more often "he" than "she" comes first after a name, or after its last word."""
    return _calls(name, text) or (_calls(name.rsplit(maxsplit=1)[-1], text) if " " in name else 0)


def _calls(name: str, text: str) -> int:
    called = 0
    for match in re.finditer(rf"\b{re.escape(name)}\b", text):
        after = text[match.end() : match.end() + _NEAR]
        he, she = _MALE.search(after), _FEMALE.search(after)
        if he or she:
            called += 1 if he and (not she or he.start() < she.start()) else -1
    return called


def _is_place(name: str, text: str, asked: str) -> bool:
    """Return whether a text mostly speaks of a name as of a place, or a question does of a single word."""
    if " " not in name and re.search(rf"\b(?:in|at|of|near|from) (?:the )?{re.escape(name)}\b", asked):
        return True
    starts = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", text)]
    placed = sum(_PLACED.search(text[max(0, start - 20) : start].rstrip()) is not None for start in starts)
    return 2 * placed > len(starts)


def _in_full(name: str, turns: Sequence[Answer]) -> str:
    """Return the whole name of somebody called by the last one, where the dialogue has it."""
    if not name or " " in name:
        return name
    forms = [_TITLES.sub("", form) for turn in turns for form in (*names(turn.understood), *told_names(turn))]
    whole = [form for form in forms if form.endswith(f" {name}") and not _NO_PERSON.search(form)]
    return min(whole, key=len, default=name)
