"""Markdown: front matter, the title, what stands under it, and the text without its marks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.readers import bylines, dates, frontmatter, head, headings, marktext
from index.readers.blocks import join, words
from index.readers.draft import Draft
from index.readers.furniture import is_furniture
from index.readers.head import Head
from index.readers.marktext import Block
from index.readers.plain import draft, take_end

_STANDFIRST_WORDS = 50


def read(text: str) -> Draft:
    """The article in a Markdown text; front matter outranks what the text says of itself."""
    fields, body = frontmatter.split(text)
    blocks, captions = marktext.blocks(body)
    blocks = [block for block in blocks if not (len(block.lines) == 1 and is_furniture(block.lines[0]))]
    above = _field(fields, "title", "headline")
    title, blocks = _title(blocks, above)
    top, blocks = _head(
        blocks, title, _field(fields, "description", "subtitle", "standfirst", "summary", "dek")
    )
    parts, end = take_end([list(block.lines) if block.kind == "p" else [block.text] for block in blocks], top)
    told = [headings.Paragraph(block.text, block.level) for block in blocks[: len(parts)]]
    texts = [paragraph.text for paragraph in told]
    found = replace(
        draft(top, end, join(texts)),
        captions=tuple(dict.fromkeys(captions)),
        headings=headings.placed(texts, told),
    )
    return _with_fields(found, fields)


def _title(blocks: list[Block], above: str | None) -> tuple[str | None, list[Block]]:
    """The title, and the blocks without the heading that says it.

    That heading is the first block of the text, or stands below only a line or two (a masthead, a date).
    """
    first = next((at for at, block in enumerate(blocks[:4]) if block.kind.startswith("heading")), None)
    if first is None or any(len(block.text) > 120 for block in blocks[:first]):
        return above, blocks
    heading = blocks[first].text
    if above is None or words(heading) == words(above):
        return above or heading, blocks[:first] + blocks[first + 1 :]
    return above, blocks


def _head(blocks: list[Block], title: str | None, standfirst: str | None) -> tuple[Head, list[Block]]:
    """What the first paragraphs say about the article, and the blocks below them."""
    paragraphs = 0
    while paragraphs < len(blocks) and blocks[paragraphs].kind == "p":
        paragraphs += 1
    lines = [line for block in blocks[:paragraphs] for line in _logical(block)]
    top = head.parse(lines, title)
    blocks = _without_lines(blocks, top.used)
    while len(blocks) > 1 and _is_standfirst(blocks[0], standfirst or (None if top.standfirst else "")):
        top = replace(top, standfirst=top.standfirst or blocks[0].text)
        after = head.parse(
            [line for block in blocks[1:] if block.kind == "p" for line in _logical(block)][:6], title or ""
        )
        certain = after.authors or after.date
        blocks = _without_lines(blocks[1:], after.used if certain and blocks[1].kind == "p" else 0)
        top = replace(top, authors=top.authors or after.authors, date=top.date or after.date)
    return replace(top, standfirst=standfirst or top.standfirst), blocks


def _logical(block: Block) -> Sequence[str]:
    """A short block's own lines; a longer one is a paragraph, wherever its lines end."""
    return block.lines if len(block.text) <= 240 else [block.text]


def _without_lines(blocks: list[Block], count: int) -> list[Block]:
    rest: list[Block] = []
    for block in blocks:
        lines = _logical(block)
        if count >= len(lines):
            count -= len(lines)
            continue
        rest.append(replace(block, lines=list(lines[count:])) if count else block)
        count = 0
    return rest


def _is_standfirst(block: Block, known: str | None) -> bool:
    """Whether a block repeats the known standfirst, or, where none is known yet, is set off as one."""
    if block.kind != "p" or known is None:
        return False
    if known:
        return words(block.text) == words(known)
    return block.emphasised and len(block.text.split()) <= _STANDFIRST_WORDS


def _with_fields(found: Draft, fields: Mapping[str, object]) -> Draft:
    """`found` with what front matter says in place of what the text says."""
    day = next(
        (day for name in ("date", "published", "pubdate", "publishdate") if (day := _day(fields, name))), None
    )
    language = _field(fields, "lang", "language")
    return replace(
        found,
        authors=_authors(fields) or found.authors,
        source=_field(fields, "source", "publication", "publisher", "newspaper", "site") or found.source,
        section=_field(fields, "section", "category", "categories") or found.section,
        date=day or found.date,
        date_from="stated" if day else found.date_from,
        language=language[:2].lower() if language else found.language,
        url=_field(fields, "url", "link", "canonical", "canonical_url", "permalink") or found.url,
    )


def _day(fields: Mapping[str, object], name: str) -> dt.date | None:
    return dates.parse(fields.get(name))


def _field(fields: Mapping[str, object], *names: str) -> str | None:
    """The first of the named fields that holds words; of a list, its first entry."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return None


def _authors(fields: Mapping[str, object]) -> tuple[str, ...]:
    """The names under "author", "authors" or "byline": a string, a list, or a list of mappings with names."""
    for name in ("author", "authors", "byline", "by"):
        value = fields.get(name)
        entries = value if isinstance(value, list) else [value]
        names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
        found = [author for entry in names if isinstance(entry, str) for author in bylines.authors_of(entry)]
        if found:
            return tuple(dict.fromkeys(found))
    return ()
