"""What the benchmark measures, over libraries as small as can be; how long it takes is no matter here."""

import json
import shutil
import sys
import time
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner
from fakes import FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from benchmark import benchmark
from benchmarking import reading
from benchmarking.collection import WRITERS, make_collection
from benchmarking.derived import measure_caught_up, measure_derived
from benchmarking.exact import nearest, recall
from benchmarking.filling import SETTINGS, WORDS, Filled, Source, filled
from benchmarking.growth import Plan, Workplace, measure_growth
from benchmarking.machine import this_machine
from benchmarking.plot import draw
from benchmarking.processes import NOTHING, MeasuringError, run_process
from benchmarking.prose import Prose
from benchmarking.report import Report
from benchmarking.retrieval_stages import stages_of
from benchmarking.runs import Files, measure_runs
from benchmarking.samples import sample_articles, sample_questions
from benchmarking.spread import Spread, repeated, side_by_side
from benchmarking.stand_ins import StandIns, kept_pool, pool_texts
from benchmarking.targets import Target
from benchmarking.vocabulary import plain_words, wide_words
from benchmarking.warm import measure_warm, mixed_questions

from index.embedder import open_embedder
from index.library import Library
from index.readers.dispatch import read
from qa.retrieval.relevance import Asked

MIB = 1 << 20
EMBEDDER = FakeEmbedder(dimension=64)
SIZES = (20, 45)


@pytest.fixture(scope="module")
def source() -> Source:
    """Made articles whose vectors are mixed from those of 60 texts."""
    return Source(StandIns(EMBEDDER.embed(pool_texts(60))))


