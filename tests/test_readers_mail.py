"""E-mail: newsletters, letters, and what is passed on in them or attached to them."""

import datetime as dt
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import BUDGET, FLOOD, LIBRARY, STORIES, header, letter, news_page, newsletter, newsletter_page

from index.readers.dispatch import Reading, read
from index.readers.mail import facts, furniture
from index.readers.mail.facts import Sender
from index.readers.mail.headers import Address
from index.records import Article


def reading(folder: Path, message: EmailMessage | bytes) -> Reading:
    """What a saved message gives."""
    path = folder / "letter.eml"
    path.write_bytes(message if isinstance(message, bytes) else message.as_bytes())
    return read(path)


def article(folder: Path, message: EmailMessage | bytes) -> Article:
    """The one article in a message."""
    (found,) = reading(folder, message).articles
    return found


def whole(paragraphs: tuple[str, ...]) -> str:
    """Paragraphs as a body."""
    return "\n\n".join(paragraphs)


def test_a_newsletter_is_one_article(tmp_path: Path) -> None:
    """Its stories under their headings, without preview line, pixel, buttons and foot; its facts beside."""
    found = article(tmp_path, newsletter())

    assert found.text == "\n\n".join(whole((title, *prose)) for title, prose in STORIES)
    assert found.title == "Tansel in the morning: flood at the old mill"
    assert (found.authors, found.source, found.language) == ((), "The Tansel Courier", "en")
    assert (found.date, found.date_from) == (dt.date(2024, 3, 4), "metadata")
    assert found.url == "https://courier.example/letters/2024-03-05"


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Mon, 04 Mar 2024 23:30:00 -0800", dt.date(2024, 3, 4)),
        ("Tue, 5 Mar 2024 00:30:00 +1300", dt.date(2024, 3, 5)),
        ("4 Mar 2024 23:59 GMT", dt.date(2024, 3, 4)),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_day_is_that_of_whoever_sent_it(tmp_path: Path, stated: str, day: dt.date | None) -> None:
    """Wherever it is read; a clock that was never set states none."""
    data = newsletter(Date="").as_bytes()
    found = article(tmp_path, f"Date: {stated}\n".encode() + data)

    assert found.date == day
    assert found.date_from == ("metadata" if day else None)


def test_html_is_read_before_plain_text_unless_it_says_less(tmp_path: Path) -> None:
    """A page that only points to the web gives way to a plain text with the article."""
    message = header(EmailMessage())
    message.set_content(whole(FLOOD))
    message.add_alternative("<p>This newsletter needs a newer program.</p>", subtype="html")

    assert article(tmp_path, message).text == whole(FLOOD)


def test_a_letter_in_pieces_is_read_whole(tmp_path: Path) -> None:
    """As programs write it that part the HTML where a picture stands."""
    message = header(EmailMessage())
    message.set_content("See the pictures.")
    message.add_alternative("<p>" + "</p><p>".join(FLOOD) + "</p>", subtype="html")
    (_, page) = message.iter_parts()
    assert isinstance(page, EmailMessage)
    page.make_mixed()
    for text in BUDGET:
        page.add_attachment(f"<p>{text}</p>", subtype="html", disposition="inline")

    assert article(tmp_path, message).text == whole((*FLOOD, *BUDGET))


def test_what_services_write_around_a_post_is_no_body(tmp_path: Path) -> None:
    """Lines for subscribers, buttons, a day without its year, a street; a caption is kept as one."""
    page = (
        '<div class="preview" style="display:none">The council and the river</div>'
        "<p>Forwarded this email? <a href='https://x.example/s'>Subscribe here</a> for more</p>"
        "<h1><a href='https://marel.example/p/flood'>The night of the flood</a></h1>"
        "<table><tr><td><a href='https://marel.example/'>Ines Marel</a></td></tr>"
        "<tr><td>Mar 4</td></tr></table>"
        "<table><tr><td>Like</td><td>Comment</td><td>Restack</td></tr></table><a href='/app'>READ IN APP</a>"
        f"<p>{FLOOD[0]}</p><figure><img src='mill.jpg'><figcaption>The mill on Monday.</figcaption></figure>"
        f"<ul><li>A wall by 2026</li><li>A pump at the mill</li></ul><p>{FLOOD[1]}</p>"
        "<p>Thanks for reading Marel's Letter! Subscribe for free to receive new posts.</p>"
        "<p>You're currently a free subscriber to Marel's Letter.</p>"
        "<p>© 2024 Ines Marel<br>548 Weaver Street, Tansel, CA 94104<br><a href='/u'>Unsubscribe</a></p>"
    )
    message = header(
        EmailMessage(),
        From="Ines Marel from Marel's Letter <ines@marel.example>",
        Subject="The night of the flood",
        List_Unsubscribe="<https://marel.example/u>",
        Archived_At="<https://marel.example/p/flood>",
    )
    message.set_content(page, subtype="html")
    found = article(tmp_path, message)

    assert found.text == whole((FLOOD[0], "A wall by 2026\nA pump at the mill", FLOOD[1]))
    assert (found.authors, found.source) == (("Ines Marel",), "Marel's Letter")
    assert found.captions == ("The mill on Monday.",)
    assert found.url == "https://marel.example/p/flood"


