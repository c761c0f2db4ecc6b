"""One process that reads, as seen from the one that waits for it."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any

from index.errors import ReadError
from index.workers.bounds import Bounds, too_slow
from index.workers.child import OUT_OF_MEMORY, Answer

LOOK_SECONDS = 0.1
"""How often to look whether somebody still waits for an answer."""
Call = Callable[..., Any]
"""Calls a function with the arguments after it, here or in another process."""
_BEGIN = """
import json, sys
path, descriptor, parent, seconds, megabytes = json.loads(sys.argv[1])
sys.path[:] = path
from index.workers.bounds import Bounds
from index.workers.child import serve
serve(descriptor, parent, Bounds(seconds, megabytes))
"""


def call_here(function: Callable[..., Any], *arguments: object) -> Any:
    """Return what a function gives, called in this process."""
    return function(*arguments)


class Worker:
    """A process that is started when it is first needed, kept, and replaced where it had to be ended.

    Args:
        bounds: What one call may cost.
        stopped: Says, ten times a second, whether nobody waits for an answer any more.
    """

    def __init__(self, bounds: Bounds, stopped: Callable[[], bool]) -> None:
        self._bounds = bounds
        self._stopped = stopped
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None

    def call(self, function: Callable[..., Any], *arguments: object, seconds: float | None = None) -> Any:
        """Return what a function gives in the other process.

        Args:
            function: One that a module has under its name.
            arguments: Given to it; they and what it returns are copied.
            seconds: How long it may take; `None` for as long as the bounds allow.

        Raises:
            ReadError: It raised one, or took too long, needed too much memory, or crashed; or nobody
                waits for it any more.
        """
        seconds = self._bounds.seconds if seconds is None else seconds
        connection = self._told((function, arguments, seconds))
        try:
            self._await(connection, seconds)
            answer: Answer = connection.recv()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ReadError(self._how_it_ended(seconds)) from error
        except BaseException:
            self.end()
            raise
        if answer.has_grown:
            self.end()
        if answer.error:
            raise answer.error
        return answer.value

    def end(self) -> None:
        """End the process and let go of it; the next call starts another one."""
        if self._process:
            self._process.kill()
            self._process.wait()
        if self._connection:
            self._connection.close()
        self._process = self._connection = None

    def _await(self, connection: "Connection[Any, Any]", seconds: float) -> None:
        """Return when an answer begins to come in, or none will."""
        ends = time.monotonic() + seconds
        while not connection.poll(LOOK_SECONDS):
            if self._stopped():
                raise ReadError("not read, since the run was stopped")
            if time.monotonic() > ends:
                raise ReadError(too_slow(seconds))

    def _told(self, call: tuple[object, ...]) -> "Connection[Any, Any]":
        """Return the connection by which the answer to a call comes in."""
        if self._connection:
            with suppress(OSError):  # it died with nothing to do: then another one is started
                self._connection.send(call)
                return self._connection
            self.end()
        connection = self._started()
        with suppress(OSError):  # said by how it ended
            connection.send(call)
        return connection

    def _started(self) -> "Connection[Any, Any]":
        self._connection, theirs = Pipe()
        bounds = self._bounds.seconds, self._bounds.megabytes
        given = json.dumps([sys.path, theirs.fileno(), os.getpid(), *bounds])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _BEGIN, given],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # an interruption at the terminal is for the one who waits
            )
        except OSError as error:
            self.end()
            raise ReadError(
                f"no process could be started to read it ({error.strerror}); try again"
            ) from error
        finally:
            theirs.close()
        return self._connection

    def _how_it_ended(self, seconds: float) -> str:
        """Return why a process that broke off gave no answer."""
        process = self._process
        self.end()
        code = process.returncode if process else 0
        if code == OUT_OF_MEMORY:
            return self._bounds.too_large
        if code == -signal.SIGALRM:
            return too_slow(seconds)
        if code == -signal.SIGKILL:
            return "its reader was ended by the system, mostly for want of memory; leave it out or split it"
        if code < 0:
            return f"its reader crashed ({signal.Signals(-code).name}); save it anew, or leave it out"
        return f"its reader ended with exit code {code}; leave it out, and please report it"
