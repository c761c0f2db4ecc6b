"""How retrieval is measured: what is right for each set, how ways are compared, what is kept."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import article, shelf, store

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from evaluation import data, ranges
from evaluation.baseline import KEPT, Baseline, save_baseline
from evaluation.cuttings import SPLITTER, cuttings, splitter_cutting
from evaluation.data import Place, Question
from evaluation.judging import (
    Judge,
    Shown,
    judge_articles,
    judge_excerpts,
    judge_links,
    judge_paragraphs,
)
from evaluation.libraries import given_cutting
from evaluation.measures import Difference, Figure
from evaluation.remembering import RememberingEmbedder
from evaluation.retrieval import Measured
from evaluation.trials import SETS, Part, Trial
from evaluation.ways import OURS, min_max_fusion

from index.errors import ReadError
from index.sentences import Span

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)
SENTENCE = "One two three four five six seven eight nine ten. "
NUMBERS = st.lists(st.floats(0, 1), min_size=2, max_size=30)


def characters(spans: Sequence[Span]) -> set[int]:
    """Give the characters in any of the spans one by one."""
    return {at for start, end in spans for at in range(start, end)}


def shown(start: int, end: int, *, of: str = "a", text: str = "") -> Shown:
    """Give a passage as shown."""
    return Shown(of, start, end, text)


def asked(*places: Place, answers: tuple[str, ...] = ()) -> Question:
    """Give a question about some places."""
    return Question("What?", answers, places, "q1")


@given(SPANS, SPANS)
def test_runs_of_text_are_sets_of_characters(some: list[Span], others: list[Span]) -> None:
    """Length, union and what two have in common agree with sets of single characters."""
    assert ranges.length(some) == len(characters(some))
    assert characters(ranges.union(some)) == characters(some)
    assert characters(ranges.common(some, others)) == characters(some) & characters(others)
    assert ranges.length(ranges.common(some, others)) == len(characters(some) & characters(others))


def test_a_span_touches_what_it_overlaps_or_meets() -> None:
    """Ending where another begins counts, a gap of one character does not."""
    assert ranges.touching([(0, 5), (5, 9), (10, 12)], [(9, 10)]) == [(5, 9), (10, 12)]
    assert ranges.touching([(0, 5)], [(6, 8)]) == []


@pytest.fixture
def excerpts(tmp_path: Path) -> tuple[Judge, list[Shown]]:
    """Lend the judge over one article of four passages, two sentences each, and the passages."""
    text = (SENTENCE * 8).strip()
    with shelf(tmp_path) as (library, writer):
        store(writer, "a", [article("A", text)])
        judge = judge_excerpts(library)
        (identifier,) = library.find("")
        passages = [Shown.of(passage) for passage in library.passages_of(identifier)]
        assert [(passage.start, passage.end) for passage in passages] == [
            (0, 99), (100, 199), (200, 299), (300, 399)
        ]  # fmt: skip
        judge(asked(Place(identifier, 0, 1)), passages)  # the passages are read while the library is open
        return judge, passages


def test_recall_precision_and_iou_by_hand(excerpts: tuple[Judge, list[Shown]]) -> None:
    """Of 60 gold characters 20 lie in the first of two passages shown, which are 198 long."""
    judge, passages = excerpts
    name = passages[0].article
    scores = judge(asked(Place(name, 10, 30), Place(name, 310, 350)), passages[:2])
    assert scores["recall"] == pytest.approx(100 * 20 / 60)
    assert scores["precision"] == pytest.approx(100 * 20 / 198)
    assert scores["IoU"] == pytest.approx(100 * 20 / (198 + 40))


def test_precision_omega_is_that_of_the_passages_that_meet(excerpts: tuple[Judge, list[Shown]]) -> None:
    """Whatever is shown, the 60 gold characters lie in two passages of 99 characters each."""
    judge, passages = excerpts
    name = passages[0].article
    question = asked(Place(name, 10, 30), Place(name, 310, 350))
    assert judge(question, passages[1:2])["precision Ω"] == pytest.approx(100 * 60 / 198)
    assert judge(question, [])["precision Ω"] == pytest.approx(100 * 60 / 198)


def test_precision_omega_counts_what_no_passage_holds(excerpts: tuple[Judge, list[Shown]]) -> None:
    """The space between two passages is gold: it is missed, and both passages meet the excerpt."""
    judge, passages = excerpts
    scores = judge(asked(Place(passages[0].article, 95, 105)), passages[:1])
    assert scores["precision Ω"] == pytest.approx(100 * 9 / (99 + 99 + 1))
    assert scores["recall"] == pytest.approx(100 * 4 / 10)


def test_passages_of_another_corpus_only_cost(excerpts: tuple[Judge, list[Shown]]) -> None:
    """The same offsets in another article cover nothing, and are read all the same."""
    judge, passages = excerpts
    question = asked(Place(passages[0].article, 0, 99))
    alone = judge(question, passages[:1])
    beside = judge(question, [*passages[:1], shown(0, 99, of="other")])
    assert alone["precision"] == alone["IoU"] == pytest.approx(100)
    assert beside["recall"] == pytest.approx(100)
    assert beside["precision"] == beside["IoU"] == pytest.approx(50)


def test_news_passages_are_right_by_their_article(tmp_path: Path) -> None:
    """The second of three is of the gold article; the answer stands in the first."""
    with shelf(tmp_path) as (library, _):
        judge = judge_articles(library)
    places = (Place("gold"), Place("never found"))
    ranked = [shown(0, 9, of="other", text="It was Taiwan."), shown(0, 9, of="gold"), shown(9, 20, of="gold")]
    scores = judge(asked(*places, answers=("Taiwan",)), ranked)
    assert (scores["Hits@1"], scores["Hits@4"], scores["MRR@10"]) == (0, 1, 0.5)
    assert scores["recall@10"] == 0.5
    assert scores["answer@5"] == 1


def test_a_paragraph_is_found_by_any_overlap(tmp_path: Path) -> None:
    """One character is enough, in the right article."""
    with shelf(tmp_path) as (library, _):
        judge = judge_paragraphs(library)
    question = asked(Place("a", 100, 200))
    assert judge(question, [shown(50, 101)])["recall@1"] == 1
    assert judge(question, [shown(50, 100), shown(150, 160, of="b")])["MRR@10"] == 0


def test_links_are_judged_once_each(tmp_path: Path) -> None:
    """Two of three shown are right, of four wanted; nothing shown is no error."""
    with shelf(tmp_path) as (library, _):
        judge = judge_links(library)
    question = asked(*(Place(name) for name in "abcd"))
    scores = judge(question, [shown(0, 1, of="x"), shown(0, 1, of="b"), shown(0, 1, of="c")])
    assert scores == {"precision": pytest.approx(2 / 3), "recall": 0.5, "MRR": 0.5}
    assert judge(question, []) == {"precision": 0, "recall": 0, "MRR": 0}


@settings(max_examples=20)
@given(NUMBERS)
def test_the_harmonic_mean_lies_between(values: list[float]) -> None:
    """It is of the means, no larger than either, and inside its interval's reach."""
    others = values[::-1]
    figure = Figure.harmonic(values, others)
    assert figure.value == pytest.approx(np.mean(values))
    assert 0 <= figure.low <= figure.high <= max(values) + 1e-9
    assert Figure.harmonic([0, 0], [0, 0]).value == 0
    assert Figure.harmonic([1, 0], [1, 1]).value == pytest.approx(2 * 0.5 / 1.5)


