"""A book's package document: its files in reading order, and where its navigation lies."""

import posixpath
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from index.errors import ReadError
from index.readers import xhtml
from index.readers.ebook import metadata as epub_metadata
from index.readers.ebook.metadata import About
from index.readers.unpacking import Unpacking, printable

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_METHODS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""How EPUB and Adobe call the obfuscation of fonts, which hides no text."""
_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", ""})
_NCX = "application/x-dtbncx+xml"


@dataclass(frozen=True, slots=True)
class Package:
    """A book without its pages. Files are given by their names in the archive."""

    about: About
    spine: tuple[str, ...]
    """Its pages in reading order, each once."""
    auxiliary: frozenset[str]
    """Those of them that are opened only by links, such as answers to exercises."""
    navigation: str | None
    """The navigation document of EPUB 3."""
    ncx: str | None
    """The navigation of EPUB 2, which many books of EPUB 3 have too."""
    guide: tuple[tuple[str, str], ...]
    """Pairs of a type, such as "cover", and the address of a page as it stands in the package document."""
    path: str
    """The package document itself."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the manifest."""

    path: str
    media_type: str
    properties: frozenset[str]


def read(unpacking: Unpacking) -> Package:
    """The package document that the archive's container names.

    Raises:
        ReadError: There is none, it cannot be read or names no page, or the pages are encrypted.
    """
    path = _path(unpacking)
    root = xhtml.xml(unpacking.read(path), printable(path))
    items = _items(root, path, unpacking.names)
    pages = [(items[one.get("idref")], one) for one in root.iter("{*}itemref") if one.get("idref") in items]
    pages = [(item, one) for item, one in pages if item.media_type in _PAGES]
    if not pages:
        raise ReadError(f"damaged: {printable(path)} names no page of the book; get it again")
    spine = tuple(dict.fromkeys(item.path for item, _ in pages))
    _refuse_protected(unpacking, spine)
    return Package(
        about=epub_metadata.read(root),
        spine=spine,
        auxiliary=frozenset(item.path for item, one in pages if one.get("linear") == "no"),
        navigation=next((item.path for item in items.values() if "nav" in item.properties), None),
        ncx=next((item.path for item in items.values() if item.media_type == _NCX), None),
        guide=tuple((one.get("type", "").lower(), one.get("href", "")) for one in root.iter("{*}reference")),
        path=path,
    )


def resolved(base: str, href: str) -> tuple[str, str]:
    """The file that `href` in the file `base` leads to, and the id in that file, which may be empty."""
    address, _, fragment = href.strip().partition("#")
    path = posixpath.join(posixpath.dirname(base), unquote(address)) if address else base
    return posixpath.normpath(path).lstrip("/"), unquote(fragment)


def _path(unpacking: Unpacking) -> str:
    if _CONTAINER not in unpacking.names:
        raise ReadError(f"no complete e-book: {_CONTAINER} is missing from it; get it again")
    root = xhtml.xml(unpacking.read(_CONTAINER), _CONTAINER)
    paths = [resolved("", one.get("full-path", ""))[0] for one in root.iter("{*}rootfile")]
    found = next((path for path in paths if path in unpacking.names), None)
    if found is None:
        raise ReadError(f"damaged: the package document that {_CONTAINER} names is missing; get it again")
    return found


def _items(root: Any, path: str, names: tuple[str, ...]) -> Mapping[str, _Item]:
    """The manifest by its ids; a file is found also where only the case of its name is wrong."""
    actual = {name.casefold(): name for name in names} | {name: name for name in names}
    found: dict[str, _Item] = {}
    for one in root.iter("{*}item"):
        target, _ = resolved(path, one.get("href", ""))
        target = actual.get(target) or actual.get(target.casefold()) or target
        properties = frozenset(one.get("properties", "").lower().split())
        found[one.get("id", "")] = _Item(target, one.get("media-type", "").strip().lower(), properties)
    return found


def _refuse_protected(unpacking: Unpacking, spine: tuple[str, ...]) -> None:
    if _ENCRYPTION not in unpacking.names:
        return
    root = xhtml.xml(unpacking.read(_ENCRYPTION), _ENCRYPTION)
    if _encrypted(root) & set(spine):
        raise ReadError("protected by digital rights management (DRM); get it without and add that")


def _encrypted(root: Any) -> Set[str]:
    """The files that are encrypted in a way that hides them."""
    found: set[str] = set()
    for entry in root.iter("{*}EncryptedData"):
        method = next((one.get("Algorithm") for one in entry.iter("{*}EncryptionMethod")), None)
        if method not in _FONT_METHODS:
            found |= {resolved("", one.get("URI", ""))[0] for one in entry.iter("{*}CipherReference")}
    return found
