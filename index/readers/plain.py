"""Plain text: a title where there is one, what stands under it, and paragraphs."""

from dataclasses import replace

from index.readers import bylines, captions, dateline, furniture, head, headlines, signals
from index.readers.blocks import blocks, join, paragraphs
from index.readers.draft import Draft
from index.readers.head import Head

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u2028": "\n"}
)
_QUOTED = ("”", '"', "’", "'", "»", "“")
"""How a paragraph ends whose speaker, and not its author, may be named below it."""


def read(text: str) -> Draft:
    """The article in a plain text, its lines hard-wrapped or not."""
    parts, told = captions.parted(headlines.whole(blocks(whole_letters(text))))
    top = head.parse([line for block in parts for line in block])
    rest = without_first(parts, top.used)
    rest = [[line for line in block if not furniture.is_furniture(line)] for block in rest]
    rest, end = take_end([block for block in rest if block], top)
    return replace(draft(top, end, join(furniture.without(paragraphs(rest)))), captions=told)


def whole_letters(text: str) -> str:
    """`text` with letters that old files set as one, such as the fi of "ﬁnd", written one by one."""
    return text.translate(_LIGATURES)


def without_first(parts: list[list[str]], count: int) -> list[list[str]]:
    """Blocks without their first `count` lines."""
    rest = []
    for block in parts:
        rest.append(block[count:])
        count = max(0, count - len(block))
    return [block for block in rest if block]


def take_end(parts: list[list[str]], top: Head) -> tuple[list[list[str]], Head]:
    """Blocks without the byline, date or address lines after the last sentence, and what those say.

    Only a last block that holds nothing else is taken, and a byline only where the top has none.
    """
    found = Head()
    while len(parts) > 1:
        named = _named_last(parts[-2:], (*top.authors, *found.authors))
        if named is not None:
            found = replace(found, authors=tuple(dict.fromkeys((*named, *found.authors))))
            parts = parts[:-1]
            continue
        read = [signals.read(line) for line in parts[-1]]
        signs = [signal for signal in read if signal and signal.certain and not signal.title]
        if len(signs) < len(read) or any(signal.authors and top.authors for signal in signs):
            break
        for signal in signs:
            found = replace(
                found,
                authors=tuple(dict.fromkeys((*signal.authors, *found.authors))),
                source=found.source or signal.source,
                section=found.section or signal.section,
                date=found.date or signal.date,
                url=found.url or signal.url,
            )
        parts = parts[:-1]
    return parts, found


def _named_last(parts: list[list[str]], known: tuple[str, ...]) -> tuple[str, ...] | None:
    """Whom the last of two blocks names if it only says who wrote it or who that is; `None` for prose."""
    above, block = parts
    if len(block) != 1:
        return None
    named = bylines.contributors(block[0])
    name = None if named else bylines.tagline(block[0], known)
    if named or name:
        return named or (name or "",)
    quoted = above[-1].endswith(_QUOTED)
    return bylines.signature(block[0]) if not known and not quoted else None


def draft(top: Head, end: Head, text: str) -> Draft:
    """The article made of its head, the lines at its end and its body."""
    stated = top.date or end.date
    running = None if stated else dateline.find(text)
    return Draft(
        text=text,
        title=top.title,
        standfirst=top.standfirst,
        authors=tuple(dict.fromkeys((*top.authors, *end.authors))),
        source=top.source or end.source,
        section=top.section or end.section,
        date=stated or running,
        date_from="stated" if stated else ("text" if running else None),
        language=top.language,
        url=top.url or end.url,
    )
