"""Bringing files into a library: only what changed, nothing lost, nothing twice."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.build import build
from index.embedder import Embedder
from index.embedding import BATCH
from index.errors import LibraryMismatchError, ReadError
from index.library import Library
from index.passages import PassageSettings
from index.progress import BuildEvent, Embedding, Finished, Noticed, Read, Report, Skipped, Walked
from index.rescue.soundness import check
from index.vectors import VectorIndex
from index.words import WordIndex

SETTINGS = PassageSettings(tokens=40)
"""Three pieces of a sentence each."""


def write(folder: Path, name: str, topic: str, sentences: int = 6) -> Path:
    """Write a plain article about a topic, and set its time back so that it counts."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    body = " ".join(f"The {topic} was seen by {n} people in the town on that day." for n in range(sentences))
    path.write_text(f"All about the {topic}\n\n{body}\n", "utf-8")
    age(path)
    return path


def age(path: Path) -> None:
    """Make a file look settled: written a minute before it was."""
    seen = path.stat().st_mtime - 60
    os.utime(path, (seen, seen))


def run(*paths: Path, into: Path, embedder: FakeEmbedder | None = None) -> Report:
    """Index the paths and return the report."""
    *_, last = build(paths, into, lambda: embedder or FakeEmbedder(), settings=SETTINGS)
    assert isinstance(last, Finished)
    return last.report


def figures(report: Report) -> tuple[int, int, int, int]:
    """Return added, changed, unchanged and removed."""
    return report.added, report.changed, report.unchanged, report.removed


def no_embedder() -> Embedder:
    """Fail the test: nobody had a reason to load the embedder."""
    pytest.fail("the embedder was loaded")


def assert_sound(directory: Path) -> None:
    """Every check of the library holds."""
    with Library.open(directory) as library:
        checks = check(library, VectorIndex.open(library), WordIndex.open(library))
        assert [each for each in checks if not each.ok] == []
        assert len(checks) >= 5
        assert all(each.remedy is None for each in checks)


def titles(directory: Path) -> list[str]:
    """Return the titles of the articles in a library, sorted."""
    with Library.open(directory) as library:
        return sorted(entry.article.title for entry in library.articles())


def test_files_become_articles_that_are_found(tmp_path: Path) -> None:
    """Indexed files are found by words and by meaning, and the events say what happened."""
    for topic in ("flood", "fair", "bridge"):
        write(tmp_path / "in", f"{topic}.txt", topic)
    embedder = FakeEmbedder()
    events = list(build([tmp_path / "in"], tmp_path / "lib", lambda: embedder, settings=SETTINGS))
    assert events[0] == Walked(3, 3)
    assert sum(isinstance(event, Read) for event in events) == 3
    embedded = [event for event in events if isinstance(event, Embedding)]
    with Library.open(tmp_path / "lib") as library:
        assert embedded[-1].done == embedded[-1].total == library.counts().passages
    assert isinstance(events[-1], Finished)
    assert figures(events[-1].report) == (3, 0, 0, 0)
    with Library.open(tmp_path / "lib") as library:
        by_words = WordIndex.open(library).search("flood", 1)
        by_meaning = VectorIndex.open(library).search(embedder.embed(["the flood"])[0], 1)
        for ((passage, _),) in (by_words, by_meaning):
            assert "flood" in library.articles_of([passage])[passage].title
    assert_sound(tmp_path / "lib")


def test_nothing_changed_loads_and_writes_nothing(tmp_path: Path) -> None:
    """A run over the same files loads no embedder and leaves the library's state."""
    write(tmp_path / "in", "flood.txt", "flood")
    run(tmp_path / "in", into=tmp_path / "lib")
    with Library.open(tmp_path / "lib") as library:
        before = library.moment
        *_, last = build([tmp_path / "in"], tmp_path / "lib", no_embedder, settings=SETTINGS)
        assert isinstance(last, Finished)
        assert figures(last.report) == (0, 0, 1, 0)
        assert library.moment == before


def test_a_touched_file_is_compared_by_content(tmp_path: Path) -> None:
    """A file with another time and the same words is unchanged, and loads no embedder."""
    path = write(tmp_path / "in", "flood.txt", "flood")
    run(tmp_path / "in", into=tmp_path / "lib")
    age(path)
    first, *_, last = build([path], tmp_path / "lib", no_embedder, settings=SETTINGS)
    assert first == Walked(1, 1)
    assert isinstance(last, Finished)
    assert figures(last.report) == (0, 0, 1, 0)
    assert next(iter(build([path], tmp_path / "lib", no_embedder, settings=SETTINGS))) == Walked(1, 0)


