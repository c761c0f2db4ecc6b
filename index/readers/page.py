"""Title, authors, source, date and captions of a parsed page, from the surest place that gives them."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.readers import bylines, dates, signals, structured
from index.readers.blocks import words
from index.readers.dates import MONTH_NUMBERS
from index.readers.structured import Structured
from index.readers.titles import is_publication
from index.records import DateOrigin

_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued",
    "dc.date", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date", "pdate",
    "publication_date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "article.published", "og:published_time", "og:pubdate", "publish_date", "pub_date", "dateposted",
    "originalpublicationdate", "rnews:datepublished", "shareaholic:article_published_time",
    "cxenseparse:recs:publishtime", "dcterms.issued", "dc.date.created",
)  # fmt: skip
_TITLE_META = ("og:title", "dc.title", "dc:title", "dcterms.title", "twitter:title", "title")
_AUTHOR_META = (
    "author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "citation_author", "og:article:author", "dc:creator", "article:author_name",
)  # fmt: skip
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author(?:-?name)?|authors|contributor|writer)s?(?:$|[\s_-])", re.IGNORECASE
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date(?:line)?|time(?:stamp)?|published|posted|pubdate|entry-date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DEK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|strap|dek|subtitle|subhead(?:ing|line)?|deck|strapline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:wp-)?caption(?:-text)?(?:$|[\s_-])", re.IGNORECASE)
_TAIL = re.compile(r"\s+[|–—·»:-]\s+(?P<tail>[^|–—·»]{2,60})$")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_BEHIND_NAME = re.compile(
    r"\b(?:(?:last )?(?:updated|published|posted)|"
    r"(?:edited|photograph\w*|photos?|illustrat\w*|translated) by|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    rf"(?:{'|'.join(name for name in MONTH_NUMBERS if len(name) > 3)})\.?$)\b|\d",
    re.IGNORECASE,
)
"""Where a name has ended and the day, or who did what else, begins."""
_COMMENT = re.compile(r"comment|related|sidebar|recommend|footer", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about its article outside the body."""

    title: str | None
    titles: tuple[str, ...]
    """The title in every wording that the page has of it, the site's name aside."""
    standfirst: str | None
    """As set under the headline, or else as described in a meta element."""
    dek: str | None
    """The standfirst only where the page shows it."""
    authors: tuple[str, ...]
    source: str | None
    section: str | None
    date: dt.date | None
    date_from: DateOrigin | None
    language: str | None
    url: str | None
    captions: tuple[str, ...]


def read(tree: Any) -> Page:
    """What is known of the page whose root, an lxml element, is `tree`."""
    facts = structured.read(tree)
    url = _url(tree, facts)
    source = _source(facts) or _site_in_title(tree)
    day, origin = _date(tree, facts, url)
    dek = _dek(tree)
    language = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or facts.text("inLanguage")
        or facts.first("content-language", "dc.language", "og:locale")
    )
    return Page(
        title=_title(tree, facts, source),
        titles=tuple(dict.fromkeys(without_site(text, source) for text in _stated_titles(tree, facts))),
        standfirst=dek or facts.text("description") or facts.first("og:description", "description"),
        dek=dek,
        authors=_authors(tree, facts),
        source=source,
        section=facts.first("article:section") or facts.text("articleSection"),
        date=day,
        date_from=origin,
        language=language.strip()[:2].lower() if language and language.strip()[:2].isalpha() else None,
        url=url,
        captions=_captions(tree),
    )


def without_site(title: str, source: str | None) -> str:
    """`title` without the name of the site after a bar or a dash at its end."""
    match = _TAIL.search(title)
    if not match:
        return title
    rest, tail = title[: match.start()].strip(), match["tail"]
    squeezed = "".join(words(tail))
    named = (
        bool(source)
        and squeezed != ""
        and (squeezed in "".join(words(source or "")) or "".join(words(source or "")) in squeezed)
    )
    barred = "|" in match.group() or "»" in match.group()
    if named or is_publication(tail) or (barred and len(words(rest)) >= 3):
        return without_site(rest, source)
    return title


def _title(tree: Any, facts: Structured, source: str | None) -> str | None:
    stated = [text for text in (facts.text("headline"), *(facts.first(name) for name in _TITLE_META)) if text]
    headings = [text for element in tree.iter("h1", "h2") if (text := _text(element))]
    named = next((text for element in tree.iter("title") if (text := _text(element))), None)
    shown = (text for text in stated if any(_is_within(words(heading), words(text)) for heading in headings))
    inside = (
        text for text in headings if len(words(text)) >= 2 and _is_within(words(text), words(named or ""))
    )
    best = next(shown, None) or next(inside, None) or next(iter(stated), None) or named
    if best is None:
        return headings[0] if headings else None
    return without_site(best, source)


def _stated_titles(tree: Any, facts: Structured) -> list[str]:
    """What headline, meta elements, the first heading and the page's own title say, the surest first."""
    stated = [facts.text("headline"), *(facts.first(name) for name in _TITLE_META)]
    shown = [
        next((text for element in tree.iter(tag) if (text := _text(element))), None)
        for tag in ("h1", "title")
    ]
    return [text for text in (*stated, *shown) if text]


def _source(facts: Structured) -> str | None:
    """The site's name: as the page shows it, but without a slogan set behind the publisher's name."""
    shown = facts.first("og:site_name", "application-name")
    publisher = next(iter(facts.names("publisher")), None)
    if not shown:
        return publisher or facts.site or facts.first("dc.publisher", "citation_journal_title")
    if publisher and (_HOST.fullmatch(shown) or words(shown)[: len(words(publisher))] == words(publisher)):
        return publisher
    return shown


