"""Disks: power that fails, no space left, folders that become read-only."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from changing import events, lay_out_after, lay_out_before, run
from command import ARTICLES, COMMAND, FLOOD, Command
from contents import contents, damage, flipped, unlike_a_fresh_cut
from processes import folder_in_memory, started
from test_cli_faults import locked

from index.library import Library
from index.schema import DATABASE
from index.snapshot import Snapshot

CUTS = 50
FLIPS = 20


@dataclass(frozen=True, slots=True)
class Cut:
    """A run over a library: the state on disk before its end, and after."""

    folder: Path
    """Holds "in", and "lib": the derived indexes of the end with the database of the beginning."""
    log: bytes
    """The write-ahead log just before the end."""
    wanted: dict[str, Any]


@pytest.fixture(scope="module")
def cut() -> Iterator[Cut]:
    """A run, its log not yet brought into the database."""
    with folder_in_memory() as folder:
        source, library = folder / "in", folder / "lib"
        lay_out_before(source)
        run(source, library)
        # SQLite has the log on the disk before it brings it into the database: what is in there is safe.
        connection = sqlite3.connect(library / DATABASE)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        database = (library / DATABASE).read_bytes()
        lay_out_after(source)
        # While somebody reads from before it, nothing of the log is brought into the database.
        with Library.open(library) as reader, Snapshot.of(reader):
            for _ in events(source, library):
                log = (library / f"{DATABASE}-wal").read_bytes()
        wanted = contents(library)
        (library / DATABASE).write_bytes(database)
        for suffix in ("-wal", "-shm"):
            (library / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        yield Cut(folder, log, wanted)


def after_power_failed(cut: Cut, logs: Iterable[bytes]) -> set[int]:
    """Return the states a library is found in with each of these logs; it must be sound, and be finished."""
    reached = set()
    library = cut.folder / "lost"
    for log in logs:
        shutil.copytree(cut.folder / "lib", library)
        (library / f"{DATABASE}-wal").write_bytes(log)
        with Library.open(library) as opened:
            generation = opened.generation
        assert damage(library) == []
        if generation not in reached:
            assert unlike_a_fresh_cut(library) == []
            run(cut.folder / "in", library)
            assert contents(library) == cut.wanted
        reached.add(generation)
        shutil.rmtree(library)
    return reached


def test_power_that_fails_undoes_whole_commits(
    cut: Cut, record_testsuite_property: Callable[..., None]
) -> None:
    """Wherever the log ends, the library is as some commit left it; indexes of later ones are put right."""
    chance = random.Random(2)
    lengths = [0, len(cut.log), *(chance.randrange(len(cut.log)) for _ in range(CUTS - 2))]
    reached = after_power_failed(cut, (cut.log[:length] for length in lengths))
    record_testsuite_property(
        "power", f"{CUTS} lengths of the log, {len(reached)} different states, nothing lost"
    )
    assert len(reached) > 5


def test_a_changed_byte_in_the_log_undoes_whole_commits(cut: Cut) -> None:
    """What follows the damage in the log is as if it had not been written."""
    chance = random.Random(3)
    places = [(chance.randrange(len(cut.log)), 1 << chance.randrange(8)) for _ in range(FLIPS)]
    assert len(after_power_failed(cut, (flipped(cut.log, *place) for place in places))) > 3


FULL = """
import json, pathlib, shutil, subprocess, sys
from contents import contents, damage, flipped, unlike_a_fresh_cut
from index.errors import LibraryError
from changing import lay_out_after, lay_out_before, run

disk, source = map(pathlib.Path, sys.argv[1:])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", disk], check=True)
print("mounted", flush=True)
lay_out_before(source)
run(source, disk / "before")
lay_out_after(source)
shutil.copytree(disk / "before", disk / "whole")
run(source, disk / "whole")
wanted = contents(disk / "whole")

def fill(left):
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(1024)) == 1024:
                pass
        except OSError:
            ballast.truncate(max(0, ballast.tell() - left * 1024))

def look(library):
    return [f"{each.name}: {each.detail}" for each in damage(library)] + unlike_a_fresh_cut(library)

for left in map(int, sys.stdin.readline().split()):
    library = disk / "lib"
    shutil.copytree(disk / "before", library)
    fill(left)
    said = None
    try:
        run(source, library)
    except LibraryError as error:
        said = str(error)
    full = look(library)
    (disk / "ballast").unlink()
    after = look(library)
    run(source, library)
    same = contents(library) == wanted
    print(json.dumps({"left": left, "said": said, "full": full, "after": after, "same": same}), flush=True)
    shutil.rmtree(library)
