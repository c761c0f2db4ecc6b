"""Whole processes: how long they take, and how much memory at their peak."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ArticleQAError
from qa.places import cache_directory

CHECKOUT = Path(__file__).resolve().parents[2]
LAUNCHER = Path(__file__).with_name("launcher.py")
NOTHING = (sys.executable, "-c", "pass")
"""A Python that does nothing: less than this no command of ours can take."""
ENTRY = "import sys; from qa.start import main; main()"
"""What the installed entry point runs."""


class MeasuringError(ArticleQAError):
    """What was to be measured did not do what it is measured for."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended well."""

    seconds: float
    """Wall time from its start to its end."""
    peak_bytes: int
    """The most memory it had in RAM at once, files mapped into it among it."""
    out: str
    """Its standard output."""

    @property
    def json(self) -> Any:
        """The JSON value it printed."""
        return json.loads(self.out)


def run_process(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ended:
    """Return how a command ended.

    Args:
        command: The program and its arguments.
        environment: All of its variables; `None` for ours.

    Raises:
        MeasuringError: Its exit code is not 0; with the last line it said.
    """
    reading, writing = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(LAUNCHER), str(writing), *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            pass_fds=(writing,),
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            told = pipe.read()
    if done.returncode or not told:
        raise MeasuringError(f"{command[0]}: could not be started: {_last_line(done.stderr)}")
    cost = json.loads(told)
    if cost["code"]:
        raise MeasuringError(f"{_shown(command)}: ended with {cost['code']}: {_last_line(done.stderr)}")
    return Ended(cost["seconds"], cost["peak_bytes"], done.stdout)


@dataclass(frozen=True, slots=True)
class Program:
    """`qa` as a process, over one library."""

    library: Path

    def __call__(self, *arguments: object) -> Ended:
        """Return how `qa` ended with these arguments.

        Raises:
            MeasuringError: It failed.
        """
        return run_process(self.command(*arguments), self.environment())

    def command(self, *arguments: object) -> tuple[str, ...]:
        """Return what runs it with these arguments."""
        return (sys.executable, "-P", "-c", ENTRY, *map(str, arguments))

    def environment(self) -> dict[str, str]:
        """Return the variables it runs with."""
        # Without compiled files each process would compile all of the checkout, as no installed one does.
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("QA_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        places = {"QA_LIBRARY": str(self.library), "QA_CACHE": str(cache_directory())}
        return kept | places | {"PYTHONPATH": str(CHECKOUT)}


def _shown(command: Sequence[str]) -> str:
    return " ".join(part for part in command[1:] if part not in ("-P", "-c", ENTRY))[:120]


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["it said nothing"])[-1]
