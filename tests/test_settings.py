"""The settings file and the keys it gives: what is refused is named by its path."""

from dataclasses import replace
from pathlib import Path

import pytest
from chat_script import Script, ask, screen, sees, shown, until
from textual.theme import Theme

from index.errors import SettingsError
from qa import settings
from qa.models.address import ModelAddress
from qa.models.keys import Endpoint
from qa.remembered import Remembered
from qa.settings import Settings
from qa.tui.app import ChatApp
from qa.tui.keymap import chosen_keys, keys_in_browser
from qa.tui.outfit import Outfit
from qa.tui.themes import THEMES

FILE = Path("/config/settings.toml")
TWICE = "{address='http://a#b', key_variable='A'}, {address='http://A', key_variable='B'}"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the settings file, not written yet."""
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("QA_SETTINGS", str(file))
    return file


def test_everything_in_the_file_is_taken(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Theme, keys, a folder of models and servers; without a file all is as usual."""
    written.write_text(
        'theme = "nord"\n[keys]\nstop = "ctrl+x"\n'
        '[models]\ndirectory = "/m"\nendpoints = ["http://127.0.0.1:8080#small",'
        ' {address = "https://models.example/v1#big", key_variable = "MODELS_EXAMPLE_KEY"}]\n'
    )
    found = settings.load()
    assert (found.theme, found.keys, found.models) == ("nord", {"stop": "ctrl+x"}, Path("/m"))
    assert found.endpoints == (
        Endpoint(ModelAddress("http://127.0.0.1:8080/v1", "small")),
        Endpoint(ModelAddress("https://models.example/v1", "big"), "MODELS_EXAMPLE_KEY"),
    )
    monkeypatch.delenv("QA_SETTINGS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(written.parent / "none"))
    monkeypatch.setenv("HOME", str(written.parent / "none"))
    assert settings.load() == Settings(settings.settings_file())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme =", "is not TOML"),
        ('tehme = "nord"', "tehme: there is no such setting; did you mean theme"),
        ("theme = 3", "theme: write it as words"),
        ('keys = "x"', "keys: write it as a table"),
        ("[keys]\nstop = 1", "keys.stop: write it as words"),
        ('[models]\nfolder = "x"', "models.folder: there is no such setting"),
        ("[models]\nendpoints = 'x'", "models.endpoints: write a list"),
        ('[models]\nendpoints = ["a.gguf"]', "models.endpoints[0]: a.gguf is no address"),
        ('[models]\nendpoints = ["http://a:b@c"]', "models.endpoints[0]: "),
        ("[models]\nendpoints = [{key_variable = 'A'}]", "models.endpoints[0].address: write it as words"),
        (
            "[models]\nendpoints = [{address = 'http://a', model = 'x'}]",
            "models.endpoints[0].model: there is no",
        ),
        (
            "[models]\nendpoints = [{address = 'http://a', key = 'sesame'}]",
            "models.endpoints[0].key: no key st",
        ),
        (
            "[models]\nendpoints = [{address = 'http://a', key_variable = 'sesame-1'}]",
            "models.endpoints[0].key_",
        ),
        (
            "[models]\nendpoints = [{address = 'http://a', key_variable = ['sesame']}]",
            "models.endpoints[0].key_",
        ),
        (
            f"models.endpoints = [{TWICE}]",
            "models.endpoints[1].key_variable: A holds the key of this address",
        ),
        ("\x00", "is not TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_path(written: Path, text: str, said: str) -> None:
    """In one line that begins with the file."""
    written.write_text(text)
    with pytest.raises(SettingsError) as refused:
        settings.load()
    assert str(refused.value).startswith(f"{written}: {said}")
    assert "\n" not in str(refused.value)
    assert "sesame" not in str(refused.value), "what may be a key is not repeated"


def test_a_file_that_is_named_and_missing_is_said(written: Path) -> None:
    """It is no empty one."""
    with pytest.raises(SettingsError, match="QA_SETTINGS names this file"):
        settings.load()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"stpo": "ctrl+x"}, "keys.stpo: there is no such setting; did you mean stop"),
        ({"stop": "ctrl+banana"}, "keys.stop: “ctrl+banana” is no key"),
        ({"stop": "ctlr+x"}, "keys.stop: “ctlr+x” is no key"),
        ({"stop": "x"}, "keys.stop: “x” could not be typed"),
        ({"stop": "ctrl+n"}, "keys.stop: ctrl+n is the key of new"),
        ({"open": "p", "why": "p"}, "keys."),
        ({"scroll-down": "f1"}, "keys.scroll-down: f1 is the key of help"),
        ({"stop": "ctrl+x,"}, "keys.stop: “” is no key"),
    ],
)
def test_a_key_map_that_cannot_work_is_refused_with_its_path(keys: dict[str, str], said: str) -> None:
    """An unknown name, an unknown key, one that could not be typed any more, one that is taken."""
    with pytest.raises(SettingsError) as refused:
        chosen_keys(dict(ChatApp.sections()), keys, FILE)
    assert str(refused.value).startswith(f"{FILE}: {said}")


