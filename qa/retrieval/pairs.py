"""A question about two things → the question about each of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_THINGS = 4
MOST_WORDS = 5
"""Of a thing that is no name: "the new head of the council"."""

_TOKEN = re.compile(r"\d[\d.,]*\d|[^\W_](?:[\w’'.&-]*\w|[’'](?=\s|$))?|&|[,;:?!()—–]")
_DETERMINERS = frozenset("the a an his her their its our my your this these those".split())
_LINKS = frozenset("of the de del der du la le van von bin ibn al el for".split())
_BOUNDARIES = frozenset(
    "in on at for with about during after before over under to from by of since until when where while if"
    " because as into against among between through than and or but is are was were do does did has have"
    " had can could will would should may might must not".split()
)
_MARKS = frozenset(",;:?!()—–")
_OPENINGS = frozenset(
    "who whom whose what which when where why how is are was were do does did has have had can could will"
    " would should may might must compare contrast tell explain describe list name say in on at to for from"
    " by with of about the a an between both if please give show".split()
)
_SINGULAR = {"do": "does", "are": "is", "were": "was", "have": "has", "don't": "doesn't"}
_COMPARES = re.compile(
    r"\b(?:compar\w+|contrast\w*|differ\w*|similar\w*|alike|versus|in common|respectively|both|either"
    r"|neither|better|worse)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:what|which|how)?\s*(?:is|are|was|were)?\s*(?:the\s+)?(?:main\s+|key\s+)?"
    r"(?:differences?|similarit(?:y|ies)|contrasts?|comparisons?)(\s+in\s+[\w -]+?)?\s+between\s+",
    re.IGNORECASE,
)
_COMPARE = re.compile(r"^(?:please\s+)?(?:compare|contrast|compare and contrast)\s+", re.IGNORECASE)
_AGAINST = re.compile(
    r"\s+(?:(?:as\s+)?(?:compared|contrasted)\s+(?:to|with)|as\s+opposed\s+to|versus|vs\.?|than(?:\s+(?:in|at|on|for))?"
    r"|unlike|differently\s+from)\s+",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<=\s)(?:differ\w*|different|distinct)(\s+from)\s+", re.IGNORECASE)
_CHOOSES = re.compile(
    r"(?:how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)
_OF_ONE = re.compile(r"\s+(?:is|was|has|does)\b")
_UNREADABLE = re.compile(r"[_“”\"‘]|(?<!\w)['’]")
"""Quoted titles have any words in them; the other mark stands for a space here."""
_WHICH = re.compile(r"^((?:which|who|what)\b[^,:?]*)[,:]\s*(.+?),?\s+or\s+(.+?)\??$", re.IGNORECASE)
_IS = re.compile(r"^(?:which|who|what)(?:\s+one)?\s+(is|was|are|were)\s+(.+)$", re.IGNORECASE)

# Names of one thing with "and" in them. Others stay whole too unless the question speaks of two
# things, and where one is parted nonetheless the whole question is asked as well.
_ONE_NAME = re.compile(
    r"\b(?:Trinidad and Tobago|Bosnia and Herzegovina|Antigua and Barbuda|Kitts and Nevis"
    r"|Vincent and the Grenadines|Turks and Caicos|Tyne and Wear|Brighton and Hove|Newfoundland and Labrador"
    r"|Marks and Spencer|Black and Decker|Procter and Gamble|Johnson and Johnson|Smith and Wesson"
    r"|Ernst and Young|Barnes and Noble|Dolce and Gabbana|Standard and Poor|Simon and Schuster"
    r"|Abercrombie and Fitch|Romeo and Juliet|Tom and Jerry|Ben and Jerry|Bonnie and Clyde|Adam and Eve"
    r"|Simon and Garfunkel|Lewis and Clark|England and Wales)\b",
    re.IGNORECASE,
)
_HEADS = frozenset(
    "act administration agency agreement association authority award bank board bureau center"
    " centre college commission committee company corporation council court department empire"
    " foundation galleries gallery group hospital institute island laboratory ministry museum office"
    " organization organisation party prize regiment report river school series services show"
    " society state street system treaty trust union university war".split()
)
"""Words that two names before them may share: "the Food and Drug Administration"."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def named(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()


def paired(question: str) -> tuple[str, ...]:
    """Return the question for each thing it compares or names together; nothing where it is of one."""
    if _UNREADABLE.search(question):
        return ()
    glued = _ONE_NAME.sub(lambda name: name[0].replace(" ", "_"), question)
    found = _alternatives(glued) or _against(glued) or _joined(glued)
    return tuple(part.replace("_", " ") for part in found)


