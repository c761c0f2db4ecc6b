"""Bringing articles in beside the chat: in a process of its own, which gives way to whoever types.

In a thread of the chat's process what reads, cuts and tokenises took turns with what draws, and each
letter waited for its turn: Python runs one thread of a process at a time. Its priority is that of work
nobody waits for, so an answer that is being written goes before it too.
"""

import json
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ArticleQAError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from index.build import Cancelled
    from index.progress import BuildEvent

GIVING_WAY = 5
"""Added to the niceness: a third of the processor's time where others want all of it. With 10 it came to
nothing on a machine that others kept busy."""
LOOK_SECONDS = 0.1
"""How often to look whether the run is to stop."""
END_SECONDS = 5.0
"""A process whose run is over gets to end by itself."""
_BEGIN = """
import json, sys
path, descriptor, given, directory = json.loads(sys.argv[1])
sys.path[:] = path
from qa.commands.beside import serve
serve(descriptor, given, directory)
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """The last word of a run that failed."""

    reason: str
    """One line, or the traceback of what nobody foresaw."""
    is_foreseen: bool


def brought_in_beside(given: str, directory: Path, cancelled: "Cancelled") -> Iterator["BuildEvent"]:
    """Yield what happens while a path or address is brought in by another process; else as `brought_in`.

    Raises:
        ArticleQAError: As there, with the same line; or the process could not be started, or was killed.
    """
    from multiprocessing.connection import Pipe

    ours, theirs = Pipe()
    with ours:
        with theirs:
            process = _started(given, directory, theirs)
        try:
            yield from _followed(given, ours, process, cancelled)
        finally:
            ours.close()  # it stops then, if it has not
            _ended(process)


def _started(given: str, directory: Path, theirs: "Connection[Any, Any]") -> "subprocess.Popen[bytes]":
    told = json.dumps([sys.path, theirs.fileno(), given, str(directory)])
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _BEGIN, told],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # the chat is on the terminal; what fails comes as the last word
            pass_fds=[theirs.fileno()],
            process_group=0,  # an interruption at the terminal is for the chat
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArticleQAError(
            f"{given}: no process could be started to bring it in ({reason}); try again"
        ) from error


def _followed(
    given: str, ours: "Connection[Any, Any]", process: "subprocess.Popen[bytes]", cancelled: "Cancelled"
) -> Iterator["BuildEvent"]:
    """Yield what the process tells, until it has told all."""
    from index.progress import Finished

    told_to_stop = False
    while True:
        if cancelled() and not told_to_stop:
            told_to_stop = True
            with suppress(OSError):  # it has ended, which is found below
                ours.send(None)
        if not ours.poll(LOOK_SECONDS):
            continue
        try:
            event = ours.recv()
        except (EOFError, OSError) as error:
            code = process.wait()
            raise ArticleQAError(
                f"{given}: the process that brought it in ended ({code}); what it stored is there, "
                "add it again for the rest"
            ) from error
        if isinstance(event, Broken):
            raise ArticleQAError(event.reason) if event.is_foreseen else RuntimeError(event.reason)
        yield event
        if isinstance(event, Finished):
            return


def _ended(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # what is stored is whole at any moment
        process.wait()


def serve(descriptor: int, given: str, directory: str) -> None:
    """Bring in a path or an address, and tell what happens by a connection; stop once that is closed.

    Args:
        descriptor: Of the connection, open.
        given: The path or the address.
        directory: The library's.
    """
    from multiprocessing.connection import Connection

    from qa.commands.adding import brought_in

    os.nice(GIVING_WAY)
    connection: Connection[Any, Any] = Connection(descriptor)
    stopped = threading.Event()
    threading.Thread(target=_listen, args=(connection, stopped), daemon=True).start()
    try:
        for event in brought_in(given, Path(directory), stopped.is_set):
            connection.send(event)
    except BrokenPipeError:
        return  # nobody is there any more; what is stored is there for the next run
    except ArticleQAError as error:
        connection.send(Broken(str(error), is_foreseen=True))
    except Exception:  # noqa: BLE001 - told to the chat's process, which ends by it
        connection.send(Broken(traceback.format_exc(), is_foreseen=False))


def _listen(connection: "Connection[Any, Any]", stopped: threading.Event) -> None:
    """Take note of the word to stop; once nobody is there to say it, end, also within one long call."""
    with suppress(EOFError, OSError):
        connection.recv()
        stopped.set()
        connection.recv()
    stopped.set()
    time.sleep(END_SECONDS)
    os._exit(1)  # what is stored is whole at any moment