def test_a_table_of_figures_stays_one(tmp_path: Path) -> None:
    """Unlike the tables that only place things."""
    rows = "".join(
        f"<tr><td>{year}</td><td>{height}</td></tr>" for year, height in ((2013, "2.1 m"), (2024, "3 m"))
    )
    message = header(EmailMessage())
    message.set_content(f"<p>{FLOOD[0]}</p><table>{rows}</table><p>{FLOOD[1]}</p>", subtype="html")

    assert article(tmp_path, message).text == whole((FLOOD[0], "2013 | 2.1 m\n2024 | 3 m", FLOOD[1]))


def test_a_plain_newsletter_loses_its_links_and_its_foot(tmp_path: Path) -> None:
    """And is joined where its program broke the lines."""
    text = (
        "View this email in your browser: https://courier.example/l/12\n\n"
        "=========================\n\nThe river Tansel rose by three metres in the night to Monday and\n"
        "broke its banks at the old mill. Forty houses\n<https://courier.example/mill> stand below the\n"
        "level of the road, and nobody knows how to\nkeep them dry when it rains again in spring.\n\n"
        "--------------------\n\nYou are receiving this email because you signed up.\n"
        "Unsubscribe: https://courier.example/u/1\n"
    )
    found = article(
        tmp_path, letter(text, From="The Tansel Courier <mail@courier.example>", List_Id="<l.example>")
    )

    assert found.text == (
        f"{FLOOD[0]} Forty houses stand below the level of the road, and nobody knows how to keep them dry "
        "when it rains again in spring."
    )
    assert (found.source, found.url) == ("The Tansel Courier", "https://courier.example/l/12")


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    """Where a line ends in a space, as RFC 3676 has it, and not elsewhere."""
    message = header(EmailMessage())
    text = "The river rose by \nthree metres.\n\nNobody was \nhurt.\n-- \nInes Marel\nFire brigade\n"
    message.set_content(text)
    message.set_param("format", "flowed")

    assert article(tmp_path, message).text == "The river rose by three metres.\n\nNobody was hurt."


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(
    ("charset", "stated"), [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("cp1252", "us-ascii")]
)
def test_any_charset_is_read_even_one_wrongly_stated(
    tmp_path: Path, encoding: str, charset: str, stated: str
) -> None:
    """However the bytes were packed."""
    text = "Im Café „Zur Mühle“ saß am Montag niemand – das Wasser stand einen Meter hoch, sagte der Wirt."
    message = header(EmailMessage())
    message.set_content(text.encode(charset), "text", "plain", cte=encoding)
    message.set_param("charset", stated)

    assert article(tmp_path, message).text == text


def test_japanese_in_seven_bits_is_read(tmp_path: Path) -> None:
    """Though every byte of it is ASCII; so is its subject."""
    message = header(EmailMessage(), Subject="")
    message["Subject"] = "洪水の夜"
    text = "川は夜に三メートル上がり、古い水車のそばで堤防を越えた。" * 3
    message.set_content(text, charset="iso-2022-jp")
    found = article(tmp_path, message)

    assert (found.title, found.text) == ("洪水の夜", text)


