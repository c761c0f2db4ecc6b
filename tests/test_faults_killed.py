"""Processes that die: killed runs, and writers and readers that are in each other's way."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from contents import damage
from killing import COMMIT, NATIVE, RANDOM, kill_runs
from processes import folder_in_memory, started
from shelf import EMBEDDER, article, shelf, store

from index.errors import LibraryBusyError
from index.library import Library
from index.snapshot import Snapshot
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer

if TYPE_CHECKING:
    from subprocess import Popen

POINTS = 200
COMMITS = 1000


def test_runs_killed_anywhere_lose_nothing(record_testsuite_property: Callable[..., None]) -> None:
    """Killed at random places and around whatever settles something, a library is sound and is finished."""
    with folder_in_memory() as folder:
        tally = kill_runs(folder, seed=1, points=POINTS, waits=20)
    record_testsuite_property("killed", str(tally))
    assert tally.losses == [], tally
    assert tally.killed[RANDOM] + tally.outlived >= POINTS, tally
    assert tally.killed[COMMIT] >= 40, tally
    assert tally.killed[NATIVE] >= 5, tally
    assert {"a file replaced", "a file flushed", "vectors written", "words written"} <= tally.killed.keys(), (
        tally
    )


WRITE = """
import pathlib, sys
from shelf import article, shelf, store
print("ready", flush=True)
sys.stdin.readline()
with shelf(pathlib.Path(sys.argv[1])) as (library, writer):
    for number in range(int(sys.argv[2])):
        one = article(f"Flood {number}", f"Water rose to {number} metres. It fell.")
        store(writer, f"{number}.txt", [one])
    print("written", flush=True)
    sys.stdin.readline()
"""


def said(stream: IO[str] | None) -> str:
    """Return the next line of a process."""
    assert stream is not None
    return stream.readline().rstrip("\n")


def go_on(process: "Popen[str]") -> None:
    """Let a process go on that waits for a line."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_of_two_writers_one_is_told_of_the_other(tmp_path: Path) -> None:
    """Started at once, one writes and the other is refused; once that one is killed the next goes on."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "first.txt", [article("First", "It was dry.")])
    pair = [started(WRITE, tmp_path, 2) for _ in "ab"]
    try:
        assert [said(each.stdout) for each in pair] == ["ready", "ready"]
        for each in pair:
            go_on(each)
        (winner,) = (each for each in pair if said(each.stdout) == "written")
        (loser,) = (each for each in pair if each is not winner)
        last = loser.communicate()[1].splitlines()[-1]
        # One that comes in the moment between taking the lock and signing it learns no number.
        names = (f"process {winner.pid} since ", "another process; ")
        assert last.startswith(f"index.errors.LibraryBusyError: {tmp_path}: the library is being written by ")
        assert any(name in last for name in names), last
        with (
            Library.open(tmp_path) as library,
            pytest.raises(LibraryBusyError, match=f"process {winner.pid} since "),
            Writer.of(library),
        ):
            pass
        winner.kill()
        winner.wait()
        with shelf(tmp_path) as (library, writer):
            store(writer, "after.txt", [article("After", "The water fell again.")])
            assert library.counts().articles == 4
        assert damage(tmp_path) == []
    finally:
        for each in pair:
            each.kill()
            each.communicate()


def test_a_reader_is_never_in_the_way_of_a_thousand_commits(
    tmp_path: Path, record_testsuite_property: Callable[..., None]
) -> None:
    """Whenever it looks, it sees the articles up to some commit, each whole, and finds the first one."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "first.txt", [article("First", "It was dry.")])
        before = library.generation
    looks, seen = 0, {0}
    with started(WRITE, tmp_path, COMMITS // 2) as writing, Library.open(tmp_path) as library:
        words, vectors = WordIndex.open(library), VectorIndex.open(library)
        assert said(writing.stdout) == "ready"
        go_on(writing)
        while library.generation < before + COMMITS:
            assert writing.poll() is None, writing.communicate()[1]
            with Snapshot.of(library) as view:
                titles = [(entry.article.title, entry.passages) for entry in view.articles()]
                stored = len(titles) - 1
                assert titles == [("First", 1), *((f"Flood {number}", 1) for number in range(stored))]
                assert 2 * stored <= view.generation - before <= 2 * stored + 1
            assert stored >= max(seen)
            if looks % 10 == 0:
                words.refresh()
                vectors.refresh()
            assert words.search("dry", 1)
            assert vectors.search(EMBEDDER.embed(["dry"])[0], 1)
            looks, seen = looks + 1, seen | {stored}
        go_on(writing)
        assert writing.wait() == 0
    record_testsuite_property(
        "reader", f"{looks} looks during {COMMITS} commits, {len(seen)} different states seen"
    )
    assert len(seen) > 5
    assert damage(tmp_path) == []
