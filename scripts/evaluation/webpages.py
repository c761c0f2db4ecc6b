"""Saved pages whose article is known, and what our reader and trafilatura alone make of them."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import ReadError
from index.readers import html
from index.readers.decoding import declared_charset, decode

Half = Literal["first", "second"]
HALVES: tuple[Half, ...] = ("first", "second")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was saved, with what is known of its article."""

    id: str
    data: bytes
    truth: Mapping[str, str | None]
    """As the data has it, by the data's own names; "None" is `None`."""

    @property
    def half(self) -> Half:
        """Which half it belongs to; what is looked at while the reader is worked on is the first."""
        return HALVES[hashlib.sha256(self.id.encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader makes of a page; a field is empty where it finds none."""

    body: str = ""
    title: str = ""
    byline: str = ""
    site: str = ""
    language: str = ""
    published: str = ""
    """The day, as ISO 8601 has it."""


def saved_pages(folder: Path, half: Half | None = None) -> tuple[SavedPage, ...]:
    """Return the pages in a folder of the data, of one half or both, in order of their ids.

    Raises:
        ReadError: They are not there.
    """
    try:
        truths = json.loads((folder / "truth.json").read_bytes())
        with zipfile.ZipFile(folder / "pages.zip") as archive:
            pages = [
                SavedPage(
                    key, archive.read(f"{key}.html"), {name: _known(value) for name, value in row.items()}
                )
                for key, row in sorted(truths.items())
            ]
    except OSError as error:
        raise ReadError(
            f"{folder}: the data to measure on is not there ({error.strerror}); name its folder with --data"
        ) from error
    return tuple(page for page in pages if half in (None, page.half))


def _known(value: str | None) -> str | None:
    return None if value in (None, "None") else value


def ours(page: SavedPage) -> Answer:
    """Return what our reader makes of a page; an empty answer where it refuses it."""
    try:
        draft = html.read(decode(page.data, declared_charset(page.data)).text)
    except ReadError:
        return Answer()
    return Answer(
        body=draft.text,
        title=draft.title or "",
        byline=", ".join(draft.authors),
        site=draft.source or "",
        language=draft.language or "",
        published=draft.date.isoformat() if draft.date else "",
    )


def trafilatura_alone(page: SavedPage) -> Answer:
    """Return what trafilatura makes of a page in its own settings; an empty answer where it finds nothing.

    Comments are left out, as they are in the truth. Of a page's language it says nothing.
    """
    from trafilatura import bare_extraction

    found = bare_extraction(page.data, include_comments=False, with_metadata=True)
    if found is None:
        return Answer()
    return Answer(
        body=found.text or "",
        title=found.title or "",
        byline=", ".join((found.author or "").split("; ")),
        site=found.sitename or "",
        language=found.language or "",
        published=found.date or "",
    )


READERS: Mapping[str, Callable[[SavedPage], Answer]] = {"ours": ours, "trafilatura": trafilatura_alone}
