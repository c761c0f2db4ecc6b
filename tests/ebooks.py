"""E-books as the tests need them, written by the specifications of EPUB 2 and EPUB 3."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from index.readers.draft import Draft
from index.readers.ebook import reading as epub

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
METADATA = (
    "<dc:title>A History of Tansel</dc:title><dc:creator>Jane Doe</dc:creator>"
    "<dc:language>en-GB</dc:language><dc:date>2019-05-14</dc:date>"
    '<meta property="dcterms:modified">2023-01-01T00:00:00Z</meta>'
)
RIVER = "The river rose in the night and by four in the morning it had come over the quay at the lower town."
CREWS = "Crews came at once from nine stations and worked until noon to keep the substation dry."
MARKET = "The market moved to the upper square in the spring, and the traders never went back to the quay."
BRIDGE = (
    "The new bridge was opened by the mayor on a wet day in June, two years later than had been promised."
)


def html(body: str, *, head: str = "", attributes: str = "") -> str:
    """A page of a book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>page</title>{head}</head>'
        f"<body {attributes}>{body}</body></html>"
    )


def paragraphs(*texts: str) -> str:
    """Paragraphs of a page."""
    return "".join(f"<p>{text}</p>" for text in texts)


def package(
    spine: Sequence[str], *, version: str = "3.0", metadata: str = METADATA, items: str = "", after: str = ""
) -> str:
    """A package document for these pages; `after` follows the spine."""
    manifest = "".join(
        f'<item id="p{number}" href="{quote(path)}" media-type="application/xhtml+xml"/>'
        for number, path in enumerate(spine)
    )
    refs = "".join(f'<itemref idref="p{number}"/>' for number in range(len(spine)))
    return (
        f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="{version}">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{metadata}</metadata><manifest>{manifest}{items}</manifest>"
        f'<spine toc="ncx">{refs}</spine>{after}</package>'
    )


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """The files as an EPUB: the media type first and not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def book(
    pages: Mapping[str, str], toc: str | None = None, *, landmarks: str = "", metadata: str = METADATA
) -> bytes:
    """A book of EPUB 3; `toc` is the list of its navigation document, where it has one."""
    files: dict[str, str | bytes] = {"META-INF/container.xml": CONTAINER}
    items = ""
    if toc is not None:
        items = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        nav = f'<nav epub:type="toc"><h1>Contents</h1><ol>{toc}</ol></nav>'
        files["OEBPS/nav.xhtml"] = html(f'{nav}<nav epub:type="landmarks"><ol>{landmarks}</ol></nav>')
    files["OEBPS/book.opf"] = package(list(pages), items=items, metadata=metadata)
    return zipped(files | {f"OEBPS/{path}": text for path, text in pages.items()})


def book2(pages: Mapping[str, str], points: str, *, guide: str = "", metadata: str = METADATA) -> bytes:
    """A book of EPUB 2; `points` is the map of its NCX."""
    ncx = (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
        '"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd"><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" '
        f'version="2005-1"><docTitle><text>Tansel</text></docTitle><navMap>{points}</navMap></ncx>'
    )
    item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    opf = package(list(pages), version="2.0", items=item, after=f"<guide>{guide}</guide>", metadata=metadata)
    files = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf, "OEBPS/toc.ncx": ncx}
    return zipped(files | {f"OEBPS/{path}": text for path, text in pages.items()})


def link(href: str, title: str, below: str = "") -> str:
    """An entry of a navigation document."""
    return f'<li><a href="{href}">{title}</a>{f"<ol>{below}</ol>" if below else ""}</li>'


def point(href: str, title: str, below: str = "") -> str:
    """An entry of an NCX."""
    return f'<navPoint><navLabel><text>{title}</text></navLabel><content src="{href}"/>{below}</navPoint>'


def only(body: str) -> Draft:
    """The one chapter of a book that holds one page."""
    (draft,) = epub.read(book({"a.xhtml": html(body)}))
    return draft
