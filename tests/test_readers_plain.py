"""Plain text."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import plain
from index.readers.dispatch import read

BODY = "The river rose in the night. Crews came at dawn.\n\nBy noon the water had gone. Nobody was hurt."
_WORDS = st.lists(
    st.sampled_from("river water crew town night road dawn boat mill gauge rain wall".split()),
    min_size=4,
    max_size=14,
)
_SENTENCE = _WORDS.map(lambda words: " ".join(words).capitalize() + ".")
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=5)


@pytest.mark.parametrize(
    "head",
    [
        "Flood cuts power\n\nBy Jane Doe\n4 March 2024\n\n",
        "Flood cuts power\nBy Jane Doe | 4 March 2024 | Millbrook Herald\n\n",
        "MILLBROOK HERALD\n\nFlood cuts power\n\nJane Doe, Chief Reporter\nMonday 4th March 2024\n\n",
        "Title: Flood cuts power\nAuthor: Jane Doe\nDate: 2024-03-04\nSource: Millbrook Herald\n\n",
        "4 March 2024\n\nFlood cuts power\n\nBy JANE DOE\n\n",
    ],
)
def test_title_byline_and_date_are_taken_from_the_top(head: str) -> None:
    """However the top is laid out, it becomes fields, and the body is whole."""
    draft = plain.read(head + BODY)

    assert draft.title == "Flood cuts power"
    assert draft.authors == ("Jane Doe",)
    assert (draft.date, draft.date_from) == (date(2024, 3, 4), "stated")
    assert draft.text == BODY


def test_a_short_line_above_the_byline_is_the_standfirst() -> None:
    """What stands between title and byline is no part of the body."""
    draft = plain.read(
        f"Flood cuts power\n\nThousands wait for light in the river district\n\nBy Jane Doe\n\n{BODY}"
    )

    assert draft.standfirst == "Thousands wait for light in the river district"
    assert draft.text == BODY


def test_prose_without_a_title_loses_nothing() -> None:
    """The first sentence is no title, so the file's name has to serve."""
    draft = plain.read(BODY)

    assert draft.title is None
    assert draft.text == BODY


def test_hard_wrapped_lines_become_paragraphs() -> None:
    """Lines broken at a width are joined; a compound broken at its hyphen keeps it."""
    wrapped = (
        "The river rose in the night and by four in the morning it had come over\n"
        "the quay at the lower end of the town, where nobody had expected a well-\n"
        "known danger to arrive from behind. Crews were sent at once and worked\n"
        "until noon.\n\nNobody was hurt."
    )
    draft = plain.read(wrapped)

    assert draft.text.count("\n") == 2
    assert "come over the quay" in draft.text
    assert "well-known danger" in draft.text


@pytest.mark.parametrize(
    "line",
    [
        "segunda-feira, 4 de março de 2024 às 0:13",
        "Montag, 4. März 2024 um 18:30 Uhr",
        "Publié le lundi 4 mars 2024 à 18h30",
        "lunes, 4 de marzo de 2024 a las 18:30",
        "lunedì 4 marzo 2024 alle ore 8:00",
        "maandag 4 maart 2024 om 8:00 uur",
    ],
)
def test_a_day_in_another_language_is_a_line_of_its_own(line: str) -> None:
    """With its weekday and its hour, whatever stands between them."""
    draft = plain.read(f"Flood cuts power\n\n{line}\n\n{BODY}")

    assert (draft.title, draft.date, draft.text) == ("Flood cuts power", date(2024, 3, 4), BODY)


def test_words_that_a_line_broke_are_whole_again() -> None:
    """As in a PDF: a hyphen that is the line's goes, one of a name or of years stays, and no space comes."""
    wrapped = (
        "In the spring the islands were without a bailiff, and their own govern-\n"
        "ment had left by the last boat, as the bishop and most of the Anglo-\n"
        "Norman families had done before it. Nobody was elected in the years 1939-\n"
        "45, and the laws were made by a committee of seven that kept no re-\n"
        "cord of what it had decided, nor of who had asked it to."
    )

    text = plain.read(f"{BODY}\n\n{wrapped}").text
    for whole in (
        "own government had left",
        "the Anglo-Norman families",
        "years 1939-45, and",
        "no record of",
    ):
        assert whole in text


