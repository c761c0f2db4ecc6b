"""What the program is held against where it has no rival: the machine, llama.cpp, and a terminal."""

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # its modules belong to no package

from benchmark import benchmark
from benchmarking.answers import Answers, Asking, Ours, Turn
from benchmarking.apart import embedding_model, environment, run_apart, told
from benchmarking.arithmetic import Shape
from benchmarking.building import Building, Reached
from benchmarking.building_report import building_section
from benchmarking.choices import report
from benchmarking.llama_settings import Prompts, Setting, Trials
from benchmarking.machine import this_machine
from benchmarking.processes import Ended, MeasuringError
from benchmarking.sections import Section
from benchmarking.spread import Spread
from benchmarking.stages import OTHER, WAITING, Watch, shares, stage_of
from benchmarking.targets import Target
from benchmarking.watched import Step, shown, watch

ONE = Spread.of([1.0])


def test_operations_are_counted_for_real_tokens() -> None:
    """A token passes every weight of its layer once; twice the text costs more than twice."""
    shape = Shape(layers=1, hidden=2, inner=3)
    assert shape.operations([1]) == 2 * (4 * 2 * 2 + 2 * 2 * 3) + 4 * 2
    assert shape.operations([5, 5]) == 2 * shape.operations([5])
    assert shape.operations([10]) - shape.operations([5, 5]) == 4 * 2 * (100 - 50)


@pytest.mark.bundled
def test_the_bundled_model_costs_what_it_is_known_to() -> None:
    """About 21 million operations a token, and more for what tokens of a long text have to compare."""
    shape = Shape.of(embedding_model())
    assert shape == Shape(layers=6, hidden=384, inner=1536)
    assert 21e6 < shape.operations([1]) < 21.5e6


@pytest.mark.parametrize(
    ("places", "stage"),
    [
        ([("/p/index/readers/html.py", "read"), ("/p/index/run.py", "_take_file")], "reading"),
        ([("/p/index/light_encoder.py", "count_tokens"), ("/p/index/passages.py", "cut")], "tokenising"),
        ([("/v/openvino/runtime.py", "infer"), ("/p/index/light_encoder.py", "embed")], "inference"),
        ([("/v/openvino/runtime.py", "compile_model")], "loading the model"),
        ([("<frozen importlib._bootstrap>", "_load"), ("/p/index/words.py", "_of")], "importing"),
        ([("/lib/python3/threading.py", "wait"), ("/p/index/embedding.py", "embed")], WAITING),
        ([("/p/index/vectors.py", "bring_up_to_date")], "vector index"),
        ([("/somewhere/else.py", "run")], OTHER),
    ],
)
def test_the_innermost_place_names_the_stage(places: list[tuple[str, str]], stage: str) -> None:
    """A thread does what the innermost function of a known place does, whoever called it."""
    assert stage_of(places) == stage


def test_threads_are_seen_at_work() -> None:
    """A thread within a stage's source is counted there; one that waits is not counted."""
    code = compile("def cut(ended):\n    while not ended: pass\n", "/x/index/passages.py", "exec")
    space: dict[str, object] = {}
    exec(code, space)  # noqa: S102 - a function whose source lies where the stage's does
    ended: list[bool] = []
    with Watch.over() as watched:
        thread = threading.Thread(target=space["cut"], args=(ended,))  # type: ignore[arg-type]
        thread.start()
        deadline = time.monotonic() + 30
        while "cutting" not in watched.seconds and time.monotonic() < deadline:
            time.sleep(0.01)
        ended.append(True)
        thread.join()
    assert watched.seconds["cutting"] > 0
    assert WAITING not in watched.seconds
    assert sum(shares(watched.seconds).values()) == pytest.approx(1)


def test_what_a_terminal_obeys_is_not_shown() -> None:
    """Colours, positions, titles and modes leave the text as a person sees it."""
    written = b"\x1b[?25l\x1b[38;5;12mAsk\x1b[0m \x1b]0;title\x07\x1b(B\x1b[2;3Hnow\x1b[1 q\x1b="
    assert shown(written) == "Ask now"


TALK = """
import sys
print("what is your name?", flush=True)
print("hello", sys.stdin.readline().strip(), sys.stdout.isatty())
"""


def test_a_command_is_watched_on_a_terminal() -> None:
    """What it shows is waited for, keys are pressed then, and its memory is counted."""
    steps = [Step("name", b"Ada\n"), Step("hello Ada True")]
    watched = watch((sys.executable, "-c", TALK), steps, os.environ)
    assert 0 < watched.seconds[0] < watched.seconds[1]
    assert watched.peak_bytes > 1 << 20


def test_a_command_that_shows_something_else_is_no_measurement() -> None:
    """It is said what was waited for, and what was shown."""
    with pytest.raises(MeasuringError, match="did not show 'never' but: something else"):
        watch((sys.executable, "-c", "print('something else')"), [Step("never")], os.environ)


