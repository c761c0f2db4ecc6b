"""Telling the name of a person from a place, a role and a plain phrase, and setting it in title case."""

import re

from index.readers.dates import MONTH_NUMBERS

PARTICLES = frozenset(
    "van von der den de du di da dos das del della la le ten ter zu zum y e bin ibn el al".split()
)
_LOWERED = frozenset("van von der den de du di da dos das del della ten ter zu zum".split())
_ROLE = re.compile(
    r"\b(?:correspondents?|reporters?|editors?|writers?|staff|columnists?|bureau|desk|chief|critics?|contributors?|"
    r"analysts?|journalists?|photographers?|agency|agencies|team|fellow|professor|newsroom|redaktion|author)\b",
    re.IGNORECASE,
)
_SHORT_AGENCIES = frozenset("AFP AP PA UPI DPA EFE WAM PTI IANS ANI SANA KUNA IRNA EPA AAP".split())
_LONG_AGENCIES = {
    "reuters": "Reuters",
    "thomson reuters": "Thomson Reuters",
    "bloomberg": "Bloomberg",
    "bloomberg news": "Bloomberg News",
    "xinhua": "Xinhua",
    "tass": "Tass",
    "ansa": "Ansa",
    "associated press": "Associated Press",
    "press association": "Press Association",
    "pa media": "PA Media",
    "pa news agency": "PA News Agency",
    "agence france-presse": "Agence France-Presse",
    "dow jones": "Dow Jones",
    "getty images": "Getty Images",
    "getty": "Getty",
    "afp via getty images": "AFP via Getty Images",
}
_MANY_WORD_PLACES = re.compile(
    r"^(?:new|san|santa|los|las|saint|st|port|fort|north|south|east|west|abu|tel|cape|hong|kuala|ras|saudi|"
    r"united|buenos|rio|são|the hague)\s|"
    r"\s(?:city|kong|dhabi|aviv|town|emirates|kingdom|states|islands?)$",
    re.IGNORECASE,
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_COMMON = frozenset(
    "the a an this that these those our your their its his her my in on at of for to from with as is are was "
    "were we you they it he she who what when where why how not no all one two time then there here after "
    "before while if or but so night day year week today far now both most some many early late more about "
    "against".split()
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]?\.?|[^\W\d_]\.?")
_WORD = re.compile(r"[^\W\d_]+(?:['’.‑-][^\W\d_]+)*\.?")
_NUMERALS = frozenset({"II", "III", "IV"})


def is_name(text: str) -> bool:
    """Whether `text` could be a person's or an agency's name: two to five capitalised words.

    A single word counts only where it names an agency, as in "Reuters".
    """
    words = text.split()
    if len(words) == 1:
        return agency(text) is not None
    return agency(text) is not None or (
        2 <= len(words) <= 6
        and all(_fits(word, at) for at, word in enumerate(words))
        and words[-1][0].isupper()
    )


def looks_like_name(word: str) -> bool:
    """Whether one word could belong to a name."""
    return _fits(word, 1)


def is_place(text: str) -> bool:
    """Whether `text` after a name is more likely a place: one word, or "New York" and its like."""
    words = text.split()
    if not words or not all(word[0].isupper() or word.lower() in PARTICLES for word in words):
        return False
    return len(words) == 1 or bool(_MANY_WORD_PLACES.search(text))


def is_role(text: str) -> bool:
    """Whether `text` names what somebody does, such as "Environment Correspondent"."""
    return bool(_ROLE.search(text))


def agency(text: str) -> str | None:
    """The name of the agency that `text` is, as the agency writes it, or `None`: "REUTERS" is Reuters."""
    name = re.sub(r"^the\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    return name if name in _SHORT_AGENCIES else _LONG_AGENCIES.get(name.lower())


def is_capitals(word: str) -> bool:
    """Whether `word` is set in capitals, as names in newspaper bylines are: MAHMOUD, O'BRIEN, McDONALD."""
    letters = [character for character in word if character.isalpha()]
    if word[:2] in ("Mc", "Ma") and len(letters) > 4:
        letters = letters[3:]
    return bool(letters) and all(letter.isupper() for letter in letters)


def cased(name: str) -> str:
    """`name` in title case where it stands in capitals, otherwise as it is."""
    known = agency(name)
    if known:
        return known
    words = name.split()
    if len(words) == 1 or not any(is_capitals(word) and len(word.strip(".")) > 1 for word in words):
        return name
    return " ".join(_cased_word(word, at) for at, word in enumerate(words))


def _cased_word(word: str, at: int) -> str:
    if not is_capitals(word) or word in _NUMERALS or _INITIAL.fullmatch(word):
        return word
    if at and word.lower() in _LOWERED:
        return word.lower()
    if len(word) <= 3 and not re.search("[AEIOUYÀ-Ý]", word):
        return word  # initials without points, as in JK Rowling
    parts = re.split(r"(['’‑-])", word)
    return "".join(_cased_part(part) for part in parts)


def _cased_part(part: str) -> str:
    lowered = part[:1] + part[1:].lower()
    if lowered.startswith("Mc") and len(lowered) > 3:
        return "Mc" + lowered[2].upper() + lowered[3:]
    return lowered


def _fits(word: str, at: int) -> bool:
    """Whether `word`, the one at position `at`, can stand in a name."""
    plain = word.strip(".,").lower()
    if plain in PARTICLES:
        return True
    if (
        plain in _COMMON
        or plain in _DAYS
        or (plain in MONTH_NUMBERS and at == 0 and plain not in ("april", "jan"))
    ):
        return False
    return word[0].isupper() and bool(_INITIAL.fullmatch(word) or _WORD.fullmatch(word))