def test_a_file_written_just_now_is_compared_again(tmp_path: Path) -> None:
    """An edit of the same length within the same tick of the clock is noticed."""
    path = tmp_path / "note.txt"
    path.write_text("A note about it\n\nThe cows were seen on the old bridge today.\n")
    moment = path.stat().st_mtime_ns
    run(path, into=tmp_path / "lib")
    path.write_text("A note about it\n\nThe pigs were seen on the old bridge today.\n")
    os.utime(path, ns=(moment, moment))
    assert figures(run(path, into=tmp_path / "lib")) == (0, 1, 0, 0)


def test_a_changed_file_embeds_only_new_passages(tmp_path: Path) -> None:
    """An edit replaces the article; passages with the words they had keep their vectors."""
    path = write(tmp_path / "in", "flood.txt", "flood", sentences=12)
    embedder = FakeEmbedder()
    run(path, into=tmp_path / "lib", embedder=embedder)
    first = len(embedder.embedded)
    path.write_text(
        path.read_text().strip() + "\n\nA new last paragraph says that all of it is dry again now.\n"
    )
    embedder.embedded.clear()
    assert figures(run(path, into=tmp_path / "lib", embedder=embedder)) == (0, 1, 0, 0)
    assert 0 < len(embedder.embedded) < first
    with Library.open(tmp_path / "lib") as library:
        assert WordIndex.open(library).search("dry", 3)
        assert library.counts().articles == 1
    assert_sound(tmp_path / "lib")


def test_a_moved_file_embeds_nothing(tmp_path: Path) -> None:
    """A file under another name is the same article: no embedder is needed for it."""
    path = write(tmp_path / "in", "flood.txt", "flood")
    run(path, into=tmp_path / "lib")
    moved = path.rename(tmp_path / "in" / "moved.txt")
    *_, last = build([moved], tmp_path / "lib", no_embedder, settings=SETTINGS)
    assert isinstance(last, Finished)
    assert figures(last.report) == (0, 0, 1, 0)
    assert_sound(tmp_path / "lib")


def test_a_renamed_folder_leaves_no_old_places(tmp_path: Path) -> None:
    """Articles in a folder of another name are known by their new places alone, nothing embedded."""
    for number in range(30):
        write(tmp_path / "in" / "old", f"{number}.txt", f"topic{number}")
    run(tmp_path / "in", into=tmp_path / "lib")
    (tmp_path / "in" / "old").rename(tmp_path / "in" / "new")
    *_, last = build([tmp_path / "in"], tmp_path / "lib", no_embedder, settings=SETTINGS)
    assert isinstance(last, Finished)
    assert figures(last.report) == (0, 0, 30, 0)
    assert last.report.vanished == 0
    with Library.open(tmp_path / "lib") as library:
        for entry in library.articles():
            (place,) = library.locations(entry.article.id)
            assert place.path == entry.article.path
            assert Path(place.path).exists()


def test_a_vanished_file_is_counted_and_its_article_stays(tmp_path: Path) -> None:
    """What is gone with words of its own is in the report, each time, until somebody prunes."""
    write(tmp_path / "in", "a.txt", "flood")
    gone = write(tmp_path / "in", "b.txt", "fair")
    run(tmp_path / "in", into=tmp_path / "lib")
    gone.unlink()
    for _ in range(2):
        assert run(tmp_path / "in", into=tmp_path / "lib").vanished == 1
    assert titles(tmp_path / "lib") == ["All about the fair", "All about the flood"]


def test_copies_are_one_article_with_its_places(tmp_path: Path) -> None:
    """Two files with the same words are one article, and a vanished file takes nothing with it."""
    write(tmp_path / "in", "a.txt", "flood")
    shutil.copy(tmp_path / "in" / "a.txt", tmp_path / "in" / "b.txt")
    assert figures(run(tmp_path / "in", into=tmp_path / "lib")) == (1, 0, 1, 0)
    with Library.open(tmp_path / "lib") as library:
        (entry,) = library.articles()
        places = [Path(place.path).name for place in library.locations(entry.article.id)]
    assert places == ["a.txt", "b.txt"]
    (tmp_path / "in" / "a.txt").unlink()
    assert figures(run(tmp_path / "in", into=tmp_path / "lib")) == (0, 0, 1, 0)
    assert len(titles(tmp_path / "lib")) == 1


