"""Runs that are killed, libraries read while they are written, and directories that are read-only."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from contents import damage
from fakes import FakeEmbedder
from test_build import SETTINGS, assert_sound, held, run, titles, write

from index.errors import LibraryError
from index.library import Library
from index.rescue.recovery import recover
from index.rescue.soundness import check
from index.schema import DATABASE
from index.vector_files import FOLDER as VECTORS
from index.vectors import VectorIndex
from index.word_files import FOLDER
from index.words import WordIndex

ROOT = Path(__file__).parent.parent

INDEX = """
import sys, pathlib
from fakes import FakeEmbedder
from index.build import build
from test_build import SETTINGS
source, library = map(pathlib.Path, sys.argv[1:])
for event in build([source], library, FakeEmbedder, settings=SETTINGS):
    print(type(event).__name__, flush=True)
"""


def indexing(source: Path, library: Path) -> "subprocess.Popen[str]":
    """Start a process that indexes and prints the name of each event."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    return subprocess.Popen(
        [sys.executable, "-c", INDEX, str(source), str(library)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize("event", [1, 30, 47, 61, 65, -1])
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path, event: int) -> None:
    """Killed at any point, the library opens, is sound, and one more run ends where an unkilled one does."""
    for number in range(60):
        write(tmp_path / "in", f"{number:02}.txt", f"topic{number % 50}", sentences=14)
    with indexing(tmp_path / "in", tmp_path / "lib") as process:
        assert process.stdout is not None
        if event < 0:  # after the last file: while the indexes are written
            while process.stdout.readline() != "Embedding\n":
                pass
            while not list((tmp_path / "lib" / VECTORS).glob("*.json")):
                pass
        else:
            for _ in range(event):
                process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    if (tmp_path / "lib" / DATABASE).exists() and event > 1:
        assert damage(tmp_path / "lib") == []
    run(tmp_path / "in", into=tmp_path / "lib")
    assert_sound(tmp_path / "lib")
    run(tmp_path / "in", into=tmp_path / "fresh")
    assert held(tmp_path / "lib") == held(tmp_path / "fresh")


def test_reading_goes_on_while_another_process_writes(tmp_path: Path) -> None:
    """A reader sees ever more whole articles, each findable, and never an error."""
    write(tmp_path / "in", "first.txt", "flood")
    run(tmp_path / "in", into=tmp_path / "lib")
    for number in range(150):
        write(tmp_path / "in", f"{number:03}.txt", f"topic{number}")
    seen = []
    with indexing(tmp_path / "in", tmp_path / "lib") as process, Library.open(tmp_path / "lib") as library:
        reader = threading.Thread(target=process.communicate)
        reader.start()
        words, vectors = WordIndex.open(library), VectorIndex.open(library)
        while reader.is_alive():
            words.refresh()
            vectors.refresh()
            entries = list(library.articles())
            seen.append(len(entries))
            assert all(entry.passages for entry in entries)
            assert words.search("flood", 1)
            (best,) = vectors.search(FakeEmbedder().embed(["flood"])[0], 1)
            assert "flood" in library.articles_of([best[0]])[best[0]].text
        reader.join()
        assert process.returncode == 0
        words.refresh()
        vectors.refresh()
        assert all(each.ok for each in check(library, vectors, words))
    assert seen == sorted(seen)
    assert len(titles(tmp_path / "lib")) == 151


READ = """
import os, sys, pathlib
import faiss, filelock, numpy, tantivy  # which lie where nobody else may read
from index.library import Library
from index.vectors import VectorIndex
from index.words import WordIndex
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with Library.open(pathlib.Path(sys.argv[1])) as library:
    assert not os.access(library.directory, os.W_OK)
    vectors, words = VectorIndex.open(library), WordIndex.open(library)
    found = vectors.search(numpy.eye(1, library.info.embedder.dimension, dtype=numpy.float32)[0], 5)
    print(library.counts().articles, len(vectors), len(words), len(found), len(words.search("flood", 9)))
"""


