"""E-mail: a newsletter, a letter, or one that somebody passed on."""

import datetime as dt
import re
from pathlib import PurePosixPath

from index.errors import ReadError
from index.readers import furniture, head, notices, plain, pullquotes
from index.readers.blocks import join
from index.readers.draft import Draft
from index.readers.gathered import Gathered
from index.readers.head import Head
from index.readers.mail import body, facts, mime
from index.readers.mail.attachments import Attachments, FileReader, file_name
from index.readers.mail.body import Told
from index.readers.mail.facts import Facts
from index.readers.mail.mime import Part
from index.readers.mail.signs import MESSAGE_SUFFIXES
from index.records import DateOrigin

_NOTE = 60
"""Words; a shorter text above attached articles only sends them on."""
_DEEPEST = 5
"""Messages attached to messages; people send on what was sent on two or three times."""
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_ODDS = re.compile(r"image/|application/(?:pgp-|(?:x-)?pkcs7-|ms-tnef)|text/(?:calendar|x-vcard|vcard)")
"""Attachments that are pictures, signatures, invitations and cards."""
_MOST_NAMED = 3


def read(data: bytes, read_file: FileReader) -> Gathered:
    """The article that a message is, and those in the messages and files attached to it.

    The day is that on which it was sent, in the sender's zone, "metadata". A letter to few may hold an
    article of an earlier day, which that states at its top; then this day is preferred, "stated". The stories
    of one newsletter are one article under their headings: which lines are headings is guessed often, and a
    wrong cut would part a text from its title.

    Args:
        data: The whole message.
        read_file: Reads an attached file.

    Raises:
        ReadError: It is encrypted, holds no text, or only a notice.
    """
    message = mime.parse(data)
    drafts, reasons = _drafts(message, Attachments(read_file), _DEEPEST)
    if not drafts:
        raise ReadError(reasons[0] if reasons else _nothing(message))
    return Gathered(tuple(drafts), tuple(reasons))


def _drafts(message: Part, files: Attachments, depth: int) -> tuple[list[Draft], list[str]]:
    """The articles in a message and in what is attached to it, and why there are none in some.

    Raises:
        ReadError: It is encrypted, or a server's report about another.
    """
    _refuse_unreadable(message)
    attached: list[Draft] = []
    reasons: list[str] = []
    for part in body.attached(message):
        found, why = _attached(part, files, depth)
        attached += found
        reasons += why
    try:
        own = _article(message)
    except ReadError as error:
        return attached, [str(error), *reasons]
    covers = attached and len(own.text.split()) < _NOTE
    return [*([own] if own.text.strip() and not covers else []), *attached], reasons


def _attached(part: Part, files: Attachments, depth: int) -> tuple[list[Draft], list[str]]:
    """The articles in one thing attached: a message, a message in a file, or another file."""
    name = file_name(part)
    in_file = PurePosixPath(name).suffix.lower() in MESSAGE_SUFFIXES and not part.parts
    if not part.parts and not in_file:
        found, why = files.read(part)
        return [*found], [why] if why else []
    if depth == 0:
        return [], [f"attachment {name}: messages attached more than {_DEEPEST} deep; save it and add it"]
    try:
        inner = mime.parse(part.content()) if in_file else part.parts[0]
        return _drafts(inner, files, depth - 1)
    except ReadError as error:
        return [], [f"attachment {name}: {error}"]


def _article(message: Part) -> Draft:
    """The article that a message is without those attached to it; its text may be empty."""
    about = facts.read(message.headers)
    told = body.read(message, forwards=about.is_forward, is_reply=about.is_reply)
    if told.forward is not None:
        about = facts.forwarded(told.forward.sender, told.forward.subject, told.forward.date)
    if any(part.startswith(_ARMOUR) for part in told.paragraphs):
        raise ReadError("encrypted; decrypt it in the mail program and save it from there")
    return _draft(about, told)


def _draft(about: Facts, told: Told) -> Draft:
    parts = [part.split("\n") for part in told.paragraphs]
    top = head.parse([line for lines in parts for line in lines], about.title)
    parts, end = plain.take_end(plain.without_first(parts, top.used), top)
    text = join(furniture.without(pullquotes.without_repetitions(["\n".join(lines) for lines in parts])))
    notices.refuse(text)
    day, origin = _day(about, top)
    return Draft(
        text=text,
        title=about.title or top.title,
        standfirst=top.standfirst,
        authors=top.authors or end.authors or about.sender.authors,
        source=about.sender.source or top.source or end.source,
        section=top.section or end.section,
        date=day,
        date_from=origin,
        language=about.language or told.language or top.language,
        url=about.url or told.url or top.url or end.url,
        captions=told.captions,
    )


def _day(about: Facts, top: Head) -> tuple[dt.date | None, DateOrigin | None]:
    """The day that a letter to few states, unless it is later than the letter; else that of sending."""
    sent = about.day
    if top.date and (sent is None or (not about.is_bulk and top.date <= sent + dt.timedelta(days=1))):
        return top.date, "stated"
    return sent, "metadata" if sent else None


def _refuse_unreadable(message: Part) -> None:
    """Nothing, for a message that can be read.

    Raises:
        ReadError: It is encrypted, or a server's report about another.
    """
    if (
        message.kind in _ENCRYPTED
        and message.headers.parameter("content-type", "smime-type") != "signed-data"
    ):
        raise ReadError("encrypted; decrypt it in the mail program and save it from there")
    reports = message.headers.parameter("content-type", "report-type")
    if message.kind == "multipart/report" and reports in ("delivery-status", "disposition-notification"):
        raise ReadError("a mail server's report, no article; leave it out")


def _nothing(message: Part) -> str:
    """Why there is no article, with the names of the files that may be one."""
    names = [file_name(part) for part in body.attached(message) if not _ODDS.match(part.kind)]
    if not names:
        return "no text of its own in this message; leave it out"
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    listed = ", ".join(names[:_MOST_NAMED])
    return f"no text in this message but what is attached ({listed}{more}); save that and add it"
