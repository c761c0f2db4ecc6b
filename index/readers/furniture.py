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
    (?:related|more)(?:\ (?:articles?|stories|topics|news|reading|coverage|content))?\ ?:(?:.{0,150})|
    (?:related|recommended|trending|most\ (?:read|popular|viewed)|more)
      \ (?:articles?|stories|topics|news|now|posts|reading|coverage)|
    (?:related|trending|most\ (?:read|popular|viewed))|
    more\ (?:on|from)\ (?:this|the)\ (?:story|topic|web|section)|
    you\ (?:may|might)\ also\ like|what\ to\ read\ next|
    continue\ reading(?:\ the\ main\ story|\ below)?|story\ continues\ below.*|
    (?:we|this\ (?:web)?site)\ uses?\ cookies\b.{0,300}|
    (?:accept|reject|manage)(?:\ all)?\ cookies|cookie\ (?:policy|settings|preferences)|
    (?:©|\(c\)|copyright)\ .{0,120}|all\ rights\ reserved\.?|
    (?:privacy\ policy|terms\ (?:of\ (?:use|service)|and\ conditions|&\ conditions)|contact\ us|about\ us)|
    newspapers\ (?:in|from)\ [^.]{2,60}|pressreader(?:\.com)?|
    (?:[»>]\s*)?(?:continued|see|turn)\ (?:on|from|to)?\ ?page\ \w{1,4}|page\ \d{1,3}|
    \d+\ (?:min(?:ute)?s?\ read|comments?|shares?)|
    click\ here\b.{0,80}|listen\ to\ (?:this\ )?(?:article|story)\b.{0,40}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_MENU = re.compile(r"^[^.!?|·•]{1,24}(?:\s+[|·•]\s+[^.!?|·•]{1,24}){3,}$")


_TAIL_HEADING = re.compile(
    r"^(?:around the web|most (?:read|viewed|popular|commented|shared)|from the archives?|read next|up next|"
    r"what readers say|related(?: \w+)?|more (?:from|on|in) .{2,40}|more (?:stories|news|articles)|"
    r"comments?(?: \(\d+\))?|you (?:may|might) (?:also )?like|recommended(?: for you)?|editor[’']?s picks?|"
    r"trending(?: now)?|latest (?:news|stories)|sponsored(?: \w+)?|popular(?: now)?|tags|share this.*)$",
    re.IGNORECASE,
)
_TEASER_WORDS = 25
"""A paragraph of more words below such a heading is prose, and the heading was none of these."""
_LONGEST = 320


def without(paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs` without furniture, nor a last section of teasers under "Most read" and the like."""
    kept = [part for part in paragraphs if "\n" in part or not is_furniture(part)]
    at = len(kept)
    while at > 1 and len(kept[at - 1].split()) <= _TEASER_WORDS * (kept[at - 1].count("\n") + 1):
        at -= 1
        if _TAIL_HEADING.match(kept[at].strip()):
            kept = kept[:at]
    return kept


def is_furniture(line: str) -> bool:
    """Whether a whole line is menu, sharing, cookie, newsletter, copyright or catalogue text."""
    line = line.strip(" \t*_›»>-–—[]").rstrip("!")
    return 0 < len(line) <= _LONGEST and (bool(_WHOLE_LINES.match(line)) or bool(_MENU.match(line)))
