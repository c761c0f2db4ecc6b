"""The two parts of the index of vectors: what came, what went, and when large files are made anew."""

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_stock import QUERY, TINY, brute_force, clear, file_of, stock, times

from index.library import Library
from index.vector_files import FOLDER, discard_others
from index.vector_sizes import Sizes
from index.vectors import VectorIndex, bring_up_to_date

STEPS = st.lists(
    st.tuples(
        st.sets(st.integers(0, 12), max_size=4),
        st.sets(st.integers(0, 12), max_size=4),
        st.sampled_from(["nothing", "refresh", "save", "reopen"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, seed=st.integers(0, 2**32 - 1), share=st.floats(0.1, 1))
def test_whatever_came_and_went_search_is_exact(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[set[int], set[int], str]],
    seed: int,
    share: float,
) -> None:
    """After any articles came and went, written or not, the hits are those of comparing with everything."""
    directory = tmp_path_factory.mktemp("steps")
    sizes = Sizes(recent=6, share=4, exact=10_000, unwritten=3)
    stock(directory, range(3))
    rng = np.random.default_rng(seed)
    with Library.open(directory) as library:
        index = VectorIndex.open(library, sizes=sizes)
        for came, went, then in steps:
            stock(directory, came)
            clear(directory, went)
            if then == "refresh":
                index.refresh()
            elif then == "save":
                index.save()
            elif then == "reopen":
                bring_up_to_date(library, sizes=sizes)
                index = VectorIndex(library, sizes=sizes)
        index.refresh()
        everything = brute_force(library, QUERY)
        ids = np.array(sorted(everything), dtype=np.int64)
        assert sorted(index.ids.tolist()) == ids.tolist()
        assert len(index) == len(ids)
        assert dict(index.search(QUERY, 1000)) == pytest.approx(everything, abs=1e-5)
        allowed = ids[rng.random(len(ids)) < share]
        found = index.search(QUERY, 5, allowed=allowed)
    best = sorted((everything[number] for number in allowed.tolist()), reverse=True)[:5]
    assert [similarity for _, similarity in found] == pytest.approx(best, abs=1e-5)
    assert {number for number, _ in found} <= set(allowed.tolist())


def names(directory: Path, *kinds: str) -> set[str]:
    """Return the names of the index's files of these kinds."""
    return {file.name for file in (directory / FOLDER).iterdir() if file.suffix[1:] in kinds}


def test_one_more_article_leaves_the_large_files_alone(tmp_path: Path) -> None:
    """What comes and goes is written to the small files, until it is too much of the whole."""
    stock(tmp_path, range(20))
    with Library.open(tmp_path) as library:
        bring_up_to_date(library, sizes=TINY)
        large = names(tmp_path, "large", "ids")
        assert len(large) == 2
        assert names(tmp_path, "recent", "gone") == set()
        stock(tmp_path, [20])
        clear(tmp_path, [3])
        bring_up_to_date(library, sizes=TINY)
        assert names(tmp_path, "large", "ids") == large
        kind = VectorIndex.open(library, sizes=TINY).described()
        assert (kind.base + kind.recent - kind.gone) == library.counts().passages
        assert kind.recent > 0
        assert kind.gone > 0
        stock(tmp_path, range(21, 28))
        bring_up_to_date(library, sizes=TINY)
        assert names(tmp_path, "large", "ids").isdisjoint(large)
        kind = VectorIndex.open(library, sizes=TINY).described()
        assert (kind.base, kind.recent, kind.gone) == (library.counts().passages, 0, 0)


def test_a_question_does_not_wait_for_large_files(tmp_path: Path) -> None:
    """An index that has been opened takes what comes into memory, and leaves large files to others."""
    stock(tmp_path, range(10))
    with Library.open(tmp_path) as library:
        index = VectorIndex.open(library, sizes=TINY)
        before = times(tmp_path)
        stock(tmp_path, range(10, 20))
        assert index.refresh()
        assert times(tmp_path) == before
        assert len(index) == library.counts().passages
        bring_up_to_date(library, sizes=TINY)
        stock(tmp_path, [20])
        assert index.refresh()
        assert index.described().base > len(index) // 2
        assert dict(index.search(QUERY, 1000)) == pytest.approx(brute_force(library, QUERY), abs=1e-5)


def test_a_few_that_came_are_not_written_for_a_question(tmp_path: Path) -> None:
    """Between questions the files are written once enough has come, and not before."""
    sizes = Sizes(unwritten=8)
    stock(tmp_path, range(3))
    with Library.open(tmp_path) as library:
        index = VectorIndex.open(library, sizes=sizes)
        before = times(tmp_path)
        stock(tmp_path, [3])
        assert index.refresh()
        assert times(tmp_path) == before
        stock(tmp_path, range(4, 8))
        assert index.refresh()
        assert times(tmp_path) != before
        assert VectorIndex(library, sizes=sizes).ids.tolist() == index.ids.tolist()


def test_what_does_not_concern_vectors_moves_only_the_stamp(tmp_path: Path) -> None:
    """A write without vectors is caught up with no file but the stamp written."""
    stock(tmp_path, range(3))
    with Library.open(tmp_path) as library:
        bring_up_to_date(library)
        recent = file_of(tmp_path, "recent")
        stock(tmp_path, [1])
        bring_up_to_date(library)
        assert file_of(tmp_path, "recent") == recent
        assert not VectorIndex(library).refresh()


def test_everything_may_go(tmp_path: Path) -> None:
    """An index whose every passage has left finds nothing, and large files go with the last of them."""
    stock(tmp_path, range(8))
    with Library.open(tmp_path) as library:
        bring_up_to_date(library, sizes=TINY)
        clear(tmp_path, range(8))
        bring_up_to_date(library, sizes=TINY)
        index = VectorIndex.open(library, sizes=TINY)
        assert (len(index), index.search(QUERY, 5), index.ids.tolist()) == (0, [], [])
        assert names(tmp_path, "large", "ids", "recent", "gone") == set()
        stock(tmp_path, [1])
        assert index.refresh()
        assert len(index.search(QUERY, 50)) == library.counts().passages


def test_what_earlier_versions_left_is_removed(tmp_path: Path) -> None:
    """The index of before, in the library's own directory, goes when there is a new one."""
    stock(tmp_path, range(2))
    for name in ("vectors.faiss", "vectors.json"):
        (tmp_path / name).write_text("{}")
    with Library.open(tmp_path) as library:
        bring_up_to_date(library)
    assert [file.name for file in tmp_path.glob("vectors.*")] == []


def test_another_editions_index_is_kept_or_discarded(tmp_path: Path) -> None:
    """Editions have their indexes side by side, and those that are not kept go with all their files."""
    stock(tmp_path / "a", range(8))
    stock(tmp_path / "b", range(8))
    with Library.open(tmp_path / "a") as a, Library.open(tmp_path / "b") as b:
        bring_up_to_date(a, sizes=TINY)
        bring_up_to_date(b, sizes=TINY)
        mine = names(tmp_path / "a", "json", "large", "ids")
        for file in (tmp_path / "b" / FOLDER).iterdir():
            file.rename(tmp_path / "a" / FOLDER / file.name)
        stock(tmp_path / "a", [8])
        bring_up_to_date(a, sizes=TINY)
        assert len(names(tmp_path / "a", "json", "large", "ids")) == 6
        index = VectorIndex.open(a, sizes=TINY)
        discard_others(tmp_path / "a", {a.info.uuid})
        assert names(tmp_path / "a", "json", "large", "ids") == mine
        assert index.search(QUERY, 50) == VectorIndex.open(a, sizes=TINY).search(QUERY, 50)
        discard_others(tmp_path / "a", ())
        assert list((tmp_path / "a" / FOLDER).iterdir()) == []
        discard_others(tmp_path / "nowhere", ())


def test_a_reader_keeps_what_a_writer_replaces(tmp_path: Path) -> None:
    """While large files are made anew and the old ones deleted, whoever searches them goes on."""
    stock(tmp_path, range(10))
    with Library.open(tmp_path) as library:
        reader = VectorIndex.open(library, sizes=TINY)
        before = reader.search(QUERY, 1000)
        large = file_of(tmp_path, "large")
        stock(tmp_path, range(10, 20))
        bring_up_to_date(library, sizes=TINY)
        assert not large.exists()
        assert reader.search(QUERY, 1000) == before
        assert reader.refresh()
        assert reader.described() == VectorIndex(library, sizes=TINY).described()
        assert len(reader) == library.counts().passages


def test_threads_search_while_it_is_caught_up(tmp_path: Path) -> None:
    """Searching and refreshing at once from several threads gives whole answers."""
    stock(tmp_path, range(6))
    with Library.open(tmp_path) as library:
        index = VectorIndex.open(library, sizes=TINY)
        least, wrong, done = len(index), [], threading.Event()

        def ask() -> None:
            while not done.is_set():
                index.refresh()
                found = index.search(QUERY, 1000)
                if len(found) < least or len(dict(found)) != len(found):
                    wrong.append(found)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(6, 14):
            stock(tmp_path, [number])
        done.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert {number for number, _ in index.search(QUERY, 1000)} <= brute_force(library, QUERY).keys()
