"""`settings.toml`: what the reader chose for every chat; nothing in it is needed."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs

from index.errors import QuestionError, SettingsError
from qa.models.address import ModelAddress, ModelPlace, model_place
from qa.models.keys import Endpoint, Keys, keys_of
from qa.places import APPLICATION, expanded

FILE = "settings.toml"
VARIABLE = "QA_SETTINGS"
_KNOWN = {"": ("theme", "keys", "models"), "models": ("directory", "endpoints")}
_OF_ENDPOINT = ("address", "key_variable")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
"""The name of a variable of the environment, which hardly any key could be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The file's contents, checked as far as it can be without the screen."""

    file: Path
    """Where it lies, or would."""
    theme: str | None = None
    """A theme of the chat's; `None` is the one chosen last."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """By what a key does, the keys that do it: "ctrl+x", or several with commas between."""
    models: Path | None = None
    """Where GGUF files are looked for; `None` is the user's data directory."""
    endpoints: tuple[Endpoint, ...] = ()
    """Servers offered by the model picker, each with where its key stands."""


def settings_file() -> Path:
    """Return where the settings lie: `QA_SETTINGS`, else in the user's configuration directory."""
    chosen = os.environ.get(VARIABLE)
    return expanded(chosen).absolute() if chosen else platformdirs.user_config_path(APPLICATION) / FILE


def load() -> Settings:
    """Return the settings; those of a file that is not there are the usual ones.

    Raises:
        SettingsError: The file cannot be read, or something in it cannot be meant; the message has
            the path of what is refused. Or `QA_SETTINGS` names a file that is not there.
    """
    file = settings_file()
    try:
        written = file.read_bytes()
    except FileNotFoundError as error:
        if os.environ.get(VARIABLE):
            raise SettingsError(f"{file}: {VARIABLE} names this file, and it is not there") from error
        return Settings(file)
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    try:
        value = tomllib.loads(written.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: is not TOML ({error}); mend that line") from error
    return _checked(file, value)


def keys_for(named: ModelPlace | None) -> Keys:
    """Return where keys stand, the server's that is named among them; only for one are the settings read.

    Raises:
        SettingsError: As `load`.
    """
    return keys_of(load().endpoints, named) if isinstance(named, ModelAddress) else keys_of(())


def refused(file: Path, path: str, why: str) -> SettingsError:
    """Return the error of one setting, named by its path as in "keys.stop"."""
    return SettingsError(f"{file}: {path}: {why}")


def unknown(file: Path, path: str, known: Iterable[str]) -> SettingsError:
    """Return the error of a name that is none, with the one that was likely meant, else all of them."""
    names = sorted(known)
    close = get_close_matches(path.rpartition(".")[2], names, n=1)
    there = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
    return refused(file, path, f"there is no such setting; {there}")


def _checked(file: Path, value: Mapping[str, Any]) -> Settings:
    _refuse_unknown(file, value, "")
    models = _table(file, value, "models")
    _refuse_unknown(file, models, "models")
    keys = {name: _text(file, key, f"keys.{name}") for name, key in _table(file, value, "keys").items()}
    theme = _text(file, value["theme"], "theme") if "theme" in value else None
    folder = _text(file, models["directory"], "models.directory") if "directory" in models else None
    return Settings(
        file,
        theme,
        keys,
        expanded(folder).absolute() if folder else None,
        tuple(_endpoints(file, models.get("endpoints", []))),
    )


def _refuse_unknown(file: Path, table: Mapping[str, Any], path: str) -> None:
    for name in table:
        if name not in _KNOWN[path]:
            raise unknown(file, f"{path}.{name}".lstrip("."), _KNOWN[path])


def _table(file: Path, value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = value.get(name, {})
    if not isinstance(table, dict):
        raise refused(file, name, f"write it as a table: [{name}]")
    return table


def _text(file: Path, value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refused(file, path, f"write it as words in quotation marks, not as {value!r}")
    return value.strip()


def _endpoints(file: Path, value: object) -> Iterator[Endpoint]:
    if not isinstance(value, list):
        raise refused(file, "models.endpoints", "write a list of addresses")
    variables: dict[str, str] = {}
    for number, written in enumerate(value):
        path = f"models.endpoints[{number}]"
        endpoint = _endpoint(file, written, path)
        if variable := endpoint.key_variable:
            other = variables.setdefault(endpoint.address.url, variable)
            if other != variable:
                raise refused(file, f"{path}.key_variable", f"{other} holds the key of this address already")
        yield endpoint


def _endpoint(file: Path, written: object, path: str) -> Endpoint:
    """Return a server written as an address, or as a table with its address and where its key stands."""
    if not isinstance(written, dict):
        return Endpoint(_address(file, written, path))
    for name in written:
        if name not in _OF_ENDPOINT and "key" in name:
            raise refused(
                file,
                f"{path}.{name}",
                "no key stands in this file; name the variable that holds it: key_variable",
            )
        if name not in _OF_ENDPOINT:
            raise unknown(file, f"{path}.{name}", _OF_ENDPOINT)
    address = _address(file, written.get("address", ""), f"{path}.address")
    variable = written.get("key_variable")
    if variable is not None and not (isinstance(variable, str) and _VARIABLE.fullmatch(variable)):
        # What stands there may be the key itself, and is not repeated.
        raise refused(
            file,
            f"{path}.key_variable",
            "write the name of a variable of the environment in capitals, as MODELS_API_KEY, and not the key",
        )
    return Endpoint(address, variable)


def _address(file: Path, written: object, path: str) -> ModelAddress:
    try:
        place = model_place(_text(file, written, path))
    except QuestionError as error:
        raise refused(file, path, str(error)) from error
    if not isinstance(place, ModelAddress):
        raise refused(file, path, f"{written} is no address; write it as http://127.0.0.1:8080/v1#name")
    return place
