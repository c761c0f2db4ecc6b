"""How it is chosen which way an embedding model runs on a machine."""

import json
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import numpy as np
import pytest
from command import Command
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import TEXTS, make_model, reference

from index.bulk_encoder import FEW, BulkEncoder
from index.embedder import known_model, open_embedder
from index.errors import ModelError
from index.light_encoder import LightEncoder, precisions
from index.machine import Machine, this_machine
from index.preparing import LocalModel, measure_again
from index.reference_encoder import ReferenceEncoder
from index.trial import NEARLY, WORTH, WORTH_ROUNDING, Trial, Tried, load_trial

MACHINE = Machine("Linux x86_64", "A processor", 4, ("bf16", "f32"), None)
HALF = Tried("openvino", "bf16", "cpu", 0.9999, 100.0, 7000.0, 4.0, 2, 4)
WHOLE = Tried("openvino", "f32", "cpu", 1.0, 60.0, 4200.0, 6.0, 2, 4)
ROUNDED = Tried("openvino", "int8", "cpu", 0.993, 100 * WORTH_ROUNDING, 7700.0, 3.0, 2, 4)
REFERENCE = Tried("sentence-transformers", "f32", "cuda:0", 1.0, 120.0, 8400.0, 9.0)


def trial(*tried: Tried) -> Trial:
    """Return what was tried, on a machine that does not matter."""
    return Trial(MACHINE, "2026-01-01", tried)


def test_the_fastest_way_is_taken_for_everything() -> None:
    """Twice as fast for many texts, and near enough to the reference: it is taken, in any order."""
    assert trial(HALF, WHOLE).light == trial(WHOLE, HALF).light == HALF
    assert trial(HALF, WHOLE).many == HALF


def test_a_way_that_disagrees_is_not_taken() -> None:
    """However fast it is; one that could not be run is not either."""
    wrong = replace(HALF, agreement=0.99)
    assert trial(wrong, WHOLE).light == WHOLE
    assert trial(Tried("openvino", "bf16", "cpu", failure="no"), WHOLE).light == WHOLE
    assert trial(wrong, replace(WHOLE, agreement=0.999)).light is None
    assert trial(wrong, REFERENCE).many == REFERENCE


def test_of_ways_about_as_fast_the_sooner_answer_counts() -> None:
    """A little less for many texts is given for questions embedded sooner; more is not."""
    near = replace(WHOLE, passages_per_s=NEARLY * 100, question_ms=2.0)
    assert trial(HALF, near).light == near
    assert trial(HALF, replace(near, passages_per_s=NEARLY * 99)).light == HALF


def test_the_reference_has_to_be_worth_its_loading() -> None:
    """On a card it embeds passages where it is much faster; questions never wait for it."""
    assert trial(HALF, REFERENCE).many == HALF
    fast = replace(REFERENCE, passages_per_s=WORTH * 100)
    assert (trial(HALF, fast).light, trial(HALF, fast).many) == (HALF, fast)


def test_rounded_products_are_for_many_texts() -> None:
    """A question is embedded as before, though it would be done sooner; a gain too small is not taken."""
    assert (trial(ROUNDED, HALF).light, trial(ROUNDED, HALF).many) == (HALF, ROUNDED)
    assert trial(replace(ROUNDED, passages_per_s=100 * WORTH_ROUNDING - 1), HALF).many == HALF
    assert trial(replace(ROUNDED, agreement=0.98), HALF).many == HALF
    assert trial(ROUNDED, REFERENCE).light is None
    fast = replace(REFERENCE, passages_per_s=WORTH * 100 * WORTH_ROUNDING + 1)
    assert trial(ROUNDED, HALF, fast).many == fast
    assert trial(ROUNDED, HALF, replace(fast, passages_per_s=WORTH * 100)).many == ROUNDED


