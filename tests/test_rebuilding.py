"""A library made anew with another embedder or other passages, beside the one that answers."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from test_build import SETTINGS, run, write

from index.build import build
from index.embedding import BATCH
from index.errors import LibraryMismatchError
from index.library import Library
from index.passages import PassageSettings
from index.progress import BuildEvent, Finished, Report
from index.rebuilding import FOLDER, is_unfinished, rebuild
from index.rescue.soundness import check
from index.schema import DATABASE
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer
from qa.retrieval.retriever import Retriever

OTHER = FakeEmbedder(name="other", dimension=96)
TOPICS = ["flood", "bridge", "fair", "budget", "cows", "school"]
SHORT = PassageSettings(tokens=28, pieces=2)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a library of six articles, embedded in two batches where a piece is a sentence."""
    for topic in TOPICS:
        write(tmp_path / "in", f"{topic}.txt", topic, sentences=24)
    run(tmp_path / "in", into=tmp_path / "lib")
    return tmp_path / "lib"


def rebuilt(
    directory: Path, embedder: FakeEmbedder = OTHER, settings: PassageSettings | None = None
) -> Report:
    """Rebuild a library to the end and return the report."""
    *_, last = rebuild(directory, lambda: embedder, settings=settings)
    assert isinstance(last, Finished)
    return last.report


def contents(directory: Path) -> dict[str, list[tuple[int, int, bytes]]]:
    """Return for each article where its passages are, with their vectors; all checks hold."""
    with Library.open(directory) as library:
        assert all(each.ok for each in check(library, VectorIndex.open(library), WordIndex.open(library)))
        found = {}
        for entry in library.articles():
            passages = library.passages_of(entry.article.id)
            stored = library.vectors_of(passage.id for passage in passages)
            found[entry.article.id] = [(p.start, p.end, stored[p.id].tobytes()) for p in passages]
        return found


def best(retriever: Retriever, question: str) -> str:
    """Return the title of the first hit."""
    return retriever.search(question)[0].title


def test_another_embedder_takes_the_place_of_the_first(library: Path) -> None:
    """Afterwards the library is the other embedder's, whole and sound, and refuses the first."""
    assert rebuilt(library).changed == len(TOPICS)
    assert len(contents(library)) == len(TOPICS)
    with Library.open(library) as opened:
        assert opened.info.embedder.name == "other"
        assert not is_unfinished(opened)
        with pytest.raises(LibraryMismatchError, match=r"other.*fake.*qa rebuild"):
            opened.require_embedder(FakeEmbedder())
    assert not (library / FOLDER).exists()


def test_readers_are_answered_throughout(library: Path) -> None:
    """A reader opened before finds every article at every step, and the rebuilt ones without a restart."""
    with closing(Retriever.open(library, FakeEmbedder(), embedder_of=lambda _: OTHER)) as retriever:
        for _event in rebuild(library, lambda: OTHER, settings=SHORT):
            for topic in TOPICS:
                assert topic in best(retriever, topic)
        assert retriever.embedder is OTHER
        assert retriever.library.info.settings == SHORT
        longest = max(len(hit.text.split()) for hit in retriever.search("flood", limit=50))
        assert longest <= SHORT.tokens


def test_a_reader_that_cannot_follow_says_so(library: Path) -> None:
    """Without a way to load the other embedder, the next search names both embedders."""
    with closing(Retriever.open(library, FakeEmbedder())) as retriever:
        rebuilt(library)
        with pytest.raises(LibraryMismatchError, match=r"other.*fake"):
            retriever.search("flood")


def broken_off(directory: Path, embedder: FakeEmbedder, after: int) -> list[BuildEvent]:
    """Rebuild up to an event, as if the process had ended there."""
    events = rebuild(directory, lambda: embedder, settings=SHORT)
    seen = [event for event, _ in zip(events, range(after), strict=False)]
    events.close()  # type: ignore[attr-defined]
    return seen


