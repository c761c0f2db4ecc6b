"""Sentences, pieces and passages: whole, verbatim, inside the window."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import (
    TITLE_TOKENS,
    PassageSettings,
    cut,
    embedded_text,
    embedded_texts,
    indexed_text,
)
from index.records import Article, Heading
from index.sentences import sentences
from index.shelving import text_digest

PROSE = st.text(alphabet=st.sampled_from("aB .!?…,;“”’\"'()\n1-。é"), max_size=400)


def words(texts):
    """Count tokens as words."""
    return [len(text.split()) for text in texts]


def spoken(text):
    """Return the sentences of a text as strings."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. Roads closed.", ["It rained.", "Roads closed."]),
        ("Dr. Amy Lee spoke. Then Mr. Roe did.", ["Dr. Amy Lee spoke.", "Then Mr. Roe did."]),
        ("“It is over.” She left.", ["“It is over.”", "She left."]),
        ("“Is it?” he asked.", ["“Is it?” he asked."]),
        ("It cost $3.5m. No one paid.", ["It cost $3.5m.", "No one paid."]),
        ("He met J. K. Hale on Jan. 27 there.", ["He met J. K. Hale on Jan. 27 there."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("They left the U.S. The vote followed.", ["They left the U.S.", "The vote followed."]),
        ("See No. 4 for that. Was it No. 5?", ["See No. 4 for that.", "Was it No. 5?"]),
        ("Was that the answer? It was no. We left.", ["Was that the answer?", "It was no.", "We left."]),
        (
            "There he sat. Then he left in Mar. 2024 or so.",
            ["There he sat.", "Then he left in Mar. 2024 or so."],
        ),
        ("A heading\n\nThe text.", ["A heading", "The text."]),
        ("雨が降った。道は閉じた。", ["雨が降った。", "道は閉じた。"]),
        ("  \n ", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text, expected):
    """Abbreviations, initials, figures and quotations do not end a sentence; lines do."""
    assert spoken(text) == expected


@given(PROSE)
def test_sentences_leave_out_only_white_space(text):
    """Joined in order, the sentences are the text without its white space."""
    assert "".join("".join(spoken(text)).split()) == "".join(text.split())


def cut_text(text, settings):
    """Return the passages of an article with that text, a word being a token."""
    return cut(Article(title="T", text=text, path="/t"), settings, words)


def squeezed(texts):
    """Return texts joined, without white space."""
    return "".join("".join(texts).split())


@given(PROSE, st.integers(1, 30), st.integers(1, 4))
def test_passages_hold_every_sentence_verbatim(text, tokens, pieces):
    """Every passage is the article's text at its offsets, and together they leave out only white space."""
    passages = cut_text(text, PassageSettings(tokens, pieces))
    assert all(text[p.start : p.end] == p.text for p in passages)
    assert [p.position for p in passages] == list(range(len(passages)))
    own = [p.text[: p.cuts[0] - p.start] if p.cuts else p.text for p in passages[:-1]]
    assert squeezed([*own, *(p.text for p in passages[-1:])]) == squeezed(text)


@given(PROSE, st.integers(1, 30))
def test_passages_of_one_piece_do_not_overlap(text, tokens):
    """Each begins behind the one before, and its piece is all of it."""
    passages = cut_text(text, PassageSettings(tokens, pieces=1))
    assert all(one.end <= other.start for one, other in pairwise(passages))
    assert all(p.cuts == () and p.pieces == (p.text,) for p in passages)
    assert squeezed(p.text for p in passages) == squeezed(text)


@given(PROSE, st.integers(1, 30), st.integers(2, 4))
def test_a_passage_begins_a_piece_after_the_one_before(text, tokens, pieces):
    """Passages are the runs of so many of the pieces that would be passages of their own."""
    alone = cut_text(text, PassageSettings(max(1, tokens // pieces), pieces=1))
    passages = cut_text(text, PassageSettings(tokens, pieces))
    runs = [alone[at : at + pieces] for at in range(max(1, len(alone) - pieces + 1))] if alone else []
    assert [(p.start, *p.cuts) for p in passages] == [tuple(one.start for one in run) for run in runs]
    assert [p.end for p in passages] == [run[-1].end for run in runs]
    for passage in passages:
        assert all(passage.start < at < passage.end for at in passage.cuts)
        assert len(passage.pieces) == len(passage.cuts) + 1 <= pieces
        assert squeezed(passage.pieces) == squeezed(passage.text)
    assert all(one.pieces[1:] == other.pieces[:-1] for one, other in pairwise(passages))


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(12, 40), st.integers(1, 4))
def test_pieces_stay_inside_the_window(lengths, limit, pieces):
    """No piece is longer than its share of a passage, so neither is a passage than the settings say."""
    text = " ".join(" ".join(["W"] * (n - 1) + ["End."]) for n in lengths)
    passages = cut_text(text, PassageSettings(limit * pieces, pieces))
    assert all(len(piece.split()) <= limit for p in passages for piece in p.pieces)
    assert all(len(p.text.split()) <= limit * pieces for p in passages)


def test_the_window_of_the_embedder_bounds_a_piece():
    """Title and piece are read together; a passage of three pieces may be three times as long."""
    wish = PassageSettings(tokens=1200, pieces=3)
    assert wish.within(256).piece_tokens == 256 - TITLE_TOKENS
    assert wish.within(2048) == wish
    assert PassageSettings(1200, pieces=1).within(256) == PassageSettings(256 - TITLE_TOKENS, pieces=1)


@pytest.mark.parametrize(("tokens", "pieces"), [(16, 1), (31, 1), (32, 2), (48, 3), (240, 3), (8192, 3)])
def test_short_passages_have_fewer_pieces(tokens, pieces):
    """Asked for by their length alone, passages have the usual pieces, as long as those hold a sentence."""
    assert PassageSettings.of(tokens) == PassageSettings(tokens, pieces)


def test_equal_words_cut_otherwise_have_another_digest():
    """What a vector is stored under tells where the pieces begin; one piece is told as it always was."""
    ways = [("a b c",), ("a b", "c"), ("a", "b c"), ("a", "b", "c"), ("a\nT\nb", "c")]
    texts = [[embedded_text("T", piece) for piece in pieces] for pieces in ways]
    assert len({text_digest(pieces) for pieces in texts}) == len(ways)
    assert text_digest(texts[0]).hex() == "b12b2a2441fe023aa9cd26ca76337722"


def test_an_endless_sentence_is_parted():
    """A sentence longer than the window becomes several passages, parted at spaces."""
    passages = cut_text("word " * 100, PassageSettings(30, pieces=1))
    assert len(passages) >= 4
    assert all(set(p.text.split()) == {"word"} and len(p.text.split()) <= 30 for p in passages)


def test_words_that_are_no_tokens_stay_in_a_passage():
    """A line the embedder sees nothing in is kept, not an error; nor is a text of nothing else."""
    for text in ("\u200d\ufe0f", "Some words. \n\u200d\ufe0f\nAnd more."):
        passages = cut(
            Article(title="T", text=text, path="/t"),
            PassageSettings(30),
            lambda texts: [len(one.replace("\u200d\ufe0f", "").split()) for one in texts],
        )
        assert squeezed(p.text for p in passages) == squeezed(text)


def test_lines_without_tokens_are_cut_too():
    """Thousands of them are not one passage, whose parts would each be weighed against all others."""
    article = Article(title="T", text="\n".join(["\u200d\ufe0f"] * 3000), path="/t")
    passages = cut(article, PassageSettings(30), lambda texts: [0] * len(texts))
    assert max(len(piece.split()) for passage in passages for piece in passage.pieces) <= 10


def test_a_heading_goes_with_its_section():
    """A heading is never the last line of a piece."""
    text = "One two three four.\n\nThe vote\n\nFive six seven eight."
    expected = ["One two three four.", "The vote\n\nFive six seven eight."]
    assert [p.text for p in cut_text(text, PassageSettings(7, pieces=1))] == expected
    (passage,) = cut_text(text, PassageSettings(21))
    assert passage.pieces == tuple(expected)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 12)), min_size=1, max_size=30),
    st.integers(4, 40),
    st.integers(1, 4),
)
def test_a_known_heading_ends_no_passage(parts, limit, pieces):
    """It begins one, or stands within: also where the sentence below it fills a piece by itself."""
    texts = [*(f"{' '.join(['W'] * n)}{'' if heading else '.'}" for heading, n in parts), "End."]
    text = "\n\n".join(texts)
    starts = [sum(len(one) + 2 for one in texts[:at]) for at in range(len(texts))]
    headings = tuple(
        Heading(start, start + len(one), 2)
        for start, one, (heading, _) in zip(starts, texts, parts, strict=False)
        if heading
    )
    article = Article(title="T", text=text, path="/t", headings=headings)
    passages = cut(article, PassageSettings(limit * pieces, pieces), words)
    following = {heading.end + 2 for heading in headings} - {heading.start for heading in headings}
    assert all(passage.end + 2 not in following for passage in passages)
    assert squeezed(p.text for p in cut(article, PassageSettings(limit, 1), words)) == squeezed(text)


