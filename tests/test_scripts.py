"""The scripts, run for real by a shell over a tiny project whose installation needs no network."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
PYTHON = Path(sys.base_prefix, "bin", "python{}.{}".format(*sys.version_info))
PATIENCE_S = 120

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tiny"
version = "1"
dependencies = []
"""
# A build backend in the tree itself; while a file `hold` lies beside it, building does not end.
BACKEND = """
import pathlib, time, zipfile

def pack(directory, name, files):
    about = f"{name}-1.dist-info"
    files[f"{about}/METADATA"] = f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1\\n"
    files[f"{about}/WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files[f"{about}/RECORD"] = ""
    wheel = f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(directory, wheel), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel

def build_editable(directory, config_settings=None, metadata_directory=None):
    pathlib.Path("reached").touch()
    while pathlib.Path("hold").exists():
        time.sleep(0.02)
    entry = "[console_scripts]\\nqa = tiny:main\\n"
    files = {"tiny.pth": str(pathlib.Path.cwd()), "tiny-1.dist-info/entry_points.txt": entry}
    return pack(directory, "tiny", files)

def build_wheel(directory, config_settings=None, metadata_directory=None):
    modules = {path.name: path.read_text() for path in pathlib.Path.cwd().glob("*.py")}
    return pack(directory, "tools", modules)
"""
TINY = """
import os, sys

def main():
    print(os.getcwd(), *sys.argv[1:], sys.stdin.read(), sep="|")
    return 3 if "unknown" in sys.argv else 0
"""
TOOL = """
import pathlib, sys

print("tool", *sys.argv[1:], flush=True)
sys.exit(__file__.endswith("mypy.py") and pathlib.Path("broken").exists())
"""


def make_checkout(directory: Path) -> Path:
    """Give a checkout that holds the real scripts and the tiny project."""
    shutil.copytree(SCRIPTS, directory / "scripts")
    for name, text in {"pyproject.toml": PROJECT, "backend.py": BACKEND, "tiny.py": TINY}.items():
        (directory / name).write_text(text)
    return directory


def environ(**changes: str) -> dict[str, str]:
    """Give our environment without what would lead the scripts elsewhere."""
    ours = ("QA_", "PYTHON", "VIRTUAL_ENV", "COV_", "CXX")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "QA_PYTHON": str(PYTHON), **changes}


def run(
    *command: str | Path, cwd: Path, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command,
        cwd=cwd,
        input=stdin,
        env=env or environ(),
        text=True,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )


def narrow_path(directory: Path, **programs: str) -> str:
    """Give a PATH with only what the scripts themselves need, and the shell programs given."""
    directory.mkdir()
    for name in ("cksum", "dirname", "readlink"):
        (directory / name).symlink_to(str(shutil.which(name)))
    for name, text in programs.items():
        (directory / name).write_text(f"#!/bin/sh\n{text}\n")
        (directory / name).chmod(0o755)
    return str(directory)


