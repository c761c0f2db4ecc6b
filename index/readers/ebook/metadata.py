"""A book's title, authors, language and day of publication, from its package document."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.readers import bylines, dates, xhtml
from index.readers.xhtml import tag

_OPF = "{http://www.idpf.org/2007/opf}"
_NOT_PUBLISHED = frozenset({"modification", "creation", "conversion", "ops-publication"})
"""Events of EPUB 2 that happened to the file and not to the book."""


@dataclass(frozen=True, slots=True)
class About:
    """What the package document says about the book."""

    title: str | None
    authors: tuple[str, ...]
    date: dt.date | None
    """The day of publication; `None` also where only a year or a month is given."""
    language: str | None
    """ISO 639-1 code."""


def read(package: Any) -> About:
    """What is said of the book in the package document whose root, an lxml element, is `package`."""
    found: dict[str, list[Any]] = {"title": [], "creator": [], "date": [], "language": [], "meta": []}
    for metadata in package.iter("{*}metadata"):
        for element in metadata.iter():
            if tag(element) in found and (xhtml.words(element) or tag(element) == "meta"):
                found[tag(element)].append(element)
    refined = {
        (one.get("refines", "").lstrip("#"), one.get("property", "")): xhtml.words(one)
        for one in found["meta"]
        if one.get("refines")
    }
    return About(
        _title(found["title"], refined),
        _authors(found["creator"], refined),
        _date(found["date"]),
        _language(found["language"]),
    )


def _title(titles: list[Any], refined: Mapping[tuple[str, str], str]) -> str | None:
    """The main title; a book may give its subtitle and its series as titles too."""
    main = [one for one in titles if refined.get((one.get("id") or "", "title-type")) == "main"]
    return next((xhtml.words(one) for one in (*main, *titles)), None)


def _authors(creators: list[Any], refined: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The creators who are its authors, or all of them where none is."""
    told = [(one, _said(one, "role", refined) or "aut") for one in creators]
    chosen = [one for one, role in told if role == "aut"] or creators
    named = (_names(xhtml.words(one), _said(one, "file-as", refined)) for one in chosen)
    return tuple(dict.fromkeys(name for names in named for name in names))


def _said(element: Any, name: str, refined: Mapping[tuple[str, str], str]) -> str | None:
    """A property of a name: an attribute in EPUB 2, an element of its own in EPUB 3."""
    found = element.get(f"{_OPF}{name}") or element.get(f"opf:{name}") or element.get(name)
    return found or refined.get((element.get("id") or "", name))


def _names(text: str, sorted_as: str | None) -> tuple[str, ...]:
    """The names in one element; "Doe, Jane" is one, turned round as in a catalogue."""
    family, comma, given = (part.strip() for part in text.partition(","))
    turned = comma and given and "," not in given and (text == sorted_as or len(family.split()) == 1)
    return (f"{given} {family}",) if turned else bylines.authors_of(text)


def _date(found: list[Any]) -> dt.date | None:
    told = [
        (one, (one.get(f"{_OPF}event") or one.get("opf:event") or one.get("event") or "").lower())
        for one in found
    ]
    published = [one for one, event in told if event == "publication"]
    others = [one for one, event in told if not event or event.endswith("publication")]
    days = (dates.parse(xhtml.words(one)) for one in (*published, *others) if one is not None)
    return next((day for day in days if day), None)


def _language(found: list[Any]) -> str | None:
    codes = (re.match(r"[A-Za-z]{2}(?![A-Za-z])", xhtml.words(one)) for one in found)
    return next((code.group().lower() for code in codes if code), None)