@pytest.mark.parametrize(
    "subject",
    [
        b"=?utf-8?B?RGllIE3D?=\n =?utf-8?B?vGhsZQ==?=",
        b"=?utf-8?Q?Die_M=C3?=\n =?utf-8?Q?=BChle?=",
        b"=?iso-8859-1?q?Die_M=FChle?=",
        "Die Mühle".encode(),
        "Die Mühle".encode("cp1252"),
        "Re: [EXTERN] WG: Die Mühle".encode(),
    ],
)
def test_subjects_are_decoded(tmp_path: Path, subject: bytes) -> None:
    """Coded, broken inside of a letter, or bare; what programs set before them goes."""
    data = letter(whole(FLOOD), Subject="").as_bytes()
    assert article(tmp_path, b"Subject: " + subject + b"\n" + data).title == "Die Mühle"


@pytest.mark.parametrize(
    ("name", "address", "bulk", "sender"),
    [
        ("The Tansel Courier", "briefing@courier.example", True, Sender((), "The Tansel Courier")),
        ("Ines Marel", "ines@mail.example", False, Sender(("Ines Marel",))),
        ("Ines Marel", "ines@mail.example", True, Sender(("Ines Marel",))),
        ("Ines Marel", "newsletter@mail.example", True, Sender((), "Ines Marel")),
        (
            "Ines Marel at The Tansel Courier",
            "i@courier.example",
            True,
            Sender(("Ines Marel",), "The Tansel Courier"),
        ),
        (
            "The Tansel Courier | Ines Marel",
            "i@courier.example",
            True,
            Sender(("Ines Marel",), "The Tansel Courier"),
        ),
        ("Marel, Ines", "ines.marel@mail.example", False, Sender(("Ines Marel",))),
        ("", "i@courier.example", False, Sender()),
    ],
)
def test_a_sender_is_an_author_a_source_or_both(name: str, address: str, bulk: bool, sender: Sender) -> None:
    """As a reader would say it."""
    assert facts.person_or_paper(Address(name, address), bulk=bulk) == sender


def test_a_list_is_the_source_of_what_a_person_writes_to_it(tmp_path: Path) -> None:
    """And its tag is no part of the title."""
    message = letter(
        whole(FLOOD),
        From="Ines Marel <noreply@lists.example>",
        List_Id="Tansel Talk <talk.lists.example>",
        Subject="[Tansel Talk] The wall",
    )
    found = article(tmp_path, message)

    assert (found.title, found.authors, found.source) == ("The wall", ("Ines Marel",), "Tansel Talk")


@pytest.mark.parametrize(
    ("field", "value", "url"),
    [
        ("Archived-At", "<https://lists.example/m/4711>", "https://lists.example/m/4711"),
        ("List-Post", "<https://marel.example/p/flood?utm_source=mail>", "https://marel.example/p/flood"),
        ("List-Post", "<https://groups.example/g/tansel/post>, <mailto:tansel@groups.example>", None),
        ("List-Post", "<mailto:tansel@groups.example>", None),
        ("Archived-At", "<https://click.courier.example/x8f3a>", None),
    ],
)
def test_the_address_is_where_the_letter_stands(
    tmp_path: Path, field: str, value: str, url: str | None
) -> None:
    """Not where members write, and not where clicks are counted."""
    message = letter(whole(FLOOD))
    message[field] = value

    assert article(tmp_path, message).url == url


def test_a_letter_quoted_in_an_article_stays(tmp_path: Path) -> None:
    """Its header is history only below a reply."""
    quoted = "From: Tomas Hale\nSent: Monday, March 4, 2024\nTo: the council\nSubject: The wall"
    text = f"{whole(FLOOD)}\n\n{quoted}\n\nWe have no money for the wall this year."
    found = article(tmp_path, letter(text, Subject="What the council knew"))
    reply = article(tmp_path, letter(text, Subject="Re: The wall", In_Reply_To="<1@mail.example>"))

    assert found.text.endswith("We have no money for the wall this year.")
    assert reply.text == whole(FLOOD)


def test_what_stands_last_above_the_foot_stays(tmp_path: Path) -> None:
    """A list of days is no street."""
    days = "Sunday, 10 March: concert in the park, 3 pm\nFriday, 15 March: market on the quay"
    foot = "The Tansel Courier\n14 Weaver Street, 3021 Lower Tansel\n\nUnsubscribe\n"
    found = article(tmp_path, letter(f"{whole(FLOOD)}\n\n{days}\n\n{foot}"))
    lines = [*FLOOD, days.replace("\n", "<br>"), "The Tansel Courier<br>14 Weaver Street, 3021 Lower Tansel"]
    page = header(EmailMessage())
    page.set_content(
        "".join(f"<p>{line}</p>" for line in [*lines, "<a href='/u'>Unsubscribe</a>"]), subtype="html"
    )

    assert found.text == f"{whole(FLOOD)}\n\n{days}"
    assert article(tmp_path, page).text == f"{whole(FLOOD)}\n\n{days}"


