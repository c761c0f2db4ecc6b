"""Damaged files: what is wrong is named, and nothing is shown that was not stored."""

import os
import random
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from changing import lay_out_after, lay_out_before, run
from contents import contents, damage, flipped
from fakes import FakeEmbedder
from processes import folder_in_memory
from test_build import figures
from test_build import run as indexed

from index.errors import LibraryError
from index.library import Library
from index.schema import DATABASE

FLIPS = 100
CUTS = 30
PLACES = 20
"""In each file of the derived indexes; half of them flipped, half truncations."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A library and what it gives."""

    folder: Path
    given: dict[str, Any]

    def with_file(self, name: str, data: bytes, *, keep_time: bool = False) -> Path:
        """Return a copy of the library in which a file holds other bytes."""
        cases = self.folder / "cases"
        shutil.rmtree(cases, ignore_errors=True)
        library = cases / secrets.token_hex(4)  # what is still open of the last one may linger
        shutil.copytree(self.folder / "lib", library)
        moment = (library / name).stat().st_mtime_ns
        (library / name).write_bytes(data)
        if keep_time:
            os.utime(library / name, ns=(moment, moment))
        return library

    def files(self) -> list[str]:
        """Return the files of the derived indexes, relative to the library."""
        found = [
            path for folder in ("vectors", "words") for path in (self.folder / "lib" / folder).rglob("*")
        ]
        kept = [path for path in found if path.is_file() and path.stat().st_size and path.suffix != ".lock"]
        return sorted(str(path.relative_to(self.folder / "lib")) for path in kept)


@pytest.fixture(scope="module")
def stock() -> Iterator[Stock]:
    """A library that has been through additions, changes and removals."""
    with folder_in_memory() as folder:
        lay_out_before(folder / "in")
        run(folder / "in", folder / "lib")
        lay_out_after(folder / "in")
        run(folder / "in", folder / "lib")
        connection = sqlite3.connect(folder / "lib" / DATABASE)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        yield Stock(folder, given(folder / "lib"))


def given(library: Path) -> dict[str, Any]:
    """Return all that a library gives to whoever asks; the states of files only tell what to read again."""
    held = contents(library)
    del held["files"]
    with Library.open(library) as opened:
        opened.require_embedder(FakeEmbedder(dimension=32))  # the check that doctor makes beside
        return {**held, "settings": str(opened.info.settings), "counts": str(opened.counts().articles)}


def judged(library: Path, stock: Stock) -> str:
    """Return what became of some damage: "harmless", "recognised", or "silently wrong".

    What is damaged is read all the same: that must end in an error of ours, or well.
    """
    try:
        faults = damage(library)
    except LibraryError:
        return "recognised"
    assert all(each.remedy for each in faults)
    try:
        same = given(library) == stock.given
    except LibraryError:
        return "recognised"
    if faults:
        return "recognised"
    return "harmless" if same else "silently wrong"


def test_flipped_bits_of_the_database_are_recognised(
    stock: Stock, record_testsuite_property: Callable[..., None]
) -> None:
    """Whatever bit is turned over, either nothing changes for anybody or the checks name it."""
    chance = random.Random(7)
    whole = (stock.folder / "lib" / DATABASE).read_bytes()
    used = [place for place, byte in enumerate(whole) if byte]
    found: Counter[str] = Counter()
    for _ in range(FLIPS):
        place, bits = chance.choice(used), 1 << chance.randrange(8)
        outcome = judged(stock.with_file(DATABASE, flipped(whole, place, bits)), stock)
        assert outcome != "silently wrong", whole[place - 20 : place + 20]
        found[outcome] += 1
    record_testsuite_property("flipped", f"{FLIPS} flipped bits: {dict(found)}")
    assert found["recognised"] >= FLIPS // 2


def test_truncated_databases_are_recognised(
    stock: Stock, record_testsuite_property: Callable[..., None]
) -> None:
    """However much is cut off, it is said."""
    chance = random.Random(8)
    whole = (stock.folder / "lib" / DATABASE).read_bytes()
    lengths = [chance.randrange(1, len(whole)) for _ in range(CUTS)]
    found = Counter(judged(stock.with_file(DATABASE, whole[:length]), stock) for length in lengths)
    record_testsuite_property("truncated", f"{CUTS} lengths: {dict(found)}")
    assert found == {"recognised": CUTS}


@pytest.mark.parametrize("keep_time", [False, True])
def test_damaged_indexes_are_made_anew_or_named(
    stock: Stock, record_testsuite_property: Callable[..., None], keep_time: bool
) -> None:
    """Every file of the derived indexes, cut or flipped: answers are as before, or the checks name it."""
    chance = random.Random(9)
    found: Counter[str] = Counter()
    for name in stock.files():
        whole = (stock.folder / "lib" / name).read_bytes()
        for turn in range(PLACES // 2):
            place = chance.randrange(len(whole))
            cut = turn % 2 and not keep_time
            bad = whole[:place] if cut else flipped(whole, place, 1 << chance.randrange(8))
            outcome = judged(stock.with_file(name, bad, keep_time=keep_time), stock)
            assert outcome != "silently wrong", (name, place)
            found[outcome] += 1
    record_testsuite_property("indexes", f"{len(stock.files())} files, kept time {keep_time}: {dict(found)}")
    assert sum(found.values()) >= PLACES // 2 * 6


def test_a_file_from_the_future_is_compared_by_content(tmp_path: Path) -> None:
    """Written under a clock that was ahead, a file's time proves nothing: an edit of its length is found."""
    path = tmp_path / "note.txt"
    path.write_text("A note about it\n\nThe cows were seen on the old bridge today.\n")
    ahead = path.stat().st_mtime_ns + 10**15
    os.utime(path, ns=(ahead, ahead))
    indexed(path, into=tmp_path / "lib")
    path.write_text("A note about it\n\nThe pigs were seen on the old bridge today.\n")
    os.utime(path, ns=(ahead, ahead))
    assert figures(indexed(path, into=tmp_path / "lib")) == (0, 1, 0, 0)
    assert figures(indexed(path, into=tmp_path / "lib")) == (0, 0, 1, 0)


@pytest.mark.parametrize("step", [-(10**17), -(10**9), -1, 1, 10**9])
def test_an_edit_under_a_clock_set_back_is_found(tmp_path: Path, step: int) -> None:
    """Any other time than before, an earlier one too, has the contents compared."""
    path = tmp_path / "note.txt"
    path.write_text("A note about it\n\nThe cows were seen on the old bridge today.\n")
    before = path.stat().st_mtime_ns - 10**12
    os.utime(path, ns=(before, before))
    indexed(path, into=tmp_path / "lib")
    path.write_text("A note about it\n\nThe pigs were seen on the old bridge today.\n")
    os.utime(path, ns=(before + step, before + step))
    assert figures(indexed(path, into=tmp_path / "lib")) == (0, 1, 0, 0)


def test_indexes_older_than_the_library_by_the_clock_are_used(tmp_path: Path) -> None:
    """States are told apart by generation, never by time: files put back by years change nothing."""
    with folder_in_memory() as folder:
        lay_out_before(folder / "in")
        run(folder / "in", folder / "lib")
        whole = contents(folder / "lib")
        for path in (folder / "lib").rglob("*"):
            os.utime(path, (10**9, 10**9))
        assert damage(folder / "lib") == []
        assert contents(folder / "lib") == whole
        lay_out_after(folder / "in")
        run(folder / "in", folder / "lib")
        assert damage(folder / "lib") == []
