"""Vectors in clusters: nearly what comparing with each would find, never fewer, and none that left."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.vector_clusters import clustered, grown, write
from index.vector_files import UnreadableError
from index.vector_parts import Filed, Recent
from index.vector_sizes import PROBED, SIZES, Sizes

DIMENSION = 48
COUNT = 16_000
SMALL = Sizes(exact=2_000)
FEW = 2_000


def made(count: int, *, seed: int) -> NDArray[np.float32]:
    """Return vectors in some hundred loose groups, as those of passages are; float16 in float32."""
    rng = np.random.default_rng(seed)
    topics = np.random.default_rng(0).standard_normal((300, DIMENSION))
    vectors = topics[rng.integers(0, len(topics), count)] + 0.8 * rng.standard_normal((count, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


VECTORS = made(COUNT, seed=1)
IDS = np.arange(COUNT, dtype=np.int64) * 3 + 5
QUESTIONS = made(60, seed=2)


def chunks() -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield everything, a thousand at a time."""
    for start in range(0, COUNT, 1000):
        yield IDS[start : start + 1000], VECTORS[start : start + 1000]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    """Return the vectors in clusters."""
    return opened(
        tmp_path_factory.mktemp("filed"), clustered(chunks, COUNT, sizes=SMALL, dimension=DIMENSION)
    )


def opened(folder: Path, index: object) -> Filed:
    """Return an index after it was written and opened."""
    write(index, folder / "large", folder / "ids")
    return Filed.open(folder / "large", folder / "ids", dimension=DIMENSION)


def nearest(query: NDArray[np.float32], among: NDArray[np.bool_], limit: int) -> set[int]:
    """Return the ids that comparing with each gives."""
    rows = np.flatnonzero(among[IDS])
    order = np.argsort(-(VECTORS[rows] @ query), kind="stable")[:limit]
    return set(IDS[rows[order]].tolist())


@pytest.mark.parametrize("share", [1.0, 0.6, 0.2, 0.05, 0.002])
def test_recall_holds_however_few_are_allowed(filed: Filed, share: float) -> None:
    """Of the ten nearest at least 98 in 100 are found, whatever the filter, and all where it is narrow."""
    assert filed.clusters > PROBED
    among = np.zeros(IDS[-1] + 1, dtype=bool)
    among[IDS[np.random.default_rng(3).random(COUNT) < share]] = True
    right = 0
    for query in QUESTIONS:
        hits = filed.search(query, 10, among=None if share == 1 else among, exact=FEW)
        wanted = nearest(query, among, 10)
        assert len(hits) == len(wanted)
        assert all(among[number] for number, _ in hits)
        right += len(wanted & {number for number, _ in hits})
        if np.count_nonzero(among) <= FEW:
            assert {number for number, _ in hits} == wanted
    assert right >= 0.98 * 10 * len(QUESTIONS)


def test_similarities_are_those_of_the_vectors(filed: Filed) -> None:
    """What is said of a hit is the cosine of the stored vectors."""
    rows = {number: row for row, number in enumerate(IDS.tolist())}
    for query in QUESTIONS[:5]:
        for number, similarity in filed.search(query, 20, among=None, exact=FEW):
            assert similarity == pytest.approx(float(VECTORS[rows[number]] @ query), abs=1e-5)


def test_no_fewer_than_asked_for_are_found(filed: Filed) -> None:
    """Where the clusters that are searched hold fewer than the limit, the others are searched too."""
    assert len(filed.search(QUESTIONS[0], COUNT, among=None, exact=FEW)) == COUNT
    among = filed.present()
    among[IDS[::2]] = False
    hits = filed.search(QUESTIONS[0], COUNT, among=among, exact=0)
    assert sorted(number for number, _ in hits) == IDS[1::2].tolist()