@pytest.mark.parametrize("lost", [(), (VECTORS, FOLDER)])
def test_a_read_only_library_is_searched(tmp_path: Path, lost: tuple[str, ...]) -> None:
    """Where nothing can be written the library is read, and missing indexes are made in memory."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to become someone who may not write")
    base = Path(tempfile.mkdtemp(prefix="read-only-"))  # where pytest's own folders are, others may not look
    write(tmp_path / "in", "flood.txt", "flood")
    run(tmp_path / "in", into=base / "lib")
    try:
        for name in lost:
            target = base / "lib" / name
            shutil.rmtree(target) if target.is_dir() else target.unlink()
        for suffix in ("-wal", "-shm"):
            (base / "lib" / (DATABASE + suffix)).unlink(missing_ok=True)
        with Library.open(base / "lib") as library:
            passages = library.counts().passages
        for suffix in ("-wal", "-shm"):
            (base / "lib" / (DATABASE + suffix)).unlink(missing_ok=True)
        for folder in (base, base / "lib"):
            folder.chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", READ, str(base / "lib")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        found = min(5, passages)
        assert done.stdout.split()[:4] == ["1", str(passages), str(passages), str(found)]
        assert int(done.stdout.split()[4]) > 0
    finally:
        shutil.rmtree(base, ignore_errors=True)


def test_a_directory_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """Where the library cannot be made the message says where and why."""
    write(tmp_path / "in", "flood.txt", "flood")
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError) as error:
        run(tmp_path / "in", into=tmp_path / "file" / "lib")
    assert "\n" not in str(error.value)
    assert str(tmp_path / "file" / "lib") in str(error.value)


def faults(directory: Path) -> list[str]:
    """Return the names of the checks that fail, each of which names a remedy."""
    with Library.open(directory) as library:
        checks = check(library, VectorIndex.open(library), WordIndex.open(library))
    failed = [each for each in checks if not each.ok]
    assert all(each.remedy for each in failed)
    return [each.name for each in failed]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE passages SET start = start + 1 WHERE id = 1", "offsets"),
        ("UPDATE passages SET end = 100000 WHERE id = 1", "offsets"),
        ("UPDATE passages SET cuts = '' WHERE id = 1", "offsets"),
        ("UPDATE passages SET cuts = '20 x' WHERE id = 1", "offsets"),
        ("UPDATE vectors SET vector = zeroblob(1024) WHERE number = 1", "vectors"),
        ("DELETE FROM vectors WHERE number = 1", "vectors"),
        ("DELETE FROM files", "database"),
    ],
)
def test_each_fault_is_found_and_named(tmp_path: Path, statement: str, fault: str) -> None:
    """What was altered behind the library's back is among the faults that the checks name."""
    write(tmp_path / "in", "flood.txt", "flood", sentences=20)
    run(tmp_path / "in", into=tmp_path / "lib")
    assert faults(tmp_path / "lib") == []
    connection = sqlite3.connect(tmp_path / "lib" / DATABASE)
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert fault in faults(tmp_path / "lib")


def test_vectors_that_are_lost_are_made_after_a_recovery(tmp_path: Path) -> None:
    """Passages without a vector that no run would embed are a fault; recovered, the next run embeds them."""
    write(tmp_path / "in", "flood.txt", "flood", sentences=20)
    run(tmp_path / "in", into=tmp_path / "lib")
    connection = sqlite3.connect(tmp_path / "lib" / DATABASE)
    connection.execute("DELETE FROM vectors WHERE number <= 2")
    connection.commit()
    connection.close()
    assert {"vectors", "embedded"} <= set(faults(tmp_path / "lib"))
    embedder = FakeEmbedder()
    assert recover(tmp_path / "lib", lambda _: embedder) is not None
    run(tmp_path / "in", into=tmp_path / "lib", embedder=embedder)
    assert len(embedder.embedded) == SETTINGS.pieces + 1
    with Library.open(tmp_path / "lib") as library:
        counts = library.counts()
        assert counts.waiting == 0
        assert np.allclose([np.linalg.norm(v) for v in library.vectors_of([1, 2]).values()], 1, atol=1e-3)
