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

from index.library import Library
from index.vectors import FILE, STAMP, VectorIndex, bring_up_to_date

QUERY = EMBEDDER.embed(["the water of the river"])[0]


def town(number: int) -> str:
    """Return a text that differs from all others in a few words."""
    return " ".join(f"Street {number * k} had water{number} in house {number + k}." for k in range(1, 8))


def stock(directory: Path, numbers: range) -> None:
    """Store an article a number, each in a file of its own."""
    with shelf(directory) as (_, writer):
        for number in numbers:
            store(writer, f"{number}.txt", [article(f"Town {number}", town(number))])


def brute_force(library: Library, query: np.ndarray) -> dict[int, float]:
    """Return every passage's similarity, computed from the stored vectors one by one."""
    ids = [p.id for entry in library.articles() for p in library.passages_of(entry.article.id)]
    return {number: float(vector @ query) for number, vector in library.vectors_of(ids).items()}


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


def test_saving_and_opening_is_identity(tmp_path: Path) -> None:
    """An index read from disk finds exactly what the one that was written found."""
    stock(tmp_path, range(5))
    with Library.open(tmp_path) as library:
        made = VectorIndex.open(library)
        written = (tmp_path / FILE).stat().st_mtime_ns
        again = VectorIndex.open(library)
        assert (tmp_path / FILE).stat().st_mtime_ns == written
        assert again.search(QUERY, 50) == made.search(QUERY, 50)
        assert len(again) == library.counts().vectors
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
        (tmp_path / FILE).unlink()
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


@pytest.mark.parametrize("name", [FILE, STAMP])
@pytest.mark.parametrize("damage", [Path.unlink, truncated, flipped, lambda file: put(file, b"")])
def test_a_damaged_index_is_made_anew(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    """Whatever happens to its files, the index finds what it found before, and is whole again."""
    stock(tmp_path, range(4))
    with Library.open(tmp_path) as library:
        before = VectorIndex.open(library).search(QUERY, 50)
        damage(tmp_path / name)
        index = VectorIndex.open(library)
        assert index.search(QUERY, 50) == before
        assert index.proven()
        assert VectorIndex.open(library).search(QUERY, 50) == before


def test_a_copied_index_is_read_and_trusted(tmp_path: Path) -> None:
    """A file with another time and the same bytes is not made anew."""
    stock(tmp_path, range(3))
    with Library.open(tmp_path) as library:
        VectorIndex.open(library)
        os.utime(tmp_path / FILE, (1, 1))
        VectorIndex.open(library)
        assert (tmp_path / FILE).stat().st_mtime == 1


def test_an_index_of_another_library_is_not_used(tmp_path: Path) -> None:
    """An index and its stamp from elsewhere are replaced, and nothing of them is found."""
    stock(tmp_path / "a", range(4))
    stock(tmp_path / "b", range(10, 13))
    with Library.open(tmp_path / "a") as a, Library.open(tmp_path / "b") as b:
        mine = VectorIndex.open(a).search(QUERY, 50)
        VectorIndex.open(b)
        for name in (FILE, STAMP):
            (tmp_path / "a" / name).write_bytes((tmp_path / "b" / name).read_bytes())
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
        writer.store_vectors(list(waiting), EMBEDDER.embed(list(waiting.values())))
        assert index.refresh()
        assert len(index) == library.counts().passages == len(waiting)
        assert writer.waiting(100) == {}


def test_bringing_up_to_date_writes_once(tmp_path: Path) -> None:
    """An index that is up to date is left as it lies."""
    stock(tmp_path, range(3))
    with Library.open(tmp_path) as library:
        bring_up_to_date(library)
        written = (tmp_path / FILE).stat().st_mtime_ns
        bring_up_to_date(library)
        assert (tmp_path / FILE).stat().st_mtime_ns == written
