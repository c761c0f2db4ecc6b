"""The sentences in a model's stream of text: whole, with their marks, and nothing that is no text."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.sentences import Said, sentences_said
from qa.answering.spoken import MOST_CHARACTERS


def said(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the words and marks of each sentence of a text."""
    return [(one.words, one.cited) for one in sentences_said([text])]


RAIN = ("It rained.", (1,))


@pytest.mark.parametrize(
    "text",
    [
        "It rained. [1]",
        "It rained [1].",
        "It rained.[1]",
        "It rained. [1].",
        "It rained.\n[1]\n",
        "[1] It rained.",
        "It [1] rained.",
        "It rained. 【1†L4-L5】",
        "It rained.¹",
        "It rained (1).",
        "It rained. <1>",
        "It rained. [source 1]",
        "It rained. \\[1\\]",
        "- It rained. [1]",
        "1. It rained. [1]",
        "a) It rained. [1]",
        "> **It rained.** [1]",
        "_It rained._ [1]",
        "`It` *rained*. [1]",
        "It\nrained. [1]",
        "Answer: it rained. [1]",
        "According to the quotations, it rained. [1]",
        "<p>It rained.</p> [1]",
        "| It rained. [1] |",
        "It ra\x00ined.\u200b [1]\x07",
        "\x1b[1mIt rained.\x1b[0m [1]",
        "<think>Did it? [2]</think>It rained. [1]",
        "<think>\nNo. </think>\n\nIt rained. [1]",
        "<|im_start|>assistant\nIt rained. [1]<|im_end|>",
        "<|start_header_id|>assistant<|end_header_id|>\n\nIt rained. [1]<|eot_id|>And then?",
        "[/INST] It rained. [1] </s><s>[INST] Why? [/INST] Because.",
        "<start_of_turn>model\nIt rained. [1]<end_of_turn>\n<start_of_turn>user\nWhy?",
        "It rained. [1] <think>And now? I should",
    ],
)
def test_one_sentence_however_it_is_dressed(text: str) -> None:
    """Marks of all kinds are read, and what is no text is left out."""
    assert said(text) == [RAIN]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\t", []),
        ("---\n**\n", []),
        ("[1]", [("", (1,))]),
        ("It rained. [1] [2] It stopped. [3-5]", [("It rained.", (1, 2)), ("It stopped.", (3, 4, 5))]),
        ("[1] It rained.\n[2] It stopped.", [("It rained.", (1,)), ("It stopped.", (2,))]),
        ("The boy (3) ran. [1]", [("The boy (3) ran.", (1,))]),
        ("It rained [99-1]. So [citation needed].", [("It rained.", (99, 1)), ("So [citation needed].", ())]),
        ("Dr. Lee left at 5 p.m. on Friday. [1]", [("Dr. Lee left at 5 p.m. on Friday.", (1,))]),
        ("雨が降った。[1] 終わり。[2]", [("雨が降った。", (1,)), ("終わり。", (2,))]),
        ("«Il pleut», dit-il. [1]", [("«Il pleut», dit-il.", (1,))]),
        ("It is snake_case, 5 * 3 and CO². [1]", [("It is snake_case, 5 * 3 and CO².", (1,))]),
    ],
)
def test_sentences_and_their_own_marks(text: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    """A mark belongs to the sentence before it, or in whose line it stands first."""
    assert said(text) == found


@pytest.mark.parametrize("text", ["It rai", "Troops", "## The answer", "Here it is:", "- rain"])
def test_what_is_broken_off_is_not_whole(text: str) -> None:
    """Neither is a heading; without a stop or a mark nobody can tell."""
    assert [one.whole for one in sentences_said([text])] == [False]


SCRAPS = st.sampled_from(
    [*"It rained. [1](2)\n*_-¹“”|\x00", "<think>", "</think>", "<|im_end|>", "[2]", "雨。"]
)


@given(st.lists(SCRAPS, max_size=60).map("".join), st.lists(st.integers(0, 300), max_size=40))
def test_how_a_text_is_cut_does_not_matter(text: str, cuts: list[int]) -> None:
    """Any text, in any pieces, has the same sentences, each in one line without its marks."""
    places = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    whole = list(sentences_said([text]))
    assert list(sentences_said(text[start:end] for start, end in pairwise(places))) == whole
    for one in whole:
        assert one.words == " ".join(one.words.split())
        assert "\x00" not in one.words
        assert "think>" not in one.words.split()
        assert one.words or one.cited


def test_an_endless_word_is_not_read_for_ever() -> None:
    """After a few thousand letters nothing is read any more."""
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield "word"

    assert all(isinstance(one, Said) for one in sentences_said(endless()))
    assert read <= MOST_CHARACTERS / len("word") + 1