def test_every_line_a_paragraph_stays_so() -> None:
    """In a file without blank lines, long lines are paragraphs of their own."""
    long = [
        f"Sentence number {number} is long enough to fill a whole paragraph of a newspaper, " * 2 + "it is."
        for number in range(4)
    ]

    assert plain.read("\n".join(long)).text == "\n\n".join(long)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Copyright 2024 The Herald", False),
        ("Copyright © 2024 Millbrook Newspapers, all rights reserved", False),
        ("Copyright The Herald", False),
        ("copyright by Jane Doe", False),
        ("© The Herald", False),
        ("Copyright lawyers said on Monday that the wall was theirs to draw.", True),
        ("Copyright by then was nobody's concern.", True),
        ("Copyright 2024 was a conference nobody came to.", True),
        ("Copyright Law", True),
    ],
)
def test_a_sentence_about_copyright_is_no_notice_of_it(line: str, kept: bool) -> None:
    """Only what says whose the rights are goes."""
    assert (line in plain.read(f"{BODY}\n\n{line}\n\n{BODY}").text) is kept


def test_items_keep_their_lines() -> None:
    """A list is one paragraph with a line for each item."""
    draft = plain.read(f"{BODY}\n\n- sandbags\n- pumps\n- dry socks\n\nThat was all that was asked for.")

    assert "- sandbags\n- pumps\n- dry socks" in draft.text


def test_page_furniture_is_left_out() -> None:
    """Lines that only share, subscribe or advertise are no part of an article."""
    draft = plain.read(
        f"Flood cuts power\n\nShare this article\n\n{BODY}\n\nAdvertisement\n\nSubscribe to our bulletin"
    )

    assert draft.text == BODY


def test_a_sentence_about_subscribing_stays() -> None:
    """Prose that mentions cookies or subscriptions is prose."""
    told = "Subscribe to the theory, he said, and you will see why the cookies were stolen from the mayor."

    assert told in plain.read(f"{BODY}\n\n{told}").text


def test_the_day_may_stand_at_the_end() -> None:
    """A last line that only says when it was published is a field."""
    draft = plain.read(f"{BODY}\n\nPublished 4 March 2024")

    assert draft.date == date(2024, 3, 4)
    assert draft.text == BODY


@given(st.lists(_PARAGRAPH, min_size=1, max_size=6), st.sampled_from(["\n\n", "\r\n\r\n", "\n\n\n"]))
def test_no_sentence_of_plain_prose_is_lost(paragraphs: list[list[str]], gap: str) -> None:
    """Whatever the prose, every one of its sentences stands in the body."""
    text = plain.read(gap.join(" ".join(paragraph) for paragraph in paragraphs).replace("\r\n", "\n")).text

    assert all(sentence in text for paragraph in paragraphs for sentence in paragraph)


