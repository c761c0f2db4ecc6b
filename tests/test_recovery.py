"""Damaged libraries made anew: all that can be proved is kept, and nothing else."""

import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from changing import lay_out_after, lay_out_before, run
from command import Command
from contents import contents, damage, flipped
from fakes import FakeEmbedder
from killing import Calls
from processes import folder_in_memory, started

from index.embedder import Embedder
from index.errors import LibraryBusyError, LibraryDamagedError, LibraryError, LibraryMissingError
from index.inventory import Identity
from index.library import Library
from index.passages import PassageSettings
from index.rescue.inspection import Inspection
from index.rescue.recovery import FOLDER, Recovered, recover
from index.rescue.soundness import database_checks
from index.schema import DATABASE

SETTINGS = PassageSettings(tokens=20)
PLACES = 40


def embedder(_: Identity | None) -> Embedder:
    """Load the embedder that the libraries here are made with."""
    return FakeEmbedder(dimension=32)


@dataclass(frozen=True, slots=True)
class Bench:
    """A library, and what it holds."""

    folder: Path
    """Holds "in" and "lib"."""
    database: bytes
    wanted: dict[str, Any]

    def damaged(self, database: bytes) -> Path:
        """Return a copy of the library with another database."""
        library = self.folder / "case"
        shutil.rmtree(library, ignore_errors=True)
        shutil.copytree(self.folder / "lib", library)
        (library / DATABASE).write_bytes(database)
        return library


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """A library that has been through additions, changes and removals."""
    with folder_in_memory() as folder:
        lay_out_before(folder / "in")
        run(folder / "in", folder / "lib")
        lay_out_after(folder / "in")
        run(folder / "in", folder / "lib")
        connection = sqlite3.connect(folder / "lib" / DATABASE)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        whole = contents(folder / "lib")
        yield Bench(folder, (folder / "lib" / DATABASE).read_bytes(), whole)


def recovered(library: Path) -> Recovered | None:
    """Recover a library with the embedder and settings that those here are made with."""
    return recover(library, embedder, settings=SETTINGS)


def kept(library: Path) -> set[str]:
    """Return the ids of a library's articles; reading them proves their words."""
    with Library.open(library) as opened:
        ids = {entry.article.id for entry in opened.articles()}
        assert all(opened.article(identifier) for identifier in ids)
        return ids


def but_digests(held: dict[str, Any]) -> dict[str, Any]:
    """Leave out the digests of files: nothing proves one, and a wrong one costs reading a file again."""
    return held | {"files": [[*row[:3], row[4]] for row in held["files"]]}


def made_whole(bench: Bench, database: bytes) -> tuple[int, int]:
    """Recover a damaged library and index again; it must be as before. Return articles kept and lost."""
    library = bench.damaged(database)
    try:
        outcome = recovered(library)
    except LibraryDamagedError:
        assert (library / DATABASE).read_bytes() == database
        return 0, len(bench.wanted["articles"])
    if outcome is not None:
        assert outcome.damaged.read_bytes() == database
        assert not (library / FOLDER).exists()
    saved = kept(library)
    assert damage(library) == []
    assert saved <= bench.wanted["articles"].keys()
    run(bench.folder / "in", library)
    assert but_digests(contents(library)) == but_digests(bench.wanted)
    return len(saved), len(bench.wanted["articles"]) - len(saved)


def test_a_sound_library_is_left_alone(bench: Bench) -> None:
    """Nothing is done where nothing is wrong."""
    library = bench.damaged(bench.database)
    assert recovered(library) is None
    assert (library / DATABASE).read_bytes() == bench.database
    assert not (library / FOLDER).exists()


def test_flipped_bits_cost_what_they_touch(
    bench: Bench, record_testsuite_property: Callable[..., None]
) -> None:
    """Wherever a bit is turned over, at most one article is lost, or the page's; indexing makes it whole."""
    chance = random.Random(4)
    used = [place for place, byte in enumerate(bench.database) if byte]
    figures = [
        made_whole(bench, flipped(bench.database, chance.choice(used), 1 << chance.randrange(8)))
        for _ in range(PLACES)
    ]
    total = sum(lost for _, lost in figures)
    record_testsuite_property(
        "flipped", f"{PLACES} libraries of {sum(figures[0])} articles, {total} articles lost in all"
    )
    assert sum(lost == 0 for _, lost in figures) > PLACES / 2


