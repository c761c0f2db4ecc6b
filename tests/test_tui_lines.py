"""Text broken into lines, and what is found in it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qa.tui.lines import cut, wrapped
from qa.tui.page import PIECE, places, searched
from qa.tui.plain import inert

TEXT = st.text(st.sampled_from("ab é水。，א👨\u200d👩\ufe0f❤\u0301 \n-"), max_size=300)


@given(TEXT, st.integers(2, 40))
def test_lines_are_the_text_in_order_and_fit(text: str, width: int) -> None:
    """Every character stands on one line, but the space or newline at its end; none is too wide."""
    lines = wrapped(text, width)
    spans = [lines.span(line) for line in range(len(lines))]
    left = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert set(left) <= {"", " ", "\n"}
    assert all(cell_len(text[start:end]) <= width or end - start == 1 for start, end in spans)
    assert all("\n" not in text[start:end] for start, end in spans)


@given(TEXT, st.integers(2, 40), st.integers(0, 300))
def test_an_offset_is_on_the_line_that_holds_it(text: str, width: int, offset: int) -> None:
    """The line of a character is the last that begins at or before it."""
    lines = wrapped(text, width)
    line = lines.at(offset)
    assert line == 0 or lines.starts[line] <= offset
    assert line + 1 == len(lines) or offset < lines.starts[line + 1]


def test_lines_break_where_a_reader_expects_it() -> None:
    """At spaces; a word that is too long where it must; no line begins with a full stop of Chinese."""
    assert broken("one two three", 7) == ["one two", "three"]
    assert broken("incomprehensibilities", 8) == ["incompre", "hensibil", "ities"]
    assert broken("一二三。四五", 6) == ["一二", "三。四", "五"]
    assert broken("a\n\nb", 9) == ["a", "", "b"]


def broken(text: str, width: int) -> list[str]:
    """Return the lines of a text."""
    lines = wrapped(text, width)
    return [text[slice(*lines.span(line))] for line in range(len(lines))]


@given(TEXT, st.integers(1, 30))
def test_a_cell_is_as_wide_as_its_column(text: str, width: int) -> None:
    """Short text is filled up, long text ends in "…"; the width is met to the cell."""
    line = inert(text).replace("\n", " ")
    assert cell_len(cut(line, width)) == width


def test_words_are_found_in_any_case_and_across_line_ends() -> None:
    """A search asks for words; how the article breaks or writes them does not matter."""
    assert places("The Water\nReached", "water reached") == [(4, 17)]
    assert places("a.b axb", "A.B") == [(0, 3)]
    assert places("anything", "  ") == []


def test_what_lies_across_two_pieces_is_found_once() -> None:
    """A long text is searched piece by piece, and no place is lost or told twice at a seam."""
    text = "x" * (PIECE - 3) + "needle" + "x" * PIECE + "needle"
    found = [place for piece in searched(text, "needle") for place in piece]
    assert [text[start:end] for start, end in found] == ["needle", "needle"]