@pytest.mark.parametrize(
    "top",
    [
        "By Jane Doe\n4 March 2024",
        "4 March 2024\nBy Jane Doe",
        "- JANE DOE Millbrook\n\nMonday, March 4, 2024",
        "JANE DOE reports | 4 Mar 2024",
        "Millbrook Herald - News\n\nBy Jane Doe\n2024-03-04",
    ],
)
def test_a_byline_or_a_date_is_no_title(top: str) -> None:
    """A saved text that begins with who and when has no title, and both are fields."""
    draft = plain.read(f"{top}\n\n{BODY}")

    assert draft.title is None
    assert (draft.authors, draft.date) == (("Jane Doe",), date(2024, 3, 4))
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Margit Szabo\nBy Jane Doe", "Margit Szabo"),
        (
            "New Bridge Opens\n\nTraffic is back on the quay after two years\n\nBy Jane Doe",
            "New Bridge Opens",
        ),
        ("COUNCIL VOTES TO KEEP\nTHE LIBRARY OPEN\n\nBy JANE DOE", "COUNCIL VOTES TO KEEP THE LIBRARY OPEN"),
        ("Council spends the last of\nIts savings on pumps\nBy Jane Doe", None),
        ("4 March 2024: the day the river rose\n\nBy Jane Doe", "4 March 2024: the day the river rose"),
    ],
)
def test_a_title_that_looks_like_something_else_is_the_title(top: str, title: str | None) -> None:
    """A name above a byline, a second line in capitals and a day within a phrase belong to the title."""
    draft = plain.read(f"{top}\n\n{BODY}")

    assert draft.title == (title or "Council spends the last of Its savings on pumps")
    assert draft.authors == ("Jane Doe",)
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        ("— John Roe", ("John Roe",)),
        ("– John Roe is a writer who lives in Millbrook.", ("John Roe",)),
        ("Additional reporting by John Roe and Ann Lee", ("John Roe", "Ann Lee")),
        ("By John Roe", ("John Roe",)),
    ],
)
def test_a_name_at_the_end_is_the_author(end: str, authors: tuple[str, ...]) -> None:
    """Who wrote it may be told below the last sentence, and is no part of the text."""
    draft = plain.read(f"Flood cuts power\n\n{BODY}\n\n{end}")

    assert draft.authors == authors
    assert draft.text == BODY


def test_a_speaker_below_a_quotation_is_no_author() -> None:
    """A name under a quoted last paragraph says who spoke."""
    draft = plain.read(f"Flood cuts power\n\n{BODY}\n\n“The river has no memory.”\n\n— John Roe")

    assert draft.authors == ()
    assert draft.text.endswith("— John Roe")


def test_a_caption_with_a_credit_is_kept_apart() -> None:
    """A picture's caption among the paragraphs is a caption and no part of the text."""
    first, second = BODY.split("\n\n")
    draft = plain.read(
        f"Flood cuts power\n\nBy Jane Doe\n\n{first}\n\nA boat in Mill Lane. GETTY IMAGES\n\n{second}"
    )

    assert draft.captions == ("A boat in Mill Lane.",)
    assert draft.text == BODY


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Her first book was published on 4 March 1924 in Millbrook.", None),
        ("This article was first published on 4 March 2024.", date(2024, 3, 4)),
        ("The river rose yesterday, 3 March 2024, and went down again.", date(2024, 3, 4)),
    ],
)
def test_only_this_texts_own_day_is_its_date(sentence: str, day: date | None) -> None:
    """The day a book came out is what the text tells of; yesterday is the day before it was printed."""
    assert plain.read(f"Flood cuts power\n\n{BODY}\n\n{sentence}").date == day


def test_an_old_file_reads_as_a_new_one(tmp_path: Path) -> None:
    """Windows line ends, marks in the middle, soft hyphens, ligatures and hard spaces leave no trace."""
    wrapped = (
        "Flood cuts power\n\nBy\u00a0Jane Doe\n4\u00a0March\u00a02024\n\n"
        "The river rose in the night and by four in the morning it had come over\n"
        "the quay at the lower end of the town, where the o\ufb03ce of the harbour and\n"
        "a \ufb01sh shop stand. It went through the o\ufb03ce from be\u00adhind, and the \ufb02oor\n"
        "was under water at six.\n\n"
        "\ufeffNobody was hurt."
    )
    path = tmp_path / "old.txt"
    path.write_bytes(b"\xef\xbb\xbf" + wrapped.replace("\n", "\r\n").encode())
    (article,) = read(path).articles

    assert (article.title, article.authors, article.date) == (
        "Flood cuts power",
        ("Jane Doe",),
        date(2024, 3, 4),
    )
    assert article.text == (
        "The river rose in the night and by four in the morning it had come over the quay at the lower end "
        "of the town, where the office of the harbour and a fish shop stand. It went through the office from "
        "behind, and the floor was under water at six.\n\nNobody was hurt."
    )
