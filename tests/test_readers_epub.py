"""The chapters of e-books."""

import datetime as dt

import pytest
from ebooks import BRIDGE, CREWS, MARKET, RIVER, book, book2, html, link, only, paragraphs, point

from index.readers.draft import Draft
from index.readers.ebook import reading as epub


def test_a_chapter_of_epub_3_is_an_article() -> None:
    """In the order of the spine, with the title from the navigation and the rest from the package."""
    first, second = epub.read(
        book(
            {
                "text/one.xhtml": html(f"<h1>The flood</h1>{paragraphs(RIVER, CREWS)}"),
                "text/two b.xhtml": html(f"<h1>The bridge</h1>{paragraphs(BRIDGE, MARKET)}"),
            },
            link("text/one.xhtml", "The <i>flood</i>") + link("text/two%20b.xhtml", "The bridge"),
        )
    )

    assert first == Draft(
        text=f"{RIVER}\n\n{CREWS}",
        title="The flood",
        authors=("Jane Doe",),
        source="A History of Tansel",
        date=dt.date(2019, 5, 14),
        date_from="metadata",
        language="en",
    )
    assert (second.title, second.text) == ("The bridge", f"{BRIDGE}\n\n{MARKET}")


def test_a_chapter_of_epub_2_is_an_article() -> None:
    """The NCX gives titles, parts become sections, and the guide says which pages are no chapters."""
    metadata = (
        '<dc:title>A History of Tansel</dc:title><dc:creator opf:role="aut" opf:file-as="Doe, Jane">Doe, Jane'
        '</dc:creator><dc:creator opf:role="ill">John Roe</dc:creator><dc:date opf:event="modification">'
        '2022-02-02</dc:date><dc:date opf:event="publication">1998-03-04</dc:date>'
        "<dc:language>deu</dc:language>"
    )
    first, second = epub.read(
        book2(
            {
                "cover.xhtml": html(paragraphs("A drawing of the old quay. " * 9)),
                "part.xhtml": html("<h1>Part One</h1>"),
                "one.xhtml": html(f"<h2>1</h2><h2>The flood</h2>{paragraphs(RIVER, CREWS)}"),
                "two.xhtml": html(f"<h2>2</h2>{paragraphs(BRIDGE, MARKET)}"),
            },
            point("part.xhtml", "Part One", point("one.xhtml", "1") + point("two.xhtml#x", "2")),
            guide='<reference type="cover" title="Cover" href="cover.xhtml"/>',
            metadata=metadata,
        )
    )

    assert (first.title, first.section, first.text) == ("1: The flood", "Part One", f"{RIVER}\n\n{CREWS}")
    assert (second.title, second.text) == ("2", f"{BRIDGE}\n\n{MARKET}")
    assert (first.authors, first.date, first.language) == (("Jane Doe",), dt.date(1998, 3, 4), None)


def test_files_of_one_chapter_belong_together() -> None:
    """What the navigation does not name goes on with the chapter before it."""
    first, second = epub.read(
        book(
            {
                "one.xhtml": html(paragraphs(RIVER, CREWS)),
                "one-b.xhtml": html(paragraphs(MARKET)),
                "two.xhtml": html(paragraphs(BRIDGE, MARKET)),
            },
            link("one.xhtml", "The flood") + link("two.xhtml", "The bridge"),
        )
    )

    assert first.text == f"{RIVER}\n\n{CREWS}\n\n{MARKET}"
    assert second.title == "The bridge"


def test_one_file_may_hold_several_chapters() -> None:
    """They are told apart by the ids that the navigation names; the end of the one before stays with it."""
    body = (
        f'{paragraphs(MARKET)}<div id="two"><h2>The bridge</h2>{paragraphs(BRIDGE)}</div>'
        f'<p><a id="three"/></p><h2>The market</h2>{paragraphs(MARKET)}'
    )
    toc = (
        link("a.xhtml", "The flood") + link("b.xhtml#two", "The bridge") + link("b.xhtml#three", "The market")
    )
    chapters = epub.read(book({"a.xhtml": html(paragraphs(RIVER, CREWS)), "b.xhtml": html(body)}, toc))

    assert [(one.title, one.text) for one in chapters] == [
        ("The flood", f"{RIVER}\n\n{CREWS}\n\n{MARKET}"),
        ("The bridge", BRIDGE),
        ("The market", MARKET),
    ]


