"""The library as a list, and what runs could not read."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from shelf import EMBEDDER, SETTINGS, article, shelf, store

from index.build import build
from index.catalogue import BATCH, Catalogue, Listing
from index.database import open_writing
from index.errors import LibraryDamagedError
from index.library import Library
from index.progress import Skip
from index.troubles import MOST_KEPT, Trouble, carried_on, from_stored, to_stored

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def listed(library: Library) -> list[Listing]:
    """Return every article of a library as a table shows it."""
    with Catalogue.of(library) as view:
        return [each for batch in view.listings() for each in batch]


def test_a_listing_says_what_the_articles_say(tmp_path: Path) -> None:
    """Title, source, day, passages and length are those of the article; they come in order."""
    wall = article("Wall", "The wall is high. " * 30, day=date(2024, 3, 4), source="Herald")
    with shelf(tmp_path) as (library, writer):
        store(writer, "a.txt", [wall, article("Undated", "It rained.")])
        first, second = listed(library)
        entries = list(library.articles())
        assert (first.article, first.title, first.source, first.date) == (
            wall.id,
            "Wall",
            "Herald",
            wall.date,
        )
        assert [each.passages for each in (first, second)] == [entry.passages for entry in entries]
        assert [each.characters for each in (first, second)] == [entry.characters for entry in entries]
        assert first.added == entries[0].article.added
        assert (second.source, second.date, second.places) == (None, None, 1)


def test_more_articles_than_are_read_at_a_time_are_all_listed(tmp_path: Path) -> None:
    """Each is there once, in the order they came in."""
    many = [article(f"Title {number}", f"Text {number}.") for number in range(BATCH + 5)]
    with shelf(tmp_path) as (library, writer):
        store(writer, "a.txt", many)
        assert [each.title for each in listed(library)] == [one.title for one in many]


def test_an_article_in_several_files_is_told_with_all_its_places(tmp_path: Path) -> None:
    """Where else the same words lie; articles in one file alone are left out."""
    twice, once = article("Twice", "It rained."), article("Once", "It snowed.")
    with shelf(tmp_path) as (library, writer):
        store(writer, "a.txt", [twice])
        store(writer, "b.txt", [once, twice])
        assert [each.places for each in listed(library)] == [2, 1]
        with Catalogue.of(library) as view:
            assert view.places() == {twice.id: ("/papers/a.txt", "/papers/b.txt")}


def test_a_damaged_article_is_told_as_damage(tmp_path: Path) -> None:
    """What SQLite does not notice ends in the error that names the remedy."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "a.txt", [article("Title", "Text.")])
        connection = open_writing(tmp_path)
        connection.execute("UPDATE articles SET added = 'yesterday'")
        connection.close()
        with pytest.raises(LibraryDamagedError, match="qa recover"):
            listed(library)


def troubles(directory: Path) -> list[str]:
    """Return the names of the files that are troublesome."""
    with Library.open(directory) as library, Catalogue.of(library) as view:
        return [Path(each.path).name for each in view.troubles()]


def run(paths: list[Path], directory: Path, embedder: FakeEmbedder = EMBEDDER) -> None:
    """Index paths into a library."""
    for _ in build(paths, directory, lambda: embedder, settings=SETTINGS):
        pass


def test_what_a_run_could_not_read_is_kept_until_a_run_reads_it(tmp_path: Path) -> None:
    """Another folder's run leaves it; mending the file, or deleting it, settles it."""
    papers, others, library = tmp_path / "papers", tmp_path / "others", tmp_path / "library"
    papers.mkdir()
    others.mkdir()
    (papers / "good.txt").write_text("Title\n\nIt rained all day in the town.\n")
    (papers / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    (papers / "worse.pdf").write_bytes(b"%PDF-1.7 broken too")
    (others / "other.txt").write_text("Other\n\nIt snowed all day in the town.\n")
    run([papers], library)
    assert troubles(library) == ["bad.pdf", "worse.pdf"]
    run([others], library)
    assert troubles(library) == ["bad.pdf", "worse.pdf"]
    (papers / "worse.pdf").unlink()
    run([papers], library)
    assert troubles(library) == ["bad.pdf"]
    (papers / "bad.pdf").write_text("Mended\n\nIt is a text now and tells of the rain.\n")
    run([papers / "bad.pdf"], library)
    assert troubles(library) == []


def test_a_stopped_run_settles_nothing(tmp_path: Path) -> None:
    """What it did not come to is as troublesome as before."""
    old = Trouble("/papers/a.pdf", "broken", NOON)
    assert carried_on([old], [], is_settled=lambda _: False, now=NOON) == (old,)


def test_a_trouble_that_stays_keeps_its_day_and_the_first_thousand_are_kept() -> None:
    """The same reason is not news; a folder of unreadable files does not fill the library."""
    old = Trouble("/papers/a.pdf", "broken", NOON)
    later = datetime(2026, 11, 4, tzinfo=UTC)
    skips = [Skip("/papers/a.pdf", "broken"), *(Skip(f"/papers/{n}.pdf", "broken") for n in range(2000))]
    now = carried_on([old], skips, is_settled=lambda _: True, now=later)
    assert now[0] == old
    assert now[1] == Trouble("/papers/0.pdf", "broken", later)
    assert len(now) == MOST_KEPT


def test_troubles_are_stored_and_read_and_nonsense_is_none() -> None:
    """What is stored comes back; what cannot be read keeps nobody from the library."""
    some = (Trouble("/papers/ä.pdf", "broken", NOON),)
    assert from_stored(to_stored(some)) == some
    assert from_stored("[[1]]") == ()
    assert from_stored("nonsense") == ()
