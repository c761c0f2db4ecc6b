"""Files attached to a message, where they may hold articles of their own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.errors import ReadError
from index.readers.draft import Draft, title_from_name
from index.readers.mail.mime import Part
from index.readers.unpacking import printable

FileReader = Callable[[bytes, str], tuple[Draft, ...]]
"""The articles in a file, given its bytes and its name; raises `ReadError`, for messages too."""

_SUFFIXES = frozenset(".txt .text .md .markdown .html .htm .xhtml .pdf .docx .docm .epub".split())
_KINDS = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_MOST_FILES = 20
_MOST_BYTES = 50 * 1024 * 1024
"""The same as of one file that lies in a folder."""
_FEWEST_WORDS = 40
"""A file of fewer is the footer of a list, an address or a note and no article."""


class Attachments:
    """Reads attached files, with one bound for those of a message and of all messages attached to it.

    Args:
        read_file: Reads one of them.
    """

    def __init__(self, read_file: FileReader) -> None:
        self._read_file = read_file
        self._files, self._bytes = _MOST_FILES, _MOST_BYTES

    def read(self, part: Part) -> tuple[tuple[Draft, ...], str | None]:
        """The articles in an attached file, and why there are none; neither for files of other kinds."""
        name = file_name(part)
        if not _may_be_article(part, name):
            return (), None
        try:
            return self._articles(part, name), None
        except ReadError as error:
            return (), f"attachment {name}: {error}"

    def _articles(self, part: Part, name: str) -> tuple[Draft, ...]:
        self._files -= 1
        if self._files < 0:
            raise ReadError(f"more than {_MOST_FILES} files are attached; save it and add it")
        data = part.content()
        self._bytes -= len(data)
        if self._bytes < 0:
            raise ReadError("more than 50 MB are attached; save it and add it")
        found = self._read_file(data, name)
        long = tuple(draft for draft in found if len(draft.text.split()) >= _FEWEST_WORDS)
        if not long:
            raise ReadError("too short for an article")
        return tuple(
            draft if draft.title else replace(draft, title=title_from_name(Path(name))) for draft in long
        )


def file_name(part: Part) -> str:
    """The name of an attached file, fit to be shown, without the folders that it may have."""
    name = PurePosixPath(printable(part.headers.filename or "").replace("\\", "/")).name
    return name if name.strip(".") else f"attachment{_KINDS.get(part.kind, '')}"


def _may_be_article(part: Part, name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in _SUFFIXES or (part.kind in _KINDS and not suffix)
