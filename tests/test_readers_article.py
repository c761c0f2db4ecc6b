"""Which blocks of a page are its article."""

import pytest

from index.readers import html

FIRST = [
    "The river rose in the night, and by four in the morning it had come over the quay at the lower town.",
    (
        "Crews came at once from nine stations, and worked until noon to keep the substation dry, the mayor "
        "said."
    ),
    "Nobody was hurt, but two men were taken to the infirmary after trying to move a van out of the water.",
]
SECOND = [
    "In the afternoon the council met, and decided to open the grain hall to forty families from Mill Lane.",
    (
        "Councillor Jane Doe said that the flood wall, planned since the last high water, would now be "
        "built soon."
    ),
    "More rain is forecast for tonight, and the river is expected to stay just below the level of the quay.",
]


def paragraphs(texts: list[str], attributes: str = "") -> str:
    """Paragraph elements."""
    return "".join(f"<p {attributes}>{text}</p>" for text in texts)


def page(body: str) -> str:
    """A page with a heading, a menu and a footer around a body."""
    return (
        "<html lang='en'><head><title>Flood cuts power</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Flood cuts power</h1>{body}</article><footer><p>Millbrook Herald "
        f"Ltd</p></footer></body></html>"
    )


def read(body: str) -> list[str]:
    """The paragraphs found on a page with this body."""
    return html.read(page(body)).text.split("\n\n")


def test_an_article_in_two_boxes_is_read_to_its_end() -> None:
    """What goes on behind an advertisement, in a box of the same names, belongs to it."""
    box = "<div class='grid'><div class='story-body part'>{}</div></div>"
    advert = (
        "<div class='advert'><p>Hampers of our own farm shop, delivered to your door on any day "
        "you like.</p></div>"
    )

    assert read(box.format(paragraphs(FIRST)) + advert + box.format(paragraphs(SECOND))) == [*FIRST, *SECOND]


def test_a_quoted_list_between_paragraphs_is_kept() -> None:
    """A list of its own between two paragraphs of the article is part of it."""
    replies = [
        "“I saw nothing of it at all,” said one.",
        "“We heard the bells,” said another.",
        "“It was loud.”",
    ]
    items = "".join(f"<li>{reply}</li>" for reply in replies)

    assert read(f"{paragraphs(FIRST)}<ul>{items}</ul>{paragraphs(SECOND)}") == [
        *FIRST,
        "\n".join(replies),
        *SECOND,
    ]


def test_long_items_are_paragraphs() -> None:
    """A list of ten tips is no list to its reader but ten paragraphs."""
    advice = (
        "carry whatever is dear to you up to the first floor, switch off the current at the board, and "
        "put the "
        "sandbags before the doors that lead to the yard; then call your neighbours, who may be asleep "
        "or deaf, and "
        "wait for the crews in a room with a window to the street"
    )
    tips = [f"When the {sign}, {advice}." for sign in ("bells ring", "sirens sound", "water is at the door")]
    items = "".join(f"<li>{tip}</li>" for tip in tips)

    assert read(f"{paragraphs(FIRST)}<ol>{items}</ol>{paragraphs(SECOND)}") == [*FIRST, *tips, *SECOND]


@pytest.mark.parametrize(
    "teaser",
    [
        "<p><a href='/sluice'>Who opened the sluice at Tansel Mill?</a></p>",
        (
            "<ul><li><a href='/a'>Ten kitchens for the flood’s victims</a></li><li><a href='/b'>Mayor "
            "defends wall</a></li></ul>"
        ),
        (
            "<ul><li><a href='#1'>Flood</a></li><li><a href='#2'>Council</a></li><li><a "
            "href='#3'>Rain</a></li></ul>"
        ),
        (
            "<div class='promo-box'><p>Read how our reporters saw the night of the flood, from the quay to "
            "the infirmary.</p></div>"
        ),
        "<p>Related posts: The wall that never was</p>",
        "<p>Get the news of the valley to your inbox every morning</p>",
    ],
)
def test_what_leads_elsewhere_is_no_part_of_it(teaser: str) -> None:
    """Links to other stories, tables of contents and boxes named as promotion leave the text."""
    assert read(f"{paragraphs(FIRST)}{teaser}{paragraphs(SECOND)}") == [*FIRST, *SECOND]


