"""Text → the persons it mentions, so that "Mr Smith" and "John Smith" are one where they surely are."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from qa.language.given_names import GIVEN_NAMES, MEN, WOMEN

_COURTESY = {"mr": MEN, "mrs": WOMEN, "ms": WOMEN, "miss": WOMEN}
_LASTING = frozenset({*_COURTESY, "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev"})
"""What a person is called all through an article; an office may be another's by the next sentence."""
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Father|Sister|Sgt|Sergeant|Inspector"
    r"|Superintendent|Captain|Capt|Colonel|Col|General|Gen|Major|Lieutenant|Judge|Justice|Cllr|Councillor"
    r"|President|Chancellor|Senator|Sen|Governor|Gov|Mayor|Minister|Secretary|Ambassador|Bishop|Archbishop"
    r"|Prince|Princess|King|Queen|Harbourmaster)"
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|(?<=[OD])['’](?=[A-Z]))+(?:-[^\W\d_]+)*"
_PARTICLE = r"(?:al|el|de|del|der|du|la|van|von|bin|ibn|da|di)"
_NEXT = rf"(?:{_CAPITAL}|[A-Z]\.|{_PARTICLE}(?=[ -][^\W\d_a-z]))"
_RUN = re.compile(rf"(?<![\w’'&-])(?:{_TITLES}\.? )*(?:{_CAPITAL}|[A-Z]\.?)(?:[ -]{_NEXT})*")
_TITLE = re.compile(rf"{_TITLES}\.?$")
_NO_PERSON = frozenset(
    "Park Road Street Square Hospital School University College Avenue Bridge House Hall Group Foods Bank"
    " Inc Ltd Limited Plc Party Club Trust Foundation Awards Award Cup City County Town United Island Islands"
    " Lane Court Airport Station Church Cathedral Museum Stadium Arena Prize Act Team Committee Council"
    " Company Corporation Association Institute Centre Center Hotel Theatre Theater Gallery Library Market"
    " Beach Bay Lake River Hill Mountain Valley Harbour Port Quay Gardens Garden Place Drive Way Terrace"
    " Brothers Sons Partners Systems Industries Airlines Motors Motor Media News Times Post Herald Press"
    " Union League Festival Show Fund Society Service Services Office Department Ministry Army Navy Police"
    " Infirmary Clinic Academy Abbey Castle Palace Tower Farm Mill Works Yard Estate Ward".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """A mention of a person by surname at least.

    - surname: small letters, no accents.
    - given: first name or initial, likewise; empty where only the surname stands there.
    - title: courtesy or office before it, small letters; empty where there is none.
    """

    start: int
    end: int
    surname: str
    given: str = ""
    title: str = ""


def plain(word: str) -> str:
    """Return a word in small letters without its accents."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()


class Persons:
    """The persons that some texts name in full or with a title, each surname one person only."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Read them from texts; a surname that two persons bear is nobody's."""
        self._given: dict[str, set[str]] = {}
        self._titles: dict[str, set[str]] = {}
        for text in texts:
            for mention in _in_full(text):
                self._given.setdefault(mention.surname, set()).update({mention.given} - {""})
                self._titles.setdefault(mention.surname, set()).update({mention.title} - {""})
        # "J." and "John" may be one; two whole names are two persons.
        shared = [surname for surname, given in self._given.items() if not _one_person(given)]
        for surname in shared:
            del self._given[surname]

    def mentions(self, text: str) -> list[Person]:
        """Return where a text mentions them, in full, with a title, or by surname alone, in order."""
        found = [mention for mention in _in_full(text) if mention.surname in self._given]
        taken = {at for mention in found for at in range(mention.start, mention.end)}
        for match in _RUN.finditer(text):
            word = match.group()
            if match.start() not in taken and plain(word) in self._given and " " not in word:
                found.append(Person(*match.span(), plain(word)))
        return sorted(found, key=lambda mention: mention.start)

    def agree(self, stated: Person, said: Person) -> bool:
        """Return whether the one said is the one stated, as far as these texts know them.

        A given name or a title may be left out, and put in where the texts have it, though no
        office ("President"); "Mr" and "Ms" also where the given name tells.
        """
        if stated.surname != said.surname or stated.surname not in self._given:
            return False
        given = self._given[stated.surname]
        if said.given and not any(_same_given(said.given, known) for known in given):
            return False
        if not said.title or said.title == stated.title:
            return True
        titles = self._titles.get(stated.surname, set())
        if said.title in titles & _LASTING:
            return True
        bearers = {plain(name) for name in _COURTESY.get(said.title, frozenset())}
        clash = titles & (_COURTESY.keys() - {"ms"} if said.title == "mr" else {"mr"})
        return bool(given & bearers) and not clash

    def woman(self, person: Person) -> bool | None:
        """Return whether it is a woman; `None` where neither name nor title tells."""
        titles = self._titles.get(person.surname, set()) | {person.title}
        given = self._given.get(person.surname, set()) | {person.given}
        women = titles & {"mrs", "ms", "miss", "dame", "lady"} or given & {
            plain(name) for name in WOMEN - MEN
        }
        men = titles & {"mr", "sir", "lord"} or given & {plain(name) for name in MEN - WOMEN}
        return None if bool(women) == bool(men) else bool(women)


def _one_person(given: set[str]) -> bool:
    whole = {name for name in given if len(name) > 1}
    return len(whole) <= 1 and all(_same_given(one, other) for one in given for other in given)


def _same_given(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other


def _in_full(text: str) -> list[Person]:
    """Return the mentions that are surely persons: a known given name or a title, and a surname."""
    found = []
    for match in _RUN.finditer(text):
        at = match.start()
        words = [(at + part.start(), part.group()) for part in re.finditer(r"\S+", match.group())]
        while words and not _TITLE.match(words[0][1]) and words[0][1] not in GIVEN_NAMES:
            if len(words[0][1].rstrip(".")) == 1 and len(words) > 1:
                break  # an initial
            words = words[1:]
        title = ""
        start = words[0][0] if words else at
        while words and _TITLE.match(words[0][1]):
            title, words = words[0][1].rstrip(".").lower(), words[1:]
        mention = _mention(words, title, start)
        if mention is not None:
            found.append(mention)
    return found


def _mention(words: list[tuple[int, str]], title: str, start: int) -> Person | None:
    """Return the person whose name, after any title, is these words; `None` where it is surely none."""
    if not 1 <= len(words) <= 4 or words[-1][1] in _NO_PERSON:
        return None
    at, surname = words[-1]
    first = words[0][1].rstrip(".")
    named = len(words) > 1 and (first in GIVEN_NAMES or (len(first) == 1 and bool(title)) or bool(title))
    if len(surname.rstrip(".")) < 2 or not (named or (title and len(words) == 1)):
        return None
    return Person(start, at + len(surname), plain(surname), plain(first) if len(words) > 1 else "", title)
