"""Files that are gone: they stay until they are pruned, and then nothing finds them."""

import shutil
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from test_build import assert_sound, figures, run, titles, write

from index.errors import LibraryBusyError, LibraryMissingError, ReadError
from index.library import Library
from index.pruning import left_to_read, prune
from index.shelving import Outcome
from index.vanishing import UNMOUNTED
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer


def test_what_is_gone_stays_until_it_is_pruned(tmp_path: Path) -> None:
    """A run counts the file that is gone; pruning takes its article out of both indexes."""
    source, library = tmp_path / "in", tmp_path / "lib"
    for topic in ("flood", "zebra"):
        write(source, f"{topic}.txt", topic)
    run(source, into=library)
    (source / "zebra.txt").unlink()
    report = run(source, into=library)
    assert (figures(report), report.vanished) == ((0, 0, 1, 0), 1)
    assert len(titles(library)) == 2
    assert prune([source], library) == Outcome(removed=1)
    assert titles(library) == ["All about the flood"]
    assert run(source, into=library).vanished == 0
    with Library.open(library) as opened:
        assert WordIndex.open(opened).search("zebra", 5) == []
        assert len(VectorIndex.open(opened)) == opened.counts().passages
    assert_sound(library)


def test_only_what_lies_under_the_paths_is_pruned(tmp_path: Path) -> None:
    """A file that is gone elsewhere stays, a neighbour whose name begins alike too."""
    library = tmp_path / "lib"
    for name, topic in (("in/a.txt", "flood"), ("in-old/b.txt", "fair"), ("more/c.txt", "bridge")):
        write((tmp_path / name).parent, Path(name).name, topic)
    folders = [tmp_path / name for name in ("in", "in-old", "more")]
    run(*folders, into=library)
    for folder in folders:
        shutil.rmtree(folder)
    assert prune([tmp_path / "in"], library) == Outcome(removed=1)
    assert titles(library) == ["All about the bridge", "All about the fair"]
    assert prune([tmp_path / "in-old" / "b.txt", tmp_path / "more"], library) == Outcome(removed=2)
    assert titles(library) == []


def test_an_article_that_lies_in_another_file_too_stays(tmp_path: Path) -> None:
    """Only the article that no file has any more leaves, though its file held both."""
    library = tmp_path / "lib"
    write(tmp_path / "in", "a.txt", "flood")
    write(tmp_path / "other", "copy.txt", "flood")
    write(tmp_path / "in", "b.txt", "fair")
    run(tmp_path / "in", tmp_path / "other", into=library)
    shutil.rmtree(tmp_path / "in")
    assert prune([tmp_path / "in"], library).removed == 1
    with Library.open(library) as opened:
        (entry,) = opened.articles()
        assert entry.article.path == str(tmp_path / "other" / "copy.txt")
    assert_sound(library)


def test_what_comes_back_is_indexed_again(tmp_path: Path) -> None:
    """Pruning forgets: the same file there again is new, and has a vector again."""
    path = write(tmp_path / "in", "flood.txt", "flood")
    write(tmp_path / "in", "fair.txt", "fair")
    run(tmp_path / "in", into=tmp_path / "lib")
    path.rename(tmp_path / "away.txt")
    prune([tmp_path / "in"], tmp_path / "lib")
    (tmp_path / "away.txt").rename(path)
    embedder = FakeEmbedder()
    assert figures(run(tmp_path / "in", into=tmp_path / "lib", embedder=embedder)) == (1, 0, 1, 0)
    assert embedder.embedded
    assert_sound(tmp_path / "lib")


def test_nothing_is_left_to_read_where_all_is_gone(tmp_path: Path) -> None:
    """A known file or folder that is gone or emptied needs no reading; an unknown one is still a mistake."""
    kept, gone, emptied = (tmp_path / name for name in ("kept", "gone", "emptied"))
    for folder in (kept, gone, emptied):
        write(folder, "a.txt", folder.name)
        write(folder, "b.txt", f"more {folder.name}")
    run(kept, gone, emptied, into=tmp_path / "lib")
    shutil.rmtree(gone)
    for file in (kept / "a.txt", *emptied.iterdir()):
        file.unlink()
    unknown = tmp_path / "unknown"
    given = [kept, kept / "a.txt", gone, gone / "b.txt", emptied, unknown]
    assert left_to_read(given, tmp_path / "lib") == [kept, unknown]
    write(emptied, "new.txt", "news")
    assert left_to_read([emptied], tmp_path / "lib") == [emptied]


def test_a_folder_whose_disk_is_missing_is_not_pruned(tmp_path: Path) -> None:
    """Many files known and nothing there: it is refused with what to do, and nothing is taken out."""
    source, library = tmp_path / "in", tmp_path / "lib"
    for number in range(UNMOUNTED):
        write(source, f"{number:02}.txt", f"topic{number}", sentences=1)
    run(source, into=library)
    for file in source.iterdir():
        file.unlink()
    for refusing in (prune, left_to_read):
        with pytest.raises(ReadError, match="qa rm") as error:
            refusing([source], library)
        assert "\n" not in str(error.value)
    assert len(titles(library)) == UNMOUNTED


def test_pruning_needs_a_library_and_its_lock(tmp_path: Path) -> None:
    """Without a library there is nothing to prune, and all is to be read; a second writer is refused."""
    with pytest.raises(LibraryMissingError):
        prune([tmp_path], tmp_path / "lib")
    assert left_to_read([tmp_path], tmp_path / "lib") == [tmp_path]
    path = write(tmp_path / "in", "flood.txt", "flood")
    run(path, into=tmp_path / "lib")
    path.unlink()
    with Library.open(tmp_path / "lib") as library, Writer.of(library), pytest.raises(LibraryBusyError):
        prune([path], tmp_path / "lib")
