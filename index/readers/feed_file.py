"""RSS and Atom in a file: every entry that carries its whole text is an article."""

import re
from typing import TYPE_CHECKING

from index.errors import NoArticleError, ReadError
from index.readers.decoding import declared_charset, decode
from index.readers.gathered import Gathered

if TYPE_CHECKING:
    from index.readers.draft import Draft

FEED_SUFFIXES = frozenset({".rss", ".atom", ".rdf"})
"""Beside these, feeds are saved as .xml, which may be anything."""

_PROLOG = re.compile(r"\s+|<\?|<!--|<!DOCTYPE", re.IGNORECASE)
_ENDS = {"<?": "?>", "<!--": "-->"}
_DOCTYPE_END = re.compile(r"\]\s*>|[\[>]")
_ROOT = re.compile(r"<(?:rss|(?:\w{1,20}:)?feed|rdf:RDF)(?=[\s>/])", re.IGNORECASE)
_RSS_NAMES = ("http://purl.org/rss/", "http://my.netscape.com/rdf/", "http://channel.netscape.com/rdf/")
_MARK = re.compile(r"<!\[CDATA\[|<!--|</[^<>]*>|<[A-Za-z][^<>]*>")
_DEEPEST = 500
"""Elements in each other; a table in an article may come to thirty."""
_LONGEST_TITLE = 60
_TEASER = "only a teaser; qa index with the feed’s address reads its page"


def is_feed(text: str) -> bool:
    """Whether the first element of `text` is that of an RSS or Atom feed."""
    root = _ROOT.match(text, _root(text))
    if root is None:
        return False
    if not root.group().lower().startswith("<rdf"):
        return True
    opening = text[root.start() : root.start() + 4096]
    return any(name in opening for name in _RSS_NAMES)


def read(data: bytes, charset: str | None = None) -> Gathered:
    """The articles that a feed carries; entries that only point to theirs are skipped, and said to be.

    Args:
        data: The whole feed.
        charset: What whoever sent it says of it; `None` where it says so itself.

    Raises:
        ReadError: It is no feed, or is broken.
        NoArticleError: It carries no article.
    """
    from index.feeds import entries, parsing

    text = decode(data, charset or declared_charset(data)).text
    _refuse_depth(text)
    drafts: list[Draft] = []
    skipped: list[str] = []
    passed: list[str] = []
    for number, entry in enumerate(parsing.parse_saved(text).entries, 1):
        title = entry.title or entry.address or ""
        where = f"entry {number}" + (f" ({title[:_LONGEST_TITLE]})" if title else "")
        if entry.markup is None:
            reason = _TEASER if entry.address else "neither a text nor an address"
            (passed if entry.address else skipped).append(f"{where}: {reason}")
            continue
        try:
            draft = entries.draft(entry)
        except ReadError as error:
            skipped.append(f"{where}: {error}")
            continue
        if draft.text.strip():
            drafts.append(draft)
        else:
            skipped.append(f"{where}: no text but notices")
    if not drafts:
        raise _nothing(skipped, passed)
    return Gathered(tuple(drafts), tuple(skipped), tuple(passed))


def _nothing(skipped: list[str], passed: list[str]) -> ReadError:
    """The error for a feed without an article."""
    if skipped:
        return ReadError(f"a feed without an article: {skipped[0]}")
    if passed:
        return NoArticleError(
            f"a feed of teasers ({len(passed):,}) and no article; qa index its address reads the articles"
        )
    return NoArticleError("a feed without entries; leave it out")


def _root(text: str) -> int:
    """Where the first element begins, behind declarations and comments."""
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
        mark = found.group()
        if mark in _ENDS:
            end = text.find(_ENDS[mark], at)
            at = end + len(_ENDS[mark]) if end >= 0 else len(text)
        elif mark.startswith("<!"):
            at = _behind_doctype(text, at)
    return at


def _behind_doctype(text: str, at: int) -> int:
    """Where a document type ends: at its first ">", or after its declarations in brackets."""
    end = _DOCTYPE_END.search(text, at)
    if end and end.group() == "[":
        end = re.compile(r"\]\s*>").search(text, end.end())
    return end.end() if end else len(text)


def _refuse_depth(text: str) -> None:
    """Nothing, for a feed whose elements nest as people's do; its parser takes hours over others.

    Raises:
        ReadError: They nest deeper.
    """
    depth, at = 0, 0
    while found := _MARK.search(text, at):
        at, mark = found.end(), found.group()
        if mark in ("<![CDATA[", "<!--"):
            end = text.find("]]>" if mark.startswith("<![") else "-->", at)
            at = end if end >= 0 else len(text)
        elif mark.startswith("</"):
            # Unclosed tags in one entry are no nesting in the next.
            ends_entry = mark[2:-1].rpartition(":")[2].strip().lower() in ("item", "entry")
            depth = 0 if ends_entry else max(0, depth - 1)
        elif not mark.endswith("/>"):
            depth += 1
        if depth > _DEEPEST:
            raise ReadError("a feed nested hundreds of elements deep; leave it out")