FIGURES = st.none() | st.floats(0, 1e6)
TRIED = st.builds(
    Tried,
    st.sampled_from(["openvino", "sentence-transformers"]),
    st.sampled_from(["int8", "bf16", "f32"]),
    st.text(max_size=5),
    *[FIGURES] * 4,
    *[st.none() | st.integers(1, 64)] * 2,
    st.none() | st.text(max_size=5),
)


@given(tried=st.lists(TRIED, max_size=4))
def test_what_is_kept_is_what_was_tried(tmp_path_factory: pytest.TempPathFactory, tried: list[Tried]) -> None:
    """A trial that is saved and loaded is the same trial."""
    file = tmp_path_factory.mktemp("trial") / "trial.json"
    trial(*tried).save(file)
    assert load_trial(file) == trial(*tried)


@pytest.mark.parametrize("damage", ["", "{}", "[1]", '{"machine": {}, "date": "", "tried": []}'])
def test_a_damaged_trial_is_none(tmp_path: Path, damage: str) -> None:
    """It is made again, as one that is missing."""
    (tmp_path / "trial.json").write_text(damage)
    assert load_trial(tmp_path / "trial.json") is None


@pytest.mark.parametrize(("name", "value"), [("precision", "int4"), ("passages_per_s", "fast")])
def test_a_trial_of_another_kind_is_none(tmp_path: Path, name: str, value: str) -> None:
    """A precision or a figure that means nothing here keeps nobody from starting."""
    file = tmp_path / "trial.json"
    trial(HALF, WHOLE).save(file)
    stored = json.loads(file.read_text())
    stored["tried"][0][name] = value
    file.write_text(json.dumps(stored))
    assert load_trial(file) is None


def test_any_difference_is_another_machine() -> None:
    """Fewer cores, another processor or a card: what was measured there says nothing of here."""
    others = [
        replace(MACHINE, cores=2),
        replace(MACHINE, processor="Another"),
        replace(MACHINE, precisions=("f32",)),
        replace(MACHINE, accelerator="NVIDIA GPU"),
    ]
    assert len({MACHINE.key, *(other.key for other in others)}) == 5
    assert replace(MACHINE).key == MACHINE.key