def test_words_that_move_between_files_in_one_run_stay(tmp_path: Path) -> None:
    """What one file loses and another gains in the same run is still there, with its vectors."""
    a = write(tmp_path / "in", "a.txt", "flood")
    b = write(tmp_path / "in", "b.txt", "fair")
    run(tmp_path / "in", into=tmp_path / "lib")
    words = a.read_text(), b.read_text()
    write(tmp_path / "in", "a.txt", "bridge")
    b.write_text(words[0])
    (tmp_path / "in" / "c.txt").write_text(words[1])
    run(tmp_path / "in", into=tmp_path / "lib")
    assert titles(tmp_path / "lib") == ["All about the bridge", "All about the fair", "All about the flood"]
    assert_sound(tmp_path / "lib")


def test_one_bad_file_is_reported_and_the_rest_is_indexed(tmp_path: Path) -> None:
    """A file that cannot be read is skipped with its reason; the others are there."""
    for number in range(30):
        write(tmp_path / "in", f"{number:02}.txt", f"topic{number}")
    (tmp_path / "in" / "05.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "in" / "06.txt").write_bytes(b"")
    events = list(build([tmp_path / "in"], tmp_path / "lib", FakeEmbedder, settings=SETTINGS))
    assert isinstance(events[-1], Finished)
    report = events[-1].report
    assert figures(report) == (28, 0, 0, 0)
    assert [Path(skip.path).name for skip in report.skipped] == ["05.txt", "06.txt"]
    assert all(skip.reason and "\n" not in skip.reason for skip in report.skipped)
    assert [(e.path, e.reason) for e in events if isinstance(e, Skipped)] == [
        (skip.path, skip.reason) for skip in report.skipped
    ]
    assert_sound(tmp_path / "lib")


def test_a_file_that_turned_bad_keeps_its_article(tmp_path: Path) -> None:
    """The version read before stays when a file can no longer be read."""
    path = write(tmp_path / "in", "flood.txt", "flood")
    run(path, into=tmp_path / "lib")
    path.write_bytes(b"")
    report = run(path, into=tmp_path / "lib")
    assert figures(report) == (0, 0, 0, 0)
    assert len(report.skipped) == 1
    assert titles(tmp_path / "lib") == ["All about the flood"]


def test_a_notice_is_passed_on(tmp_path: Path) -> None:
    """What a reader notices about a file is an event."""
    path = tmp_path / "old.txt"
    path.write_bytes("A café\n\nThe café was opened by the mayor at noon.\n".encode("cp1252"))
    events = list(build([path], tmp_path / "lib", FakeEmbedder, settings=SETTINGS))
    assert [event.path for event in events if isinstance(event, Noticed)] == [str(path)]


def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    """A file whose name cannot be stored is skipped with a name that can be printed."""
    write(tmp_path / "in", "flood.txt", "flood")
    try:
        shutil.copy(tmp_path / "in" / "flood.txt", os.fsencode(tmp_path / "in") + b"/caf\xe9.txt")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    report = run(tmp_path / "in", into=tmp_path / "lib")
    assert [skip.path.encode() for skip in report.skipped] == [os.fsencode(tmp_path) + rb"/in/caf\udce9.txt"]
    assert report.added == 1


def test_another_embedder_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A new file is not stored with vectors of another embedder; nothing changes."""
    write(tmp_path / "in", "flood.txt", "flood")
    run(tmp_path / "in", into=tmp_path / "lib")
    write(tmp_path / "in", "fair.txt", "fair")
    with pytest.raises(LibraryMismatchError):
        run(tmp_path / "in", into=tmp_path / "lib", embedder=FakeEmbedder(name="other"))
    assert titles(tmp_path / "lib") == ["All about the flood"]
    with pytest.raises(LibraryMismatchError):
        list(build([tmp_path / "in"], tmp_path / "lib", FakeEmbedder, settings=PassageSettings(tokens=30)))


def test_nothing_is_made_for_a_path_that_does_not_exist(tmp_path: Path) -> None:
    """A wrong path is refused before a library is made or an embedder loaded."""
    with pytest.raises(ReadError, match="no such file"):
        list(build([tmp_path / "nowhere"], tmp_path / "lib", no_embedder))
    assert not (tmp_path / "lib").exists()


def test_a_run_cancelled_while_reading_keeps_what_it_has(tmp_path: Path) -> None:
    """Stopped between files, those read are there, found by their words, and the next run does the rest."""
    for number in range(60):
        write(tmp_path / "in", f"{number:02}.txt", f"topic{number}", sentences=20)
    asked = iter(range(1000))
    events = build(
        [tmp_path / "in"],
        tmp_path / "lib",
        FakeEmbedder,
        settings=SETTINGS,
        cancelled=lambda: next(asked) >= 20,
    )
    *_, last = events
    assert isinstance(last, Finished)
    assert last.report.stopped
    assert last.report.added == 20
    with Library.open(tmp_path / "lib") as library:
        assert library.counts().articles == 20
        assert WordIndex.open(library).search("topic7", 1)
    assert run(tmp_path / "in", into=tmp_path / "lib").added == 40
    assert_sound(tmp_path / "lib")


def test_a_run_cancelled_while_embedding_embeds_nothing_twice(tmp_path: Path) -> None:
    """Stopped between batches, every article is there, and the next run embeds only what was left.

    The two pieces that the passage embedded last shares with the next are all that is embedded again.
    """
    for number in range(60):
        write(tmp_path / "in", f"{number:02}.txt", f"topic{number}", sentences=20)
    embedder = FakeEmbedder()
    seen: list[type[BuildEvent]] = []
    for last in build(
        [tmp_path / "in"],
        tmp_path / "lib",
        lambda: embedder,
        settings=SETTINGS,
        cancelled=lambda: Embedding in seen,
    ):
        seen.append(type(last))
    assert isinstance(last, Finished)
    assert last.report.stopped
    assert last.report.added == 60
    assert figures(run(tmp_path / "in", into=tmp_path / "lib", embedder=embedder)) == (0, 0, 60, 0)
    assert 0 <= len(embedder.embedded) - len(set(embedder.embedded)) <= 2
    assert_sound(tmp_path / "lib")


def test_an_interrupted_run_keeps_what_was_stored(tmp_path: Path) -> None:
    """Ctrl-C in the embedder loses at most the batch under way; the words are found meanwhile."""
    for number in range(40):
        write(tmp_path / "in", f"{number:02}.txt", f"topic{number}", sentences=20)

    class Interrupted(FakeEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if len(self.embedded) > 300:
                raise KeyboardInterrupt
            return super().embed(texts)

    interrupted = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "in", into=tmp_path / "lib", embedder=interrupted)
    with Library.open(tmp_path / "lib") as library:
        assert library.counts().articles == 40
        with_vectors = library.counts().passages - library.counts().waiting
        assert len(interrupted.embedded) - BATCH < with_vectors <= len(interrupted.embedded)
    again = FakeEmbedder()
    assert figures(run(tmp_path / "in", into=tmp_path / "lib", embedder=again)) == (0, 0, 40, 0)
    assert len(set(again.embedded) & set(interrupted.embedded)) <= 2
    assert_sound(tmp_path / "lib")


@settings(max_examples=12, deadline=None)
@given(
    steps=st.lists(
        st.lists(
            st.tuples(st.integers(0, 4), st.sampled_from(["flood", "fair", "bridge", "cows", ""])), max_size=5
        ),
        min_size=2,
        max_size=4,
    )
)
def test_runs_one_after_another_end_where_one_run_does(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[int, str]]]
) -> None:
    """Whatever files were edited between runs, the library holds what a fresh one would hold."""
    root = tmp_path_factory.mktemp("steps")
    write(root / "in", "always.txt", "mayor")
    for step in steps:
        for number, topic in step:
            if topic:
                write(root / "in", f"{number}.txt", topic, sentences=3 + number)
        run(root / "in", into=root / "lib")
    run(root / "in", into=root / "fresh")
    assert held(root / "lib") == held(root / "fresh")
    assert_sound(root / "lib")


def held(directory: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Return by article id where it lies and what its passages say."""
    with Library.open(directory) as library:
        return {
            entry.article.id: (
                sorted(place.path for place in library.locations(entry.article.id)),
                [passage.text for passage in library.passages_of(entry.article.id)],
            )
            for entry in library.articles()
        }