def test_paired_differences_see_through_hard_questions() -> None:
    """A small constant gain is sure although questions differ widely; a mixed one is not."""
    base = np.linspace(0, 1, 40)
    assert Difference.between(base + 0.01, base).sure
    assert Difference.between(base, base + 0.01).sure
    mixed = Difference.between(base[::-1], base)
    assert not mixed.sure
    assert mixed.figure.low < 0 < mixed.figure.high


def test_min_max_fusion_adds_scaled_scores() -> None:
    """A passage halfway in both lists beats the worst of one that leads the other: 1.0 to 1.0 is by id."""
    dense = [(1, 0.9), (2, 0.5), (3, 0.1)]
    words = [(3, 20.0), (2, 15.0), (4, 10.0)]
    assert min_max_fusion([dense, words]) == [1, 2, 3, 4]
    assert min_max_fusion([dense, [(3, 20.0), (2, 16.0), (4, 10.0)]]) == [2, 1, 3, 4]
    assert min_max_fusion([[], [(7, 3.0)]]) == [7]


def measured(ours: Mapping[str, Sequence[float]], *, name: str = "set", ids: str = "abcd") -> Measured:
    """Give a trial's outcome without measuring anything."""
    trial = Trial(name, (Part("p", (), ()),), judge_paragraphs, 10)
    scores = {OURS: {measure: np.array(values, np.float64) for measure, values in ours.items()}}
    return Measured(trial, tuple(ids), ("p",) * len(ids), scores, 1.0, articles=2, passages=9)


