"""Newspaper exports."""

from datetime import date
from pathlib import Path

import pytest

from index.readers import newspaper

EXPORT = """The Morning Paper - World

Harbour talks ‘back on course’ after night of shelling

Envoys say the text is nearly ready as ships wait offshore

- ANNA KELL Port Said OMAR AL HADI and TOMAS DE VRIES

Talks on reopening the harbour resumed yesterday after a night of shelling, three envoys said.

The shelling on Sunday was ordered without the knowledge of the negotiators, which shows who commands.

“We have a text and nine open points,” one envoy said. “Yesterday we had forty.”

Ships have waited offshore since May - some without crews - and the port has lost a third of its trade.

Sunday’s shelling was ordered without the knowledge of the negotiators, amid anger among crews

 ?? Reuters ?? Ships wait outside the harbour. The port says a third of its trade is gone
Reuters Ships wait outside the harbour. The port says a third of its trade is gone

Newspapers in English

Newspapers from Egypt
"""


def test_everything_around_the_body_becomes_a_field() -> None:
    """Masthead, headline, standfirst, byline and caption are fields, each once."""
    (draft,) = newspaper.read(EXPORT)

    assert (draft.source, draft.section) == ("The Morning Paper", "World")
    assert draft.title == "Harbour talks ‘back on course’ after night of shelling"
    assert draft.standfirst == "Envoys say the text is nearly ready as ships wait offshore"
    assert draft.authors == ("Anna Kell", "Omar Al Hadi", "Tomas de Vries")
    assert draft.captions == ("Ships wait outside the harbour. The port says a third of its trade is gone",)
    assert draft.date is None


def test_only_the_story_is_left_in_the_body() -> None:
    """Pull quote, captions and catalogue are gone; the first and the last sentence stand."""
    (draft,) = newspaper.read(EXPORT)

    assert draft.text.startswith("Talks on reopening")
    assert draft.text.endswith("a third of its trade.")
    assert draft.text.count("\n\n") == 3


def test_two_articles_in_one_file_are_two() -> None:
    """A second masthead of the same kind begins a second article."""
    second = EXPORT.replace("Harbour talks", "Canal talks").replace("- World", "- Business")
    drafts = newspaper.read(f"{EXPORT}\n{second}")

    assert [(draft.title or "")[:12] for draft in drafts] == ["Harbour talk", "Canal talks "]
    assert [draft.section for draft in drafts] == ["World", "Business"]
    assert all(draft.text.endswith("a third of its trade.") for draft in drafts)


def test_a_date_may_stand_before_the_byline() -> None:
    """A date line between headline and byline is the day of publication."""
    dated = EXPORT.replace("- ANNA KELL", "2024-03-04\n- ANNA KELL")
    (draft,) = newspaper.read(dated)

    assert draft.date == date(2024, 3, 4)
    assert draft.authors[0] == "Anna Kell"
    assert draft.text.startswith("Talks on reopening")


def test_ordinary_prose_is_no_export() -> None:
    """One mark alone, such as a dash in the first line, is not enough."""
    assert not newspaper.is_export("Herald News - a memoir\n\nI began in the print room. It was warm there.")


def test_the_real_export_reads_as_it_should() -> None:
    """The export this reader was first written for gives its title, authors and body."""
    folder = Path(__file__).parents[2] / "shared" / "seeds"
    files = sorted(folder.glob("000_*.txt")) if folder.is_dir() else []
    if not files:
        pytest.skip("no ../shared/seeds beside the repository")
    (draft,) = newspaper.read(files[0].read_text(encoding="utf-8"))

    assert (draft.source, draft.section) == ("The National", "News")
    assert draft.authors == ("Sinan Mahmoud", "Hadya Al Alawi", "Mohamad Ali Harisi")
    assert draft.text.startswith("An unannounced truce")
    assert draft.text.endswith("American media reported.")
    assert len(draft.captions) == 1
    assert "??" not in draft.text
