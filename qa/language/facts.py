"""Text → the facts that can be compared: numbers, names, days, negations, attributions."""

import re
from decimal import Decimal, InvalidOperation

_VALUES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_SCALE = r"dozen|hundred|thousand|million|billion|trillion|bn|mn|tn|[kmb]"
_DIGITS = re.compile(
    rf"(?<![\w.,])[-−]?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?:[\s-]?(?:{_SCALE})s?\b)?"
    rf"|(?<![\w.])[-−]?\d+(?:\.\d+)?(?:[\s-]?(?:{_SCALE})s?\b)?"
    r"|(?<=[A-Za-z])\d+(?!\w)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"and a half\b|half an?\b|[a-z]+")
_SCALE_NEXT = re.compile(rf"[ -](?:{_SCALE})\b")
_FRACTION_NEXT = re.compile(
    r"[ -](?:thirds?|quarters?|halves|(?:four|fif|six|seven|eigh|nin|ten|hundred|thousand)ths?)\b"
    r"|-(?:first|second)\b"
)

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_MONTH = "|".join(["Sept", *(month[:3].title() for month in MONTHS if month != "may")])
_DAY = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b|\b(?:yesterday|today|tomorrow|tonight)\b"
    rf"|\b(?-i:{_SHORT_MONTH})\b(?!-)|\b(?:1[5-9]|20)\d\ds?\b",
    re.IGNORECASE,
)

_UPPER = "".join(letter for letter in map(chr, range(0x530)) if letter.isupper())  # Latin, Greek, Cyrillic
_CAPITALISED = re.compile(rf"\b[{_UPPER}][\w’'&.-]*\w|\b[{_UPPER}]\b")
_LINKED = re.compile(
    r"^(?: |-| (?:of|the|al|el|de|del|der|du|la|le|van|von|bin|ibn|and the|of the) | (?:al|el)-)$"
)
_INITIAL = re.compile(rf"(?<!\w)[{_UPPER}]$")
_BEGINNING = re.compile(r"(?:^|[.!?:;…—–\n])[\s“”\"‘’'(\[]*$")

_NEGATIONS = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|without|cannot|refus\w+|den(?:y|ies|ied|ying)"
    r"|fail(?:s|ed|ing|ure)?|reject\w*|declin(?:e|es|ed|ing) to|unlikely|unable|hardly|barely"
    r"|rul(?:e|es|ed|ing) out|oppos\w+|against|false(?:ly)?|alleg\w+|claim\w*|could|might|may|would|if|unless"
    r"|plan(?:s|ned|ning)?|propos\w+|expect\w*|hop(?:e|es|ed|ing)|whether|should|perhaps|possibl[ey]"
    r"|reportedly|apparently|appear\w*|seem\w*|suspect\w*|accus\w+|doubt\w*|only|except|excluding"
    r"|until|but|although|though)\b|n[’']t\b",
    re.IGNORECASE,
)
_ATTRIBUTIONS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|according|add(?:s|ed)|wr(?:ite|ites|ote)|insist\w*"
    r"|argu(?:e|es|ed|ing)|believ\w+|think\w*|thought|fear\w*|warn\w*|suggest\w*|estimat\w+|report(?:s|ed)?"
    r"|announc\w+|assert\w*|maintain\w*|testif\w+|admit\w*|opinion|view"
    r"|confirm\w*|stat(?:es|ed|ing)|reveal\w*|explain(?:s|ed|ing)?|not(?:es|ed|ing)|conced\w+|acknowledg\w+"
    r"|declar\w+|predict\w*|forecast\w*|promis\w+|vow(?:s|ed)?|pledg\w+|quoted|describ\w+|call(?:s|ed)"
    r"|complain\w*|recall(?:s|ed)|writing|replied|answer(?:s|ed)|agree[sd]?|thinks)\b",
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
    match = re.fullmatch(r"(-?[\d,.]+)[\s-]?([a-z]*)", written.lower().replace("−", "-"))
    if match is None:
        return None
    scale = match[2] if match[2] in _SCALES else match[2].removesuffix("s")
    try:
        return (Decimal(match[1].replace(",", "")) * _SCALES.get(scale, 1)).normalize()
    except InvalidOperation:
        return None


def _spelled(text: str) -> list[Decimal]:
    """Return the values of the runs of number words."""
    text = text.lower()
    spelled = _Spelled()
    end = 0
    for match in _WORDS.finditer(text):
        if text[end : match.start()] not in {" ", "-"}:
            spelled.close()
        follows = text[match.end() : match.end() + 12]
        spelled.read(match.group(), follows)
        end = match.end()
    spelled.close()
    return spelled.values


