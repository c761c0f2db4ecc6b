"""XHTML and XML, sloppy or not, as trees: no entities, no network, bounded in size and depth."""

import re
from functools import lru_cache
from html.entities import html5
from typing import Any

from index.errors import ReadError
from index.readers.decoding import declared_charset, decode

_MOST_BYTES = 10 * 1024 * 1024
"""A long novel in one file has 4 MB; a tree takes up to forty times as much memory."""
_MOST_TAGS = 1_000_000
"""The same novel has 100,000."""
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{0,30};)")
_SELF_CLOSED = re.compile(r"<([A-Za-z][\w:.-]*)([^<>]*)/>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_MARKUP = re.compile(
    r"<(?:[A-Za-z][\w.-]{0,30}:)?(?:html|body|section|div|p|h[1-6]|pre|table|[uo]l|ncx|package)\b"
)
_TYPE = "{http://www.idpf.org/2007/ops}type"


def page(data: bytes, name: str) -> Any:
    """The root of a page, an lxml element: read as XML, and where it is none, as browsers read HTML.

    Args:
        data: The whole file.
        name: What to call it in an error.

    Raises:
        ReadError: It is too large, nested too deeply, or no page.
    """
    text = _text(data, name)
    if not _MARKUP.search(text):
        raise ReadError(f"damaged: {name} holds no page; get it again")
    tree = _xml(text, recover=False)
    return tree if tree is not None else _html(text, name)


def xml(data: bytes, name: str) -> Any:
    """The root of an XML file, an lxml element; what is not well formed in it is passed over.

    Args:
        data: The whole file.
        name: What to call it in an error.

    Raises:
        ReadError: It is too large, or there is no XML in it.
    """
    text = _text(data, name)
    tree = _xml(text, recover=False)
    if tree is None:
        tree = _xml(text, recover=True)
    if tree is None:
        raise ReadError(f"damaged: {name} is not XML; get it again")
    return tree


def tag(element: Any) -> str:
    """An element's name in lower case, without its namespace; empty for comments and the like."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def types(element: Any) -> frozenset[str]:
    """What an element says it is by `epub:type` and by its role, such as "chapter" or "noteref"."""
    said = (element.get(_TYPE), element.get("epub:type"), element.get("role"))
    return frozenset(word.removeprefix("doc-") for one in said if one for word in one.lower().split())


@lru_cache(1024)
def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def words(element: Any) -> str:
    """All text in an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _text(data: bytes, name: str) -> str:
    """The decoded file, its named entities replaced by their characters: the parsers are to know of none."""
    if len(data) > _MOST_BYTES:
        raise ReadError(
            f"{name} is a page of more than {_MOST_BYTES // 1024**2} MB; split it into its articles"
        )
    text = decode(data, declared_charset(data)).text
    if text.count("<") > _MOST_TAGS:
        raise ReadError(f"{name} has more than {_MOST_TAGS:,} tags; save its text as plain text instead")
    return _ENTITY.sub(lambda found: html5.get(found.group(1)) or f"&amp;{found.group(1)}", text)


def _xml(text: str, *, recover: bool) -> Any:
    """The root, or `None` where `text` is not well-formed XML, or nests deeper than 256."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        return etree.fromstring(text.lstrip().encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _html(text: str, name: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = etree.fromstring(_SELF_CLOSED.sub(_opened_and_closed, text).encode(), parser)
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        raise ReadError(f"damaged: {name} holds no page; get it again")
    if any("depth" in entry.message for entry in parser.error_log):  # it stops there without an error
        raise ReadError(f"{name} nests its elements thousands deep; save its text as plain text instead")
    return tree


def _opened_and_closed(found: re.Match[str]) -> str:
    """An element such as `<a id="p5"/>` as HTML writes it; read as HTML it would never end."""
    name, rest = found.groups()
    return found.group() if name.lower() in _VOID else f"<{name}{rest}></{name}>"
