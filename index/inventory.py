"""What a library says of itself and of what it holds."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from index.passages import PassageSettings
from index.records import Article


class Identified(Protocol):
    """Whatever says which embedder it is: an embedder, or the `Identity` of one."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    @property
    def digest(self) -> str:
        """The sha256 of its weights in hexadecimal; equal digests mean comparable vectors."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which embedder made the vectors."""

    name: str
    digest: str
    dimension: int


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """What is settled when a library is made, and never changes."""

    directory: Path
    uuid: str
    created: datetime
    embedder: Identity
    settings: PassageSettings
    schema: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds."""

    articles: int
    passages: int
    waiting: int
    """Passages that have no vector yet, and are only found by their words."""
    files: int
    first: date | None
    """The earliest publication date known; `None` where no article has one."""
    last: date | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of the library: equal moments mean equal contents."""

    generation: int
    """Counts writes, from 0."""
    token: str
    """Random; tells two histories apart that reached the same generation."""


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as a list shows it."""

    article: Article
    """Its `text` is left empty, which spares reading it."""
    characters: int
    """Length of the text."""
    passages: int


@dataclass(frozen=True, slots=True)
class Location:
    """A place an article lies in, with what that place says of it."""

    path: str
    position: int
    """0 for the first article of the file, and so on."""
    source: str | None
    date: date | None


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was read."""

    path: str
    size: int
    mtime_ns: int
    digest: bytes
    """BLAKE2b of its bytes, 16 bytes long."""
    reader: int
    """The version of the readers that read it."""