"""


def child(code: str, *arguments: object, within: Sequence[str] = ()) -> "subprocess.CompletedProcess[str]":
    """Run some code in a process of its own, and tell it how much to leave."""
    with started(code, *arguments, within=within) as process:
        out, err = process.communicate(" ".join(map(str, LEFT)) + "\n")
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


LEFT = (0, 4, 12, 30, 60, 90, 130, 180, 400, 800, 1600, 2100, 3000, 4000)
"""Kilobytes that are free when a run begins, or that a file may have."""


def test_a_full_disk_ends_a_run_in_a_line(
    tmp_path: Path, record_testsuite_property: Callable[..., None]
) -> None:
    """On a disk that fills up nothing is half written, reading goes on, and the next run does the rest."""
    (tmp_path / "disk").mkdir()
    done = child(FULL, tmp_path / "disk", tmp_path / "in", within=("unshare", "--map-root-user", "--mount"))
    if not done.stdout.startswith("mounted"):
        pytest.skip("no file system can be mounted here")
    assert "Traceback" not in done.stderr
    cases = [json.loads(line) for line in done.stdout.splitlines()[1:]]
    judge(cases)
    record_testsuite_property(
        "full", f"{len(cases)} sizes of what was left, {sum(bool(c['said']) for c in cases)} too small"
    )


def judge(cases: list[dict[str, Any]]) -> None:
    """See that runs without room said so in a line, lost nothing, and were finished."""
    assert [case["left"] for case in cases] == list(LEFT)
    assert [case for case in cases if case["full"] or case["after"] or not case["same"]] == []
    failed = [case["said"] for case in cases if case["said"]]
    assert len(failed) >= 3
    assert any(case["said"] is None for case in cases)
    assert all("\n" not in line and "/lib" in line and "; " in line for line in failed)


LIMITED = """
import json, pathlib, resource, shutil, sys
from contents import contents, damage, unlike_a_fresh_cut
from index.errors import LibraryError
from changing import lay_out_after, lay_out_before, run

folder = pathlib.Path(sys.argv[1])
lay_out_before(folder / "in")
run(folder / "in", folder / "before")
lay_out_after(folder / "in")
shutil.copytree(folder / "before", folder / "whole")
run(folder / "in", folder / "whole")
wanted = contents(folder / "whole")
infinite = resource.getrlimit(resource.RLIMIT_FSIZE)

def look(library):
    return [f"{each.name}: {each.detail}" for each in damage(library)] + unlike_a_fresh_cut(library)

for left in map(int, sys.stdin.readline().split()):
    library = folder / "lib"
    shutil.copytree(folder / "before", library)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left * 1024, infinite[1]))
    said = None
    try:
        run(folder / "in", library)
    except LibraryError as error:
        said = str(error)
    full = look(library) if left > 32 else []  # SQLite shares memory with itself in a file of 32 KB
    resource.setrlimit(resource.RLIMIT_FSIZE, infinite)
    after = look(library)
    run(folder / "in", library)
    same = contents(library) == wanted
    print(json.dumps({"left": left, "said": said, "full": full, "after": after, "same": same}), flush=True)
    shutil.rmtree(library)
"""


def test_files_that_may_not_grow_end_a_run_in_a_line() -> None:
    """Where the system refuses to make a file longer, as a quota does, it is as on a full disk."""
    with folder_in_memory() as folder:
        done = child(LIMITED, folder)
    assert "Traceback" not in done.stderr, done.stderr
    judge([json.loads(line) for line in done.stdout.splitlines()])


@pytest.mark.bundled
def test_the_command_ends_with_1_on_a_full_disk(qa: Command) -> None:
    """`qa index` says what failed in one line, answers go on, and the next run does the rest."""
    limit = f'ulimit -f {400 * 1024 // 512}; exec "$@"'
    arguments = ["sh", "-c", limit, "sh", *COMMAND, "index", "--quiet", str(ARTICLES)]
    done = subprocess.run(arguments, capture_output=True, text=True, env=qa.environment(), check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"qa: {qa.library / DATABASE}: ")
    assert damage(qa.library) == []
    assert qa("search", FLOOD, "--quiet").code in (0, 3)
    assert qa("index", "--quiet", ARTICLES).code == 0
    assert qa("doctor", "--json").json["ok"]


STEPWISE = """
import os, pathlib, sys
import faiss, tantivy
from changing import events
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for event in events(*map(pathlib.Path, sys.argv[1:])):
    print(type(event).__name__, flush=True)
    sys.stdin.readline()
"""


def test_a_folder_that_becomes_read_only_during_a_run(tmp_path: Path) -> None:
    """What was begun is finished or refused in a line; answers go on, and the next run does the rest."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to start someone who may not write")
    with folder_in_memory() as folder:
        folder.chmod(0o755)
        lay_out_before(folder / "in")
        run(folder / "in", folder / "lib")
        lay_out_after(folder / "in")
        owned = [folder / "lib", *(folder / "lib").rglob("*")]
        for path in owned:
            os.chown(path, 65534, 65534)
        with started(STEPWISE, folder / "in", folder / "lib") as process:
            assert process.stdout is not None
            assert [process.stdout.readline() for _ in "a"] == ["Walked\n"]
            with locked(folder / "lib"):
                said = process.communicate("\n" * 200)[1]
        assert process.returncode == 0 or "index.errors.LibraryError: " in said.splitlines()[-1], said
        assert damage(folder / "lib") == []
        run(folder / "in", folder / "lib")
        run(folder / "in", folder / "fresh")
        assert contents(folder / "lib") == contents(folder / "fresh")
