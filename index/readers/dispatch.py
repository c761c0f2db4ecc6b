"""A file's articles, whichever format it is in: the one door to the readers."""

import mmap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.errors import ReadError
from index.readers import archive, feed_file, html, markdown, plain
from index.readers.archive import Member, Unreadable
from index.readers.decoding import declared_charset, decode
from index.readers.draft import Draft, title_from_name
from index.readers.ebook import reading as epub
from index.readers.exports import newspaper
from index.readers.feed_file import FEED_SUFFIXES
from index.readers.gathered import Gathered
from index.readers.kinds import (
    CONTAINER_SUFFIXES,
    HTML_SUFFIXES,
    MARKDOWN_SUFFIXES,
    TEXT_SUFFIXES,
    Container,
    container_of,
    kind_of,
    refuse_binary,
)
from index.readers.mail import mbox, mhtml, signs
from index.readers.mail import reading as mail
from index.readers.mail.attachments import FileReader
from index.readers.mail.signs import MAIL_SUFFIXES
from index.readers.pdf import reading as pdf
from index.readers.records import reading as records_file
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.readers.records.reading import RECORD_SUFFIXES
from index.readers.word import reading as docx
from index.records import Article

SUFFIXES: frozenset[str] = (
    TEXT_SUFFIXES
    | MARKDOWN_SUFFIXES
    | HTML_SUFFIXES
    | CONTAINER_SUFFIXES
    | RECORD_SUFFIXES
    | FEED_SUFFIXES
    | MAIL_SUFFIXES
)
"""Lower-case suffixes of the files that a walk through a folder picks up."""