def _site_in_title(tree: Any) -> str | None:
    """The publication named before or after the headline in the page's title, or `None`."""
    named = next((text for element in tree.iter("title") if (text := _text(element))), "")
    tail = _TAIL.search(named)
    if tail and is_publication(tail["tail"]):
        return tail["tail"]
    front, mark, _ = named.partition(": ")
    return front if mark and is_publication(front) else None


def _is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return bool(short) and f" {' '.join(short)} " in f" {' '.join(long)} "


def _authors(tree: Any, facts: Structured) -> tuple[str, ...]:
    stated = facts.names("author") or facts.all(*_AUTHOR_META)
    named = [text for text in stated if "://" not in text]
    found = tuple(dict.fromkeys(name for text in named for name in names_in(text)))
    return found or _visible_authors(tree) or tuple(dict.fromkeys(facts.names("author")))


def names_in(text: str) -> tuple[str, ...]:
    """The names in a byline or a field for authors, without the day behind them."""
    return bylines.authors_of(_without_day(text))


def _without_day(text: str) -> str:
    """`text` up to where a day or a credit for something else begins; all of it where nothing is before."""
    for found in dates.find(text)[:1]:
        text = text[: found.start] if found.start else text
    behind = _BEHIND_NAME.search(text)
    before = text[: behind.start()].rstrip(" ,|·•–-") if behind else ""
    return before if len(before.split()) >= 2 else text


def _visible_authors(tree: Any) -> tuple[str, ...]:
    marked = [one for one in tree.iter() if "author" in (one.get("itemprop"), one.get("rel"))]
    texts = dict.fromkeys(_text(element) for element in marked if not _is_aside(element))
    named = [name for text in texts if len(text) <= 80 for name in names_in(text)]
    if named:
        return tuple(dict.fromkeys(named))
    for element in _classed(tree, _BYLINE_CLASS, "author"):
        text = _without_day(re.split(r"\s[|·•]\s|\n", _text(element))[0])
        if 3 <= len(text) <= 160:
            signal = signals.read(text) or signals.read(f"By {text}")
            if signal and signal.authors:
                return signal.authors
    return ()


def _date(tree: Any, facts: Structured, url: str | None) -> tuple[dt.date | None, DateOrigin | None]:
    for value in (facts.text("datePublished"), *(facts.first(name) for name in _DATE_META)):
        day = dates.parse(value)
        if day:
            return day, "metadata"
    timed = [element for element in tree.iter("time") if not _is_aside(element)]
    for element in sorted(
        timed, key=lambda one: not (one.get("pubdate") or "publi" in (one.get("itemprop") or "").lower())
    ):
        day = dates.parse(element.get("datetime")) or dates.parse(_text(element))
        if day:
            return day, "metadata"
    for element in _classed(tree, _DATE_CLASS, "datepublished"):
        text = _text(element)
        found = dates.find(text) if len(text) <= 120 else ()
        if found:
            return found[0].date, "stated"
    addressed = dates.from_address(url) if url else None
    return addressed, "address" if addressed else None


def _url(tree: Any, facts: Structured) -> str | None:
    links = [
        element.get("href")
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").split()
    ]
    url = next((link for link in links if link), None) or facts.first("og:url")
    return url.strip() if url and "://" in url else None


def _dek(tree: Any) -> str | None:
    texts = [_text(element) for element in _classed(tree, _DEK_CLASS, "alternativeheadline")]
    texts += [
        _text(below) for heading in tree.iter("h1") if (below := _emphasised_after(heading)) is not None
    ]
    return next((text for text in texts if 15 <= len(text) <= 400), None)


def _emphasised_after(heading: Any) -> Any:
    """The paragraph right under a heading if all of it is set in italics or bold, else `None`."""
    below = heading.getnext()
    if below is None or below.tag != "p" or (below.text or "").strip() or len(below) != 1:
        return None
    whole = below[0].tag in ("em", "i", "strong", "b") and not (below[0].tail or "").strip()
    return below if whole and signals.read(_text(below)) is None else None


def _captions(tree: Any) -> tuple[str, ...]:
    elements = [*tree.iter("figcaption"), *_classed(tree, _CAPTION_CLASS, "caption")]
    texts = (_text(element) for element in elements if not _is_aside(element))
    return tuple(dict.fromkeys(text for text in texts if 8 <= len(text) <= 600))


def _classed(tree: Any, pattern: re.Pattern[str], itemprop: str) -> Iterator[Any]:
    """The elements whose class, rel or itemprop names what is looked for, in the order of the page."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in (
            "meta",
            "script",
            "style",
            "body",
            "html",
            "img",
            "figure",
        ):
            continue
        named = f"{element.get('class') or ''} {element.get('rel') or ''}"
        if (pattern.search(named) or itemprop in (element.get("itemprop") or "").lower()) and not _is_aside(
            element
        ):
            yield element


def _is_aside(element: Any) -> bool:
    """Whether an element lies among comments or related stories or in the footer; no whole page does."""
    for above in (element, *element.iterancestors()):
        named = above.tag in ("footer", "aside", "nav") or _COMMENT.search(
            f"{above.get('class') or ''} {above.get('id') or ''}"
        )
        if named and next(above.iter("h1", "main", "body"), None) is None:
            return True
    return False


def _text(element: Any) -> str:
    return " ".join(" ".join(part for part in element.itertext() if part).split())
