"""Files as they lie in a folder."""

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.dispatch import SUFFIXES, read

PROSE = "The river rose in the night. Crews came at dawn.\n\nNobody was hurt, the mayor said."
PAGE = (
    "<!DOCTYPE html><html><head><title>Flood</title></head>"
    f"<body><h1>Flood</h1><p>{PROSE * 3}</p></body></html>"
)


def test_a_walk_picks_up_the_files_of_every_format() -> None:
    """And none of what only other programs read."""
    assert {".txt", ".md", ".html", ".pdf", ".docx", ".epub", ".zip", ".json", ".jsonl"} <= SUFFIXES
    assert {".eml", ".mbox", ".mht", ".mhtml"} <= SUFFIXES
    assert SUFFIXES.isdisjoint({".png", ".xlsx", ".gz", ".py", ".css", ".js"})


def test_a_file_without_a_title_is_named_after_itself(tmp_path: Path) -> None:
    """Hyphens become spaces, and no sentence is lost."""
    path = tmp_path / "the-night-of-the-flood.txt"
    path.write_text(PROSE)
    reading = read(path)

    assert reading.notice is None
    (article,) = reading.articles
    assert (article.title, article.text, article.path) == ("The night of the flood", PROSE, str(path))
    assert (article.added, article.story) == (None, None)


def test_content_outranks_the_name(tmp_path: Path) -> None:
    """A page saved as .txt is still a page, and Markdown is known by its front matter."""
    page, marked = tmp_path / "a.txt", tmp_path / "b.txt"
    page.write_text(PAGE)
    marked.write_text(f"---\ntitle: Flood\nlang: en\n---\n\n{PROSE}")

    assert "<" not in read(page).articles[0].text
    assert read(marked).articles[0].title == "Flood"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n1 0 obj", "a damaged PDF"),
        (b"PK\x03\x04....word/document.xml", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word|old Office"),
        (b"PK\x03\x04....other", "damaged or cut off"),
        (b"PK\x03\x04....xl/workbook.xml", "a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (b"text\x00\x01\x02\x03\x00 and more", "binary data"),
        (bytes(range(1, 9)) * 40, "binary data"),
        (b"\x00\x01\x02\xff" * 50, "binary data"),
        (b"", "empty"),
        (b" \n\t\n ", "empty"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "feed"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    """The reason says what the file is, whatever it is called."""
    path = tmp_path / "article.txt"
    path.write_bytes(content)

    with pytest.raises(ReadError, match=reason):
        read(path)


def test_a_zip_is_read_file_by_file(tmp_path: Path) -> None:
    """A file that cannot be read is named and loses no other; an untitled text is called after its file."""
    path = tmp_path / "saved.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("2024/the-flood.txt", PROSE)
        packed.writestr("report.pdf", "%PDF-1.7 and nothing more")
        packed.writestr("page.html", PAGE)
        records = ({"title": "Fire", "text": PROSE}, {"title": "None"})
        packed.writestr("news.jsonl", "\n".join(map(json.dumps, records)))
        packed.writestr("notes.xlsx", b"left out")
    reading = read(path)

    assert [article.title for article in reading.articles] == ["The flood", "Flood", "Fire"]
    assert {article.path for article in reading.articles} == {str(path)}
    assert [line.partition(":")[0] for line in reading.skipped] == ["report.pdf", "news.jsonl"]
    assert reading.notice is not None
    assert reading.notice.startswith("2 of 5 parts skipped: report.pdf: a damaged PDF")


def test_a_zip_of_nothing_to_read_is_refused(tmp_path: Path) -> None:
    """Whether it holds other things or only broken ones."""
    for name, reason in (("a.png", "without a file that could be"), ("a.pdf", "a.pdf: a damaged PDF")):
        path = tmp_path / "saved.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(name, "%PDF-1.7")
        with pytest.raises(ReadError, match=reason):
            read(path)


def test_a_text_about_pdf_is_a_text(tmp_path: Path) -> None:
    """What a PDF begins with may be written about."""
    path = tmp_path / "a.txt"
    path.write_text(f"A file that begins with %PDF- is a PDF. {PROSE}")
    assert "begins with %PDF-" in read(path).articles[0].text


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    """Neither a folder nor a path without a file is an article."""
    with pytest.raises(ReadError, match="a folder"):
        read(tmp_path)
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "none.txt")


def test_a_page_without_prose_is_refused(tmp_path: Path) -> None:
    """A page of menus holds no article."""
    path = tmp_path / "menu.html"
    path.write_text(
        "<html><head><title>Home</title></head><body><nav><a href='/'>Home</a></nav></body></html>"
    )

    with pytest.raises(ReadError, match="no article text"):
        read(path)


def test_an_old_encoding_is_noticed(tmp_path: Path) -> None:
    """The reader is told that the file was not UTF-8."""
    path = tmp_path / "a.txt"
    path.write_bytes(("“Nobody was hurt”, the mayor said at the café. " * 4).encode("cp1252"))

    assert read(path).notice == "not UTF-8; read as windows-1252"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    suffix=st.sampled_from(sorted(SUFFIXES)),
)
def test_any_file_is_read_or_refused(tmp_path: Path, data: bytes, suffix: str) -> None:
    """Whatever a file holds and is called, it gives articles with text, or a foreseen error."""
    path = tmp_path / f"any{suffix}"
    path.write_bytes(data)
    try:
        articles = read(path).articles
    except ReadError:
        return
    assert all(article.text.strip() and article.title for article in articles)
