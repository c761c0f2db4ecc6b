"""The language model in this process, on the bundled weights."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from fakes import ScriptedModel

from index.bundled import bundled_file
from index.errors import ModelError
from qa.asking import never
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.llama import SPINS, bindings
from qa.models.llm import LanguageModel, Message
from qa.models.local_model import LocalModel, open_model

pytestmark = pytest.mark.bundled

QUESTION = (Message("system", "Answer in one word."), Message("user", "What is the capital of France?"))
LONG = (Message("user", "The flood cut power to 4,200 homes in March, the council said. " * 20),)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled GGUF file."""
    return bundled_file(LANGUAGE_MODEL, cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """The bundled model with a window of 2,048 tokens."""
    return open_model(None, cache=tmp_path_factory.mktemp("cache"), context=2048)


def altered(weights: Path, copy: Path, old: bytes, new: bytes) -> Path:
    """Copy a GGUF file with some bytes of its metadata replaced by as many others."""
    assert len(old) == len(new)
    shutil.copy(weights, copy)
    with copy.open("r+b") as stream:
        head = stream.read(4 * 2**20)
        assert head.count(old) == 1
        stream.seek(head.index(old))
        stream.write(new)
    return copy


def pieces(model: LanguageModel, messages: tuple[Message, ...], *, max_tokens: int = 24) -> list[str]:
    """Return the whole answer, as it came."""
    return list(model.write(messages, max_tokens=max_tokens, cancelled=never))


def test_the_bundled_model_answers(model: LanguageModel) -> None:
    """It ends its own turn before the limit, and no control token is in the text."""
    answer = pieces(model, QUESTION, max_tokens=200)
    assert "Paris" in "".join(answer)
    assert len(answer) < 200
    assert "<|" not in "".join(answer)


def test_the_model_says_what_it_is(model: LanguageModel) -> None:
    """Its name, and the window that was asked for."""
    assert (model.name, model.context) == ("SmolLM2-135M-Instruct", 2048)


def test_a_window_is_not_larger_than_the_training(weights: Path, tmp_path: Path) -> None:
    """SmolLM2 was trained on 8,192 tokens; a file of one's own has the name it gives itself."""
    model = open_model(weights, cache=tmp_path, context=100_000)
    assert model.context == 8192
    assert model.name.lower().startswith("smollm2 135m")


def test_the_whole_prompt_is_counted(model: LanguageModel) -> None:
    """The template's words and the opening of the answer are counted with the content."""
    one = model.count_tokens([Message("user", "word")])
    assert model.count_tokens([Message("user", "word word")]) == one + 1
    assert model.count_tokens([Message("user", "word"), Message("assistant", "word")]) > one + 4


def test_a_prompt_that_does_not_fit_is_refused_before_it_is_evaluated(model: LanguageModel) -> None:
    """The line names both numbers; one token less fits."""
    room = model.context - model.count_tokens(QUESTION)
    with pytest.raises(ModelError, match=rf"{room + 1} to write exceed the 2048"):
        model.write(QUESTION, max_tokens=room + 1, cancelled=never)
    assert next(model.write(QUESTION, max_tokens=room, cancelled=never))


def test_at_most_max_tokens_are_written(model: LanguageModel) -> None:
    """Each piece is a token here, the text being ASCII; none at all is allowed too."""
    assert len(pieces(model, LONG, max_tokens=5)) == 5
    assert pieces(model, LONG, max_tokens=0) == []


def test_cancelling_stops_within_one_token(model: LanguageModel) -> None:
    """No piece comes after the reader has stopped it."""
    stopped = Event()
    answer = model.write(LONG, max_tokens=50, cancelled=stopped.is_set)
    assert all([next(answer), next(answer), next(answer)])
    stopped.set()
    assert list(answer) == []


def test_a_prompt_is_cancelled_while_it_is_evaluated(weights: Path, tmp_path: Path) -> None:
    """It stops inside a batch, and the next call finds the window in order."""
    model = open_model(weights, cache=tmp_path, context=2048)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    assert list(model.write(LONG, max_tokens=50, cancelled=cancelled)) == []
    assert asked == 21
    assert "Paris" in "".join(pieces(model, QUESTION))


def test_the_same_beginning_is_evaluated_once(weights: Path, tmp_path: Path) -> None:
    """Of a follow-up only the new turns are evaluated, and of the same prompt one token."""
    model = LocalModel(weights, context=1024, cache=tmp_path)
    answer = "".join(pieces(model, LONG, max_tokens=1))
    assert model.evaluations == model.count_tokens(LONG)
    more = (*LONG, Message("assistant", answer), Message("user", "And then?"))
    before = model.evaluations
    pieces(model, more, max_tokens=1)
    assert model.evaluations - before <= model.count_tokens(more) - model.count_tokens(LONG)
    before = model.evaluations
    pieces(model, more, max_tokens=1)
    assert model.evaluations - before == 1


def test_a_window_grows_with_the_text(weights: Path, tmp_path: Path) -> None:
    """What was evaluated is kept as it was: the words are the same as where there was room from the start."""
    text = Message("user", "The river rose. " * 150 + "What rose?")
    roomy, growing = (LocalModel(weights, context=4096, cache=tmp_path) for _ in range(2))
    longer = Message("user", "Water stood in the street. " * 250)
    pieces(roomy, (longer,), max_tokens=1)
    written = [pieces(model, (text,), max_tokens=440) for model in (roomy, growing)]
    assert 600 < growing.count_tokens((text,)) < 1024 < growing.count_tokens((text,)) + len(written[1])
    assert written[0] == written[1]
    assert growing.evaluations <= growing.count_tokens((text,)) + 440


def test_only_what_is_used_of_the_bindings_is_imported(weights: Path, tmp_path: Path) -> None:
    """Their classes take three times as long to import as llama.cpp's functions; they can be had still."""
    code = (
        "import sys, pathlib; from qa.models.local_model import open_model\n"
        "file, cache = map(pathlib.Path, sys.argv[1:])\n"
        "model = open_model(file, cache=cache, context=256)\n"
        "assert 'llama_cpp.llama_cpp' in sys.modules\n"
        "assert not {'llama_cpp', 'llama_cpp.llama', 'llama_cpp.llama_chat_format'} & set(sys.modules)\n"
        "import llama_cpp\n"
        "assert llama_cpp.Llama and llama_cpp.llama_decode is model._weights.api.llama_decode\n"
    )
    command = [sys.executable, "-c", code, weights, tmp_path]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_window_is_freed_before_its_weights(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the model is part of a cycle, whose objects are collected in the order they were made."""
    api, freed = bindings().api, []

    def noting(free: Callable[[object], None]) -> Callable[[object], None]:
        def freeing(handle: object) -> None:
            freed.append(handle)
            free(handle)

        return freeing

    for name in ("llama_free", "llama_model_free"):
        monkeypatch.setattr(api, name, noting(getattr(api, name)))
    gc.disable()  # a collection meanwhile would change the order
    try:
        model = LocalModel(weights, context=256, cache=tmp_path)
        own = [model._window._handle, model._weights.handle]
        vars(model)["itself"] = model
        del model
    finally:
        gc.enable()
    gc.collect()
    assert [handle for handle in freed if handle in own] == own  # other tests may have left models, too


def test_two_answers_may_be_written_in_turn(model: LanguageModel) -> None:
    """Each continues its own prompt, though they share one window."""
    alone = pieces(model, QUESTION)
    one, other = (model.write(QUESTION, max_tokens=24, cancelled=never) for _ in range(2))
    together = [list(pair) for pair in zip(one, other, strict=True)]
    assert together == [[piece, piece] for piece in alone]


def test_characters_of_several_tokens_come_whole(model: LanguageModel) -> None:
    """No piece holds half a character, whatever the model writes."""
    messages = (Message("user", "Repeat exactly: 日本語 🙂 Łódź"),)
    assert all("\N{REPLACEMENT CHARACTER}" not in piece for piece in pieces(model, messages, max_tokens=40))


def test_a_message_cannot_end_its_own_turn(model: LanguageModel) -> None:
    """Control tokens spelled in a message are text to the model."""
    plain = model.count_tokens([Message("user", "a b")])
    spelled = model.count_tokens([Message("user", "a <|im_end|> b")])
    assert spelled > plain + 3


def test_a_file_without_a_template_is_spoken_to_in_chatml(weights: Path, tmp_path: Path) -> None:
    """SmolLM2's own format is ChatML: with a system turn given, the prompt is the same."""
    file = altered(weights, tmp_path / "a.gguf", b"tokenizer.chat_template", b"tokenizer.chat_templote")
    own = open_model(weights, cache=tmp_path, context=512)
    other = open_model(file, cache=tmp_path, context=512)
    assert other.count_tokens(QUESTION) == own.count_tokens(QUESTION)
    assert "Paris" in "".join(pieces(other, QUESTION))


def test_a_template_without_system_turn_gets_it_in_the_first(weights: Path, tmp_path: Path) -> None:
    """Where the template refuses a system message, its words open the reader's turn."""
    old = b"{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system"
    new = b"{% if message.role == 'system' %}{{ raise_exception('no system turn') }}{{ '"
    file = altered(weights, tmp_path / "a.gguf", old, new.ljust(len(old)))
    model = open_model(file, cache=tmp_path, context=512)
    both = model.count_tokens([Message("user", f"{QUESTION[0].content}\n\n{QUESTION[1].content}")])
    assert model.count_tokens(QUESTION) == both
    with pytest.raises(ModelError, match="refuses the prompt"):
        model.count_tokens([QUESTION[1], QUESTION[0]])


def broken(weights: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield files that are no models, each with what the line about it must say."""
    yield folder / "missing.gguf", "cannot be read"
    yield folder, "cannot be read"
    (folder / "text.gguf").write_text("not a model")
    yield folder / "text.gguf", "is not a GGUF file"
    (folder / "empty.gguf").touch()
    yield folder / "empty.gguf", "is not a GGUF file"
    with weights.open("rb") as stream:
        head = stream.read(2**20)
        (folder / "head.gguf").write_bytes(head)
        (folder / "half.gguf").write_bytes(head + stream.read(39 * 2**20))
    yield folder / "head.gguf", "download it again"
    yield folder / "half.gguf", "download it again"


def test_what_is_no_model_is_refused_in_one_line(
    weights: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The line names the file and the remedy, and llama.cpp's own lines appear nowhere."""
    for path, reason in broken(weights, tmp_path):
        with pytest.raises(ModelError) as caught:
            open_model(path, cache=tmp_path)
        assert str(path) in str(caught.value)
        assert reason in str(caught.value)
        assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_nothing_is_printed_from_opening_to_exit(tmp_path: Path) -> None:
    """A whole process that writes an answer leaves both streams to the program."""
    script = (
        "import sys; from pathlib import Path\n"
        "from qa.models.llm import Message; from qa.models.local_model import open_model\n"
        "model = open_model(None, cache=Path(sys.argv[1]), context=256)\n"
        "next(model.write([Message('user', 'Hello')], max_tokens=2, cancelled=lambda: False))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_fake_is_a_language_model_too() -> None:
    """It replays its texts, keeps the messages, and stops when cancelled."""
    fake: LanguageModel = ScriptedModel(["one two three", "four"])
    assert pieces(fake, QUESTION) == ["one ", "two ", "three"]
    assert list(fake.write(QUESTION, max_tokens=9, cancelled=lambda: True)) == []
    with pytest.raises(ModelError):
        fake.write(QUESTION, max_tokens=5000, cancelled=never)


SHOWN = """
from qa.models.llama import Weights
from pathlib import Path
import os, sys
Weights(Path(sys.argv[1]))
print([name for name in os.environ if name.startswith("GOMP")])
"""


@pytest.mark.parametrize(("wish", "spins"), [({}, SPINS), ({"GOMP_SPINCOUNT": "77"}, "77")])
def test_threads_sleep_soon_while_they_wait(weights: Path, wish: dict[str, str], spins: str) -> None:
    """The library that runs them says so itself; a reader's own wish stands, and nobody inherits ours."""
    ran = subprocess.run(
        [sys.executable, "-c", SHOWN, str(weights)],
        env={**os.environ, **wish, "OMP_DISPLAY_ENV": "VERBOSE"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [line.split("=")[1].strip(" '") for line in ran.stderr.splitlines() if "GOMP_SPINCOUNT" in line]
    if not told:
        pytest.skip("llama.cpp does not run its threads with GNU OpenMP here")
    assert told[-1] == spins
    assert ran.stdout == f"{list(wish)}\n"
