"""A sentence → other orders of its words that surely say the same: days moved, passives turned round."""

from collections.abc import Iterator, Sequence

from qa.language.facts import attributions
from qa.language.variants import is_past, key, participle_past
from qa.verification.tokens import BOUNDARIES, Token

_JOINS = frozenset(
    "who which that whose whom where when while after before as because since until if unless although though"
    " whether than but or nor to not no never nobody nothing none neither without only even except both each"
    " and".split()
)
"""What makes of a clause more than one statement, or turns it round."""
_PREPOSITIONS = frozenset(
    "in on at by from to with for near during across through into over under after before against between"
    " along outside inside behind beyond despite within amid around towards without".split()
)
_AUXILIARIES = frozenset(
    "was were is are be been will would can could may might must should did does do".split()
)
_NOUNS_IN_ING = frozenset(
    "building meeting morning evening king hearing wing spring string thing ceiling funding housing ruling"
    " warning shipping wedding ring nothing something anything everything during".split()
)
_AGENTS = frozenset(
    "police officers council councillors court judge jury government company firm minister ministers members"
    " voters residents troops soldiers rebels militants firefighters club team university lawmakers deputies"
    " parliament committee commission board inspectors scientists researchers volunteers engineers owners"
    " shareholders union workers staff archaeologists surveyors mayor".split()
)
_DONE_BY = frozenset(
    "struck killed attacked beaten founded written built bought purchased designed led shot arrested elected"
    " appointed approved rejected criticised praised welcomed sued fined hit defeated replaced owned won"
    " opened closed paid funded ordered named launched signed backed supported opposed blocked banned invited"
    " injured wounded rescued saved stolen discovered invented painted organised cancelled accepted agreed"
    " bombed raided seized captured hired fired dismissed sacked published commissioned drawn chosen"
    " nominated confirmed overturned upheld acquired sold donated detained convicted called".split()
)
"""Participles that take a doer after "by"; "found by the river" is not one."""


def reordered(found: Sequence[Token]) -> list[list[Token]]:
    """Return the sentence as it stands, and every other order of it that is surely the same.

    Only a clause with one verb is touched, and only up to its first comma: whatever else there is
    stays as it stands.
    """
    forms = [list(found)]
    moved = _adjunct_at_end(found)
    if moved is not None:
        forms.append(moved)
    forms.extend(turned for form in list(forms) if (turned := _active(form)) is not None)
    return forms


def _clause_end(found: Sequence[Token]) -> int:
    return next((at for at, token in enumerate(found) if token.text in BOUNDARIES), len(found))


def _adjunct_at_end(found: Sequence[Token]) -> list[Token] | None:
    """Return "Israel struck a factory on Friday" for "On Friday, Israel struck a factory"."""
    length = _leading_adjunct(found)
    if not length:
        return None
    adjunct, rest = list(found[:length]), list(found[length:])
    if rest and rest[0].text == ",":
        rest = rest[1:]
    end = _clause_end(rest)
    if not _single(rest[:end]) or any(token.kind == "day" for token in rest[:end]):
        return None
    return [*rest[:end], *adjunct, *rest[end:]]


def _leading_adjunct(found: Sequence[Token]) -> int:
    """Return how many tokens at the beginning say when or where; 0 for none."""
    if len(found) > 3 and found[0].kind == "day":
        return 1
    comma = _clause_end(found)
    placed = 2 <= comma <= 5 and comma < len(found) and found[comma].text == ","
    if placed and found[0].text.lower() in {"in", "at", "near"} and found[1].kind == "word":
        return comma if _single_phrase(found[1:comma]) else 0
    return 0


def _single_phrase(found: Sequence[Token]) -> bool:
    """Whether it is a place's name: capitals, and "the" before them."""
    words = [token.text for token in found]
    return all(word[0].isupper() for word in words[1:] or words) and (
        words[0] == "the" or words[0][0].isupper()
    )


