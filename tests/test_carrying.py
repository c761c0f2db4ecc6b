"""A library in one file: a whole snapshot out, a whole library in, or nothing."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from contents import contents
from fakes import FakeEmbedder
from shelf import EMBEDDER, SETTINGS, article, shelf, store
from test_build import age, assert_sound, figures, run, titles, write

from index.carrying import ARRIVING, export, interruptibly, make_indexes, take_in
from index.errors import LibraryBusyError, LibraryDamagedError, LibraryError, LibraryNewerError
from index.library import Library
from index.lock import writing_lock
from index.schema import APPLICATION, DATABASE, VERSION
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer
from qa.retrieval.retriever import Retriever

ROOT = Path(__file__).parents[1]
TOPICS = ("flood", "fair", "bridge", "cows")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Make a library of four articles in `lib`, from `in`."""
    for topic in TOPICS:
        write(tmp_path / "in", f"{topic}.txt", topic)
    run(tmp_path / "in", into=tmp_path / "lib")
    return tmp_path / "lib"


@pytest.fixture
def carried(made: Path, tmp_path: Path) -> Path:
    """Export that library and return the file."""
    assert export(made, tmp_path / "carried.qa") == (tmp_path / "carried.qa").stat().st_size
    return tmp_path / "carried.qa"


def edited(file: Path, *statements: str) -> None:
    """Change an exported file by SQL."""
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def refused(file: Path, into: Path) -> str:
    """Return the one line with which a file is refused, nothing being left of it."""
    with pytest.raises(LibraryError) as error:
        take_in(file, into)
    assert "\n" not in str(error.value)
    assert not (into / DATABASE).exists()
    assert not (into / ARRIVING).exists()
    return str(error.value)


def test_what_is_carried_is_what_was_there(made: Path, carried: Path, tmp_path: Path) -> None:
    """Articles, places, passages and vectors are the same, both indexes find the same, and all is sound."""
    info, counts = take_in(carried, tmp_path / "new")
    make_indexes(tmp_path / "new")
    assert contents(tmp_path / "new") == contents(made)
    with Library.open(made) as library:
        assert (info.uuid, info.embedder, info.settings) == (
            library.info.uuid,
            library.info.embedder,
            library.info.settings,
        )
        assert counts.articles == library.counts().articles == len(TOPICS)
    assert_sound(tmp_path / "new")
    assert {path.name for path in tmp_path.iterdir()} == {"in", "lib", "new", "carried.qa"}


