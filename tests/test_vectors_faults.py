"""The index of vectors where writing fails, breaks off, or others write too."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from vector_stock import QUERY, TINY, brute_force, clear, file_of, stock, times

from index.library import Library
from index.vector_files import FOLDER, VectorFiles
from index.vectors import VectorIndex, bring_up_to_date

ROOT = Path(__file__).parents[1]


def assert_right(directory: Path) -> None:
    """Hold what an index opened now finds against comparing with everything."""
    with Library.open(directory) as library:
        index = VectorIndex.open(library, sizes=TINY)
        assert dict(index.search(QUERY, 1000)) == pytest.approx(brute_force(library, QUERY), abs=1e-5)
        assert index.proven()


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a library with its index, and the same after an update that made all files anew."""
    before, after = tmp_path_factory.mktemp("states") / "before", tmp_path_factory.mktemp("states") / "after"
    stock(before, range(10))
    with Library.open(before) as library:
        bring_up_to_date(library, sizes=TINY)
    clear(before, [1])
    stock(before, [10])
    with Library.open(before) as library:
        bring_up_to_date(library, sizes=TINY)
    shutil.copytree(before, after)
    stock(after, range(11, 20))
    clear(after, [2])
    with Library.open(after) as library:
        bring_up_to_date(library, sizes=TINY)
    stock(after, [20])
    clear(after, [3])
    with Library.open(after) as library:
        bring_up_to_date(library, sizes=TINY)
    return before, after


MOMENTS = [(False, new, 4) for new in range(5)] + [(True, 4, old) for old in range(5)]
"""Whether the new stamp stands, how many new files do, and how many old ones still do."""


@pytest.mark.parametrize(("stamped", "new", "old"), MOMENTS)
def test_a_run_killed_between_any_two_files_leaves_an_index(
    before_and_after: tuple[Path, Path], tmp_path: Path, *, stamped: bool, new: int, old: int
) -> None:
    """Whichever files stand then, the index finds what it should, and in the end none is left over."""
    before, after = before_and_after
    shutil.copytree(after, tmp_path / "lib")
    folder = tmp_path / "lib" / FOLDER
    shutil.rmtree(folder)
    folder.mkdir()
    for source, count in ((before, old), (after, new)):
        for kind in ("large", "ids", "recent", "gone")[:count]:
            shutil.copy2(file_of(source, kind), folder)
    shutil.copy2(file_of(after if stamped else before, "json"), folder)
    with Library.open(tmp_path / "lib") as library:
        half_written = VectorFiles(library.directory, library.info.uuid).fresh("large")
    half_written.with_name(f"{half_written.name}.123.part").write_bytes(b"half")
    assert_right(tmp_path / "lib")
    stock(tmp_path / "lib", [30])
    with Library.open(tmp_path / "lib") as library:
        bring_up_to_date(library, sizes=TINY)
    assert_right(tmp_path / "lib")
    assert len([name for name in times(tmp_path / "lib") if "." in name]) <= 5


def test_where_nothing_can_be_written_it_is_kept_in_memory(tmp_path: Path) -> None:
    """A folder that cannot be made costs nothing but the making at each start."""
    stock(tmp_path, range(8))
    (tmp_path / FOLDER).write_text("in the way")
    assert_right(tmp_path)
    with Library.open(tmp_path) as library:
        index = VectorIndex.open(library, sizes=TINY)
        stock(tmp_path, [8])
        index.save()
        assert len(index) == library.counts().passages
        assert index.described().base == 0
    assert (tmp_path / FOLDER).read_text() == "in the way"


FULL = """
import pathlib, resource, signal, sys
sys.path[:0] = sys.argv[3:]
from vector_stock import QUERY, TINY
from index.library import Library
from index.vectors import VectorIndex
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Library.open(pathlib.Path(sys.argv[1])) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
    index = VectorIndex.open(library, sizes=TINY)
    index.save()
    print(len(index), len(index.search(QUERY, 1000)))
"""


@pytest.mark.parametrize("room", [0, 300, 5_000])
@pytest.mark.parametrize("known", [False, True])
def test_a_full_disk_leaves_the_index_as_it_was(tmp_path: Path, room: int, *, known: bool) -> None:
    """Where no file may grow beyond a little, questions are answered and the files stay whole."""
    stock(tmp_path, range(8))
    if known:
        with Library.open(tmp_path) as library:
            bring_up_to_date(library, sizes=TINY)
        stock(tmp_path, range(8, 14))
    with Library.open(tmp_path) as library:
        passages = library.counts().passages
    before = times(tmp_path) if known else {}
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(room), str(ROOT), str(ROOT / "tests")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == [str(passages)] * 2
    assert {name: time for name, time in times(tmp_path).items() if name in before} == before
    assert_right(tmp_path)


ASK = """
import pathlib, sys
sys.path[:0] = sys.argv[2:]
from vector_stock import QUERY, TINY
from index.library import Library
from index.vectors import VectorIndex
with Library.open(pathlib.Path(sys.argv[1])) as library:
    index = VectorIndex.open(library, sizes=TINY)
    least = len(index)
    print("ready", flush=True)
    for _ in sys.stdin:
        index.refresh()
        found = index.search(QUERY, 1000)
        assert len(found) == len(index) >= least, (len(found), len(index), least)
        least = len(index)
        print(least, flush=True)
"""


def test_two_processes_ask_while_a_third_writes(tmp_path: Path) -> None:
    """Each sees ever more, whoever of them writes the files, and in the end everything."""
    stock(tmp_path, range(6))
    command = [sys.executable, "-c", ASK, str(tmp_path), str(ROOT), str(ROOT / "tests")]
    pipe = subprocess.PIPE
    askers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    with Library.open(tmp_path) as library:
        for asker in askers:
            assert asker.stdout is not None
            assert asker.stdout.readline() == "ready\n"
        for number in range(6, 18):
            stock(tmp_path, [number])
            for asker in askers:
                assert asker.stdin is not None
                print("?", file=asker.stdin, flush=True)
            if number % 3 == 0:
                bring_up_to_date(library, sizes=TINY)
        said = [asker.communicate("?\n")[0].split() for asker in askers]
        assert [asker.returncode for asker in askers] == [0, 0]
        assert {numbers[-1] for numbers in said} == {str(library.counts().passages)}
    assert_right(tmp_path)


def test_a_stamp_that_is_deleted_is_written_again(tmp_path: Path) -> None:
    """An open index whose stamp was deleted puts its files back in use at the next write."""
    stock(tmp_path, range(10))
    with Library.open(tmp_path) as library:
        index = VectorIndex.open(library, sizes=TINY)
        large = file_of(tmp_path, "large")
        file_of(tmp_path, "json").unlink()
        stock(tmp_path, [10])
        index.save()
        assert file_of(tmp_path, "large") == large
        shutil.rmtree(tmp_path / FOLDER)
        stock(tmp_path, [11])
        index.save()
        assert len(index) == library.counts().passages
    assert_right(tmp_path)


def test_a_copy_elsewhere_needs_no_making(tmp_path: Path) -> None:
    """A library copied with its files is searched from them, and they are not written again."""
    stock(tmp_path / "a", range(10))
    with Library.open(tmp_path / "a") as library:
        bring_up_to_date(library, sizes=TINY)
    shutil.copytree(tmp_path / "a", tmp_path / "b", copy_function=shutil.copy)
    inodes = {file.name: file.stat().st_ino for file in (tmp_path / "b" / FOLDER).iterdir()}
    assert_right(tmp_path / "b")
    after = {file.name: file.stat().st_ino for file in (tmp_path / "b" / FOLDER).iterdir()}
    assert inodes == after
