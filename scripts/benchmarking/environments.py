"""Environments for rivals, made by pip and kept: each sees the project's own packages behind its own.

What a rival needs and the project has, torch foremost, is not installed twice: a line in the
environment's site-packages names the project's, which Python then searches after it. Where a rival
asks for another version it gets that one, in its own. It costs a rival a look into one more folder
for each import, which is some milliseconds of the seconds its imports take.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarking.processes import run_process
from index.errors import ArticleQAError

OWN = ("torch", "llama-cpp-python", "faiss-cpu")
"""Packages that are always the project's own: they are gigabytes, or are compiled for minutes."""
VERSIONS = """
import importlib.metadata, json, sys
print(json.dumps({name: importlib.metadata.version(name) for name in sys.argv[1:]}))
"""

Say = Callable[[str], None]


class CannotInstallError(ArticleQAError):
    """A rival that cannot be had here; `str()` of it says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rival runs in."""

    name: str
    """Of the folder that it is kept in."""
    packages: tuple[str, ...] = ()
    """Their names, the one it is known by first; none where the project's own are enough."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python with a rival's packages."""

    python: Path
    versions: dict[str, str]
    """Of the packages it was asked for."""


def environment_of(wanted: Wanted, home: Path, say: Say) -> Environment:
    """Return an environment in `home`, made where it is not there whole.

    Raises:
        CannotInstallError: It could not be made; with the last line that says why.
    """
    if not wanted.packages:
        return Environment(Path(sys.executable), {})
    folder = home / wanted.name
    recipe = {"packages": list(wanted.packages), "constraints": _constraints(), "shared": _shared()}
    if _recipe_of(folder) != recipe:
        say(f"{wanted.name}: installing {' '.join(wanted.packages)} (once)")
        _make(folder, wanted.packages)
        (folder / "made.json").write_text(json.dumps(recipe), "utf-8")
    python = folder / "bin" / "python"
    return Environment(python, run_process((str(python), "-c", VERSIONS, *wanted.packages)).json)


def _make(folder: Path, packages: Sequence[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _run(folder, sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = str(folder / "bin" / "python")
    (own,) = folder.glob("lib/python*/site-packages")
    (own / "shared.pth").write_text("\n".join(_shared()), "utf-8")
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(_constraints()), "utf-8")
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    _run(folder, python, "-m", "pip", "install", *options, "--constraint", str(constraints), *packages)


def _run(folder: Path, *command: str) -> None:
    """Run a command that belongs to making an environment.

    Raises:
        CannotInstallError: It failed; with the last line that says so.
    """
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        said = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in said if line.startswith("ERROR: ")] or said or ["pip said nothing"]
        raise CannotInstallError(f"could not be installed: {errors[-1].removeprefix('ERROR: ')[:200]}")


def _shared() -> list[str]:
    """Return the folders of the project's packages."""
    return sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def _constraints() -> list[str]:
    return [f"{name}=={version(name).split('+')[0]}" for name in OWN]


def _recipe_of(folder: Path) -> object:
    """Return what an environment was made of; `None` where there is none, or not all of it."""
    try:
        return json.loads((folder / "made.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
