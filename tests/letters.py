"""Letters, mailboxes and saved pages, written by the standard library or as Chromium writes them."""

import mailbox
import quopri
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

FLOOD = (
    "The river Tansel rose by three metres in the night to Monday and broke its banks at the old mill.",
    "Crews from two counties closed the gap with sandbags, said Ines Marel, and nobody was hurt.",
    "The mayor put the damage at 2.4 million crowns and said that the wall planned in 2019 would have held.",
)
BUDGET = (
    "The council passed its budget by nine votes to eight on Tuesday, after a debate of five hours.",
    "It raises the fee for parking in the centre to three crowns and keeps the library open on Sundays.",
)
LIBRARY = (
    "The library on Weaver Street reopens in May with a reading room for a hundred people.",
    "Its director, Tomas Hale, said that the new roof had cost less than was feared.",
)
FOOT = (
    "You are receiving this email because you signed up at courier.example.",
    "Unsubscribe | Manage your preferences | Privacy policy",
    "The Tansel Courier, 14 Weaver Street, 3021 Lower Tansel",
    "© 2024 The Tansel Courier. All rights reserved.",
)
STORIES = (
    ("Flood at the old mill", FLOOD),
    ("Budget passed by one vote", BUDGET),
    ("Library to reopen", LIBRARY),
)

Stories = Sequence[tuple[str, Sequence[str]]]


def header(message: EmailMessage, **fields: str) -> EmailMessage:
    """The message with fields; an underscore in a name stands for a hyphen."""
    usual = {
        "From": "The Tansel Courier <briefing@courier.example>",
        "To": "reader@mail.example",
        "Subject": "Tansel in the morning: flood at the old mill",
        "Date": "Mon, 04 Mar 2024 23:30:00 -0800",
        "Message-ID": "<4711@courier.example>",
    }
    for name, value in {**usual, **{name.replace("_", "-"): text for name, text in fields.items()}}.items():
        if value:
            message[name] = value
    return message


def cell(inside: str, style: str = "padding:0 24px") -> str:
    """A row of a table with one cell, as newsletters are made of."""
    return (
        f'<tr><td style="{style}"><table role="presentation" width="100%" cellpadding="0"><tr><td>'
        f"{inside}</td></tr></table></td></tr>"
    )


def newsletter_page(stories: Stories = STORIES) -> str:
    """A newsletter as its HTML: tables in tables, a line for the preview, a pixel, buttons and a foot."""
    rows = [
        '<div style="display:none;max-height:0">Forty houses under water &#847;&zwnj;&nbsp;</div>',
        '<table role="presentation" width="600" align="center">',
        cell('<a href="https://courier.example/letters/2024-03-05?utm_source=mail">View in browser</a>'),
        cell(
            '<a href="https://courier.example/"><img src="https://courier.example/logo.png" alt="Logo"></a>'
        ),
    ]
    for title, paragraphs in stories:
        prose = "".join(f'<p style="margin:0 0 12px">{text}</p>' for text in paragraphs)
        rows.append(cell(f'<h2 style="font-size:20px">{title}</h2>{prose}'))
        rows.append(
            cell('<a class="button" href="https://click.courier.example/c/eJx">Read the full story</a>')
        )
    foot = "<br>".join(FOOT).replace(
        "Unsubscribe", '<a href="https://courier.example/u/8f3a">Unsubscribe</a>'
    )
    rows += [cell(f'<p style="font-size:11px;color:#999">{foot}</p>'), "</table>"]
    rows.append('<img src="https://click.courier.example/open.gif?r=8f3a" width="1" height="1" alt="">')
    head = '<html lang="en-GB"><head><title>Courier</title></head>'
    return f"<!DOCTYPE html>{head}<body>{''.join(rows)}</body></html>"


def newsletter(stories: Stories = STORIES, **fields: str) -> EmailMessage:
    """A newsletter as services send it: plain text that only points to the web, and HTML."""
    message = header(
        EmailMessage(),
        **{
            "List_Id": "The Tansel Courier <briefing.courier.example>",
            "List_Unsubscribe": "<https://courier.example/u/8f3a>",
            **fields,
        },
    )
    message.set_content("View this email in your browser: https://courier.example/letters/2024-03-05\n")
    message.add_alternative(newsletter_page(stories), subtype="html")
    return message


def letter(text: str, **fields: str) -> EmailMessage:
    """A letter in plain text from one person to another."""
    message = header(EmailMessage(), **{"From": "Ines Marel <ines.marel@mail.example>", **fields})
    message.set_content(text)
    return message


def mbox(folder: Path, messages: Sequence[EmailMessage]) -> Path:
    """A mailbox of these messages, written by the standard library."""
    path = folder / "letters.mbox"
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.close()
    return path


def saved_page(
    pages: Mapping[str, str], *, title: str = "Flood at the old mill", charset: str = "utf-8"
) -> bytes:
    """Pages as Chromium saves them, the first the one that was open and the others its frames."""
    boundary = "----MultipartBoundary--kX2bTq7dYw0mPzLr9s----"
    lines = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {next(iter(pages))}",
        f"Subject: {title}",
        "Date: Tue, 11 Jun 2024 16:20:03 -0000",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        '\ttype="text/html";',
        f'\tboundary="{boundary}"',
        "",
        "",
    ]
    out = "\r\n".join(lines).encode()
    for number, (address, page) in enumerate(pages.items()):
        out += (
            f"--{boundary}\r\nContent-Type: text/html\r\nContent-ID: <frame-{number}A@mhtml.blink>\r\n"
            f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {address}\r\n\r\n"
        ).encode() + quopri.encodestring(page.encode(charset)).replace(b"\n", b"\r\n")
        out += b"\r\n"
    picture = (
        f"--{boundary}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://courier.example/logo.png\r\n\r\niVBORw0KGgo=\r\n"
    )
    return out + picture.encode() + f"--{boundary}--\r\n".encode()


def news_page(title: str, paragraphs: Sequence[str], head: str = "") -> str:
    """A page of a newspaper with a menu, an article and a foot."""
    prose = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        '<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav>'
        f"<article><h1>{title}</h1>{prose}</article><footer>© The Tansel Courier</footer></body></html>"
    )
