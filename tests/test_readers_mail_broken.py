"""E-mail that is broken, enormous or none at all."""

import base64
import gzip
import json
import re
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters import BUDGET, FLOOD, header, letter, newsletter

from index.errors import ReadError
from index.readers.dispatch import Reading, read
from index.readers.mail import signs

NEWS = Path(__file__).parents[1].parent / "shared" / "eval" / "news" / "articles.jsonl.gz"
HEADER = (
    b"From: Ines Marel <ines@mail.example>\nTo: reader@mail.example\nSubject: Flood\n"
    b"Date: Mon, 04 Mar 2024 23:30:00 -0800\nMIME-Version: 1.0\n"
)
TEXT = "\n\n".join((*FLOOD, *BUDGET))
PLAIN = b"Content-Type: text/plain\n\n" + TEXT.encode()


def reading(folder: Path, data: bytes, name: str = "letter.eml") -> Reading:
    """What a file of that name with these bytes gives."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def nested(depth: int) -> bytes:
    """A text in so many multiparts."""
    opened = (b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (at, at) for at in range(depth))
    return HEADER + b"".join(opened) + PLAIN


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: multipart/mixed\n\n--abc\n" + PLAIN + b"\n--abc--\n",
        b"Content-Type: multipart/mixed; boundary=other\n\n--abc\n" + PLAIN + b"\n--abc--\n",
        b"Content-Type: multipart/mixed; boundary=abc\n\n--abc\n" + PLAIN,
        b"Content-Type: multipart/mixed; boundary=abc\n\n" + TEXT.encode(),
        b"Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: none\n\n" + TEXT.encode(),
        b"Content-Type: nonsense\n\n" + TEXT.encode(),
        b"Content-Type: ;;;=\nContent-Disposition: ===\n\n" + TEXT.encode(),
        b"X-Long: " + b"a" * 3_000_000 + b"\n\n" + TEXT.encode(),
        b"".join(b"X-%d: a\n" % number for number in range(20_000)) + b"\n" + TEXT.encode(),
    ],
    ids="no-boundary other-boundary no-end no-parts odd-charset odd-type odd-fields long many".split(),
)
def test_what_is_broken_is_read_as_far_as_it_goes(tmp_path: Path, body: bytes) -> None:
    """Its text is whole, and its subject and day are known."""
    (found,) = reading(tmp_path, HEADER + body).articles

    assert (found.text, found.title, found.date is not None) == (TEXT, "Flood", True)


@pytest.mark.parametrize("left", range(398, 402))
def test_base64_that_breaks_off_gives_what_came(tmp_path: Path, left: int) -> None:
    """Wherever in a group of four letters."""
    packed = base64.b64encode(TEXT.encode())[:left]
    (found,) = reading(tmp_path, HEADER + b"Content-Transfer-Encoding: base64\n\n" + packed).articles

    assert TEXT.startswith(found.text)
    assert len(found.text) > 280


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEADER + b"\n", "no text of its own"),
        (HEADER + b"Content-Type: multipart/mixed; boundary=abc\n\n", "no text of its own"),
        (HEADER + b"Content-Type: image/png\n\nx", "no text of its own"),
        (HEADER + b'Content-Type: application/zip; name="../a.zip"\n\nx', r"attached \(a.zip\); save that"),
        (HEADER + b"Content-Type: multipart/encrypted; boundary=a\n\n--a\n" + PLAIN, "^encrypted"),
        (HEADER + b"\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "^encrypted"),
        (
            HEADER
            + b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\n"
            + PLAIN,
            "server's report",
        ),
        (HEADER + b"\nThank you for registering. You will receive a confirmation e-mail.\n", "only a notice"),
        (nested(100), "more than 30 deep"),
        (nested(1_000), "more than 30 deep"),
        (nested(20_000), "too many parts|more than 30 deep|more than 5,000 parts"),
        (
            HEADER + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 6_000,
            "more than 5,000 parts",
        ),
        (HEADER + b"\n" + b"Rain fell on Tansel. " * 600_000, "13 MB of text"),
    ],
)
def test_what_holds_no_article_is_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    """Which says why, in a second or two."""
    began = time.monotonic()
    with pytest.raises(ReadError, match=reason) as refused:
        reading(tmp_path, data)

    assert "\n" not in str(refused.value)
    assert time.monotonic() - began < 20


def test_a_server_report_is_none_of_its_letters(tmp_path: Path) -> None:
    """Though it brings the one that could not be delivered along."""
    report = b"Content-Type: multipart/report; report-type=delivery-status; boundary=abc\n\n--abc\n" + PLAIN
    sent = b"\n--abc\nContent-Type: message/rfc822\n\n" + newsletter().as_bytes() + b"\n--abc--\n"
    with pytest.raises(ReadError, match="server's report"):
        reading(tmp_path, HEADER + report + sent)


def test_html_of_a_hundred_thousand_tags_is_read(tmp_path: Path) -> None:
    """Deeper than a parser goes."""
    page = b"<div>" * 100_000 + f"<p>{TEXT}</p>".encode() + b"</div>" * 100_000
    (found,) = reading(tmp_path, HEADER + b"Content-Type: text/html\n\n" + page).articles

    assert FLOOD[1] in found.text


def test_a_large_attachment_is_passed_over(tmp_path: Path) -> None:
    """The letter around it is read, and it is named if it could have been an article."""
    packed = base64.encodebytes(b"%PDF-1.7\n" + bytes(30_000_000))
    mixed = b"Content-Type: multipart/mixed; boundary=abc\n\n--abc\n" + PLAIN + b"\n--abc\n"
    attached = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n" + packed
    found = reading(tmp_path, HEADER + mixed + attached + b"\n--abc--\n")

    assert [one.text for one in found.articles] == [TEXT]
    assert [line[:17] for line in found.skipped] == ["attachment a.pdf:"]


def test_attachments_are_bounded(tmp_path: Path) -> None:
    """Twenty files are read, and each of the others is named."""
    message = letter("See attached.")
    for number in range(23):
        message.add_attachment(f"{TEXT} {number}", filename=f"{number}.txt")
    found = reading(tmp_path, message.as_bytes())

    assert len(found.articles) == 20
    assert [line.partition(":")[0] for line in found.skipped] == [
        f"attachment {at}.txt" for at in (20, 21, 22)
    ]


def test_messages_in_messages_are_bounded(tmp_path: Path) -> None:
    """However they are attached: as messages, or as files of messages."""
    for as_file in (False, True):
        message = newsletter()
        for _ in range(8):
            outer = letter("See below.")
            if as_file:
                data = message.as_bytes()
                outer.add_attachment(data, maintype="application", subtype="x-mail", filename="a.eml")
            else:
                outer.add_attachment(message)
            message = outer
        found = reading(tmp_path, message.as_bytes())

        assert [one.text for one in found.articles] == ["See below."]
        assert ["more than 5 deep" in line for line in found.skipped] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "From the hill you see all of Tansel.",
        "From: the hill\n\nYou see all of Tansel.",
        "From Monday 4 March 2024 the bridge is closed.\n\nNobody knows for how long: it is old.",
        "Subject: The flood\n\nThe river rose.",
        "Subject: The flood\nDate: 4 March 2024\n\nThe river rose.",
        "Title: The flood\nAuthor: Ines Marel\nDate: 2024-03-04\nSource: Courier\n\nThe river rose.",
        "---\ntitle: The flood\ndate: 2024-03-04\nfrom: ines@mail.example\n---\n\nThe river rose.",
        "To: whom it may concern\n\nThe river rose.",
        "",
        "\n",
        ":",
    ],
)
def test_a_text_that_begins_like_mail_is_none(text: str) -> None:
    """A message has an address in its "From" and what mail programs write beside it."""
    assert signs.posted(text.encode(), ".txt") is None


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (newsletter().as_bytes(), ".txt"),
        (newsletter().as_bytes(), ""),
        (b"Subject: The flood\n\nIt rose.", ".eml"),
    ],
)
def test_a_message_is_known_by_its_header(data: bytes, suffix: str) -> None:
    """Whatever the file is called; the suffix makes up for fields that are not there."""
    assert signs.posted(data, suffix) == "message"
    assert signs.posted(b"\xef\xbb\xbf\r\n" + data.replace(b"\n", b"\r\n"), suffix) == "message"


def test_no_news_article_is_taken_for_mail() -> None:
    """Of 2,453 as they stand, under fields, and under front matter."""
    if not NEWS.exists():
        pytest.skip("the news articles are not beside this checkout, in ../shared/eval")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    taken = [
        form[:80]
        for article in articles
        for form in (
            article["text"],
            f"Title: {article['title']}\nDate: {article['date']}\n\n{article['text']}",
            f"Subject: {article['title']}\nDate: {article['date']}\n\n{article['text']}",
            f"---\ntitle: {article['title']}\ndate: {article['date']}\n---\n{article['text']}",
            f"From {article['text']}",
        )
        if signs.posted(form.encode(), ".txt")
    ]
    assert len(articles) > 2_000
    assert not taken


def test_a_header_field_is_no_way_out(tmp_path: Path) -> None:
    """Names of files and subjects are shown on one line, without what steers a terminal."""
    message = header(EmailMessage(), Subject="The\x1b[31m flood")
    message.set_content("See attached.")
    message.add_attachment("x", filename="..\\..\\\x1b[2Jnote.txt")
    found = reading(tmp_path, message.as_bytes())

    assert not re.search("[\x00-\x1f]", found.articles[0].title + "".join(found.skipped))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_gives_articles_or_a_foreseen_error(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes cut out, put in and turned into others, anywhere in a newsletter with an attachment."""
    message = newsletter()
    message.make_mixed()
    message.add_attachment(TEXT, filename="flood.txt")
    whole = bytearray(message.as_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(at, min(len(whole), at + 40)))
        whole[at:end] = data.draw(st.binary(max_size=20))
    try:
        found = reading(tmp_path, bytes(whole))
    except ReadError:
        return
    assert all(one.text.strip() and one.title.strip() for one in found.articles)
