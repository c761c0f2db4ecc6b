"""The words on an e-book's pages."""

from ebooks import CREWS, MARKET, RIVER, book, html, only, paragraphs

from index.readers.ebook import reading as epub


def test_every_paragraph_is_kept() -> None:
    """Short ones, repeated ones and such as a web page would have in its menu."""
    said = [RIVER, "No.", "Subscribe now!", "Read more: the papers", RIVER, "“Share this,” she said.", CREWS]

    assert only(paragraphs(*said)).text == "\n\n".join(said)


def test_lists_tables_quotes_and_verses_stay() -> None:
    """Items, rows and verses are lines of one paragraph; nested items too."""
    body = (
        f"{paragraphs(RIVER)}<ul><li>Rope</li><li><p>Pumps</p><ol><li>large</li><li>small</li></ol></li></ul>"
        "<table><caption>Bins</caption><thead><tr><th>Bin</th><th>Day</th></tr></thead><tbody><tr><td><p>Blue</p></td>"
        "<td>Mon<br/>day</td></tr></tbody></table><blockquote><p>We saw it.</p></blockquote>"
        "<p>The river is high,<br/>\nthe town is dry.</p><dl><dt>Quay</dt><dd>A wall by water</dd></dl>"
        "<pre>one  two\nthree</pre>loose <b>words</b> between"
    )

    assert only(body).text.split("\n\n") == [
        RIVER,
        "Rope\nPumps\nlarge\nsmall",
        "Bins\nBin | Day\nBlue | Mon day",
        "We saw it.",
        "The river is high,\nthe town is dry.",
        "Quay\nA wall by water",
        "one two\nthree",
        "loose words between",
    ]


def test_tables_that_only_place_text_are_plain_paragraphs() -> None:
    """A cell with paragraphs is no cell."""
    inner = "<table><tr><td>Blue</td><td>Monday</td></tr></table>"
    body = f"<table><tr><td>{paragraphs(RIVER, CREWS, MARKET)}{inner}</td></tr></table>"

    assert only(body).text == f"{RIVER}\n\n{CREWS}\n\n{MARKET}\n\nBlue | Monday"


def test_captions_are_fields() -> None:
    """The picture's words are no sentence of the chapter."""
    picture = '<figure><img src="a.jpg" alt="Boats"/><figcaption>Boats in Mill Lane</figcaption></figure>'
    old = '<div><img src="b.jpg"/><p class="caption">The quay in 1911</p></div>'
    draft = only(f"{paragraphs(RIVER)}{picture}{paragraphs(CREWS)}{old}")

    assert draft.captions == ("Boats in Mill Lane", "The quay in 1911")
    assert draft.text == f"{RIVER}\n\n{CREWS}"


def test_marks_of_notes_and_pages_are_gone_and_notes_come_last() -> None:
    """Raised numbers that are links, numbers of printed pages, signs that lead back; a square stays."""
    body = (
        '<p>The river<a epub:type="noteref" href="#n1">1</a> rose<sup><a href="#n2">2</a></sup> in the '
        'night<a href="#n3"><sup>3</sup></a> and by four <a href="#n4">*</a>, <span epub:type="pagebreak" '
        'id="p9">9</span>it had<span class="pagenum">[Pg 10]</span> come over 5 m<sup>2</sup> of the <a '
        'href="b.xhtml#x">quay</a>, see <a href="#c4">4</a>.</p>'
        '<aside epub:type="footnote" id="n1"><span>[<a href="#r1">1</a>]</span><p>It often did. '
        '<a role="doc-backlink" href="#r1">back</a></p></aside>'
        f'{paragraphs(CREWS)}<ol><li role="doc-footnote" id="n2"><p>Twice. <a href="#r2">↩</a></p></li></ol>'
    )

    assert only(body).text.split("\n\n") == [
        "The river rose in the night and by four, it had come over 5 m2 of the quay, see 4.",
        CREWS,
        "It often did.",
        "Twice.",
    ]


def test_scripts_styles_menus_and_hidden_text_are_gone() -> None:
    """As on any page; but an element that ends in itself swallows nothing."""
    body = (
        "<script>x()</script><style>p {}</style><nav><ol><li>Home</li></ol></nav>"
        "<p hidden='hidden'>Secret</p>"
        f"<p style='display: none'>Secret</p><svg><text>Drawn</text></svg>{paragraphs(RIVER, CREWS)}"
    )

    assert only(body).text == f"{RIVER}\n\n{CREWS}"


def test_sloppy_pages_are_read_like_html() -> None:
    """Open elements, a bare ampersand, elements closed in themselves, and named entities."""
    body = f"<p>Smith & Sons&nbsp;caf&eacute; &mdash; {RIVER}<p>{CREWS}<br><a id='x'/><i/>End &foo;."
    (draft,) = epub.read(book({"a.xhtml": html(body, head="<script src='a.js'/><title/>")}))

    assert draft.text == f"Smith & Sons café — {RIVER}\n\n{CREWS}\nEnd &foo;."
