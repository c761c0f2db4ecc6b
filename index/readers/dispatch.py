"""A file's articles, whichever format it is in: the one door to the readers."""

from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.readers import html, markdown, newspaper, plain
from index.readers.decoding import declared_charset, decode
from index.readers.draft import Draft
from index.readers.kinds import HTML_SUFFIXES, MARKDOWN_SUFFIXES, TEXT_SUFFIXES, kind_of, refuse_binary
from index.records import Article

SUFFIXES: frozenset[str] = TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES
"""Lower-case suffixes of the files that a walk through a folder picks up."""

_MOST_BYTES = 50 * 1024 * 1024
"""An article of fifty megabytes is a dump, a log or a database by another name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held."""

    articles: tuple[Article, ...]
    """At least one, in the order of the file; `path` is the absolute path given."""
    notice: str | None
    """One line the reader of the library should see, such as "not UTF-8; read as windows-1252"."""


def read(path: Path) -> Reading:
    """The articles in one file; its content decides how it is read, and its suffix only in doubt.

    Raises:
        ReadError: The file cannot be opened, is a folder, is too large, is no text, or holds no article. The
            message is the reason alone and reads on after "path: ".
    """
    path = path.absolute()
    data = _bytes(path)
    refuse_binary(data)
    decoded = decode(data, declared_charset(data))
    drafts = _drafts(decoded.text, path.suffix.lower())
    articles = tuple(draft.article(path) for draft in drafts if draft.text.strip())
    if not articles:
        raise ReadError("no article text in it; check that the file is not only a title, a menu or a notice")
    return Reading(articles, decoded.notice)


def _drafts(text: str, suffix: str) -> tuple[Draft, ...]:
    if not text.strip():
        raise ReadError("empty; there is nothing to read")
    kind = kind_of(text, suffix)
    if kind == "html":
        return (html.read(text),)
    if kind == "text" and newspaper.is_export(text):
        return newspaper.read(text)
    return (markdown.read(text) if kind == "markdown" else plain.read(text),)


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
