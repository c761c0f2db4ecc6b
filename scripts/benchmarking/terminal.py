"""A command on a terminal of its own, at which one types: what it shows, and how long after which key."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarking.processes import MeasuringError
from benchmarking.watched import COLUMNS, LINES, PATIENCE, shown

END_SECONDS = 20.0
"""A command gets to end after its terminal was closed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the thread that draws has taken so far, in seconds; no thread of the process but that one."""

    ran: float
    """On a processor."""
    queued: float
    """Ready to run, while others had the processors."""


class Terminal:
    """What a command shows is read as it comes, and each piece keeps the moment it came at."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self._process = process
        self._descriptor = descriptor
        self._came = threading.Condition()
        self._written = bytearray()
        self._moments: list[tuple[int, float]] = []
        """How much had been written when."""
        self._mark = 0
        """What is waited for comes after this."""
        self._ended = False

    @classmethod
    @contextmanager
    def running(cls, command: Sequence[str], environment: Mapping[str, str]) -> Iterator["Terminal"]:
        """Run a command on a terminal of `LINES` and `COLUMNS`; after the block it is ended."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        process = subprocess.Popen(
            command, stdin=its, stdout=its, stderr=its, env={**environment, "TERM": "xterm-256color"},
            start_new_session=True,
        )  # fmt: skip
        os.close(its)
        terminal = cls(process, ours)
        reader = threading.Thread(target=terminal._read)
        reader.start()
        try:
            yield terminal
        finally:
            terminal._end()
            reader.join()
            os.close(ours)

    def wait(self, pattern: str, *, patience: float = PATIENCE) -> float:
        """Return the moment at which a regular expression was shown since the last wait or key.

        Raises:
            MeasuringError: It was not shown, or the command ended.
        """
        deadline = time.perf_counter() + patience
        with self._came:
            while (moment := self._found(pattern)) is None:
                left = deadline - time.perf_counter()
                if self._ended or left <= 0:
                    raise MeasuringError(f"did not show {pattern!r} but: {self._tail()}")
                self._came.wait(left)
            self._mark = len(self._written)
        return moment

    def press(self, keys: bytes, pattern: str) -> float:
        """Return the seconds from pressing keys to what they are to show."""
        pressed = self.send(keys)
        return self.wait(pattern) - pressed

    def send(self, keys: bytes) -> float:
        """Press keys, and return the moment; what is waited for comes after them."""
        with self._came:
            self._mark = len(self._written)
        moment = time.perf_counter()
        os.write(self._descriptor, keys)
        return moment

    def rest(self, seconds: float) -> None:
        """Leave it alone for a while."""
        time.sleep(seconds)

    def settle(self, quiet: float, *, patience: float = PATIENCE) -> None:
        """Wait until it shows nothing new for so many seconds."""
        deadline = time.perf_counter() + patience
        before = -1
        while before != len(self._written) and time.perf_counter() < deadline:
            before = len(self._written)
            time.sleep(quiet)

    @property
    def written(self) -> int:
        """How many bytes it has written so far."""
        return len(self._written)

    def since(self, written: int) -> str:
        """Return the text shown after so many bytes."""
        with self._came:
            return shown(bytes(self._written[written:]))

    def cost(self) -> Cost | None:
        """Return what its first thread has taken; `None` where the system does not tell, as macOS."""
        try:
            number = self._process.pid
            ran, queued, _ = Path(f"/proc/{number}/task/{number}/schedstat").read_text("ascii").split()
        except OSError:
            return None
        return Cost(int(ran) / 1e9, int(queued) / 1e9)

    def _found(self, pattern: str) -> float | None:
        text = bytes(self._written[self._mark :])
        if not re.search(pattern, shown(text)):
            return None
        # What came in one piece was shown in one moment; of several the first that completes it.
        for end, moment in self._moments:
            if end > self._mark and re.search(pattern, shown(text[: end - self._mark])):
                return moment
        raise AssertionError("the last piece completes it")

    def _tail(self) -> str:
        return shown(bytes(self._written[self._mark :]))[-200:].strip()

    def _read(self) -> None:
        while True:
            try:
                block = os.read(self._descriptor, 1 << 16)
            except OSError:  # Linux: nobody holds the other end any more
                block = b""
            moment = time.perf_counter()
            with self._came:
                self._written += block
                self._moments.append((len(self._written), moment))
                self._ended = not block
                self._came.notify_all()
            if not block:
                return

    def _end(self) -> None:
        """End the command: as one does by closing the window, and by force where that is not enough."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGHUP)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
