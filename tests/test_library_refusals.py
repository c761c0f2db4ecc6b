"""Libraries that cannot be used, and how that is said."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from filelock import FileLock
from shelf import EMBEDDER, SETTINGS, article, shelf, store

from index.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryMismatchError,
    LibraryMissingError,
    LibraryNewerError,
)
from index.inventory import Identity
from index.library import Library
from index.lock import LOCK, writing_lock
from index.passages import PassageSettings
from index.schema import DATABASE, VERSION
from index.writing import Writer

TEXT = "Water rose at dawn. It fell again by noon. "


def one_line(error: pytest.ExceptionInfo[LibraryError]) -> str:
    """Return the message, which must be a single line."""
    assert "\n" not in str(error.value)
    return str(error.value)


def made(directory: Path) -> Path:
    """Make a library with one article and return its directory."""
    with shelf(directory) as (_, writer):
        store(writer, "f.txt", [article("Flood", TEXT * 40)])
    return directory


def read_all(directory: Path) -> None:
    """Read whatever the library holds."""
    with Library.open(directory) as library:
        library.counts()
        for entry in library.articles():
            library.passages_of(entry.article.id)
            library.locations(entry.article.id)


def test_a_directory_without_a_library_says_how_to_make_one(tmp_path: Path) -> None:
    """Where there is no library, or no directory, the message holds the command that makes one."""
    for directory in (tmp_path, tmp_path / "not there"):
        with pytest.raises(LibraryMissingError) as error:
            Library.open(directory)
        assert "qa index --library" in one_line(error)
    assert not (tmp_path / "not there").exists()


def test_a_broken_off_creation_is_no_library_yet(tmp_path: Path) -> None:
    """An empty database is taken for none, and the library is made in its place."""
    (tmp_path / DATABASE).touch()
    with pytest.raises(LibraryMissingError):
        Library.open(tmp_path)
    assert made(tmp_path)


@pytest.mark.parametrize("junk", [b"not a database at all, " * 400, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, junk: bytes) -> None:
    """A file that is not a database is refused by name, for reading and for writing."""
    (tmp_path / DATABASE).write_bytes(junk)
    with pytest.raises(LibraryDamagedError) as error:
        Library.open(tmp_path)
    assert DATABASE in one_line(error)
    with pytest.raises(LibraryDamagedError):
        Library.open_or_create(tmp_path, embedder=EMBEDDER, settings=SETTINGS)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """A sound database that is not a library is refused and left alone."""
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(LibraryDamagedError, match="another program"):
        Library.open_or_create(tmp_path, embedder=EMBEDDER, settings=SETTINGS)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_truncated_database_is_called_damaged(tmp_path: Path) -> None:
    """Half a database is damage, whether opening or reading finds it."""
    made(tmp_path)
    whole = (tmp_path / DATABASE).read_bytes()
    (tmp_path / DATABASE).write_bytes(whole[: len(whole) // 2])
    for suffix in ("-wal", "-shm"):
        (tmp_path / (DATABASE + suffix)).unlink(missing_ok=True)
    with pytest.raises(LibraryDamagedError):
        read_all(tmp_path)


def test_a_newer_library_is_refused_with_both_versions(tmp_path: Path) -> None:
    """The message names the library's version and the program's."""
    made(tmp_path)
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute(f"PRAGMA user_version = {VERSION + 6}")
    connection.close()
    with pytest.raises(LibraryNewerError) as error:
        Library.open(tmp_path)
    assert f"version {VERSION + 6}" in one_line(error)
    assert f"up to {VERSION}" in str(error.value)


def test_another_embedder_is_refused_naming_both(tmp_path: Path) -> None:
    """An embedder of another digest or dimension is refused, with what to do."""
    made(tmp_path)
    other = FakeEmbedder(name="other", dimension=64)
    with pytest.raises(LibraryMismatchError) as error:
        Library.open_or_create(tmp_path, embedder=other, settings=SETTINGS)
    message = one_line(error)
    assert all(part in message for part in ("fake (", "other (", "qa rebuild", "--embedder other"))
    with Library.open(tmp_path) as library:
        library.require_embedder(EMBEDDER)
        with pytest.raises(LibraryMismatchError):
            library.require_embedder(Identity("fake", EMBEDDER.digest, 32))


def test_other_passages_are_refused_naming_both(tmp_path: Path) -> None:
    """Settings other than the library's are refused, and both are named."""
    made(tmp_path)
    with pytest.raises(LibraryMismatchError) as error:
        Library.open_or_create(tmp_path, embedder=EMBEDDER, settings=PassageSettings(tokens=99))
    assert "of 20 tokens in one piece, not of 99 tokens in 3 pieces" in one_line(error)
    assert "qa rebuild" in str(error.value)
    assert "--passages 99" in str(error.value)


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    """The message names the process that writes and when it began; afterwards the way is free."""
    made(tmp_path)
    with Library.open(tmp_path) as library:
        with Writer.of(library), pytest.raises(LibraryBusyError) as error, Writer.of(library):
            pass
        assert f"process {os.getpid()} since " in one_line(error)
        with Writer.of(library):
            pass


def test_a_lock_not_yet_signed_is_still_a_lock(tmp_path: Path) -> None:
    """Where the holder has not said who it is, the second writer is refused all the same."""
    lock = FileLock(tmp_path / LOCK)
    with lock, pytest.raises(LibraryBusyError, match="another process"), writing_lock(tmp_path):
        pass


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    """The lock of a process that was killed is free at once, whatever file it left."""
    made(tmp_path)
    script = (
        "import sys, time, pathlib\n"
        "from index.lock import writing_lock\n"
        "with writing_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    root = Path(__file__).parent.parent
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusyError, match=f"process {holder.pid} since"), writing_lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with Library.open(tmp_path) as library, Writer.of(library):
        pass
