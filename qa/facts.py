"""Text → the facts that can be compared: numbers, names, days, negations."""

import re
from decimal import Decimal, InvalidOperation

_UNITS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ONE = {"a": 1, "one": 1}  # numbers only before a scale: "one of them" counts nothing
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_SCALE = r"dozen|hundred|thousand|million|billion|trillion|bn|mn|tn|[kmb]"
_DIGITS = re.compile(
    rf"(?<![\w.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?:[\s-]?(?:{_SCALE})s?\b)?"
    rf"|(?<![\w.])\d+(?:\.\d+)?(?:[\s-]?(?:{_SCALE})s?\b)?"
    r"|(?<=[A-Za-z])\d+(?!\w)",
    re.IGNORECASE,
)
_SPELLED = re.compile(r"[a-z]+", re.IGNORECASE)

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_DAY = re.compile(
    rf"\b(?:{_MONTH})\b\.?|\b(?:{'|'.join(WEEKDAYS)})\b|\b(?:yesterday|today|tomorrow|tonight)\b"
    r"|\b(?:1[5-9]|20)\d\ds?\b",
    re.IGNORECASE,
)

_CAPITALISED = re.compile(r"\b[A-Z][\w’'&.-]*\w|\b[A-Z]\b")
_LINKED = re.compile(r"^(?: |-| (?:of|the|al|el|de|del|der|du|la|le|van|von|bin|ibn|and the|of the) )$")

_NEGATIONS = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|without|cannot|refus\w+|den(?:y|ies|ied|ying)"
    r"|fail(?:s|ed|ing|ure)?|reject\w*|declin(?:e|es|ed|ing) to|unlikely|unable|hardly|barely"
    r"|rul(?:e|es|ed|ing) out|oppos\w+|against|false(?:ly)?|alleg\w+|claim\w*|could|might|may|would|if|unless"
    r"|plan(?:s|ned|ning)?|propos\w+|expect\w*|hop(?:e|es|ed|ing))\b|n[’']t\b",
    re.IGNORECASE,
)


def numbers(text: str) -> frozenset[Decimal]:
    """Return the values of the numbers in a text, in digits or spelled out.

    "2,500", "two thousand five hundred" and "2.5 thousand" are the same value. Fractions in words
    and ordinals are not numbers here; they are compared as words.
    """
    written = (_value(match.group()) for match in _DIGITS.finditer(text))
    return frozenset(value for value in written if value is not None) | frozenset(_spelled(text))


def _value(written: str) -> Decimal | None:
    match = re.fullmatch(r"([\d,.]+)[\s-]?([a-z]*)", written.lower())
    if match is None:
        return None
    scale = match[2] if match[2] in _SCALES else match[2].removesuffix("s")
    try:
        return (Decimal(match[1].replace(",", "")) * _SCALES.get(scale, 1)).normalize()
    except InvalidOperation:
        return None


def _spelled(text: str) -> list[Decimal]:
    """Return the values of the runs of number words."""
    values: list[Decimal] = []
    total, current, running, end, before = 0, 0, False, 0, ""
    for match in _SPELLED.finditer(text.lower()):
        word = match.group()
        joined = text[end : match.start()] in {" ", "-"} and (word != "and" or before in _SCALES)
        if running and not joined:
            values.append(Decimal(total + current).normalize())
            total, current, running = 0, 0, False
        if word in _UNITS:
            current, running = current + _UNITS[word], True
        elif word in _ONE and _scale_follows(text, match.end()):
            current, running = current + 1, True
        elif word in _SCALES and running and len(word) > 2:
            total, current = _scaled(total, current, _SCALES[word])
        elif running and word != "and":
            values.append(Decimal(total + current).normalize())
            total, current, running = 0, 0, False
        end, before = match.end(), word
    if running:
        values.append(Decimal(total + current).normalize())
    return values


def _scale_follows(text: str, at: int) -> bool:
    return re.match(rf"[ -](?:{_SCALE})\b", text[at:], re.IGNORECASE) is not None


def _scaled(total: int, current: int, scale: int) -> tuple[int, int]:
    """Return total and current after a scale word: hundreds stay open, thousands close."""
    return (total, current * scale) if scale <= 100 else (total + current * scale, 0)


def days(text: str) -> frozenset[str]:
    """Return the months, weekdays and years a text names, months and weekdays in full, lower case.

    "may" counts only where it is capitalised: the verb is not a month.
    """
    found = (match.group() for match in _DAY.finditer(text))
    return frozenset(_full_name(word) for word in found if word != "may")


def _full_name(word: str) -> str:
    bare = word.lower().rstrip(".")
    return next((month for month in MONTHS if month.startswith(bare) and len(bare) >= 3), bare)


def names(text: str) -> list[str]:
    """Return the names in a text, in order: runs of capitalised words.

    The first word of a sentence counts only where a capitalised word follows it, or where it is
    not a word that sentences begin with.
    """
    found: list[str] = []
    run_start, run_end = -1, -1
    for match in _CAPITALISED.finditer(text):
        if run_end >= 0 and _LINKED.match(text[run_end : match.start()]):
            run_end = match.end()
            continue
        _keep(found, text, run_start, run_end)
        run_start, run_end = match.span()
    _keep(found, text, run_start, run_end)
    return found


def _keep(found: list[str], text: str, start: int, end: int) -> None:
    """Add the run unless it is only a word that begins a sentence."""
    if start < 0:
        return
    run = re.sub(r"[’']s?$", "", text[start:end])
    first, _, rest = run.partition(" ")
    if first.lower().strip("’'") in _OPENING_WORDS:
        run = re.sub(r"^(?:of|the|and|de|la) ", "", rest)
    if run and run.lower() not in _OPENING_WORDS and _full_name(run) not in (*MONTHS, *WEEKDAYS):
        found.append(run)


_OPENING_WORDS = frozenset(
    "a about according after all also although among an and another any are as at be because before"
    " both but by can could despite did do does during each even every few first for four from had has"
    " have he her here his how however i if in instead is it its last later many meanwhile more most mr"
    " mrs ms much my neither new no nor not now of on once one only or other our out over people several"
    " she should since so some still such than that the their then there these they this those though"
    " three through thus to today two under until up was we were what when where whether which while who"
    " whom whose why will with within without would yes yet yesterday you your".split()
)


def negations(text: str) -> list[str]:
    """Return the words that turn a statement round or take it back, in order, lower case.

    Negation ("not", "denied", "failed"), doubt ("alleged", "may") and intention ("plans", "hopes")
    alike: a sentence that drops one of them says something else.
    """
    found = (match.group() for match in _NEGATIONS.finditer(text))
    return [word.lower().replace("’", "'") for word in found if word != "May"]
