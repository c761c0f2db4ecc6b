"""A sentence → who says what in it, whatever order it is told in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.language.facts import attributions
from qa.language.variants import key
from qa.verification.tokens import Token

_SAID = frozenset({"said", "says"})
_STATED = _SAID | frozenset(
    "added stated confirmed announced admitted insisted argued explained warned reported noted revealed"
    " claimed reports conceded acknowledged estimated believes believed".split()
)
"""Verbs of whoever stands behind a statement."""
_PLAINLY = _STATED - {"believes", "believed", "estimated", "claimed"}
"""Those for which "said" says no more, and no less that matters."""
_NOT_BEFORE = frozenset(
    "not never to was were is be been being would could may might must should who".split()
)
_NOT_AFTER = frozenset("to by of about against for no yes nothing so".split())
_LONGEST = 14
"""Words of a speaker with office and party."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said, by whom; `speaker` is empty where the sentence says it itself."""

    content: tuple[Token, ...]
    speaker: tuple[Token, ...] = ()
    verb: str = ""
    day: Token | None = None


def statements(found: Sequence[Token]) -> list[Statement]:
    """Return the sentence as its own statement, and as somebody's in every way it can be read."""
    read = [*_before(found), *_after(found), *_according(found)]
    return [Statement(tuple(found)), *(one for one in read if one.content and one.speaker)]


def tagged(tail: Sequence[Token]) -> bool:
    """Return whether the end of a sentence may say whose word all is: "…, and it rained, Smith said"."""
    if any(token.text.lower() in {"according", "quoted", "told"} for token in tail):
        return True
    said = [at for at, token in enumerate(tail) if attributions(token.text)]
    return any(at + 3 >= len(tail) or tail[at - 1].text in {",", '"'} for at in said) or (
        bool(said) and any(token.text in {",", "–", "—"} for token in tail[1:])
    )


def appositions(speaker: Sequence[Token]) -> list[list[Token]]:
    """Return a speaker as named, and with name and office the other way round where one comma parts them."""
    forms = [list(speaker)]
    commas = [at for at, token in enumerate(speaker) if token.text == ","]
    if len(commas) == 1 and 0 < commas[0] < len(speaker) - 1:
        first, second = list(speaker[: commas[0]]), list(speaker[commas[0] + 1 :])
        forms.append([*second, speaker[commas[0]], *first])
        if len(second) == 1 and second[0].kind == "person" and first[0].text.lower() == "the" and first[1:]:
            forms.append([replace(first[1], begins=True), *first[2:], *second])
    return forms


def same_verb(stated: str, said: str) -> bool:
    """Return whether "said" or "according to" may stand for how the evidence puts it."""
    plainly = said in _SAID or said == "according"
    return key(stated) == key(said) or (plainly and (stated in _PLAINLY or stated == "according"))


def _before(found: Sequence[Token]) -> Iterator[Statement]:
    """Read "Smith said on Monday that it rained"."""
    for at in range(1, min(_LONGEST, len(found) - 1)):
        verb = found[at].text
        if verb not in _STATED or found[at - 1].text.lower() in _NOT_BEFORE:
            continue
        rest = list(found[at + 1 :])
        day = rest.pop(0) if len(rest) > 1 and rest[0].kind == "day" and rest[1].text != "," else None
        opened = bool(rest) and rest[0].text in {"that", ":", ","}
        if not rest or rest[0].text in _NOT_AFTER or (verb not in _SAID and not opened):
            continue
        content = tuple(rest[1:] if opened else rest)
        if content and content[0].kind == "mark" and content[0].text not in {'"', "£", "$"}:
            return
        yield Statement(content, _bare(found[:at]), verb, day)
        return


def _after(found: Sequence[Token]) -> Iterator[Statement]:
    """Read "It rained, Smith said on Monday" and "“It rained,” said Smith, who was there"."""
    for at in range(2, len(found) - 1):
        if found[at - 1].text not in {",", '"'}:
            continue
        tag = list(found[at:])
        if any(token.text == '"' for token in tag):
            continue
        day = tag.pop() if tag[-1].kind == "day" else None
        if not 2 <= len(tag) <= _LONGEST:
            continue
        content = _closed(found[:at])
        if tag[0].text in _STATED and tag[1].text not in _NOT_AFTER:
            yield Statement(content, _bare(tag[1:]), tag[0].text, day)
        elif tag[-1].text in _STATED and tag[-2].text.lower() not in _NOT_BEFORE:
            yield Statement(content, _bare(tag[:-1]), tag[-1].text, day)


def _according(found: Sequence[Token]) -> Iterator[Statement]:
    """Read "According to Smith, it rained" and "It rained, according to Smith"."""
    places = [
        n for n in range(len(found) - 2) if found[n].text.lower() == "according" and found[n + 1].text == "to"
    ]
    if len(places) != 1:
        return
    (at,) = places
    if at == 0:
        ends = (n for n in range(3, min(_LONGEST, len(found))) if found[n].text == ",")
        for end in ends:
            yield Statement(tuple(found[end + 1 :]), _bare(found[2:end]), "according")
    elif len(found) - at <= _LONGEST:
        yield Statement(_closed(found[:at]), _bare(found[at + 2 :]), "according")


def _bare(speaker: Sequence[Token]) -> tuple[Token, ...]:
    """Return a speaker without the comma that closes an aside."""
    words = list(speaker)
    while words and words[-1].text == ",":
        words.pop()
    return tuple(words)


def _closed(content: Sequence[Token]) -> tuple[Token, ...]:
    """Return what is said without the comma before its speaker."""
    words = list(content)
    if len(words) > 1 and words[-1].text == '"' and words[-2].text == ",":
        del words[-2]
    if words and words[-1].text == ",":
        words.pop()
    return tuple(words)