def wait_for(path: Path) -> None:
    """Return when the file exists."""
    end = time.monotonic() + PATIENCE_S
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def first_use(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Give a checkout with a space in its path after its first use, and what that printed."""
    home = tmp_path_factory.mktemp("home")
    checkout = make_checkout(home / "my checkout")
    return checkout, run(checkout / "scripts/qa", "ask", "two words", cwd=home, stdin="from a pipe")


@pytest.fixture
def made(first_use: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """Give the checkout whose environment is made; tests leave it as it is."""
    return first_use[0]


@pytest.fixture
def moved(made: Path, tmp_path: Path) -> Path:
    """Give a copy of that checkout in another place, to do with as one likes."""
    return Path(shutil.copytree(made, tmp_path / "moved away", symlinks=True))


@pytest.fixture
def held(moved: Path) -> Iterator[tuple[Path, "subprocess.Popen[str]"]]:
    """Give a checkout and a run in it, which stands in the middle of the installation."""
    (moved / "reached").unlink()
    (moved / "hold").touch()
    # a job in the background of a plain shell ignores SIGINT, and its children would too
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [moved / "scripts/qa"],
        env=environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        signal.signal(signal.SIGINT, before)
        wait_for(moved / "reached")
        yield moved, process
        (moved / "hold").unlink(missing_ok=True)


def test_first_use_sets_up_and_answers(
    first_use: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    """The first use says on stderr what it does, then qa has the arguments, directory and stdin to itself."""
    checkout, result = first_use
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"{checkout.parent}|ask|two words|from a pipe\n"
    # a slow machine is told now and then that the work goes on
    said = [line for line in result.stderr.splitlines() if not line.endswith(" s: working")]
    assert said == [f"article-qa: first use: making {checkout}/.venv", "article-qa: ready"]


def test_second_use_starts_at_once(made: Path, tmp_path: Path) -> None:
    """The second use prints nothing of its own, needs no Python on PATH, and passes the exit code on."""
    env = environ(PATH=narrow_path(tmp_path / "bin"), QA_PYTHON="/nonexistent")
    result = run(made / "scripts/qa", "unknown", cwd=tmp_path, env=env)
    assert (result.returncode, result.stdout, result.stderr) == (3, f"{tmp_path}|unknown|\n", "")


def test_symlinks_lead_to_the_checkout(made: Path, tmp_path: Path) -> None:
    """A link to a relative link to the script runs the same qa."""
    (tmp_path / "relative").symlink_to(os.path.relpath(made / "scripts/qa", tmp_path))
    (tmp_path / "qa").symlink_to(tmp_path / "relative")
    result = run(tmp_path / "qa", "hello", cwd=tmp_path)
    assert (result.stdout, result.stderr) == (f"{tmp_path}|hello|\n", "")


def test_shell_run_from_the_script_directory(made: Path) -> None:
    """`sh qa`, which names no directory, works too."""
    result = run("sh", "qa", cwd=made / "scripts")
    assert (result.stdout, result.stderr) == (f"{made}/scripts|\n", "")


def test_killed_set_up_is_made_anew(held: tuple[Path, "subprocess.Popen[str]"]) -> None:
    """After kill -9 in the middle of the installation the next run makes the environment and answers."""
    checkout, process = held
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    (checkout / "hold").unlink()
    result = run(checkout / "scripts/qa", "again", cwd=checkout)
    assert result.stdout == f"{checkout}|again|\n"
    assert "the last set-up did not finish" in result.stderr


def test_second_run_waits_for_the_first(held: tuple[Path, "subprocess.Popen[str]"]) -> None:
    """A run that finds another setting up says that it waits, then uses what the other made."""
    checkout, first = held
    with subprocess.Popen(
        [checkout / "scripts/qa", "second"],
        cwd=checkout,
        env=environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as second:
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        (checkout / "hold").unlink()
        stdout, stderr = second.communicate(timeout=PATIENCE_S)
    assert first.wait(PATIENCE_S) == 0
    assert (stdout, stderr) == (f"{checkout}|second|\n", "")


def test_interrupt_says_how_to_go_on(held: tuple[Path, "subprocess.Popen[str]"]) -> None:
    """Ctrl-C in the middle of the set-up ends it with exit code 130, installation and all."""
    checkout, process = held
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(PATIENCE_S) in (130, -signal.SIGINT)
    assert (checkout / ".venv/stamp").read_text() == "unfinished\nuse\n"


def test_moved_checkout_is_brought_up_to_date(moved: Path) -> None:
    """A checkout that was moved runs its own code from its new place."""
    (moved / "tiny.py").write_text("def main(): print('from the new place')")
    result = run(moved / "scripts/qa", cwd=moved)
    assert result.stdout == "from the new place\n"
    assert "up to date" in result.stderr
    assert run(moved / "scripts/qa", cwd=moved).stderr == ""


def test_vanished_python_is_noticed(moved: Path) -> None:
    """Where the Python that made the environment is gone, the environment is made with another."""
    for link in (moved / ".venv/bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nonexistent")
    result = run(moved / "scripts/qa", "back", cwd=moved)
    assert result.stdout == f"{moved}|back|\n"
    assert "no longer works" in result.stderr


def test_failed_installation_shows_why(moved: Path) -> None:
    """When pip fails its last words are shown, qa is not run, and nothing counts as made."""
    (moved / "backend.py").write_text("raise RuntimeError('no such luck')")
    result = run(moved / "scripts/qa", cwd=moved)
    assert (result.returncode, result.stdout) == (1, "")
    assert "no such luck" in result.stderr
    assert (moved / ".venv/stamp").read_text().startswith("unfinished")


@pytest.mark.parametrize(
    ("compiler", "trouble"),
    [({}, "no C++ compiler was found"), ({"c++": "exit 1", "cc": ""}, "c++ cannot compile C++17")],
)
def test_missing_compiler_is_one_line(tmp_path: Path, compiler: dict[str, str], trouble: str) -> None:
    """Without a C++17 compiler one line says what to install, before anything is downloaded."""
    checkout = make_checkout(tmp_path / "checkout")
    wanting = PROJECT.replace("dependencies = []", 'dependencies = ["llama-cpp-python>=0.3"]')
    (checkout / "pyproject.toml").write_text(wanting)
    env = environ(PATH=narrow_path(tmp_path / "bin", **compiler))
    result = run(checkout / "scripts/qa", cwd=tmp_path, env=env)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert trouble in result.stderr
    assert "apt install g++" in result.stderr
    assert not (checkout / ".venv/stamp").exists()


PRETEND = f"exec {PYTHON} -c 'import sys; {{}}; exec(sys.argv[2])' \"$@\""
OLD = PRETEND.format('sys.version_info = (3, 8, 10, "final", 0)')
BARE = PRETEND.format('sys.modules["ensurepip"] = None')


@pytest.mark.parametrize(
    ("pythons", "message"),
    [
        ({}, "Python 3.11 or newer is needed, and python3 does not run; install it: apt install python3"),
        (
            {"python3": OLD},
            "Python 3.11 or newer is needed, and python3 is 3.8; install it: apt install python3",
        ),
        ({"python3": OLD, "python3.12": BARE}, "lacks its venv module; install it: apt install python3"),
    ],
)
def test_unfit_python_is_one_line(tmp_path: Path, pythons: dict[str, str], message: str) -> None:
    """Where Python is missing, too old or without venv, one line says so and what to install."""
    checkout = make_checkout(tmp_path / "checkout")
    env = environ(PATH=narrow_path(tmp_path / "bin", **pythons), QA_PYTHON="")
    result = run(checkout / "scripts/qa", cwd=tmp_path, env=env)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr


def test_newer_python_beside_an_old_one_is_taken(tmp_path: Path) -> None:
    """With an old python3 and a good python3.11 on PATH, the good one is chosen."""
    path = narrow_path(tmp_path / "bin", **{"python3": OLD, "python3.11": f'exec {PYTHON} "$@"'})
    shell = f"scripts='{SCRIPTS}'; . '{SCRIPTS}/environment.sh'; find_python"
    result = run("/bin/sh", "-c", shell, cwd=tmp_path, env=environ(PATH=path, QA_PYTHON=""))
    assert (result.stdout, result.stderr) == ("python3.11\n", "")


@pytest.fixture
def tooled(moved: Path) -> Path:
    """Give a checkout whose developer tools print their arguments; mypy fails beside a file `broken`."""
    shed = moved / "tool shed"
    shed.mkdir()
    for name in ("ruff", "mypy", "pytest"):
        (shed / f"{name}.py").write_text(TOOL)
    (shed / "backend.py").write_text(BACKEND)
    (shed / "pyproject.toml").write_text(PROJECT.replace("tiny", "tools"))
    group = f'[dependency-groups]\ndev = ["tools @ {shed.as_uri()}"]\n'
    (moved / "pyproject.toml").write_text(PROJECT + group)
    return moved


def test_developer_scripts(tooled: Path, tmp_path: Path) -> None:
    """scripts/test installs the tools, checks, and hands arguments to pytest; a failed check ends it."""
    checks = "tool check .\ntool format --check .\ntool\n"
    chosen = run(tooled / "scripts/test", "-k", "one name", cwd=tmp_path)
    assert (chosen.returncode, chosen.stdout) == (0, checks + "tool -k one name\n"), chosen.stderr
    whole = run(tooled / "scripts/test", cwd=tmp_path)
    assert (whole.returncode, whole.stdout) == (0, checks + "tool --cov --numprocesses=2 --dist=loadfile\n")
    assert "article-qa" not in whole.stderr
    fixed = run(tooled / "scripts/fix", cwd=tmp_path)
    assert (fixed.returncode, fixed.stdout) == (0, "tool check --fix .\ntool format .\n")
    (tooled / "broken").touch()
    failed = run("scripts/test", cwd=tooled)
    assert (failed.returncode, failed.stdout) == (1, checks)