def test_a_reply_is_read_without_what_it_quotes(tmp_path: Path) -> None:
    """Nor the line that introduces it, nor the signature."""
    text = (
        f"{FLOOD[2]}\n\nKind regards\nInes Marel\nFire brigade of Lower Tansel\n\n"
        "On Mon, 4 Mar 2024 at 07:10, Tomas Hale <tomas@mail.example> wrote:\n\n"
        "> What do you make of the flood?\n> It was the third in ten years.\n"
    )
    found = article(tmp_path, letter(text, Subject="Re: The wall", In_Reply_To="<1@mail.example>"))

    assert (found.title, found.text) == ("The wall", FLOOD[2])


def test_a_forwarded_newsletter_is_the_newsletter(tmp_path: Path) -> None:
    """With its own sender, subject and day, and without the word above it."""
    message = header(
        EmailMessage(), From="Tomas Hale <tomas@mail.example>", Subject="Fwd: The night of the flood"
    )
    above = (
        '<div>Look at this!</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded '
        "message ---------<br>From: <strong>The Tansel Courier</strong> &lt;briefing@courier.example&gt;<br>"
        "Date: Sat, Mar 2, 2024 at 7:10 AM<br>Subject: The night of the flood<br>To: tomas@mail.example<br>"
        "</div>"
    )
    message.set_content(f"{above}{newsletter_page()}</div>", subtype="html")
    found = article(tmp_path, message)

    assert found.text.startswith("Flood at the old mill\n\nThe river")
    assert (found.title, found.source) == ("The night of the flood", "The Tansel Courier")
    assert (found.authors, found.date) == ((), dt.date(2024, 3, 2))


def test_what_is_attached_is_read_too(tmp_path: Path) -> None:
    """Pages, texts and messages; a note, a picture and a sheet are none; a broken one is named."""
    message = letter("See attached.", Subject="Three articles")
    message.add_attachment(
        news_page("Budget passed", BUDGET * 2).encode(), maintype="text", subtype="html", filename="b.html"
    )
    message.add_attachment(whole(FLOOD), filename="folder/the-flood.txt")
    message.add_attachment("The usual footer.", filename="note.txt")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="broken.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="mill.png")
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="all.zip")
    message.add_attachment(newsletter())
    found = reading(tmp_path, message)

    assert [one.title for one in found.articles] == [
        "Budget passed",
        "The flood",
        "Tansel in the morning: flood at the old mill",
    ]
    assert [one.date for one in found.articles] == [None, None, dt.date(2024, 3, 4)]
    assert [line.partition(":")[0] for line in found.skipped] == [
        "attachment note.txt",
        "attachment broken.pdf",
    ]


def test_a_letter_with_an_attachment_is_both(tmp_path: Path) -> None:
    """Where it says more than that something is attached."""
    message = letter(whole((*FLOOD, *BUDGET)), Subject="The week")
    message.add_attachment(whole((*LIBRARY, *BUDGET)), filename="library.txt")

    assert [one.title for one in reading(tmp_path, message).articles] == ["The week", "Library"]


def test_a_message_in_an_attached_file_is_read(tmp_path: Path) -> None:
    """As programs send it that know a message only as a file."""
    message = letter("See below.", Subject="Fwd: the newsletter")
    data = newsletter().as_bytes()
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="letter.eml")

    assert article(tmp_path, message).source == "The Tansel Courier"


@pytest.mark.parametrize(
    "line",
    [
        "To receive the prize, she flew to Oslo with her two sons.",
        "Click the box and the lamp goes out.",
        "You received nothing but a letter, the judge told him.",
        "This letter was written in 1916.",
        "If you read this, the wall has held.",
        "Forwarded by the court, the file reached Tansel in May.",
        "Terms were agreed on Sunday.",
    ],
)
def test_prose_about_letters_is_no_furniture(line: str) -> None:
    """Though it has the words of it."""
    assert not furniture.is_furniture(line)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_line_is_told_or_kept(line: str) -> None:
    """What is no furniture comes back word for word."""
    (kept,) = furniture.without([line]) or [line]
    assert kept.replace("\n", "") in line.replace("\n", "")
