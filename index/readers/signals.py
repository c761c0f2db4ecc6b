"""What a line near the top or the end of an article says about it, if it says only that."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from index.readers import bylines, dates
from index.readers.titles import is_publication, is_section, masthead, publication_cased

_LABEL = re.compile(r"^[*_]*(?P<name>[A-Za-z][A-Za-z ]{1,18}?)[*_]*\s*:[*_]*\s*(?P<value>\S.*)$")
_WEEKDAYS = (
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "segunda(?:-feira)? terça(?:-feira)? quarta(?:-feira)? quinta(?:-feira)? sexta(?:-feira)? "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
"""In German, French, Spanish, Italian, Portuguese and Dutch."""
_DATE_WORDS = re.compile(
    r"\b(?:first|last|originally|published|posted|updated|modified|created|printed|issued|date|on|at|by|in|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"gmt|utc|bst|est|edt|cet|cest|pst|pdt|am|pm|a\.m\.|p\.m\.|uhr|edition|issue|veröffentlicht|am|le|publié|el|"
    r"um|à|às|a las?|alle|ore|om|uur|heures|horas?|hrs?|publicado|pubblicato|gepubliceerd|den|op|em|il|"
    rf"{'|'.join(_WEEKDAYS.split())})\b"
    r"|\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?|Z|[+-]\d\d:?\d\d)?(?!\d)|\b\d{1,2}\s?[ap]m\b|\bT(?=\d)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*[|·•/]\s*|\s+[-–—]\s+|\s*;\s*")
_PLACE = re.compile(r"^[A-ZÀ-Þ][\w'’.-]*(?:,? [A-ZÀ-Þ][\w'’.-]*){0,3}$")
_LEAD_IN = re.compile(r"^(?:(?:published|posted|printed|first|in|by|on)\s+)+", re.IGNORECASE)
_READING_TIME = re.compile(r"^\d+\s*min(?:ute)?s?(?: read)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"^<?(https?://\S+?)>?$")
_FIELDS = {
    "title": "title, headline, article name, article title",
    "authors": "by, author, authors, byline, written by, words, reporter, credit",
    "date": "date, published, publication date, published on, posted, posted on, date published, issue date",
    "updated": "updated, last updated",
    "source": "source, publication, newspaper, publisher, publication title, publication name",
    "section": "section, category",
    "url": "url, link, address",
    "standfirst": "standfirst, summary, subtitle, description",
    "language": "language, lang",
    "ignored": "tags, keywords, page, pages, edition, start page, end page, country",
}
_LANGUAGES = {
    "english": "en",
    "french": "fr",
    "français": "fr",
    "german": "de",
    "deutsch": "de",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "arabic": "ar",
}
_LABELS = {label: field for field, labels in _FIELDS.items() for label in labels.split(", ")}


@dataclass(frozen=True, slots=True)
class Signal:
    """The fields one line gives; a line of prose gives none and is no signal."""

    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    date: dt.date | None = None
    url: str | None = None
    language: str | None = None
    certain: bool = True
    """Whether the line can be nothing else; otherwise its neighbours have to be signals too."""


def read(line: str) -> Signal | None:
    """What `line` gives, or `None` where it is a title, prose, or anything with more to say."""
    line = line.strip().strip("*_").strip()
    if not line or len(line) > 200:
        return None
    address = _ADDRESS.match(line)
    if address:
        return Signal(url=address.group(1))
    return labelled(line) or _dated(line) or _undated(line)


def labelled(line: str) -> Signal | None:
    """What a line such as "Source: The Millbrook Herald" gives, or `None`."""
    match = _LABEL.match(line)
    field = _LABELS.get(match["name"].strip().lower()) if match else None
    if match is None or field is None:
        return None
    return _field(field, match["value"].strip().strip("*_").strip())


def language(value: str) -> str | None:
    """The ISO 639-1 code of "English", "ENGLISH" or "en-GB"; `None` for a name that is not known."""
    name = value.strip().lower()
    coded = re.match(r"([a-z]{2})(?:[-_][a-z]{2,4})?$", name)
    return _LANGUAGES.get(name.split(";")[0].strip()) or (coded.group(1) if coded else None)


def _field(field: str, value: str) -> Signal | None:
    if field in ("date", "updated"):
        day = dates.parse(value)
        if day is None:
            return None
        return Signal(date=day if field == "date" else None)
    if field == "authors":
        found = bylines.parse(f"By {value}")
        return Signal(authors=found.authors) if found else None
    values: dict[str, Signal] = {
        "title": Signal(title=value),
        "standfirst": Signal(standfirst=value),
        "source": Signal(source=value),
        "section": Signal(section=value),
        "url": Signal(url=value),
        "language": Signal(language=language(value)),
        "ignored": Signal(),
    }
    return values[field] if len(value) <= 160 or field == "standfirst" else None


def _dated(line: str) -> Signal | None:
    """What a line gives that states a date and nothing but byline, publication or place beside it."""
    found = dates.find(line)
    if not found or len(line) > 140:
        return None
    rest = line
    for one in reversed(found):
        rest = f"{rest[: one.start]} | {rest[one.end :]}"
    signal = Signal(date=found[0].date)
    for piece in _SEPARATORS.split(rest):
        merged = _piece(signal, piece)
        if merged is None:
            return None
        signal = merged
    return signal


def _piece(signal: Signal, piece: str) -> Signal | None:
    """`signal` with what a piece beside a date adds; `None` where the piece is something else."""
    piece = piece.strip(" ,.()[]*_")
    if not re.search(r"\w", _DATE_WORDS.sub("", piece)) or _READING_TIME.match(piece):
        return signal
    byline = bylines.parse(piece)
    if byline and byline.certain:
        return replace(signal, authors=byline.authors)
    piece = _LEAD_IN.sub("", piece).strip(" ,")
    if "," in piece and not re.search(r"\band\b|&", piece):
        return _listed(signal, piece)
    return _named(signal, piece, byline.authors if byline else ())


def _named(signal: Signal, piece: str, authors: tuple[str, ...]) -> Signal | None:
    """`signal` with the publication, section, author or place that `piece` names, or `None`."""
    if is_publication(piece):
        return replace(signal, source=publication_cased(piece))
    if is_section(piece):
        return replace(signal, section=piece)
    if authors and not signal.authors:
        return replace(signal, authors=authors)
    return signal if _PLACE.match(piece) else None


def _listed(signal: Signal, piece: str) -> Signal | None:
    """`signal` with what each part of "Jane Doe, Hill Notes" adds: who, then where it appeared.

    Two authors would be joined by "and", so a second name is the publication's.
    """
    merged: Signal | None = signal
    for number, part in enumerate(piece.split(",")):
        byline = bylines.parse(part) if number and merged and merged.authors and not merged.source else None
        if merged and byline and byline.authors and not byline.certain:
            merged = replace(merged, source=publication_cased(part.strip()))
        else:
            merged = _piece(merged, part) if merged else None
    return merged


def _undated(line: str) -> Signal | None:
    head = masthead(line)
    if head:
        return Signal(source=publication_cased(head[0]), section=head[1], certain=False)
    pieces = [piece for piece in re.split(r"\s*[|·•]\s*|\s+[–—]\s+", line) if piece]
    if len(pieces) > 1:
        signal: Signal | None = Signal(certain=False)
        for piece in pieces:
            signal = _piece(signal, piece) if signal else None
        known = signal and (signal.authors or signal.source)
        return signal if known else None
    byline = bylines.parse(line)
    if byline and not (is_publication(line) and not byline.certain):
        return Signal(authors=byline.authors, certain=byline.certain)
    if is_publication(line):
        return Signal(source=publication_cased(line), certain=False)
    return None