@pytest.mark.parametrize("after", range(1, 9))
def test_a_rebuild_broken_off_is_taken_up_again(library: Path, tmp_path: Path, after: int) -> None:
    """The outcome is that of a rebuild never broken off, and what has a vector is not embedded again.

    The batch under way is, and of the passage before it the pieces that it shares with the next.
    """
    embedder = FakeEmbedder(name="other", dimension=96)
    broken_off(library, embedder, after)
    with Library.open(library) as opened:
        assert opened.info.embedder.name == "fake"
        assert is_unfinished(opened)
    rebuilt(library, embedder, SHORT)
    assert len(embedder.embedded) - len(set(embedder.embedded)) < BATCH + SHORT.pieces
    run(tmp_path / "in", into=tmp_path / "whole", embedder=FakeEmbedder())
    rebuilt(tmp_path / "whole", OTHER, SHORT)
    assert contents(library) == contents(tmp_path / "whole")


def test_what_changed_meanwhile_is_in_the_outcome(library: Path, tmp_path: Path) -> None:
    """Articles that came and went after the rebuild was broken off came and went in it too."""
    broken_off(library, OTHER, 6)
    write(tmp_path / "in", "late.txt", "lateness", sentences=12)
    (tmp_path / "in" / "cows.txt").unlink()
    run(tmp_path / "in", into=library)
    with Library.open(library) as opened, Writer.of(opened) as writer:
        writer.forget(str(tmp_path / "in" / "cows.txt"))
    rebuilt(library, settings=SHORT)
    with Library.open(library) as opened:
        titles = {entry.article.title for entry in opened.articles()}
    assert titles == {f"All about the {topic}" for topic in {*TOPICS, "lateness"} - {"cows"}}
    assert len(contents(library)) == len(TOPICS)


def test_another_wish_begins_anew(library: Path) -> None:
    """What was made for another embedder is not mixed into this rebuild."""
    broken_off(library, FakeEmbedder(name="third", dimension=32), 8)
    rebuilt(library)
    assert len(contents(library)) == len(TOPICS)


def test_an_id_never_comes_to_mean_another_passage(library: Path, tmp_path: Path) -> None:
    """The rebuilt passages have ids of their own, also where more were given out meanwhile."""
    with Library.open(library) as opened:
        before = set(opened.placed(range(10_000)))
        broken_off(library, OTHER, 7)
        write(tmp_path / "in", "late.txt", "lateness", sentences=40)
        run(tmp_path / "in", into=library)
        before |= set(opened.placed(range(10_000)))
        rebuilt(library, settings=SHORT)
        assert before.isdisjoint(opened.placed(range(10_000)))


def test_passages_cut_as_before_keep_their_vectors(library: Path) -> None:
    """With the same embedder only the texts that are cut otherwise are embedded."""
    embedder = FakeEmbedder()
    rebuilt(library, embedder, SETTINGS)
    assert embedder.embedded == []
    rebuilt(library, embedder, PassageSettings(tokens=80))
    assert embedder.embedded != []


def test_a_damaged_vector_is_made_anew(library: Path) -> None:
    """A rebuild with the same embedder mends vectors whose checksum does not fit."""
    with closing(sqlite3.connect(library / DATABASE)) as connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE number = 3")
        connection.commit()
    embedder = FakeEmbedder()
    rebuilt(library, embedder)
    assert len(embedder.embedded) == SETTINGS.pieces
    assert len(contents(library)) == len(TOPICS)


def test_later_runs_keep_the_new_settings(library: Path, tmp_path: Path) -> None:
    """Indexing after a rebuild cuts as the library now is cut."""
    rebuilt(library, FakeEmbedder(), SHORT)
    write(tmp_path / "in", "late.txt", "lateness", sentences=30)
    list(build([tmp_path / "in"], library, FakeEmbedder))
    with Library.open(library) as opened:
        lengths = [len(passage.text.split()) for passage, _ in opened.placed(range(10_000)).values()]
        assert max(lengths) <= SHORT.tokens
        with Writer.of(opened) as writer:
            assert len(writer.files()) == len(TOPICS) + 1