def test_growing_keeps_clusters_and_all_but_the_gone(filed: Filed, tmp_path: Path) -> None:
    """With what came and without what went, everything is found again, in the clusters of before."""
    gone, came, more = IDS[100:4000], np.arange(150_000, 150_500, dtype=np.int64), made(500, seed=4)
    recent = Recent.empty(DIMENSION)
    recent.add(came, more)
    after = opened(tmp_path, grown(filed, recent.chunks(), without=gone))
    assert after.clusters == filed.clusters
    assert after.ids.tolist() == sorted({*IDS.tolist(), *came.tolist()} - set(gone.tolist()))
    assert after.holds(np.array([came[0], gone[0], IDS[0], 10**9])).tolist() == [True, False, True, False]
    held = {
        number: vector
        for ids, vectors in after.chunks(without=gone)
        for number, vector in zip(ids.tolist(), vectors, strict=True)
    }
    assert len(held) == len(after)
    assert all(
        np.array_equal(held[number], vector) for number, vector in zip(came.tolist(), more, strict=True)
    )
    assert np.array_equal(held[int(IDS[0])], VECTORS[0])


def test_the_same_vectors_make_the_same_files(filed: Filed, tmp_path: Path) -> None:
    """Making the clusters again gives the same clusters."""
    again = opened(tmp_path, clustered(chunks, COUNT, sizes=SMALL, dimension=DIMENSION))
    for query in QUESTIONS[:10]:
        assert again.search(query, 30, among=None, exact=FEW) == filed.search(
            query, 30, among=None, exact=FEW
        )


def test_many_copies_of_one_vector_are_clustered(tmp_path: Path) -> None:
    """Where there are fewer different vectors than clusters, all are found nonetheless."""
    same = np.repeat(VECTORS[:1], 3000, axis=0)
    ids = np.arange(3000, dtype=np.int64)
    filed = opened(tmp_path, clustered(lambda: [(ids, same)], 3000, sizes=SMALL, dimension=DIMENSION))
    assert len(filed.search(VECTORS[0], 3000, among=None, exact=0)) == 3000


def test_what_is_no_index_is_not_opened(filed: Filed, tmp_path: Path) -> None:
    """Files that hold something else, or other vectors, are told apart."""
    recent = Recent.empty(DIMENSION)
    recent.add(IDS[:10], VECTORS[:10])
    recent.write(tmp_path / "recent")
    opened(tmp_path, clustered(lambda: [(IDS[:10], VECTORS[:10])], 10, sizes=SMALL, dimension=DIMENSION))
    ids, large = tmp_path / "ids", tmp_path / "large"
    cut = tmp_path / "cut"
    cut.write_bytes(large.read_bytes()[:-1])
    wrong = [(tmp_path / "recent", ids), (large, large), (tmp_path / "none", ids), (cut, ids)]
    for file, numbers in wrong:
        with pytest.raises(UnreadableError):
            Filed.open(file, numbers, dimension=DIMENSION)
    with pytest.raises(UnreadableError):
        Filed.open(large, ids, dimension=DIMENSION + 1)
    for file in (large, ids, tmp_path / "none"):
        with pytest.raises(UnreadableError):
            Recent.read(file, dimension=DIMENSION)
    again = Recent.read(tmp_path / "recent", dimension=DIMENSION)
    assert again.search(VECTORS[3], 3, among=None) == recent.search(VECTORS[3], 3, among=None)


def test_clusters_are_made_anew_when_outgrown() -> None:
    """New clusters are wanted at about twice the vectors, and where one by one is enough again."""
    for count in (60_000, 100_000, 1_000_000):
        clusters = SIZES.clusters(count)
        assert not SIZES.outgrown(clusters, round(count * 1.8))
        assert SIZES.outgrown(clusters, round(count * 2.2))
        assert SIZES.outgrown(clusters, SIZES.exact)
    assert not SIZES.outgrown(1, SIZES.exact)
    assert SIZES.outgrown(1, SIZES.exact + 1)
