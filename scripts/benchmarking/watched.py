"""A command on a terminal of its own: what it shows when, and what is typed then."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarking.processes import LAUNCHER, MeasuringError

LINES, COLUMNS = 34, 120
PATIENCE = 120.0
"""Seconds after which something that was waited for is missed."""
_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;:?<>=$!]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])"
)
"""What a terminal obeys and does not show: control sequences, settings, character sets."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to wait for, and keys to press then."""

    pattern: str
    """What must be shown, after what was waited for before; a regular expression."""
    keys: bytes = b""


@dataclass(frozen=True, slots=True)
class Watched:
    """A command that showed all that was waited for, and ended."""

    seconds: tuple[float, ...]
    """From its start until each was shown."""
    peak_bytes: int


def watch(command: Sequence[str], steps: Sequence[Step], environment: Mapping[str, str]) -> Watched:
    """Return when a command showed what, and the most memory it had.

    Raises:
        MeasuringError: It did not show something in `PATIENCE` seconds, or ended before.
    """
    reading, writing = os.pipe()
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCHER), str(writing), *command],
        stdin=its, stdout=its, stderr=its, env={**environment, "TERM": "xterm-256color"},
        pass_fds=(writing,), start_new_session=True,
    ) as process:  # fmt: skip
        os.close(its)
        os.close(writing)
        try:
            seconds = _followed(ours, steps, started)
            _drain(ours)
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise MeasuringError("showed all that was waited for, and does not end") from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            os.close(ours)
            with os.fdopen(reading) as pipe:
                told = pipe.read()
    return Watched(seconds, json.loads(told)["peak_bytes"])


def shown(written: bytes) -> str:
    """Return the text in what was written to a terminal."""
    return _ESCAPES.sub(b"", written).decode("utf-8", "replace")


def _followed(terminal: int, steps: Sequence[Step], started: float) -> tuple[float, ...]:
    seconds = []
    for step in steps:
        written, deadline = b"", time.perf_counter() + PATIENCE
        while not re.search(step.pattern, shown(written)):
            # A cursor that blinks would renew the patience of each look for ever.
            if (block := _read(terminal, deadline - time.perf_counter())) is None:
                raise MeasuringError(f"did not show {step.pattern!r} but: {shown(written)[-80:].strip()}")
            written += block
        seconds.append(time.perf_counter() - started)
        if step.keys:
            os.write(terminal, step.keys)
    return tuple(seconds)


def _drain(terminal: int) -> None:
    """Take what else is written, until the command ends."""
    deadline = time.perf_counter() + PATIENCE
    while _read(terminal, deadline - time.perf_counter()) is not None:
        pass


def _read(terminal: int, patience: float) -> bytes | None:
    """Return what was written since; `None` where the command ended or writes nothing for so long."""
    ready, _, _ = select.select([terminal], [], [], max(0.0, patience))
    try:
        return (os.read(terminal, 1 << 16) or None) if ready else None
    except OSError:  # Linux: nobody holds the other end any more
        return None