def test_a_copy_in_a_list_of_the_latest_is_read_once() -> None:
    """The list of the day's stories repeats how each begins, and is no part of this one."""
    other = (
        "The bakery of Market Street closes after ninety years, its owner told the Herald on Monday evening."
    )
    latest = f"<div class='strip'><ul><li>{FIRST[0]}</li><li>{other}</li><li>{other[::-1]}</li></ul></div>"
    story = f"<div class='story'><h1>Flood cuts power</h1>{paragraphs(FIRST + SECOND)}</div>"
    body = f"<html><body>{latest}{story}</body></html>"

    assert html.read(body).text.split("\n\n") == [*FIRST, *SECOND]


def test_a_heading_with_nothing_below_is_dropped() -> None:
    """“You may also like” announces what is not part of the article."""
    assert read(
        f"{paragraphs(FIRST)}<h2>The council meets</h2>{paragraphs(SECOND)}<h3>Elsewhere tonight</h3>"
    ) == [
        *FIRST,
        "The council meets",
        *SECOND,
    ]


@pytest.mark.parametrize(
    "credit",
    [
        "Reporting by Jane Doe and John Roe; Editing by Ann Poe",
        "Jane Doe and John Roe in Tansel contributed to this report.",
        "Email Jane Doe at jdoe@herald.example or follow her @jdoe on Twitter.",
    ],
)
def test_credits_at_the_end_leave_the_text(credit: str) -> None:
    """Who else reported, and where to write to, is said after the article."""
    assert read(paragraphs([*FIRST, *SECOND, credit])) == [*FIRST, *SECOND]


def test_a_last_sentence_about_reporting_stays() -> None:
    """A sentence that only begins like a credit is a sentence."""
    last = (
        "Reporting by the county’s own engineers shows that the wall was too low, as residents had long said."
    )

    assert read(paragraphs([*FIRST, *SECOND, last]))[-1] == last


def test_lines_between_breaks_and_inline_elements() -> None:
    """Two breaks part paragraphs, one breaks a line, and what is set in bold is part of its sentence."""
    body = (
        f"<div>{FIRST[0]}<br><br>{SECOND[0]}<br>{SECOND[1].replace('flood wall', '<b>flood</b> wall')}</div>"
    )

    assert read(body) == [FIRST[0], f"{SECOND[0]}\n{SECOND[1]}"]


def test_hidden_text_is_not_read() -> None:
    """What the page does not show is no part of its text."""
    hidden = (
        "<p style='display: none'>An older version said that three men had been taken to the infirmary.</p>"
    )

    assert read(paragraphs(FIRST) + hidden + paragraphs(SECOND)) == [*FIRST, *SECOND]


def test_a_body_that_only_machines_are_told_is_read() -> None:
    """Where the page builds its text by script, the body stated as data is the article."""
    body = " ".join(FIRST + SECOND)
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'

    assert html.read(f"<html><head>{data}</head><body><div id='root'></div></body></html>").text == body


def test_other_wordings_of_the_title_leave_the_top() -> None:
    """The heading may be worded otherwise than what machines are told; neither is a sentence of the body."""
    told = (
        "<meta property='og:title' content='Millbrook flood: what we know'><title>Flood | Millbrook "
        "Herald</title>"
    )
    text = html.read(
        f"<html><head>{told}</head><body><article><h1>Power out after flood</h1><p>Millbrook flood: "
        f"what we know</p>"
        f"{paragraphs(FIRST + SECOND)}</article></body></html>"
    ).text

    assert text.split("\n\n") == [*FIRST, *SECOND]
