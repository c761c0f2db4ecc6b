"""A folder of many files in many formats, as people collect them, made of invented articles."""

import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from benchmarking.prose import MadeArticle, Prose
from benchmarking.vocabulary import plain_words

SEED = 11
SHARES = (
    ("html", 9),
    ("txt", 5),
    ("md", 2),
    ("pdf", 1),
    ("docx", 1),
    ("epub", 1),
    ("json", 1),
)
"""Of every twenty files."""
IN_FOLDER = 500
_NAV = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(40)) + "</ul></nav>"
_RELATED = "<aside><h3>Related</h3>" + "<p><a href='/x'>Read this too</a></p>" * 12 + "</aside>"
_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def make_collection(folder: Path, files: int) -> None:
    """Write so many files into folders of 500; what is there already is left as it is."""
    prose = Prose(plain_words(), seed=SEED)
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    for number in range(files):
        kind = kinds[number % len(kinds)]
        path = folder / f"{number // IN_FOLDER:03}" / f"{number:05}.{kind}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            article = prose.article(number, paragraphs=12, words=55)
            path.write_bytes(WRITERS[kind](article))


def as_text(article: MadeArticle) -> bytes:
    """Return an article as plain text."""
    return article.file().encode()


def as_markdown(article: MadeArticle) -> bytes:
    """Return an article with front matter."""
    head = f"---\ntitle: {json.dumps(article.title)}\nauthor: {article.byline}\ndate: {article.day}\n---\n\n"
    return (head + article.text).encode()


def as_page(article: MadeArticle) -> bytes:
    """Return a web page with menus, scripts and boxes around the article."""
    title = html.escape(article.title)
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in article.paragraphs)
    script = "<script>" + "var data = [1, 2, 3];" * 400 + "</script>"
    return (
        f"<!doctype html><html lang='en'><head><title>{title} – The Courier</title>{script}"
        f"<meta property='article:published_time' content='{article.day}T08:00:00Z'></head><body>{_NAV}"
        f"<main><article><h1>{title}</h1><p class='byline'>By {article.byline}</p>{body}</article></main>"
        f"{_RELATED}<footer>All rights reserved</footer>{script}</body></html>"
    ).encode()


def as_pdf(article: MadeArticle) -> bytes:
    """Return the pages an office would print."""
    from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

    styles, out = getSampleStyleSheet(), io.BytesIO()
    parts = [Paragraph(html.escape(article.title), styles["Title"])]
    parts += [Paragraph(html.escape(text), styles["BodyText"]) for text in article.paragraphs]
    SimpleDocTemplate(out, invariant=True).build(parts)
    return out.getvalue()


def as_word(article: MadeArticle) -> bytes:
    """Return a Word document."""
    from docx import Document

    document, out = Document(), io.BytesIO()
    document.add_heading(article.title, 0)
    for paragraph in article.paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def as_book(article: MadeArticle) -> bytes:
    """Return an e-book of one chapter."""
    title, out = html.escape(article.title), io.BytesIO()
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in article.paragraphs)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        "<dc:language>en</dc:language></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    page = (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{body}</body></html>"
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("book.opf", package)
        archive.writestr("a.xhtml", page)
    return out.getvalue()


def as_record(article: MadeArticle) -> bytes:
    """Return an article as an interface gives it."""
    told = {"headline": article.title, "body": article.text, "published": str(article.day)}
    return json.dumps(told | {"author": article.byline}).encode()


WRITERS: dict[str, Callable[[MadeArticle], bytes]] = {
    "txt": as_text,
    "md": as_markdown,
    "html": as_page,
    "pdf": as_pdf,
    "docx": as_word,
    "epub": as_book,
    "json": as_record,
}
