"""A file's articles, whichever format it is in: the one door to the readers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from mmap import mmap
from pathlib import Path, PurePosixPath

from index.errors import NoArticleError, ReadError
from index.readers import archive, feed_file, html, markdown, notices, plain
from index.readers.archive import Member, Unreadable
from index.readers.decoding import declared_charset, decode
from index.readers.draft import Draft, title_from_name
from index.readers.ebook import reading as epub
from index.readers.exports import newspaper
from index.readers.feed_file import FEED_SUFFIXES
from index.readers.file_contents import contents, is_mailbox_file
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
from index.readers.mail import mbox, mhtml
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
    passed: tuple[str, ...] = ()
    """Likewise for each that is sound and not meant as one."""


def read(path: Path, names: FieldNames = USUAL_NAMES) -> Reading:
    """The articles in one file; its content decides how it is read, and its suffix only in doubt.

    Args:
        path: Where it lies.
        names: What fields are called in JSON files, where not as usual.

    Raises:
        ReadError: The file cannot be opened, is a folder, is too large, is of no format that is read, or
            holds no article. The message is the reason alone and reads on after "path: ".
        NoArticleError: Likewise, where it is sound and not meant as articles.
    """
    path = path.absolute()
    data = contents(path)
    if isinstance(data, mmap):
        with data:
            return _reading(mbox.read(data, _attached), str(path))
    return read_bytes(data, str(path), names=names)


def read_bytes(
    data: bytes, name: str, *, charset: str | None = None, names: FieldNames = USUAL_NAMES
) -> Reading:
    """The articles in some bytes; their content decides how they are read, and their name only in doubt.

    Args:
        data: All of what a file holds or a server sent.
        name: The file's path or name, which is the path of its articles.
        charset: What whoever sent it says of it; `None` where it says so itself.
        names: What fields are called in JSON, where not as usual.

    Raises:
        ReadError: They are of no format that is read, or hold no article, as for `read`.
    """
    if container_of(data, PurePosixPath(name).suffix.lower()) == "zip":
        return _reading(_archived(data, names), name)
    found, notice = _read(data, name, names, charset)
    return _reading(found, name, notice)


def _reading(found: Gathered, name: str, notice: str | None = None) -> Reading:
    """What was found, as articles that know where they lie.

    Raises:
        ReadError: There is no article among it.
    """
    articles = tuple(draft.article(Path(name)) for draft in found.drafts if draft.text.strip())
    if not articles:
        raise _no_article(found)
    return Reading(articles, notice or found.notice, found.skipped, found.passed)


def _no_article(found: Gathered) -> ReadError:
    if found.skipped:
        return ReadError(found.skipped[0])
    if found.passed:
        return NoArticleError(found.passed[0])
    return ReadError("no article text in it; check that the file is not only a title, a menu or a notice")


def is_wanted(path: Path) -> bool:
    """Whether a walk through a folder picks a file up: by its suffix, or as a mailbox without one."""
    if path.suffix:
        return path.suffix.lower() in SUFFIXES
    try:
        return path.is_file() and is_mailbox_file(path)
    except OSError:
        return False  # what a walk cannot open and does not know by its name is none of its files


def _archived(data: bytes, names: FieldNames) -> Gathered:
    """What a ZIP holds: one of its files that cannot be read loses no other."""
    drafts: list[Draft] = []
    skipped: list[str] = []
    passed: list[str] = []
    for member in archive.members(data, SUFFIXES):
        if isinstance(member, Unreadable):
            skipped.append(f"{member.name}: {member.reason}")
            continue
        try:
            found, _ = _read(member.data, member.name, names)
        except NoArticleError as error:
            passed.append(f"{member.name}: {error}")
            continue
        except ReadError as error:
            skipped.append(f"{member.name}: {error}")
            continue
        drafts += [_named_after(draft, member) for draft in found.drafts if draft.text.strip()]
        skipped += [f"{member.name}: {line}" for line in found.skipped]
        passed += [f"{member.name}: {line}" for line in found.passed]
    if not (drafts or skipped or passed):
        raise NoArticleError("a ZIP archive without a file that could be an article; leave it out")
    return Gathered(tuple(drafts), tuple(skipped), tuple(passed))


def _named_after(draft: Draft, member: Member) -> Draft:
    """The draft, with its own file's name for a title where its text has none."""
    return draft if draft.title else replace(draft, title=title_from_name(Path(member.name)))


def _read(
    data: bytes, name: str, names: FieldNames, charset: str | None = None
) -> tuple[Gathered, str | None]:
    """What some bytes hold that are no archive, and what is to be said of how they were read."""
    suffix = PurePosixPath(name).suffix.lower()
    container = container_of(data, suffix)
    if container in _READERS:
        return Gathered(_READERS[container](data), ()), None
    if container in _POSTS:
        return _POSTS[container](data, _attached), None
    refuse_binary(data)
    decoded = decode(data, charset or declared_charset(data))
    text = decoded.text
    if not text.strip():
        raise ReadError("empty; there is nothing to read")
    if feed_file.is_feed(text):
        return feed_file.read(data, charset), decoded.notice
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
    draft = markdown.read(text) if kind == "markdown" else plain.read(text)
    notices.refuse(draft.text)
    return (draft,)
