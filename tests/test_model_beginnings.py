"""What a model computed of how its prompts begin, kept for the next process; on the bundled weights."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.bundled import bundled_file
from qa.asking import never
from qa.models import beginnings
from qa.models.beginnings import Beginnings
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.llm import Message
from qa.models.local_model import LocalModel

RULES = Message("system", "Answer from the quotations, in one sentence, and in their own words. " * 14)
PROMPT = (RULES, Message("user", "[1] The flood cut power to 4,200 homes.\n\nHow many homes lost power?"))
OTHER = (RULES, Message("user", "[1] Mara Holm was elected mayor in May.\n\nWho was elected?"))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The bundled GGUF file, under a name of the test's own."""
    own = tmp_path / "weights.gguf"
    own.symlink_to(bundled_file(LANGUAGE_MODEL, cache=tmp_path))
    return own


def asked(weights: Path, cache: Path, prompt: tuple[Message, ...] = PROMPT) -> tuple[str, int]:
    """Return what a model that was just loaded writes, and how many tokens it evaluated for that."""
    model = LocalModel(weights, context=1024, cache=cache)
    text = "".join(model.write(prompt, max_tokens=12, cancelled=never))
    return text, model.evaluations


def kept(cache: Path) -> list[Path]:
    """Return the files of states."""
    return sorted(cache.rglob("*.state"))


@pytest.mark.bundled
def test_a_beginning_is_computed_once_for_all_processes(weights: Path, tmp_path: Path) -> None:
    """The next model that is loaded writes the same words and evaluates what is new, whatever is asked."""
    cache = tmp_path / "cache"
    text, evaluated = asked(weights, cache)
    assert len(kept(cache)) == 1
    again, rest = asked(weights, cache)
    assert again == text
    assert rest < evaluated / 3
    other, few = asked(weights, cache, OTHER)
    assert (other, True) == (asked(weights, tmp_path / "empty", OTHER)[0], few < evaluated / 3)
    assert len(kept(cache)) == 1


@pytest.mark.bundled
def test_a_beginning_that_is_foreseen_is_kept_too(weights: Path, tmp_path: Path) -> None:
    """What is read before the evidence is there is neither computed again nor in the next process."""
    text, _ = asked(weights, tmp_path / "empty")
    cache = tmp_path / "cache"
    for _ in range(2):
        model = LocalModel(weights, context=1024, cache=cache)
        model.foresee([RULES, Message("user", "[1] The flood cut")], never)
        foreseen = model.evaluations
        assert "".join(model.write(PROMPT, max_tokens=12, cancelled=never)) == text
        assert len(kept(cache)) == 1
    assert foreseen < 10


@pytest.mark.bundled
def test_a_beginning_comes_back_after_another_prompt(weights: Path, tmp_path: Path) -> None:
    """In one process too: what another prompt took the place of is put back."""
    model = LocalModel(weights, context=1024, cache=tmp_path)
    text = "".join(model.write(PROMPT, max_tokens=12, cancelled=never))
    list(model.write([Message("user", "What is the capital of France?")], max_tokens=4, cancelled=never))
    before = model.evaluations
    assert "".join(model.write(PROMPT, max_tokens=12, cancelled=never)) == text
    assert model.evaluations - before < model.count_tokens(PROMPT) / 3


def cut(file: Path) -> None:
    """Leave the first half of a file."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    """Change a byte in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def empty(file: Path) -> None:
    """Leave nothing of a file."""
    file.write_bytes(b"")


def foreign(file: Path) -> None:
    """Put a state there that is whole, and of no model."""
    state = b"no state of any model" * 1000
    file.write_bytes(beginnings._checksum(state) + state)


@pytest.mark.bundled
@pytest.mark.parametrize("damage", [cut, flip, empty, foreign])
def test_a_damaged_state_is_computed_again(
    weights: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The words are the same, and the file is whole again."""
    first = asked(weights, tmp_path)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    damage(file)
    assert asked(weights, tmp_path) == first
    assert file.read_bytes() == whole


@pytest.mark.bundled
def test_a_cache_that_cannot_be_written_costs_time_only(weights: Path, tmp_path: Path) -> None:
    """Where a file is in the place of the folder, each process computes anew."""
    (tmp_path / "beginnings").write_text("in the way")
    assert asked(weights, tmp_path) == asked(weights, tmp_path)
    assert kept(tmp_path) == []


@pytest.mark.bundled
def test_a_file_that_was_written_anew_has_no_states(weights: Path, tmp_path: Path) -> None:
    """A model downloaded again in its place may be another."""
    first = asked(weights, tmp_path)
    whole = weights.resolve()
    weights.unlink()
    shutil.copyfile(whole, weights)
    assert asked(weights, tmp_path) == first
    assert len(kept(tmp_path)) == 2


@pytest.mark.bundled
def test_what_is_soon_computed_is_not_kept(weights: Path, tmp_path: Path) -> None:
    """A short system message, or none."""
    asked(weights, tmp_path, (Message("system", "Be brief."), PROMPT[1]))
    asked(weights, tmp_path, (Message("user", RULES.content),))
    assert kept(tmp_path) == []


def test_states_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those not used for longest go first, and one that has no room is not written."""
    monkeypatch.setattr(beginnings, "MOST_BYTES", 3 * 1004)
    (tmp_path / "model.gguf").touch()
    states = Beginnings(tmp_path / "b", model=tmp_path / "model.gguf", runtime="1", parameters=10**9)
    for token in range(3):
        states.keep([token], bytes([token]) * 1000)
        (file,) = {file for file in kept(tmp_path) if file.read_bytes()[4] == token}
        os.utime(file, ns=(token, token))
    assert states.state_after([0]) == bytes(1000)  # now used last
    states.keep([3], bytes([3]) * 1000)
    assert [token for token in range(4) if states.state_after([token])] == [0, 2, 3]
    states.keep([4], bytes(4000))
    assert states.state_after([4]) is None
    assert len(kept(tmp_path)) == 3
