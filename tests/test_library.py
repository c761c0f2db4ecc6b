"""What the library keeps, and how."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from shelf import EMBEDDER, SETTINGS, article, content, file, shelf, store

from index.database import transaction
from index.errors import ModelError, QuestionError
from index.inventory import Moment
from index.library import Library
from index.period import Period
from index.records import Article, Heading
from index.rescue.soundness import check
from index.scope import Scope
from index.shelving import Outcome
from index.snapshot import Snapshot
from index.vectors import VectorIndex
from index.words import WordIndex

FLOOD = article("Flood", "Water rose. It fell again by noon. " * 5, day=date(2024, 3, 4), source="Herald")
FAIR = article("Fair", "The fair opened. Many came to see the cows.", day=date(2025, 6, 1))
UNDATED = article("Undated", "Nobody wrote down when this was.")


def test_an_article_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    """Every field of an article is the same after it was stored and read."""
    full = Article(
        title="A title – with “marks”",
        text="One.\n\nTwo \N{GRINNING FACE} and a NUL \0 in it.",
        path="/a b/c.txt",
        standfirst="What it is about",
        authors=("Ann", "Bo"),
        source="Herald",
        section="News",
        date=date(2024, 2, 29),
        date_from="stated",
        language="en",
        url="https://example.org/x",
        captions=("A bridge",),
        headings=(Heading(0, 4, 2),),
    )
    with shelf(tmp_path / "lib") as (library, writer):
        writer.replace(file("c.txt"), [content(full)])
        stored = library.article(full.id)
        assert stored is not None
        assert stored.added is not None
        fields = [name for name in Article.__slots__ if name not in ("added", "path")]
        assert [getattr(stored, name) for name in fields] == [getattr(full, name) for name in fields]


def test_offsets_reproduce_every_passage(tmp_path: Path) -> None:
    """A passage's text is the slice of its article that its offsets name."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD, FAIR])
        passages = library.passages_of(FLOOD.id)
        assert len(passages) > 1
        assert all(FLOOD.text[p.start : p.end] == p.text and p.article == FLOOD.id for p in passages)
        assert library.articles_of([passages[0].id])[passages[0].id].title == "Flood"
        assert library.passages([passages[0].id, 999]) == {passages[0].id: passages[0]}


def test_ids_are_found_by_their_beginning(tmp_path: Path) -> None:
    """An abbreviated id finds the whole ids that begin so, in any case, and nothing else."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD, FAIR])
        assert library.find(FLOOD.id[:6].upper()) == (FLOOD.id,)
        assert library.find("") == tuple(sorted((FLOOD.id, FAIR.id)))
        assert library.find("zz") == ()
        assert library.find("%") == ()


def test_counts_say_what_there_is(tmp_path: Path) -> None:
    """Counts are of articles, passages, vectors and files, with the days covered."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD, FAIR])
        store(writer, "u.txt", [UNDATED])
        counts = library.counts()
        assert (counts.articles, counts.files) == (3, 2)
        assert (counts.first, counts.last) == (date(2024, 3, 4), date(2025, 6, 1))
        assert counts.passages == sum(entry.passages for entry in library.articles())
        assert counts.waiting == 0
        assert [entry.article.title for entry in library.articles()] == ["Flood", "Fair", "Undated"]
        assert [entry.characters for entry in library.articles()][1] == len(FAIR.text)


def test_a_copy_is_one_article_in_two_places(tmp_path: Path) -> None:
    """The same words in a second file add a place, and leave with the last file that has them."""
    reprint = article(FLOOD.title, FLOOD.text, day=date(2024, 3, 9), source="Post")
    with shelf(tmp_path) as (library, writer):
        store(writer, "herald.txt", [FLOOD])
        assert store(writer, "post.txt", [reprint]) == Outcome(unchanged=1)
        assert [place.source for place in library.locations(FLOOD.id)] == ["Herald", "Post"]
        assert writer.forget("/papers/herald.txt") == Outcome(changed=1)
        left = library.article(FLOOD.id)
        assert left is not None
        assert (left.source, left.date, left.path) == ("Post", date(2024, 3, 9), "/papers/post.txt")
        assert writer.forget("/papers/post.txt") == Outcome(removed=1)
        assert library.article(FLOOD.id) is None


