"""Make or complete the checkout's virtual environment; environment.sh runs this when it must be.

The two lines of `.venv/stamp` are the whole state: what the environment was made from (a checksum of
pyproject.toml, and the checkout's path), or `unfinished`, and what for (`use` or `dev`). A run that is
killed leaves `unfinished`: packages may lie there in part, which pip would take for whole, so the next
run makes everything anew. That costs little: what pip has downloaded or compiled is in its cache.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

HEARTBEAT_S = 15
UNFINISHED = "unfinished"
KEPT = {"lock", "stamp", "set-up.log"}  # our own files; everything else in .venv can be made again

# of pip's lines, those that say what it is doing
STAGES = ("Collecting ", "Downloading ", "Building wheel for ", "Installing ")

# llama.cpp is C++17; gcc 7 and libraries of its age take the option but have no <filesystem>
CPP_PROBE = '#include <filesystem>\nint main() { return std::filesystem::exists("x"); }\n'
COMPILER_HINT = "apt install g++ | dnf install gcc-c++ | xcode-select --install"


class SetUpError(Exception):
    """Foreseen trouble; `str()` of it is what the reader sees."""


class Stamp(NamedTuple):
    """What an environment was made from, and for which purpose; both empty where there is no stamp."""

    made: str = ""
    purpose: str = ""


def main(checkout: str, wanted: str, purpose: str) -> int:
    """Return the exit code: 0 when `.venv` is ready, 1 after one line about foreseen trouble."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        set_up(Path(checkout), Stamp(wanted, purpose))
    except (SetUpError, OSError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("set-up interrupted; the next run finishes it")
        return 130
    return 0


def set_up(checkout: Path, wanted: Stamp) -> None:
    """Bring `.venv` to the wanted state, alone.

    Raises:
        SetUpError: A compiler is missing, or pip failed; in a line, or in the last lines of its log.
        OSError: The checkout cannot be written to.
    """
    environment = checkout / ".venv"
    environment.mkdir(exist_ok=True)
    with locked(environment / "lock") as lock:
        stamp = read_stamp(environment)
        sound = stamp.made != UNFINISHED and is_sound(environment)
        if sound and stamp.made == wanted.made and wanted.purpose in ("use", stamp.purpose):
            return  # made by another run while this one waited
        project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
        compiles = must_compile(project, environment, sound=sound)
        if compiles:
            require_compiler()
        purpose = "dev" if "dev" in (wanted.purpose, stamp.purpose) else "use"
        announce(environment, stamp, sound=sound, compiles=compiles)
        write_stamp(environment, Stamp(UNFINISHED, purpose))
        run = Commands(environment, lock)
        if not sound:
            make_anew(environment, run)
        install(project, purpose, run)
        write_stamp(environment, Stamp(wanted.made, purpose))
        say("ready")


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold the lock and give its file descriptor; the kernel frees it when its last holder dies."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is setting up .venv; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def read_stamp(environment: Path) -> Stamp:
    """Return the stamp; an empty one where there is none, or half of one."""
    path = environment / "stamp"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return Stamp(lines[0], lines[1]) if len(lines) == 2 else Stamp()


def write_stamp(environment: Path, stamp: Stamp) -> None:
    """Replace the stamp at once: a reader sees the old one or the new one."""
    fresh = environment / "stamp.new"
    fresh.write_text(f"{stamp.made}\n{stamp.purpose}\n", encoding="utf-8")
    fresh.replace(environment / "stamp")


def is_sound(environment: Path) -> bool:
    """Say whether its Python runs, is new enough and has pip."""
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        found = subprocess.run(
            [str(environment / "bin/python"), "-I", "-c", probe], capture_output=True, check=False
        )
    except OSError:
        return False
    return found.returncode == 0


def must_compile(project: dict[str, Any], environment: Path, *, sound: bool) -> bool:
    """Say whether llama-cpp-python, published as source only, is wanted and not yet installed."""
    wanted = any(need.startswith("llama-cpp-python") for need in project["project"].get("dependencies", ()))
    installed = sound and any(environment.glob("lib/*/site-packages/llama_cpp_python-*.dist-info"))
    return wanted and not installed


def require_compiler() -> None:
    """Return when C and C++17 can be compiled, or when CXX names a compiler, which is then trusted.

    Raises:
        SetUpError: No compiler was found, or it is too old.
    """
    if "CXX" in os.environ:
        return
    cpp = next(filter(shutil.which, ["c++", "g++", "clang++"]), None)
    if cpp is None or not any(map(shutil.which, ["cc", "gcc", "clang"])):
        trouble = "no C++ compiler was found"
    else:
        command = [cpp, "-std=c++17", "-x", "c++", "-fsyntax-only", "-"]
        tried = subprocess.run(command, input=CPP_PROBE, text=True, capture_output=True, check=False)
        if tried.returncode == 0:
            return
        trouble = f"{cpp} cannot compile C++17"
    raise SetUpError(f"llama-cpp-python must be compiled and {trouble}; install one: {COMPILER_HINT}")


def announce(environment: Path, stamp: Stamp, *, sound: bool, compiles: bool) -> None:
    """Say what is about to happen and why, and that it takes long where it does."""
    if stamp.made == UNFINISHED:
        say(f"the last set-up did not finish: making {environment} anew")
    elif stamp.made and not sound:
        say(f"{environment} no longer works: making it anew")
    elif stamp.made:
        say(f"bringing {environment} up to date")
    else:
        say(f"first use: making {environment}")
    if compiles:
        say("this downloads the libraries and compiles llama-cpp-python: some minutes, this once")


class Commands:
    """Runs commands in the checkout, their output in `.venv/set-up.log`, a line now and then on stderr."""

    def __init__(self, environment: Path, lock: int) -> None:
        self.python = environment / "bin/python"
        self._log = environment / "set-up.log"
        self._log.write_bytes(b"")
        self._lock = lock
        self._started = time.monotonic()

    def __call__(self, *command: str | Path) -> None:
        """Return when the command has succeeded.

        Raises:
            SetUpError: It failed; with the last lines it printed.
        """
        if self._exit_code(command):
            ending = "\n".join(self._lines()[-12:])
            raise SetUpError(
                f"set-up failed; {self._log} ends:\n{ending}\narticle-qa: mend that and run again"
            )

    def _exit_code(self, command: Sequence[str | Path]) -> int:
        with (
            self._log.open("ab") as output,
            # the command holds the lock too: should we be killed, the next run waits for it to end
            subprocess.Popen(
                command,
                cwd=self.python.parents[2],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(self._lock,),
            ) as process,
        ):
            try:
                while True:
                    try:
                        return process.wait(timeout=HEARTBEAT_S)
                    except subprocess.TimeoutExpired:
                        self._show_progress()
            except BaseException:
                process.send_signal(signal.SIGINT)
                raise

    def _show_progress(self) -> None:
        minutes, seconds = divmod(round(time.monotonic() - self._started), 60)
        elapsed = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
        stages = [line.strip() for line in self._lines() if line.strip().startswith(STAGES)]
        # "Installing collected packages:" goes on to name all ninety
        say(f"{elapsed}: {stages[-1].split(':')[0] if stages else 'working'}")

    def _lines(self) -> list[str]:
        return self._log.read_text(encoding="utf-8", errors="replace").splitlines()


def make_anew(environment: Path, run: Commands) -> None:
    """Leave a fresh virtual environment that holds pip alone."""
    for path in environment.iterdir():
        if path.name in KEPT:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    # by its versioned name: a system upgrade then leaves a dangling link, which is noticed, where
    # `python3` would quietly become another Python that sees none of the packages
    named = Path(sys.base_prefix, "bin", "python{}.{}".format(*sys.version_info))
    run(named if named.exists() else sys.executable, "-m", "venv", environment)


def install(project: dict[str, Any], purpose: str, run: Commands) -> None:
    """Install the checkout, editable, and for `dev` its developer tools.

    One pip command for all: resolved apart, the second could replace what the first chose.
    """
    tools = project.get("dependency-groups", {}).get("dev", []) if purpose == "dev" else []
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    run(run.python, "-m", "pip", "install", *options, "--editable", ".", *tools)


def say(line: str) -> None:
    """Print a line of progress where no answer goes."""
    print(f"article-qa: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
