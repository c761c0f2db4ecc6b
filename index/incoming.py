"""What comes into a library from elsewhere than files, and what is remembered of where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.progress import Skipped
from index.records import Article


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that was fetched, with the articles in it, known as files are but by its address."""

    path: str
    """Its address, which is the `path` of its articles."""
    digest: bytes
    """16 bytes: BLAKE2b of what its feed states of it; the same digest is the same content."""
    articles: tuple[Article, ...]
    """None where there is no article in it; then what the library had under this address goes."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Something at an address is as the library has it."""

    path: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the server of a feed or a page said the last time, to be asked only for what is new."""

    etag: str | None
    """The entity tag it sent, as it stands in the header; `None` where it sent none."""
    modified: str | None
    """Its Last-Modified header as it stands; `None` where it sent none."""
    checked: str
    """When it was asked, ISO 8601 in UTC."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A feed or a page was asked for: to be stored after what came of it."""

    address: str
    state: FeedState


@dataclass(frozen=True, slots=True)
class Known:
    """What a library knows of what was fetched, by address."""

    states: Mapping[str, FeedState]
    """What servers said the last time; those never asked are left out."""
    digests: Mapping[str, bytes]
    """As those of `Incoming`; of what readers like today's read."""


Arrival = Incoming | Unchanged | Skipped | Asked
