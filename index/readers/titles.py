"""Telling a headline, a masthead and a publication's name from a line of prose."""

import re

_END_OF_SENTENCE = re.compile(r"(?<!\.\.)[.;:,]$")
_SECTIONS = frozenset(
    "news sport sports business opinion comment world culture life arts features local politics weather "
    "money lifestyle science technology tech environment health education travel uk us national home "
    "international letters obituaries property food review economy front page community analysis leader "
    "editorial magazine weekend europe asia africa americas gulf uae region mena motoring books film music "
    "media law crime transport society people".split()
)
_PUBLICATION = re.compile(
    r"\b(?:herald|post|times|gazette|courier|chronicle|tribune|journal|news|daily|observer|guardian|telegraph|star|sun|"
    r"mail|echo|argus|mercury|standard|express|independent|review|press|record|examiner|dispatch|advertiser|reporter|"
    r"register|globe|bulletin|sentinel|monitor|ledger|inquirer|enquirer|national|weekly|messenger|voice|mirror|leader|"
    r"magazine|wire|agency|zeitung|tageblatt|rundschau)\b",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(r"^(?P<source>[^\W\d_][^|•·]{1,48}?)\s+[-–—|·•]\s+(?P<section>[^|•·]{2,40})$")


def looks_like_title(line: str) -> bool:
    """Whether `line` is short, begins as a title does and has no full stop at its end."""
    line = line.strip()
    if (
        not line
        or len(line) > 160
        or len(line.split()) > 24
        or line[0].islower()
        or line.startswith(("- ", "* ", "• "))
    ):
        return False
    return not _END_OF_SENTENCE.search(line.rstrip("\"'”’»)")) and any(
        character.isalpha() for character in line
    )


def masthead(line: str) -> tuple[str, str] | None:
    """Source and section of a line such as "The National - News", or `None`."""
    match = _MASTHEAD.match(line.strip())
    if not match or not is_publication(match["source"]):
        return None
    section = match["section"].strip()
    return (match["source"].strip(), section) if is_section(section) else None


def shaped_as_masthead(line: str) -> tuple[str, str] | None:
    """Like `masthead`, for lines whose place already says what they are: any short name will do."""
    match = _MASTHEAD.match(line.strip())
    if (
        not match
        or len(match["source"].split()) > 5
        or len(match["section"].split()) > 5
        or not line[0].isalnum()
    ):
        return None
    return match["source"].strip(), match["section"].strip()


def is_publication(line: str) -> bool:
    """Whether `line` could be a newspaper's name: up to five capitalised words, one of them as papers use."""
    words = line.split()
    if not 1 <= len(words) <= 6 or line.endswith((".", "?", "!", ":")) or "," in line:
        return False
    named = all(word[0].isupper() or word in ("of", "the", "and", "&") for word in words)
    return named and bool(_PUBLICATION.search(line)) and len(words) >= 2


def is_section(line: str) -> bool:
    """Whether every word of `line` names a part of a newspaper, as in "World News"."""
    words = re.findall(r"\w+", line.lower())
    return 1 <= len(words) <= 4 and all(word in _SECTIONS or word in ("and", "the") for word in words)


def publication_cased(name: str) -> str:
    """A publication's name in title case where it stands in capitals."""
    return name.title() if name.isupper() and len(name.split()) > 1 else name
