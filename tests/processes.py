"""Processes of their own, for what must not happen in that of the tests.

Tests import it as `from processes import started, folder_in_memory`.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MODULES = os.pathsep.join((str(Path(__file__).parent.parent), str(Path(__file__).parent)))
"""What `PYTHONPATH` must be for our packages and the tests' modules to be found."""


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """Lend a folder in memory where there is one, which spares waiting for a disk that is not under test."""
    place = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=place if os.access(place, os.W_OK) else None) as folder:
        yield Path(folder)


def started(code: str, *arguments: object, within: Sequence[str] = ()) -> "subprocess.Popen[str]":
    """Start a process that runs some code, with our packages and the tests' modules at hand.

    Args:
        code: What it runs.
        arguments: Its `sys.argv` after the first.
        within: A command to run it in.
    """
    return subprocess.Popen(
        [*within, sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": MODULES},
    )


def apart(work: Callable[[], Any]) -> Any:
    """Return what a function gives in a fork, so that no thread it starts stays here.

    It must be a JSON value.
    """
    return collected(*forked(work))


def forked(work: Callable[[], Any]) -> tuple[int, int]:
    """Start a fork that does something; return its process and where it writes what comes of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    code = 1
    try:
        answer = json.dumps(work())
        with os.fdopen(writing, "w") as stream:
            stream.write(answer)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, it is reported
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def collected(child: int, reading: int) -> Any:
    """Return what a fork gave, once it has ended."""
    with os.fdopen(reading) as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError("a fork failed; see what it printed")
    return json.loads(answer)