def _single(found: Sequence[Token]) -> bool:
    """Whether a clause has one verb, in the past, and nothing else that a day could be said of."""
    if any(token.kind == "mark" or token.text.lower() in _JOINS for token in found):
        return False
    return not any(map(_in_ing, found)) and _verbs(found) == 1


def _in_ing(token: Token) -> bool:
    word = token.text
    return token.kind == "word" and word.islower() and word.endswith("ing") and word not in _NOUNS_IN_ING


def _verbs(found: Sequence[Token]) -> int:
    """Return how many verbs it has, as far as spelling tells; an auxiliary and its participle are one."""
    count, before = 0, False
    for token in found:
        auxiliary = token.text.lower() in _AUXILIARIES
        past = token.kind == "word" and is_past(token.text)
        count += auxiliary or (past and not before)
        before = auxiliary
    return count


def _active(found: Sequence[Token]) -> list[Token] | None:
    """Return "Israel struck the factory" for "The factory was struck by Israel"."""
    end = _clause_end(found)
    clause = list(found[:end])
    at = next((n for n, token in enumerate(clause) if key(token.text) == "was"), 0)
    by = [n for n, token in enumerate(clause) if token.text == "by"]
    if not at or len(by) != 1 or not at + 2 <= by[0] < end - 1 or clause[at + 1].text not in _DONE_BY:
        return None
    between = clause[at + 2 : by[0]]
    if between and not _leaves_name(between[0]):
        return None
    stop = next((n for n in range(by[0] + 2, end) if _leaves_name(clause[n])), end)
    patient, agent, rest = clause[:at], clause[by[0] + 1 : stop], [*between, *clause[stop:]]
    if not _doer(agent) or not _single([*patient, clause[at + 1], *agent, *rest]):
        return None
    return [*agent, Token(participle_past(clause[at + 1].text)), *patient, *rest, *found[end:]]


def _leaves_name(token: Token) -> bool:
    return token.kind == "day" or token.text in _PREPOSITIONS


def _doer(agent: Sequence[Token]) -> bool:
    """Whether what follows "by" did it: a name or a known kind of doer, no place, day or number."""
    if any(token.kind in {"day", "quantity"} for token in agent):
        return False
    return any(token.kind == "person" or token.text[0].isupper() or token.text in _AGENTS for token in agent)


def told_beside(found: Sequence[Token]) -> list[list[Token]]:
    """Return "The pier closed in May" for "The pier, which closed in May, is for sale".

    Only beside a subject that the sentence begins with and that no preposition makes two things
    of, and where nobody is said to have said any of it.
    """
    start = next((at for at, token in enumerate(found) if token.text in BOUNDARIES), 0)
    end = next((at for at in range(start + 1, len(found)) if found[at].text in BOUNDARIES), 0)
    subject, beside = list(found[:start]), list(found[start + 1 : end])
    if not subject or len(beside) < 3 or found[start].text != "," or found[end].text != ",":
        return []
    apart = any(token.text.lower() in _PREPOSITIONS | _JOINS | {"of"} for token in subject)
    rest = " ".join(token.text for token in [*subject, *found[end:]])
    if apart or len(subject) > 5 or attributions(rest) or '"' in rest or is_past(subject[-1].text):
        return []
    verb = _verbs(beside[1:2]) or beside[1].text in {"has", "have", "had"}
    if beside[0].text in {"which", "who"} and verb:
        return [[*subject, *beside[1:]]]
    if beside[0].text in _BESIDE and beside[0].kind == "word":
        return [[*subject, Token("was"), *beside]]
    return []


_BESIDE = _DONE_BY | {"born", "based"}


def without_quotes(found: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the words of a quotation as somebody else would say them, where nobody says "I" in it."""
    if not any(token.text.lower() in _SPOKEN for token in found) and found[0].text == found[-1].text == '"':
        inner = list(found[1:-1])
        if inner and all(token.text != '"' for token in inner):
            yield inner


_SPOKEN = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself here this these now ? !".split()
)
"""What means something else once somebody else says it."""