def test_a_baseline_shows_what_changed(tmp_path: Path) -> None:
    """The change is the mean of the questions' changes, for the measures both know."""
    file = tmp_path / "baseline.json"
    save_baseline([measured({"MRR": [0, 0, 0.5, 1], "old": [1, 1, 1, 1]})], file)
    table = Baseline.read(file).compared(measured({"MRR": [0.5, 0.5, 1, 1], "new": [0, 0, 0, 0]}))
    assert table is not None
    assert table.columns == ("MRR",)
    change = table.rows["change"]["MRR"]
    assert isinstance(change, Difference)
    assert change.figure.value == pytest.approx(0.375)


def test_rounding_is_no_change(tmp_path: Path) -> None:
    """Thirds and logarithms are kept in four digits, and differ from themselves by nothing."""
    same = measured({"nDCG": [1 / 3, 2 / 3, 0.630929753, 100 / 7]})
    save_baseline([same], tmp_path / "b.json")
    table = Baseline.read(tmp_path / "b.json").compared(same)
    assert table is not None
    assert table.rows["change"]["nDCG"] == Difference(Figure(0, 0, 0))


def test_other_questions_are_not_compared(tmp_path: Path) -> None:
    """A set that was asked something else, or is not in the file, has no difference."""
    save_baseline([measured({"MRR": [1, 1, 1, 1]})], tmp_path / "b.json")
    baseline = Baseline.read(tmp_path / "b.json")
    assert baseline.compared(measured({"MRR": [1, 1, 1, 1]}, ids="abce")) is None
    assert baseline.compared(measured({"MRR": [1, 1, 1, 1]}, name="another")) is None


def test_saving_some_sets_leaves_the_others(tmp_path: Path) -> None:
    """What was measured takes the place of what was kept of the same set alone."""
    file = tmp_path / "b.json"
    save_baseline([measured({"MRR": [1, 1, 1, 1]}), measured({"MRR": [0, 0, 0, 0]}, name="two")], file)
    save_baseline([measured({"MRR": [0, 0, 0, 1]}, name="two")], file)
    kept = Baseline.read(file).sets
    assert [before.scores["MRR"].tolist() for before in kept.values()] == [[1, 1, 1, 1], [0, 0, 0, 1]]


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"asked": "x", "scores": {"m": "1 one"}}}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    """The message names the file and the option that writes one."""
    file = tmp_path / "b.json"
    file.write_text(text)
    with pytest.raises(ReadError, match=r"b\.json: is no baseline; write one with --save"):
        Baseline.read(file)


def test_the_committed_baseline_is_small_and_readable() -> None:
    """It holds every set in less than a megabyte, and no words but measures and names of sets."""
    if not KEPT.exists():
        pytest.skip("no baseline is committed")
    assert KEPT.stat().st_size < 1_000_000
    for name, before in Baseline.read(KEPT).sets.items():
        sizes = {len(values) for values in before.scores.values()}
        assert len(sizes) == 1, name
        assert all(0 <= value <= 100 for values in before.scores.values() for value in values), name


def test_given_passages_are_cut_where_the_data_says() -> None:
    """Text and offsets agree, and another place makes another key."""
    one = article("T", "First part. Second part.")
    cutting = given_cutting(FakeEmbedder(), {one.id: [(0, 11), (12, 24)]})
    assert [passage.text for passage in cutting.passages(one)] == ["First part.", "Second part."]
    assert cutting.key != given_cutting(FakeEmbedder(), {one.id: [(0, 11)]}).key


@pytest.mark.parametrize("overlap", [0, 8])
def test_the_splitting_library_keeps_offsets(overlap: int) -> None:
    """Its passages stand where they say, fit, and miss nothing but white space, whatever the letters."""
    pytest.importorskip("semantic_text_splitter", reason="the developer tools are not installed")
    one = article("T", "Ein schöner Satz. 日本語の文。 " + SENTENCE * 9 + "\n\n— 🙂 Ende.")
    passages = splitter_cutting(FakeEmbedder(), 20, overlap=overlap).passages(one)
    assert len(passages) > 3
    assert all(one.text[each.start : each.end] == each.text for each in passages)
    assert all(len(each.text.split()) <= 20 for each in passages)
    missed = set(range(len(one.text))) - characters([(each.start, each.end) for each in passages])
    assert all(one.text[at].isspace() for at in missed)


def test_each_length_is_tried_with_each_overlap_that_fits() -> None:
    """Ours first, then the library's; no passage repeats itself whole."""
    pytest.importorskip("semantic_text_splitter", reason="the developer tools are not installed")
    names = [way.name for way in cuttings(FakeEmbedder(), (20, 40), (0, 20))]
    assert names == [
        "ours, 20 tokens", "ours, 40 tokens",
        f"{SPLITTER} 20", f"{SPLITTER} 40", f"{SPLITTER} 40 over 20",
    ]  # fmt: skip


