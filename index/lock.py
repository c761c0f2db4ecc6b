"""One writer at a time: a lock the operating system lets go of when its holder dies."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LibraryBusyError, LibraryError

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = "library.lock"
HOLDER = "library.holder"
"""Who holds the lock. A file of its own: opening a lock file may empty it."""
POLL_SECONDS = 0.2
"""Between two looks at whether the lock is free; what it guards takes seconds to hours."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes to a library."""

    pid: int | None
    """`None` where it has not said who it is yet."""
    since: datetime | None
    """When it began, with a zone; `None` as above."""

    def __str__(self) -> str:
        """Return who is writing since when."""
        if self.pid is None or self.since is None:
            return "the library is being written by another process"
        today = self.since.date() == datetime.now().astimezone().date()
        start = f"{self.since:%H:%M}" if today else f"{self.since:%Y-%m-%d %H:%M}"
        return f"the library is being written by process {self.pid} since {start}"


@contextmanager
def writing_lock(directory: Path) -> Iterator[None]:
    """Hold the library for writing.

    Raises:
        LibraryBusyError: Another process holds it; the message names the process and its start.
        LibraryError: The directory cannot be written.
    """
    lock = _lock(directory / LOCK)
    try:
        lock.acquire()
    except TimeoutError as error:
        raise LibraryBusyError(f"{directory}: {_signed(directory)}; let it finish or stop it") from error
    except OSError as error:
        raise LibraryError(
            f"{directory}: the library cannot be written ({error.strerror}); check its permissions"
        ) from error
    try:
        _sign(directory)
        yield
    finally:
        with suppress(OSError):  # the directory may have become read-only: a signature alone holds nothing
            (directory / HOLDER).unlink()
        lock.release()


def writer_at_work(directory: Path) -> Holder | None:
    """Return who is writing to the library now, `None` where nobody is; waits for nothing."""
    # Who writes has signed: so the lock, which a writer may want this instant, is looked at only
    # where a signature is, which one that was killed leaves behind.
    if not (directory / HOLDER).exists() or not _is_held(directory):
        return None
    return _signed(directory)


def wait_for_writer(directory: Path, say: Callable[[str], None]) -> None:
    """Return when nobody writes to the library any more, or soon after.

    Another process may take the lock before the caller does: then wait again.

    Args:
        directory: The library's.
        say: Told in one line who is waited for, once; not where there is nothing to wait for.
    """
    said = False
    while _is_held(directory):
        if not said:
            say(f"{directory}: {_signed(directory)}; waiting for it")
            said = True
        time.sleep(POLL_SECONDS)


@contextmanager
def tried_lock(file: Path, *, seconds: float) -> Iterator[bool]:
    """Say whether a lock was got within `seconds`, and hold it if so; False too where none can be made."""
    lock = _lock(file, seconds=seconds)
    try:
        lock.acquire()
    except OSError:  # it is held, or this is an unwritable directory: whoever asks can do without
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _lock(file: Path, *, seconds: float = 0) -> "BaseFileLock":
    """Return a lock that is tried for so long, and then raises `TimeoutError`."""
    from filelock import FileLock  # who only asks a library locks nothing

    return FileLock(file, timeout=seconds, thread_local=False)


def _sign(directory: Path) -> None:
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        (directory / HOLDER).write_text(json.dumps({"pid": os.getpid(), "since": started}), "utf-8")
    except OSError as error:
        raise LibraryError(
            f"{directory}: the library cannot be written ({error.strerror}); free some space, check its "
            "permissions and run the command again"
        ) from error


def _signed(directory: Path) -> Holder:
    try:
        holder = json.loads((directory / HOLDER).read_text("utf-8"))
        return Holder(int(holder["pid"]), datetime.fromisoformat(holder["since"]))
    except (OSError, ValueError, KeyError, TypeError):  # it holds the lock and has not signed yet
        return Holder(None, None)


def _is_held(directory: Path) -> bool:
    """Return whether somebody holds the lock; it is taken for an instant to find out."""
    lock = _lock(directory / LOCK)
    try:
        lock.acquire()
    except TimeoutError:
        return True
    except OSError:  # no lock can be made here, and so none is held; who writes is told why not
        return False
    lock.release()
    return False
