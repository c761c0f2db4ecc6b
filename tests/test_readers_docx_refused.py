"""Word documents that cannot be read, and files that are none: each is one clear line."""

import io
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.word import reading as docx


def repacked(data: bytes, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A document with its text replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for member in old.namelist():
            new.writestr(member, content if member == "word/document.xml" else old.read(member))
    return out.getvalue()


def whole() -> bytes:
    """A sound document."""
    document = Document()
    document.add_paragraph("Dunmarsh opens its ferry again", "Title")
    document.add_paragraph("The ferry sailed on Monday for the first time in eleven years.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WHOLE = whole()


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_document_cut_off_is_one_line(share: float) -> None:
    """Without its end there is no table of what is in it."""
    with pytest.raises(ReadError, match=r"^damaged or cut off: [^\n]*get it again$"):
        docx.read(WHOLE[: int(share * len(WHOLE))])


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(WHOLE) - 1), junk=st.binary(min_size=1, max_size=20))
def test_any_damage_is_read_or_refused(at: int, junk: bytes) -> None:
    """Whichever bytes are wrong, there is an article, or an error of ours."""
    with suppress(ReadError):
        docx.read(WHOLE[:at] + junk + WHOLE[at + len(junk) :])


def test_a_bomb_is_one_line_and_small() -> None:
    """A document whose text is two hundred megabytes of blanks."""
    start = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    bomb = repacked(WHOLE, start + b" " * 200 * 1024**2)
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"^a ZIP bomb: word/document.xml unpacks to over 200 times its size"):
        docx.read(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 70 * 1024**2


def test_more_tags_than_an_article_has_are_refused() -> None:
    """They would be a tree of half a gigabyte."""
    with pytest.raises(ReadError, match=r"^word/document.xml unpacks to more than 20 MB or two million tags"):
        docx.read(repacked(WHOLE, b"<a>" + b"<b/>" * 2_000_001 + b"</a>", zipfile.ZIP_STORED))


def test_entities_unfold_nothing_and_open_no_file() -> None:
    """Neither a thousand laughs nor a file of the reader's machine get into the text."""
    laughs = "".join(f'<!ENTITY l{at + 1} "{f"&l{at};" * 10}">' for at in range(9))
    xml = (
        f'<!DOCTYPE d [<!ENTITY l0 "laugh">{laughs}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>Before &l9; &file; after</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    with suppress(ReadError):
        (found,) = docx.read(repacked(WHOLE, xml.encode()))
        assert len(found.text) < 100
        assert "laugh" not in found.text


def test_nesting_without_end_is_refused() -> None:
    """Ten thousand tables in each other."""
    xml = f"<w:document {nsdecls('w')}><w:body>".encode() + b"<w:tbl><w:tr><w:tc>" * 10_000
    with pytest.raises(ReadError, match=r"^a damaged Word document: word/document.xml is not XML"):
        docx.read(repacked(WHOLE, xml))


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
    return out.getvalue()


PACKAGE = (
    b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    b"<Relationship Id='r' Target='x.xml'"
    b" Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/>"
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"notes.txt": b"A goat."}), r"^a ZIP archive and no Word document"),
        (archive({"[Content_Types].xml": b"<Types/>"}), r"^a damaged Word document: its text"),
        (archive({"_rels/.rels": PACKAGE, "x.xml": b"<workbook/>"}), r"^a spreadsheet or presentation"),
        (
            archive({"_rels/.rels": b"<broken", "x.xml": b"<a/>"}),
            r"^a damaged Word document: _rels/.rels",
        ),
        (archive({"_rels/.rels": PACKAGE, "x.xml": b""}), r"^a damaged Word document: x.xml is not XML"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            r"^an old Word or Office document; save it as DOCX",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            r"^an encrypted Word document that needs a password",
        ),
        (b"A goat.", r"^not a Word document"),
    ],
)
def test_what_is_no_word_document_is_refused_by_name(data: bytes, reason: str) -> None:
    """Whatever its suffix says."""
    with pytest.raises(ReadError, match=reason):
        docx.read(data)
