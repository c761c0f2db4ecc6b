"""Mailboxes, written by the standard library and by hand as other programs write them."""

import datetime as dt
import mailbox
from pathlib import Path

import pytest
from letters import BUDGET, FLOOD, LIBRARY, letter, mbox, newsletter

from index.errors import ReadError
from index.readers import file_contents
from index.readers.dispatch import read
from index.walk import walk

FLOODED = "\n\n".join(FLOOD)


def by_hand(*messages: bytes, line: str = "From ines@mail.example Mon Mar  4 23:30:00 2024") -> bytes:
    """Messages under a line each, as they are."""
    return b"".join(f"{line}\n".encode() + message + b"\n\n" for message in messages)


def test_every_message_is_an_article(tmp_path: Path) -> None:
    """In order; one without text is named by its place and subject, and loses no other."""
    path = mbox(
        tmp_path, [newsletter(), letter("", Subject="Empty"), letter("\n\n".join(BUDGET), Subject="Budget")]
    )
    found = read(path)

    assert [one.title for one in found.articles] == ["Tansel in the morning: flood at the old mill", "Budget"]
    assert [one.date for one in found.articles] == [dt.date(2024, 3, 4)] * 2
    assert found.skipped == ("message 2 (Empty): no text of its own in this message; leave it out",)
    assert found.notice == f"1 of 3 parts skipped: {found.skipped[0]}"


def test_lines_that_begin_with_from_part_nothing(tmp_path: Path) -> None:
    """Whether the writer of the mailbox escaped them or not, and however often."""
    text = "From the hill you see all of it.\n\nFrom Monday on the road is closed.\n\n" + FLOODED
    written = mbox(tmp_path, [letter(text)])
    assert b"\n>From the hill" in written.read_bytes()
    assert [one.text for one in read(written).articles] == [text]

    bare = tmp_path / "bare.mbox"
    bare.write_bytes(by_hand(letter(text).as_bytes(), letter(FLOODED).as_bytes()))
    assert [one.text for one in read(bare).articles] == [text, FLOODED]

    twice = tmp_path / "twice.mbox"
    twice.write_bytes(by_hand(letter(">>From here it was quoted.\n\n" + FLOODED).as_bytes()))
    assert read(twice).articles[0].text.endswith(f"From here it was quoted.\n\n{FLOODED}")


@pytest.mark.parametrize(
    "line",
    [
        "From MAILER-DAEMON Mon Mar  4 23:30:00 2024",
        "From - Mon Mar 04 23:30:00 2024",
        "From 1792345@xxx Mon Mar 04 23:30:00 +0000 2024",
        "From ines@mail.example Mon, 04 Mar 2024 23:30:00 -0800",
        "From ines@mail.example",
        "From ???@??? Mon Mar 04 23:30:00 2024",
    ],
)
def test_the_lines_of_many_programs_are_known(tmp_path: Path, line: str) -> None:
    """Whatever the file is called, and with one message or two."""
    for count in (1, 2):
        path = tmp_path / "Inbox"
        path.write_bytes(by_hand(*[letter(FLOODED).as_bytes()] * count, line=line))

        assert [one.text for one in read(path).articles] == [FLOODED] * count
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert [one.text for one in read(path).articles] == [FLOODED] * count


def test_a_walk_finds_a_mailbox_without_a_suffix(tmp_path: Path) -> None:
    """And no other file without one."""
    (tmp_path / "Inbox").write_bytes(by_hand(newsletter().as_bytes()))
    (tmp_path / "notes").write_text("From the hill you see all of Tansel.")
    (tmp_path / "letter.eml").write_bytes(newsletter().as_bytes())

    assert [path.name for path in walk([tmp_path]).files] == ["Inbox", "letter.eml"]


def test_what_was_deleted_is_left_out(tmp_path: Path) -> None:
    """Thunderbird leaves it in the file until that is compacted."""
    kept, gone = letter(FLOODED, Subject="Kept"), letter(FLOODED, Subject="Gone")
    kept["X-Mozilla-Status"], gone["X-Mozilla-Status"] = "0001", "0009"
    path = mbox(tmp_path, [gone, kept])

    assert [one.title for one in read(path).articles] == ["Kept"]
    assert read(path).skipped == ()


def test_a_digest_is_its_messages(tmp_path: Path) -> None:
    """As lists send them, several in one message."""
    parts = [
        letter("\n\n".join(text), Subject=title) for title, text in (("Flood", FLOOD), ("Library", LIBRARY))
    ]
    body = b"".join(b"--b\n\n" + part.as_bytes() + b"\n" for part in parts) + b"--b--\n"
    top = b"From: list@mail.example\nTo: reader@mail.example\nSubject: Digest\nMIME-Version: 1.0\n"
    path = tmp_path / "digest.eml"
    path.write_bytes(top + b"Content-Type: multipart/digest; boundary=b\n\n" + body)

    assert [one.title for one in read(path).articles] == ["Flood", "Library"]


def test_a_mailbox_larger_than_any_article_is_read(tmp_path: Path) -> None:
    """Message by message; one that is itself too large is named, and loses no other."""
    large = letter("See attached.", Subject="Large")
    large.add_attachment(bytes(40_000_000), maintype="image", subtype="png", filename="a.png")
    path = mbox(tmp_path, [newsletter(), large, letter(FLOODED)])
    assert path.stat().st_size > file_contents._MOST_BYTES
    found = read(path)

    assert [one.text for one in found.articles][1:] == [FLOODED]
    assert [line.partition(":")[0] for line in found.skipped] == ["message 2 (Large)"]
    assert "too large (52 MB, at most 50); save its text" in found.skipped[0]


def test_a_mailbox_without_an_article_is_one_line(tmp_path: Path) -> None:
    """Which names the first reason."""
    with pytest.raises(ReadError, match=r"a mailbox without an article: message 1 \(Empty\): no text"):
        read(mbox(tmp_path, [letter("", Subject="Empty")]))
    empty = tmp_path / "empty.mbox"
    box = mailbox.mbox(empty)
    box.flush()
    box.close()
    with pytest.raises(ReadError, match="empty"):
        read(empty)
