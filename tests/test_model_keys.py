"""A server's key goes to its own address and to no other, and stands in no file of ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_script import Script, sees, until
from model_server import ModelServer, as_json, model_server, models

from index.errors import ModelError, SettingsError
from qa.commands.chatting import outfit_of
from qa.commands.options import Choice
from qa.models.address import ModelAddress
from qa.models.keys import USUAL, Endpoint, keys_of
from qa.models.local_model import open_model
from qa.settings import keys_for
from qa.tui.app import ChatApp

OWLS, WRENS = "OWLS_KEY", "WRENS_KEY"


@pytest.fixture
def servers() -> Iterator[tuple[ModelServer, ModelServer, ModelServer]]:
    """Three servers of different people."""
    with model_server() as owls, model_server() as wrens, model_server() as third:
        yield owls, wrens, third


@pytest.fixture
def settings(servers: tuple[ModelServer, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings name a key for the first two; QA_API_KEY is set as well."""
    owls, wrens, third = servers
    file = tmp_path / "settings.toml"
    file.write_text(
        "[models]\nendpoints = [\n"
        f'  {{address = "{owls.address}", key_variable = "{OWLS}"}},\n'
        f'  {{address = "{wrens.address}#tiny", key_variable = "{WRENS}"}},\n'
        f'  "{third.address}",\n]\n'
    )
    for name, value in ((OWLS, "for-owls"), (WRENS, "for-wrens"), (USUAL, "usual")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("QA_SETTINGS", str(file))
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("QA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("QA_MODELS", str(tmp_path / "models"))
    return file


def sent(server: ModelServer) -> set[str | None]:
    """Return the keys a server was sent, `None` among them where it was asked without one."""
    return {asked.headers.get("authorization") for asked in server.asked}


def test_each_server_is_sent_its_own_key_and_no_other(
    settings: Path, servers: tuple[ModelServer, ModelServer, ModelServer]
) -> None:
    """Whichever of its models is chosen; one without a key is sent none, not even the usual one."""
    shelf = outfit_of(Choice()).shelf
    assert shelf is not None
    for server in servers:
        shelf.opened(shelf.named(server.address))
    shelf.opened(shelf.named(f"{servers[0].address}#another"))
    assert [sent(one) for one in servers] == [{"Bearer for-owls"}, {"Bearer for-wrens"}, {None}]


def test_the_usual_key_is_for_the_server_named_at_the_start(
    settings: Path, servers: tuple[ModelServer, ModelServer, ModelServer]
) -> None:
    """And for that alone, later in the chat too; where the settings name another for it, that one is sent."""
    owls, wrens, third = (ModelAddress(one.address) for one in servers)
    shelf = outfit_of(Choice(model=third)).shelf
    assert shelf is not None
    with model_server() as fourth:
        for address in (third, owls, ModelAddress(fourth.address)):
            shelf.opened(shelf.named(str(address)))
        assert sent(fourth) == {None}
    assert [sent(one) for one in servers] == [{"Bearer for-owls"}, set(), {"Bearer usual"}]
    open_model(wrens, cache=Path("/nowhere"), keys=keys_for(wrens))
    assert sent(servers[1]) == {"Bearer for-wrens"}


async def test_a_server_whose_key_is_missing_says_which_before_anything_is_sent(
    settings: Path, servers: tuple[ModelServer, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among the models and when it is chosen; the one before answers still."""
    monkeypatch.delenv(WRENS)
    app = ChatApp(lambda _: Script(), library=Path("/libraries/x"), outfit=outfit_of(Choice()))
    async with app.run_test(size=(120, 30)) as pilot:
        await sees(pilot, "small-model · ready", "StatusLine")
        await pilot.press(*f"/model {servers[1].address}#tiny", "enter")
        line = "its key is missing; set WRENS_KEY before the chat begins"
        await until(pilot, lambda: any(line in one.message for one in app._notifications))
    assert servers[1].asked == []


def test_a_server_that_wants_a_key_says_where_to_name_it(servers: tuple[ModelServer, ...]) -> None:
    """By the settings where it was named nowhere, else by its variable."""
    refusing = servers[0]
    refusing.put("/v1/models", as_json({}, status=401))
    address = ModelAddress(refusing.address)
    with pytest.raises(ModelError, match="as key_variable beside the server’s address"):
        open_model(address, cache=Path("/nowhere"))
    with pytest.raises(ModelError, match=f"put it in the environment variable {USUAL}$"):
        open_model(address, cache=Path("/nowhere"), keys=keys_of((), address))
    refusing.put("/v1/models", models("tiny"))


def test_settings_are_read_for_a_server_only(settings: Path) -> None:
    """A file that cannot be used keeps nobody from a model of their own."""
    settings.write_text("theme =")
    assert keys_for(None).variables == {}
    assert keys_for(Path("some.gguf")).variables == {}
    with pytest.raises(SettingsError):
        keys_for(ModelAddress("http://127.0.0.1:1/v1"))


def test_no_key_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even by what a programmer prints."""
    monkeypatch.setenv(OWLS, "for-owls")
    address = ModelAddress("https://owls.example/v1")
    keys = keys_of([Endpoint(address, OWLS)])
    assert keys.of(address).value == "for-owls"
    assert "for-owls" not in repr((keys, keys.of(address)))
