"""A Word document unpacked: its text, its styles, its lists, its notes and its properties, as XML."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.errors import ReadError
from index.readers.unpacking import Unpacking

_MOST_BYTES = 20 * 1024 * 1024
"""Of one XML file; a novel of five hundred pages has about 5 MB."""
_MOST_TAGS = 2_000_000
"""The same novel has about 200,000; each takes about 120 bytes of memory."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TAGS_OF_OTHERS = ("workbook", "presentation")


@dataclass(frozen=True, slots=True)
class Parts:
    """The roots of a document's files, lxml elements; `None` for one that it does not have."""

    document: Any
    styles: Any
    numbering: Any
    footnotes: Any
    endnotes: Any
    properties: Any


def load(data: bytes) -> Parts:
    """The parts of a Word document.

    Raises:
        ReadError: It is none, needs a password, is damaged, or unpacks beyond bounds.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ReadError("an encrypted Word document that needs a password; save it without one")
        raise ReadError("an old Word or Office document; save it as DOCX and add that")
    if not data.startswith(b"PK"):
        raise ReadError("not a Word document; save it as DOCX and add that")
    unpacking = Unpacking(data)
    package = _related(unpacking, "")
    name = package.get("officeDocument", "word/document.xml")
    if name not in unpacking.names:
        if "[Content_Types].xml" in unpacking.names:
            raise ReadError("a damaged Word document: its text is missing; get it again")
        raise ReadError("a ZIP archive and no Word document; give it the suffix .zip")
    document = _parsed(unpacking, name)
    if tag(document) != "document":
        kind = (
            "spreadsheet or presentation" if tag(document) in _TAGS_OF_OTHERS else "file of another program"
        )
        raise ReadError(f"a {kind}, not a Word document; save it as PDF or text and add that")
    related = _related(unpacking, name)

    def part(kind: str, names: Mapping[str, str]) -> Any:
        return _parsed(unpacking, names[kind]) if names.get(kind) in unpacking.names else None

    return Parts(
        document,
        part("styles", related),
        part("numbering", related),
        part("footnotes", related),
        part("endnotes", related),
        part("core-properties", package),
    )


def tag(element: Any) -> str:
    """An element's name without its namespace, of which there are two; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Any, name: str = "val") -> str | None:
    """The attribute of that name, in whichever namespace."""
    return next((found for key, found in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Any, *path: str) -> Any:
    """The first descendant along a path of names, or `None`."""
    for name in path:
        element = next((one for one in element if tag(one) == name), None)
        if element is None:
            return None
    return element


def _related(unpacking: Unpacking, name: str) -> dict[str, str]:
    """The files that a file refers to, by the last word of their type; "" is the package itself."""
    folder, own = posixpath.split(name)
    relations = posixpath.join(folder, "_rels", f"{own}.rels")
    if relations not in unpacking.names:
        return {}
    found: dict[str, str] = {}
    for one in _parsed(unpacking, relations):
        kind, target = (value(one, "Type") or "").rpartition("/")[2], value(one, "Target")
        if kind and target and value(one, "TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault(kind, path)
    return found


def _parsed(unpacking: Unpacking, name: str) -> Any:
    from lxml import etree

    data = unpacking.read(name)
    if len(data) > _MOST_BYTES or data.count(b"<") > _MOST_TAGS:
        raise ReadError(f"{name} unpacks to more than 20 MB or two million tags; split it into its articles")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"a damaged Word document: {name} is not XML; get it again") from error
