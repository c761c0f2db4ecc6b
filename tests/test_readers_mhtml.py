"""Pages saved as MHTML, as Chromium writes them."""

import datetime as dt
from pathlib import Path

import pytest
from letters import BUDGET, FLOOD, news_page, saved_page

from index.errors import ReadError
from index.readers.dispatch import Reading, read
from index.readers.mail import signs

ADDRESS = "https://courier.example/news/flood"
TEXT = "\n\n".join((*FLOOD, *BUDGET))
PAGE = news_page("Flood at the old mill", (*FLOOD, *BUDGET))


def reading(folder: Path, data: bytes, name: str = "page.mhtml") -> Reading:
    """What a saved page gives."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def test_a_saved_page_is_the_article_of_the_page(tmp_path: Path) -> None:
    """With the address it was saved from, and without the day on which it was saved."""
    for name in ("page.mhtml", "page.mht", "page.txt", "page"):
        (found,) = reading(tmp_path, saved_page({ADDRESS: PAGE}), name).articles

        assert (found.title, found.text) == ("Flood at the old mill", TEXT)
        assert (found.url, found.date, found.date_from) == (ADDRESS, None, None)


def test_the_page_knows_its_address_and_day_best(tmp_path: Path) -> None:
    """What it states of itself outranks where it was saved from."""
    head = (
        f'<link rel="canonical" href="{ADDRESS}">'
        '<meta property="article:published_time" content="2024-03-04T23:30:00-08:00">'
    )
    page = news_page("Flood at the old mill", (*FLOOD, *BUDGET), head)
    (found,) = reading(tmp_path, saved_page({f"{ADDRESS}?utm_source=x": page})).articles

    assert (found.url, found.date, found.date_from) == (ADDRESS, dt.date(2024, 3, 4), "metadata")


def test_the_address_may_state_the_day(tmp_path: Path) -> None:
    """As of any page."""
    (found,) = reading(tmp_path, saved_page({"https://courier.example/2024/03/05/flood": PAGE})).articles

    assert (found.date, found.date_from) == (dt.date(2024, 3, 5), "address")


def test_frames_beside_the_article_are_none(tmp_path: Path) -> None:
    """Nor are pictures, however many words an advertisement has."""
    frame = news_page(
        "Buy sandbags", ("Sandbags, cheaper than ever before, and delivered to your door. " * 30,)
    )
    (found,) = reading(tmp_path, saved_page({ADDRESS: PAGE, "https://ads.example/1": frame})).articles

    assert found.text == TEXT


def test_an_old_page_of_frames_is_the_article_in_one(tmp_path: Path) -> None:
    """Under the address of the whole."""
    frames = '<html><frameset cols="20,80"><frame src="menu"><frame src="text"></frameset></html>'
    menu = "<html><body><a href='/'>Home</a></body></html>"
    pages = {ADDRESS: frames, f"{ADDRESS}/menu": menu, f"{ADDRESS}/text": PAGE}
    (found,) = reading(tmp_path, saved_page(pages)).articles

    assert (found.text, found.url) == (TEXT, ADDRESS)


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_the_page_is_decoded_as_it_says(tmp_path: Path, charset: str) -> None:
    """Quoted-printable, with the charset in the page alone."""
    text = "Im Café „Zur Mühle“ saß am Montag niemand, und das Wasser stand einen Meter hoch im Saal."
    page = news_page("Flut", (text, text.replace("Montag", "Dienstag"))).replace("utf-8", charset)
    (found,) = reading(tmp_path, saved_page({ADDRESS: page}, charset=charset)).articles

    assert found.text.startswith(text)


@pytest.mark.parametrize(
    "header",
    [
        "From: <Saved by Windows Internet Explorer 8>\r\nDate: Tue, 11 Jun 2024 16:20:03 +0200\r\n",
        "From: <Saved by UnMHT>\r\nSubject: Flood\r\n",
        'From: "Saved by Mozilla 5.0 (Windows)" <Saved by Mozilla>\r\nSubject: Flood\r\n',
        "Subject: Flood\r\n",
    ],
)
def test_pages_of_other_programs_are_known(header: str) -> None:
    """By what they call themselves, or by the addresses of their parts."""
    data = (
        f'{header}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="x"\r\n\r\n'
        f"--x\r\nContent-Type: text/html\r\nContent-Location: {ADDRESS}\r\n\r\n{PAGE}\r\n--x--\r\n"
    )
    assert signs.posted(data.encode(), ".txt") == "saved page"


WALL = ("Register to continue reading this article.", "Already have an account? Sign in to read on.")
MENU = "<html><head><title>Home</title></head><body><nav><a href='/'>Home</a></nav></body></html>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (saved_page({ADDRESS: PAGE})[:360], "without its HTML"),
        (saved_page({ADDRESS: MENU}), "no article text"),
        (saved_page({ADDRESS: news_page("The flood", WALL)}), "only a notice"),
    ],
)
def test_a_page_without_an_article_is_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    """Cut off, empty or a notice."""
    with pytest.raises(ReadError, match=reason):
        reading(tmp_path, data)


def test_a_page_cut_off_in_the_text_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """As where a download ended."""
    data = saved_page({ADDRESS: PAGE})
    (found,) = reading(tmp_path, data[: data.index(b"library open")]).articles

    assert found.text.startswith("\n\n".join((*FLOOD, BUDGET[0])))
