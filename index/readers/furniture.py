"""Lines that belong to the page or the export and not to the article."""

import re
from collections.abc import Sequence

_WHOLE_LINES = re.compile(
    r"""^(?:
    advertisement|advert|sponsored(?:\ content)?|skip\ (?:to\ (?:main\ )?content|past\ newsletter.*)|
    (?:main\ )?menu|search|back\ to\ top|
    (?:share|print|e-?mail|tweet|pin|like|save|copy\ link|comments?(?:\ \(\d+\))?)|
    (?:facebook|twitter|whatsapp|linkedin)|share\ (?:this|on|via|with|article|story)\b.{0,60}|
    (?:follow|like|find|join)\ us\ on\b.{0,80}|
    (?:subscribe|sign\ up|register)\b.{0,30}
      \b(?:newsletters?|inbox|updates|alerts|bulletins?|briefings?|today|now)\b.{0,80}|
    subscribe(?:\ now|\ today|\ here)?|sign\ (?:in|up)|log\ ?(?:in|out)|
    (?:get|receive)\b.{0,60}\b(?:newsletter|inbox)\b.{0,60}|
    (?:read|see)\ (?:more|also|next)(?:\ ?:.{0,150}|\ ?[»›→>]*)?|
    (?:related|more)(?:\ (?:articles?|posts?|stories|topics|news|reading|coverage|content))?\ ?:(?:.{0,150})|
    (?:related|recommended|trending|most\ (?:read|popular|viewed)|more)
      \ (?:articles?|stories|topics|news|now|posts|reading|coverage)|
    (?:related|trending|most\ (?:read|popular|viewed))|
    more\ (?:on|from)\ (?:this|the)\ (?:story|topic|web|section)|
    you\ (?:may|might)\ also\ like|what\ to\ read\ next|
    continue\ reading(?:\ the\ main\ story|\ below)?|story\ continues\ below.*|
    (?:we|this\ (?:web)?site)\ uses?\ cookies\b.{0,300}|
    (?:accept|reject|manage)(?:\ all)?\ cookies|cookie\ (?:policy|settings|preferences)|
    (?:©|\(c\))\ .{0,120}|all\ rights\ reserved\.?|
    (?:privacy\ policy|terms\ (?:of\ (?:use|service)|and\ conditions|&\ conditions)|contact\ us|about\ us)|
    newspapers\ (?:in|from)\ [^.]{2,60}|pressreader(?:\.com)?|
    (?:[»>]\s*)?(?:continued|see|turn)\ (?:on|from|to)?\ ?page\ \w{1,4}|page\ \d{1,3}|
    \d+\ (?:min(?:ute)?s?\ read|comments?|shares?)|
    (?:like|liked|enjoy(?:ed|ing)?)\ this\ (?:story|article|post|piece)\b.{0,60}|
    [^.!?]{0,60}\byour\ inbox\b.{0,120}|
    click\ here\b.{0,80}|listen\ to\ (?:this\ )?(?:article|story)\b.{0,40}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_COPYRIGHT = re.compile(r"copyright:? (?P<rest>.{1,120})$", re.IGNORECASE)
_OWNED = re.compile(
    r"©|\(c\)|(?:19|20)\d\d\b(?! (?:was|is|has|had|will)\b)|by (?-i:[A-ZÀ-Þ])|.*all rights reserved",
    re.IGNORECASE,
)
_NAMING = r"(?:[A-ZÀ-Þ][^\s!?]*|of|the|and|&|for|de|la)"
_OWNER = re.compile(rf"{_NAMING}(?:,? {_NAMING})*")
_NO_OWNER = re.compile(
    r"(?:acts?|actions?|bills?|cases?|claims?|disputes?|infringement|issues|laws?|lawyers?|legislation|notice|"
    r"office|owners?|holders?|protection|questions|reforms?|rules|terms|trials?|troll|trolls|tribunal)\b",
    re.IGNORECASE,
)
"""What follows the word in headings and headlines about it."""
_MENU = re.compile(r"^[^.!?|·•]{1,24}(?:\s+[|·•]\s+[^.!?|·•]{1,24}){3,}$")


_TAIL_HEADING = re.compile(
    r"^(?:around the web|most (?:read|viewed|popular|commented|shared)|from the archives?|read next|up next|"
    r"what readers say|related(?: \w+)?|more (?:from|on|in) .{2,40}|more (?:stories|news|articles)|"
    r"comments?(?: \(\d+\))?|you (?:may|might) (?:also )?like|recommended(?: for you)?|editor[’']?s picks?|"
    r"trending(?: now)?|latest (?:news|stories)|sponsored(?: \w+)?|popular(?: now)?|tags|share this.*)$",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"^[(\[]?(?:(?:additional |with )?"
    r"(?:reporting|writing|editing|compiled|research|graphics|translation)(?: \w+)? by|"
    r"(?:e-?mail|contact|follow|reach|write to)\b"
    r"(?=.{0,160}(?:@\w|\btwitter\b|\bfacebook\b|\binstagram\b)))\b.{3,300}$|"
    r"^.{5,260}"
    r"\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b.{0,80}$",
    re.IGNORECASE,
)
_BETWEEN_NAMES = frozenset(
    "and with by at in on or for to the editing reporting writing additional him her them".split()
)
_CREDIT_LINES = 4
"""Paragraphs at the end among which credits and addresses of their writers are looked for."""
_TEASER_WORDS = 25
"""A paragraph of more words below such a heading is prose, and the heading was none of these."""
_LONGEST = 320


def without(paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs` without furniture, nor a last section of teasers under "Most read" and the like."""
    kept = [part for part in paragraphs if "\n" in part or not is_furniture(part)]
    for _ in range(_CREDIT_LINES):
        if len(kept) > 1 and _is_credit(kept[-1]):
            kept.pop()
    at = len(kept)
    while at > 1 and len(kept[at - 1].split()) <= _TEASER_WORDS * (kept[at - 1].count("\n") + 1):
        at -= 1
        if _TAIL_HEADING.match(kept[at].strip()):
            kept = kept[:at]
    return kept


def _is_credit(paragraph: str) -> bool:
    """Whether a last paragraph only says who else reported or edited, or where to write to its author."""
    words = paragraph.split()
    named = sum(not word[0].islower() or word in _BETWEEN_NAMES for word in words)
    return bool(_CREDITS.match(paragraph)) and named >= 0.5 * len(words)


def is_furniture(line: str) -> bool:
    """Whether a whole line is menu, sharing, cookie, newsletter, copyright or catalogue text."""
    line = line.strip(" \t*_›»>-–—[]").rstrip("!")
    if not 0 < len(line) <= _LONGEST:
        return False
    return bool(_WHOLE_LINES.match(line) or _MENU.match(line)) or _is_copyright(line)


def _is_copyright(line: str) -> bool:
    """Whether a line says whose the rights are: "Copyright 2024 The Herald", but no sentence about them."""
    found = _COPYRIGHT.match(line)
    if not found:
        return False
    owner = _OWNER.fullmatch(found["rest"]) and not _NO_OWNER.match(found["rest"])
    return bool(owner) or bool(_OWNED.match(found["rest"]))