def _alternatives(question: str) -> list[str]:
    """Return the parts of "which is taller, the Shard or the Eiffel Tower?"."""
    match = _WHICH.match(question)
    if match is None:
        return []
    asked, *listed, last = match[1], *re.split(r"\s*,\s*", match[2]), match[3]
    things = [*listed, last]
    if any(len(thing.split()) > MOST_WORDS for thing in things):
        return []
    being = _IS.match(asked)
    if being:
        return [f"{being[1]} {thing} {being[2]}" for thing in things]
    return [f"{asked}, {thing}" for thing in things]


def _against(question: str) -> list[str]:
    """Return the parts of "is X taller than Y?" and "how does X's plan differ from Y's?"."""
    match = _FROM.search(question) or _AGAINST.search(question)
    if match is None or ("than" in match[0] and not _CHOOSES.match(question)):
        return []
    cut = match.start(1) if match.re is _FROM else match.start()
    tokens = _tokens(question)
    begun = next((at for at, token in enumerate(tokens) if token.start >= match.end()), len(tokens))
    second = _from(tokens, begun)
    before = [at for at, token in enumerate(tokens) if token.end <= cut and _in_name(tokens, at)]
    if not second or not before or not second[-1].named or ("than" in match[0] and not _is_name(second)):
        return []
    first = _until(tokens, before[0] if match.re is _FROM else before[-1])
    # "the Watt engine": what follows the name follows the other one too
    after = tokens.index(second[-1]) + 1
    while after < len(tokens) and not _ends(tokens[after]):
        after += 1
    rest = question[tokens[after - 1].end :]
    if rest.startswith(","):
        return []
    start, end = first[0].start, first[-1].end
    thing = _possessed(question[second[0].start : second[-1].end], like=question[start:end])
    return [f"{question[:cut]}{rest}", f"{question[:start]}{thing}{question[end:cut]}{rest}"]


def _joined(question: str) -> list[str]:
    """Return the parts of a question with "X and Y" in it, where X and Y are two things."""
    tokens = _tokens(question)
    joints = {"and", "or", "with", "to"} if _COMPARE.match(question) else {"and", "or"}
    for at in range(len(tokens) - 2, 0, -1):
        if tokens[at].lower in joints:
            things = _things(question, tokens, at)
            if things and _are_several(question, tokens, at, things):
                return list(_each(question, things))
    return []


def _things(question: str, tokens: Sequence[_Token], at: int) -> list[Sequence[_Token]]:
    """Return the things that the "and" at a token joins, in order, or nothing."""
    cue = _cue(question, tokens, at)
    if cue is None:
        first = _until(tokens, at - 1 - (tokens[at - 1].text == ","))
        second = _from(tokens, at + 1)
        if not first or not second or _is_name(first) != _is_name(second):
            return []
    else:
        first = tokens[cue:at]
        second = _from(tokens, at + 1, most=max(1, len(first)))
        if not 0 < len(first) <= MOST_WORDS or not second:
            return []
        follows = tokens.index(second[-1]) + 1
        verbless = follows < len(tokens) and tokens[follows].lower in _DETERMINERS and len(second) > 2
        second = second[:-1] if verbless and not _is_name(second) else second
    things = [first, second]
    while _is_name(things[0]):
        before = tokens.index(things[0][0]) - 1
        if before < 1 or tokens[before].text != "," or not tokens[before - 1].named:
            break
        things.insert(0, _until(tokens, before - 1))
    return things if len(things) <= MOST_THINGS else []


def _cue(question: str, tokens: Sequence[_Token], at: int) -> int | None:
    """Return where the first thing begins after "both", "compare" or "the difference between"."""
    opened = _BETWEEN.match(question) or _COMPARE.match(question)
    inner = [n for n in range(at) if opened and tokens[n].start >= opened.end()]
    if inner and not any(tokens[n].lower in {"and", "with", "to"} for n in inner):
        return inner[0]
    both = [n for n in range(max(0, at - MOST_WORDS - 1), at) if tokens[n].lower == "both"]
    return both[-1] + 1 if both else None


