"""The models that can be chosen: what they cost, how one is changed, and what happens where that fails."""

import threading
from pathlib import Path

import gguf
import pytest
from chat_script import Chat, Script, ask, screen, sees, shown, until, whole
from fakes import ScriptedModel
from textual.widgets import OptionList

from index.errors import ModelError
from qa.models.address import ModelAddress
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.llm import LanguageModel
from qa.models.memory_need import memory_need
from qa.models.shelf import Choosable, Shelf
from qa.remembered import Remembered
from qa.tui.app import ChatApp
from qa.tui.outfit import Outfit
from qa.tui.screens.models import ModelsScreen, cost

LAYERS, HEADS, KV_HEADS, WIDTH, TRAINED = 4, 8, 2, 64, 2048


def write_model(path: Path, *, name: str = "Tiny", heads: int | list[int] = KV_HEADS) -> Path:
    """Write the header of a model, and one small tensor."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(name)
    writer.add_block_count(LAYERS)
    writer.add_embedding_length(WIDTH)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(heads)
    writer.add_context_length(TRAINED)
    writer.add_token_list(["a", "b"] * 100)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return path


def test_the_cache_is_layers_times_tokens_times_heads_times_key_and_value(tmp_path: Path) -> None:
    """Two bytes for each number, no more tokens than the model was trained with; heads may differ."""
    path = write_model(tmp_path / "tiny.gguf")
    need = memory_need(path, context=512)
    each = KV_HEADS * (WIDTH // HEADS) * 2 * 2
    assert (need.name, need.weights, need.context) == ("Tiny", path.stat().st_size, 512)
    assert need.cache == LAYERS * 512 * each
    assert memory_need(path, context=1_000_000).context == TRAINED
    uneven = memory_need(write_model(tmp_path / "uneven.gguf", heads=[1, 1, 2, 4]), context=512)
    assert uneven.cache == 512 * (1 + 1 + 2 + 4) * (WIDTH // HEADS) * 2 * 2


@pytest.mark.bundled
def test_the_bundled_model_tells_what_it_needs(model_cache: Path, tmp_path: Path) -> None:
    """30 layers of 3 heads of 64 numbers, for keys and for values."""
    (bundled,) = Shelf(model_cache, tmp_path).models()
    assert bundled.need is not None
    assert bundled.need.cache == 30 * 4096 * 3 * 64 * 2 * 2


@pytest.mark.parametrize("content", [b"", b"GGUF", b"PK\3\4 no model", b"GGUF\3\0\0\0" + b"\xff" * 40])
def test_a_file_that_is_no_model_is_listed_with_the_reason(tmp_path: Path, content: bytes) -> None:
    """It cannot be chosen unawares, and takes nothing else with it."""
    (tmp_path / "bad.gguf").write_bytes(content)
    write_model(tmp_path / "sub" / "good.gguf")
    found = {one.typed: one for one in Shelf(tmp_path, tmp_path).models()}
    bad = found[str(tmp_path / "bad.gguf")]
    assert str(tmp_path / "bad.gguf") in bad.trouble
    assert cost(bad).startswith("! ")
    assert found[str(tmp_path / "sub" / "good.gguf")].trouble == ""


def test_each_model_is_listed_once_and_found_by_its_name(tmp_path: Path) -> None:
    """Bundled, used lately, in the folder, on a server; a recent one that is gone says so."""
    path = write_model(tmp_path / "tiny.gguf")
    server = ModelAddress("http://127.0.0.1:1/v1", "big")
    shelf = Shelf(tmp_path, tmp_path, (server,))
    found = shelf.models([str(path), "/gone.gguf"])
    assert [one.typed for one in found] == [LANGUAGE_MODEL.name, str(path), "/gone.gguf", str(server)]
    assert [one.recent for one in found] == [False, True, True, False]
    assert found[2].trouble
    assert "no memory here" in cost(found[3])
    assert shelf.named("TINY").place == path
    assert shelf.named("smollm2-135m-instruct").place is None
    assert shelf.named("http://127.0.0.1:2").place == ModelAddress("http://127.0.0.1:2/v1")


class Loads(Shelf):
    """A shelf that lends scripted models once it is let, or fails."""

    gate = threading.Event()

    def opened(self, chosen: Choosable) -> LanguageModel:
        """Wait for the test, then lend a model of that name."""
        self.gate.wait(10)
        if chosen.name == "Broken":
            raise ModelError("the language model Broken cannot be loaded [x]; download it again")
        return ScriptedModel([], name=chosen.name)


async def chosen(pilot: Chat, place: int) -> None:
    """Choose the model at a place of the list."""
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
    there = pilot.app.screen.query_one(OptionList)
    await until(pilot, lambda: there.option_count > place and not there.loading)
    there.highlighted = place
    there.focus()
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is screen(pilot))


async def test_a_model_is_loaded_behind_the_screen_and_remembered(tmp_path: Path) -> None:
    """Typing goes on meanwhile; then it is named, and is among the recent ones the next time."""
    path = write_model(tmp_path / "models" / "tiny.gguf")
    Loads.gate = threading.Event()
    remembered = Remembered(tmp_path / "state" / "chat.json")
    outfit = Outfit(shelf=Loads(tmp_path, tmp_path / "models"), remembered=remembered)
    script = Script()
    app = ChatApp(lambda _: script, library=Path("/x"), outfit=outfit)
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "small-model · ready", "StatusLine")
        await chosen(pilot, 1)
        await pilot.press(*"typed")
        assert screen(pilot).prompt.text == "typed"
        assert "small-model" in shown(pilot, "StatusLine")
        Loads.gate.set()
        await sees(pilot, "Tiny", "StatusLine")
        await until(pilot, remembered.file.exists)
    assert str(path) in remembered.file.read_text("utf-8")


async def test_where_a_model_fails_to_load_it_says_why_and_the_old_one_answers(tmp_path: Path) -> None:
    """The next question is answered as before."""
    write_model(tmp_path / "broken.gguf", name="Broken")
    Loads.gate = threading.Event()
    Loads.gate.set()
    script = Script()
    app = ChatApp(lambda _: script, library=Path("/x"), outfit=Outfit(shelf=Loads(tmp_path, tmp_path)))
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "small-model · ready", "StatusLine")
        await ask(pilot, f"/model {tmp_path / 'broken.gguf'}")
        line = "the language model Broken cannot be loaded [x]; download it again · Still: small-model."
        await until(pilot, lambda: line in [one.message for one in pilot.app._notifications])
        script.put(*whole("who?"))
        await ask(pilot, "who?")
        await sees(pilot, "2 sources", "state")
        assert "small-model" in shown(pilot, "StatusLine")