def test_sections_in_a_chapters_file_do_not_divide_it() -> None:
    """Their headings stay in the text."""
    body = f'<h1>The flood</h1>{paragraphs(RIVER)}<h2 id="s2">Afterwards</h2>{paragraphs(MARKET)}'
    toc = link("a.xhtml", "The flood", link("a.xhtml#s1", "At night") + link("a.xhtml#s2", "Afterwards"))
    (chapter,) = epub.read(book({"a.xhtml": html(body)}, toc))

    assert (chapter.title, chapter.text) == ("The flood", f"{RIVER}\n\nAfterwards\n\n{MARKET}")


def test_a_first_section_that_begins_with_its_chapter_does_not_name_it() -> None:
    """Where a second section follows in the file, the entry above them is the chapter."""
    body = f'<h1>The flood</h1>{paragraphs(RIVER)}<h2 id="s2">Afterwards</h2>{paragraphs(MARKET)}'
    below = link("a.xhtml", "At night") + link("a.xhtml#s2", "Afterwards")
    toc = f"<li><span>Early years</span><ol>{link('a.xhtml', 'The flood', below)}</ol></li>"
    (chapter,) = epub.read(book({"a.xhtml": html(body)}, toc))

    assert (chapter.title, chapter.section) == ("The flood", "Early years")


def test_a_part_in_one_file_is_divided_into_its_chapters() -> None:
    """Also where the part and its first chapter begin at one place."""
    body = f'<h2 id="c1">The flood</h2>{paragraphs(RIVER)}<h2 id="c2">The bridge</h2>{paragraphs(BRIDGE)}'
    below = link("a.xhtml#c1", "The flood") + link("a.xhtml#c2", "The bridge")
    chapters = epub.read(book({"a.xhtml": html(body)}, link("a.xhtml", "Part Two: Water", below)))

    assert [(one.title, one.section) for one in chapters] == [
        ("The flood", "Part Two: Water"),
        ("The bridge", "Part Two: Water"),
    ]
    same = link("a.xhtml", "Early years", link("a.xhtml", "The flood")) + link("b.xhtml", "The bridge")
    pages = {"a.xhtml": html(paragraphs(RIVER, CREWS)), "b.xhtml": html(paragraphs(BRIDGE, MARKET))}
    assert [(one.title, one.section) for one in epub.read(book(pages, same))] == [
        ("The flood", "Early years"),
        ("The bridge", None),
    ]


@pytest.mark.parametrize(
    ("title", "attributes", "body"),
    [
        ("Cover", "", '<img src="cover.jpg" alt="Cover"/>'),
        ("Cover picture", 'epub:type="cover"', paragraphs("A drawing of the old quay. " * 9)),
        ("Title Page", "", paragraphs("A History of Tansel", "Jane Doe", "Millbrook Press " * 9)),
        ("Rights", 'epub:type="copyright-page"', paragraphs("Nobody may copy any of this. " * 30)),
        ("", "", paragraphs("Copyright © 2019 Jane Doe. All rights reserved.", "ISBN 1234567890", RIVER)),
        ("Contents", "", paragraphs(*["Chapter of the flood, page 12"] * 30)),
        ("What is where", "", f"<ul>{link('b.xhtml', 'The flood and what came after it') * 20}</ul>"),
        ("Index", "", paragraphs(*["Flood, the great, 12, 14, 19"] * 300)),
        ("", "", f"<h1>Index</h1>{paragraphs(*['Flood, the great, 12, 14, 19'] * 300)}"),
        ("For my mother", "", paragraphs("For my mother, who saw it all.")),
    ],
)
def test_pages_without_running_text_are_no_articles(title: str, attributes: str, body: str) -> None:
    """Covers, title pages, notices of copyright, contents and indexes, whether the book says so or not."""
    pages = {"a.xhtml": html(body, attributes=attributes), "b.xhtml": html(paragraphs(RIVER, CREWS))}
    toc = (link("a.xhtml", title) if title else "") + link("b.xhtml", "The flood")

    assert [one.title for one in epub.read(book(pages, toc))] == ["The flood"]