def test_texts_are_embedded_once_over_all_runs(tmp_path: Path) -> None:
    """Repeated texts, and those of an earlier run, are looked up; the vectors are the same."""
    first, second = FakeEmbedder(), FakeEmbedder()
    before = RememberingEmbedder(first, tmp_path / "vectors.db").embed(["a b", "c", "a b"])
    after = RememberingEmbedder(second, tmp_path / "vectors.db").embed(["c", "d", "a b"])
    assert first.embedded == ["a b", "c"]
    assert second.embedded == ["d"]
    assert np.array_equal(before[0], before[2])
    assert np.array_equal(after[[2, 0]], before[[0, 1]])


def test_vectors_of_two_models_are_kept_apart(tmp_path: Path) -> None:
    """The same text embedded by another model is another vector."""
    other = FakeEmbedder(name="other")
    RememberingEmbedder(FakeEmbedder(), tmp_path / "vectors.db").embed(["a"])
    RememberingEmbedder(other, tmp_path / "vectors.db").embed(["a"])
    assert other.embedded == ["a"]


def test_a_spoilt_file_of_vectors_is_named(tmp_path: Path) -> None:
    """The message says what to delete."""
    (tmp_path / "vectors.db").write_text("nothing of the kind" * 100)
    with pytest.raises(ReadError, match="delete it"):
        RememberingEmbedder(FakeEmbedder(), tmp_path / "vectors.db")


@pytest.fixture
def folder() -> Path:
    """Give the development data, or skip where it is absent."""
    if not data.SHARED.is_dir():
        pytest.skip(f"the development data is not at {data.SHARED}")
    return data.SHARED


def test_excerpts_lie_where_the_questions_say(folder: Path) -> None:
    """317 questions about three corpora, each excerpt within its corpus."""
    corpora = data.chunking(folder)
    assert sum(len(corpus.questions) for corpus in corpora.values()) == 317
    assert len(corpora) == 3
    for corpus in corpora.values():
        (text,) = (one.text for one in corpus.articles)
        places = [place for question in corpus.questions for place in question.places]
        assert all(0 <= place.start < place.end <= len(text) for place in places)


def test_every_right_link_is_a_passage(folder: Path) -> None:
    """100 questions over 232 passages, no two of which are the same article."""
    book = data.cookbook(folder)
    held = {one.id for one in book.articles}
    assert (len(held), len(book.questions)) == (232, 100)
    assert all(place.article in held for question in book.questions for place in question.places)


def test_paragraphs_are_those_asked_about(folder: Path) -> None:
    """Every question's paragraph is one of them, and none overlaps the next."""
    book = data.squad(folder)
    spans = data.paragraphs(book)
    assert all((place.start, place.end) in spans[place.article] for q in book.questions for place in q.places)
    for of_article in spans.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(of_article))


def test_news_are_asked_as_they_stand_and_until_their_week(folder: Path) -> None:
    """The three trials ask the same 186; only words like "this week" bring the week into the second."""
    plain, told, dated = SETS["news"](folder, quick=True)
    assert [len(trial.parts[0].asked) for trial in (plain, told, dated)] == [186] * 3

    def last_days(trial: Trial) -> list[date | None]:
        return [each.scope.period.until for each in trial.parts[0].asked]

    assert not any(last_days(plain))
    assert all(last_days(dated))
    for each in told.parts[0].asked:
        if "this week" in each.question.text:
            assert each.scope.period.until == each.question.week
    assert 0 < sum(day is not None for day in last_days(told)) < 186


def test_ids_of_questions_are_unique(folder: Path) -> None:
    """In every set, so that scores can be compared question by question."""
    for name in ("squad", "paragraphs", "chunking", "cookbook", "sections"):
        for trial in SETS[name](folder):
            ids = [each.question.id for part in trial.parts for each in part.asked]
            assert len(set(ids)) == len(ids) > 0, name


def test_articles_with_headings_hold_what_is_asked_about_them(folder: Path) -> None:
    """Every place of a question lies in its article, and headings are lines of their own."""
    for trial in SETS["sections"](folder):
        (part,) = trial.parts
        articles = {one.id: one for one in part.articles}
        for asked_one in part.asked:
            assert asked_one.question.places
            for place in asked_one.question.places:
                assert articles[place.article].text[place.start : place.end].strip()
        headings = [(one.text, heading) for one in part.articles for heading in one.headings]
        assert len(headings) > 50
        assert all("\n" not in text[heading.start : heading.end] for text, heading in headings)
