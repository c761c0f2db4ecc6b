"""RSS and Atom: the bytes of a feed → what it says of each of its entries."""

import datetime as dt
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate
from hashlib import blake2b
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]

from index.errors import ReadError
from index.fetching.answers import Fetched
from index.fetching.limits import is_web_address
from index.readers import bylines, dates
from index.readers.blocks import words

FULL_WORDS = 150
"""A content element of fewer words may as well be a teaser: its page is read instead."""
FULL_DESCRIPTION_WORDS = 300
"""Likewise for a description, which RSS means for a synopsis, though some feeds put everything there."""
SAVED_WORDS = 60
"""Likewise in a feed that was saved to a file, where no page can be read instead: two or three sentences."""
SAVED_DESCRIPTION_WORDS = 150
DIGEST_BYTES = 16
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\])\W*$")
_ELSEWHERE = re.compile(
    r"\W*(?:read (?:more|on|the)|continue reading|weiterlesen|lire la suite|leer más)\b.{0,80}$",
    re.IGNORECASE,
)
"""How the last line of a text begins that goes on elsewhere."""
_ORIGIN = re.compile(
    r"<p>\s*The post\b(?:(?!</p>).){0,2000}?\bappeared first on\b(?:(?!</p>).){0,2000}</p>\s*$",
    re.IGNORECASE | re.DOTALL,
)
"""The line with which the most used publishing system ends what it puts into feeds."""
_END = re.compile(rb"</(?:rss|feed|rdf:RDF|\w+:feed)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    rb"""<!ENTITY\b(?!\s+[\w.-]{1,40}\s+(?:"[^"]{1,16}"|'[^']{1,16}')\s*>)[^>]*>?""", re.IGNORECASE
)
"""The declaration of an entity that is no mere character: repeated, a long one fills the memory."""
_BLOCK_END = re.compile(r"</(?:p|div|li|h\d|blockquote|tr|figure)\s*>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed states of one article."""

    path: str
    """What it is known under: the address of its page, or what else tells it from others."""
    address: str | None
    """Its page; `None` where the feed names none on the web."""
    digest: bytes
    """16 bytes: the same as long as the feed states the same of it."""
    title: str | None
    authors: tuple[str, ...]
    date: dt.date | None
    """The day as stated, in whatever time zone it was stated."""
    source: str | None
    """The feed's title."""
    language: str | None
    markup: str | None
    """The whole article as HTML; `None` where the feed gives less than that."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was fetched."""

    title: str | None
    entries: tuple[Entry, ...]
    """In the order of the feed, each path once."""


def parse(fetched: Fetched) -> Feed:
    """Return what a feed says.

    One with a flaw that leaves its entries readable is read.

    Raises:
        ReadError: It is no feed, or too broken to be read; the reason reads on after "address: ".
    """
    headers = {"content-location": fetched.address}
    if fetched.charset:
        headers["content-type"] = f"application/xml; charset={fetched.charset}"
    if not fetched.data.strip():
        raise ReadError("empty; its owner has to mend it")
    # As a stream: feedparser takes bytes for a file's name first.
    found = feedparser.parse(io.BytesIO(_DECLARATION.sub(b"", fetched.data)), response_headers=headers)
    if not found.version and not found.entries:
        raise ReadError(_no_feed(fetched, found))
    # The last entry of a feed that breaks off is half an article.
    if found.bozo and not _END.search(fetched.data[-1024:]):
        raise ReadError(f"a broken feed ({_flaw(found)}); its owner has to mend it")
    entries = {entry.path: entry for entry in _entries(found, fetched.address)}
    return Feed(_plain(found.feed.get("title_detail")), tuple(entries.values()))


def parse_saved(text: str) -> Feed:
    """Return what a feed says that was saved to a file; it has every entry, also if two have one path.

    Raises:
        ReadError: It is no feed, or it breaks off; the reason reads on after "path: ".
    """
    if not text.strip():
        raise ReadError("empty; there is nothing to read")
    data = _DECLARATION.sub(b"", text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}  # whatever it declares, it is decoded
    found = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.version and not found.entries:
        raise ReadError(f"no RSS or Atom feed ({_flaw(found)})" if found.bozo else "no RSS or Atom feed")
    if found.bozo and not _END.search(data[-1024:]):
        raise ReadError(f"a broken feed ({_flaw(found)}); get it again")
    entries = _entries(found, "", (SAVED_WORDS, SAVED_DESCRIPTION_WORDS))
    return Feed(_plain(found.feed.get("title_detail")), tuple(entries))


def _entries(
    found: Any, address: str, least: tuple[int, int] = (FULL_WORDS, FULL_DESCRIPTION_WORDS)
) -> Iterator[Entry]:
    source = _plain(found.feed.get("title_detail"))
    language = _language(found.feed.get("language"))
    for stated in found.entries:
        link, name = (stated.get(key, "").strip() for key in ("link", "id"))
        page = next((each for each in (link, name) if is_web_address(each)), None)
        title = _plain(stated.get("title_detail"))
        markup = _whole(stated, *least)
        said, parsed = (_when(stated, suffix) for suffix in ("", "_parsed"))
        told = name or title or (markup or "")[:200]
        yield Entry(
            path=page or f"{address}#{blake2b(told.encode(), digest_size=6).hexdigest()}",
            address=page,
            digest=_digest(stated, markup),
            title=title,
            authors=_authors(stated),
            date=_day(said, parsed),
            source=source,
            language=_language(stated.get("language")) or language,
            markup=markup,
        )


def _when(stated: Any, suffix: str) -> Any:
    """Return when an entry was published or else updated, as it is stated or, "_parsed", in UTC."""
    # Not its own `get`, which warns that it gives one for the other.
    return dict.get(stated, f"published{suffix}") or dict.get(stated, f"updated{suffix}")


def _digest(stated: Any, markup: str | None) -> bytes:
    """Return the digest of what tells one state of an entry from another.

    A synopsis counts where nothing else does: many carry a number of comments, which is no news.
    """
    dated = dict.get(stated, "updated") or _when(stated, "")
    fallback = None if dated or markup else stated.get("summary")
    parts = (stated.get("id"), stated.get("link"), stated.get("title"), dated, markup, fallback)
    joined = "\0".join(part or "" for part in parts)
    return blake2b(joined.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).digest()


def _whole(stated: Any, least_content: int, least_description: int) -> str | None:
    """Return an entry's HTML that is the whole article, the longest if there are several.

    Args:
        stated: The entry.
        least_content: Words that make a content element a whole article.
        least_description: Likewise for a description.
    """
    summary = _ORIGIN.sub("", stated.get("summary", ""))
    contents = [_ORIGIN.sub("", each.get("value", "")) for each in stated.get("content", ())]
    told = [(each, least_content) for each in contents if each != summary]
    # feedparser gives a lone content element as the summary too.
    told.append((summary, least_content if summary in contents else least_description))
    teaser = _count(summary) if contents and summary not in contents else 0
    whole = [text for text, least in told if _count(text) >= max(least, teaser) and not _is_cut(text)]
    return max(whole, key=len, default=None)


def _is_cut(markup: str) -> bool:
    """Return whether a text ends as one that goes on elsewhere."""
    lines = [line.strip() for line in _text(_BLOCK_END.sub("\n", markup)).split("\n") if line.strip()]
    return bool(lines) and bool(_CUT.search(lines[-1][-40:]) or _ELSEWHERE.match(lines[-1]))


def _count(markup: str) -> int:
    return len(words(_text(markup)))


def _text(markup: str) -> str:
    """Return markup as text, line breaks kept."""
    return html.unescape(_TAG.sub(" ", markup))


def _plain(detail: Any) -> str | None:
    """Return a title as text; feeds put HTML in it, escaped once or twice."""
    if not detail:
        return None
    value = str(detail.get("value") or "")
    if "html" in (detail.get("type") or "") or _TAG.search(value) or re.search(r"&#?\w{2,8};", value):
        value = html.unescape(_TAG.sub("", html.unescape(_TAG.sub("", value))))
    return " ".join(value.split()) or None


def _authors(stated: Any) -> tuple[str, ...]:
    named: Sequence[Any] = stated.get("authors") or ()
    names = [" ".join(_text(str(each.get("name") or "")).split()) for each in named]
    # "jane@news.example (Jane Doe)" comes as "ple (Jane Doe": feedparser knows short domains only.
    names = [each.partition("(")[2] if each.count("(") > each.count(")") else each for each in names]
    found = [name for each in names if each and "://" not in each for name in bylines.authors_of(each)]
    return tuple(dict.fromkeys(found))


def _day(said: str | None, parsed: Any) -> dt.date | None:
    """Return the day that is written there; the parsed moment, in UTC, may lie on another."""
    if not said:
        return None
    # Feeds of RFC 822's time write the year with two digits, which only its own parser knows.
    moment = None if dates.parse(said) else (parsedate(said) or parsed)
    try:
        return dates.parse(said) or (dt.date(*moment[:3]) if moment else None)
    except ValueError:
        return None


def _language(stated: object) -> str | None:
    code = str(stated or "").strip()[:2].lower()
    return code if len(code) == 2 and code.isalpha() else None


def _flaw(found: Any) -> str:
    said = " ".join(str(found.get("bozo_exception", "it breaks off")).split())
    return re.sub(r"^<unknown>:(\d+):\d+:", r"line \1:", said)


def _no_feed(fetched: Fetched, found: Any) -> str:
    """Return why what was fetched is no feed, and where the page's feed is if it says so."""
    beginning = fetched.data[:1024].lstrip().lower()
    if b"<html" in beginning or b"<!doctype html" in beginning:
        named = _named_feed(fetched)
        return (
            f"a web page, not a feed; {f'its feed is {named}' if named else 'give the address of its feed'}"
        )
    return f"no RSS or Atom feed ({_flaw(found)})" if found.bozo else "no RSS or Atom feed; check the address"


def _named_feed(fetched: Fetched) -> str | None:
    """Return the address of the feed that a web page names in its head."""
    for tag in re.findall(r"<link\b[^>]*>", fetched.data.decode("utf-8", "replace"), re.IGNORECASE):
        href = re.search(r"""href\s*=\s*["']?([^"'\s>]+)""", tag, re.IGNORECASE)
        if href and re.search(r"application/(?:rss|atom)\+xml", tag, re.IGNORECASE):
            return urljoin(fetched.address, html.unescape(href[1]))
    return None