@pytest.fixture(scope="module")
def small(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A library of 125 made passages."""
    return filled(tmp_path_factory.mktemp("small"), 125, source, EMBEDDER)


def identity(made: Filled) -> str:
    """Return what no other library has."""
    with Library.open(made.directory) as library:
        assert library.counts().passages == made.passages
        return library.info.uuid


def test_made_articles_differ_and_come_again() -> None:
    """No two articles are alike, another writer of the same seed writes the same, one of another does not."""
    first, again, other = (Prose(plain_words(), seed=seed) for seed in (1, 1, 2))
    texts = [first.article(number, paragraphs=2, words=30).text for number in range(2_000)]
    assert len(set(texts)) == len(texts)
    assert texts[1234] == again.article(1234, paragraphs=2, words=30).text
    assert texts[1234] != other.article(1234, paragraphs=2, words=30).text
    assert 60 <= len(texts[1234].split()) <= 100


def test_a_made_file_reads_as_an_article(tmp_path: Path) -> None:
    """The readers find title, byline, date and body where a made file has them."""
    Files(tmp_path).write([7])
    (file,) = tmp_path.rglob("*.txt")
    made = Prose(plain_words(), seed=1).article(7, paragraphs=2, words=30)
    (article,) = read(file).articles
    assert (article.title, article.authors, article.date) == (made.title, (made.byline,), made.day)
    assert article.text == made.text


def test_questions_of_the_samples_find_words_in_made_passages() -> None:
    """A large library's words are the samples' among many others, and few of them are common."""
    words = wide_words(article.text for article in sample_articles()).lists["n"]
    assert len(set(words)) > 40_000
    assert {"flooded", "homes", "siren", "battery"} <= set(words)
    prose = Prose(wide_words(["the siren at cooper street"]), seed=0)
    made = [prose.article(number, paragraphs=1, words=95).text.split() for number in range(200)]
    assert sum("siren" in text for text in made) < 150


def test_questions_differ() -> None:
    """Half of the questions are about the samples while those last; none comes twice."""
    prose = Prose(plain_words(), seed=0)
    few, many = mixed_questions(prose, 10), mixed_questions(prose, 300)
    assert (len(few), len(many)) == (10, len(set(many))) == (10, 300)
    assert few[:5] == sample_questions()[:5]


def test_stand_ins_are_unit_vectors_near_their_pool() -> None:
    """The same batch comes again, of unit length, each vector most like one of the pool's."""
    pool = EMBEDDER.embed(pool_texts(40))
    sizes = [12, 3] * 40
    articles = StandIns(pool).batch(3, sizes)
    vectors = np.concatenate(articles)
    assert [len(pieces) for pieces in articles] == sizes
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.array_equal(vectors, np.concatenate(StandIns(pool).batch(3, sizes)))
    assert not np.array_equal(vectors, np.concatenate(StandIns(pool).batch(4, sizes)))
    assert np.median((vectors @ pool.T).max(1)) > 0.7


def test_stand_ins_of_an_article_lie_together() -> None:
    """Pieces are more like others of their article than like those of the next."""
    articles = StandIns(EMBEDDER.embed(pool_texts(40))).batch(0, [8] * 30)
    near = [float(np.mean(one @ one.T)) for one in articles]
    far = [float(np.mean(one @ other.T)) for one, other in pairwise(articles)]
    assert min(near) > max(far)


def test_a_pool_is_embedded_once(tmp_path: Path) -> None:
    """The second time the vectors come from the cache; another embedder's are not taken for them."""
    embedder = FakeEmbedder(dimension=32)
    first = kept_pool(20, embedder, tmp_path)
    embedder.embedded.clear()
    assert np.array_equal(first, kept_pool(20, embedder, tmp_path))
    assert embedder.embedded == []
    assert kept_pool(20, FakeEmbedder(name="other", dimension=16), tmp_path).shape == (20, 16)


def test_a_made_library_is_whole(small: Filled) -> None:
    """It holds as many passages as asked, each verbatim in its article and with its vector."""
    with Library.open(small.directory) as library:
        counts = library.counts()
        assert (counts.articles, counts.passages, counts.waiting) == (13, 125, 0)
        placed = library.placed(range(1, 126))
        assert len(placed) == len(library.vectors_of(placed)) == 125
        for passage, article in placed.values():
            assert article.text[passage.start : passage.end] == passage.text
            assert "\n\n".join(passage.pieces) == passage.text
            assert [len(piece.split()) >= WORDS for piece in passage.pieces] == [True] * SETTINGS.pieces


def test_a_kept_library_is_used_again(small: Filled, source: Source) -> None:
    """Asked for again it is not touched."""
    home = small.directory.parent
    before = identity(small)
    assert filled(home, 125, source, EMBEDDER) == small
    assert identity(small) == before


def test_another_kept_library_is_made_anew(small: Filled, source: Source, tmp_path: Path) -> None:
    """One of another size or with vectors from another pool, or in part, is not taken for what is asked."""
    home = tmp_path / "kept"
    shutil.copytree(small.directory.parent, home)
    made = [identity(filled(home, 30, source, EMBEDDER))]
    made.append(identity(filled(home, 30, Source(StandIns(EMBEDDER.embed(pool_texts(50)))), EMBEDDER)))
    (home / "made.json").unlink()
    made.append(identity(filled(home, 30, source, EMBEDDER)))
    assert len({identity(small), *made}) == 4


def test_both_indexes_are_made_and_caught_up(small: Filled, source: Source) -> None:
    """Each has bytes of its own on disk, and the articles that came meanwhile are gone in the end."""
    derived = measure_derived(small.directory, times=2)
    assert derived.vectors.runs == derived.words.runs == 2
    assert derived.vectors_bytes >= 125 * 64
    assert min(derived.words_bytes, derived.database_bytes) > 0
    caught_up = measure_caught_up(small.directory, source, times=2)
    assert caught_up.run_words.runs == caught_up.open_vectors.runs == 2
    with Library.open(small.directory) as library:
        assert library.counts().passages == 125


def test_a_small_library_is_searched_exactly(small: Filled, source: Source) -> None:
    """Of so few passages the index gives just those that brute force gives."""
    warm = measure_warm(small.directory, EMBEDDER, mixed_questions(source.prose, 12), rounds=2)
    assert (warm.accuracy.recall_10, warm.accuracy.recall_100) == (1.0, 1.0)
    assert warm.whole.p50.runs == 2
    assert warm.whole.p50.median <= warm.whole.p95.median
    assert list(warm.stages.values()) == sorted(warm.stages.values(), reverse=True)
    assert min(warm.stages.values()) >= 0


def test_the_processor_time_of_a_question_is_told_by_stages() -> None:
    """What a rule names has what its place used; the rest is somewhere, and nothing is lost."""
    calls: list[int] = []

    def ask(question: str) -> None:
        calls.append(len(question))
        Asked.of(question, {}).near("", f"{question} " * 20_000)

    started = time.process_time()
    stages = stages_of(ask, ["flood", "market square"])
    took = 1000 * (time.process_time() - started)
    assert calls == [5, 13]
    assert "words that stand together" in stages
    assert took / 4 <= sum(stages.values()) <= took / 2 + 1


def test_brute_force_agrees_with_sorting(small: Filled) -> None:
    """The nearest by blocks are the nearest of all, the nearest first."""
    queries = EMBEDDER.embed(sample_questions()[:5])
    with Library.open(small.directory) as library:
        stored = library.vectors_of(range(1, 126))
        found = nearest(library, queries, 10)
    for query, row in zip(queries, found.tolist(), strict=True):
        similarities = {number: float(query @ vector) for number, vector in stored.items()}
        best = sorted(similarities.values(), reverse=True)[:10]
        assert [similarities[number] for number in row] == pytest.approx(best, abs=1e-6)


@given(arrays(np.int64, (3, 4), elements=st.integers(0, 1_000), unique=True), st.integers(0, 4))
def test_recall_is_the_share_found(right: "np.ndarray", found: int) -> None:
    """So many of every four found, in whatever order, is that share; strangers add nothing."""
    rows = [[*reversed(row[:found]), -1] for row in right.tolist()]
    assert recall(rows, right) == pytest.approx(found / 4)


def test_peak_memory_is_the_process_s_own() -> None:
    """What a process takes is counted, and what we hold while it starts is not."""
    ours = bytearray(b"x" * (300 * MIB))
    bare = run_process(NOTHING).peak_bytes
    assert MIB < bare < 100 * MIB
    full = run_process((sys.executable, "-c", f"bytearray(b'x') * ({64 * MIB})")).peak_bytes
    assert 60 * MIB < full - bare < 100 * MIB
    assert len(ours) == 300 * MIB


def test_a_process_that_fails_is_no_measurement() -> None:
    """A command that ends badly, or cannot be started, is an error that says what it said last."""
    failing = (sys.executable, "-c", "import sys; sys.exit('the disk is full')")
    with pytest.raises(MeasuringError, match="ended with 1: the disk is full"):
        run_process(failing)
    with pytest.raises(MeasuringError, match="could not be started: FileNotFoundError"):
        run_process(("no-such-program-anywhere",))
    assert run_process((sys.executable, "-c", "print(2)")).json == 2


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_a_spread_holds_its_median(values: list[float]) -> None:
    """The median lies between the least and the most, and all are counted."""
    spread = Spread.of(values)
    assert min(values) == spread.least <= spread.median <= spread.most == max(values)
    assert spread.runs == len(values)


def test_what_takes_long_is_measured_once() -> None:
    """Without patience a measurement is made once, with it as often as asked."""
    values = iter([3.0, 1.0, 2.0, 9.0])
    assert repeated(lambda: next(values), times=3, patience=60) == [3.0, 1.0, 2.0]
    assert repeated(lambda: next(values), times=3, patience=0) == [9.0]


def test_every_item_is_timed_in_every_round() -> None:
    """Beside the first few, which warm up, each item is worked on once a round."""
    one: list[int] = []
    other: list[int] = []
    took = side_by_side({"one": one.append, "other": other.append}, range(30), rounds=2)
    assert one == other == [*range(20), *range(30), *range(30)]
    assert [latency.p95.runs for latency in took.values()] == [2, 2]


def test_a_target_is_met_missed_or_not_measured() -> None:
    """At its limit a promise is kept; what was not measured is neither kept nor broken."""
    most = [Target("warm", 20, "ms", figure, "--sizes 9") for figure in (20.0, 20.1, None)]
    assert [target.met for target in most] == [True, False, None]
    assert [target.verdict for target in most] == ["met", "MISSED", "not measured: --sizes 9"]
    assert (most[0].shown_limit, most[0].shown) == ("at most 20 ms", "20.0 ms")
    assert not Target("recall", 0.98, "", 0.979, at_least=True).met


def test_sizes_are_numbers() -> None:
    """Anything else is a matter of usage, said before anything is measured."""
    for given_sizes in ("many", "0", "1000,", "-5"):
        result = CliRunner().invoke(benchmark, ["library", "--sizes", given_sizes])
        assert result.exit_code == 2
        assert "is not sizes such as 1000,10000" in result.output


@pytest.fixture(scope="module")
def report(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """All that is measured, at the smallest scale, with the real program and its encoder."""
    home = tmp_path_factory.mktemp("benchmark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CACHE", str(model_cache))
        embedder = open_embedder(cache=model_cache)
        said: list[str] = []
        runs = measure_runs(6, home / "runs", rounds=1, say=said.append)
        plan = Plan(pool=12, questions=8, rounds=1, times=1, colds=1)
        place = Workplace(home / "growth", home, said.append)
        growth = measure_growth(SIZES, place, embedder, plan)
    assert len(said) > len(SIZES)
    return Report(this_machine(), runs, tuple(growth))


@pytest.mark.bundled
def test_runs_find_what_was_done(report: Report) -> None:
    """Every article came in, and every kind of run was made and its memory counted."""
    runs = report.runs
    assert (runs.articles, runs.passages) == (6, 6)
    for run in (runs.first, runs.unchanged, runs.changed, runs.added, runs.removed, runs.look, runs.nothing):
        assert run.seconds.runs == 1
        assert run.peak_bytes.least > MIB
    assert runs.first.peak_bytes.median > runs.nothing.peak_bytes.median


@pytest.mark.bundled
def test_the_table_has_a_row_for_each_size(report: Report) -> None:
    """Sizes, targets and the machine are all there to read, and the rows are in order."""
    lines = report.text().splitlines()
    rows = [line.split()[0] for line in lines if line.split(" ")[0] in map(str, SIZES)]
    assert rows == ["20", "45"]
    assert sum("not measured: --" in line for line in lines) == 6
    assert any(line.startswith("recall@10") and line.endswith("met") for line in lines)
    assert f"numpy {np.__version__}" in report.text()


@pytest.mark.bundled
def test_json_has_the_figures_and_no_path(report: Report) -> None:
    """What is kept can be read back, has a row for each size, and tells nothing of where it was made."""
    written = json.dumps(report.form())
    form = json.loads(written)
    assert [row["filled"]["passages"] for row in form["growth"]] == list(SIZES)
    assert all(row["warm"]["accuracy"]["recall_10"] == 1 for row in form["growth"])
    assert all(row["warm"]["accuracy"]["kind"]["kind"] == "exact" for row in form["growth"])
    assert all(row["cold"]["peak_bytes"]["least"] > MIB for row in form["growth"])
    assert form["growth"][0]["cold"]["more_s"]["median"] == 0
    assert len(form["targets"]) == 7
    assert str(Path(__file__).parents[1]) not in written
    assert not any(str(one.filled.directory) in written for one in report.growth)


@pytest.mark.bundled
def test_pictures_are_drawn_the_same_again(report: Report, tmp_path: Path) -> None:
    """Every picture is well-formed SVG, with no background, and the same figures give the same file."""
    files = draw(report.growth, tmp_path / "one")
    assert [file.name for file in files] == ["library-warm.svg", "library-cold.svg", "library-disk.svg"]
    for file, again in zip(files, draw(report.growth, tmp_path / "two"), strict=True):
        assert ElementTree.fromstring(file.read_text("utf-8")).tag.endswith("svg")  # noqa: S314 - our own
        assert file.read_bytes() == again.read_bytes()


def test_a_mixed_folder_is_written_and_read(tmp_path: Path) -> None:
    """Every file of it, in each of its formats, is an article."""
    make_collection(tmp_path / "in", 20)
    assert {path.suffix[1:] for path in tmp_path.rglob("in/*/*")} == set(WRITERS)
    figures = reading.measured(tmp_path / "in", tmp_path / "library", 1)
    assert (figures["added"], figures["skipped"]) == (20, 0)
    assert figures["seconds"] > 0
    assert reading.said(1, figures).startswith("1 core: 20 files in ")
