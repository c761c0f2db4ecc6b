"""Names in bylines."""

import pytest

from index.readers import bylines


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Roe, Environment Correspondents", ("Jane Doe", "John Roe")),
        (
            "- ANNA MARIA KELL Cairo TOMAS DE VRIES and LI WEI",
            ("Anna Maria Kell", "Tomas de Vries", "Li Wei"),
        ),
        ("JANE DOE reports", ("Jane Doe",)),
        ("BY JANE DOE IN BAGHDAD", ("Jane Doe",)),
        ("By JANE DOE Political Editor", ("Jane Doe",)),
        ("By Jane Doe, New York", ("Jane Doe",)),
        ("Jane Doe, Chief Reporter", ("Jane Doe",)),
        ("By Jane Doe (@janedoe)", ("Jane Doe",)),
        ("Words by Jane Doe; photographs by Jim Poe", ("Jane Doe",)),
        ("By Patrick O'BRIEN-SMITH", ("Patrick O'Brien-Smith",)),
        ("By J.K. MCDONALD", ("J.K. McDonald",)),
        ("By Reuters", ("Reuters",)),
        ("By Staff Reporter", ()),
    ],
)
def test_a_byline_gives_its_names_without_places_and_roles(line: str, authors: tuple[str, ...]) -> None:
    """Names come out in title case, whatever stands around them."""
    found = bylines.parse(line)

    assert found is not None
    assert found.certain
    assert found.authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "By the time crews arrived, the water had gone",
        "By Tuesday",
        "Water reports",
        "Rival schools to become one",
        "New Weighhouse Bridge is to open in spring",
        "- bring a coat and a torch",
        "Jane Doe is a reporter at MILLBROOK TODAY. You can reach her at the office.",
    ],
)
def test_a_sentence_or_a_title_is_no_byline(line: str) -> None:
    """A line that begins with By, or holds capitals, is a byline only with names in it."""
    assert bylines.parse(line) is None


def test_a_bare_name_is_not_certain() -> None:
    """Two capitalised words may be a name or a heading; the lines around decide."""
    found = bylines.parse("Jane Doe")

    assert found == bylines.Byline(("Jane Doe",), certain=False)
