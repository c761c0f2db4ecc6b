"""A file's articles, whichever format it is in: the one door to the readers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from index.errors import NoArticleError, ReadError
from index.readers import archive, feed_file, html, markdown, notices, plain
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
from index.readers.pdf import reading as pdf
from index.readers.records import reading as records_file
from index.readers.records.field_names import USUAL_NAMES, FieldNames
from index.readers.records.reading import RECORD_SUFFIXES
from index.readers.word import reading as docx
from index.records import Article

SUFFIXES: frozenset[str] = (
    TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES | CONTAINER_SUFFIXES | RECORD_SUFFIXES | FEED_SUFFIXES
)
"""Lower-case suffixes of the files that a walk through a folder picks up."""

_MOST_BYTES = 50 * 1024 * 1024
"""An article of fifty megabytes is a dump, a log or a database by another name."""
_READERS: Mapping[Container, Callable[[bytes], tuple[Draft, ...]]] = {
    "pdf": pdf.read,
    "docx": docx.read,
    "epub": epub.read,
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
    return read_bytes(_bytes(path), str(path), names=names)


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
    is_archive = container_of(data) == "zip"
    found, notice = _archived(data, names) if is_archive else _read(data, name, names, charset)
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


def _archived(data: bytes, names: FieldNames) -> tuple[Gathered, str | None]:
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
    return Gathered(tuple(drafts), tuple(skipped), tuple(passed)), None


def _named_after(draft: Draft, member: Member) -> Draft:
    """The draft, with its own file's name for a title where its text has none."""
    return draft if draft.title else replace(draft, title=title_from_name(Path(member.name)))


def _read(
    data: bytes, name: str, names: FieldNames, charset: str | None = None
) -> tuple[Gathered, str | None]:
    """What some bytes hold that are no archive, and what is to be said of how they were read."""
    container = container_of(data)
    if container is not None and container in _READERS:
        return Gathered(_READERS[container](data), ()), None
    refuse_binary(data)
    decoded = decode(data, charset or declared_charset(data))
    text, suffix = decoded.text, PurePosixPath(name).suffix.lower()
    if not text.strip():
        raise ReadError("empty; there is nothing to read")
    if feed_file.is_feed(text):
        return feed_file.read(data, charset), decoded.notice
    if suffix in RECORD_SUFFIXES or records_file.is_records(text):
        return records_file.read(text, names), decoded.notice
    return Gathered(_drafts(text, suffix), ()), decoded.notice


def _drafts(text: str, suffix: str) -> tuple[Draft, ...]:
    kind = kind_of(text, suffix)
    if kind == "html":
        return (html.read(text),)
    if kind == "text" and newspaper.is_export(text):
        return newspaper.read(text)
    draft = markdown.read(text) if kind == "markdown" else plain.read(text)
    notices.refuse(draft.text)
    return (draft,)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReadError("a folder, not a file; give its files one by one")
        if not path.exists():
            raise ReadError("no such file; check the path")
        if not path.is_file():
            raise ReadError("not a regular file; save its content to one first")
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise ReadError(f"too large ({size / 1024**2:.0f} MB, at most 50); split it into its articles")
        return path.read_bytes()
    except PermissionError as error:
        raise ReadError("no permission to read it; change its permissions and try again") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from error