def test_an_export_is_one_plain_database(carried: Path) -> None:
    """It is recognised by its application id, needs no log beside it, and carries no derived index."""
    with closing(sqlite3.connect(f"{carried.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert carried.read_bytes()[18:20] == b"\1\1"


def test_an_export_is_compact(tmp_path: Path) -> None:
    """The room of what has left is not carried."""
    with shelf(tmp_path / "lib") as (_, writer):
        store(writer, "big.txt", [article(f"Title {n}", "Some words of it. " * 300) for n in range(40)])
        store(writer, "small.txt", [article("Small", "A few words.")])
        writer.forget("/papers/big.txt")
        writer.sweep()
    octets = export(tmp_path / "lib", tmp_path / "file")
    assert octets < (tmp_path / "lib" / DATABASE).stat().st_size / 2


def test_an_export_is_a_moment_of_a_library_in_use(made: Path, tmp_path: Path) -> None:
    """While another writes, what was committed before is carried, and nobody waits."""
    with closing(sqlite3.connect(made / DATABASE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM locations")
        export(made, tmp_path / "file")
        writer.execute("ROLLBACK")
    take_in(tmp_path / "file", tmp_path / "new")
    with Library.open(tmp_path / "new") as library:
        assert library.counts().articles == len(TOPICS)
        assert all(library.locations(entry.article.id) for entry in library.articles())


@pytest.mark.parametrize("where", ["in", "lib/inside", "nowhere/file", "lib/library.db"])
def test_an_export_goes_only_where_it_harms_nothing(made: Path, tmp_path: Path, where: str) -> None:
    """A folder, a place in the library itself and one that does not exist are refused in a line."""
    before = contents(made)
    with pytest.raises(LibraryError) as error:
        export(made, tmp_path / where)
    assert "\n" not in str(error.value)
    assert str(tmp_path / where) in str(error.value)
    assert contents(made) == before


def test_an_export_that_fails_leaves_the_file_that_was_there(made: Path, tmp_path: Path) -> None:
    """Where the copy cannot be finished, the file before stays and nothing lies beside it."""
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "file"
    file.write_text("before")
    database = made / DATABASE
    whole = database.read_bytes()
    database.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    with pytest.raises(LibraryDamagedError, match="qa recover"):
        export(made, file)
    assert [path.name for path in file.parent.iterdir()] == ["file"]
    assert file.read_text() == "before"


def test_a_file_that_is_no_export_is_refused(made: Path, tmp_path: Path) -> None:
    """A missing file, a folder, another program's, an empty one, and a library's own database."""
    other = tmp_path / "other.db"
    edited(other, "CREATE TABLE notes (words)")
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("SQLite format 3\0" + "no " * 100)
    for name in ("missing", "in", "other.db", "empty", "text"):
        assert name in refused(tmp_path / name, tmp_path / "new")
    assert "qa export" in refused(made / DATABASE, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_later_versions_export_is_refused(carried: Path, tmp_path: Path) -> None:
    """A newer schema is named, and nothing is made."""
    edited(carried, f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(LibraryNewerError, match=f"version {VERSION + 1}"):
        take_in(carried, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE articles SET text = replace(text, 'seen', 'sung') WHERE number = 2", "article"),
        ("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE number = 3", "vector"),
        ("DELETE FROM meta WHERE key = 'embedder'", "read"),
    ],
)
def test_a_changed_export_is_refused(carried: Path, tmp_path: Path, change: str, said: str) -> None:
    """Words, vectors and settings that are not as they were written are not taken in."""
    edited(carried, change)
    assert said in refused(carried, tmp_path / "new")


def test_a_damaged_export_is_refused(carried: Path, tmp_path: Path) -> None:
    """Truncated, or with a page overwritten, it is refused by name."""
    whole = carried.read_bytes()
    for number, broken in enumerate(
        (whole[: len(whole) // 2], whole[:8192] + b"\xff" * 8192 + whole[16384:])
    ):
        file = tmp_path / f"broken-{number}"
        file.write_bytes(broken)
        message = refused(file, tmp_path / "new")
        assert message.startswith(f"{file}: is damaged (")
    take_in(carried, tmp_path / "new")
    assert_sound(tmp_path / "new")


def test_a_library_with_articles_is_not_replaced(carried: Path, made: Path) -> None:
    """It is refused in a line that says what to do, and the library stays."""
    before = contents(made)
    with pytest.raises(LibraryError, match="qa import --library NEW_DIR FILE"):
        take_in(carried, made)
    assert contents(made) == before


def test_an_empty_library_is_replaced_under_its_readers(carried: Path, made: Path, tmp_path: Path) -> None:
    """A chat that was open on an empty library finds what came in, with the settings that came."""
    new = tmp_path / "new"
    Library.open_or_create(new, embedder=EMBEDDER, settings=SETTINGS).close()
    embedder = FakeEmbedder()
    reader = Retriever.open(new, EMBEDDER, embedder_of=lambda _: embedder)
    assert reader.search("flood") == []
    take_in(carried, new)
    assert reader.search("flood")[0].title == "All about the flood"
    reader.close()
    assert contents(new) == contents(made)
    assert_sound(new)
    write(tmp_path / "more", "heron.txt", "heron")
    run(tmp_path / "more", into=new)
    assert len(titles(new)) == len(TOPICS) + 1


def test_a_second_writer_keeps_a_library_from_coming_in(carried: Path, tmp_path: Path) -> None:
    """While another process writes there, it is refused and nothing is made."""
    (tmp_path / "new").mkdir()
    with writing_lock(tmp_path / "new"), pytest.raises(LibraryBusyError, match=f"process {os.getpid()}"):
        take_in(carried, tmp_path / "new")
    assert not (tmp_path / "new" / DATABASE).exists()


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_earlier_versions_file_is_brought_forward(tmp_path: Path, version: int) -> None:
    """A file of an earlier version becomes a library of today's, found by words and by meaning."""
    dump = (ROOT / "tests" / "data" / "libraries" / f"version-{version}.sql").read_text()
    with closing(sqlite3.connect(tmp_path / "old")) as connection:
        connection.executescript(dump)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    info, counts = take_in(tmp_path / "old", tmp_path / "new")
    assert info.schema == VERSION
    assert counts.articles
    with Library.open(tmp_path / "new") as library:
        assert len(WordIndex.open(library)) == counts.passages
        assert len(VectorIndex.open(library)) == counts.passages - counts.waiting


def test_the_same_articles_elsewhere_take_the_place_of_the_old_ones(carried: Path, tmp_path: Path) -> None:
    """On another machine the files lie elsewhere: nothing is embedded, and the old places are let go of."""
    take_in(carried, tmp_path / "new")
    shutil.move(tmp_path / "in", tmp_path / "home")
    for path in (tmp_path / "home").iterdir():
        age(path)
    embedder = FakeEmbedder()
    report = run(tmp_path / "home", into=tmp_path / "new", embedder=embedder)
    assert figures(report) == (0, 0, len(TOPICS), 0)
    assert embedder.embedded == []
    with Library.open(tmp_path / "new") as library, Writer.of(library) as writer:
        assert {Path(path).parent for path in writer.files()} == {tmp_path / "home"}
        assert {Path(entry.article.path).parent for entry in library.articles()} == {tmp_path / "home"}
    assert_sound(tmp_path / "new")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Have an interruption raise here, also where whoever runs the tests has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_long_statement_gives_way_to_a_signal(interruptible: None) -> None:
    """Ctrl-C ends a statement that would go on for a minute."""
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT pressed() UNION ALL SELECT x + 1 FROM n LIMIT 400000000) "
        "SELECT count(*) FROM n"
    )
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        connection.create_function("pressed", 0, lambda: os.kill(os.getpid(), signal.SIGINT) or 0)
        with pytest.raises(KeyboardInterrupt):
            interruptibly(connection, endless)
        assert interruptibly(connection, "SELECT ?", 5) == [(5,)]


KILLED = """
import os, signal, sys
from pathlib import Path
from index.carrying import take_in
calls, at = 0, int(sys.argv[3])
def count(frame, event, called):
    global calls
    if event == "c_call":
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(count)
take_in(Path(sys.argv[1]), Path(sys.argv[2]))
sys.setprofile(None)
print(calls)
"""


def killed(file: Path, into: Path, at: int) -> "subprocess.CompletedProcess[str]":
    """Import in a process of its own that is killed at a call into C, 0 for none."""
    command = [sys.executable, "-c", KILLED, str(file), str(into), str(at)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_an_import_that_is_killed_leaves_nothing_or_all(carried: Path, made: Path, tmp_path: Path) -> None:
    """Wherever it is killed, there is no library or the whole one, and the next import succeeds."""
    whole = killed(carried, tmp_path / "whole", 0)
    calls = int(whole.stdout)
    wanted = contents(made)
    for number in range(6):
        into = tmp_path / f"new-{number}"
        if number % 3 == 2:
            Library.open_or_create(into, embedder=EMBEDDER, settings=SETTINGS).close()
        done = killed(carried, into, calls * (number + 1) // 7)
        assert done.returncode == -signal.SIGKILL, done.stderr
        if not ((into / DATABASE).exists() and titles(into)):
            take_in(carried, into)
        assert contents(into) == wanted