def test_a_heading_that_is_put_as_a_question_goes_with_its_section():
    """What would be taken for a sentence is known to be none."""
    text = "One two three four.\n\nWho voted?\n\nFive six seven eight nine ten."
    at = text.index("Who")
    article = Article(title="T", text=text, path="/t", headings=(Heading(at, at + 10, 2),))
    assert [p.text for p in cut(article, PassageSettings(6, pieces=1), words)] == [
        "One two three four.",
        "Who voted?\n\nFive six seven eight nine ten.",
    ]


SECTIONS = "One two three.\n\nThe vote\n\nFour five six. Seven eight nine.\n\nThe count\n\nTen eleven twelve."


def in_sections():
    """Return an article with two headings, one under the other."""
    starts = {title: SECTIONS.index(title) for title in ("The vote", "The count")}
    headings = tuple(
        Heading(at, at + len(title), level) for level, (title, at) in enumerate(starts.items(), start=2)
    )
    return Article(title="T", text=SECTIONS, path="/t", headings=headings)


def test_a_piece_is_embedded_with_the_nearest_heading_above_it():
    """Behind the title, but for one that it begins with; none where the library was made without."""
    article = in_sections()
    (passage,) = cut(article, PassageSettings(20, 4), words)
    assert embedded_texts(article, passage, headings=1) == (
        "T\nOne two three.",
        "T\nThe vote\n\nFour five six.",
        "T › The vote\nSeven eight nine.",
        "T\nThe count\n\nTen eleven twelve.",
    )
    assert embedded_texts(article, passage, headings=0)[2] == "T\nSeven eight nine."
    last = SECTIONS.index("Ten")
    assert indexed_text(article, last, last + 3, headings=1) == "T › The count\nTen"
    assert indexed_text(article, last, last + 3, headings=2) == "T › The vote › The count\nTen"


def test_settings_that_a_library_does_not_name_are_those_of_its_time():
    """What it was made without it goes on without, until it is made anew."""
    former = PassageSettings.stored({"tokens": 216, "pieces": 3})
    assert former.headings == 0
    assert former.renewed() == PassageSettings()
    assert PassageSettings.stored({"tokens": 160}).renewed() == PassageSettings()
    assert PassageSettings.stored({"tokens": 90, "pieces": 2}).renewed() == PassageSettings(90, 2)