def test_passage_ids_are_never_used_again(tmp_path: Path) -> None:
    """An id that a passage had never comes to mean another passage."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD])
        before = {passage.id for passage in library.passages_of(FLOOD.id)}
        writer.forget("/papers/f.txt")
        store(writer, "f.txt", [FLOOD])
        assert before.isdisjoint(passage.id for passage in library.passages_of(FLOOD.id))
        assert library.passages(before) == {}


def test_a_changed_file_keeps_the_vectors_of_unchanged_passages(tmp_path: Path) -> None:
    """Only the digests of new passages lack a vector; those no passage has are swept out."""
    edited = article("Flood", FLOOD.text + "And then it rained once more over all of the town.")
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD, FAIR])
        assert store(writer, "f.txt", [edited, FAIR]) == Outcome(changed=1, unchanged=1)
        assert library.counts().waiting == 0
        store(writer, "f.txt", [FAIR])
        writer.sweep()
        rows = sqlite3.connect(tmp_path / "library.db")
        (left,) = rows.execute("SELECT count(*) FROM vectors").fetchone()
        rows.close()
        assert left == len(library.passages_of(FAIR.id))


def test_another_date_is_a_change_of_the_article(tmp_path: Path) -> None:
    """A date stated otherwise changes the article, keeps its vectors and renews its passages."""
    redated = article(FAIR.title, FAIR.text, day=date(2020, 1, 1))
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FAIR])
        before = {passage.id for passage in library.passages_of(FAIR.id)}
        assert store(writer, "f.txt", [redated]) == Outcome(changed=1)
        stored = library.article(FAIR.id)
        assert stored is not None
        assert stored.date == date(2020, 1, 1)
        after = {passage.id for passage in library.passages_of(FAIR.id)}
        assert before.isdisjoint(after)
        assert library.vectors_of(after).keys() == after


@given(
    days=st.lists(st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 20)), min_size=1, max_size=12),
    since=st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 20)),
    until=st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 20)),
)
def test_a_period_holds_its_days_and_the_undated(
    tmp_path_factory: pytest.TempPathFactory,
    days: list[date | None],
    since: date | None,
    until: date | None,
) -> None:
    """The passages of a period are those whose article's day a reader would count in."""
    if since and until and since > until:
        with pytest.raises(QuestionError):
            Period(since, until)
        return
    period = Period(since, until)
    with shelf(tmp_path_factory.mktemp("lib")) as (library, writer):
        stored = [article(f"T{n}", "Some words.", day=day) for n, day in enumerate(days)]
        store(writer, "f.txt", stored)
        ids = library.within(Scope(period))
        wanted = {p.id for one in stored if period.holds(one.date) for p in library.passages_of(one.id)}
        if period.everything:
            assert ids is None
        else:
            assert ids is not None
            assert ids.dtype == np.int64
            assert ids.tolist() == sorted(wanted)


def test_a_vector_must_have_the_right_shape_and_length(tmp_path: Path) -> None:
    """Vectors that are not of the embedder's dimension, or not of unit length, are refused."""
    with shelf(tmp_path) as (_, writer):
        unit = EMBEDDER.embed(["x"])
        for wrong in (unit[:, :10], unit * 2, unit * np.float32("nan"), np.vstack([unit, unit])):
            with pytest.raises(ModelError):
                writer.store_vectors([b"d" * 16], wrong)


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """A file whose second article cannot be stored leaves the library as it was."""
    broken = content(FAIR)
    doubled = type(broken)(FAIR, (*broken.passages, *broken.passages))
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [UNDATED])
        before = library.moment
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            writer.replace(file("f.txt"), [content(FLOOD), doubled])
        assert library.moment == before
        assert [entry.article.title for entry in library.articles()] == ["Undated"]


def test_a_snapshot_stays_while_others_write(tmp_path: Path) -> None:
    """What a snapshot shows does not change with later commits; the library itself does."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD])
        with Snapshot.of(library) as view:
            moment = view.moment
            store(writer, "g.txt", [FAIR])
            assert view.moment == moment
            assert view.counts().articles == 1
        assert library.counts().articles == 2
        assert library.generation > moment.generation
        assert library.remembers(moment)
        assert not library.remembers(Moment(moment.generation, "another"))


def test_opening_again_finds_the_same(tmp_path: Path) -> None:
    """Closing and opening a library changes nothing in it."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD, FAIR])
        before = (library.info, library.moment, list(library.articles()))
    other = FakeEmbedder(dimension=64)
    with Library.open_or_create(tmp_path, embedder=other, settings=SETTINGS) as library:
        assert (library.info, library.moment, list(library.articles())) == before
        assert library.info.settings == SETTINGS


def test_a_transaction_is_undone_by_any_exception(tmp_path: Path) -> None:
    """An interrupt within a transaction leaves the database as it was."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [FLOOD])
    connection = sqlite3.connect(tmp_path / "library.db", isolation_level=None)

    def interrupted() -> None:
        with transaction(connection):
            connection.execute("DELETE FROM locations")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    connection.close()
    with Library.open(tmp_path) as library:
        assert len(library.locations(FLOOD.id)) == 1


@pytest.mark.parametrize("embedded", [0, 1])
def test_passages_whose_headings_changed_are_embedded_anew(tmp_path: Path, embedded: int) -> None:
    """A better reader tells headings of the same words; where those are not embedded, all stays as it was."""
    settings = replace(SETTINGS, headings=embedded)
    told = article("Fair", "The cows\n\n" + "Many came to see the cows. They were brown. " * 6)
    headed = replace(told, headings=(Heading(0, 8, 2),))
    with shelf(tmp_path, settings=settings) as (library, writer):
        store(writer, "f.txt", [told], settings=settings)
        before = library.passages_of(told.id)
        outcome = writer.replace(file("f.txt"), [content(headed, settings=settings)])
        assert outcome == Outcome(changed=1)
        after = library.passages_of(told.id)
        assert [(p.start, p.end, p.cuts) for p in after] == [(p.start, p.end, p.cuts) for p in before]
        assert len(before) > 2
        assert (before == after) is (embedded == 0)
        waiting = {text for texts in writer.waiting(100).values() for text in texts}
        assert all(text.startswith("Fair › The cows\n") for text in waiting)
        assert bool(waiting) is bool(embedded)
        store(writer, "f.txt", [headed], settings=settings)
        writer.sweep()
        checks = check(library, VectorIndex.open(library), WordIndex.open(library))
        assert [each for each in checks if not each.ok] == []
        found = WordIndex.open(library).search("brown cows", 10)
        assert {number for number, _ in found} == {passage.id for passage in after}
