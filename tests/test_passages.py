"""Sentences and passages: whole, verbatim, inside the window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import PassageSettings, cut
from index.records import Article
from index.sentences import sentences

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


@given(PROSE, st.integers(1, 30))
def test_passages_reproduce_the_text(text, tokens):
    """Every passage is the article's text at its offsets, and nothing is left out or repeated."""
    article = Article(title="T", text=text, path="/t")
    passages = cut(article, PassageSettings(tokens=tokens), words)
    assert all(text[p.start : p.end] == p.text for p in passages)
    assert "".join("".join(p.text for p in passages).split()) == "".join(text.split())
    assert [p.position for p in passages] == list(range(len(passages)))


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(12, 40))
def test_passages_stay_inside_the_window(lengths, tokens):
    """No passage is longer than the settings say."""
    text = " ".join(" ".join(["w"] * (n - 1) + ["End."]) for n in lengths)
    passages = cut(Article(title="T", text=text.replace("w", "W"), path="/t"), PassageSettings(tokens), words)
    assert all(len(p.text.split()) <= tokens for p in passages)


def test_an_endless_sentence_is_parted():
    """A sentence longer than the window becomes several passages, parted at spaces."""
    passages = cut(Article(title="T", text="word " * 100, path="/t"), PassageSettings(30), words)
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
        assert "".join("".join(p.text for p in passages).split()) == "".join(text.split())


def test_a_heading_goes_with_its_section():
    """A heading is never the last line of a passage."""
    text = "One two three four.\n\nThe vote\n\nFive six seven eight."
    passages = cut(Article(title="T", text=text, path="/t"), PassageSettings(7), words)
    assert [p.text for p in passages] == ["One two three four.", "The vote\n\nFive six seven eight."]