def test_truncated_libraries_are_saved_as_far_as_they_go(
    bench: Bench, record_testsuite_property: Callable[..., None]
) -> None:
    """Whatever is cut off, the rest is kept, and indexing makes the library whole."""
    chance = random.Random(5)
    lengths = sorted(chance.randrange(1, len(bench.database)) for _ in range(PLACES // 2))
    figures = [made_whole(bench, bench.database[:length]) for length in lengths]
    record_testsuite_property("truncated", f"{[saved for saved, _ in figures]} articles kept, by length")
    assert figures[-1][0] > 0


@pytest.mark.parametrize("length", [16, 100, 8192])
def test_a_lost_beginning_is_replaced(bench: Bench, length: int) -> None:
    """Header and list of tables are the same in all libraries: lost, nothing else is."""
    assert made_whole(bench, bytes(length) + bench.database[length:])[1] == 0


def test_damaged_pages_cost_the_articles_on_them(bench: Bench) -> None:
    """Page by page made unreadable, only what lay there is lost."""
    size = 8192
    for page in range(1, len(bench.database) // size):
        lost = bytes(range(256)) * (size // 256)
        made_whole(bench, bench.database[: page * size] + lost + bench.database[(page + 1) * size :])


def test_what_a_person_took_out_stays_out(bench: Bench) -> None:
    """Recovery keeps what was left out, and the numbers that passages had are not given again."""
    library = bench.damaged(bench.database)
    connection = sqlite3.connect(library / DATABASE)
    connection.execute("INSERT INTO left_out VALUES ('path', '/nowhere')")
    connection.execute("UPDATE articles SET text = 'other' WHERE number = (SELECT max(number) FROM articles)")
    (last,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    connection.commit()
    connection.close()
    outcome = recovered(library)
    assert outcome is not None
    assert outcome.kept is not None
    assert len(outcome.kept.lost) == 1
    assert outcome.kept.lost[0].title
    assert len(outcome.kept.unread) == 1
    connection = sqlite3.connect(library / DATABASE)
    assert connection.execute("SELECT kind, name FROM left_out").fetchall() == [("path", "/nowhere")]
    assert connection.execute("SELECT seq FROM sqlite_sequence").fetchone()[0] >= last
    connection.close()


def test_an_unreadable_embedder_costs_the_vectors_alone(bench: Bench) -> None:
    """Where it cannot be read who made the vectors, none is kept, and the embedder given is taken."""
    library = bench.damaged(bench.database)
    connection = sqlite3.connect(library / DATABASE)
    connection.execute("UPDATE meta SET value = '{' WHERE key IN ('embedder', 'settings')")
    connection.commit()
    connection.close()
    outcome = recovered(library)
    assert outcome is not None
    assert outcome.kept is not None
    assert (outcome.kept.articles, outcome.kept.vectors) == (len(bench.wanted["articles"]), 0)
    run(bench.folder / "in", library)
    assert contents(library) == bench.wanted


HOLD = """
import pathlib, sys
from index.rescue.inspection import Inspection
from index.library import Library
with Library.open(pathlib.Path(sys.argv[1])) as library:
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_a_library_that_others_have_open_is_not_exchanged(bench: Bench) -> None:
    """While somebody reads the damaged library it stays; who it is has to end first."""
    place = bench.database.index(b"The heron was seen by 2")
    library = bench.damaged(flipped(bench.database, place, 1))
    with started(HOLD, library) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(LibraryBusyError, match="has the library open"):
            recovered(library)
        process.communicate("\n")
    assert recovered(library) is not None
    assert damage(library) == []


def test_a_file_that_is_no_library_is_left_alone(bench: Bench) -> None:
    """Nothing can be read in it: that is said in a line, and it stays as it was."""
    junk = b"no database " * 1000
    library = bench.damaged(junk)
    with pytest.raises(LibraryError) as error:
        recovered(library)
    assert "\n" not in str(error.value)
    assert (library / DATABASE).read_bytes() == junk
    with pytest.raises(LibraryMissingError):
        recovered(bench.folder / "nowhere")


def killed(library: Path, at: int) -> bool:
    """Recover a library in a fork that dies at a count of calls; return whether it came to that."""
    child = os.fork()
    if child == 0:
        try:
            sys.setprofile(Calls(at, lambda: os.kill(os.getpid(), signal.SIGKILL)))
            recovered(library)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_killed_anywhere_it_is_finished_by_the_next_call(
    bench: Bench, record_testsuite_property: Callable[..., None]
) -> None:
    """At every step of the exchange and at random ones before: nothing is lost, the damaged file neither."""
    place = bench.database.index(b"The heron was seen by 2")
    broken = flipped(bench.database, place, 1)
    calls = Calls()
    library = bench.damaged(broken)
    sys.setprofile(calls)
    recovered(library)
    sys.setprofile(None)
    chance = random.Random(6)
    settling = [count for count, _ in calls.settling]
    points = sorted({*settling, *(chance.randrange(calls.count) for _ in range(30))})
    died = 0
    for at in points:
        library = bench.damaged(broken)
        died += killed(library, at)
        recovered(library)
        with Library.open(library) as opened, Inspection.of(opened) as view:
            assert [each for each in database_checks(view) if not each.ok] == []
        assert len(kept(library)) == len(bench.wanted["articles"]) - 1
        (old,) = library.glob(f"{DATABASE}.damaged-*")
        assert old.read_bytes() == broken
        assert not (library / FOLDER).exists()
    record_testsuite_property("killed", f"{died} recoveries killed, nothing lost")
    assert died >= len(points) - 5


def test_the_command_says_what_was_saved_and_what_to_do_next(bench: Bench, nowhere: Command) -> None:
    """One line names what was kept and lost and the next command; a sound library is left alone."""
    place = bench.database.index(b"The heron was seen by 2")
    qa = nowhere.over(bench.damaged(flipped(bench.database, place, 1)))
    ran = qa("recover")
    assert (ran.code, ran.out) == (0, "")
    first, line = ran.err.splitlines()
    assert first == f"lost: All about the heron ({bench.folder / 'in' / 'new2.txt'})"
    articles = len(bench.wanted["articles"]) - 1
    assert line.startswith(f"{qa.library}: {articles} articles saved, 1 known to be lost, ")
    assert line.endswith(f"qa index --library {qa.library} PATH")
    again = qa("recover", "--json").json
    assert (again["sound"], again["damaged"], again["next"]) == (True, None, None)
    qa = nowhere.over(bench.damaged(flipped(bench.database, place, 1)))
    said = qa("recover", "--json").json
    assert (said["sound"], said["articles"], len(said["lost"])) == (False, articles, 1)
    assert Path(said["damaged"]).exists()
    assert "there is no library here" in nowhere("recover").refused(1)
