"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.decoding import declared_charset, decode
from index.readers.kinds import refuse_binary

TEXT = "“No deal”, said the café’s owner. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_notice(encoding: str) -> None:
    """UTF-8, and anything with a byte order mark, is read silently."""
    decoded = decode(TEXT.encode(encoding))

    assert decoded.text == TEXT
    assert decoded.notice is None


def test_windows_text_is_read_and_said_so() -> None:
    """Curly quotes of windows-1252 survive, and a notice names the encoding."""
    decoded = decode((TEXT * 5).encode("cp1252"))

    assert decoded.text == TEXT * 5
    assert decoded.notice == "not UTF-8; read as windows-1252"


def test_other_alphabets_are_recognised() -> None:
    """Cyrillic text in its old encoding is found out from its letters."""
    text = "Жители города протестуют против нового закона о земле. " * 5

    assert decode(text.encode("cp1251")).text == text


def test_a_page_may_declare_its_charset() -> None:
    """The charset in a meta element is believed where the bytes are not UTF-8."""
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")

    assert "Łódź" in decode(page, declared_charset(page)).text


def test_a_broken_character_does_not_change_the_encoding() -> None:
    """UTF-8 cut in the middle of a character stays UTF-8, with a notice."""
    decoded = decode(("é" * 50).encode() + b"\xc3")

    assert decoded.text.startswith("é" * 50)
    assert decoded.notice is not None
    assert "could not be read" in decoded.notice


def test_all_line_ends_become_one() -> None:
    """Windows, old Macintosh and Unicode line ends are all a line feed."""
    assert decode("a\r\nb\rc\u2028d".encode()).text == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hyphen\u00ad\nated words", "hyphenated\nwords"),
        ("hyphen\u00ad \r\n  ated\r\nNext", "hyphenated\nNext"),
        ("un\u00ad\nhyphen\u00ad\nated words", "unhyphenated\nwords"),
        ("hyphen\u00ad\nat\u00aded words", "hyphenated\nwords"),
        ("An end.\u00ad\n\nNew", "An end.\n\nNew"),
    ],
)
def test_a_word_that_a_soft_hyphen_parts_is_whole(text: str, expected: str) -> None:
    """It stands in the line that it began in, and lines and paragraphs stay as many as they were."""
    assert decode(text.encode()).text == expected


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "nonsense", "base64", "cp1252", "utf-16"]))
def test_any_bytes_are_read_or_refused(data: bytes, declared: str | None) -> None:
    """No bytes raise anything but a foreseen error, and no text keeps a control character."""
    try:
        refuse_binary(data)
    except ReadError:
        return
    text = decode(data, declared).text
    assert not any(ord(character) < 32 and character not in "\n\t" for character in text)