def test_landmarks_say_which_pages_are_no_chapters() -> None:
    """A long foreword is one; a page that the landmarks call the title page is not."""
    pages = {"a.xhtml": html(paragraphs(MARKET, BRIDGE)), "b.xhtml": html(paragraphs(RIVER, CREWS))}
    landmarks = '<li><a epub:type="titlepage" href="a.xhtml">Title</a></li>'
    toc = link("b.xhtml", "Foreword")

    assert [one.title for one in epub.read(book(pages, toc, landmarks=landmarks))] == ["Foreword"]


def test_pages_after_the_last_chapter_do_not_lengthen_it() -> None:
    """An index or a list of links that no entry names is not the end of the chapter before it."""
    index = html(f"<h1>Index</h1>{paragraphs(*['Flood, 12'] * 9)}")
    pages = {"a.xhtml": html(paragraphs(RIVER, CREWS)), "index.xhtml": index}

    assert [one.text for one in epub.read(book(pages, link("a.xhtml", "The flood")))] == [
        f"{RIVER}\n\n{CREWS}"
    ]


def test_a_wrong_guide_hides_no_chapter() -> None:
    """Some converters call the first chapter the cover; it is long and has a name."""
    pages = {"a.xhtml": html(paragraphs(*[RIVER] * 50))}
    guide = '<reference type="cover" href="a.xhtml"/>'

    assert [one.title for one in epub.read(book2(pages, point("a.xhtml", "The flood"), guide=guide))] == [
        "The flood"
    ]


def test_without_navigation_headings_give_titles() -> None:
    """A file without a heading goes on with the one before it; the book's title serves where none is."""
    chapters = epub.read(
        book(
            {
                "a.xhtml": html(paragraphs(BRIDGE, MARKET)),
                "b.xhtml": html(f"<h1>Chapter 1</h1><h2>The flood</h2>{paragraphs(RIVER)}"),
                "c.xhtml": html(paragraphs(CREWS)),
            }
        )
    )

    assert [(one.title, one.text) for one in chapters] == [
        ("A History of Tansel", f"{BRIDGE}\n\n{MARKET}"),
        ("Chapter 1: The flood", f"{RIVER}\n\n{CREWS}"),
    ]


def test_the_title_at_the_top_is_not_in_the_text() -> None:
    """However it is divided into lines, with headings or without."""
    toc = link("a.xhtml", "Chapter 3: The flood")
    for top in (
        "<h1>Chapter 3</h1><h2>The Flood</h2>",
        "<h1>A History of Tansel</h1><h2>III. The flood</h2>".replace("III. ", "Chapter 3. "),
        "<p>CHAPTER 3</p><p>THE FLOOD</p>",
        '<p class="number">3</p><h1>The<br/>flood</h1>',
    ):
        (chapter,) = epub.read(book({"a.xhtml": html(f"{top}{paragraphs(RIVER, CREWS)}")}, toc))
        assert (chapter.title, chapter.text) == ("Chapter 3: The flood", f"{RIVER}\n\n{CREWS}")


def test_a_chapters_own_author_is_taken() -> None:
    """In a collection a line under the title says who wrote the piece."""
    assert only(f"<h1>The flood</h1><p>By John Roe</p>{paragraphs(RIVER, CREWS)}").authors == ("John Roe",)
    assert only(f"<h1>The flood</h1>{paragraphs(RIVER, CREWS)}").authors == ("Jane Doe",)