@pytest.mark.parametrize(
    ("chosen", "new"),
    [
        ({}, "f4,ctrl+n"),
        ({"new": "f9"}, "f9"),
        ({"stop": "f4"}, None),
        ({"stop": "ctrl+n, f3", "new": "escape"}, "escape"),
    ],
)
def test_in_a_browser_what_it_keeps_has_another_key(chosen: dict[str, str], new: str | None) -> None:
    """Unless the settings say which, or need it for something else."""
    keys = keys_in_browser(chosen)
    assert keys.get("new") == new
    assert chosen_keys(dict(ChatApp.sections()), keys, FILE)


def test_two_things_may_change_keys() -> None:
    """What is given up may be taken."""
    keys = {"stop": "ctrl+n", "new": "escape", "open": "p"}
    assert chosen_keys(dict(ChatApp.sections()), keys, FILE) == keys


def test_every_key_but_the_digits_has_a_name_of_its_own() -> None:
    """By which the settings can change it."""
    named = [one for _, there in ChatApp.sections() for one in there]
    without = {one.key for one in named if one.id is None}
    assert without == {*"123456789", "ctrl+c"}
    names = [one.id for one in named if one.id]
    assert len(names) == len(set(names))


async def test_chosen_keys_work_everywhere_and_the_help_says_them() -> None:
    """In the box, which handles its own keys, and outside; the keys before them do nothing more."""
    keys = {"send": "ctrl+j", "newline": "enter", "help": "f5", "new": "ctrl+b"}
    outfit = Outfit(settings=Settings(FILE, keys=keys))
    script = Script()
    app = ChatApp(lambda _: script, library=Path("/libraries/x"), outfit=outfit)
    async with app.run_test(size=(120, 60)) as pilot:
        await sees(pilot, "ready", "StatusLine")
        await pilot.press(*"one", "enter", *"two")
        assert screen(pilot).prompt.text == "one\ntwo"
        await pilot.press("ctrl+j")
        await until(pilot, lambda: [question for question, _ in script.asked] == ["one\ntwo"])
        await pilot.press("f1")
        assert pilot.app.screen is screen(pilot)
        await pilot.press("ctrl+n")
        assert screen(pilot).query("Turn")
        await pilot.press("f5")
        await sees(pilot, "Ctrl+J", ".keys")
        assert "F5" in shown(pilot, ".keys")
        assert "F1\n" not in shown(pilot, ".keys")
        await pilot.press("escape", "ctrl+b")
        await until(pilot, lambda: not screen(pilot).query("Turn"))


@pytest.mark.parametrize("where", ["settings", "environment"])
def test_a_theme_that_is_none_is_refused(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With those there are."""
    if where == "environment":
        monkeypatch.setenv("QA_THEME", "mauve")
    outfit = Outfit(settings=Settings(FILE, theme="mauve"))
    with pytest.raises(Exception, match=r"mauve is no theme; there are .*contrast-dark"):
        ChatApp(lambda _: Script(), library=Path("/libraries/x"), outfit=outfit)


async def test_the_theme_chosen_last_is_there_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the settings name one."""
    remembered = Remembered(tmp_path / "state" / "chat.json")
    app = ChatApp(lambda _: Script(), library=Path("/x"), outfit=Outfit(remembered=remembered))
    async with app.run_test() as pilot:
        await ask(pilot, "/theme contrast-light")
        await until(pilot, remembered.file.exists)
    monkeypatch.setenv("QA_STATE", str(remembered.file.parent))
    outfit = Outfit(remembered=Remembered.read())
    assert ChatApp(lambda _: Script(), library=Path("/x"), outfit=outfit).theme == "contrast-light"
    outfit = replace(outfit, settings=Settings(FILE, theme="nord"))
    assert ChatApp(lambda _: Script(), library=Path("/x"), outfit=outfit).theme == "nord"


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    lights = []
    for colour in (one, two):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_high_contrast_is_high(theme: Theme) -> None:
    """At least 7 to 1 for each colour of text on each background, as WCAG 2 has it at its strictest."""
    colours = (theme.foreground, theme.accent, theme.error, theme.warning)
    grounds = (theme.background, theme.surface, theme.panel)
    assert min(contrast(one, two) for one in colours for two in grounds) >= 7


def test_the_documentation_names_every_key() -> None:
    """In the order of the help."""
    text = (Path(__file__).parents[1] / ".github" / "docs" / "chat.md").read_text("utf-8")
    said = text.partition("Names of keys: ")[2].partition(".\n")[0]
    names = [one.id for _, there in ChatApp.sections() for one in there if one.id]
    assert said.replace("`", "").replace(",", " ").split() == names