class _Spelled:
    """Number words, read one after another."""

    def __init__(self) -> None:
        self.values: list[Decimal] = []
        self._total = Decimal(0)
        """What thousands and millions have closed."""
        self._open: Decimal | None = None
        """What a scale may still multiply; `None` between numbers."""
        self._before = ""

    def read(self, word: str, follows: str) -> None:
        """Take one more word, and what follows it in the text."""
        if word in _VALUES and not _FRACTION_NEXT.match(follows):
            self._add(_VALUES[word], alone=word != "one" or _SCALE_NEXT.match(follows) is not None)
        elif word in {"a", "half a", "half an"} and _SCALE_NEXT.match(follows) and self._before != "of":
            self.close()
            self._open = Decimal("0.5") if word.startswith("half") else Decimal(1)
        elif word == "and a half" and self._open is not None:
            self._open += Decimal("0.5")
        elif word in _SCALES and len(word) > 2 and self._open is not None:
            self._scale(_SCALES[word])
        elif word != "and" or self._before not in _SCALES:
            self.close()
        self._before = word

    def close(self) -> None:
        """End the number that was being read, if any."""
        if self._open is not None:
            self.values.append((self._total + self._open).normalize())
        self._total, self._open = Decimal(0), None

    def _add(self, value: int, *, alone: bool) -> None:
        """Add a value, or begin another number with it where one may; "one of them" counts nothing."""
        if self._open is not None and _fits(self._open, value):
            self._open += value
            return
        self.close()
        if alone:
            self._open = Decimal(value)

    def _scale(self, scale: int) -> None:
        """Multiply: hundreds stay open, thousands close."""
        assert self._open is not None
        if scale <= 100:
            self._open *= scale
        else:
            self._total, self._open = self._total + self._open * scale, Decimal(0)


def _fits(number: Decimal, value: int) -> bool:
    """Whether a number goes on with this value: "twenty-one", but not "six seven"."""
    tens = number % 100
    return tens == 0 or (value < 10 and tens >= 20 and tens % 10 == 0)


def days(text: str) -> frozenset[str]:
    """Return the months, weekdays and years a text names, months and weekdays in full, lower case.

    "May", "March" and the short forms count only where they are capitalised: the verbs are not
    months.
    """
    found = (match.group() for match in _DAY.finditer(text))
    return frozenset(_full_name(word) for word in found if word not in {"may", "MAY", "march"})


def _full_name(word: str) -> str:
    bare = word.lower().rstrip(".")
    return next((month for month in MONTHS if month.startswith(bare) and len(bare) >= 3), bare)


def names(text: str) -> list[str]:
    """Return the names in a text, in order: runs of capitalised words.

    A word that sentences begin with is no part of a name there, nor is a name by itself anywhere.
    """
    found: list[str] = []
    run_start, run_end = -1, -1
    for match in _CAPITALISED.finditer(text):
        if run_end >= 0 and _links(text[run_start:run_end], text[run_end : match.start()]):
            run_end = match.end()
            continue
        _keep(found, text, run_start, run_end)
        run_start, run_end = match.span()
    _keep(found, text, run_start, run_end)
    return found


def _links(run: str, between: str) -> bool:
    """Whether a name goes on after what stands between: "Bank of England", "J. K. Hale"."""
    return _LINKED.match(between) is not None or (between == ". " and _INITIAL.search(run) is not None)


def _keep(found: list[str], text: str, start: int, end: int) -> None:
    """Add the run, without a word that only begins the sentence."""
    if start < 0:
        return
    run = re.sub(r"[’']s?$", "", text[start:end])
    first, _, rest = run.partition(" ")
    opening = _ARTICLES if not _BEGINNING.search(text[max(0, start - 4) : start]) else _OPENING_WORDS
    if first.lower().strip("’'") in opening - {"new"} or (not rest and first.lower() in _OPENING_WORDS):
        run = re.sub(r"^(?:of|the|and|de|la) ", "", rest)
    if run and run.lower() not in _OPENING_WORDS and _full_name(run) not in (*MONTHS, *WEEKDAYS):
        found.append(run)


_ARTICLES = frozenset({"a", "an", "the"})
_OPENING_WORDS = frozenset(
    "a about according after all also although among an and another any are as at be because before"
    " both but by can could despite did do does dr during each even every few first for four from had has"
    " have he her here his how however i if in instead is it its last later many meanwhile more most mr"
    " mrs ms much my neither new no nor not now of on once one only or other our out over people several"
    " she should since so some still such than that the their then there these they this those though"
    " three through thus to today two under until up was we were what when where whether which while who"
    " whom whose why will with within without would yes yet yesterday you your".split()
)


def negations(text: str) -> list[str]:
    """Return the words that turn a statement round or take it back, in order, lower case.

    Negation ("not", "denied", "failed"), doubt ("alleged", "may"), intention ("plans", "hopes")
    and exception ("but", "except") alike: a sentence that drops one of them says something else.
    """
    found = (match.group() for match in _NEGATIONS.finditer(text))
    return [word.lower().replace("’", "'") for word in found if word != "May"]


def attributions(text: str) -> list[str]:
    """Return the words that say whose word a statement is, in order, lower case: "said", "according"."""
    return [match.group().lower() for match in _ATTRIBUTIONS.finditer(text)]