def test_a_setting_that_ends_in_trouble_is_told(tmp_path: Path) -> None:
    """Others are measured all the same, and it is not tried again."""
    trials = Trials(Prompts(tmp_path / "no.gguf", [[1, 2]], [0], 4), tmp_path / "given.json")
    setting = Setting("no model", threads=1)
    trials.run([setting])
    trials.run([setting])
    (outcome,) = trials.outcomes()
    assert outcome.prompt_rate is None
    assert "ended with 1" in outcome.trouble


def test_the_last_line_is_what_is_told() -> None:
    """What libraries print before it is passed over; without JSON there is no measurement."""
    assert told(Ended(1.0, 1, 'Loading...\n{"a": 1}\n')) == {"a": 1}
    with pytest.raises(MeasuringError, match="no figures were printed but: nothing"):
        told(Ended(1.0, 1, ""))


def test_memory_bandwidth_is_measured_apart() -> None:
    """A process of its own says how fast it copied, multiplied and searched."""
    rates = told(run_apart("benchmarking.alone.copying", 2_000, 8))
    assert rates.keys() == {"copied", "multiplied", "searched", "search_ms"}
    assert min(rates.values()) > 0


def test_measured_processes_are_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is downloaded while something is measured, and no setting of the user's is taken over."""
    monkeypatch.setenv("QA_MODEL", "/somewhere/else.gguf")
    variables = environment()
    assert variables["HF_HUB_OFFLINE"] == "1"
    assert "QA_MODEL" not in variables


def building() -> Building:
    """Return figures that are easily worked out."""
    rates = {
        "torch": {"bf16": {"the model's own": 60.0, "large": 80.0}},
        "OpenVINO": {
            "f32": {"the model's own": 700.0, "large": 800.0},
            "bf16": {"the model's own": 300.0, "large": 100.0},
        },
    }
    reached = Reached("bf16", "int8", ONE, Spread.of([40.0]), {"inference": 3.0, "tokenising": 1.0})
    return Building(
        articles=1, words=10, passages=3, pieces=5, whole=Spread.of([60.0]), peak_bytes=ONE,
        encoded=Spread.of([20.0]), encoded_pieces=ONE, own_pieces=ONE, seconds=ONE,
        stages={"inference": 1.0}, reached=reached, rates=rates,
    )  # fmt: skip


def test_embedding_is_held_against_the_machine_at_its_precision() -> None:
    """The limit is the fastest large product of the precision used, by whichever library."""
    section = building_section(building())
    times, share = section.targets
    assert (times.measured, share.measured) == (3, 40)
    assert "40 % of 100" in section.text()
    assert "75.0 %" in section.text()
    assert json.loads(json.dumps(section.form()))["times"] == 3


def test_prompts_of_a_chat_reuse_what_was_evaluated() -> None:
    """Only prompts after a conversation's first are counted, by their tokens."""
    turns = (Turn(1, 100, 100), Turn(2, 100, 20), Turn(3, 300, 80))
    answers = Answers((), Ours(ONE, 1.0, 1.0), (), (), turns)
    assert answers.evaluated_again == pytest.approx(0.25)
    assert Answers((), Ours(ONE, 1.0, 1.0), (), (), turns[:1]).evaluated_again is None


def test_a_first_token_is_held_against_llama_alone() -> None:
    """How much longer it takes is a share of loading and evaluating, without the evidence or with it."""
    first, quoted = Spread.of([1.5]), Spread.of([0.8])
    asking = Asking(prompt=9, evidence_s=ONE, first_s=first, whole_s=ONE, quoted_s=quoted, bare_s=1.2)
    assert asking.over == pytest.approx(0.25)
    assert asking.over_both == pytest.approx(-0.25)


def test_a_report_has_the_machine_and_every_section(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each section is printed before the next is measured, and stands under its name in the JSON."""
    target = Target("speed", 3, "x", 2.5, at_least=True)
    section = Section("racing", "how", {"seconds": 1.23456}, [[["a", "b"], ["1", "2"]]], [target])
    printed: list[str] = []

    def measured() -> Iterator[Section]:
        yield section
        printed.append(capsys.readouterr().out)

    report(measured(), tmp_path / "figures.json")
    form = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert form["racing"]["seconds"] == 1.235
    assert form["racing"]["targets"][0]["met"] is False
    assert form["machine"] == asdict(this_machine())
    assert "racing: how" in printed[0]
    assert "MISSED" in printed[0]


def test_every_comparison_has_a_command() -> None:
    """What can be measured is listed, and each command has a small version."""
    for name in ("library", "rivals", "building", "starting", "answers", "chat", "all"):
        result = CliRunner().invoke(benchmark, [name, "--help"])
        assert result.exit_code == 0
        assert "--quick" in result.output