_MOST_BYTES = 50 * 1024 * 1024
"""An article of fifty megabytes is a dump, a log or a database by another name."""
_LARGEST_MAILBOX = 2 * 1024**3
_BEGINNING = 4096
_READERS: Mapping[Container | None, Callable[[bytes], tuple[Draft, ...]]] = {
    "pdf": pdf.read,
    "docx": docx.read,
    "epub": epub.read,
    "saved page": mhtml.read,
}
_POSTS: Mapping[Container | None, Callable[[bytes, FileReader], Gathered]] = {
    "message": mail.read,
    "mailbox": mbox.read,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held."""

    articles: tuple[Article, ...]
    """At least one, in the order of the file; `path` is the absolute path given."""
    notice: str | None
    """One line the reader of the library should see, such as "not UTF-8; read as windows-1252"."""
    skipped: tuple[str, ...] = ()
    """A line for each part that gave no article, such as "line 7: no text"."""


def read(path: Path, names: FieldNames = USUAL_NAMES) -> Reading:
    """The articles in one file; its content decides how it is read, and its suffix only in doubt.

    Args:
        path: Where it lies.
        names: What fields are called in JSON files, where not as usual.

    Raises:
        ReadError: The file cannot be opened, is a folder, is too large, is of no format that is read, or
            holds no article. The message is the reason alone and reads on after "path: ".
    """
    path = path.absolute()
    found, notice = _found(path, names)
    articles = tuple(draft.article(path) for draft in found.drafts if draft.text.strip())
    if not articles:
        raise ReadError(
            found.skipped[0]
            if found.skipped
            else "no article text in it; check that the file is not only a title, a menu or a notice"
        )
    return Reading(articles, notice or found.notice, found.skipped)


def is_wanted(path: Path) -> bool:
    """Whether a walk through a folder picks a file up: by its suffix, or as a mailbox without one."""
    if path.suffix:
        return path.suffix.lower() in SUFFIXES
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return signs.is_mailbox(file.read(_BEGINNING))
    except OSError:
        return False  # what a walk cannot open and does not know by its name is none of its files


def _found(path: Path, names: FieldNames) -> tuple[Gathered, str | None]:
    """What a file holds, and what is to be said of how it was read."""
    data = _bytes(path)
    if isinstance(data, mmap.mmap):
        with data:
            return mbox.read(data, _attached), None
    if container_of(data, path.suffix.lower()) == "zip":
        return _archived(data, names)
    return _read(data, path.name, names)


def _archived(data: bytes, names: FieldNames) -> tuple[Gathered, str | None]:
    """What a ZIP holds: one of its files that cannot be read loses no other."""
    drafts: list[Draft] = []
    skipped: list[str] = []
    for member in archive.members(data, SUFFIXES):
        if isinstance(member, Unreadable):
            skipped.append(f"{member.name}: {member.reason}")
            continue
        try:
            found, _ = _read(member.data, member.name, names)
        except ReadError as error:
            skipped.append(f"{member.name}: {error}")
            continue
        drafts += [_named_after(draft, member) for draft in found.drafts if draft.text.strip()]
        skipped += [f"{member.name}: {line}" for line in found.skipped]
    if not drafts and not skipped:
        raise ReadError("a ZIP archive without a file that could be an article; leave it out")
    return Gathered(tuple(drafts), tuple(skipped)), None


def _named_after(draft: Draft, member: Member) -> Draft:
    """The draft, with its own file's name for a title where its text has none."""
    return draft if draft.title else replace(draft, title=title_from_name(Path(member.name)))


def _read(data: bytes, name: str, names: FieldNames) -> tuple[Gathered, str | None]:
    """What some bytes hold that are no archive, and what is to be said of how they were read."""
    suffix = PurePosixPath(name).suffix.lower()
    container = container_of(data, suffix)
    if container in _READERS:
        return Gathered(_READERS[container](data), ()), None
    if container in _POSTS:
        return _POSTS[container](data, _attached), None
    refuse_binary(data)
    decoded = decode(data, declared_charset(data))
    text = decoded.text
    if not text.strip():
        raise ReadError("empty; there is nothing to read")
    if feed_file.is_feed(text):
        return feed_file.read(data), decoded.notice
    if suffix in RECORD_SUFFIXES or records_file.is_records(text):
        return records_file.read(text, names), decoded.notice
    return Gathered(_drafts(text, suffix), ()), decoded.notice


def _attached(data: bytes, name: str) -> tuple[Draft, ...]:
    """The articles in a file that a message carries.

    Raises:
        ReadError: It holds none, or messages, to which more could be attached without end.
    """
    if container_of(data, PurePosixPath(name).suffix.lower()) in _POSTS:
        raise ReadError("messages in a file; save it and add it")
    return _read(data, name, USUAL_NAMES)[0].drafts


def _drafts(text: str, suffix: str) -> tuple[Draft, ...]:
    kind = kind_of(text, suffix)
    if kind == "html":
        return (html.read(text),)
    if kind == "text" and newspaper.is_export(text):
        return newspaper.read(text)
    return (markdown.read(text) if kind == "markdown" else plain.read(text),)


def _bytes(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file; those of a mailbox that is large are mapped into memory."""
    try:
        if path.is_dir():
            raise ReadError("a folder, not a file; give its files one by one")
        if not path.exists():
            raise ReadError("no such file; check the path")
        if not path.is_file():
            raise ReadError("not a regular file; save its content to one first")
        size = path.stat().st_size
        if size > _MOST_BYTES:
            return _mailbox(path, size)
        return path.read_bytes()
    except PermissionError as error:
        raise ReadError("no permission to read it; change its permissions and try again") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from error


def _mailbox(path: Path, size: int) -> mmap.mmap:
    """A large mailbox: its messages are bounded one by one.

    Raises:
        ReadError: It is something else, or larger still.
    """
    with path.open("rb") as file:
        if not signs.is_mailbox(file.read(_BEGINNING)):
            raise ReadError(f"too large ({size / 1024**2:.0f} MB, at most 50); split it into its articles")
        if size > _LARGEST_MAILBOX:
            raise ReadError(f"a mailbox too large ({size / 1024**3:.1f} GB, at most 2); split it")
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
