"""Where words stand in an article: the headings above them, and the number of their paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.outline import Place, paragraph_at, path_at, sections_of
from index.records import Article, Heading
from qa.printing.placing import below_title

PARTS = ["An opening.", "1 Above", "Prose one.", "1.1 Within", "Prose two.", "1.1.1 Deep", "Prose three."]
PARTS += ["1.2 Beside", "Prose four.", "2 Below", "Prose five."]
LEVELS = {"1 Above": 2, "1.1 Within": 3, "1.1.1 Deep": 5, "1.2 Beside": 3, "2 Below": 2}
TEXT = "\n\n".join(PARTS)
ARTICLE = Article(
    title="T",
    text=TEXT,
    path="/t",
    headings=tuple(
        Heading(TEXT.index(part), TEXT.index(part) + len(part), level) for part, level in LEVELS.items()
    ),
)


def path(offset: int, start: int = 0, end: int = len(TEXT)) -> tuple[str, ...]:
    """The headings above an offset, by those of a passage that holds it."""
    return path_at(sections_of(ARTICLE, start, end), offset)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("An opening", ()),
        ("Prose one", ("1 Above",)),
        ("1.1 Within", ("1 Above", "1.1 Within")),
        ("Prose two", ("1 Above", "1.1 Within")),
        ("Prose three", ("1 Above", "1.1 Within", "1.1.1 Deep")),
        ("Prose four", ("1 Above", "1.2 Beside")),
        ("Prose five", ("2 Below",)),
    ],
)
def test_words_stand_under_the_headings_that_still_hold(words: str, expected: tuple[str, ...]) -> None:
    """A heading ends with the next of its own or a higher level, however deep the levels between."""
    assert path(TEXT.index(words)) == expected


@given(st.integers(0, len(TEXT) - 1), st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_passage_knows_the_headings_of_all_its_words(offset: int, before: int, after: int) -> None:
    """What it stands under and what it holds are enough, wherever it is cut."""
    start, end = max(0, offset - before), offset + after + 1
    assert path(offset, start, end) == path(offset)


@given(st.integers(0, len(TEXT) - 1))
def test_the_number_of_a_paragraph_finds_it_again(offset: int) -> None:
    """Headings are counted: whoever has the text alone counts the same."""
    if TEXT[offset] != "\n":
        number = paragraph_at(TEXT, offset)
        before = sum(len(part) + 2 for part in PARTS[: number - 1])
        assert before <= offset < before + len(PARTS[number - 1])


def test_a_heading_of_two_lines_is_named_in_one() -> None:
    """And its words are those of the text."""
    article = Article(title="T", text="One\ntwo\n\nProse.", path="/t", headings=(Heading(0, 7, 2),))
    assert path_at(sections_of(article, 9, 15), 9) == ("One two",)


PLACE = Place(("The bridge", "The piers"), 1234)


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (None, " › The bridge › The piers, paragraph 1,234"),
        (42, " › The bridge › The piers, paragraph 1,234"),
        (41, " › … › The piers, paragraph 1,234"),
        (32, ", paragraph 1,234"),
        (16, ""),
        (-5, ""),
    ],
)
def test_a_place_is_told_as_far_as_there_is_room(room: int | None, expected: str) -> None:
    """The outermost headings go first, then all, then the number."""
    assert below_title(PLACE, room) == expected


def test_a_place_that_nobody_knows_is_not_told() -> None:
    """Where there are no headings there is the number, and without that nothing."""
    assert below_title(Place((), 3)) == ", paragraph 3"
    assert below_title(Place(("The bridge",), None)) == " › The bridge"
    assert below_title(Place((), None)) == ""
