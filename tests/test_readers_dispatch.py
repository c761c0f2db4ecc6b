"""Files as they lie in a folder."""

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


def test_the_suffixes_are_those_of_the_four_formats() -> None:
    """A folder walk picks up text, Markdown and HTML."""
    assert {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"} == SUFFIXES


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
        (b"%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"PK\x03\x04....word/document.xml", "a Word document"),
        (b"PK\x03\x04....other", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (b"text\x00\x01\x02\x03\x00 and more", "binary data"),
        (bytes(range(1, 9)) * 40, "binary data"),
        (b"\x00\x01\x02\xff" * 50, "binary data"),
        (b"", "empty"),
        (b" \n\t\n ", "empty"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "a news feed"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    """The reason says what the file is, whatever it is called."""
    path = tmp_path / "article.txt"
    path.write_bytes(content)

    with pytest.raises(ReadError, match=reason):
        read(path)


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
