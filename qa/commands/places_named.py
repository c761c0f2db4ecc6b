"""The places that a command line names: files and folders, and addresses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from index.errors import QuestionError
from index.fetching.limits import is_web_address
from qa.commands import options
from qa.version import __version__

AGENT = f"article-qa/{__version__}"
"""Told to servers."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


@dataclass(frozen=True, slots=True)
class Named:
    """What a command line names."""

    paths: tuple[Path, ...]
    addresses: tuple[str, ...]
    """Each once, without what it says of a place within its page."""


def parted(places: Sequence[str]) -> Named:
    """Return which of the words name paths and which addresses.

    Raises:
        QuestionError: An address is none of the web, names no host, or tells a password, which would
            be stored.
        click.BadParameter: A path is empty.
    """
    addresses: dict[str, None] = {}
    paths: list[Path] = []
    for place in places:
        scheme = _SCHEME.match(place)
        if scheme:
            _refuse_unusable(place, scheme[1].lower())
            addresses[urldefrag(place).url] = None
        else:
            paths.append(options.place(place))
    return Named(tuple(paths), tuple(addresses))


def _refuse_unusable(address: str, scheme: str) -> None:
    if scheme == "file":
        raise QuestionError(f"{address}: give the path of a file by itself, without file://")
    if scheme not in ("http", "https"):
        raise QuestionError(f"{scheme}:// is no way to fetch articles; give an http or https address")
    if not is_web_address(address):
        raise QuestionError(f"{address}: no address on the web; write it as https://example.org/page")
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise QuestionError(
            f"{parts.hostname}: an address with a name or password in it is not read, for it would be stored"
        )
