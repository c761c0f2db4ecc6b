"""Libraries that earlier versions made are brought forward; nothing is lost on the way."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from test_build import write

from index.build import build
from index.embedding import LoadedOnce, embed_waiting
from index.errors import LibraryBusyError, LibraryError, LibraryNewerError
from index.library import Library
from index.lock import writing_lock
from index.passages import PassageSettings
from index.rebuilding import rebuild
from index.rescue.recovery import recover
from index.rescue.soundness import check
from index.schema import APPLICATION, DATABASE, VERSION
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer

DUMPS = sorted((Path(__file__).parent / "data" / "libraries").glob("version-*.sql"))
EMBEDDER = FakeEmbedder(dimension=64)


def old_library(directory: Path, dump: Path) -> None:
    """Make the library that an earlier version dumped."""
    directory.mkdir(exist_ok=True)
    connection = sqlite3.connect(directory / DATABASE)
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(dump.read_text("utf-8"))
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {dump.stem.partition('-')[2]}")
    connection.close()


def test_every_earlier_version_is_kept() -> None:
    """There is a library to migrate of each schema before today's."""
    assert [dump.stem for dump in DUMPS] == [f"version-{number}" for number in range(1, VERSION)]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_an_earlier_library_is_brought_forward(tmp_path: Path, dump: Path) -> None:
    """It opens, holds what it held, and what waited for its vectors still waits for them."""
    old_library(tmp_path, dump)
    with Library.open(tmp_path) as library:
        assert library.info.schema == VERSION
        assert [entry.article.title for entry in library.articles()] == [
            "The flood",
            "The bridge",
            "The vote",
        ]
        counts = library.counts()
        assert (counts.articles, counts.files, counts.passages, counts.waiting) == (3, 3, 14, 5)
        with Writer.of(library) as writer:
            list(embed_waiting(writer, LoadedOnce(lambda: EMBEDDER), lambda: False))
        assert all(each.ok for each in check(library, VectorIndex.open(library), WordIndex.open(library)))


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_migrated_vectors_are_those_of_their_passages(tmp_path: Path, dump: Path) -> None:
    """A vector made by the earlier version is, rounded to half precision, the one made today."""
    old_library(tmp_path, dump)
    with Library.open(tmp_path) as library:
        placed = library.placed(range(100))
        vectors = library.vectors_of(placed)
        assert len(vectors) == 9
        for number, vector in vectors.items():
            passage, article = placed[number]
            (today,) = EMBEDDER.embed([f"{article.title}\n{passage.text}"])
            assert np.allclose(vector, today, atol=1e-3)


def waiting_texts(library: Library) -> list[str]:
    """Return what is to be embedded, in its order."""
    with Writer.of(library) as writer:
        return [text for texts in writer.waiting(100).values() for text in texts]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_what_waits_comes_in_the_order_of_its_article(tmp_path: Path, dump: Path) -> None:
    """Earlier versions kept it in no order; passages that follow each other may share pieces."""
    old_library(tmp_path, dump)
    with Library.open(tmp_path) as library:
        (vote,) = library.find("5012fe8fd86c")
        inside = [f"The vote\n{passage.text}" for passage in library.passages_of(vote)]
        assert waiting_texts(library) == list(dict.fromkeys(inside))


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_an_earlier_library_goes_on_as_it_was_cut(tmp_path: Path, dump: Path) -> None:
    """It is searched, and takes new articles in passages like those it has, until it is made anew."""
    old_library(tmp_path / "lib", dump)
    write(tmp_path / "in", "heron.txt", "heron", sentences=9)
    list(build([tmp_path / "in"], tmp_path / "lib", lambda: EMBEDDER))
    with Library.open(tmp_path / "lib") as library:
        assert library.info.settings == PassageSettings(tokens=20, pieces=1, headings=0)
        passages = library.passages(range(1000)).values()
        assert {passage.cuts for passage in passages} == {()}
        for question, title in (("council budget", "The vote"), ("seen by 7 people", "All about the heron")):
            (found, _), *_ = VectorIndex.open(library).search(EMBEDDER.embed([question])[0], 1)
            (named, _), *_ = WordIndex.open(library).search(question, 1)
            assert {article.title for article in library.articles_of([found, named]).values()} == {title}
        assert all(each.ok for each in check(library, VectorIndex.open(library), WordIndex.open(library)))


@pytest.mark.parametrize("tokens", [160, 20])
@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_an_earlier_library_is_made_anew_the_usual_way(tmp_path: Path, dump: Path, tokens: int) -> None:
    """One cut in the way that was usual is then cut as is usual today; one cut as somebody wished is not."""
    old_library(tmp_path, dump)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        before = json.loads(connection.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()[0])
        row = (json.dumps(before | {"tokens": tokens}),)
        connection.execute("UPDATE meta SET value = ? WHERE key = 'settings'", row)
        connection.commit()
    list(rebuild(tmp_path, lambda: EMBEDDER))
    with Library.open(tmp_path) as library:
        assert library.info.settings == (PassageSettings() if tokens == 160 else PassageSettings(tokens, 1))
        assert library.counts().waiting == 0
        assert all(each.ok for each in check(library, VectorIndex.open(library), WordIndex.open(library)))


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_an_earlier_library_that_is_sound_needs_no_recovery(tmp_path: Path, dump: Path) -> None:
    """It is brought forward, and nothing else is done."""
    old_library(tmp_path, dump)
    assert recover(tmp_path, lambda _: pytest.fail("nothing is cut")) is None
    with Library.open(tmp_path) as library:
        assert library.counts().passages == 14


def test_what_an_earlier_version_left_damaged_is_saved(tmp_path: Path) -> None:
    """Where it cannot even be brought forward, articles, passages, vectors and settings are kept."""
    old_library(tmp_path, DUMPS[-1])
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("DROP TABLE waiting")
    outcome = recover(tmp_path, lambda _: pytest.fail("every passage can be proved"))
    assert outcome is not None
    assert outcome.kept is not None
    kept = outcome.kept
    assert (kept.articles, kept.lost, kept.passages, kept.vectors) == (3, (), 14, 5)
    with Library.open(tmp_path) as library:
        assert library.info.settings == PassageSettings(tokens=20, pieces=1, headings=0)
        assert library.counts().waiting == 5


def test_bringing_forward_takes_turns_with_writers(tmp_path: Path) -> None:
    """While another process writes, the library stays as it was, and the message says who writes."""
    old_library(tmp_path, DUMPS[0])
    with writing_lock(tmp_path), pytest.raises(LibraryBusyError, match=str(os.getpid())):
        Library.open(tmp_path)
    Library.open(tmp_path).close()


def test_a_later_version_is_refused_in_a_line(tmp_path: Path) -> None:
    """The line says which version it is, which can be read, and what to do."""
    old_library(tmp_path, DUMPS[0])
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(LibraryNewerError, match=rf"version {VERSION + 1}.*up to {VERSION};.*upgrade"):
        Library.open(tmp_path)


def test_an_earlier_library_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """Where it cannot be brought forward, it is left alone, in one line that says what to do."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    old_library(tmp_path, DUMPS[0])
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LibraryError, match=r"earlier version.*copy it"):
            Library.open(tmp_path)
    finally:
        tmp_path.chmod(0o700)