@pytest.mark.parametrize("name", ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"])
def test_what_may_not_be_used_is_not_tried(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Kept from some instructions of the processor, it computes in full precision, which needs none."""
    monkeypatch.setenv(name, "AVX2")
    assert precisions() == {"f32"}


def test_products_in_8_bits_can_be_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a variable; all else is as it was."""
    there = precisions()
    monkeypatch.setenv("QA_INT8", "0")
    assert precisions() == there - {"int8"}
    monkeypatch.setenv("QA_INT8", "1")
    assert precisions() == there


def known(model: Path, cache: Path) -> LocalModel:
    """Return the model with where its trial lies."""
    found = known_model(str(model), cache=cache)
    assert found is not None
    return found


def test_preparing_tries_every_way(tiny_model: Path, tiny_cache: Path) -> None:
    """All precisions of the processor and the reference are compared and timed, on this machine."""
    kept = load_trial(known(tiny_model, tiny_cache).trial)
    assert kept is not None
    assert kept.machine == this_machine()
    ways = {(one.runtime, one.precision) for one in kept.tried}
    light = {("openvino", precision) for precision in this_machine().precisions}
    assert ways == light | {("sentence-transformers", "f32")}
    for one in kept.tried:
        assert one.agrees or one.precision == "int8"  # random weights do not bear rounding well
        assert min(one.passages_per_s or 0, one.tokens_per_s or 0, one.question_ms or 0) > 0
        assert one.is_reference or (one.streams and one.threads)


def test_another_machine_tries_its_own_ways(tiny_model: Path, tiny_cache: Path) -> None:
    """In a shared cache the export is used as it is; it is said once that this machine is measured."""
    file = known(tiny_model, tiny_cache).trial
    file.rename(file.with_name("another.json"))
    first: list[str] = []
    second: list[str] = []
    assert isinstance(open_embedder(str(tiny_model), cache=tiny_cache, notice=first.append), LightEncoder)
    assert isinstance(open_embedder(str(tiny_model), cache=tiny_cache, notice=second.append), LightEncoder)
    assert [("measuring" in line) for line in first] == [True]
    assert second == []
    kept = load_trial(file)
    assert kept is not None
    assert not any(one.is_reference for one in kept.tried)  # torch was not loaded for it


@pytest.mark.parametrize("prompt", ["", "the "])
def test_it_is_measured_anew_when_asked(tmp_path: Path, prompt: str) -> None:
    """Whether the model can be exported or not, the reference is timed again with all other ways."""
    folder = make_model(tmp_path, prompt=prompt)
    open_embedder(str(folder), cache=tmp_path)
    found = known(folder, tmp_path)
    before = found.trial.read_text()
    notices: list[str] = []
    measure_again(found, notices.append)
    kept = load_trial(found.trial)
    assert kept is not None
    assert kept.tried[-1].is_reference
    assert found.trial.read_text() != before  # not two times are the same to the nanosecond
    assert "measuring" in notices[0]
    assert bool(prompt) == any("stays with sentence-transformers" in line for line in notices)


def test_measuring_anew_tries_a_refused_model_again(tiny_model: Path, tiny_cache: Path) -> None:
    """What kept it from being exported may have been the machine's: too little memory, another version."""
    found = known(tiny_model, tiny_cache)
    found.refusal.write_text("out of memory")
    rmtree(found.home)
    measure_again(found, print)
    assert not found.refusal.exists()
    assert isinstance(open_embedder(str(tiny_model), cache=tiny_cache), LightEncoder)


def test_what_cannot_be_kept_is_not_measured(tiny_model: Path, tiny_cache: Path) -> None:
    """It is told: figures of before are not shown as new ones."""
    found = known(tiny_model, tiny_cache)
    found.trial.unlink()
    found.trial.mkdir()
    with pytest.raises(ModelError, match=r"cannot be replaced .*; use a cache that can be written"):
        measure_again(found, print)


def test_a_cache_that_cannot_keep_the_trial_still_serves(tiny_model: Path, tiny_cache: Path) -> None:
    """The encoder works; what will take longer is said in one line."""
    file = known(tiny_model, tiny_cache).trial
    file.unlink()
    file.mkdir()
    notices: list[str] = []
    encoder = open_embedder(str(tiny_model), cache=tiny_cache, notice=notices.append)
    assert isinstance(encoder, LightEncoder)
    assert encoder.embed(TEXTS).shape == (len(TEXTS), 16)
    assert ["cannot be written" in line for line in notices] == [False, True]


@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_the_precision_that_was_fastest_is_used(tiny_model: Path, tiny_cache: Path, precision: str) -> None:
    """What the trial found decides, not which precision is usually faster."""
    if precision not in this_machine().precisions:
        pytest.skip(f"this processor has no {precision}")
    file = known(tiny_model, tiny_cache).trial
    stored = json.loads(file.read_text())
    for one in stored["tried"]:
        one["passages_per_s"] = 1000.0 if one["precision"] == precision else 1.0
        one["question_ms"] = 1.0
    stored["tried"] = [one for one in stored["tried"] if one["runtime"] == "openvino"]
    file.write_text(json.dumps(stored))
    encoder = open_embedder(str(tiny_model), cache=tiny_cache)
    assert isinstance(encoder, LightEncoder)
    assert encoder.precision == precision


def test_a_much_faster_reference_embeds_passages(tiny_model: Path, tiny_cache: Path) -> None:
    """Both are then one embedder, and its vectors are those of the light one."""
    file = known(tiny_model, tiny_cache).trial
    stored = json.loads(file.read_text())
    for one in stored["tried"]:
        one["passages_per_s"] = 1000.0 if one["runtime"] == "sentence-transformers" else 1.0
    file.write_text(json.dumps(stored))
    encoder = open_embedder(str(tiny_model), cache=tiny_cache)
    assert isinstance(encoder, BulkEncoder)
    assert (encoder.embed(TEXTS) * encoder.light.embed(TEXTS)).sum(axis=1).min() > 0.999
    assert encoder.count_tokens(TEXTS) == encoder.light.count_tokens(TEXTS)


def test_a_model_that_cannot_be_exported_is_timed_too(tmp_path: Path) -> None:
    """Only sentence-transformers runs it, and the refusal and the figures are kept."""
    folder = make_model(tmp_path, prompt="the ")
    open_embedder(str(folder), cache=tmp_path)
    found = known(folder, tmp_path)
    kept = load_trial(found.trial)
    assert kept is not None
    assert [one.runtime for one in kept.tried] == ["sentence-transformers"]
    assert (kept.light, kept.many) == (None, kept.tried[0])
    assert "before each text" in found.refusal.read_text()


class Loading:
    """Loads the reference of a model, and counts how often."""

    def __init__(self, model: Path, *, fails: bool = False) -> None:
        self._model, self._fails, self.times = model, fails, 0

    def __call__(self) -> ReferenceEncoder:
        """Return it.

        Raises:
            ModelError: It is to fail.
        """
        self.times += 1
        if self._fails:
            raise ModelError("the card is gone")
        return reference(self._model)


MANY = [f"{text} {number}" for text in TEXTS for number in range(FEW)]


def test_questions_never_load_the_reference(tiny_light: LightEncoder, tiny_model: Path) -> None:
    """A few texts are the light encoder's, however long that has worked."""
    load = Loading(tiny_model)
    both = BulkEncoder(tiny_light, load, notice=print, patience=0)
    assert np.array_equal(both.embed(TEXTS), tiny_light.embed(TEXTS))
    assert load.times == 0


def test_the_reference_is_loaded_once_it_pays(tiny_light: LightEncoder, tiny_model: Path) -> None:
    """Not before the light one has worked for as long as loading takes, and once."""
    load = Loading(tiny_model)
    both = BulkEncoder(tiny_light, load, notice=print, patience=1e-9)
    first = both.embed(MANY)
    assert load.times == 0
    second, third = both.embed(MANY), both.embed(MANY)
    assert load.times == 1
    assert np.array_equal(second, third)
    assert (first * second).sum(axis=1).min() > 0.999


def test_without_its_card_embedding_goes_on(tiny_light: LightEncoder, tiny_model: Path) -> None:
    """A reference that cannot be loaded is named once and not tried again."""
    notices: list[str] = []
    load = Loading(tiny_model, fails=True)
    both = BulkEncoder(tiny_light, load, notice=notices.append, patience=0)
    for _ in range(2):
        assert np.array_equal(both.embed(MANY), tiny_light.embed(MANY))
    assert load.times == 1
    assert notices == ["the card is gone; embedding goes on without it, slower"]


def test_doctor_says_how_the_model_runs(town: Command) -> None:
    """Every way with its figures, the one that is taken marked, in lines and as JSON."""
    told = town("doctor", "--json").json["encoder"]
    assert told["model"] == "all-MiniLM-L6-v2"
    assert told["questions"]["runtime"] == "openvino"
    assert told["refusal"] is None
    assert told["machine"]["cores"] == this_machine().cores
    assert {one["runtime"] for one in told["tried"]} <= {"openvino", "sentence-transformers"}
    for one in told["tried"]:
        assert one["failure"] or min(one["passages_per_s"], one["tokens_per_s"], one["question_ms"]) > 0
    lines = town("doctor").out.splitlines()
    assert sum("taken for questions" in line for line in lines) == 1
    assert any("passages/s" in line and "agreement" in line for line in lines)
