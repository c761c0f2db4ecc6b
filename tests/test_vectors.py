"""Search by meaning: exact, and always in step with the library."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import EMBEDDER, article, content, file, shelf, store
from vector_stock import QUERY, TINY, brute_force, clear, file_of, stock, times, town

from index.library import Library
from index.vector_sizes import SIZES, Sizes
from index.vectors import VectorIndex, bring_up_to_date


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    limit=st.integers(0, 40),
    share=st.none() | st.floats(0, 1),
)
def test_search_is_what_brute_force_finds(
    tmp_path_factory: pytest.TempPathFactory, seed: int, limit: int, share: float | None
) -> None:
    """The best passages and their similarities are those of comparing with every allowed one."""
    directory = tmp_path_factory.getbasetemp() / "brute"
    if not directory.exists():
        stock(directory, range(20))
    rng = np.random.default_rng(seed)
    query = rng.standard_normal(64).astype(np.float32)
    query /= np.linalg.norm(query)
    with Library.open(directory) as library:
        everything = brute_force(library, query)
        ids = np.array(sorted(everything), dtype=np.int64)
        allowed = None if share is None else ids[rng.random(len(ids)) < share]
        found = VectorIndex.open(library).search(query, limit, allowed=allowed)
        wanted = {n: everything[n] for n in (ids if allowed is None else allowed).tolist()}
    assert len(found) == min(limit, len(wanted))
    assert all(abs(wanted[number] - similarity) < 1e-5 for number, similarity in found)
    best = sorted(wanted.values(), reverse=True)[: len(found)]
    assert np.allclose([similarity for _, similarity in found], best, atol=1e-5)


@pytest.mark.parametrize("sizes", [SIZES, TINY])
def test_saving_and_opening_is_identity(tmp_path: Path, sizes: Sizes) -> None:
    """An index read from disk finds exactly what the one that was written found."""
    stock(tmp_path, range(5))
    with Library.open(tmp_path) as library:
        made = VectorIndex.open(library, sizes=sizes)
        written = times(tmp_path)
        again = VectorIndex.open(library, sizes=sizes)
        assert times(tmp_path) == written
        assert again.search(QUERY, 50) == made.search(QUERY, 50)
        assert len(again) == library.counts().passages
        assert again.proven()


def test_catching_up_equals_rebuilding(tmp_path: Path) -> None:
    """After files came, changed and went, the index caught up is the index made anew."""
    stock(tmp_path, range(6))
    with Library.open(tmp_path) as library:
        index = VectorIndex.open(library)
        stock(tmp_path, range(6, 9))
        with shelf(tmp_path) as (_, writer):
            writer.forget("/papers/2.txt")
            store(writer, "3.txt", [article("Town 3", town(3) + " And now it is dry again.")])
        assert index.refresh()
        assert not index.refresh()
        caught_up = index.search(QUERY, 100)
        file_of(tmp_path, "json").unlink()
        assert VectorIndex.open(library).search(QUERY, 100) == caught_up
        assert {number for number, _ in caught_up} == brute_force(library, QUERY).keys()


def put(file: Path, data: bytes) -> None:
    """Give a file other bytes; whoever has it open keeps the ones it had."""
    file.unlink()
    file.write_bytes(data)


def truncated(file: Path) -> None:
    """Cut a file in half."""
    put(file, file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path) -> None:
    """Turn one bit in the middle of a file."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 16
    put(file, bytes(data))


@pytest.mark.parametrize("kind", ["json", "large", "ids", "recent", "gone"])
@pytest.mark.parametrize("damage", [Path.unlink, truncated, flipped, lambda file: put(file, b"")])
def test_a_damaged_index_is_made_anew(tmp_path: Path, kind: str, damage: Callable[[Path], None]) -> None:
    """Whatever happens to its files, the index finds what it found before, and is whole again."""
    stock(tmp_path, range(8))
    with Library.open(tmp_path) as library:
        bring_up_to_date(library, sizes=TINY)
        stock(tmp_path, [8])
        clear(tmp_path, [2])
        bring_up_to_date(library, sizes=TINY)
        before = VectorIndex.open(library, sizes=TINY).search(QUERY, 50)
        damage(file_of(tmp_path, kind))
        index = VectorIndex.open(library, sizes=TINY)
        assert index.search(QUERY, 50) == before
        assert index.proven()
        written = times(tmp_path)
        assert VectorIndex.open(library, sizes=TINY).search(QUERY, 50) == before
        assert times(tmp_path) == written


def test_a_copied_index_is_read_once_and_trusted(tmp_path: Path) -> None:
    """A file with another time and the same bytes is not made anew, and has its own time again."""
    stock(tmp_path, range(3))
    with Library.open(tmp_path) as library:
        VectorIndex.open(library)
        written = times(tmp_path)
        os.utime(file_of(tmp_path, "recent"), (1, 1))
        VectorIndex.open(library)
        assert times(tmp_path) == written


def test_an_index_of_another_library_is_not_used(tmp_path: Path) -> None:
    """An index and its stamp from elsewhere are replaced, and nothing of them is found."""
    stock(tmp_path / "a", range(4))
    stock(tmp_path / "b", range(10, 13))
    with Library.open(tmp_path / "a") as a, Library.open(tmp_path / "b") as b:
        mine = VectorIndex.open(a).search(QUERY, 50)
        VectorIndex.open(b)
        for kind in ("json", "recent"):
            put(file_of(tmp_path / "a", kind), file_of(tmp_path / "b", kind).read_bytes())
        assert VectorIndex.open(a).search(QUERY, 50) == mine


def test_a_library_put_back_from_a_copy_is_noticed(tmp_path: Path) -> None:
    """An index made from a history that was undone is made anew, though generations agree."""
    stock(tmp_path, range(3))
    with sqlite3.connect(tmp_path / "library.db") as source, sqlite3.connect(tmp_path / "copy") as copy:
        source.backup(copy)
    source.close()
    copy.close()
    stock(tmp_path, range(3, 5))
    with Library.open(tmp_path) as library:
        VectorIndex.open(library)
        generation = library.generation
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"library.db{suffix}").unlink(missing_ok=True)
    (tmp_path / "copy").rename(tmp_path / "library.db")
    stock(tmp_path, range(20, 22))
    with Library.open(tmp_path) as library:
        assert library.generation == generation
        found = VectorIndex.open(library).search(QUERY, 100)
        assert dict(found) == pytest.approx(brute_force(library, QUERY), abs=1e-5)


def test_passages_without_a_vector_are_absent_until_they_have_one(tmp_path: Path) -> None:
    """A passage is found by meaning as soon as its vector is stored, and not before."""
    with shelf(tmp_path) as (library, writer):
        writer.replace(file("1.txt"), [content(article("Town 1", town(1)))])
        index = VectorIndex.open(library)
        assert len(index) == 0
        assert index.search(QUERY, 5) == []
        waiting = writer.waiting(100)
        writer.store_vectors(list(waiting), EMBEDDER.embed([text for (text,) in waiting.values()]))
        assert index.refresh()
        assert len(index) == library.counts().passages == len(waiting)
        assert writer.waiting(100) == {}


def test_bringing_up_to_date_writes_once(tmp_path: Path) -> None:
    """An index that is up to date is left as it lies."""
    stock(tmp_path, range(3))
    with Library.open(tmp_path) as library:
        bring_up_to_date(library)
        written = times(tmp_path)
        bring_up_to_date(library)
        assert times(tmp_path) == written
