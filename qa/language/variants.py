"""Words that surely say the same, however they are written: spellings, contractions, a few synonyms."""

import re
from functools import lru_cache

from qa.language.persons import plain

_SAME = tuple(
    group.split()
    for group in (
        "began started",
        "begins starts",
        "beginning starting",
        "bought purchased",
        "injured wounded",
        "allowed permitted",
        "larger bigger",
        "largest biggest",
        "children kids",
        "while whilst",
        "among amongst",
        "towards toward",
        "until till",
        "film movie",
        "company firm",
        "is are",
        "was were",
        "has have",
        "does do",
        "says said",
        "an a",
        "centre center",
        "centres centers",
        "theatre theater",
        "programme program",
        "programmes programs",
        "defence defense",
        "offence offense",
        "licence license",
        "grey gray",
        "labour labor",
        "harbour harbor",
        "neighbour neighbor",
        "neighbours neighbors",
        "colour color",
        "colours colors",
        "honour honor",
        "honoured honored",
        "favour favor",
        "favourite favorite",
        "behaviour behavior",
        "travelled traveled",
        "travelling traveling",
        "cancelled canceled",
        "labelled labeled",
        "modelled modeled",
        "storey story",
        "storeys stories",
        "aeroplane airplane",
        "cheque check",
        "tyres tires",
        "mum mom",
        "adviser advisor",
        "advisers advisors",
        "jail gaol",
        "persons people",
    )
)
_KEY = {word: group[0] for group in _SAME for word in group}
_PARTICIPLES = dict(
    pair.split(":")
    for pair in (
        "risen:rose taken:took given:gave grown:grew fallen:fell driven:drove written:wrote spoken:spoke"
        " broken:broke chosen:chose stolen:stole begun:began become:became come:came gone:went seen:saw"
        " known:knew shown:showed thrown:threw flown:flew drawn:drew worn:wore torn:tore sworn:swore"
        " beaten:beat eaten:ate forgotten:forgot frozen:froze hidden:hid ridden:rode shaken:shook sung:sang"
        " sunk:sank withdrawn:withdrew undertaken:undertook proven:proved been:was overtaken:overtook"
        " forbidden:forbade arisen:arose run:ran"
    ).split()
)
# Past forms that are their own participles, and are not spelt like the present.
_PASTS = frozenset(
    "bought brought built burnt caught clung crept dealt dug fed felt fled fought found got had heard held"
    " hung kept knelt laid led left lent lit lost made meant met paid rebuilt said sat sent shone shot slept"
    " sold sought spent sprang stood struck stuck swept swung taught thought told understood wept won wound"
    " withheld withstood spun shut cut put hit set read cost let split spread bet quit beat".split()
)
_MODALS = frozenset("will would shall should can could may might must to not never".split())
_CONTRACTED = (
    (re.compile(r"\b([Cc])an(?:'t|not)\b"), r"\1an not"),
    (re.compile(r"\b([Ww])on't\b"), r"\1ill not"),
    (re.compile(r"\b([Ss])han't\b"), r"\1hall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"\bI'm\b"), "I am"),
    (re.compile(r"\bU\.S\.(?=\s[a-z]|,|$)"), "US"),
    (re.compile(r"\bU\.S\.A?(?=\s)"), "US"),
    (re.compile(r"\bU\.K\."), "UK"),
    (re.compile(r"\bU\.N\."), "UN"),
    (re.compile(r"\bUnited States(?: of America)?\b"), "US"),
    (re.compile(r"\bUnited Kingdom\b"), "UK"),
    (re.compile(r"\bUnited Nations\b"), "UN"),
    (re.compile(r"\bEuropean Union\b"), "EU"),
    (re.compile(r"\b(?:owing to|because of)\b"), "due to"),
    (re.compile(r"\bin order to\b"), "to"),
)


def written_out(text: str) -> str:
    """Return a text with straight quotes, single spaces, and its contractions and short names in one form."""
    plain_quotes = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " "})
    text = " ".join(text.translate(plain_quotes).split())
    for pattern, full in _CONTRACTED:
        text = pattern.sub(full, text)
    return text


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """Return what words that surely say the same have in common; capitals still count.

    "US" and "us" differ, "organise" and "organize" do not.
    """
    same = _KEY.get(word.lower(), word.lower())
    if same != word.lower():
        return same
    bare = plain(word)
    if len(bare) >= 7 and not word[0].isupper():
        bare = re.sub(r"is(e[ds]?|ers?|ing|ations?)$", r"iz\1", bare)
    capitals = "".join("^" if letter.isupper() else "." for letter in word[:3])
    return bare + (f"/{capitals}" if "^" in capitals else "")


def simple_past(before: str, auxiliary: str, word: str) -> str | None:
    """Return the simple past of "has risen", after the word `before`; `None` where it is no perfect.

    "Will have risen" is none, nor is "has a house".
    """
    if auxiliary.lower() not in {"has", "have", "had"} or before.lower() in _MODALS:
        return None
    if word in _PARTICIPLES:
        return _PARTICIPLES[word]
    return word if word in _PASTS or (len(word) > 4 and word.endswith("ed")) else None


def is_past(word: str) -> bool:
    """Return whether a word is a verb's past form or participle, as far as its spelling tells."""
    return (
        word in _PASTS
        or word in _PARTICIPLES
        or word in _PAST_FORMS
        or (len(word) > 4 and word.endswith("ed") and not word.endswith("eed"))
    )


_PAST_FORMS = frozenset(_PARTICIPLES.values()) - {"was"} | frozenset(
    "did went died sprang swam drank rang".split()
)


def participle_past(participle: str) -> str:
    """Return the simple past of a participle: "beat" for "beaten", "struck" for "struck"."""
    return _PARTICIPLES.get(participle, participle)
