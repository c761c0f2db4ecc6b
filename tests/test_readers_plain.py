"""Plain text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import plain

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


def test_every_line_a_paragraph_stays_so() -> None:
    """In a file without blank lines, long lines are paragraphs of their own."""
    long = [
        f"Sentence number {number} is long enough to fill a whole paragraph of a newspaper, " * 2 + "it is."
        for number in range(4)
    ]

    assert plain.read("\n".join(long)).text == "\n\n".join(long)


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
