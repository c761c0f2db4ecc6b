"""The process that reads: it calls what it is told to call, within bounds, until nobody is there any more."""

import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from index.errors import ReadError
from index.workers.bounds import MEGABYTE, Bounds

OUT_OF_MEMORY = 87
"""The exit code of a process that ended itself for having grown too large."""
LOOK_SECONDS = 0.05
"""From one look at the memory to the next; in so long a parser fills a few hundred megabytes at most."""
_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
GRACE_SECONDS = 5.0
"""What is left to whoever waits, to end a slow process, before the system does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call."""

    value: object
    error: ReadError | None
    has_grown: bool
    """Whether the process keeps so much memory that the next file should get a new one."""


def serve(descriptor: int, parent: int, bounds: Bounds) -> None:
    """Answer calls that come in by a connection until it is closed.

    A process that is left alone ends: by the closed connection, with its parent, by a look at who that
    is, and at the latest by an alarm that no parser can hold back.

    Args:
        descriptor: Of the connection, open.
        parent: The process that started this one; it may be gone already.
        bounds: What one call may cost.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    connection = Connection(descriptor)
    _end_with_parent()
    _refuse_memory(2 * bounds.megabytes * MEGABYTE)
    threading.Thread(target=_watch, args=(bounds, parent), daemon=True).start()
    while True:
        try:
            function, arguments, seconds = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
        answer = answered(function, arguments, bounds)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(answer)


def answered(function: Callable[..., object], arguments: tuple[object, ...], bounds: Bounds) -> Answer:
    """Return what a call gives; whatever it raises is the reason why a file is not read."""
    value, error = None, None
    try:
        value = function(*arguments)
    except ReadError as raised:
        error = raised
    except MemoryError:
        error = ReadError(bounds.too_large)
    except Exception as raised:  # noqa: BLE001 - of parsers' own kinds; one file must not end the run
        error = ReadError(_described(raised))
    return Answer(value, error, memory() > bounds.megabytes * MEGABYTE // 4)


def memory() -> int:
    """Return the bytes of memory this process holds, mapped files aside; or the most it ever held."""
    if sys.platform == "linux":
        resident, shared = Path("/proc/self/statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _end_with_parent() -> None:
    """Have the system end this process with the thread that started it, also within one long call into C."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _refuse_memory(more: int) -> None:
    """Have the system refuse what no look comes in time for: one great piece of memory at once."""
    if sys.platform != "linux":  # elsewhere the limit is not kept
        return
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + more
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted, hard) if hard >= 0 else wanted, hard))


def _watch(bounds: Bounds, parent: int) -> None:
    """End this process where it grows too large, or where nobody waits for it any more."""
    while os.getppid() == parent:
        if memory() > bounds.megabytes * MEGABYTE:
            os._exit(OUT_OF_MEMORY)
        time.sleep(LOOK_SECONDS)
    os._exit(0)


def _described(error: Exception) -> str:
    """Return an error that no reader foresaw, with where it was raised, to be reported by."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    return f"its reader failed ({said}; {place}); leave it out, and please report it"