def _are_several(
    question: str, tokens: Sequence[_Token], at: int, things: Sequence[Sequence[_Token]]
) -> bool:
    """Whether the question speaks of the things as of several, and not by one name."""
    first, last = things[0], things[-1]
    if _cue(question, tokens, at) is not None:
        return not any(thing[0].text[0].isdigit() for thing in things)
    if not all(_is_name(thing) for thing in things) or (_has_head(last) and not _has_head(first)):
        return False
    if _OF_ONE.match(question[last[-1].end :]):
        return tokens[at].lower == "or"
    before = tokens[tokens.index(first[0]) - 1].lower if tokens[0] != first[0] else ""
    if _COMPARES.search(question) or tokens[at].lower == "or":
        return True
    if (
        before == "between"
        or last[-1].text.endswith(("'s", "’s"))
        or {"of", "for"} & {t.lower for t in first}
    ):
        return False
    full = all(sum(token.named for token in thing) > 1 for thing in things)
    articled = first[0].lower == last[0].lower == "the"
    return len(things) > 2 or before in _SINGULAR or full or articled


def _has_head(thing: Sequence[_Token]) -> bool:
    """Whether a name of several words ends in one that names before it may share."""
    last = thing[-1].lower
    return sum(token.named for token in thing) > 1 and (last in _HEADS or last.removesuffix("s") in _HEADS)


def _each(question: str, things: Sequence[Sequence[_Token]]) -> Iterator[str]:
    """Yield the question with one of the things in the place of all of them."""
    before, after = question[: things[0][0].start], question[things[-1][-1].end :]
    before = re.sub(r"\bboth\s+$", "", before, flags=re.IGNORECASE)
    opened = _BETWEEN.match(before) or _COMPARE.match(before)
    if opened:
        aspect = opened[1] if opened.re is _BETWEEN and opened[1] else ""
        before, after = before[opened.end() :], aspect + after
    before = re.sub(r"\S+(?=\s+$)", _singular, before)
    after = re.sub(r"(?<=^\s)(?:are|were)\b", _singular, after)
    last = question[things[-1][0].start : things[-1][-1].end]
    for thing in things:
        yield before + _possessed(question[thing[0].start : thing[-1].end], like=last) + after


def _singular(verb: re.Match[str]) -> str:
    """Return "does" for "do", whatever else as it is."""
    word = _SINGULAR.get(verb[0].lower(), verb[0])
    return word.capitalize() if verb[0][0].isupper() else word


def _possessed(thing: str, *, like: str) -> str:
    """Return a thing as an owner where the other is one, and as none where it is not."""
    owner = re.search(r"['’]s?$", like)
    bare = re.sub(r"['’]s?$", "", thing)
    return bare + owner[0] if owner else bare


def _from(tokens: Sequence[_Token], start: int, *, most: int = MOST_WORDS) -> Sequence[_Token]:
    """Return the thing that begins at a token: a name, or words up to one that begins another phrase."""
    at = start
    if at < len(tokens) and tokens[at].lower in _DETERMINERS:
        at += 1
    if _in_name(tokens, at):
        return tokens[start : tokens.index(_until(tokens, at)[-1]) + 1]
    end = at
    while end < len(tokens) and end - start < most and not _ends(tokens[end]):
        end += 1
    return tokens[start:end] if end > at else []


def _ends(token: _Token) -> bool:
    return token.text in _MARKS or token.lower in _BOUNDARIES or token.lower in _DETERMINERS or token.named


def _until(tokens: Sequence[_Token], at: int) -> Sequence[_Token]:
    """Return the name that a token is part of, "the" before it included; nothing where it is in none."""
    if not _in_name(tokens, at):
        return []
    start = end = at
    while step := _step(tokens, end, 1):
        end += step
    while step := _step(tokens, start, -1):
        start += step
    if start > 0 and tokens[start - 1].lower == "the":
        start -= 1
    return tokens[start : end + 1]


def _step(tokens: Sequence[_Token], at: int, way: int) -> int:
    """Return how far off the name's next word is, 0 where it ends: "Bank of England"."""
    if _in_name(tokens, at + way):
        return way
    linked = 0 <= at + way < len(tokens) and tokens[at + way].lower in _LINKS
    return 2 * way if linked and _in_name(tokens, at + 2 * way) else 0


def _in_name(tokens: Sequence[_Token], at: int) -> bool:
    if not 0 <= at < len(tokens) or tokens[at].text in _MARKS or not tokens[at].named:
        return False
    return at > 0 or tokens[at].lower not in _OPENINGS


def _is_name(thing: Sequence[_Token]) -> bool:
    return bool(thing) and thing[-1].text[0].isupper()


def _tokens(question: str) -> list[_Token]:
    return [_Token(match[0], *match.span()) for match in _TOKEN.finditer(question)]
