"""The plain text of a message as its author wrote it: soft breaks joined, without history and signature."""

import re
from collections.abc import Sequence

from index.readers.mail import facts, furniture

_QUOTED = re.compile(r"\s{0,2}>")
_DEPTH = re.compile(r">+")
_WROTE = re.compile(
    r"(?=.*[\d@])[\s*]*(?:on|am|le|el|il|op|den|em|at)\b.{5,250}\b(?:wrote|writes|schrieb|a écrit|"
    r"escribió|ha scritto|schreef|escreveu|skrev)\b.{0,120}:[\s*]*",
    re.IGNORECASE,
)
_WROTE_SHORTLY = re.compile(
    r".{3,120}\b(?:wrote|writes|said|schrieb|a écrit|escribió|ha scritto)\s?:\s*", re.IGNORECASE
)
_ATTRIBUTION_LINES = 3
_SIGNATURE_WORDS = 80
_CLOSING = re.compile(
    r"(?:(?:(?:with )?(?:best|kind(?:est)?|warm(?:est)?|many) )?(?:regards|wishes|thanks)|thanks|cheers|best|"
    r"yours(?: (?:sincerely|faithfully|truly|ever))?|sincerely(?: yours)?|all (?:the )?best|"
    r"(?:mit )?(?:freundlichen|besten|herzlichen|viele|liebe) grü(?:ß|ss)en?|cordialement|bien à vous|"
    r"(?:un )?(?:cordial )?saludos?|cordiali saluti|met vriendelijke groet)\s*[,.!–-]?",
    re.IGNORECASE,
)
_CLOSING_LINES = 8
_CLOSING_WORDS = 8
"""Words on one line of a signature: a name, an office, a telephone number."""
_LIST_FOOTER = re.compile(r"_{20,}\s*")
_LIST_WORDS = re.compile(r"mailing list|listinfo|unsubscribe|mailman", re.IGNORECASE)
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][\w-]*:.*\n)*\n?")
_SIGNED_END = "-----BEGIN PGP SIGNATURE-----"
_LINK = re.compile(
    r"[ \t]{0,3}(?:<\s?https?://[^\s<>]+\s?>|\(\s?https?://[^\s<>()]+\s?\)|\[\s?https?://[^\s\[\]]+\s?\])"
)
"""Where a link leads, as programs that make plain text of HTML write it behind its words."""
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")
_RULE = re.compile(r"\s*(?:[-=_*~#+·•–—][ \t]?){4,}\s*")
_MARKED_HEADING = re.compile(r"\*\* (?=\S)")


def unfolded(text: str, *, joined_words: bool) -> str:
    """A text in the format "flowed" (RFC 3676) with every paragraph on one line.

    Args:
        text: As it stands in the message.
        joined_words: Whether the space at a soft break is no part of the text ("delsp").
    """
    lines: list[tuple[int, list[str]]] = []
    soft = False
    for raw in text.split("\n"):
        quotes = _DEPTH.match(raw)
        depth = len(quotes.group()) if quotes else 0
        line = raw[depth:].removeprefix(" ")
        signature = line.rstrip() == "--"
        if soft and lines and lines[-1][0] == depth and not signature:
            lines[-1][1].append(line)
        else:
            lines.append((depth, [line]))
        soft = line.endswith(" ") and not signature
        if soft and joined_words:
            lines[-1][1][-1] = line[:-1]
    return "\n".join(("> " * depth + "".join(pieces)).rstrip() for depth, pieces in lines)


def unsigned(text: str) -> str:
    """A text without its digital signature, its author's signature and its list's footer."""
    if _SIGNED_END in text:
        text = _SIGNED.sub("", text.partition(_SIGNED_END)[0], count=1).replace("\n- ", "\n")
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if _LIST_FOOTER.fullmatch(line) and any(
            _LIST_WORDS.search(below) for below in lines[at + 1 : at + 5]
        ):
            lines = lines[:at]
            break
    marks = [at for at, line in enumerate(lines) if line.rstrip() == "--"]
    if marks and sum(len(line.split()) for line in lines[marks[-1] :]) <= _SIGNATURE_WORDS:
        lines = lines[: marks[-1]]
    return "\n".join(lines[: _closing(lines)])


def _closing(lines: Sequence[str]) -> int:
    """The line of "Kind regards" with only a name and an address below; behind the last where none is."""
    below = 0
    for at in reversed(range(len(lines))):
        line = lines[at].strip()
        if below and _CLOSING.fullmatch(line):
            return at
        below += bool(line)
        if below > _CLOSING_LINES or len(line.split()) > _CLOSING_WORDS:
            break
    return len(lines)


def without_history(text: str, *, is_reply: bool) -> str:
    """A text without what it quotes of earlier letters; where nothing else is in it, what it quotes.

    Lines that are quoted without being introduced ("On Monday Jane Doe wrote:") are history only in a reply.
    """
    lines = text.split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _quoted_until(lines, at)
        if end == at:
            kept.append(lines[at])
            at += 1
            continue
        introduction = _introduction(kept, _WROTE) or (_introduction(kept, _WROTE_SHORTLY) if is_reply else 0)
        if introduction or is_reply:
            del kept[len(kept) - introduction :]
        else:
            kept += [re.sub(r"^\s{0,2}> ?", "", line) for line in lines[at:end]]
        at = end
    if any(line.strip() for line in kept):
        return "\n".join(kept)
    return "\n".join(
        re.sub(r"^(?:\s{0,2}> ?)+", "", line) for line in lines if not _WROTE.fullmatch(line[:400])
    )


def readable(text: str) -> str:
    """A text without where its links lead, without rules, and without marks for headings."""
    lines = (_LINK.sub("", line) if "http" in line else line for line in text.split("\n"))
    plain = ("" if _RULE.fullmatch(line[:200]) else _MARKED_HEADING.sub("", line, count=1) for line in lines)
    return "\n".join(line for line in plain if not _ADDRESS.fullmatch(line.strip()))


def browser_address(text: str) -> str | None:
    """Where a letter says that it can be read in a browser, or `None`."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    for at, line in enumerate(lines):
        if not furniture.leads_to_browser(_ADDRESS.sub("", _LINK.sub("", line)).strip()):
            continue
        found = _ADDRESS.search(line) or _ADDRESS.match(" ".join(lines[at + 1 : at + 2]).strip(" <(["))
        return facts.plain_address(found.group()) if found else None
    return None


def _quoted_until(lines: Sequence[str], at: int) -> int:
    """Behind the last line of the quotation that begins on a line; that line itself where none does."""
    end = at
    while end < len(lines) and (_QUOTED.match(lines[end]) or (end > at and not lines[end].strip())):
        end += 1
    while end > at and not lines[end - 1].strip():
        end -= 1
    return end


def _introduction(kept: Sequence[str], pattern: re.Pattern[str]) -> int:
    """How many of the last lines only say whose words are quoted below."""
    blank = next((n for n, line in enumerate(reversed(kept)) if line.strip()), len(kept))
    for count in range(1, _ATTRIBUTION_LINES + 1):
        above = kept[max(0, len(kept) - blank - count) : len(kept) - blank]
        if len(above) == count and pattern.fullmatch(" ".join(line.strip() for line in above)[:500]):
            return blank + count
    return 0
