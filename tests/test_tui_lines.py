"""Text broken into lines, and what is found in it."""

from itertools import pairwise
from types import SimpleNamespace

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App

from qa.tui.lines import cut, wrapped
from qa.tui.page import PIECE, Heading, Mark, page_of, places, searched
from qa.tui.plain import inert
from qa.tui.screens.outline import OutlineScreen

TEXT = st.text(st.sampled_from("ab é水。，א👨\u200d👩\ufe0f❤\u0301 \n-"), max_size=300)


@given(TEXT, st.integers(2, 40))
@example("a full \nline ", 6)
@example("。 ", 2)
def test_lines_are_the_text_in_order_and_fit(text: str, width: int) -> None:
    """Every character stands on one line, but the space and newline at its end; none is too wide."""
    lines = wrapped(text, width)
    spans = [lines.span(line) for line in range(len(lines))]
    left = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    assert spans[0][0] == 0
    assert text[spans[-1][1] :] in {"", " "}
    assert set(left) <= {"", " ", "\n", " \n"}
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


def test_the_headings_of_an_article_stand_where_its_standfirst_leaves_them() -> None:
    """A page knows each by its words, its place in what is shown and its level."""
    heading = SimpleNamespace(start=6, end=13, level=2)
    said = {"text": "Rain.\nThe sea\nIt rose.", "standfirst": "A day.", "headings": (heading,)}
    page = page_of(SimpleNamespace(**said), [Mark(1, 14, 22), Mark(2, 0, 5), Mark(3, 90, 95)])
    assert page.text == "A day.\n\nRain.\nThe sea\nIt rose."
    assert page.headings == (Heading("The sea", 14, 2),)
    assert [(mark.number, page.text[mark.start : mark.end]) for mark in page.marks] == [
        (2, "Rain."),
        (1, "It rose."),
    ]


async def test_the_outline_gives_back_the_heading_chosen() -> None:
    """It begins at the heading one is under; j and k move, Enter goes there, Esc goes nowhere."""
    headings = [Heading("One [b]", 0, 1), Heading("Two", 50, 2), Heading("Three", 90, 1)]
    chosen: list[Heading | None] = []
    async with App[None]().run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(OutlineScreen(headings, 1), chosen.append)
        await pilot.press("j", "enter")
        await pilot.app.push_screen(OutlineScreen(headings, 1), chosen.append)
        await pilot.press("k", "enter")
        await pilot.app.push_screen(OutlineScreen(headings, 1), chosen.append)
        await pilot.press("escape")
        await pilot.pause()
    assert chosen == [headings[2], headings[0], None]
