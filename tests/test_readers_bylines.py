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
        ("STAFF REPORTER", ()),
        ("By a Staff Reporter", ()),
        ("- REUTERS", ("Reuters",)),
        ("AFP", ("AFP",)),
        ("By The Associated Press", ("Associated Press",)),
        ("PA Media", ("PA Media",)),
        ("By Jane Doe, Reuters", ("Jane Doe",)),
        ("By Jane Doe Reuters", ("Jane Doe",)),
        ("By Jane Doe and agencies", ("Jane Doe",)),
        ("By Jane Doe in Millbrook and Ann Lee in Cairo", ("Jane Doe", "Ann Lee")),
        ("By Jane Doe, the Millbrook Herald", ("Jane Doe",)),
        ("By Jane Doe and Tom Post", ("Jane Doe", "Tom Post")),
        ("By Doe, Jane", ("Jane Doe",)),
        ("- DR ANNA KELL", ("Anna Kell",)),
        ("EXCLUSIVE BY JANE DOE", ("Jane Doe",)),
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
        "AFTER A NIGHT OF PROTEST",
        "Staff and reporters of the paper",
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


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Additional reporting by Jane Doe", ("Jane Doe",)),
        ("(With reporting from Jane Doe and Ann Lee)", ("Jane Doe", "Ann Lee")),
        ("Reporting by night is no pleasure", ()),
    ],
)
def test_who_also_reported_is_named(line: str, names: tuple[str, ...]) -> None:
    """A line about further reporters gives their names; a sentence about reporting gives none."""
    assert bylines.contributors(line) == names


@pytest.mark.parametrize(
    ("line", "authors", "name"),
    [
        ("— Jane Doe is a writer who lives in Millbrook.", (), "Jane Doe"),
        ("Jane Doe is the Herald’s chief reporter.", ("Jane Doe",), "Jane Doe"),
        ("Jane Doe writes about politics for this paper.", ("Jane Doe",), "Jane Doe"),
        ("Jane Doe is the mayor of Millbrook.", ("Ann Lee",), None),
        ("The river is a danger to the town.", (), None),
    ],
)
def test_a_tagline_is_about_the_author(line: str, authors: tuple[str, ...], name: str | None) -> None:
    """Who somebody is may be told after a dash of anybody, else only of the article's author."""
    assert bylines.tagline(line, authors) == name
