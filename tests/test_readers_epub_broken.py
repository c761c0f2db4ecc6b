"""E-books that are damaged, protected or made to do harm."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from ebooks import (
    BRIDGE,
    CONTAINER,
    CREWS,
    MARKET,
    RIVER,
    book,
    html,
    link,
    only,
    package,
    paragraphs,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.ebook import reading as epub


def test_entities_of_a_document_type_are_not_expanded() -> None:
    """Neither those that grow without end, nor those that name a file."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    page = html(paragraphs(RIVER, CREWS, "&l9; &file;"))
    page = page.replace(
        "<!DOCTYPE html>", f'<!DOCTYPE html [{lol}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    )
    (draft,) = epub.read(book({"a.xhtml": page}))

    assert draft.text == f"{RIVER}\n\n{CREWS}\n\n&l9; &file;"


def test_obfuscated_fonts_are_no_protection() -> None:
    """Books with hidden fonts are read; books with hidden pages are refused in one line."""
    pages = {"OEBPS/a.xhtml": html(paragraphs(RIVER, CREWS))}
    files = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package(["a.xhtml"]), **pages}
    entry = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        '<enc:EncryptionMethod Algorithm="{}"/>'
        '<enc:CipherData><enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    fonts = entry.format("http://www.idpf.org/2008/embedding", "OEBPS/serif.otf")
    content = entry.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/a.xhtml")

    assert len(epub.read(zipped({**files, "META-INF/encryption.xml": fonts}))) == 1
    with pytest.raises(ReadError, match=r"^protected by digital rights management"):
        epub.read(zipped({**files, "META-INF/encryption.xml": content}))


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("META-INF/container.xml", r"^no complete e-book: META-INF/container\.xml is missing"),
        ("OEBPS/book.opf", r"^damaged: the package document .* is missing; get it again$"),
        ("OEBPS/b.xhtml", r"^damaged: OEBPS/b\.xhtml is missing from it; get it again$"),
    ],
)
def test_a_missing_file_is_one_line(missing: str, line: str) -> None:
    """A book that lacks a chapter is not read as if it were whole."""
    data = book({"a.xhtml": html(paragraphs(RIVER, CREWS)), "b.xhtml": html(paragraphs(BRIDGE, MARKET))})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name not in (missing, "mimetype")}

    with pytest.raises(ReadError, match=line):
        epub.read(zipped(files))


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"META-INF/container.xml": "no XML"}, r"^damaged: META-INF/container\.xml is not XML"),
        ({"OEBPS/book.opf": package([])}, r"^damaged: OEBPS/book\.opf names no page"),
        ({"OEBPS/a.xhtml": bytes(range(256)) * 9}, r"^damaged: OEBPS/a\.xhtml holds no page"),
        ({"OEBPS/a.xhtml": html('<img src="1.jpg"/>')}, r"^no text in this e-book"),
        (
            {"OEBPS/a.xhtml": html(paragraphs(*(f"{RIVER} {n}" for n in range(110_000))))},
            r"^OEBPS/a\.xhtml is a page of more than 10 MB",
        ),
        (
            {"OEBPS/a.xhtml": html(paragraphs(*map(str, range(510_000))))},
            r"^OEBPS/a\.xhtml has more than 1,000,000 tags",
        ),
        ({"OEBPS/a.xhtml": bytes(60 * 1024 * 1024)}, r"^(?:a ZIP bomb: )?OEBPS/a\.xhtml unpacks to"),
    ],
)
def test_a_broken_book_is_one_line(files: Mapping[str, str | bytes], line: str) -> None:
    """Whichever part of it is broken."""
    sound = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": package(["a.xhtml"]),
        "OEBPS/a.xhtml": html(paragraphs(RIVER, CREWS)),
    }

    with pytest.raises(ReadError, match=line):
        epub.read(zipped({**sound, **files}))


@given(
    st.sampled_from(["META-INF/container.xml", "OEBPS/book.opf", "OEBPS/nav.xhtml", "OEBPS/a.xhtml"]),
    st.data(),
)
@settings(deadline=None)
def test_any_damage_is_an_error_of_ours(name: str, draw: st.DataObject) -> None:
    """Whatever is cut out of a file or put into it, chapters come back or one line."""
    body = f'<h1 id="x">The flood</h1>{paragraphs(RIVER, CREWS)}<table><tr><td>a</td></tr></table>'
    data = book({"a.xhtml": html(body)}, link("a.xhtml#x", "The flood", link("a.xhtml", "At night")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {one: archive.read(one) for one in archive.namelist() if one != "mimetype"}
    start, end = sorted(draw.draw(st.integers(0, len(files[name]))) for _ in range(2))
    put = draw.draw(st.sampled_from([b"", b"<", b">", b"</ol>", b"&", b"\0", b"<ol><li>", b'"']))
    files[name] = files[name][:start] + put + files[name][end:]
    with suppress(ReadError):
        assert all(draft.text.strip() for draft in epub.read(zipped(files)))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_book_is_one_line(share: float) -> None:
    """A download that broke off."""
    data = book({f"{number}.xhtml": html(paragraphs(RIVER * number, CREWS)) for number in range(1, 30)})

    with pytest.raises(ReadError, match=r"^damaged or cut off: [^\n]*get it again$"):
        epub.read(data[: int(len(data) * share)])


@pytest.mark.parametrize("name", ["div", "span", "ul", "table", "blockquote"])
def test_elements_nested_a_hundred_thousand_deep_are_one_line(name: str) -> None:
    """Text that the parser would drop without a word is not dropped so; it ends soon and needs little."""
    deep = f"<{name}>" * 100_000 + RIVER + f"</{name}>" * 100_000
    data = book({"a.xhtml": html(f"{paragraphs(RIVER, CREWS)}{deep}")})
    begun = time.monotonic()
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"^OEBPS/a\.xhtml nests its elements thousands deep"):
        epub.read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert time.monotonic() - begun < 20
    assert most < 100 * 1024 * 1024


@pytest.mark.parametrize("element", ["p", "li", "a href='#x'"])
def test_elements_that_close_one_another_are_read_at_any_number(element: str) -> None:
    """A hundred thousand paragraphs without an end are no depth."""
    begun = time.monotonic()
    draft = only(f"{paragraphs(RIVER, CREWS)}{f'<{element}>' * 100_000}{MARKET}")

    assert draft.text == f"{RIVER}\n\n{CREWS}\n\n{MARKET}"
    assert time.monotonic() - begun < 60


def test_elements_nested_a_thousand_deep_are_read() -> None:
    """An editor that never closes its elements makes such pages."""
    deep = f"<div><i>{RIVER} " * 300

    assert only(f"{deep}{paragraphs(CREWS)}").text == f"{RIVER}\n\n" * 300 + CREWS
